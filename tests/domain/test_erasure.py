"""Erasing: open to both in every state, announced to both, and never sooner than it says."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.given import ASH, START, STRANGER, WREN, Couple
from troth.domain.dynamic.commands import (
    BeginDynamic,
    End,
    InviteMember,
    JoinDynamic,
    Pause,
    Stop,
)
from troth.domain.dynamic.events import Member
from troth.domain.erasure import (
    ERASURE_DAYS,
    MOST_ENTRIES,
    AskErasure,
    CallOffErasure,
    EraseWords,
    ErasureCalledOff,
    ErasureNotAsked,
    ErasureNotDue,
    TooManyEntries,
    WordsErased,
    refuse_early,
)
from troth.domain.kernel import NotAMember, Refusal
from troth.projections.waiting import Asks, Viewing, waiting

WAIT = timedelta(days=ERASURE_DAYS)

STATES: dict[str, Callable[[Couple], object]] = {
    "active": lambda couple: couple.later(hours=0),
    "paused": lambda couple: couple.does(ASH, Pause()),
    "stopped": lambda couple: couple.does(ASH, Stop()),
    "ended": lambda couple: couple.does(ASH, End()),
}
in_every_state = pytest.mark.parametrize("state", STATES)


def early(couple: Couple) -> Refusal | None:
    return refuse_early(couple.state.erasure, couple.now)


def announced(couple: Couple) -> dict[Asks, str]:
    """Return what Ash and Wren are told of it on their own pages."""
    moment = couple.moment()
    rows = [row for member in (ASH, WREN) for row in waiting(couple.state, Viewing(member, moment))]
    of_it = (Asks.ERASURE, Asks.OWN_ERASURE)
    return {row.asks: row.text for row in rows if row.asks in of_it}


@in_every_state
def test_either_may_erase_their_own_words(state: str) -> None:
    couple = Couple().have_begun()
    STATES[state](couple)
    assert couple.does(WREN, EraseWords((3, 5))) == (WordsErased((3, 5)),)


@in_every_state
def test_either_may_ask_and_then_it_takes_thirty_days(state: str) -> None:
    couple = Couple().have_begun()
    STATES[state](couple)
    couple.does(WREN, AskErasure())
    couple.later(days=ERASURE_DAYS, seconds=-1)
    assert isinstance(early(couple), ErasureNotDue)
    couple.later(seconds=1)
    assert early(couple) is None


@in_every_state
def test_both_are_told_until_it_is_called_off(state: str) -> None:
    couple = Couple().have_begun()
    STATES[state](couple)
    couple.does(WREN, AskErasure())
    told = announced(couple)
    assert told == {Asks.ERASURE: "1 April 2026, 19:00", Asks.OWN_ERASURE: "1 April 2026, 19:00"}
    couple.does(WREN, CallOffErasure())
    assert announced(couple) == {}


def test_unasked_the_record_stays() -> None:
    couple = Couple().have_begun()
    couple.later(days=4000)
    assert isinstance(early(couple), ErasureNotAsked)


def test_asking_twice_makes_it_neither_sooner_nor_later() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, AskErasure())
    couple.later(days=10)
    assert couple.does(WREN, AskErasure()) == ()
    assert couple.state.erasure.due == START + WAIT


def test_only_who_asked_calls_it_off() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, AskErasure())
    assert couple.does(ASH, CallOffErasure()) == ()
    assert couple.state.erasure.due == START + WAIT
    assert couple.does(WREN, CallOffErasure()) == (ErasureCalledOff(),)
    assert couple.state.erasure.due is None


def test_where_both_asked_one_calling_off_leaves_the_wish_of_the_other() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, AskErasure())
    couple.later(days=10)
    couple.does(ASH, AskErasure())
    couple.does(WREN, CallOffErasure())
    assert couple.state.erasure.due == couple.now + WAIT


def test_whoever_is_alone_does_not_wait() -> None:
    couple = Couple()
    couple.does(ASH, BeginDynamic(Member(ASH, "Ash", "UTC", adult=True)))
    couple.does(ASH, AskErasure())
    assert early(couple) is None


def test_what_was_asked_before_somebody_joined_is_not_asked_of_them() -> None:
    couple = Couple()
    couple.does(ASH, BeginDynamic(Member(ASH, "Ash", "UTC", adult=True)))
    couple.does(ASH, InviteMember("secret"))
    couple.does(ASH, AskErasure())
    couple.does(WREN, JoinDynamic(Member(WREN, "Wren", "UTC", adult=True), "secret"))
    assert isinstance(early(couple), ErasureNotAsked)


def test_one_act_erases_only_so_much() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, EraseWords(tuple(range(MOST_ENTRIES))))
    couple.is_refused(ASH, EraseWords(tuple(range(MOST_ENTRIES + 1))), TooManyEntries)


def test_a_stranger_erases_nothing() -> None:
    couple = Couple().have_begun()
    for command in (EraseWords((1,)), AskErasure(), CallOffErasure()):
        couple.is_refused(STRANGER, command, NotAMember)
