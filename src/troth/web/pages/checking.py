"""The check-in: two honest answers, given apart and shown at the same moment."""

from collections.abc import Mapping
from datetime import datetime

from troth.application.sealed import Kept, check_in
from troth.domain.checkins import (
    Answer,
    Clarity,
    Connection,
    Guess,
    RoundId,
    is_revealed,
    open_rounds,
    round_begins,
)
from troth.domain.kernel import MemberId
from troth.projections.connection import CheckIn
from troth.projections.connection import check_in as read_check_in
from troth.projections.keeping import own_first
from troth.web.apart import drop_check_ins, own_check_ins, seal_answer
from troth.web.feelings import CLEARNESS, CLOSENESS
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

FIELDS = ("connection", "clarity", "words", "guess-connection", "guess-clarity")

ANSWER_WANTED = "Choose one, or “rather not say”."
GUESS_WANTED = "Choose both parts of your guess, or leave both open."

LAST = 1
"""Weeks back to the one whose answers may still meet."""


def this_week(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show this week's check-in: the form, or one's own sealed answer, or both answers."""
    return _page(visit, form, 0)


def last_week(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show last week's check-in, which may still be answered."""
    return _page(visit, form, LAST)


def answer_this_week(visit: Visit, form: Form) -> Answered:
    """Seal an answer of this week."""
    return _answer(visit, form, 0)


def answer_last_week(visit: Visit, form: Form) -> Answered:
    """Seal an answer of last week."""
    return _answer(visit, form, LAST)


def take_answer_back(visit: Visit, form: Form) -> Answered:
    """Take one's own sealed answer back, as if none had been given."""
    back = LAST if form["week"] == "last" else 0
    drop_check_ins(visit, open_rounds(visit.moment.at)[back])
    return visit.go(_address(back), Told.UNSEALED)


def _page(visit: Visit, form: Form, back: int) -> Answered:
    name, state = visit.other.name, visit.state
    sealed = own_check_ins(visit)
    read = read_check_in(state, visit.moment, sealed, back=back)
    other_round = open_rounds(visit.moment.at)[LAST - back]
    return visit.show(
        "check.html",
        form,
        here="talk",
        read=read,
        other=name,
        own=_chosen(read),
        is_last=back == LAST,
        is_shown=is_revealed(state.checkins, read.round),
        order=own_first(state, visit.member),
        begins=_monday(visit, read.round),
        other_open=not is_revealed(state.checkins, other_round),
        before=_before(visit, read),
        closeness=CLOSENESS,
        clearness=CLEARNESS,
        address=_address(back),
    )


def _answer(visit: Visit, form: Form, back: int) -> Answered:
    answer = _read(visit, form)
    if answer is None:
        return _page(visit, form, back)
    round_ = open_rounds(visit.moment.at)[back]
    outcome = seal_answer(visit, form, check_in(round_), answer)
    if outcome is None:
        return _page(visit, form, back)
    drop_check_ins(visit)
    return visit.go(_address(back), Told.SEALED if isinstance(outcome, Kept) else Told.REVEALED)


def _read(visit: Visit, form: Form) -> Answer | None:
    wanted = visit.words.plain(ANSWER_WANTED)
    connection = form.choice("connection", Connection, wanted)
    clarity = form.choice("clarity", Clarity, wanted)
    guessed = form.choice("guess-connection", Connection), form.choice("guess-clarity", Clarity)
    if (guessed[0] is None) is not (guessed[1] is None):
        missing = "guess-connection" if guessed[0] is None else "guess-clarity"
        form.want(missing, visit.words.plain(GUESS_WANTED))
    if connection is None or clarity is None or form.wanting:
        return None
    guess = Guess(guessed[0], guessed[1]) if guessed[0] and guessed[1] else None
    return Answer(connection, clarity, form.text("words"), guess)


def _chosen(read: CheckIn) -> dict[str, str]:
    """Return one's own sealed answer as the fields of the form, so that it can be changed."""
    own = read.own
    if own is None:
        return dict.fromkeys(FIELDS, "")
    guess = own.guess
    return {
        "connection": own.connection,
        "clarity": own.clarity,
        "words": own.words,
        "guess-connection": "" if guess is None else guess.connection,
        "guess-clarity": "" if guess is None else guess.clarity,
    }


def _before(visit: Visit, read: CheckIn) -> tuple[datetime, Mapping[MemberId, Answer]] | None:
    """Return the last check-in that was shown, with its week, where it is another one."""
    last = visit.state.checkins.last
    if last is None or last.round == read.round:
        return None
    return _monday(visit, last.round), last.answers


def _monday(visit: Visit, round_: RoundId) -> datetime:
    return datetime.combine(round_begins(round_), datetime.min.time(), visit.times.zone)


def _address(back: int) -> str:
    return "/check/last" if back else "/check"


ROUTES = (
    shows("/check", Visit, this_week),
    takes("/check", Visit, answer_this_week),
    shows("/check/last", Visit, last_week),
    takes("/check/last", Visit, answer_last_week),
    takes("/check/back", Visit, take_answer_back),
)
