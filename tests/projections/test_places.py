"""Parts of life as both read them: where each stands, whose it is, and whether it rests."""

from tests.given import ASH, HOUSEHOLD, WORK, WREN, Couple
from troth.domain.agreement.commands import NameArea, WithdrawConsent
from troth.domain.agreement.terms import Standing
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import AreaId, ClauseId
from troth.projections.places import Place, places

GARDEN = AreaId("garden")


def couple() -> Couple:
    """Return a couple who have begun on the usual clauses, and named a garden besides."""
    begun = Couple().have_begun()
    begun.does(ASH, NameArea(GARDEN, "A garden"))
    return begun


def read(given: Couple) -> dict[AreaId, Place]:
    return {each.area: each for each in places(given.state, given.moment())}


def test_each_part_of_life_says_where_it_stands_and_whose_it_is() -> None:
    found = read(couple())
    assert found[HOUSEHOLD].stands is Standing.WITHIN
    assert (found[WORK].stands, found[WORK].owner) == (Standing.OUTSIDE, "Wren")
    assert found[GARDEN].stands is Standing.UNCLASSIFIED


def test_they_come_in_the_order_of_their_names() -> None:
    assert next(iter(read(couple()))) == GARDEN


def test_what_somebody_withdrew_from_is_not_settled_any_more() -> None:
    given = couple()
    given.does(WREN, WithdrawConsent(ClauseId(WORK)))
    assert read(given)[WORK].stands is Standing.UNCLASSIFIED
    assert not read(given)[WORK].owner


def test_a_part_of_life_that_was_paused_rests_and_the_others_do_not() -> None:
    given = couple()
    given.does(WREN, Pause(HOUSEHOLD))
    assert read(given)[HOUSEHOLD].rests
    assert not read(given)[WORK].rests
