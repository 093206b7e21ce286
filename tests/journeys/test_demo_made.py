"""Making the demo: anywhere, at any time, always the same, and open to every command."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.home import Home
from tests.journeys.demo import Told
from troth.cli.caller import REFUSED
from troth.domain.kernel import Value

SOON_SECONDS = 10
"""Somebody who tries the program waits this long at most for something to look at."""

READINGS = (
    "agreement diff 1",
    "agreement history",
    "agreement show closeness-invitation",
    "agreement show table-words",
    "agreement show",
    "ask list",
    "breach list",
    "breach show half-an-ear",
    "breach show table",
    "check-in",
    "direct list",
    "ebb",
    "expect",
    "history",
    "history --chapter putting-right",
    "history --find kitchen",
    "limit list",
    "matter list",
    "matter show job-offer",
    "matter show sofa",
    "note list",
    "proposals",
    "proposals quiet-hour",
    "proposals walk-together",
    "reset",
    "session agenda",
    "session prepare",
    "talk list",
    "today",
    "today --all",
    "treat list",
    "verify",
)
"""What each of the two can read without changing anything."""

WHO_DECIDES = (
    "who-decides",
    "A job offer in another town",
    *("--area", "work", "--significant", "--affects", "both"),
)


class Made(Value, frozen=True):
    """The demo as the command line made it: where, and what it said."""

    path: Path
    said: str

    @property
    def home(self) -> Home:
        """The directory, to type commands in."""
        return Home(self.path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Make a demo now, as somebody who tries the program does."""
    path = tmp_path_factory.mktemp("tried") / "home"
    result = Home(path).run(None, "demo", str(path))
    assert result.exit_code == 0, result.output
    return Made(path, result.stdout)


def test_each_week_is_named_while_it_is_made(made: Made) -> None:
    named = [line.partition(".")[0] for line in made.said.splitlines() if line[:5] == "Week "]
    assert named == [f"Week {week} of 8" for week in range(1, 9)]


def test_every_command_it_suggests_works(made: Made) -> None:
    suggested = [line.split(" --as ")[1] for line in made.said.splitlines() if " --as " in line]
    assert suggested
    for line in suggested:
        name, _, typed = line.partition(" ")
        question = WHO_DECIDES if typed.startswith("who-decides") else typed.split()
        assert made.home.run(name, *question).exit_code == 0, line


@pytest.mark.parametrize("typed", READINGS)
def test_every_reading_works_for_both(made: Made, typed: str) -> None:
    for name in ("Ash", "Wren"):
        for form in ((), ("--json",)):
            result = made.home.run(name, *form, *typed.split())
            assert result.exit_code == 0, result.output
            assert result.stdout.strip()


def test_a_stranger_reads_none_of_it(made: Made) -> None:
    for typed in ("today --all", "matter show job-offer", "note list", "session prepare"):
        made.home.is_closed_to_strangers(*typed.split())


def test_the_job_offer_is_decided_by_the_lead_after_hearing_the_owner(made: Made) -> None:
    page = made.home.wren(*WHO_DECIDES)
    assert "Ash decides, after hearing you." in page
    assert "LEAD_CONSULTED" in page
    for clause in ("work", "authority", "role"):
        assert f"“{clause}”" in page
    assert "You say it touches you both and matters." in page
    assert "If it touched only you: You decide." in page
    assert "Without your line on what is shared: You decide together" in page


def test_something_waits_for_each_of_them_today(made: Made) -> None:
    for name, waits in (("Ash", "job-offer"), ("Wren", "sofa")):
        result = made.home.run(name, "today", "--all")
        assert waits in result.stdout
        assert "Nothing is waiting" not in result.stdout


def test_neither_is_shown_what_the_other_keeps_to_themselves(made: Made) -> None:
    both = {name: made.home.run(name, "note", "list").stdout for name in ("Ash", "Wren")}
    assert "Red was right." in both["Ash"]
    assert "Red was right." not in both["Wren"]
    assert "a little afraid" in both["Wren"]
    prepared = {name: made.home.run(name, "session", "prepare").stdout for name in both}
    assert "no plan" in prepared["Ash"]
    assert "no plan" not in prepared["Wren"]
    for words in ("no plan", "Red was right"):
        assert words not in made.home.wren("history", "--find", words)


def test_a_sealed_answer_is_told_to_nobody_before_both_are_in(made: Made) -> None:
    answered, waiting = (made.home.run(name, "check-in").stdout for name in ("Ash", "Wren"))
    assert "is sealed" in answered
    assert "sealed" not in waiting
    assert "Ash" not in waiting


def test_a_directory_with_a_record_is_left_as_it_is(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    assert home.run(None, "init", "--name", "Robin", "--adult").exit_code == 0
    record = (home.path / "record.sqlite3").read_bytes()
    result = home.run(None, "demo", str(home.path))
    assert result.exit_code == REFUSED
    assert result.stderr.count("\n") == 1
    assert "Name another directory" in result.stderr
    assert (home.path / "record.sqlite3").read_bytes() == record


def test_the_same_moment_makes_the_same_record(demo: Told, tmp_path: Path) -> None:
    again = Told(tmp_path / "again", demo.made_at)
    assert again.heads() == demo.heads()
    assert len(again.heads()) == 3
    other = Told(tmp_path / "other", datetime(2027, 6, 1, 9, tzinfo=UTC))
    assert [each.event.__class__ for each in other.record] == [
        each.event.__class__ for each in demo.record
    ]


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-22T00:05",
        "2027-04-11T12:00",
        "2027-03-28T01:30",
        "2026-10-25T01:30",
    ],
)
def test_it_can_be_made_at_any_hour_and_across_changed_clocks(moment: str, tmp_path: Path) -> None:
    made = Told(tmp_path / "home", datetime.fromisoformat(moment).replace(tzinfo=UTC))
    assert len(made.weeks) == 8
    assert made.record[-1].at <= made.made_at
    assert len(made.heads()) == 3


def test_it_is_made_while_one_waits(tmp_path: Path) -> None:
    began = time.monotonic()
    Told(tmp_path / "home")
    assert time.monotonic() - began < SOON_SECONDS
