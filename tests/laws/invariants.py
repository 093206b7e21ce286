"""What has to hold in every state and at every step, whatever scope reached it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.given import ZONES
from tests.laws.explore import Node, Step, events_of
from troth.domain.agreement.commands import (
    ConsentToTerms,
    RenewConsent,
    ReviseTerms,
    TakeBackConsent,
    WithdrawConsent,
)
from troth.domain.agreement.events import ConsentWithdrawn, TermsAdopted
from troth.domain.agreement.state import Clause, all_in_force, clause_ends, in_force, latest
from troth.domain.agreement.terms import GRACE_DAYS, NEVER_LAPSE, ORDINARY_DAYS, Category, Survival
from troth.domain.decider import State
from troth.domain.dynamic.commands import AffirmResumption, ClearCheck, End, Pause, Stop
from troth.domain.dynamic.events import Phase, Rest
from troth.domain.dynamic.state import phase
from troth.domain.force import operative_clauses
from troth.domain.kernel import AlreadyThere, ClauseId, Digest, MemberId, Moment, NotFound
from troth.domain.safety import SetLimit, live_limits
from troth.domain.talks.commands import AskToTalk

LONGEST_TERM = timedelta(days=ORDINARY_DAYS + GRACE_DAYS)

RESTING = (Phase.PAUSED, Phase.STOPPED)

Pledge = tuple[MemberId, object]
"""A member's consent: by whom, and to exactly what."""


@dataclass(frozen=True)
class View:
    """What the laws look at in a state."""

    phase: Phase
    clauses: tuple[Clause, ...]
    operative: frozenset[ClauseId]

    @property
    def digests(self) -> dict[ClauseId, Digest]:
        """The wording in force under each id."""
        return {each.terms.clause: each.digest for each in self.clauses}


def view(state: State, now: datetime) -> View:
    """Read a state once for all laws."""
    ground, moment = state.ground, Moment(now, ZONES)
    survives = {
        each.terms.clause
        for each in all_in_force(ground.agreement, now)
        if isinstance(each.terms.body, Survival)
    }
    operative = {each.terms.clause for each in operative_clauses(ground, moment)}
    return View(
        phase=phase(ground.dynamic, now),
        clauses=tuple(all_in_force(ground.agreement, now)),
        operative=frozenset(operative - survives),
    )


def _given(node: Node[View]) -> Iterable[Pledge]:
    agreement, now = node.state.ground.agreement, node.now
    for proposal in agreement.proposals.values():
        for member in proposal.consents:
            yield member, (proposal.id, proposal.items)
    for id_ in agreement.clauses:
        clause = latest(agreement, id_)
        if clause is not None and clause.until is None:
            for consent in clause.consents:
                if consent.until is None or now < consent.until:
                    yield consent.member, (clause.digest, consent.status)


def both_consent_to_exactly_this(node: Node[View]) -> bool:
    """K1: what is in force has every member's live consent, to the digest of these very words."""
    members = set(node.state.ground.dynamic.member_ids)
    return all(
        {consent.member for consent in clause.consents} == members
        and all(c.until is None or node.now < c.until for c in clause.consents)
        and clause.digest == clause.wording.digest
        for clause in node.view.clauses
    )


def what_it_refers_to_is_in_force(node: Node[View]) -> bool:
    """K1: a clause stands only on what is in force and still means what it meant."""
    meanings = {each.terms.clause: each.wording.meaning for each in node.view.clauses}
    return all(
        meanings.get(pin.clause) == pin.meaning
        for clause in node.view.clauses
        for pin in clause.wording.pins
    )


def nothing_binds_while_not_active(node: Node[View]) -> bool:
    """K6 and K17: outside ACTIVE nothing operates but what was agreed to outlast the end."""
    return node.view.phase is Phase.ACTIVE or not node.view.operative


def operative_is_in_force_and_untouched(node: Node[View]) -> bool:
    """K4 and K12: what binds is in force, and no live hard limit names it."""
    limited = {each.name for each in live_limits(node.state.ground.limits, node.now) if each.hard}
    return node.view.operative <= node.view.digests.keys() - limited


def every_grant_ends(node: Node[View]) -> bool:
    """K22: a grant has a last day within its longest term; what protects has none."""
    for clause in node.view.clauses:
        ends = clause_ends(clause)
        if isinstance(clause.terms.body, NEVER_LAPSE) != (ends is None):
            return False
        if ends is not None and ends > node.now + LONGEST_TERM:
            return False
    return True


def only_ones_own_act_consents(step: Step[View]) -> bool:
    """K2: a consent appears only by its member's own act of consenting, to what stood before."""
    if step.after.state is step.before.state:
        return True
    new = set(_given(step.after)) - set(_given(step.before))
    if not new:
        return True
    if step.act is None or not isinstance(step.act.command, ConsentToTerms | RenewConsent):
        return False
    if not any(isinstance(event, TermsAdopted) for event in events_of(step)):
        return all(member == step.act.by for member, _ in new)
    return _adopted_by_both(step)


def _adopted_by_both(step: Step[View]) -> bool:
    assert step.act is not None
    assert isinstance(step.act.command, ConsentToTerms)
    proposal = step.before.state.ground.agreement.proposals[step.act.command.proposal]
    willing = {*proposal.consents, step.act.by}
    return willing >= set(step.before.state.ground.dynamic.member_ids)


def an_edit_voids_consents(step: Step[View]) -> bool:
    """K3: no consent to a proposal survives a change of its items."""
    before = step.before.state.ground.agreement.proposals
    after = step.after.state.ground.agreement.proposals
    edits = step.act is not None and isinstance(step.act.command, ReviseTerms)
    return all(
        not after[id_].consents
        for id_ in before.keys() & after.keys()
        if after[id_].items != before[id_].items or (edits and after != before)
    )


def consent_is_to_what_was_read(step: Step[View]) -> bool:
    """K1 and K3: a consent counts for the revision and the exact words its member named."""
    if step.act is None or not isinstance(step.act.command, ConsentToTerms):
        return True
    proposal = step.before.state.ground.agreement.proposals[step.act.command.proposal]
    named = (step.act.command.revision, step.act.command.digest)
    return named == (proposal.revision, proposal.digest)


def adoption_is_on_the_agreement_it_was_written_for(step: Step[View]) -> bool:
    """Nothing is adopted on a changed base, nor (where nothing rested) after the day to answer."""
    dynamic = step.before.state.ground.dynamic
    has_rested = dynamic.suspension is not None or bool(dynamic.past_rests)
    for event in events_of(step):
        if not isinstance(event, TermsAdopted):
            continue
        proposal = step.before.state.ground.agreement.proposals[event.proposal]
        held = step.before.view.digests
        if any(held.get(each.clause) != each.digest for each in proposal.base):
            return False
        due = proposal.respond_by
        if due is not None and step.before.now >= due and not has_rested:
            return False
    return True


def a_check_takes_both(step: Step[View]) -> bool:
    """A check-in ends only once both have said that they are all right."""
    before, after = step.before.state.ground.dynamic, step.after.state.ground.dynamic
    if before.check is None or after.check is not None:
        return True
    clears = step.act is not None and isinstance(step.act.command, ClearCheck)
    willing = {*before.check.cleared, *([step.act.by] if step.act is not None else [])}
    return clears and willing >= set(before.member_ids)


def time_only_ends(step: Step[View]) -> bool:
    """K15: time changes no record, and puts in force only what both wanted and let cool."""
    if step.act is not None:
        return True
    begun = step.after.view.digests.keys() - step.before.view.digests.keys()
    agreement = step.after.state.ground.agreement
    new = (in_force(agreement, each, step.after.now) for each in begun)
    cooled = all(
        clause is not None
        and (
            clause.terms.category is Category.NEW_INTIMATE
            or any(pin.clause in begun for pin in clause.wording.pins)
        )
        for clause in new
    )
    return cooled and step.after.view.phase is step.before.view.phase


def protection_is_never_refused(step: Step[View]) -> bool:
    """K5: end, stop, pause, withdraw, talk, limit are taken in every state but the end."""
    if step.act is None or step.before.view.phase is Phase.ENDED:
        return True
    command = step.act.command
    if not isinstance(command, End | Stop | Pause | WithdrawConsent | AskToTalk | SetLimit):
        return True
    return not step.is_refused or isinstance(step.outcome, NotFound | AlreadyThere)


def protection_takes_effect_at_once(step: Step[View]) -> bool:
    """K5: what was protected against no longer binds in the very next state."""
    if step.act is None or step.is_refused:
        return True
    seen = step.after.view
    match step.act.command:
        case End():
            return seen.phase is Phase.ENDED
        case Stop():
            return seen.phase is Phase.STOPPED
        case Pause(area=None):
            return seen.phase in RESTING or seen.phase is Phase.ENDED
        case WithdrawConsent(clause=clause):
            return clause not in seen.digests
        case SetLimit(name=name, hard=True):
            return ClauseId(name) not in seen.operative
        case _:
            return True


def protection_adds_nothing(step: Step[View]) -> bool:
    """No withdrawal, limit, pause, stop or lapse extends what binds."""
    more = step.after.view.operative - step.before.view.operative
    if step.act is None:
        return time_only_ends(step)
    protects = isinstance(step.act.command, End | Stop | Pause | WithdrawConsent | SetLimit)
    return not (protects and more)


def coming_back_takes_both(step: Step[View]) -> bool:
    """K7: a rest ends only by the second affirmation after the latest pause or stop."""
    before, after = step.before.state.ground.dynamic, step.after.state.ground.dynamic
    if step.act is None:
        return before == after
    rest = before.suspension
    if step.after.view.phase is Phase.ENDED or rest is None:
        return True
    if after.suspension is None:
        affirms = isinstance(step.act.command, AffirmResumption)
        return affirms and {*rest.affirmed, step.act.by} >= set(before.member_ids)
    if isinstance(step.act.command, Stop) or step.act.command == Pause():
        return not after.suspension.affirmed and not _loosened(rest.rest, after.suspension.rest)
    return after.suspension.affirmed - rest.affirmed <= {step.act.by}


def _loosened(before: Rest, after: Rest) -> bool:
    return before is Rest.STOP and after is not Rest.STOP


def the_end_is_final(step: Step[View]) -> bool:
    """After the end nothing is taken any more; only time passes."""
    return step.act is None or step.before.view.phase is not Phase.ENDED


def only_its_owner_loosens_a_limit(step: Step[View]) -> bool:
    """K4: a limit ends only by its owner's act, three days after they asked, while active."""
    before, after = step.before.state.ground.limits, step.after.state.ground.limits
    ended = [
        limit
        for id_, limit in before.limits.items()
        if limit.until is None and (id_ not in after.limits or after.limits[id_].until is not None)
    ]
    return all(
        step.act is not None
        and step.act.by == limit.owner
        and step.before.view.phase is Phase.ACTIVE
        and limit.loosening_asked_at is not None
        and step.before.now - limit.loosening_asked_at >= timedelta(hours=72)
        for limit in ended
    )


def a_withdrawal_is_never_before_its_consent(step: Step[View]) -> bool:
    """L4: back-dated at most to when the consent was given."""
    agreement = step.after.state.ground.agreement
    for event in events_of(step):
        if isinstance(event, ConsentWithdrawn):
            clause = latest(agreement, event.clause)
            if clause is None or any(c.until and c.until < c.at for c in clause.consents):
                return False
    return True


def taking_back_leaves_the_other(step: Step[View]) -> bool:
    """Taking back one's consent to what is open leaves the other's as it was."""
    if step.act is None or not isinstance(step.act.command, TakeBackConsent) or step.is_refused:
        return True
    gone = set(_given(step.before)) - set(_given(step.after))
    return all(member == step.act.by for member, _ in gone)


STATE_LAWS = {
    "K1 exact consent": both_consent_to_exactly_this,
    "K1 references": what_it_refers_to_is_in_force,
    "K6 K17 not active": nothing_binds_while_not_active,
    "K4 K12 operative": operative_is_in_force_and_untouched,
    "K22 terms": every_grant_ends,
}

REFUSAL_LAWS = {
    "K5 accepted": protection_is_never_refused,
    "K5 at once": protection_takes_effect_at_once,
}
"""What also has to hold where an act was refused, or changed nothing."""

STEP_LAWS = {
    "K2 own act": only_ones_own_act_consents,
    "K3 edits": an_edit_voids_consents,
    "K1 K3 as read": consent_is_to_what_was_read,
    "K1 base": adoption_is_on_the_agreement_it_was_written_for,
    "K6 check": a_check_takes_both,
    "K15 time": time_only_ends,
    "K5 at once": protection_takes_effect_at_once,
    "K4 adds nothing": protection_adds_nothing,
    "K7 both": coming_back_takes_both,
    "K17 final": the_end_is_final,
    "K4 owner": only_its_owner_loosens_a_limit,
    "L4 back-dating": a_withdrawal_is_never_before_its_consent,
    "taking back": taking_back_leaves_the_other,
}
