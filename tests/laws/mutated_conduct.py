"""Mistakes about breaches, responses and talks, each as one wrong rule."""

from msgspec.structs import replace

from tests.given import KITCHEN, REFLECTION
from tests.laws.conduct_laws import SLIP, slip
from tests.laws.mutated_rest import TIMER
from troth.domain.agreement.state import latest
from troth.domain.agreement.terms import CorrectionKind
from troth.domain.conduct.breach import Breach, Stage, recorded_stage
from troth.domain.conduct.commands import (
    AnswerBreach,
    BeginCorrection,
    DeclineCorrection,
    OfferCorrection,
    WeighBreach,
)
from troth.domain.conduct.events import (
    BreachAnswered,
    BreachFound,
    BreachId,
    BreachReported,
    CorrectionBegun,
    CorrectionOffered,
    Finding,
    Footing,
)
from troth.domain.conduct.state import BreachesState
from troth.domain.decider import AnyCommand, State, decide
from troth.domain.dynamic.events import Paused
from troth.domain.kernel import Digest, Occasion, Outcome, Recorded, Refusal, with_item
from troth.domain.talks.commands import CloseTalk
from troth.domain.talks.events import TalkClosed
from troth.domain.talks.state import TalksState


def _with_slip(state: State, breach: Breach) -> State:
    breaches = BreachesState(with_item(state.conduct.breaches.breaches, SLIP, breach))
    return replace(state, conduct=replace(state.conduct, breaches=breaches))


def _offered(minutes: int = 60) -> CorrectionOffered:
    item, footing = CorrectionKind.REFLECTION, Footing()
    return CorrectionOffered(SLIP, REFLECTION, Digest("any"), item, minutes, footing)


def missed_deadline_assigns(
    state: State, _: AnyCommand, occasion: Occasion, outcome: Outcome
) -> Outcome:
    """Whoever has not answered in time is given a correction."""
    breach = slip(state)
    if breach is None or breach.answer is not None or not breach.is_open:
        return outcome
    is_late = occasion.now - breach.reported_at >= TIMER
    return (_offered(),) if is_late and not isinstance(outcome, Refusal) else outcome


def found_unanswered(state: State, command: AnyCommand, _: Occasion, outcome: Outcome) -> Outcome:
    """A finding needs no answer."""
    breach = slip(state)
    if breach is None or not isinstance(command, WeighBreach) or breach.answer is not None:
        return outcome
    return (BreachFound(SLIP, Finding.UPHELD),)


def begun_unaccepted(
    state: State, command: AnyCommand, occasion: Occasion, outcome: Outcome
) -> Outcome:
    """What was offered can begin."""
    breach = slip(state)
    if breach is None or not isinstance(command, BeginCorrection):
        return outcome
    is_offered = recorded_stage(breach, occasion.now) is Stage.OFFERED
    return (CorrectionBegun(SLIP),) if is_offered and occasion.by == breach.bearer else outcome


def acceptance_survives(before: State, recorded: Recorded, after: State) -> State:
    """A yes from before a pause still counts after it."""
    breach, now = slip(before), slip(after)
    if not isinstance(recorded.event, Paused) or breach is None or now is None or not now.is_open:
        return after
    return _with_slip(after, replace(now, response=breach.response))


def closed_is_reopened(before: State, recorded: Recorded, after: State) -> State:
    """Whoever looks again at what is closed opens it."""
    breach, now = slip(before), slip(after)
    is_closed = breach is not None and not breach.is_open
    if not is_closed or now is None or not isinstance(recorded.event, BreachAnswered):
        return after
    return _with_slip(after, replace(now, closing=None, closed_at=None))


def answered_when_closed(_: State, command: AnyCommand, __: Occasion, outcome: Outcome) -> Outcome:
    """An answer is taken also to what is closed."""
    if isinstance(command, AnswerBreach) and isinstance(outcome, Refusal):
        return (BreachAnswered(SLIP, command.answer),)
    return outcome


def outside_the_menu(_: State, command: AnyCommand, __: Occasion, outcome: Outcome) -> Outcome:
    """Anything can be offered, once offering is open."""
    if isinstance(command, OfferCorrection) and not isinstance(outcome, Refusal):
        return tuple(
            replace(each, clause=KITCHEN) if isinstance(each, CorrectionOffered) else each
            for each in outcome
        )
    return outcome


def without_a_ceiling(_: State, command: AnyCommand, __: Occasion, outcome: Outcome) -> Outcome:
    """An agreed response lasts as long as somebody likes."""
    if isinstance(command, OfferCorrection) and not isinstance(outcome, Refusal):
        return tuple(
            replace(each, minutes=10_000) if isinstance(each, CorrectionOffered) else each
            for each in outcome
        )
    return outcome


def declining_is_a_breach(
    state: State, command: AnyCommand, occasion: Occasion, outcome: Outcome
) -> Outcome:
    """Saying no is itself reported."""
    breach = slip(state)
    if breach is None or not isinstance(command, DeclineCorrection) or isinstance(outcome, Refusal):
        return outcome
    again = BreachReported(
        BreachId("no"),
        breach.bearer,
        breach.duty,
        breach.digest,
        occasion.now,
        "",
        breach.footing,
    )
    return (*outcome, again)


def judged_by_today(_: State, recorded: Recorded, after: State) -> State:
    """A breach is judged by the wording of the day it is found."""
    breach = slip(after)
    clause = latest(after.ground.agreement, KITCHEN)
    if breach is None or clause is None or not isinstance(recorded.event, BreachFound):
        return after
    return _with_slip(after, replace(breach, digest=clause.digest))


def own_finding(state: State, command: AnyCommand, occasion: Occasion, outcome: Outcome) -> Outcome:
    """The one it concerns finds it."""
    breach = slip(state)
    if breach is None or breach.answer is None or not breach.is_open:
        return outcome
    is_own = isinstance(command, WeighBreach) and occasion.by == breach.bearer
    return (BreachFound(SLIP, Finding.EXCUSED),) if is_own else outcome


def the_other_closes_my_talk(
    state: State, command: AnyCommand, _: Occasion, outcome: Outcome
) -> Outcome:
    """Anybody closes a talk."""
    if not isinstance(command, CloseTalk):
        return outcome
    talk = state.talks.talks.get(command.talk)
    return (TalkClosed(command.talk),) if talk is not None and talk.is_open else outcome


def deaf_to_overdue_talks(
    state: State, command: AnyCommand, occasion: Occasion, outcome: Outcome
) -> Outcome:
    """Corrections go on while somebody waits to be heard."""
    if not isinstance(command, OfferCorrection):
        return outcome
    return decide(replace(state, talks=TalksState()), command, occasion)


def limits_are_not_looked_at(before: State, recorded: Recorded, after: State) -> State:
    """A limit leaves a correction running."""
    breach, now = slip(before), slip(after)
    if breach is None or now is None or type(recorded.event).__name__ != "LimitSet":
        return after
    return _with_slip(after, breach)
