"""Today and expectations as they are typed and read."""

from pathlib import Path

import apsw
import click
import pytest

from tests.cli.home import CHAIN, Home
from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, kitchen
from troth.application.folding import UNREAD
from troth.application.sealed import SealedAnswer, check_in, seal
from troth.bootstrap import new_operation
from troth.cli.app import troth
from troth.cli.today import ROWS, STEPS
from troth.domain.agreement.terms import Standard, Terms
from troth.domain.checkins import Answer, Clarity, Connection, round_of
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import ClauseId, MemberId
from troth.domain.safety import LimitId, SetLimit, Target
from troth.projections.slips import Step
from troth.projections.waiting import Asks

CHECK_IN = "This week's check-in."


def answers_check_in(home: Home, member: MemberId) -> None:
    """Let one of them seal an answer to this week's check-in."""
    answer = Answer(Connection.STEADY, Clarity.CLEAR)
    with home.world(member) as world:
        question = check_in(round_of(world.clock.now()))
        seal(world, CHAIN, SealedAnswer(new_operation(), question, answer))


def test_today_shows_both_lists_ones_own_first(home: Home) -> None:
    hers, his = home.wren("today"), home.ash("today")
    assert hers.index("You") < hers.index("The kitchen is settled") < hers.index("Ash\n")
    assert his.index("You") < his.index("Wren\n") < his.index("The kitchen is settled")


def test_an_empty_list_says_so_in_the_same_words_to_both(home: Home) -> None:
    home.does(WREN, SetLimit(LimitId("l1"), Target.CLAUSE, KITCHEN))
    for page in (home.wren("today"), home.ash("today")):
        assert page.count("Nothing is set down for today.") == 2


def test_every_line_can_be_copied_into_the_next_command(home: Home) -> None:
    assert "[kitchen]" in home.wren("today")
    home.wren("mark", "kitchen", "kept")
    assert "kept" in home.ash("today")


def test_a_row_names_the_other_and_where_to_go_on(home: Home) -> None:
    home.ash("treat", "offer", "An evening out.")
    page = home.wren("today")
    assert "Ash offers: An evening out." in page
    assert "troth treat [take|not-now] f-" in page


def test_more_than_three_rows_are_shown_when_asked_for(home: Home) -> None:
    for number in range(4):
        home.ash("treat", "offer", f"Evening {number}.")
    page = home.wren("today")
    assert page.count("Ash offers") == 3
    assert "and 2 more: troth today --all" in page
    whole = home.wren("today", "--all")
    assert whole.count("Ash offers") == 4
    assert "more:" not in whole


def test_a_check_in_is_asked_until_one_has_answered_and_nothing_tells_of_the_other(
    home: Home,
) -> None:
    before = home.wren("today")
    assert CHECK_IN in before
    answers_check_in(home, ASH)
    assert CHECK_IN not in home.ash("today")
    assert home.wren("today") == before


def test_a_pause_is_the_one_ribbon_and_nothing_is_expected(home: Home) -> None:
    home.does(ASH, Pause())
    page = home.wren("today")
    assert "Paused by Ash at " in page
    assert "Come back when you are ready. There is no hurry." in page
    assert "The kitchen" not in page


def test_thanks_are_shown_lately(home: Home) -> None:
    home.ash("observe", "praise", "The kitchen was lovely.")
    page = home.wren("today")
    assert "Ash gave thanks, about Wren: “The kitchen was lovely.”" in page


def test_today_reads_the_snapshot_and_never_the_log(home: Home) -> None:
    before = home.wren("today")
    _spoil_every_entry(home.path / "record.sqlite3")
    assert UNREAD in home.wren("history")
    assert home.wren("today") == before


def _spoil_every_entry(record: Path) -> None:
    database = apsw.Connection(str(record))
    database.execute("UPDATE entry SET structure = zeroblob(length(structure))")
    database.close()


def test_the_page_can_be_read_as_json(home: Home) -> None:
    page = home.reads("Wren", "today")
    assert isinstance(page, dict)
    assert [column["name"] for column in page["columns"]] == ["Wren", "Ash"]
    assert page["ribbon"] is None


def test_expectations_stand_side_by_side(home: Home) -> None:
    page = home.wren("expect")
    assert page.index("What Wren keeps") < page.index("What Ash keeps")
    assert "on a low day: The surfaces are clear." in page
    assert "troth propose" in page


def test_expectations_can_be_read_for_one_part_of_life_by_its_name(home: Home) -> None:
    for area in ("household", "The household", "the HOUSEHOLD"):
        assert "The kitchen is settled" in home.wren("expect", "--area", area)
    assert "The kitchen is settled" not in home.wren("expect", "--area", "work")


def test_a_part_of_life_nobody_named_is_refused(home: Home) -> None:
    said = home.refused("Wren", "expect", "--area", "garden")
    assert "No part of life here is called “garden”" in said


def test_a_part_of_life_that_widened_three_times_is_shown_to_both_with_the_way_back(
    home: Home,
) -> None:
    for name in ("garden", "letters"):
        text = f"The words of {name}."
        home.agrees(
            Terms(ClauseId(name), Standard(), text, bearers=frozenset({WREN}), area=HOUSEHOLD)
        )
    for page in (home.wren("expect"), home.ash("expect")):
        assert "“The household” has widened more than twice in two months." in page
        assert "troth withdraw garden" in page


def test_a_proposal_is_a_row_that_leads_to_its_full_words(home: Home) -> None:
    home.ash("propose", "kitchen", "--text", kitchen("Settled by ten.").text)
    assert "Ash suggests “kitchen”" in home.wren("today")
    assert "Your own suggestion takes your yes too: “kitchen”" in home.ash("today")


def test_a_stranger_reads_neither_page(home: Home) -> None:
    home.is_closed_to_strangers("today")
    home.is_closed_to_strangers("expect")


def test_every_row_and_every_step_has_words() -> None:
    assert set(ROWS) == set(Asks)
    assert set(STEPS) == set(Step)


@pytest.mark.parametrize("words", [words for words, _ in ROWS.values()])
def test_no_row_hurries_or_counts(words: str) -> None:
    assert not any(each in words.casefold() for each in ("late", "days", "since", "!"))


@pytest.mark.parametrize("go_on", [go_on for _, go_on in ROWS.values()])
def test_where_a_row_leads_is_a_command_there_is(go_on: str) -> None:
    typed = go_on.replace("{area}", "").split()
    command: click.Command = troth
    while isinstance(command, click.Group) and typed:
        names = typed.pop(0).strip("[]").split("|")
        found = [command.get_command(click.Context(command), name) for name in names]
        assert all(found), go_on
        assert found[0] is not None
        command = found[0]
