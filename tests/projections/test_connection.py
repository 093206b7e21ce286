"""Check-ins, weeks, resets and minutes as they are read: words side by side, nothing counted."""

from tests.domain.sitting import LINE, TONIGHT, confirms, sat_down
from tests.given import ASH, KITCHEN, WREN, Couple, clause
from troth.domain.agreement.terms import ResetForm
from troth.domain.checkins import (
    Answer,
    Clarity,
    Connection,
    RevealCheckIn,
    open_rounds,
    round_of,
)
from troth.domain.dynamic.commands import AffirmResumption, Pause
from troth.domain.kernel import ClauseId
from troth.domain.resets.commands import AskReset, FinishReset, OptIntoReset, ReaffirmClause
from troth.domain.resets.events import ResetId, Wish
from troth.domain.sessions.commands import TreatItem, WriteLine
from troth.domain.sessions.events import Item, Topic, Treatment
from troth.projections.connection import SHOWN_WEEKS, check_in, ebb, resets
from troth.projections.minutes import Minutes, minutes

BACK = clause("back", ResetForm("An evening.", clears_before=True))
STEADY = Answer(Connection.STEADY, Clarity.CLEAR)
CLOSE = Answer(Connection.CLOSE, Clarity.IN_BETWEEN)
R = ResetId("r")


def reveals(couple: Couple) -> None:
    answers = {ASH: STEADY, WREN: CLOSE}
    couple.does(WREN, RevealCheckIn(open_rounds(couple.now)[0], answers))


def the_minutes(couple: Couple) -> Minutes:
    read = minutes(couple.state)
    assert read is not None
    return read


def test_a_check_in_shows_both_or_none() -> None:
    couple = Couple().have_begun()
    round_ = round_of(couple.now)
    assert check_in(couple.state, couple.moment(), {}).shown == {}
    assert check_in(couple.state, couple.moment(), {round_: CLOSE}).own == CLOSE
    reveals(couple)
    assert set(check_in(couple.state, couple.moment(), {}).shown) == {ASH, WREN}
    couple.later(weeks=1)
    assert check_in(couple.state, couple.moment(), {}).shown == {}


def test_the_weeks_are_words_in_order_and_a_quiet_week_is_empty() -> None:
    couple = Couple().have_begun()
    reveals(couple)
    couple.later(weeks=2)
    reveals(couple)
    weeks = ebb(couple.state, couple.moment())
    assert len(weeks) == SHOWN_WEEKS
    assert [bool(week.connection) for week in weeks[-3:]] == [True, False, True]
    assert weeks[-1].connection == {ASH: Connection.STEADY, WREN: Connection.CLOSE}
    assert weeks[-1].clarity == {ASH: Clarity.CLEAR, WREN: Clarity.IN_BETWEEN}


def test_rests_and_resets_are_marked_in_their_own_week_only() -> None:
    couple = Couple().have_begun(BACK)
    couple.does(WREN, Pause())
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    couple.later(weeks=1)
    couple.does(ASH, AskReset(R, ClauseId("back")))
    for member in (ASH, WREN):
        couple.does(member, OptIntoReset(R))
    couple.does(ASH, FinishReset(R))
    couple.later(weeks=1)
    weeks = ebb(couple.state, couple.moment(), 3)
    assert [week.resets for week in weeks] == [0, 1, 0]
    assert [week.rested for week in weeks[1:]] == [False, False]


def test_a_way_back_that_rests_is_still_shown() -> None:
    couple = Couple().have_begun(BACK)
    (form,) = resets(couple.state, couple.moment()).forms
    assert (form.form, form.clears_before, form.holds) == ("An evening.", True, True)
    couple.does(WREN, Pause())
    (form,) = resets(couple.state, couple.moment()).forms
    assert not form.holds


def test_who_has_said_yes_today_is_shown_until_the_day_is_over() -> None:
    couple = Couple().have_begun(BACK)
    couple.does(ASH, AskReset(R, ClauseId("back")))
    couple.does(WREN, OptIntoReset(R))
    asked = resets(couple.state, couple.moment()).in_hand
    assert asked is not None
    assert (asked.asked_by, asked.yes_today, asked.is_running) == (ASH, frozenset({WREN}), False)
    couple.later(hours=25)
    asked = resets(couple.state, couple.moment()).in_hand
    assert asked is not None
    assert asked.yes_today == frozenset()


def test_afterwards_what_each_would_do_with_a_line_stands_side_by_side() -> None:
    couple = Couple().have_begun(BACK)
    couple.does(ASH, AskReset(R, ClauseId("back")))
    for member in (ASH, WREN):
        couple.does(member, OptIntoReset(R))
    couple.does(ASH, FinishReset(R))
    couple.does(WREN, ReaffirmClause(R, KITCHEN, Wish.CHANGE))
    couple.does(ASH, ReaffirmClause(R, KITCHEN, Wish.KEEP))
    last = resets(couple.state, couple.moment()).last
    assert last is not None
    assert last.wishes == {KITCHEN: {WREN: Wish.CHANGE, ASH: Wish.KEEP}}


def test_without_an_open_session_there_are_no_minutes() -> None:
    assert minutes(Couple().have_begun().state) is None


def test_the_minutes_hold_lines_what_was_treated_and_who_confirmed() -> None:
    couple = sat_down()
    item = Item(Topic.ONE_CHANGE)
    couple.does(WREN, WriteLine(TONIGHT, LINE, "Supper at seven.", ASH, item))
    couple.does(ASH, TreatItem(TONIGHT, item, Treatment.CARRIED))
    confirms(couple, WREN, "Rather at eight.")
    read = the_minutes(couple)
    (line,) = read.lines
    assert (line.author, line.owner, line.text) == (WREN, ASH, "Supper at seven.")
    assert [each.item for each in read.treated] == [item] == list(read.carried)
    assert [(each.by, each.own_line) for each in read.confirmed] == [(WREN, "Rather at eight.")]


def test_any_edit_gives_the_minutes_another_digest_and_takes_confirmations_away() -> None:
    couple = sat_down()
    before = the_minutes(couple).digest
    confirms(couple, WREN)
    couple.does(WREN, WriteLine(TONIGHT, LINE, "Supper at seven."))
    assert the_minutes(couple).digest != before
    assert the_minutes(couple).confirmed == ()


def test_last_weeks_check_in_is_read_while_its_answers_may_still_meet() -> None:
    couple = Couple().have_begun()
    earlier = round_of(couple.now)
    couple.later(days=7)
    own = {earlier: Answer(Connection.CLOSE, Clarity.CLEAR)}
    last = check_in(couple.state, couple.moment(), own, back=1)
    assert last.round == earlier
    assert last.own == own[earlier]
    assert check_in(couple.state, couple.moment(), own).own is None
