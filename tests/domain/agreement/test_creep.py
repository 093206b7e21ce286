"""Widenings of one part of life are remembered, however they come about; narrowings are not."""

import pytest
from msgspec.structs import replace

from tests.given import HOUSEHOLD, KITCHEN, WORK, WREN, Couple, clause, kitchen, outside, within
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.events import Repeal
from troth.domain.agreement.terms import (
    Authority,
    Body,
    Correction,
    CorrectionKind,
    Foreword,
    Grade,
    Overlap,
    Practice,
    Protocol,
    Signal,
    SignalMeaning,
    Standard,
    Terms,
)
from troth.domain.kernel import AreaId

REQUEST, ORDER = Grade.REQUEST, Grade.ORDER


def in_household(body: Body) -> Terms:
    """Return a clause of the household that Wren bears."""
    return replace(clause("habit", body), bearers=frozenset({WREN}), area=HOUSEHOLD)


def widened(couple: Couple) -> list[AreaId]:
    """Return the parts of life widened since the couple began."""
    return [each.area for each in couple.state.ground.agreement.widenings if each.at == couple.now]


def changed(before: Body, after: Body) -> list[AreaId]:
    """Return what was widened when one clause became another."""
    couple = Couple().have_begun(in_household(before))
    couple.later(days=1)
    couple.agrees(in_household(after))
    return widened(couple)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Practice(), Standard()),
        (Foreword(), Protocol("At the door", "we greet")),
        (Protocol("At the door", "we greet"), Protocol("At the door", "we greet", grade=ORDER)),
        (Correction(CorrectionKind.TALK, 10), Correction(CorrectionKind.TALK, 20)),
    ],
)
def test_what_reaches_further_than_before_is_a_widening(before: Body, after: Body) -> None:
    assert changed(before, after) == [HOUSEHOLD]
    assert changed(after, before) == []
    assert changed(after, after) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Authority(Overlap.TOGETHER), Authority(Overlap.SHARED_PREVAILS)),
        (Authority(Overlap.TOGETHER), Authority(Overlap.TOGETHER, grade=ORDER)),
    ],
)
def test_authority_that_reaches_further_is_a_widening(before: Body, after: Body) -> None:
    couple = Couple().have_begun()
    couple.agrees(clause("authority", before))
    couple.later(days=1)
    couple.agrees(clause("authority", after))
    assert widened(couple) == ["authority"]
    couple.later(days=1)
    couple.agrees(clause("authority", before))
    assert widened(couple) == []


def test_bringing_a_part_of_life_within_is_a_widening_and_taking_it_out_is_none() -> None:
    couple = Couple().have_begun()
    couple.later(days=1)
    couple.agrees(within(WORK))
    assert widened(couple) == [WORK]
    couple.later(days=1)
    couple.agrees(outside(WORK, WREN))
    assert widened(couple) == []


def test_other_words_a_signal_a_withdrawal_or_a_repeal_widen_nothing() -> None:
    couple = Couple().have_begun(clause("habit", Practice()))
    couple.later(days=1)
    couple.agrees(kitchen("The kitchen is settled by ten."), proposal="words")
    couple.agrees(clause("yellow", Signal("yellow", SignalMeaning.PAUSE)), proposal="signal")
    couple.agrees(Repeal(KITCHEN), proposal="out")
    couple.does(WREN, WithdrawConsent(HOUSEHOLD_CLAUSE))
    assert widened(couple) == []


HOUSEHOLD_CLAUSE = within(HOUSEHOLD).clause
