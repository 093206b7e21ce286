"""Making the demo: anywhere, at any time, always the same, and open to every command."""

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.home import Home
from tests.journeys.demo import Told
from troth.application.accounts.written_down import is_typed_back
from troth.cli.caller import REFUSED, UNREADABLE
from troth.domain.dynamic.events import MemberInvited

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


class Made(NamedTuple):
    """The demo as the command line made it: where, to type commands in, and what it said."""

    home: Home
    said: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Make a demo now, as somebody who tries the program does."""
    home = Home(tmp_path_factory.mktemp("tried") / "home")
    result = home.run(None, "demo", str(home.path))
    assert result.exit_code == 0, result.output
    return Made(home, result.stdout)


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
    for typed in ("today --all", "matter show job-offer", "history", "session prepare"):
        made.home.is_closed_to_strangers(*typed.split())
    assert "No notes yet." in made.home.run("Robin", "note", "list").stdout


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


def printed(made: Made, what: str) -> list[str]:
    """Return what is printed for each of the two."""
    return [line.split(": ", 1)[1] for line in made.said.splitlines() if f"  {what}: " in line]


def test_what_it_prints_opens_both_accounts(made: Made) -> None:
    there = made.home.elsewhere()
    for name, passphrase in zip(("Ash", "Wren"), printed(made, "passphrase"), strict=True):
        result = there.run(None, "login", name, answers=f"{passphrase}\n")
        assert result.exit_code == 0, result.output
        assert there.run(name, "today").exit_code == 0


def test_its_recovery_codes_could_be_typed_and_say_that_they_are_of_a_demo(made: Made) -> None:
    codes = printed(made, "recovery code")
    assert len(codes) == 2
    for code in codes:
        assert is_typed_back(code, code.lower().replace("-", " "))
        assert code.startswith("DEM0-DEM0-")


def test_both_are_logged_in_again_where_it_was_made_before(made: Made) -> None:
    for name in ("Ash", "Wren"):
        made.home.run(name, "lock")
        assert made.home.run(name, "today").exit_code == REFUSED
    assert made.home.run(None, "demo", "--log-in", str(made.home.path)).exit_code == 0
    for name in ("Ash", "Wren"):
        assert made.home.run(name, "today").exit_code == 0


def test_nobody_is_logged_in_where_there_is_no_demo(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    assert home.run(None, "demo", "--log-in", str(home.path)).exit_code == UNREADABLE
    home.comes("init", "--name", "Kit", "--adult")
    assert "do not open anything" in home.refused(None, "demo", "--log-in", str(home.path))


def test_a_directory_with_a_record_is_left_as_it_is(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.comes("init", "--name", "Robin", "--adult")
    record = (home.path / "record.sqlite3").read_bytes()
    result = home.run(None, "demo", str(home.path))
    assert result.exit_code == REFUSED
    assert result.stderr.count("\n") == 1
    assert "Name another directory" in result.stderr
    is_untouched = (home.path / "record.sqlite3").read_bytes() == record
    assert is_untouched


def test_the_same_moment_tells_the_same_story_under_other_keys(demo: Told, tmp_path: Path) -> None:
    again = Told(tmp_path / "again", demo.made_at)
    told = [each for each in demo.record if not isinstance(each.event, MemberInvited)]
    assert [each for each in again.record if not isinstance(each.event, MemberInvited)] == told
    assert again.heads().keys() == demo.heads().keys()
    assert not set(again.heads().values()) & set(demo.heads().values())
    assert len(again.heads()) == 3


def test_other_moments_tell_the_same_story_on_other_days(demo: Told, tmp_path: Path) -> None:
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
