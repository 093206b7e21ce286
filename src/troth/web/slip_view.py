"""A slip as one reads it: what was said so far, step by step, and nothing beyond where it is."""

from collections.abc import Iterator

from troth.domain.agreement.terms import Need
from troth.domain.conduct.breach import Breach, Response, Stage
from troth.domain.conduct.events import (
    AnswerKind,
    Because,
    Finding,
    HadChoice,
    HadNeed,
    KeptAnother,
    ProtectedAct,
    UsedRight,
)
from troth.domain.kernel import MemberId, Value
from troth.projections.putting_right import duty_words
from troth.projections.row_words import clause_words
from troth.projections.slips import CLOSINGS, FINDINGS, Slip, Step
from troth.web.visit import Visit
from troth.web.words import Pair

ASKED = Pair(own="You asked about it", other="%(name)s asked about it")
TOLD = Pair(own="You told of it yourself", other="%(name)s told of it")
WEIGHED = Pair(own="What you made of it: %(said)s", other="What %(name)s made of it: %(said)s")
TOGETHER = "What you both made of it: %(said)s"
OFFERED = Pair(own="You offered what you agreed", other="%(name)s offered what you agreed")
ACCEPTED = Pair(own="You accepted it", other="%(name)s accepted it")
BEGUN = Pair(own="You began", other="%(name)s began")
DONE = "It is done"
CUT_SHORT = "It ended early"
OVER = "The agreed time is over"
CARED = "Cared for"
CLOSED = "Closed: %(how)s"
BECAUSE = "It came first: %(what)s"
LASTS = "At most %(minutes)s minutes."

ANSWERED = {
    AnswerKind.ACKNOWLEDGED: Pair(own="You said: it slipped", other="%(name)s said: it slipped"),
    AnswerKind.EXPLAINED: Pair(
        own="You said: there was a reason", other="%(name)s said: there was a reason"
    ),
    AnswerKind.DISPUTED: Pair(
        own="You said: I see it differently", other="%(name)s said: I see it differently"
    ),
    AnswerKind.WAS_IMPOSSIBLE: Pair(
        own="You said: it could not be done", other="%(name)s said: it could not be done"
    ),
}

RIGHTS = {
    ProtectedAct.STOP: "I said stop",
    ProtectedAct.PAUSE: "I paused",
    ProtectedAct.END: "I ended it",
    ProtectedAct.WITHDRAW: "I withdrew from a line",
    ProtectedAct.REFUSE: "I said no",
    ProtectedAct.DECLINE: "I said not now to an offer",
    ProtectedAct.LIMIT: "It touched a limit of mine",
    ProtectedAct.TALK: "I asked to talk",
    ProtectedAct.OPINION: "I said what I thought",
    ProtectedAct.REPORT: "I asked about something",
    ProtectedAct.SEEK_HELP: "I asked somebody for help",
}

NEEDS = {
    Need.FOOD: "Food",
    Need.WATER: "Water",
    Need.SLEEP: "Sleep",
    Need.TOILET: "The toilet",
    Need.MEDICATION: "Medication",
    Need.HEALTH_CARE: "Health care",
    Need.EMERGENCY_HELP: "Help in an emergency",
    Need.REST_WHEN_ILL: "Rest while ill",
    Need.MONEY: "Money for what is needed",
    Need.WORK_AND_STUDY: "Work or study",
    Need.DOCUMENTS: "Papers of one's own",
    Need.PHONE: "The phone",
    Need.KEY: "A key",
    Need.CONTACT: "Somebody close",
    Need.PROTECTED_ACTS: "Something each may always do",
}


class Passed(Value, frozen=True):
    """One step that was taken: in words, by whom, when, and what was said with it."""

    title: str
    by: MemberId | None = None
    said: str = ""
    when: str = ""
    note: str = ""


def passed(visit: Visit, breach: Breach, read: Slip) -> tuple[Passed, ...]:
    """Return the steps that were taken, in their order."""
    return tuple(_passed(visit, breach, read))


def _passed(visit: Visit, breach: Breach, read: Slip) -> Iterator[Passed]:
    days, bearer = visit.times.day, breach.bearer
    asked = TOLD if breach.reported_by == bearer else ASKED
    title = _by(visit, asked, breach.reported_by)
    yield Passed(title, breach.reported_by, breach.text, days(breach.reported_at))
    if breach.answer is not None:
        because = breach.answer.because
        note = "" if because is None else visit.words.say(BECAUSE, what=_named(visit, because))
        said = _by(visit, ANSWERED[breach.answer.kind], bearer)
        yield Passed(said, bearer, breach.answer.text, note=note)
    if breach.finding is not None and breach.found_at is not None:
        yield _found(visit, breach, read, days(breach.found_at))
    if breach.response is not None:
        yield from _response(visit, breach, breach.response)
    if breach.closing is not None and breach.closed_at is not None:
        how = visit.words.plain(CLOSINGS[breach.closing])
        yield Passed(visit.words.say(CLOSED, how=how), when=days(breach.closed_at))


def _found(visit: Visit, breach: Breach, read: Slip, day: str) -> Passed:
    said = visit.words.plain(FINDINGS[breach.finding or Finding.UPHELD])
    if read.together:
        return Passed(visit.words.say(TOGETHER, said=said), None, breach.finding_text, day)
    by = visit.state.ground.dynamic.other(breach.bearer)
    return Passed(_by(visit, WEIGHED, by, said=said), by, breach.finding_text, day)


def _response(visit: Visit, breach: Breach, response: Response) -> Iterator[Passed]:
    days, other = visit.times.day, visit.state.ground.dynamic.other(breach.bearer)
    lasts = visit.words.say(LASTS, minutes=response.minutes)
    offered = _by(visit, OFFERED, other)
    yield Passed(
        offered, None, clause_words(visit.state, response.clause), days(response.offered_at), lasts
    )
    if response.accepted_at is not None:
        accepted = _by(visit, ACCEPTED, breach.bearer)
        yield Passed(accepted, when=days(response.accepted_at))
    if response.begun_at is not None:
        yield Passed(_by(visit, BEGUN, breach.bearer), when=days(response.begun_at))
    if response.done_at is not None:
        yield Passed(visit.words.plain(DONE), when=days(response.done_at))
    elif response.cut_short_at is not None:
        yield Passed(visit.words.plain(CUT_SHORT), when=days(response.cut_short_at))
    elif response.begun_at is not None and not response.is_running(visit.moment.at):
        yield Passed(visit.words.plain(OVER))
    if response.is_cared_for:
        yield Passed(visit.words.plain(CARED))


def _by(visit: Visit, pair: Pair, by: MemberId, **places: str) -> str:
    return visit.words.say(pair.to(own=by == visit.member), name=visit.name(by), **places)


def _named(visit: Visit, because: Because) -> str:
    """Return what came first, in words."""
    state = visit.state
    match because:
        case UsedRight(act=act):
            return visit.words.plain(RIGHTS[act])
        case HadNeed(need=need):
            return visit.words.plain(NEEDS[need])
        case HadChoice(matter=matter):
            found = {str(id_): each for id_, each in state.decisions.decisions.items()}.get(matter)
            return matter if found is None else found.question
        case KeptAnother(duty=duty):
            return duty_words(state, duty, visit.moment)


WAITS = {
    Step.ANSWER: "It waits for your own word. Take your time.",
    Step.WEIGH: "It is answered, and waits for what you make of it.",
    Step.OFFER: "You can offer what you agreed, or let it rest.",
    Step.TAKE_OR_LEAVE: "Something agreed is offered. Not now closes it.",
    Step.BEGIN: "You accepted. Begin when you are ready, or not.",
    Step.FINISH: "Say when it is done, or break off.",
    Step.CARE: "It is over. Care comes next.",
    Step.CLOSE: "It can be closed for good.",
}
"""What a slip waits for where the step is the reader's own."""

WAITS_FOR_OTHER = "It waits for %(name)s. Nothing is read into waiting."
HELD = "It rests until you are both back."


class SlipLine(Value, frozen=True):
    """One slip in a list: its line, whom it concerns and where it stands."""

    address: str
    title: str
    meta: str


def line_of(visit: Visit, read: Slip) -> SlipLine:
    """Return one slip as a line of the list of what is open."""
    if read.step is not None:
        meta = visit.words.plain(WAITS[read.step])
    elif read.stage is Stage.HELD:
        meta = visit.words.plain(HELD)
    else:
        meta = visit.words.say(WAITS_FOR_OTHER, name=visit.other.name)
    return SlipLine(f"/note/slip/{read.id}", read.words or read.name, meta)
