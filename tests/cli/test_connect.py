"""Check-ins, the weeks and the way back at the command line: sealed until both, in plain words."""

import msgspec
import pytest

from tests.cli.home import CHAIN, Home
from tests.cli.readings import all_readings
from tests.given import ASH, KITCHEN, WREN, clause
from troth.application.answers import Given, sign_answer, write_answer
from troth.application.pending import Rows
from troth.application.sealed import own_answers
from troth.domain.agreement.events import ConsentWithdrawn
from troth.domain.agreement.terms import ResetForm
from troth.domain.checkins import Answer, CheckInRevealed, Clarity, Connection
from troth.projections.connection import CheckIn, EbbWeek, Resets

CLOSE = ("check-in", "close", "clear", "--words", "A good week.")
APART = ("check-in", "far-apart", "not-clear")


def with_way_back(home: Home) -> Home:
    """Let the two have agreed on a reset."""
    home.agrees(clause("back", ResetForm("An evening by the river.")))
    return home


def after_a_reset(home: Home) -> Home:
    """Bring the two through a reset."""
    with_way_back(home).wren("reset", "ask")
    home.wren("reset", "yes-today")
    home.ash("reset", "yes-today")
    home.ash("reset", "done")
    return home


def test_an_answer_is_sealed_and_changes_nothing_the_other_reads(home: Home) -> None:
    before = all_readings(home, "Ash")
    assert "Sealed." in home.wren(*CLOSE)
    assert all_readings(home, "Ash") == before
    home.wren(*APART)
    assert all_readings(home, "Ash") == before


def test_one_reads_ones_own_sealed_answer(home: Home) -> None:
    assert "not shown yet" in home.wren("check-in")
    home.wren(*CLOSE)
    assert "Yours is sealed: close; roles clear." in home.wren("check-in")
    read = msgspec.convert(home.reads("Wren", "check-in"), CheckIn)
    assert (read.shown, read.own) == ({}, Answer(Connection.CLOSE, Clarity.CLEAR, "A good week."))


def test_the_second_answer_shows_both_side_by_side_own_first(home: Home) -> None:
    home.wren(*CLOSE, "--guess", "steady", "clear")
    shown = home.ash(*APART)
    assert shown.index("Ash: far apart") < shown.index("Wren: close; roles clear")
    assert "“A good week.”" in shown
    assert "Thought that Ash would say: steady; roles clear" in shown
    assert home.wren("check-in").startswith("Wren: close")
    assert isinstance(home.acts()[0].events[0], CheckInRevealed)


def test_what_was_shown_is_not_answered_again(home: Home) -> None:
    home.wren(*CLOSE)
    home.ash(*APART)
    assert "has been shown to both of you" in home.refused("Wren", *CLOSE)


def test_last_weeks_check_in_can_still_be_answered(home: Home) -> None:
    for name in ("Ash", "Wren"):
        assert home.run(name, *CLOSE, "--last-week").exit_code == 0
    assert "not shown yet" in home.wren("check-in")


def test_an_own_answer_of_a_week_long_over_is_dropped_with_the_next(home: Home) -> None:
    name, answer = "check-in/2020-W02", Answer(Connection.CLOSE, Clarity.CLEAR)
    with home.world(WREN) as world, world.store.acting(CHAIN) as transaction:
        rows = Rows(world.keys.of(transaction), are_shared=True)
        given = Given(CHAIN, name, WREN, answer)
        signed = sign_answer(world.keys.identity, given, bytes(16))
        rows.keep(transaction, WREN, name, write_answer(given, signed))
    home.wren(*CLOSE)
    with home.world(WREN) as world:
        found = own_answers(world, CHAIN, "check-in/", Answer)
    assert name not in found
    assert len(found) == 1


def test_both_halves_of_an_answer_are_asked_for(home: Home) -> None:
    assert "how clear the roles are" in home.refused("Wren", "check-in", "close")
    assert home.run("Wren", "check-in", "nearby", "clear").exit_code == 2


def test_the_weeks_stand_side_by_side_in_words_without_a_figure_of_anybody(home: Home) -> None:
    assert "No check-in has been shown yet." in home.ash("ebb")
    home.wren(*CLOSE)
    home.ash(*APART)
    home.wren("pause")
    text = home.ash("ebb")
    last = text.splitlines()[-3]
    assert last.index("far apart, not clear") < last.index("close, clear")
    assert "at rest" in last
    assert "better" in text
    weeks = msgspec.convert(home.reads("Wren", "ebb", "--weeks", "3"), list[EbbWeek])
    assert len(weeks) == 3
    assert weeks[-1].connection == {WREN: Connection.CLOSE, ASH: Connection.FAR_APART}


def test_without_an_agreed_form_a_reset_is_first_agreed(home: Home) -> None:
    assert "Suggest one" in home.wren("reset")
    assert "Suggest one" in home.refused("Wren", "reset", "ask")
    for verb in ("yes-today", "done", "call-off"):
        assert "No reset has been asked for." in home.refused("Wren", "reset", verb)


def test_a_reset_begins_when_both_say_yes_on_the_day(home: Home) -> None:
    with_way_back(home).wren("reset", "ask")
    assert "Wren asked for “back”." in home.ash("reset")
    assert "not running" in home.refused("Ash", "reset", "done")
    assert "It begins once both say so." in home.wren("reset", "yes-today")
    assert "Yes, today: Wren" in home.ash("reset")
    assert "It begins." in home.ash("reset", "yes-today")
    assert "It is running." in home.wren("reset")
    home.ash("reset", "done")
    read = msgspec.convert(home.reads("Wren", "reset"), Resets)
    assert read.in_hand is None
    assert read.last is not None


def test_either_calls_it_off_and_nothing_is_owed(home: Home) -> None:
    with_way_back(home).wren("reset", "ask")
    home.wren("reset", "yes-today")
    home.ash("reset", "yes-today")
    assert "Nothing is owed." in home.ash("reset", "call-off")
    assert "No reset has been asked for." in home.refused("Wren", "reset", "done")


def test_afterwards_each_line_is_kept_changed_or_let_go(home: Home) -> None:
    after_a_reset(home)
    home.wren("reset", "keep", "role")
    home.ash("reset", "change", "authority")
    home.wren("reset", "drop", KITCHEN)
    assert any(isinstance(event, ConsentWithdrawn) for event in home.acts()[0].events)
    shown = home.ash("reset")
    assert "role  Wren: keep" in shown
    assert "authority  Ash: change" in shown
    assert "clauses/authority" in home.wren("session", "agenda")
    assert "no clause in force" in home.refused("Wren", "reset", "keep", KITCHEN)


def test_before_any_reset_nothing_is_said_about_one(home: Home) -> None:
    with_way_back(home)
    assert "No reset has been done yet" in home.refused("Wren", "reset", "keep", KITCHEN)
    assert "No reset has been done yet" in home.refused("Wren", "reset", "helped", "partly")


def test_whether_it_helped_is_sealed_until_both_have_said(home: Home) -> None:
    after_a_reset(home)
    before = all_readings(home, "Ash")
    assert "Sealed." in home.wren("reset", "helped", "not-this-time")
    assert all_readings(home, "Ash") == before
    shown = home.ash("reset", "helped", "helped")
    assert shown.splitlines() == ["Ash: helped", "Wren: not this time"]
    assert "Wren: not this time" in home.wren("reset")


def test_where_there_are_several_forms_one_is_named(home: Home) -> None:
    with_way_back(home).agrees(clause("river", ResetForm("A weekend away.")))
    assert "back, river" in home.refused("Wren", "reset", "ask")
    home.wren("reset", "ask", "river")


@pytest.mark.parametrize("typed", [("check-in",), CLOSE, ("ebb",), ("reset",), ("reset", "ask")])
def test_strangers_neither_answer_nor_read(home: Home, typed: tuple[str, ...]) -> None:
    home.is_closed_to_strangers(*typed)
