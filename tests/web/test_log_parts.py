"""History of one part of life: what was said there, agreed there, decided there, and no more."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.given import ASH, HOUSEHOLD, KITCHEN, WORK, WREN, kitchen
from tests.web.browsing import Page, Street, street
from tests.web.scenes import begun, both_agree, days_later
from troth.domain.agreement.commands import NameArea, WithdrawConsent
from troth.domain.agreement.events import Repeal
from troth.domain.conduct.commands import ReportBreach
from troth.domain.conduct.events import BreachId
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.decisions.commands import RaiseMatter, WithdrawMatter
from troth.domain.decisions.events import MatterId
from troth.domain.kernel import AreaId, ClauseId, MemberId, Significance
from troth.domain.routing.matter import Declaration, Facet
from troth.domain.safety import LimitId, SetLimit, Target
from troth.domain.standards.commands import MarkOccurrence
from troth.domain.standards.events import ClauseDuty, Mark
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import About, TalkId, Thing, Urgency

FORGOTTEN_DAYS = 70
"""After so long, what was taken back is in the record only."""


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def raises(here: Street, name: str, area: AreaId | None) -> MatterId:
    said = {WREN: Declaration(frozenset({WREN}), Significance.ROUTINE)}
    id_ = MatterId(name)
    here.town.does(WREN, RaiseMatter(id_, f"About {name}?", (Facet(area, declared=said),)))
    return id_


def asks_to_talk(here: Street, name: str, about: About) -> None:
    here.town.does(WREN, AskToTalk(TalkId(name), Urgency.SOON, f"On {name}.", about))


def of(here: Street, area: AreaId, member: MemberId = ASH, **more: str) -> Page:
    browser = here.ash if member == ASH else here.wren
    return browser.posts("/log", {"part": area, **more})


def test_both_find_what_is_about_one_part_of_life_and_nobody_else_does(here: Street) -> None:
    raises(here, "shelves", HOUSEHOLD)
    raises(here, "hours", WORK)
    here.town.does(WREN, Observe(ObservationId("n"), ASH, ObservationKind.NOTE, "A fine day."))
    for member in (ASH, WREN):
        page = of(here, HOUSEHOLD, member)
        assert "About shelves?" in page
        assert "Only what is about “The household”." in page
        for other in ("About hours?", "A fine day.", "opened this record"):
            assert other not in page
    for browser in (here.stranger, here.nobody):
        assert "shelves" not in browser.posts("/log", {"part": HOUSEHOLD})


def test_what_was_chosen_is_kept_and_stands_in_no_address(here: Street) -> None:
    for number in range(60):
        raises(here, f"shelf-{number}", HOUSEHOLD)
        here.town.does(WREN, WithdrawMatter(MatterId(f"shelf-{number}")))
    first = of(here, HOUSEHOLD)
    assert HOUSEHOLD not in first.address
    assert f'<option value="{HOUSEHOLD}" selected>' in first.html
    shown = first
    while "Further back" in shown:
        shown = here.ash.posts("/log", shown.forms[-1][1])
        assert HOUSEHOLD not in shown.address
        assert f'<option value="{HOUSEHOLD}" selected>' in shown.html
    assert "named a part of life “The household”" in shown
    assert "About shelf-59?" not in shown


def test_words_and_a_kind_narrow_it_further(here: Street) -> None:
    raises(here, "shelves", HOUSEHOLD)
    raises(here, "lamps", HOUSEHOLD)
    assert "lamps" not in of(here, HOUSEHOLD, find="SHELVES")
    assert "shelves" not in of(here, HOUSEHOLD, chapter="agreement")
    assert "Nothing was found there." in of(here, WORK, find="shelves")


def test_lines_of_the_agreement_belong_where_they_say(here: Street) -> None:
    here.town.does(WREN, MarkOccurrence(ClauseDuty(KITCHEN), here.town.clock.now(), Mark.KEPT))
    here.town.does(WREN, WithdrawConsent(KITCHEN))
    assert "marked" in of(here, HOUSEHOLD)
    assert "withdrew from" in of(here, HOUSEHOLD)
    assert "withdrew from" not in of(here, WORK)


def test_a_slip_belongs_where_its_line_does_and_is_shown_when_asked_for(here: Street) -> None:
    days_later(here, 2)
    at = here.town.clock.now() - timedelta(hours=20)
    here.town.does(ASH, ReportBreach(BreachId("b"), WREN, ClauseDuty(KITCHEN), at, "The pans."))
    assert "The pans." not in of(here, HOUSEHOLD)
    assert "The pans." in of(here, HOUSEHOLD, slips="1")
    assert "The pans." not in of(here, WORK, slips="1")


def test_a_talk_and_a_limit_belong_where_what_they_are_about_does(here: Street) -> None:
    matter = raises(here, "shelves", HOUSEHOLD)
    asks_to_talk(here, "matter", About(Thing.MATTER, matter))
    asks_to_talk(here, "area", About(Thing.AREA, WORK))
    here.town.does(WREN, SetLimit(LimitId("one"), Target.CLAUSE, KITCHEN))
    here.town.does(WREN, SetLimit(LimitId("two"), Target.AREA, WORK))
    household, work = of(here, HOUSEHOLD), of(here, WORK)
    assert "On matter." in household
    assert "On area." in work
    assert ("set a limit" in household, "set a limit" in work) == (True, True)
    assert "On matter." not in work


def test_a_part_of_life_with_another_name_is_found_by_what_it_is_called_now(here: Street) -> None:
    raises(here, "shelves", HOUSEHOLD)
    here.town.does(WREN, NameArea(HOUSEHOLD, "Our home"))
    page = of(here, HOUSEHOLD)
    assert "Only what is about “Our home”." in page
    assert ">The household</option>" not in page.html
    assert "About shelves?" in page
    assert "named a part of life “The household”" in page


def test_a_part_of_life_that_is_agreed_no_more_is_still_found(here: Street) -> None:
    raises(here, "hours", WORK)
    both_agree(here.town, Repeal(ClauseId(WORK)))
    page = of(here, WORK)
    assert "About hours?" in page
    assert "put a suggestion forward" in page


def test_what_the_record_alone_still_knows_is_found_too(here: Street) -> None:
    here.town.does(WREN, WithdrawMatter(raises(here, "shelves", HOUSEHOLD)))
    days_later(here, FORGOTTEN_DAYS)
    here.town.does(WREN, WithdrawMatter(raises(here, "lamps", WORK)))
    both_agree(here.town, kitchen("The kitchen is settled by ten."))
    page = of(here, HOUSEHOLD, chapter="decisions")
    assert "Wren withdrew a question." in page
    assert "About shelves?" in page
    assert "About lamps?" not in page


def test_what_is_in_no_part_of_life_is_in_all_of_them_alone(here: Street) -> None:
    raises(here, "anything", None)
    assert "About anything?" in here.ash.opens("/log")
    for area in (HOUSEHOLD, WORK):
        assert "About anything?" not in of(here, area)


def test_a_part_of_life_that_is_none_of_theirs_finds_all(here: Street) -> None:
    page = of(here, AreaId("of-others"))
    assert "opened this record" in page
    assert "Only what is about" not in page
