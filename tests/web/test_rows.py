"""Rows: each thing that waits is told in words, without time, count or blame, and leads on."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, clause, kitchen
from tests.web.browsing import Page, Street, street
from tests.web.scenes import begun, days_later, put_forward
from troth.domain.agreement.events import Repeal
from troth.domain.agreement.terms import Permission, ResetForm
from troth.domain.conduct.commands import ReportBreach
from troth.domain.conduct.events import BreachId
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import GiveDirection
from troth.domain.directions.permissions import AskPermission, PermissionId
from troth.domain.directions.treats import OfferTreat, TreatId
from troth.domain.dynamic.commands import End, Pause, RaiseCheck
from troth.domain.erasure import AskErasure
from troth.domain.kernel import ClauseId, Command, Significance
from troth.domain.resets.commands import AskReset
from troth.domain.resets.events import ResetId
from troth.domain.routing.matter import Declaration
from troth.domain.standards.events import ClauseDuty
from troth.domain.talks.commands import AcknowledgeTalk, AskToTalk, SuggestTalkTime
from troth.domain.talks.events import TalkId, Urgency
from troth.projections.slips import Step
from troth.projections.waiting import Asks
from troth.web.rows import LONGEST_TITLE, ROWS, STEPS, brief

EVENING = ClauseId("evening-out")
BACK = ClauseId("back")


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    extra = (
        clause(EVENING, Permission("Once a week.", ASH)),
        clause(BACK, ResetForm("An evening without talk.")),
    )
    with street(begun(*extra)) as opened:
        yield opened


def wrens(here: Street) -> Page:
    """Return all that waits for Wren."""
    return here.wren.opens("/today/all")


def test_there_is_a_row_for_everything_that_can_wait_and_every_step_of_a_slip() -> None:
    assert set(ROWS) == set(Asks)
    assert set(STEPS) == set(Step)


@pytest.mark.parametrize("asks", list(Asks))
def test_no_row_tells_how_long_or_how_often(asks: Asks) -> None:
    said = f"{ROWS[asks].title} {ROWS[asks].meta}"
    assert not re.search(r"\b(days|weeks|hours?|since|already|late)\b", said)


def test_each_place_in_a_row_is_one_that_is_filled() -> None:
    for row in ROWS.values():
        places = re.findall(r"%\((\w+)\)s", f"{row.title}{row.meta}{row.address}")
        assert set(places) <= {"name", "text", "id", "key"}


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Short.", "Short."),
        ("One line.\nAnother.", "One line. …"),
        ("word " * 40, "word"),
        ("x" * 200, "x" * LONGEST_TITLE + " …"),
        ("  ", ""),
    ],
)
def test_what_somebody_wrote_is_shown_by_its_beginning(text: str, begins: str) -> None:
    assert brief(text).startswith(begins)
    assert len(brief(text)) <= LONGEST_TITLE + 2


@pytest.mark.parametrize(
    ("command", "told", "leads"),
    [
        (RaiseCheck(), "Are you all right?", "/pause"),
        (Pause(), "When you are both ready. There is no hurry.", "/pause"),
        (Pause(HOUSEHOLD), "Coming back to The household", "/pause"),
        (AskToTalk(TalkId("t"), Urgency.SOON), "A talk Ash asks to talk", "/talk/"),
        (OfferTreat(TreatId("f"), "A bath."), "A bath. Ash offers it freely", "/plans/asked/"),
        (
            AskPermission(PermissionId("q"), EVENING, "On Friday?"),
            "On Friday? Ash asks you",
            "/plans/asked/",
        ),
        (
            AskReset(ResetId("r"), BACK),
            "Ash would like it. Only if you want it too.",
            "/renew",
        ),
    ],
)
def test_what_the_other_asks_is_told_in_their_words_and_leads_to_the_answer(
    here: Street, command: Command, told: str, leads: str
) -> None:
    here.town.does(ASH, command)
    page = wrens(here)
    assert told in page
    assert [link for link in page.links if link.startswith(leads)]


def test_whoever_asked_is_not_asked_themselves(here: Street) -> None:
    here.town.does(ASH, OfferTreat(TreatId("f"), "A bath."))
    here.town.does(ASH, AskReset(ResetId("r"), BACK))
    page = here.ash.opens("/today/all")
    assert "A bath." not in page
    assert "The way back you agreed on" not in page


def test_a_direction_is_told_with_who_asks(here: Street) -> None:
    word = Declaration(frozenset({WREN}), Significance.ROUTINE)
    until = here.town.clock.now() + timedelta(days=1)
    given = GiveDirection(DirectionId("g"), "Write the list.", word, until, HOUSEHOLD)
    here.town.does(ASH, given)
    page = wrens(here)
    assert "Write the list. Ash asks this of you" in page
    address = next(link for link in page.links if link.startswith("/plans/asked/"))
    assert "Write the list." in here.wren.opens(address)


def test_a_suggested_time_is_told_to_the_one_who_has_not_said_yes(here: Street) -> None:
    here.town.does(WREN, AskToTalk(TalkId("t"), Urgency.SOON))
    here.town.does(ASH, AcknowledgeTalk(TalkId("t")))
    at = here.town.clock.now() + timedelta(days=1)
    here.town.does(ASH, SuggestTalkTime(TalkId("t"), at))
    assert "Suggested by Ash" in wrens(here)
    assert "Suggested by" not in here.ash.opens("/today/all")


def test_several_lines_put_forward_are_one_row(here: Street) -> None:
    other = replace(kitchen("Tea at eight."), clause=ClauseId("tea"))
    put_forward(here.town, ASH, kitchen("The kitchen is settled by ten."), other)
    assert "Ash suggests: The kitchen is settled by ten, and more (1)" in wrens(here)
    assert "Your own suggestion takes your yes too" in here.ash.opens("/today/all")


def test_taking_a_line_out_is_told_by_the_words_it_has(here: Street) -> None:
    put_forward(here.town, ASH, Repeal(KITCHEN))
    assert f"Ash suggests: {kitchen().text}" in wrens(here)


def test_a_slip_is_told_by_its_line_and_what_may_be_done(here: Street) -> None:
    duty, at = ClauseDuty(KITCHEN), here.town.clock.now()
    here.town.clock.later(minutes=5)
    here.town.does(ASH, ReportBreach(BreachId("b"), WREN, duty, at))
    page = wrens(here)
    assert f"{kitchen().text} Ash asks about it. Take your time." in page
    assert "/note/slip/b" in page.links
    assert "asks about it" not in here.ash.opens("/today/all")


def test_what_runs_out_is_told_once_for_all_of_it(here: Street) -> None:
    days_later(here, 360)
    page = wrens(here)
    assert page.words.count("To be read again") == 1
    assert "/book" in page.links


def test_a_record_to_be_erased_is_told_to_both_until_it_is_done(here: Street) -> None:
    here.town.does(ASH, End())
    here.town.does(ASH, AskErasure())
    assert "Ash asked to erase this record for you both" in here.wren.opens("/today")
    assert "You asked to erase this record for you both" in here.ash.opens("/today")


def test_a_row_of_today_is_the_same_as_in_the_whole_list(here: Street) -> None:
    here.town.does(ASH, OfferTreat(TreatId("f"), "A bath."))
    row = "A bath. Ash offers it freely"
    assert row in here.wren.opens("/today")
    assert row in wrens(here)


def test_a_stranger_and_nobody_read_no_row(here: Street) -> None:
    here.town.does(ASH, OfferTreat(TreatId("f"), "Only between us."))
    for other in (here.stranger, here.nobody):
        assert "Only between us." not in other.opens("/today/all")
