"""Limits as both read them: in words, one's own first, and loosening only for its owner."""

import pytest

from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, Couple
from troth.domain.agreement.terms import Area, Element, Standing, Terms
from troth.domain.kernel import ClauseId, MemberId
from troth.domain.safety import AskToLoosen, KeepLimit, LimitId, LoosenLimit, SetLimit, Target
from troth.projections.limits import LimitLine, bounds, limit_columns

GARDEN = Terms(
    ClauseId("garden"),
    Area(Standing.WITHIN, elements=(Element("the hedge", WREN),)),
    "The garden.",
)


@pytest.fixture(name="couple")
def _couple() -> Couple:
    return Couple().have_begun()


def lines(couple: Couple, viewer: MemberId, owner: MemberId) -> tuple[LimitLine, ...]:
    columns = limit_columns(couple.state, viewer, couple.moment())
    return next(each.lines for each in columns if each.member == owner)


def sets(couple: Couple, target: Target, name: str, by: MemberId = WREN) -> LimitId:
    id_ = LimitId(f"l{len(couple.record)}")
    couple.does(by, SetLimit(id_, target, name))
    return id_


def test_ones_own_column_comes_first_and_both_have_the_same_lines(couple: Couple) -> None:
    sets(couple, Target.TAG, "in company")
    for viewer in (ASH, WREN):
        columns = limit_columns(couple.state, viewer, couple.moment())
        assert columns[0].member == viewer
        assert [each.name for each in lines(couple, viewer, WREN)] == ["in company"]
        assert not lines(couple, viewer, ASH)


@pytest.mark.parametrize(
    ("target", "name", "shown"),
    [
        (Target.AREA, HOUSEHOLD, "The household"),
        (Target.AREA, "attic", "attic"),
        (Target.CLAUSE, KITCHEN, "The kitchen is settled before bed."),
        (Target.CLAUSE, "not-there", "not-there"),
        (Target.ELEMENT, "the hedge", "the hedge"),
        (Target.TAG, "in company", "in company"),
    ],
)
def test_a_limit_is_named_in_the_words_both_know(
    couple: Couple, target: Target, name: str, shown: str
) -> None:
    sets(couple, target, name)
    assert [each.name for each in lines(couple, ASH, WREN)] == [shown]


def test_the_newest_is_read_first(couple: Couple) -> None:
    for name in ("one", "two"):
        sets(couple, Target.TAG, name)
        couple.later(hours=1)
    assert [each.name for each in lines(couple, WREN, WREN)] == ["two", "one"]


def test_conditions_stand_with_a_limit_that_is_not_never(couple: Couple) -> None:
    couple.does(WREN, SetLimit(LimitId("l"), Target.TAG, "calls", hard=False, conditions="At six."))
    (line,) = lines(couple, ASH, WREN)
    assert (line.is_never, line.conditions) == (False, "At six.")


def test_that_its_owner_asked_to_loosen_it_only_they_read(couple: Couple) -> None:
    id_ = sets(couple, Target.TAG, "calls")
    couple.does(WREN, AskToLoosen(id_))
    (own,), (others,) = lines(couple, WREN, WREN), lines(couple, ASH, WREN)
    assert own.asked_again_at is not None
    assert others.asked_again_at is None
    assert not own.can_loosen
    couple.later(hours=72)
    (own,), (others,) = lines(couple, WREN, WREN), lines(couple, ASH, WREN)
    assert (own.can_loosen, others.can_loosen) == (True, False)


def test_kept_it_is_as_before_and_loosened_it_is_gone(couple: Couple) -> None:
    id_ = sets(couple, Target.TAG, "calls")
    couple.does(WREN, AskToLoosen(id_))
    couple.does(WREN, KeepLimit(id_))
    (line,) = lines(couple, WREN, WREN)
    assert line.asked_again_at is None
    couple.does(WREN, AskToLoosen(id_))
    couple.later(hours=72)
    couple.does(WREN, LoosenLimit(id_))
    assert not lines(couple, WREN, WREN)


def test_what_has_a_name_can_be_chosen() -> None:
    couple = Couple().have_begun(GARDEN)
    found = bounds(couple.state, couple.moment())
    assert [e.words for e in found if e.target is Target.AREA] == [
        "The household",
        "Work",
        "garden",
    ]
    assert [e.words for e in found if e.target is Target.ELEMENT] == ["the hedge"]
    assert "The kitchen is settled before bed." in [
        e.words for e in found if e.target is Target.CLAUSE
    ]


def test_before_anything_is_agreed_there_is_nothing_to_choose() -> None:
    couple = Couple().have_met()
    assert bounds(couple.state, couple.moment()) == ()
