"""What a question is about: asked in the same way wherever it is asked, and read with care."""

from collections.abc import Iterator

import pytest

from tests.given import ASH, HOUSEHOLD, WORK, WREN
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import begun
from troth.domain.decisions.state import Matter
from troth.domain.dynamic.commands import BeginLighter, Pause
from troth.domain.kernel import AreaId, MemberId, Significance
from troth.domain.routing.matter import Declaration, MatterKind
from troth.web.facets import KINDS, MOST_PARTS

FACTS = {"area": HOUSEHOLD, "whom": "both", "weight": "significant"}


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def raises(person: Browser, **facts: object) -> Page:
    """Raise a question with a form as somebody fills it."""
    return person.sends("/plans/new", question="Shall we?", **{**FACTS, **facts})


def raised(here: Street) -> Matter:
    """Return the one question there is."""
    (matter,) = here.town.does(ASH, BeginLighter()).state.decisions.matters.values()
    return matter


@pytest.mark.parametrize(
    ("whom", "meant"), [("me", {WREN}), ("other", {ASH}), ("both", {ASH, WREN})]
)
def test_whom_it_touches_is_the_word_of_whoever_asks(
    here: Street, whom: str, meant: set[MemberId]
) -> None:
    raises(here.wren, whom=whom)
    (part,) = raised(here).parts
    assert part.facet.declared == {WREN: Declaration(frozenset(meant), Significance.SIGNIFICANT)}


def test_a_limit_of_ones_own_is_said_along(here: Street) -> None:
    raises(here.wren, limit="1")
    (part,) = raised(here).parts
    assert part.facet.declared[WREN].touches_limit


def test_something_not_yet_named_has_no_part_of_life(here: Street) -> None:
    raises(here.wren, area="-")
    assert raised(here).parts[0].facet.area is None


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_sort_of_thing_it_is_and_whose(here: Street, kind: str) -> None:
    raises(here.ash, kind=kind)
    facet = raised(here).parts[0].facet
    meant, is_own = KINDS[kind]
    assert facet.kind is meant
    holder = None if meant is MatterKind.ORDINARY else ASH if is_own else WREN
    assert facet.holder == holder


def test_a_kind_nobody_offered_is_an_ordinary_one(here: Street) -> None:
    raises(here.ash, kind="agreement-change")
    assert raised(here).parts[0].facet.kind is MatterKind.ORDINARY


def test_each_further_part_is_kept_with_its_own_facts(here: Street) -> None:
    parts = {"parts": "3", "area-2": WORK, "whom-2": "me", "area-3": "-", "whom-3": "other"}
    raises(here.wren, **parts)
    found = [part.facet for part in raised(here).parts]
    assert [facet.area for facet in found] == [HOUSEHOLD, WORK, None]
    assert [set(facet.declared[WREN].affects) for facet in found] == [{ASH, WREN}, {WREN}, {ASH}]


def test_no_form_has_more_parts_than_it_shows(here: Street) -> None:
    page = here.wren.posts("/ask", {**FACTS, "parts": str(MOST_PARTS), "more": "1"})
    assert page.form("/ask")["parts"] == str(MOST_PARTS)
    assert "Add a part of its own" not in page
    assert "Leave out the last part" in page


@pytest.mark.parametrize("area", ["nowhere", "role", "../plans", "x" * 500])
def test_a_part_of_life_nobody_named_is_not_taken(here: Street, area: str) -> None:
    page = raises(here.wren, area=area)
    assert page.status == 422
    assert "Choose a part of life" in page


@pytest.mark.parametrize("field", ["whom", "weight"])
def test_a_choice_nobody_offered_is_not_taken(here: Street, field: str) -> None:
    assert raises(here.wren, **{field: "everybody"}).status == 422


def test_the_two_are_asked_in_mirrored_words(here: Street) -> None:
    assert "Only Ash" in here.wren.opens("/ask")
    assert "Only Wren" in here.ash.opens("/ask")
    for page in (here.ash.opens("/ask"), here.wren.opens("/ask")):
        for words in ("Only me", "Both of us", "Everyday", "It matters"):
            assert words in page


def test_nothing_is_chosen_before_somebody_chooses(here: Street) -> None:
    form = here.wren.opens("/ask").form("/ask")
    assert form["area"] == ""
    assert not {"whom", "weight", "limit"} & set(form)


def test_a_part_of_life_named_since_is_offered_at_once(here: Street) -> None:
    assert AreaId("garden") not in here.wren.opens("/ask").html
    here.wren.sends("/book/parts", name="The garden")
    assert "The garden" in here.ash.opens("/ask")


def test_the_ribbon_says_since_when_as_one_says_it(here: Street) -> None:
    here.town.does(WREN, Pause())
    assert "Paused by Wren at 18:00 today." in here.ash.opens("/ask")
    assert "Paused by Wren at 19:00 today." in here.wren.opens("/ask")
