"""A limit is its owner's alone: set at once, in every state, and loosened slowly."""

from datetime import timedelta

import pytest

from tests.given import ASH, HOUSEHOLD, KITCHEN, STRANGER, WREN, Couple
from troth.domain.dynamic.commands import End, HasEnded, NotActive, Pause, RaiseCheck, Stop
from troth.domain.kernel import AlreadyThere, NotAMember, NotFound, UnclearWording
from troth.domain.safety import (
    AskToLoosen,
    KeepLimit,
    LimitId,
    LooseningWaits,
    LoosenLimit,
    NotYourLimit,
    SetLimit,
    Target,
    Touch,
    live_limits,
    touched_limits,
)

KNIVES = LimitId("knives")


def limited() -> Couple:
    couple = Couple().have_begun()
    couple.does(WREN, SetLimit(KNIVES, Target.TAG, "knives"))
    return couple


def is_live(couple: Couple) -> bool:
    return bool(live_limits(couple.state.ground.limits, couple.now))


@pytest.mark.parametrize("rest", [Pause(), Stop(), RaiseCheck(), Pause(HOUSEHOLD)])
def test_a_limit_is_set_at_once_whatever_rests(rest: Pause | Stop | RaiseCheck) -> None:
    couple = Couple().have_begun()
    couple.does(ASH, rest)
    couple.does(WREN, SetLimit(KNIVES, Target.TAG, "knives"))
    assert is_live(couple)


def test_a_limit_is_set_before_anything_is_agreed_and_not_after_the_end() -> None:
    couple = Couple().have_met()
    couple.does(WREN, SetLimit(KNIVES, Target.TAG, "knives"))
    couple.does(WREN, End())
    couple.is_refused(ASH, SetLimit(LimitId("more"), Target.TAG, "more"), HasEnded)


def test_only_its_owner_loosens_a_limit() -> None:
    couple = limited()
    couple.is_refused(ASH, AskToLoosen(KNIVES), NotYourLimit)
    couple.is_refused(ASH, LoosenLimit(KNIVES), NotYourLimit)
    couple.is_refused(STRANGER, LoosenLimit(KNIVES), NotAMember)
    couple.is_refused(WREN, LoosenLimit(LimitId("none")), NotFound)


def test_a_limit_loosens_three_days_after_it_was_asked() -> None:
    couple = limited()
    couple.is_refused(WREN, LoosenLimit(KNIVES), LooseningWaits)
    couple.does(WREN, AskToLoosen(KNIVES))
    assert not couple.does(WREN, AskToLoosen(KNIVES))
    couple.later(hours=71)
    couple.is_refused(WREN, LoosenLimit(KNIVES), LooseningWaits)
    couple.later(hours=1)
    assert is_live(couple)
    couple.does(WREN, LoosenLimit(KNIVES))
    assert not is_live(couple)
    couple.is_refused(WREN, LoosenLimit(KNIVES), NotFound)


def test_keeping_a_limit_begins_the_wait_anew() -> None:
    couple = limited()
    assert not couple.does(WREN, KeepLimit(KNIVES))
    couple.does(WREN, AskToLoosen(KNIVES))
    couple.later(hours=70)
    couple.does(WREN, KeepLimit(KNIVES))
    couple.later(hours=70)
    couple.is_refused(WREN, LoosenLimit(KNIVES), LooseningWaits)


@pytest.mark.parametrize("rest", [Pause(), Stop(), RaiseCheck()])
def test_a_limit_does_not_loosen_while_the_exchange_rests(rest: Pause | Stop | RaiseCheck) -> None:
    couple = limited()
    couple.does(WREN, AskToLoosen(KNIVES))
    couple.later(hours=73)
    couple.does(ASH, rest)
    couple.is_refused(WREN, LoosenLimit(KNIVES), NotActive)


def test_a_limit_said_aloud_earlier_counts_from_then_and_is_remembered() -> None:
    couple = Couple().have_begun()
    couple.later(days=40)
    couple.does(WREN, SetLimit(KNIVES, Target.TAG, "knives", since=couple.now - timedelta(days=2)))
    touch = Touch(tags=frozenset({"knives"}))
    limits = couple.state.ground.limits
    assert touched_limits(limits, touch, couple.now - timedelta(days=1))
    assert not touched_limits(limits, touch, couple.now - timedelta(days=3))


@pytest.mark.parametrize(
    ("target", "name", "touch"),
    [
        (Target.AREA, HOUSEHOLD, Touch(area=HOUSEHOLD)),
        (Target.ELEMENT, "oven", Touch(element="oven")),
        (Target.CLAUSE, KITCHEN, Touch(clause=KITCHEN)),
        (Target.TAG, "knives", Touch(tags=frozenset({"knives", "sharp"}))),
    ],
)
def test_a_limit_is_about_an_area_an_element_a_clause_or_a_tag(
    target: Target, name: str, touch: Touch
) -> None:
    couple = Couple().have_begun()
    couple.does(WREN, SetLimit(KNIVES, target, name))
    assert touched_limits(couple.state.ground.limits, touch, couple.now)
    assert not touched_limits(couple.state.ground.limits, Touch(), couple.now)


def test_a_soft_limit_says_under_what_conditions_and_forbids_nothing() -> None:
    couple = Couple().have_begun()
    couple.is_refused(WREN, SetLimit(KNIVES, Target.TAG, "knives", hard=False), UnclearWording)
    couple.does(
        WREN, SetLimit(KNIVES, Target.TAG, "knives", hard=False, conditions="Only when rested.")
    )
    assert not touched_limits(
        couple.state.ground.limits, Touch(tags=frozenset({"knives"})), couple.now
    )


def test_a_limit_with_a_taken_id_or_an_unseen_name_is_refused() -> None:
    couple = limited()
    couple.is_refused(ASH, SetLimit(KNIVES, Target.TAG, "other"), AlreadyThere)
    couple.is_refused(ASH, SetLimit(LimitId("x"), Target.TAG, "\u200b"), UnclearWording)
