"""The session at the command line: prepared alone, opened by both, confirmed on the same words."""

import re

import msgspec
import pytest

from tests.cli.home import Home
from tests.cli.readings import all_readings
from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, clause
from troth.application.private.preparations import Prepared
from troth.domain.agreement.terms import SessionRhythm
from troth.domain.decisions.commands import RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.domain.kernel import Significance
from troth.domain.routing.matter import Declaration, Facet
from troth.domain.schedules import Schedule
from troth.domain.sessions.events import SessionClosed, SessionId, Treatment
from troth.domain.sessions.state import Plan
from troth.projections.agenda import Agenda
from troth.projections.minutes import Minutes

DAILY = Schedule("FREQ=DAILY", "2026-01-01T19:00", "Europe/London", 45)


def id_in(said: str) -> str:
    """Return the id a command told."""
    found = re.search(r"\b[a-z]-[0-9a-f]{8}\b", said)
    assert found
    return found[0]


def sat_down(home: Home) -> Home:
    """Bring both to an open session."""
    home.ash("session", "plan", "+1h")
    home.wren("session", "here")
    home.ash("session", "here")
    return home


def digest(home: Home) -> str:
    """Return the digest of the minutes as Ash reads it."""
    return home.ash("session", "minutes").rpartition("Digest: ")[2].strip()


def agenda_of(home: Home, name: str) -> Agenda:
    read = home.reads(name, "session", "agenda")
    return msgspec.convert(read, Agenda, dec_hook=lambda of, text: of(text))


def asked(home: Home) -> str:
    """Let a question be open."""
    word = Declaration(frozenset({ASH, WREN}), Significance.SIGNIFICANT)
    facet = Facet(HOUSEHOLD, declared={ASH: word})
    home.does(ASH, RaiseMatter(MatterId("move"), "Shall we move?", (facet,)))
    return "decisions/move"


def test_without_a_session_it_says_how_to_plan_one(home: Home) -> None:
    assert "troth session plan" in home.ash("session", "next")
    assert "troth session plan" in home.refused("Wren", "session", "here")
    assert "troth session plan" in home.ash("session", "agenda")


def test_a_rhythm_brings_sessions_which_either_moves_once_or_calls_off(home: Home) -> None:
    home.agrees(clause("evening", SessionRhythm(DAILY)), days_ago=3)
    read = home.reads("Wren", "session", "next")
    ahead = msgspec.convert(read, dict[str, tuple[Plan, ...]])
    assert len(ahead["upcoming"]) > 50
    assert ahead["not_held"] != ()
    assert "did not take place" in home.wren("session", "next")
    named = ahead["upcoming"][2].id
    home.wren("session", "move", "+4d", named)
    assert "moved once already" in home.refused("Ash", "session", "move", "+5d", named)
    home.ash("session", "call-off", named)
    assert named not in home.ash("session", "next")


def test_what_one_prepares_shows_in_no_reading_of_the_other_until_it_is_brought(
    home: Home,
) -> None:
    home.ash("session", "plan", "+1h")
    before = all_readings(home, "Ash")
    id_ = id_in(home.wren("session", "prepare", "glad", "The walk on Sunday."))
    assert all_readings(home, "Ash") == before
    assert "The walk on Sunday." in home.wren("session", "prepare")
    home.wren("session", "here")
    home.ash("session", "here")
    assert "The walk" not in home.ash("session", "agenda")
    home.wren("session", "bring", id_)
    assert "Wren: “The walk on Sunday.”" in home.ash("session", "agenda")
    assert "Nothing prepared." in home.wren("session", "prepare")


def test_a_preparation_is_dropped_without_a_trace(home: Home) -> None:
    id_ = id_in(home.wren("session", "prepare", "hard", "The late hours."))
    read = home.reads("Wren", "session", "prepare")
    assert list(msgspec.convert(read, dict[str, Prepared])) == [id_]
    assert "no preparation of yours" in home.refused("Ash", "session", "prepare", "--drop", id_)
    home.wren("session", "prepare", "--drop", id_)
    assert "Nothing prepared." in home.wren("session", "prepare")


def test_one_brings_only_what_one_prepared_and_only_to_an_open_session(home: Home) -> None:
    id_ = id_in(home.wren("session", "prepare", "wish", "A day out."))
    assert "not open" in home.refused("Wren", "session", "bring", id_)
    sat_down(home)
    assert "no preparation of yours" in home.refused("Ash", "session", "bring", id_)
    assert "A day out." in home.wren("session", "prepare")


def test_it_opens_when_both_are_here_and_both_read_the_same_agenda(home: Home) -> None:
    home.ash("session", "plan", "+1h")
    assert "It opens once you both are." in home.wren("session", "here")
    opened = home.ash("session", "here")
    assert "A session is open" in home.wren("session", "next")
    assert "1. Are we fit to do this?" in opened
    assert "12. Read back and confirm" in opened
    assert agenda_of(home, "Ash") == agenda_of(home, "Wren")
    assert home.ash("session", "agenda") == home.wren("session", "agenda")


def test_either_puts_it_off_by_not_being_fit(home: Home) -> None:
    home.ash("session", "plan", "+1h")
    assert "nobody's doing" in home.wren("session", "open", "--not-fit")
    assert "No session is planned" in home.ash("session", "next")


def test_each_thing_is_talked_about_carried_over_or_left(home: Home) -> None:
    sat_down(home)
    item = asked(home)
    home.ash("session", "talked", f"expectations/{KITCHEN}")
    home.wren("session", "carry", item)
    home.wren("session", "leave", "one-change")
    found = agenda_of(home, "Ash").entry("decisions", "move")
    assert found is not None
    assert found.treatment is Treatment.CARRIED
    text = home.ash("session", "agenda")
    assert "Shall we move?" in text
    assert "[carried over]" in text
    assert "[talked about]" in text


def test_what_was_carried_over_lies_on_the_next_table(home: Home) -> None:
    sat_down(home)
    home.wren("session", "carry", asked(home))
    home.ash("session", "call-off")
    assert "Carried over from last time." in home.wren("session", "agenda")


def test_what_does_not_lie_on_the_table_is_not_treated(home: Home) -> None:
    sat_down(home)
    said = home.refused("Ash", "session", "talked", "decisions/nowhere")
    assert "no item on the agenda called “decisions/nowhere”" in said
    home.refused("Ash", "session", "line", "We move.", "--about", "decisions/nowhere")


def test_nothing_is_treated_or_written_before_both_are_here(home: Home) -> None:
    home.ash("session", "plan", "+1h")
    assert "not open" in home.refused("Ash", "session", "talked", "wellbeing")
    assert "not open" in home.refused("Ash", "session", "line", "Alone.")
    assert "No session is open." in home.refused("Ash", "session", "minutes")


def test_the_minutes_are_confirmed_by_both_in_the_same_words(home: Home) -> None:
    sat_down(home)
    home.wren("session", "line", "Supper at seven.", "--for", "other", "--about", "one-change")
    read = home.wren("session", "minutes")
    assert "Supper at seven. (Ash)" in read
    home.wren("session", "confirm", "--digest", digest(home))
    assert "Wren: that is how it was." in home.ash("session", "minutes")
    said = home.ash("session", "confirm", "--digest", digest(home), "--add", "Rather at eight.")
    assert "Confirmed by both: closed." in said
    assert isinstance(home.acts()[0].events[-1], SessionClosed)
    assert "Supper at seven." in home.wren("history", "--chapter", "sessions")
    assert "Rather at eight." in home.wren("history", "--chapter", "sessions")


def test_confirming_without_a_digest_shows_the_minutes_and_asks(home: Home) -> None:
    sat_down(home)
    home.wren("session", "line", "Supper at seven.")
    declined = home.run("Ash", "session", "confirm", answers="n\n")
    assert declined.exit_code == 1
    assert "Supper at seven." in declined.stderr
    agreed = home.run("Ash", "session", "confirm", answers="y\n")
    assert agreed.exit_code == 0
    read = msgspec.convert(home.reads("Ash", "session", "minutes"), Minutes)
    assert [each.by for each in read.confirmed] == [ASH]


def test_an_edit_after_reading_is_read_again_before_it_is_confirmed(home: Home) -> None:
    sat_down(home)
    before = digest(home)
    line = id_in(home.wren("session", "line", "Supper at seven."))
    assert "Read them again" in home.refused("Ash", "session", "confirm", "--digest", before)
    home.refused("Ash", "session", "confirm", "--digest", digest(home)[:4])
    home.ash("session", "confirm", "--digest", digest(home))
    home.wren("session", "line", "Supper at eight.", "--again", line)
    assert "that is how it was" not in home.ash("session", "minutes")


def test_one_strikes_only_lines_of_ones_own(home: Home) -> None:
    sat_down(home)
    line = id_in(home.wren("session", "line", "Supper at seven."))
    assert "written by the other" in home.refused("Ash", "session", "strike", line)
    home.wren("session", "strike", line)
    assert "No lines yet." in home.ash("session", "minutes")


def test_a_pause_interrupts_and_both_come_back_by_saying_they_are_here(home: Home) -> None:
    sat_down(home)
    home.wren("pause")
    assert "rests until you both say again" in home.ash("session", "agenda")
    assert "rests" in home.refused("Ash", "session", "line", "Meanwhile.")
    for name in ("Ash", "Wren"):
        assert home.run(name, "session", "open").exit_code == 0
    home.ash("session", "line", "We stopped there.")


@pytest.mark.parametrize(
    "typed", [("plan", "+1h"), ("agenda",), ("prepare",), ("prepare", "glad", "Me."), ("here",)]
)
def test_strangers_neither_read_nor_prepare_nor_sit_down(
    home: Home, typed: tuple[str, ...]
) -> None:
    home.is_closed_to_strangers("session", *typed)


@pytest.mark.parametrize(
    "typed",
    [
        ("plan", "+1h", "--minutes", "1"),
        ("plan", "+200d"),
        ("here", "nowhere"),
        ("call-off", "nowhere"),
        ("prepare", "glad"),
        ("prepare", "glad", "a\u200bb"),
        ("prepare", "--drop", "nowhere"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    home: Home, typed: tuple[str, ...]
) -> None:
    home.refused("Wren", "session", *typed)


def test_a_session_is_named_where_there_are_several(home: Home) -> None:
    for ahead in ("+1h", "+30h"):
        home.ash("session", "plan", ahead)
    read = msgspec.convert(home.reads("Ash", "session", "next"), dict[str, tuple[Plan, ...]])
    first, second = (SessionId(each.id) for each in read["upcoming"])
    assert "hours away" in home.refused("Wren", "session", "here", second)
    home.wren("session", "call-off", first)
    assert second in home.wren("session", "next")
