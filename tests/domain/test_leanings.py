"""Leanings: where each would have the parts of life stand, shown at the same moment."""

import pytest

from tests.given import ASH, HOUSEHOLD, STRANGER, WORK, WREN, Couple
from troth.domain.agreement.commands import NameArea
from troth.domain.dynamic.commands import BeginDynamic, End, HasEnded, Pause, Stop
from troth.domain.dynamic.events import Member
from troth.domain.kernel import AreaId, MemberId, NotAMember, NotFound, UnclearWording
from troth.domain.leanings import (
    HOPES_LENGTH,
    Leaning,
    Leanings,
    LeaningsRoundNotOpen,
    NeedsBothLeanings,
    NoPartsChosen,
    RevealLeanings,
    open_round,
)

OURS = Leanings({HOUSEHOLD: Leaning.TOGETHER, WORK: Leaning.OUT}, "A word when it gets late.")
MINE = Leanings({HOUSEHOLD: Leaning.IN})
BOTH = {ASH: OURS, WREN: MINE}


def test_both_are_shown_at_once() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, RevealLeanings(1, BOTH))
    last = couple.state.leanings.last
    assert last is not None
    assert last.answers == BOTH


def test_nothing_is_agreed_by_it() -> None:
    couple = Couple().have_begun()
    before = couple.state.ground
    couple.does(WREN, RevealLeanings(1, dict.fromkeys((ASH, WREN), MINE)))
    assert couple.state.ground == before


@pytest.mark.parametrize("who", [(), (ASH,), (ASH, STRANGER), (ASH, WREN, STRANGER)])
def test_they_are_of_exactly_the_two(who: tuple[MemberId, ...]) -> None:
    couple = Couple().have_begun()
    couple.is_refused(ASH, RevealLeanings(1, dict.fromkeys(who, MINE)), NeedsBothLeanings)


def test_one_member_alone_has_nothing_to_reveal() -> None:
    couple = Couple()
    couple.does(ASH, BeginDynamic(Member(ASH, "Ash", "UTC", adult=True)))
    couple.is_refused(ASH, RevealLeanings(1, {ASH: MINE}), NeedsBothLeanings)


def test_a_stranger_reveals_nothing() -> None:
    Couple().have_begun().is_refused(STRANGER, RevealLeanings(1, BOTH), NotAMember)


def test_a_round_is_shown_once_and_the_next_is_said_anew() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, RevealLeanings(1, BOTH))
    couple.is_refused(ASH, RevealLeanings(1, BOTH), LeaningsRoundNotOpen)
    assert open_round(couple.state.leanings) == 2
    couple.does(ASH, RevealLeanings(2, {ASH: MINE, WREN: OURS}))
    last = couple.state.leanings.last
    assert last is not None
    assert last.answers[ASH] == MINE


@pytest.mark.parametrize("round_", [-1, 0, 2])
def test_only_the_next_round_is_open(round_: int) -> None:
    couple = Couple().have_begun()
    couple.is_refused(WREN, RevealLeanings(round_, BOTH), LeaningsRoundNotOpen)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Leanings({}), NoPartsChosen),
        (Leanings({AreaId("garden"): Leaning.IN}), NotFound),
        (Leanings({HOUSEHOLD: Leaning.IN}, "x" * (HOPES_LENGTH + 1)), UnclearWording),
        (Leanings({HOUSEHOLD: Leaning.IN}, "un\u200bseen"), UnclearWording),
    ],
    ids=["nothing", "no such part", "too long", "unseen"],
)
@pytest.mark.parametrize("by", [ASH, WREN])
def test_each_answer_says_something_of_parts_there_are(
    by: MemberId, answer: Leanings, why: type[NoPartsChosen | NotFound | UnclearWording]
) -> None:
    couple = Couple().have_begun()
    couple.is_refused(WREN, RevealLeanings(1, BOTH | {by: answer}), why)


@pytest.mark.parametrize("rest", [Pause(), Stop()])
def test_it_stays_open_while_everything_rests(rest: Pause | Stop) -> None:
    couple = Couple().have_begun()
    couple.does(ASH, rest)
    couple.does(WREN, RevealLeanings(1, BOTH))


def test_before_it_has_begun_it_is_said_all_the_same() -> None:
    couple = Couple().have_met()
    couple.does(ASH, NameArea(HOUSEHOLD, "The household"))
    couple.does(WREN, RevealLeanings(1, dict.fromkeys((ASH, WREN), MINE)))


def test_after_the_end_nothing_is_said() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, End())
    couple.is_refused(WREN, RevealLeanings(1, BOTH), HasEnded)
