"""What is being put right: each slip, where it stands in words, and whose step is next."""

from datetime import datetime
from enum import StrEnum

from troth.domain.agreement.state import in_force, latest
from troth.domain.agreement.terms import CorrectionKind
from troth.domain.conduct.breach import Breach, Closing, Stage, is_held, stage
from troth.domain.conduct.events import AnswerKind, BreachId, Finding
from troth.domain.conduct.report import is_repair
from troth.domain.conduct.state import open_breaches
from troth.domain.decider import State
from troth.domain.kernel import Digest, MemberId, Moment, Value
from troth.domain.standards.events import ClauseDuty, Duty


class Step(StrEnum):
    """What one of the two may do next; none of them has a day by which."""

    ANSWER = "answer"
    WEIGH = "weigh"
    OFFER = "offer"
    TAKE_OR_LEAVE = "take-or-leave"
    BEGIN = "begin"
    FINISH = "finish"
    CARE = "care"
    CLOSE = "close"


STAGES: dict[Stage, str] = {
    Stage.REPORTED: "asked about, and not answered yet",
    Stage.ANSWERED: "answered",
    Stage.UPHELD: "it slipped",
    Stage.OFFERED: "an agreed response is offered",
    Stage.ACCEPTED: "the offer is accepted",
    Stage.BEGUN: "begun",
    Stage.HELD: "it rests until you are both back",
    Stage.OVER: "the agreed time is over",
    Stage.CUT_SHORT: "it ended early",
    Stage.DONE: "done",
    Stage.CARED_FOR: "done, and cared for",
    Stage.CLOSED: "closed",
}

ANSWERS: dict[AnswerKind, str] = {
    AnswerKind.ACKNOWLEDGED: "It slipped",
    AnswerKind.EXPLAINED: "There was a reason",
    AnswerKind.DISPUTED: "I see it differently",
    AnswerKind.WAS_IMPOSSIBLE: "It could not be done",
}
"""The four answers in words, in no order of worth."""

FINDINGS: dict[Finding, str] = {
    Finding.NOT_UPHELD: "Leave it there",
    Finding.EXCUSED: "There was good reason",
    Finding.UNCLEAR: "The line itself needs another look",
    Finding.UPHELD: "It slipped",
}

CLOSINGS: dict[Closing, str] = {
    Closing.NOT_UPHELD: "left there",
    Closing.EXCUSED: "there was good reason",
    Closing.UNCLEAR: "the line itself needs another look",
    Closing.DECLINED: "not now, and not held against anybody",
    Closing.LET_REST: "let rest",
    Closing.PUT_RIGHT: "put right",
    Closing.LIMIT: "a limit reaches it",
    Closing.WITHDRAWN: "what it rested on was withdrawn",
    Closing.RELIEVED: "nothing was expected then",
    Closing.ENDED: "it ended with the exchange",
}

_NEXT: dict[Stage, tuple[Step, bool]] = {
    Stage.REPORTED: (Step.ANSWER, True),
    Stage.UPHELD: (Step.OFFER, False),
    Stage.OFFERED: (Step.TAKE_OR_LEAVE, True),
    Stage.ACCEPTED: (Step.BEGIN, True),
    Stage.BEGUN: (Step.FINISH, True),
}
"""The step from each stage that is one person's, and whether it is the one it concerns."""

_OF_EITHER = {
    Stage.OVER: Step.CARE,
    Stage.CUT_SHORT: Step.CARE,
    Stage.DONE: Step.CARE,
    Stage.CARED_FOR: Step.CLOSE,
}


class Slip(Value, frozen=True):
    """One slip as both read it; `step` is the viewer's own next one, if it is theirs."""

    id: BreachId
    about: MemberId
    name: str
    words: str
    at: datetime
    stage: Stage
    stands: str
    account: str
    answer: str
    answer_words: str
    finding: str
    together: bool
    offer: str
    offer_digest: Digest | None
    closed: str
    step: Step | None


def slips(state: State, viewer: MemberId, moment: Moment) -> tuple[Slip, ...]:
    """Return what is open, of both, the earliest asked about first."""
    found = open_breaches(state.conduct.breaches)
    return tuple(slip(state, breach, viewer, moment) for breach in found)


def slip(state: State, breach: Breach, viewer: MemberId, moment: Moment) -> Slip:
    """Return one slip, open or closed, as a viewer reads it."""
    stands = _stands(state, breach, moment)
    said = breach.answer
    return Slip(
        id=breach.id,
        about=breach.bearer,
        name=duty_name(breach.duty),
        words=_words(state, breach),
        at=breach.conduct_at,
        stage=stands,
        stands=STAGES[stands],
        account=breach.text,
        answer="" if said is None else ANSWERS[said.kind],
        answer_words="" if said is None else said.text,
        finding="" if breach.finding is None else FINDINGS[breach.finding],
        together=is_repair(breach, state.ground, moment),
        offer=_offer(state, breach, moment),
        offer_digest=None if breach.response is None else breach.response.offer,
        closed="" if breach.closing is None else CLOSINGS[breach.closing],
        step=next_step(state, breach, viewer, moment),
    )


def next_step(state: State, breach: Breach, viewer: MemberId, moment: Moment) -> Step | None:
    """Return what a viewer may do next with it; nothing while it rests or waits for the other."""
    stands = _stands(state, breach, moment)
    is_own = breach.bearer == viewer
    if stands is Stage.ANSWERED:
        is_asked = is_repair(breach, state.ground, moment) or not is_own
        # Where the two see it differently, either may look again; else it would stay so for ever.
        is_open = viewer not in breach.weighed or len(set(breach.weighed.values())) > 1
        return Step.WEIGH if is_asked and is_open else None
    if stands in _OF_EITHER:
        return Step.CLOSE if _is_private(breach) else _OF_EITHER[stands]
    step, of_bearer = _NEXT.get(stands, (None, False))
    if step is Step.BEGIN and _is_private(breach):
        step = Step.FINISH
    return step if of_bearer is is_own else None


def _stands(state: State, breach: Breach, moment: Moment) -> Stage:
    """Return where it stands; what slipped waits for no offer while everything rests (K6)."""
    found = stage(breach, state.ground, moment)
    rests = found is Stage.UPHELD and is_held(breach, state.ground, moment)
    return Stage.HELD if rests else found


def _is_private(breach: Breach) -> bool:
    """Of a private response only that it was accepted and done is recorded."""
    return breach.response is not None and breach.response.item is CorrectionKind.PRIVATE


def duty_name(duty: Duty) -> str:
    """Return the name a duty is called by: of its clause, or of its task."""
    return duty.clause if isinstance(duty, ClauseDuty) else duty.task


def _words(state: State, breach: Breach) -> str:
    """Return the wording it is judged by, where it is still at hand: that of its own time."""
    duty = breach.duty
    if isinstance(duty, ClauseDuty):
        held = in_force(state.ground.agreement, duty.clause, breach.conduct_at)
        return "" if held is None else held.terms.text
    task = state.standards.tasks.get(duty.task)
    given = {str(id_): each.text for id_, each in state.directions.given.directions.items()}
    return task.text if task is not None else given.get(str(duty.task), "")


def _offer(state: State, breach: Breach, moment: Moment) -> str:
    response = breach.response
    if response is None:
        return ""
    held = in_force(state.ground.agreement, response.clause, moment.at)
    agreed = held or latest(state.ground.agreement, response.clause)
    words = "" if agreed is None else f": {agreed.terms.text}"
    return f"{response.clause}, at most {response.minutes} minutes{words}"
