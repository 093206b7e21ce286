"""Words erased long after: what was recorded while they stood goes on counting."""

from collections.abc import Callable

import pytest

from tests.domain.conduct.putting_right import FOLLOWS, LEADS, Side, cared_for, couple_with
from tests.domain.test_permissions import LATE, asked, asked_intimately
from tests.domain.test_resets import RESET, begun
from tests.given import ASH, WREN, Couple
from troth.application.texts import map_texts
from troth.domain.agreement.events import TermsProposed, TermsRevised
from troth.domain.decider import State, evolve
from troth.domain.directions.permissions import AnswerPermission
from troth.domain.kernel import Recorded
from troth.domain.resets.commands import FinishReset, RevealHelp
from troth.domain.resets.events import Help


def all_of_it_counts(couple: Couple) -> None:
    """Fold the record with the words of every proposal gone: each entry changes what is."""
    state = State()
    for each in couple.record:
        event = each.event
        if isinstance(event, TermsProposed | TermsRevised):
            event = map_texts(event, lambda _: "")
        before, state = state, evolve(state, Recorded(each.by, each.at, event))
        assert state is not before, event


@pytest.mark.parametrize("asks", [asked, asked_intimately])
def test_a_permission_asked_under_words_that_are_gone(asks: Callable[[], Couple]) -> None:
    couple = asks()
    couple.does(ASH, AnswerPermission(LATE, yes=True, note="Enjoy it."))
    all_of_it_counts(couple)


@pytest.mark.parametrize("side", [FOLLOWS, LEADS])
def test_a_slip_put_right_under_words_that_are_gone(side: Side) -> None:
    couple = couple_with()
    cared_for(couple, side)
    all_of_it_counts(couple)


def test_a_reset_under_words_that_are_gone() -> None:
    couple = begun(clears_before=True)
    couple.does(ASH, FinishReset(RESET))
    couple.does(ASH, RevealHelp(RESET, {ASH: Help.HELPED, WREN: Help.HELPED}))
    all_of_it_counts(couple)
