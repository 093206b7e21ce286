"""What a line raises is asked beside it, told from what it says of itself, and holds nothing up."""

from collections.abc import Iterator

import pytest

from tests.given import ASH, HOUSEHOLD, WREN, clause
from tests.web.browsing import Street, street
from tests.web.lines import agrees, proposal_at
from tests.web.scenes import begun, put_forward
from troth.domain.agreement.commands import NameArea
from troth.domain.agreement.terms import Foreword, Standard, Terms
from troth.domain.kernel import AreaId, ClauseId

TELL = "Would you both be able to tell whether this was kept?"
WRENS_SIDE = "This line says what Ash will do. What will Wren do?"
ASHS_SIDE = "This line says what Wren will do. What will Ash do?"
TEA = Terms(ClauseId("tea"), Standard(), "Ash makes the tea.", frozenset({ASH}))


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def read(here: Street, *drafts: Terms) -> str:
    """Have Wren put lines forward, and return what both read alike of it."""
    put_forward(here.town, WREN, *drafts)
    ash, wren = (each.opens(proposal_at(here.town)).words for each in here.both)
    asked = [each for each in (TELL, WRENS_SIDE, ASHS_SIDE) if each in ash]
    assert asked == [each for each in (TELL, WRENS_SIDE, ASHS_SIDE) if each in wren]
    return ash


def test_where_one_of_the_two_keeps_something_the_other_is_asked_about(here: Street) -> None:
    assert WRENS_SIDE in read(here, TEA)


def test_the_mirror_is_asked_in_the_same_words(here: Street) -> None:
    wrens = Terms(ClauseId("tea"), Standard(), "Wren makes the tea.", frozenset({WREN}))
    assert ASHS_SIDE in read(here, wrens)


def test_where_both_keep_something_nobody_is_asked_about(here: Street) -> None:
    both = Terms(ClauseId("tea"), Standard(), "We make the tea.", frozenset({ASH, WREN}))
    words = read(here, both)
    assert WRENS_SIDE not in words
    assert ASHS_SIDE not in words


def test_where_the_other_keeps_something_in_that_part_of_life_it_is_not_asked(
    here: Street,
) -> None:
    # In the household Wren keeps the kitchen.
    tea = Terms(ClauseId("tea"), Standard(), "Ash makes tea.", frozenset({ASH}), area=HOUSEHOLD)
    assert WRENS_SIDE not in read(here, tea)


def test_how_it_can_be_told_is_asked_until_the_line_says_so() -> None:
    for says, is_asked in (("", True), ("There is tea at five.", False)):
        said = Terms(
            ClauseId("tea"), Standard(), "Ash makes tea.", frozenset({ASH}), how_we_tell=says
        )
        with street(begun()) as here:
            assert (TELL in read(here, said)) is is_asked


def test_what_asks_nothing_of_anybody_raises_no_question(here: Street) -> None:
    words = read(here, clause("why", Foreword(), "Because we are calmer so."))
    assert TELL not in words


@pytest.mark.parametrize(
    ("text", "is_said"),
    [("Mia is in bed by eight.", True), ("MIA, too.", True), ("Miami in the spring.", False)],
)
def test_a_part_of_life_about_others_is_known_by_the_name_it_was_given(
    here: Street, text: str, *, is_said: bool
) -> None:
    here.town.does(ASH, NameArea(AreaId("mia"), "Mia", third_parties=True))
    words = read(here, clause("why", Foreword(), text))
    said = "This line names “Mia”. Other people can be mentioned only as parts of life that are out"
    assert (said in words) is is_said


def test_a_starting_shape_is_read_as_a_whole(here: Street) -> None:
    several = (
        Terms(ClauseId(f"tea-{n}"), Standard(), "Ash makes tea.", frozenset({ASH}))
        for n in range(4)
    )
    words = read(here, *several)
    assert WRENS_SIDE not in words
    assert TELL not in words


def test_a_question_keeps_nobody_from_agreeing(here: Street) -> None:
    assert WRENS_SIDE in read(here, TEA)
    address = proposal_at(here.town)
    agrees(here.wren, address)
    assert "Agreed by both of you." in agrees(here.ash, address)
