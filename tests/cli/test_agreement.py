"""The agreement at the command line: its marks in words, what changed, and who agreed when."""

from zoneinfo import ZoneInfo

import msgspec
import pytest
from msgspec.structs import replace

from tests.cli.home import Home
from tests.cli.test_agree import digest_of, proposed
from tests.given import ASH, HOUSEHOLD, KITCHEN, REFLECTION, WREN, clause, kitchen
from troth.cli.times import shown_day
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.events import Repeal
from troth.domain.agreement.terms import (
    INTIMATE_DAYS,
    Area,
    Category,
    Permission,
    Standing,
    Terms,
)
from troth.domain.dynamic.commands import End, Pause, Stop
from troth.domain.kernel import ClauseId, Command
from troth.domain.safety import LimitId, SetLimit, Target
from troth.projections.book import Document, Entry, Mark

EVENING = Terms(
    ClauseId("evening"),
    Permission(asked_by=WREN, stop_signal=ClauseId("red"), bounds="At home."),
    "Wren asks, and Ash answers.",
    category=Category.NEW_INTIMATE,
    review_after_days=INTIMATE_DAYS,
)


def brief(days: int) -> Terms:
    """Return the kitchen as both only try it for some days."""
    return replace(kitchen("We try this."), trial_days=days)


def line_after(home: Home, text: str) -> str:
    """Return the line below a clause's text in the whole agreement."""
    lines = home.wren("agreement", "show").split("\n")
    place = next(number for number, line in enumerate(lines) if text in line)
    return lines[place + 1].strip()


def entry(home: Home, id_: str) -> Entry:
    """Read one clause as JSON."""
    return msgspec.convert(home.reads("Wren", "agreement", "show", id_), Entry)


@pytest.mark.parametrize(
    ("rest", "mark"),
    [
        (Pause(), "resting"),
        (Stop(), "resting"),
        (Pause(HOUSEHOLD), "resting"),
        (SetLimit(LimitId("mine"), Target.CLAUSE, "kitchen"), "a limit is in the way"),
        (WithdrawConsent(ClauseId(HOUSEHOLD)), "what it rests on has changed or ended"),
        (End(), "over"),
    ],
)
def test_each_way_a_line_does_not_hold_is_said_under_it(
    home: Home, rest: Command, mark: str
) -> None:
    assert mark not in line_after(home, "The kitchen is settled")
    home.does(WREN, rest)  # type: ignore[arg-type]  # each of them is one of AnyCommand
    assert f"{mark}]" in line_after(home, "The kitchen is settled")


def test_what_waits_says_the_day_it_begins_and_what_is_tried_the_day_it_ends(home: Home) -> None:
    home.agrees(EVENING)
    home.agrees(brief(20))
    for id_, text, mark, words in (
        ("evening", "Wren asks, and Ash", Mark.WAITING, "begins"),
        ("kitchen", "We try this.", Mark.TRIAL, "trial until"),
    ):
        found = entry(home, id_)
        assert found.mark is mark
        assert found.mark_until is not None
        day = shown_day(found.mark_until, ZoneInfo("Europe/London"))
        assert f"{words} {day}]" in line_after(home, text)


def test_a_day_in_a_mark_is_the_readers_own(home: Home) -> None:
    home.agrees(EVENING)
    home.wren("zone", "Pacific/Kiritimati")
    home.ash("zone", "Pacific/Niue")
    days = [
        home.run(name, "agreement", "show", "evening").stdout.split("stands: begins ")[1]
        for name in ("Ash", "Wren")
    ]
    assert days[0].split("\n")[0] != days[1].split("\n")[0]


def test_a_clause_is_found_by_its_id_and_by_its_number(home: Home) -> None:
    number = entry(home, "kitchen").number
    assert home.wren("agreement", "show", number) == home.wren("agreement", "show", "kitchen")
    assert entry(home, number) == entry(home, "kitchen")


@pytest.mark.parametrize("name", ["nothing", "9.9", "", " kitchen", "KITCHEN", "2"])
def test_a_clause_that_is_not_there_says_where_to_look(home: Home, name: str) -> None:
    assert "See: troth agreement show" in home.refused("Wren", "agreement", "show", name)


def test_the_page_of_a_clause_holds_everything_both_agreed_about_it(home: Home) -> None:
    page = home.ash("agreement", "show", "kitchen")
    assert "kitchen (standard)" in page
    assert "kept by: Wren" in page
    assert "lighter version: The surfaces are clear." in page
    for name in ("Ash", "Wren"):
        assert f"  {name}: " in page


def test_people_in_the_parts_of_a_clause_are_named_and_their_ids_are_not(home: Home) -> None:
    page = home.wren("agreement", "show", "role")
    assert "leads: Ash" in page
    assert ASH not in page.replace("Ash", "")


def test_before_anything_is_agreed_one_is_told_how_to_begin(home: Home) -> None:
    for id_ in ("role", "household", "work", "authority", "red", "kitchen", "reflection"):
        home.does(WREN, WithdrawConsent(ClauseId(id_)))
    shown = home.wren("agreement", "show")
    assert "each of you decides for yourself" in shown
    assert "troth presets" in shown


def test_that_proposals_are_open_stands_under_the_agreement(home: Home) -> None:
    assert "Proposals are open" not in home.wren("agreement", "show")
    home.wren("propose", "kitchen", "--text", "By ten.")
    assert "Proposals are open: troth proposals" in home.ash("agreement", "show")


def adopted(home: Home, text: str) -> None:
    """Let both agree to other words for the kitchen."""
    id_ = proposed(home.wren("propose", "kitchen", "--text", text))
    for name in ("Ash", "Wren"):
        home.run(name, "consent", id_, "--digest", digest_of(home, id_))


def test_what_changed_between_any_two_versions_is_told_with_both_numbers(home: Home) -> None:
    adopted(home, "The kitchen is settled by ten.")
    adopted(home, "The kitchen is settled by eleven.")
    assert "[-before bed.-] [+by ten.+]" in home.ash("agreement", "diff", "1", "2").replace(
        "-][+", "-] [+"
    )
    assert "eleven" not in home.ash("agreement", "diff", "1", "2")
    assert "[+eleven.+]" in home.ash("agreement", "diff", "2", "3")
    assert "[+by eleven.+]" in home.ash("agreement", "diff", "1")


def test_a_version_and_itself_do_not_differ(home: Home) -> None:
    assert home.ash("agreement", "diff", "1", "1") == "Nothing differs between the two.\n"
    assert home.reads("Ash", "agreement", "diff", "1", "1") == []


def test_from_nothing_to_the_first_version_every_clause_is_new(home: Home) -> None:
    shown = home.ash("agreement", "diff", "0", "1")
    assert shown.count("(new)") == 7
    assert "[+" not in shown


def test_what_was_taken_out_is_told_with_its_words(home: Home) -> None:
    home.agrees(Repeal(KITCHEN))
    shown = home.ash("agreement", "diff", "1")
    assert "kitchen (taken out)" in shown
    assert "[-The kitchen is settled before bed.-]" in shown


@pytest.mark.parametrize("versions", [("9",), ("1", "9"), ("9", "1"), ("0", "2")])
def test_a_version_there_is_not_yet_is_named(home: Home, versions: tuple[str, ...]) -> None:
    said = home.refused("Wren", "agreement", "diff", *versions)
    assert "There is no version" in said


@pytest.mark.parametrize("versions", [(), ("-1",), ("one",), ("1", "0"), ("1", "2", "3")])
def test_versions_are_whole_numbers_and_two_at_most(home: Home, versions: tuple[str, ...]) -> None:
    result = home.run("Wren", "agreement", "diff", *versions)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_the_history_of_the_agreement_tells_each_step_newest_first(home: Home) -> None:
    adopted(home, "By ten.")
    home.wren("renew", "reflection")
    home.ash("withdraw", "reflection")
    told = home.ash("agreement", "history")
    steps = ["withdrew from “reflection”", "renewed “reflection”", "is agreed by both", "forward"]
    places = [told.index(each) for each in steps]
    assert places == sorted(places)


def test_a_withdrawn_line_leaves_the_document_and_stays_in_the_history(home: Home) -> None:
    home.wren("withdraw", REFLECTION)
    assert "The words of reflection." not in home.ash("agreement", "show")
    assert "withdrew from “reflection”" in home.ash("agreement", "history")


def test_both_read_one_and_the_same_agreement(home: Home) -> None:
    home.agrees(clause("walks", Area(Standing.OUTSIDE, WREN)))
    read = [
        msgspec.convert(home.reads(name, "agreement", "show"), Document) for name in ("Ash", "Wren")
    ]
    assert read[0] == read[1]
