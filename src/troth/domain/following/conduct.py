"""What may follow on conduct: each step by whom it falls to, on the steps there have been."""

from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from msgspec.structs import replace

from troth.domain.agreement.state import in_force
from troth.domain.conduct.breach import Breach
from troth.domain.conduct.commands import (
    AcceptCorrection,
    AnswerBreach,
    BeginCorrection,
    BreachCommand,
    ChangeFinding,
    CloseBreach,
    DeclineCorrection,
    Facts,
    FinishCorrection,
    NoteCare,
    OfferCorrection,
    ReportBreach,
    WeighBreach,
)
from troth.domain.conduct.decide import decide
from troth.domain.conduct.events import (
    BreachAnswered,
    BreachClosed,
    BreachFound,
    BreachReported,
    BreachWeighed,
    CareNoted,
    CorrectionAccepted,
    CorrectionBegun,
    CorrectionDeclined,
    CorrectionDone,
    CorrectionOffered,
    FindingChanged,
)
from troth.domain.conduct.findings import refuse_finding
from troth.domain.conduct.observations import ObservationAnswered, Observed
from troth.domain.conduct.report import OCCURRENCE_HOURS, is_repair, judged, refuse_form
from troth.domain.facts import conduct_facts
from troth.domain.kernel import ClauseId, Digest, Moment, Occasion, Recorded, Refusal, backdated
from troth.domain.standards.events import ClauseDuty
from troth.domain.state import State

Finding: TypeAlias = BreachWeighed | BreachFound
"""What is made of a breach, by one of the two or by both."""


Step: TypeAlias = (
    BreachAnswered
    | FindingChanged
    | CorrectionOffered
    | CorrectionAccepted
    | CorrectionDeclined
    | CareNoted
    | CorrectionBegun
    | CorrectionDone
    | BreachClosed
)
"""What is recorded just as it was asked for, by itself."""


def follows(state: State, recorded: Recorded) -> bool:
    """Tell whether an event about conduct may follow."""
    match recorded.event:
        case Observed() | ObservationAnswered() as event:
            return _is_observed(state, event, recorded)
        case BreachReported() as reported:
            return _is_reported(state, reported, recorded)
        case BreachWeighed() | BreachFound() as event:
            breach = state.conduct.breaches.breaches.get(event.breach)
            return breach is not None and _is_found(state, breach, event, recorded)
        case event if isinstance(event, Step):
            return _is_decided(state, _command(event), recorded)
        case _:
            return True


def _is_observed(state: State, event: Observed | ObservationAnswered, recorded: Recorded) -> bool:
    known = state.conduct.observations.observations.get(event.observation)
    if isinstance(event, ObservationAnswered):
        return known is not None and known.by != recorded.by
    is_about_them = event.about in state.ground.dynamic.member_ids
    return known is None and is_about_them and event.at == backdated(event.at, recorded.at)


def _occasion(recorded: Recorded) -> Occasion:
    return Occasion(recorded.by, Moment(recorded.at))


def _is_reported(state: State, reported: BreachReported, recorded: Recorded) -> bool:
    """Tell whether it was asked then, in that wording, and by whom it says.

    A ritual is judged at its start, which may lie a day before the time that was spoken of.
    """
    at, occasion = reported.conduct_at, _occasion(recorded)
    latest = min(at + timedelta(hours=OCCURRENCE_HOURS), recorded.at)
    is_clause = isinstance(reported.duty, ClauseDuty)
    command = ReportBreach(reported.breach, reported.bearer, reported.duty, at, reported.text)
    spoken_of = replace(command, conduct_at=latest if is_clause else at)
    breaches = state.conduct.breaches
    if at > recorded.at or refuse_form(breaches, state.ground, spoken_of, occasion) is not None:
        return False
    expected = judged(breaches, conduct_facts(state, at, occasion), command, occasion)
    if isinstance(expected, Refusal):
        return False
    # Words that were erased since give no digest and no lighter version any more.
    duty, named = reported.duty, reported.digest
    is_worded = not isinstance(duty, ClauseDuty) or _reads_as(state, duty.clause, at, named)
    return is_worded and replace(expected, digest=named, lighter=reported.lighter) == reported


def _reads_as(state: State, clause: ClauseId, at: datetime, named: Digest) -> bool:
    held = in_force(state.ground.agreement, clause, at)
    return held is not None and held.reads_as(named)


def _is_found(state: State, breach: Breach, event: Finding, recorded: Recorded) -> bool:
    """Nobody finds their own breach; where the one who leads is concerned it takes both (K20)."""
    occasion = _occasion(recorded)
    facts = _facts(state, breach, occasion)
    is_unclear_about = event.talk if isinstance(event, BreachFound) else None
    command = WeighBreach(breach.id, event.finding, talk=is_unclear_about)
    is_shared = is_repair(breach, state.ground, occasion.moment)
    if isinstance(event, BreachWeighed):
        return is_shared
    if refuse_finding(breach, facts, command, occasion) is not None:
        return False
    if not is_shared:
        return recorded.by != breach.bearer
    members = state.ground.dynamic.member_ids
    return all(breach.weighed.get(member) is event.finding for member in members)


def _facts(state: State, breach: Breach, occasion: Occasion) -> Facts:
    return conduct_facts(state, backdated(breach.conduct_at, occasion.now), occasion)


def _is_decided(state: State, command: BreachCommand, recorded: Recorded) -> bool:
    """Tell whether asking for just this would be recorded as just this."""
    breach = state.conduct.breaches.breaches.get(command.breach)
    if breach is None:
        return False
    occasion = _occasion(recorded)
    outcome = decide(state.conduct, _facts(state, breach, occasion), command, occasion)
    if isinstance(outcome, Refusal):
        return False
    offered = recorded.event
    if isinstance(offered, CorrectionOffered):
        is_worded = _reads_as(state, offered.clause, recorded.at, offered.digest)
        return is_worded and offered in (replace(each, digest=offered.digest) for each in outcome)
    return recorded.event in outcome


def _command(event: Step) -> BreachCommand:
    """Return what is asked for when just this is recorded."""
    match event:
        case BreachAnswered(breach=id_, answer=answer, text=text, because=because):
            return AnswerBreach(id_, answer, text, because)
        case FindingChanged(breach=id_, finding=finding, text=text, talk=talk):
            return ChangeFinding(id_, finding, text, talk)
        case CorrectionOffered(breach=id_, clause=clause, minutes=minutes, treat=treat):
            return OfferCorrection(id_, clause, minutes, treat)
        case CorrectionAccepted(breach=id_, offer=offer):
            return AcceptCorrection(id_, offer)
        case CorrectionDeclined(breach=id_, talk=talk):
            return DeclineCorrection(id_, talk)
        case CareNoted(breach=id_, text=text):
            return NoteCare(id_, text)
        case CorrectionBegun(breach=id_):
            return BeginCorrection(id_)
        case CorrectionDone(breach=id_):
            return FinishCorrection(id_)
        case BreachClosed(breach=id_):
            return CloseBreach(id_)
        case _:
            assert_never(event)
