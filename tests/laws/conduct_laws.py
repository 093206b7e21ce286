"""What has to hold of breaches, responses and talks in every state and at every step."""

from collections.abc import Iterator

from tests.given import ASH, KITCHEN, REFLECTION, WREN
from tests.laws.explore import Act, Node, Step, events_of
from tests.laws.invariants import View
from troth.domain.agreement.terms import CorrectionKind
from troth.domain.conduct.breach import Breach, Stage, recorded_stage
from troth.domain.conduct.commands import (
    AcceptCorrection,
    AnswerBreach,
    BeginCorrection,
    ChangeFinding,
    CloseBreach,
    DeclineCorrection,
    FinishCorrection,
    NoteCare,
    OfferCorrection,
    ReportBreach,
    WeighBreach,
)
from troth.domain.conduct.events import (
    AnswerKind,
    BreachFound,
    BreachId,
    BreachReported,
    CorrectionAccepted,
    CorrectionBegun,
    CorrectionOffered,
    Finding,
)
from troth.domain.decider import State
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import is_area_resting, phase
from troth.domain.kernel import Event
from troth.domain.safety import live_limits
from troth.domain.standards.events import ClauseDuty
from troth.domain.talks.events import TalkClosed, TalkRequested, TalkWithdrawn
from troth.domain.talks.state import has_overdue

SLIP = BreachId("slip")
CEILING_MINUTES = 60

PENDING = (Stage.OFFERED, Stage.ACCEPTED, Stage.BEGUN)

BOTH = (ASH, WREN)


def slip(state: State) -> Breach | None:
    """Return the one breach of the scope."""
    return state.conduct.breaches.breaches.get(SLIP)


def conduct_acts(node: Node[View], talk: str | None) -> Iterator[Act]:
    """Yield every act between a breach and its end, by both; most are refused, which is tried."""
    breach = slip(node.state)
    if breach is None:
        for by in BOTH:
            yield Act(by, ReportBreach(SLIP, WREN, ClauseDuty(KITCHEN), node.now))
        return
    if breach.finding is None:
        for by in BOTH:
            yield Act(by, AnswerBreach(SLIP, AnswerKind.DISPUTED))
            yield Act(by, WeighBreach(SLIP, Finding.UPHELD))
        yield Act(ASH, WeighBreach(SLIP, Finding.EXCUSED))
        yield Act(ASH, WeighBreach(SLIP, Finding.UNCLEAR, talk=talk))
    yield from _responses(breach, talk)


def _responses(breach: Breach, talk: str | None) -> Iterator[Act]:
    for clause, minutes in ((REFLECTION, 60), (REFLECTION, 61), (KITCHEN, 60)):
        yield Act(ASH, OfferCorrection(SLIP, clause, minutes))
    yield Act(ASH, ChangeFinding(SLIP, Finding.NOT_UPHELD))
    yield Act(WREN, DeclineCorrection(SLIP))
    yield Act(WREN, DeclineCorrection(SLIP, talk))
    for by in BOTH:
        if breach.response is not None:
            yield Act(by, AcceptCorrection(SLIP, breach.response.offer))
        yield Act(by, BeginCorrection(SLIP))
        yield Act(by, CloseBreach(SLIP))
    yield Act(WREN, FinishCorrection(SLIP))
    yield Act(ASH, NoteCare(SLIP))


def rests(node: Node[View]) -> bool:
    """Tell whether nobody holds authority over the kitchen just now."""
    dynamic = node.state.ground.dynamic
    breach = slip(node.state)
    area = None if breach is None else breach.area
    return phase(dynamic, node.now) is not Phase.ACTIVE or is_area_resting(dynamic, area, node.now)


def nothing_pends_while_it_rests(node: Node[View]) -> bool:
    """K6 and K8: after a pause or stop nothing is offered, accepted or running."""
    breach = slip(node.state)
    if breach is None or not rests(node) or node.view.phase is Phase.CHECKING:
        return True
    return recorded_stage(breach, node.now) not in PENDING


def a_limit_closes_what_it_touches(node: Node[View]) -> bool:
    """K8: with a live limit on its clause nothing pends; on the standard, the breach is over."""
    breach = slip(node.state)
    limited = {each.name for each in live_limits(node.state.ground.limits, node.now)}
    if breach is None:
        return True
    pends = recorded_stage(breach, node.now) in PENDING
    is_over = not breach.is_open or KITCHEN not in limited
    return is_over and not (pends and REFLECTION in limited)


def a_run_has_an_end(node: Node[View]) -> bool:
    """K8: whatever runs is an item of the menu, within its ceiling, and ends by itself."""
    breach = slip(node.state)
    if breach is None or breach.response is None:
        return True
    response = breach.response
    return (
        response.clause == REFLECTION
        and response.item is CorrectionKind.REFLECTION
        and 1 <= response.minutes <= CEILING_MINUTES
        and (response.begun_at is None or response.ends_at is not None)
    )


def the_order_is_kept(node: Node[View]) -> bool:
    """K8: found only after an answer, a response only once upheld, a run only once accepted."""
    breach = slip(node.state)
    if breach is None:
        return True
    response = breach.response
    answered = breach.finding is None or breach.answer is not None
    upheld = response is None or breach.finding is not None
    accepted = response is None or response.begun_at is None or response.accepted_at is not None
    return answered and upheld and accepted


def only_people_move_a_breach(step: Step[View]) -> bool:
    """K15: time reports, finds, offers and begins nothing."""
    return step.act is not None or step.before.state.conduct == step.after.state.conduct


def a_report_is_a_report(step: Step[View]) -> bool:
    """A breach comes only of a report, never of a decline, a missed mark or another act."""
    new = [each for each in events_of(step) if isinstance(each, BreachReported)]
    if slip(step.before.state) is None and slip(step.after.state) is not None and not new:
        return False
    reports = step.act is not None and isinstance(step.act.command, ReportBreach)
    return not new or (reports and KITCHEN in step.before.view.operative)


def each_acts_for_themselves(step: Step[View]) -> bool:
    """K20: nobody finds their own breach; only its bearer accepts and begins."""
    if step.act is None:
        return True
    return all(_is_own(event, step.act) for event in events_of(step))


def _is_own(event: Event, act: Act) -> bool:
    match event:
        case BreachFound() | CorrectionOffered():
            return act.by != WREN
        case CorrectionAccepted() | CorrectionBegun():
            return act.by == WREN
        case _:
            return True


def power_needs_ground(step: Step[View]) -> bool:
    """K6, K8 and K12: offer, accept and begin need the menu's clause to operate, and no rest."""
    for event in events_of(step):
        if isinstance(event, CorrectionOffered | CorrectionAccepted | CorrectionBegun) and (
            rests(step.before) or REFLECTION not in step.before.view.operative
        ):
            return False
        if (
            isinstance(event, BreachFound)
            and event.finding is Finding.UPHELD
            and rests(step.before)
        ):
            return False
        if isinstance(event, CorrectionOffered) and _waits_to_talk(step):
            return False
    return True


def _waits_to_talk(step: Step[View]) -> bool:
    state = step.before.state
    return has_overdue(state.talks, state.ground.dynamic, WREN, step.before.now)


def an_end_stays_an_end(step: Step[View]) -> bool:
    """A closed breach is never reopened, a run never repeated, the wording judged by kept."""
    before, after = slip(step.before.state), slip(step.after.state)
    if before is None or after is None:
        return before is None
    closed = before.is_open or not after.is_open
    return closed and before.digest == after.digest and _runs_once(before, after)


def _runs_once(before: Breach, after: Breach) -> bool:
    if before.response is None or before.response.begun_at is None:
        return True
    return after.response is not None and after.response.begun_at == before.response.begun_at


def only_the_asker_closes(step: Step[View]) -> bool:
    """K16: a talk ends only by the one who asked for it; there is no refusal."""
    before, after = step.before.state.talks.talks, step.after.state.talks.talks
    ended = [id_ for id_, talk in before.items() if talk.is_open and not after[id_].is_open]
    if step.act is None:
        return not ended
    closes = [e for e in events_of(step) if isinstance(e, TalkClosed | TalkWithdrawn)]
    return len(closes) == len(ended) and all(before[id_].asker == step.act.by for id_ in ended)


def unclear_opens_a_talk(step: Step[View]) -> bool:
    """An unclear line is talked about: the finding opens the talk in the same act."""
    unclear = any(
        isinstance(each, BreachFound) and each.finding is Finding.UNCLEAR
        for each in events_of(step)
    )
    return not unclear or any(isinstance(each, TalkRequested) for each in events_of(step))


CONDUCT_STATE_LAWS = {
    "K6 K8 rests": nothing_pends_while_it_rests,
    "K8 limits": a_limit_closes_what_it_touches,
    "K8 finite": a_run_has_an_end,
    "K8 order": the_order_is_kept,
}

CONDUCT_STEP_LAWS = {
    "K15 conduct": only_people_move_a_breach,
    "K9 report": a_report_is_a_report,
    "K20 own": each_acts_for_themselves,
    "K6 K8 K12 power": power_needs_ground,
    "K8 closed": an_end_stays_an_end,
    "K16 talks": only_the_asker_closes,
    "unclear": unclear_opens_a_talk,
}
