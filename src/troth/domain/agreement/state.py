"""What has been agreed, and the one predicate everything rests on: in force."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from troth.domain.agreement.events import (
    Adopt,
    AreaNamed,
    Basis,
    ConsentGiven,
    ConsentRenewed,
    ConsentStatus,
    ConsentTakenBack,
    ConsentWithdrawn,
    CoolingOffLengthened,
    Item,
    ProposalWithdrawn,
    TermsAdopted,
    TermsDeclined,
    TermsProposed,
    TermsRevised,
)
from troth.domain.agreement.terms import (
    COOLING_OFF_HOURS,
    EXPECTED,
    GRACE_DAYS,
    NEVER_LAPSE,
    Area,
    Authority,
    Category,
    Correction,
    Permission,
    Standing,
    Terms,
    Wording,
)
from troth.domain.kernel import (
    AreaId,
    ClauseId,
    Digest,
    MemberId,
    ProposalId,
    Recorded,
    Value,
    digest,
    is_forgotten,
    with_item,
    without,
)

CREEP_DAYS = 62
"""Widenings of one area are remembered for two months (domain design, "Creep")."""


class NamedArea(Value, frozen=True):
    """A part of life by name; `classified` once a clause of its own has ever been in force."""

    name: str
    third_parties: bool = False
    classified: bool = False


class Consent(Value, frozen=True):
    """One member's consent to one wording."""

    member: MemberId
    status: ConsentStatus
    at: datetime
    until: datetime | None = None


class Clause(Value, frozen=True):
    """A wording both consented to, with what became of the consents."""

    wording: Wording
    digest: Digest
    meaning: Digest
    consents: tuple[Consent, ...]
    since: datetime
    until: datetime | None = None

    @property
    def terms(self) -> Terms:
        """The terms of the clause."""
        return self.wording.terms


class Proposal(Value, frozen=True):
    """Wording put forward, and who has consented to its current revision."""

    id: ProposalId
    author: MemberId
    revision: int
    items: tuple[Item, ...]
    base: tuple[Basis, ...]
    reason: str
    opened_at: datetime
    respond_by: datetime | None
    consents: dict[MemberId, datetime] = {}

    @property
    def digest(self) -> Digest:
        """The digest of exactly what is being agreed."""
        return digest(self.items)


class Widening(Value, frozen=True):
    """Something binding was added to an area."""

    area: AreaId
    at: datetime


class AgreementState(Value, frozen=True):
    """Named areas, clauses (the last of each id is the current one), and open proposals."""

    version: int = 0
    areas: dict[AreaId, NamedArea] = {}
    clauses: dict[ClauseId, tuple[Clause, ...]] = {}
    proposals: dict[ProposalId, Proposal] = {}
    widenings: tuple[Widening, ...] = ()


def in_force(state: AgreementState, clause: ClauseId, at: datetime) -> Clause | None:
    """Return the wording of a clause that both members' live consents carried at a moment (K1).

    Derived each time from the consents, never kept: so no withdrawal, lapse or changed
    definition can be overlooked.
    """
    for version in reversed(state.clauses.get(clause, ())):
        if _is_carried(version, at) and _references_hold(state, version, at):
            return version
    return None


def all_in_force(state: AgreementState, at: datetime) -> Iterator[Clause]:
    """Yield every clause in force at a moment, in order of clause id."""
    for clause in sorted(state.clauses):
        version = in_force(state, clause, at)
        if version is not None:
            yield version


def latest(state: AgreementState, clause: ClauseId) -> Clause | None:
    """Return the last wording adopted under an id, in force or not."""
    versions = state.clauses.get(clause, ())
    return versions[-1] if versions else None


def standing_consent(clause: Clause, member: MemberId) -> Consent:
    """Return a member's consent to a clause."""
    return next(consent for consent in clause.consents if consent.member == member)


def consent_status(clause: Clause, consent: Consent, at: datetime) -> ConsentStatus:
    """Return what has become of a consent by a moment; expiry is derived, never recorded."""
    if consent.until is not None and at >= consent.until:
        return ConsentStatus.WITHDRAWN
    if clause.until is not None and at >= clause.until:
        return ConsentStatus.INVALIDATED
    ends = consent_ends(clause, consent)
    return ConsentStatus.EXPIRED if ends is not None and at >= ends else consent.status


def is_trial(clause: Clause, consent: Consent) -> bool:
    """Tell whether a consent is for the trial only; renewing it makes it more."""
    return clause.terms.trial_days is not None and consent.status is ConsentStatus.GIVEN


def review_by(clause: Clause, consent: Consent) -> datetime | None:
    """Return when a member's consent is to be looked at again; None where it never lapses."""
    if isinstance(clause.terms.body, NEVER_LAPSE):
        return None
    begins = max(consent.at, clause.since)
    if is_trial(clause, consent) and clause.terms.trial_days is not None:
        return begins + timedelta(days=clause.terms.trial_days)
    return begins + timedelta(days=clause.terms.review_after_days)


def consent_ends(clause: Clause, consent: Consent) -> datetime | None:
    """Return when a consent runs out by itself: a trial at its end, others after a grace (K22)."""
    review = review_by(clause, consent)
    stated = clause.terms.lapses_on
    if review is None:
        return stated
    ends = review if is_trial(clause, consent) else review + timedelta(days=GRACE_DAYS)
    return ends if stated is None else min(ends, stated)


def clause_ends(clause: Clause) -> datetime | None:
    """Return when a clause ends or ended, as far as is known now."""
    ends = [clause.until] + [c.until for c in clause.consents]
    ends += [consent_ends(clause, consent) for consent in clause.consents]
    return min((end for end in ends if end is not None), default=None)


def dependants(state: AgreementState, clause: ClauseId, at: datetime) -> tuple[Clause, ...]:
    """Return the clauses in force that refer to a clause and rest with it."""
    return tuple(
        each
        for each in all_in_force(state, at)
        if any(pin.clause == clause for pin in each.wording.pins)
    )


def _is_carried(version: Clause, at: datetime) -> bool:
    ended = clause_ends(version)
    return version.since <= at and (ended is None or at < ended)


def _references_hold(state: AgreementState, version: Clause, at: datetime) -> bool:
    """References form a graph without cycles (held when proposing), so this ends."""
    for pin in version.wording.pins:
        referred = in_force(state, pin.clause, at)
        if referred is None or referred.meaning != pin.meaning:
            return False
    return True


def evolve(state: AgreementState, recorded: Recorded) -> AgreementState:
    """Return the agreement after an event; events of other parts leave it as it is."""
    match recorded.event:
        case AreaNamed(area=area, name=name, third_parties=third_parties):
            known = state.areas.get(area, NamedArea(name))
            named = replace(known, name=name, third_parties=third_parties)
            return replace(state, areas=with_item(state.areas, area, named))
        case TermsProposed() as proposed:
            return _after_proposing(state, proposed, recorded)
        case TermsRevised() as revised:
            return _after_revising(state, revised)
        case ConsentGiven(proposal=proposal):
            return _with_consent(state, proposal, recorded)
        case ConsentTakenBack(proposal=id_):
            open_ = state.proposals[id_]
            taken_back = replace(open_, consents=without(open_.consents, recorded.by))
            return replace(state, proposals=with_item(state.proposals, id_, taken_back))
        case TermsDeclined(proposal=id_) | ProposalWithdrawn(proposal=id_):
            return replace(state, proposals=without(state.proposals, id_))
        case TermsAdopted(proposal=id_):
            return _after_adopting(state, state.proposals[id_], recorded.at)
        case _:
            return _evolve_clause(state, recorded)


def _evolve_clause(state: AgreementState, recorded: Recorded) -> AgreementState:
    by, at = recorded.by, recorded.at
    match recorded.event:
        case CoolingOffLengthened(clause=id_, until=until):
            return _changed(state, replace(state.clauses[id_][-1], since=until))
        case ConsentRenewed(clause=id_):
            clause = state.clauses[id_][-1]
            renewed = Consent(by, ConsentStatus.RENEWED, at)
            return _changed(state, _with_own_consent(clause, renewed))
        case ConsentWithdrawn(clause=id_, since=since):
            clause = state.clauses[id_][-1]
            withdrawn = replace(standing_consent(clause, by), until=since)
            state = _changed(state, _with_own_consent(clause, withdrawn))
            return replace(state, version=state.version + 1)
        case _:
            return state


def _with_own_consent(clause: Clause, consent: Consent) -> Clause:
    others = tuple(each for each in clause.consents if each.member != consent.member)
    return replace(clause, consents=(*others, consent))


def _changed(state: AgreementState, clause: Clause) -> AgreementState:
    id_ = clause.terms.clause
    versions = (*state.clauses[id_][:-1], clause)
    return replace(state, clauses=with_item(state.clauses, id_, versions))


def _after_proposing(
    state: AgreementState, proposed: TermsProposed, recorded: Recorded
) -> AgreementState:
    proposal = Proposal(
        id=proposed.proposal,
        author=recorded.by,
        revision=1,
        items=proposed.items,
        base=proposed.base,
        reason=proposed.reason,
        opened_at=recorded.at,
        respond_by=proposed.respond_by,
    )
    return replace(state, proposals=with_item(state.proposals, proposal.id, proposal))


def _after_revising(state: AgreementState, revised: TermsRevised) -> AgreementState:
    proposal = replace(
        state.proposals[revised.proposal],
        revision=revised.revision,
        items=revised.items,
        base=revised.base,
        reason=revised.reason,
        respond_by=revised.respond_by,
        consents={},
    )
    return replace(state, proposals=with_item(state.proposals, proposal.id, proposal))


def _with_consent(state: AgreementState, id_: ProposalId, recorded: Recorded) -> AgreementState:
    proposal = state.proposals[id_]
    consents = with_item(proposal.consents, recorded.by, recorded.at)
    proposal = replace(proposal, consents=consents)
    return replace(state, proposals=with_item(state.proposals, id_, proposal))


def _after_adopting(state: AgreementState, proposal: Proposal, at: datetime) -> AgreementState:
    state = replace(
        state,
        version=state.version + 1,
        proposals=without(state.proposals, proposal.id),
        widenings=_widenings(state, proposal, at),
    )
    for item in proposal.items:
        state = _after_item(state, item, proposal, at)
    return state


def _after_item(
    state: AgreementState, item: Item, proposal: Proposal, at: datetime
) -> AgreementState:
    id_ = item.wording.terms.clause if isinstance(item, Adopt) else item.clause
    earlier = tuple(
        each if each.until is not None else replace(each, until=at)
        for each in state.clauses.get(id_, ())
        if not is_forgotten(clause_ends(each) or at, at)
    )
    added = (_adopted(item.wording, proposal, at),) if isinstance(item, Adopt) else ()
    clauses = with_item(state.clauses, id_, (*earlier, *added))
    if not clauses[id_]:
        clauses = without(clauses, id_)
    return replace(state, clauses=clauses, areas=_classified(state, item))


def _adopted(wording: Wording, proposal: Proposal, at: datetime) -> Clause:
    consents = tuple(
        Consent(member, ConsentStatus.GIVEN, given_at)
        for member, given_at in sorted(proposal.consents.items())
    )
    is_new = wording.terms.category is Category.NEW_INTIMATE
    since = at + timedelta(hours=COOLING_OFF_HOURS) if is_new else at
    return Clause(wording, wording.digest, wording.meaning, consents, since)


def _classified(state: AgreementState, item: Item) -> dict[AreaId, NamedArea]:
    """Remember that an area had a clause of its own, also one that nobody had named.

    Otherwise "everything else" would take it back once its own clause is withdrawn.
    """
    body = item.wording.terms.body if isinstance(item, Adopt) else None
    if not isinstance(item, Adopt) or not isinstance(body, Area) or body.everything_else:
        return state.areas
    area = AreaId(item.wording.terms.clause)
    known = state.areas.get(area, NamedArea(area))
    return with_item(state.areas, area, replace(known, classified=True))


def _widenings(state: AgreementState, proposal: Proposal, at: datetime) -> tuple[Widening, ...]:
    kept = [w for w in state.widenings if w.at > at - timedelta(days=CREEP_DAYS)]
    new = [
        Widening(AreaId(terms.area or terms.clause), at)
        for terms in (i.wording.terms for i in proposal.items if isinstance(i, Adopt))
        if _widens(state, terms, at)
    ]
    return (*kept, *new)


def _widens(state: AgreementState, terms: Terms, at: datetime) -> bool:
    before = in_force(state, terms.clause, at)
    match terms.body:
        case Area(standing=Standing.WITHIN):
            was = None if before is None else before.terms.body
            return not isinstance(was, Area) or was.standing is not Standing.WITHIN
        case Area():
            return False
        case _:
            binding = (*EXPECTED, Authority, Correction, Permission)
            return before is None and isinstance(terms.body, binding)
