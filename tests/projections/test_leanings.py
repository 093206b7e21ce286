"""What both said of the parts of life: where they differ first, and only what is new is offered."""

from tests.given import ASH, HOUSEHOLD, WORK, WREN, Couple, clause
from troth.domain.agreement.commands import NameArea, WithdrawProposal
from troth.domain.agreement.terms import Area, Standing
from troth.domain.kernel import AreaId, ClauseId
from troth.domain.leanings import Leaning, Leanings, RevealLeanings
from troth.projections.leanings import LeaningsReading, leanings

GARDEN = AreaId("garden")


def read(couple: Couple) -> LeaningsReading:
    return leanings(couple.state, couple.moment())


def leant(ash: dict[AreaId, Leaning], wren: dict[AreaId, Leaning]) -> Couple:
    """Return a couple who have begun, named a garden, and said where they would have what."""
    couple = Couple().have_begun()
    couple.does(ASH, NameArea(GARDEN, "The garden"))
    couple.does(WREN, RevealLeanings(1, {ASH: Leanings(ash), WREN: Leanings(wren)}))
    return couple


def test_before_anything_was_said_there_is_only_what_is_asked() -> None:
    found = read(Couple().have_begun())
    assert [each.name for each in found.asked] == ["The household", "Work"]
    assert (found.round, found.is_shown) == (1, False)
    assert found.differing == found.alike == found.offered == ()


def test_what_is_about_others_is_asked_of_nobody() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, NameArea(GARDEN, "The children", third_parties=True))
    assert GARDEN not in {each.area for each in read(couple).asked}
    assert read(couple).outside == ("The children",)


def test_what_turned_out_to_be_about_others_is_not_shown_any_more() -> None:
    couple = leant({GARDEN: Leaning.IN}, {GARDEN: Leaning.IN})
    couple.does(WREN, NameArea(GARDEN, "The children", third_parties=True))
    assert read(couple).alike == ()


def test_where_they_differ_and_where_they_do_not() -> None:
    both = {WORK: Leaning.OUT, GARDEN: Leaning.TOGETHER}
    couple = leant(both | {HOUSEHOLD: Leaning.IN}, both | {HOUSEHOLD: Leaning.ADVICE})
    found = read(couple)
    assert [each.area for each in found.differing] == [HOUSEHOLD]
    assert [each.both_say for each in found.alike] == [Leaning.TOGETHER, Leaning.OUT]
    assert found.round == 2


def test_what_only_one_was_asked_is_not_alike() -> None:
    found = read(leant({GARDEN: Leaning.IN, WORK: Leaning.OUT}, {WORK: Leaning.OUT}))
    assert [each.area for each in found.differing] == [GARDEN]
    assert found.differing[0].both_say is None


def test_what_is_agreed_so_already_is_not_offered() -> None:
    both = {HOUSEHOLD: Leaning.IN, WORK: Leaning.OUT, GARDEN: Leaning.NOT_SURE}
    assert read(leant(both, both)).offered == ()
    both = {HOUSEHOLD: Leaning.TOGETHER, WORK: Leaning.ADVICE, GARDEN: Leaning.OUT}
    assert [each.area for each in read(leant(both, both)).offered] == [GARDEN, HOUSEHOLD]


def test_what_is_proposed_so_already_is_not_offered_until_that_is_withdrawn() -> None:
    both = {GARDEN: Leaning.TOGETHER}
    couple = leant(both, both)
    id_ = couple.proposes(ASH, clause(ClauseId(GARDEN), Area(Standing.TOGETHER)))
    assert read(couple).offered == ()
    couple.does(ASH, WithdrawProposal(id_))
    assert [each.area for each in read(couple).offered] == [GARDEN]


def test_what_each_hopes_for_is_beside_it() -> None:
    couple = Couple().have_begun()
    said = {HOUSEHOLD: Leaning.IN}
    answers = {ASH: Leanings(said, "An evening off."), WREN: Leanings(said)}
    couple.does(WREN, RevealLeanings(1, answers))
    assert read(couple).hopes == {ASH: "An evening off.", WREN: ""}
