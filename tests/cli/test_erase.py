"""Erasing at the command line: the passphrase once more, and what is left said plainly."""

from datetime import timedelta

import pytest
from click.testing import Result
from msgspec.structs import replace

from tests.cli.home import ClockAt, Home, now, passphrase_of
from tests.given import ASH, WREN
from troth.application.handle import Host
from troth.cli.caller import REFUSED, Caller
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.dynamic.commands import End
from troth.domain.erasure import ERASURE_DAYS, AskErasure

SAID = "The xylophones of Thursday."


def observed(home: Home) -> str:
    """Let Wren say thanks, and return the number of the entry."""
    answer = home.does(WREN, Observe(ObservationId("n"), ASH, ObservationKind.PRAISE, SAID))
    return str(answer.seq)


class AMonthLater(Caller):
    """Somebody whose clock shows the day from which it can be carried out."""

    def open(self) -> Host:
        """Open the record a month from now."""
        return replace(super().open(), clock=ClockAt(now() + timedelta(days=ERASURE_DAYS)))


def a_month_later(home: Home, name: str, *typed: str, answers: str = "") -> Result:
    """Type a command a month from now, as somebody who logs in then."""
    home.logs_in(name, minutes_ago=-ERASURE_DAYS * 24 * 60)
    return home.run(name, *typed, answers=answers, caller=AMonthLater)


def test_ones_words_go_and_the_history_says_so(home: Home) -> None:
    entry = observed(home)
    assert f"[{entry}]" in home.wren("history", "--numbers")
    said = home.wren("erase", "words", entry, "--yes")
    assert "Backups made before now hold it for up to 30 days" in said
    for name in (home.wren, home.ash):
        shown = name("history")
        assert SAID not in shown
        assert "(words erased by Wren)" in shown
        assert f"Wren erased their words in entry {entry}." in shown
    assert "unbroken" in home.wren("verify") or "whole" in home.wren("verify")


def test_the_words_of_the_other_are_theirs(home: Home) -> None:
    assert "is not yours" in home.refused("Ash", "erase", "words", observed(home), "--yes")


def test_wording_in_force_is_named(home: Home) -> None:
    entry = next(
        str(each["entry"])
        for each in home.reads("Ash", "history")["entries"]
        if "put" in each["sentences"][0]["text"]
    )
    assert "is in force in these words" in home.refused("Ash", "erase", "words", entry, "--yes")


def test_the_passphrase_is_asked_once_more_where_it_was_given_a_while_ago(home: Home) -> None:
    entry = observed(home)
    home.logs_in("Wren", minutes_ago=6)
    wrong = home.run("Wren", "erase", "words", entry, "--yes", answers="something else\n")
    assert wrong.exit_code != 0
    assert SAID in home.wren("history")
    right = home.run("Wren", "erase", "words", entry, "--yes", answers=f"{passphrase_of('Wren')}\n")
    assert right.exit_code == 0, right.output
    assert SAID not in home.wren("history")


def is_asked_first(home: Home, *typed: str) -> None:
    """Check that Wren is asked, that no changes nothing, and that to say nothing is no."""
    before = home.heads()
    for answers in ("n\n", "\n", ""):
        result = home.run("Wren", *typed, answers=answers)
        assert result.exit_code == REFUSED
        assert "for good? [y/N]" in result.stderr
        assert "nothing was recorded" in result.stderr
        assert home.heads() == before


def test_one_is_asked_before_anything_goes(home: Home) -> None:
    entry = observed(home)
    home.wren("note", "keep", "One.")
    for typed in (("erase", "words", entry), ("note", "erase", "1"), ("erase", "notes")):
        is_asked_first(home, *typed)
        assert home.run("Wren", *typed, answers="y\n").exit_code == 0
    assert SAID not in home.wren("history")
    assert "No notes yet." in home.wren("note", "list")


def test_one_is_asked_before_the_whole_record_goes(home: Home) -> None:
    home.does(WREN, AskErasure())
    kept = a_month_later(home, "Ash", "erase", "record", "--now", answers="n\n")
    assert "Erase the whole record for you both, for good?" in kept.stderr
    still = a_month_later(home, "Wren", "erase", "record")
    assert "It can be erased from" in still.stdout
    assert a_month_later(home, "Ash", "erase", "record", "--now", answers="y\n").exit_code == 0


def test_the_day_is_told_as_everywhere_before_anything_is_asked(home: Home) -> None:
    home.does(WREN, AskErasure())
    said = home.refused("Ash", "erase", "record", "--now")
    due = now() + timedelta(days=ERASURE_DAYS)
    assert f"{due:%A} {due.day} {due:%B %Y}, " in said
    assert "UTC" not in said


def test_only_whoever_asked_calls_it_off(home: Home) -> None:
    home.does(WREN, AskErasure())
    said = home.refused("Ash", "erase", "record", "--call-off")
    assert said.startswith("Wren asked for it, and you did not: only Wren can call it off.")
    assert "You no longer ask" in home.wren("erase", "record", "--call-off")
    assert "already so" in home.ash("erase", "record", "--call-off")


def test_all_notes_go_at_once(home: Home) -> None:
    home.wren("note", "keep", "One.")
    home.wren("note", "keep", "Two.")
    assert "You have no notes any more." in home.wren("erase", "notes", "--yes")
    assert "No notes yet." in home.wren("note", "list")
    assert "Kept as note 1." in home.wren("note", "keep", "Anew.")


def test_where_the_whole_record_stands_is_told_to_both(home: Home) -> None:
    assert "Nobody asks" in home.ash("erase", "record")
    assert "Asked. You both see it from now." in home.wren("erase", "record", "--ask")
    assert "Wren asked to erase this record for you both" in home.ash("today")
    assert "troth export DIR" in home.ash("today")
    assert "You asked to erase this record" in home.wren("today")
    assert "It can be erased from" in home.ash("erase", "record")
    assert "can be erased from" in home.refused("Ash", "erase", "record", "--now")
    assert "You no longer ask" in home.wren("erase", "record", "--call-off")
    assert "asked to erase" not in home.ash("today")


def test_either_carries_it_out_and_the_other_is_told(home: Home) -> None:
    home.does(WREN, AskErasure())
    assert (
        "Erased for you both."
        in a_month_later(home, "Ash", "erase", "record", "--now", "--yes").stdout
    )
    assert "You are in no dynamic" in a_month_later(home, "Ash", "today").stderr
    assert "Log in again" in a_month_later(home, "Wren", "today").stderr
    typed = ("login", "Wren")
    told = home.run(None, *typed, answers=f"{passphrase_of('Wren')}\n", caller=AMonthLater)
    assert "as it was announced" in told.output
    assert "You are in no dynamic" in a_month_later(home, "Wren", "today").stderr


def test_ones_notes_outlast_the_record(home: Home) -> None:
    home.does(WREN, AskErasure())
    home.wren("note", "keep", "Mine stays.")
    a_month_later(home, "Wren", "erase", "record", "--now", "--yes")
    with home.world(WREN) as world:
        assert world.store.chains() == (world.keys.own_chain,)


def test_it_can_be_asked_after_the_end_too(home: Home) -> None:
    home.does(ASH, End())
    home.wren("erase", "record", "--ask")
    assert "Wren asked to erase this record" in home.ash("today")


@pytest.mark.parametrize(
    "typed",
    [("words", "3", "--yes"), ("record", "--ask"), ("record", "--now"), ("record",)],
    ids=" ".join,
)
def test_a_stranger_erases_nothing(home: Home, typed: tuple[str, ...]) -> None:
    home.is_closed_to_strangers("erase", *typed)
