"""What is proposed: its changes, who has answered what, and what stands in its way."""

from datetime import datetime

from troth.domain.agreement.decide import is_expired, is_stale
from troth.domain.agreement.events import Adopt, ConsentStatus
from troth.domain.agreement.state import Proposal
from troth.domain.agreement.terms import Area
from troth.domain.force import Ground
from troth.domain.kernel import AreaId, Digest, MemberId, Moment, ProposalId, Value
from troth.domain.safety import Limit, Touch, touched_limits
from troth.projections.differences import ClauseChange, proposed_changes


class ProposalReading(Value, frozen=True):
    """One open proposal, as either of the two reads it before answering."""

    id: ProposalId
    author: MemberId
    revision: int
    reason: str
    digest: Digest
    changes: tuple[ClauseChange, ...]
    consents: dict[MemberId, ConsentStatus]
    answer_by: datetime | None
    is_stale: bool
    is_expired: bool
    touched_limits: tuple[Limit, ...]


def open_proposals(ground: Ground, moment: Moment) -> tuple[ProposalReading, ...]:
    """Return every open proposal, the oldest first."""
    found = ground.agreement.proposals.values()
    in_order = sorted(found, key=lambda each: (each.opened_at, each.id))
    return tuple(read_proposal(ground, each, moment) for each in in_order)


def read_proposal(ground: Ground, proposal: Proposal, moment: Moment) -> ProposalReading:
    """Return one proposal with everything somebody needs to know before answering."""
    members = ground.dynamic.member_ids
    return ProposalReading(
        id=proposal.id,
        author=proposal.author,
        revision=proposal.revision,
        reason=proposal.reason,
        digest=proposal.digest,
        changes=proposed_changes(ground.agreement, proposal.items, moment),
        consents={member: consent_asked(proposal, member) for member in members},
        answer_by=proposal.respond_by,
        is_stale=is_stale(ground.agreement, proposal, moment.at),
        is_expired=is_expired(proposal, ground.dynamic, moment.at),
        touched_limits=_touched(ground, proposal, moment),
    )


def consent_asked(proposal: Proposal, member: MemberId) -> ConsentStatus:
    """Return where one member's consent to a proposal stands; other words make it void (K3)."""
    if member in proposal.consents:
        return ConsentStatus.GIVEN
    return ConsentStatus.INVALIDATED if member in proposal.voided else ConsentStatus.REQUESTED


def _touched(ground: Ground, proposal: Proposal, moment: Moment) -> tuple[Limit, ...]:
    """Return the hard limits that would keep what is proposed from operating."""
    found: dict[str, Limit] = {}
    for item in proposal.items:
        if not isinstance(item, Adopt):
            continue
        terms = item.wording.terms
        area = AreaId(terms.clause) if isinstance(terms.body, Area) else terms.area
        touch = Touch(area, terms.element, terms.clause, terms.tags)
        found |= {each.id: each for each in touched_limits(ground.limits, touch, moment.at)}
    return tuple(found.values())
