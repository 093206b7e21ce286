"""Clauses: consent to exact wording, proposals, terms, withdrawal."""

from tests.given import ASH, KITCHEN, WREN, Couple
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.state import in_force
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.force import Hindrance, hindrance


def test_a_couple_begins_once_both_have_agreed() -> None:
    couple = Couple().have_begun()
    assert phase(couple.state.ground.dynamic, couple.now) is Phase.ACTIVE
    assert hindrance(couple.state.ground, KITCHEN, couple.moment()) is None


def test_a_withdrawal_takes_effect_at_once() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, WithdrawConsent(KITCHEN))
    assert in_force(couple.state.ground.agreement, KITCHEN, couple.now) is None
    assert hindrance(couple.state.ground, KITCHEN, couple.moment()) is Hindrance.NOT_IN_FORCE
