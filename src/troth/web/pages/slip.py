"""A slip, and putting it right: heard, weighed, offered, accepted or not, cared for, closed."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from troth.application.handle import OperationReused
from troth.domain.agreement.terms import CorrectionKind, Need
from troth.domain.conduct.breach import Breach, recorded_stage
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
    WeighBreach,
)
from troth.domain.conduct.events import (
    IN_FAVOUR,
    AnswerKind,
    Because,
    BreachFound,
    Finding,
    HadChoice,
    HadNeed,
    KeptAnother,
    ProtectedAct,
    UsedRight,
)
from troth.domain.kernel import ClauseId, Command, Digest
from troth.projections.putting_right import (
    Askable,
    askable,
    may_rest,
    menu,
    own_choices,
    treats,
)
from troth.projections.slips import ANSWERS, FINDINGS
from troth.projections.slips import slip as read_slip
from troth.web.addresses import key
from troth.web.clauses.around import opening
from troth.web.finding import find
from troth.web.form import OPERATION, SEEN, Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.slip_view import NEEDS, RIGHTS, passed
from troth.web.told import Told
from troth.web.visit import Visit

HOW_WANTED = "Choose one of the four. Words are optional."
OFFER_WANTED = "Choose what you offer."
MINUTES_WANTED = "Write for how many minutes at most, as a number."
NOTHING_FIRST = "Nothing, or it is in my words"

Act: TypeAlias = Callable[[Visit, Form, Breach], Told | None]
"""What a form of this page does: the line told afterwards, or None where the form says why not."""


def slip(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Show one slip: what was said so far, and whose step is next."""
    breach = _found(visit, at)
    read = read_slip(visit.state, breach, visit.member, visit.moment)
    return visit.show(
        "slip.html",
        form,
        here="today",
        at=at,
        slip=read,
        breach=breach,
        passed=passed(visit, breach, read),
        recorded=recorded_stage(breach, visit.moment.at),
        is_own=breach.bearer == visit.member,
        may_rest=may_rest(breach, visit.member, visit.moment),
        menu=menu(visit.state, breach, visit.moment),
        treats_named=[(key(e.id), opening(e.words)) for e in treats(visit.state, visit.moment)],
        **_worded(visit, breach),
    )


def act(visit: Visit, form: Form, at: str) -> Answered:
    """Take the step that one of the forms is about."""
    breach = _found(visit, at)
    line = STEPS.get(form["step"], _close)(visit, form, breach)
    if form.wanting or line is None:
        return slip(visit, at, form)
    return visit.go(f"/note/slip/{at}", line)


def _found(visit: Visit, at: str) -> Breach:
    breaches = visit.state.conduct.breaches.breaches
    return breaches[find(at, breaches)]


def _worded(visit: Visit, breach: Breach) -> dict[str, object]:
    """Return the choices of each step in words."""
    say = visit.words.plain
    found = breach.finding
    better = () if found is None else IN_FAVOUR[IN_FAVOUR.index(found) + 1 :]
    return {
        "answers": [(each.value, say(said)) for each, said in ANSWERS.items()],
        "findings": [(each.value, say(said)) for each, said in FINDINGS.items()],
        "in_favour": [(each.value, say(FINDINGS[each])) for each in better],
        "firsts": [
            ("", say(NOTHING_FIRST)),
            *((id_, said) for id_, said, _ in _firsts(visit, breach)),
        ],
        "weighed": {who: say(FINDINGS[each]) for who, each in breach.weighed.items()},
        "paused_treat": CorrectionKind.PAUSED_TREAT,
    }


def _firsts(visit: Visit, breach: Breach) -> list[tuple[str, str, Because]]:
    """Return what may have come first: a right, a need, a choice of one's own, another line."""
    say, state, moment = visit.words.plain, visit.state, visit.moment
    found: list[tuple[str, str, Because]] = [
        *((f"right/{right}", say(RIGHTS[right]), UsedRight(right)) for right in ProtectedAct),
        *((f"need/{need}", say(NEEDS[need]), HadNeed(need)) for need in Need),
    ]
    found += [
        (key(choice.id), opening(choice.words), HadChoice(choice.id))
        for choice in own_choices(state, breach, moment)
    ]
    others = [e for e in askable(state, visit.member, moment) if _is_another(e, breach)]
    return found + [
        (key(each.name), opening(each.words), KeptAnother(each.duty)) for each in others
    ]


def _is_another(each: Askable, breach: Breach) -> bool:
    return each.bearer == breach.bearer and each.duty != breach.duty


def _answer(visit: Visit, form: Form, breach: Breach) -> Told | None:
    how = form.choice("how", AnswerKind, visit.words.plain(HOW_WANTED))
    because = {id_: first for id_, _, first in _firsts(visit, breach)}.get(form["first"])
    if how is None:
        return None
    command = AnswerBreach(breach.id, how, form.text("text"), because)
    return Told.SLIP_ANSWERED if visit.act(form, command) is not None else None


def _weigh(visit: Visit, form: Form, breach: Breach) -> Told | None:
    finding = form.choice("how", Finding, visit.words.plain(HOW_WANTED))
    if finding is None:
        return None
    answer = visit.act(
        form, WeighBreach(breach.id, finding, form.text("text"), _talk(form, finding))
    )
    if answer is None:
        return None
    is_found = any(isinstance(event, BreachFound) for event in answer.events)
    return Told.SLIP_WEIGHED if is_found else Told.SLIP_WEIGHED_ONE


def _change(visit: Visit, form: Form, breach: Breach) -> Told | None:
    finding = form.choice("how", Finding, visit.words.plain(HOW_WANTED))
    if finding is None:
        return None
    command = ChangeFinding(breach.id, finding, form.text("text"), _talk(form, finding))
    return Told.SLIP_WEIGHED if visit.act(form, command) is not None else None


def _talk(form: Form, finding: Finding) -> str | None:
    return form.new_id("t") if finding is Finding.UNCLEAR else None


def _offer(visit: Visit, form: Form, breach: Breach) -> Told | None:
    if form["do"] != "offer":
        return _close(visit, form, breach)
    offered = {key(each.clause): each for each in menu(visit.state, breach, visit.moment)}
    item = offered.get(form.one_of("item", offered, visit.words.plain(OFFER_WANTED)))
    minutes = form.number("minutes")
    if minutes is None:
        form.want("minutes", visit.words.plain(MINUTES_WANTED))
    if item is None or minutes is None or form.wanting:
        return None
    pausable = {key(each.id): ClauseId(each.id) for each in treats(visit.state, visit.moment)}
    is_pausing = item.kind is CorrectionKind.PAUSED_TREAT
    treat = pausable.get(form["treat"]) if is_pausing else None
    command = OfferCorrection(breach.id, item.clause, minutes, treat)
    return Told.SLIP_OFFERED if visit.act(form, command) is not None else None


def _take(visit: Visit, form: Form, breach: Breach) -> Told | None:
    if form["do"] != "accept":
        return _decline(visit, form, breach)
    command = AcceptCorrection(breach.id, Digest(form["offer"]))
    return Told.ACCEPTED_OFFER if visit.act(form, command) is not None else None


def _decline(visit: Visit, form: Form, breach: Breach) -> Told | None:
    """Say no, or break off; another press of the same page before does not stand in its way."""
    form.put(SEEN, "")
    is_talk = form["do"] == "talk"
    command = DeclineCorrection(breach.id, form.new_id("t") if is_talk else None)
    answer = visit.act(form, command)
    if isinstance(form.refusal, OperationReused):
        form.wanting, form.refusal = (), None
        form.put(OPERATION, visit.operation())
        answer = visit.act(form, command)
    told = Told.RATHER_TALK if is_talk else Told.NOT_HELD
    return told if answer is not None else None


def _simply(make: Callable[[Breach, Form], Command], told: Told) -> Act:
    def does(visit: Visit, form: Form, breach: Breach) -> Told | None:
        return told if visit.act(form, make(breach, form)) is not None else None

    return does


_close = _simply(lambda breach, _: CloseBreach(breach.id), Told.SLIP_CLOSED)

STEPS: Mapping[str, Act] = {
    "answer": _answer,
    "weigh": _weigh,
    "change": _change,
    "offer": _offer,
    "take": _take,
    "decline": _decline,
    "begin": _simply(lambda breach, _: BeginCorrection(breach.id), Told.SLIP_BEGUN),
    "finish": _simply(lambda breach, _: FinishCorrection(breach.id), Told.SLIP_DONE),
    "care": _simply(lambda breach, form: NoteCare(breach.id, form.text("text")), Told.CARE_NOTED),
    "close": _close,
}

ROUTES = (
    shows("/note/slip/{at:str}", Visit, slip),
    takes("/note/slip/{at:str}", Visit, act),
)
