"""Leanings sealed until both are in: signed by whoever gave them, and of both to erase."""

import pytest

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.given import ASH, HOUSEHOLD, WREN
from troth.application.erasing import erase_words
from troth.application.handle import Answer
from troth.application.read import verify
from troth.application.sealed import Kept, SealedAnswer, leaning, own_answers, seal
from troth.domain.decider import State
from troth.domain.kernel import AreaId, MemberId, NotFound, Refusal
from troth.domain.leanings import Leaning, Leanings, LeaningsRevealed

IN = Leanings({HOUSEHOLD: Leaning.IN}, "An evening off.")
OUT = Leanings({HOUSEHOLD: Leaning.OUT})


def leans(home: Home, by: MemberId, said: Leanings) -> Kept | Answer[State] | Refusal:
    return seal(home.world_of(by), CHAIN, SealedAnswer(home.next_op(), leaning(1), said))


@pytest.mark.parametrize("first", [ASH, WREN])
def test_the_second_shows_both_in_one_entry_and_leaves_nothing_sealed(first: MemberId) -> None:
    home = begun()
    before = home.view().seq
    assert isinstance(leans(home, first, IN), Kept)
    assert home.view().seq == before
    second = WREN if first == ASH else ASH
    shown = leans(home, second, OUT)
    assert isinstance(shown, Answer)
    assert shown.events == (LeaningsRevealed(1, {first: IN, second: OUT}),)
    for member in (ASH, WREN):
        assert own_answers(home.world_of(member), CHAIN, "leanings", Leanings) == {}
    assert verify(home.store, CHAIN).is_whole


def test_what_could_never_be_shown_is_refused_at_once() -> None:
    nowhere = Leanings({AreaId("nowhere"): Leaning.IN})
    assert isinstance(leans(begun(), ASH, nowhere), NotFound)


def test_what_both_wrote_beside_it_either_may_erase() -> None:
    home = begun()
    leans(home, WREN, IN)
    leans(home, ASH, IN)
    entry = home.view().seq
    erased = erase_words(home.world_of(WREN), CHAIN, home.next_op(), (entry,))
    assert isinstance(erased, Answer)
    revealed = erased.state.leanings.last
    assert revealed is not None
    assert {each.hopes for each in revealed.answers.values()} == {""}
    assert {each.parts[HOUSEHOLD] for each in revealed.answers.values()} == {Leaning.IN}
