"""Exactly two adults, each by their own word, and the second by invitation."""

from tests.given import ASH, STRANGER, WREN, Couple, usual
from troth.domain.dynamic.commands import (
    Activate,
    AlreadyBegun,
    AlreadyComplete,
    BeginDynamic,
    ChangeZone,
    End,
    HasEnded,
    InvitationNotUsable,
    InviteMember,
    JoinDynamic,
    NotActive,
    NotAdult,
    NotReadyToBegin,
    NotYetTwo,
    Pause,
    UnknownZone,
)
from troth.domain.dynamic.events import Member
from troth.domain.kernel import NotAMember, UnclearWording

WREN_JOINS = Member(WREN, "Wren", "Europe/London", adult=True)


def invited() -> Couple:
    couple = Couple()
    couple.does(ASH, BeginDynamic(Member(ASH, "Ash", "Europe/London", adult=True)))
    couple.does(ASH, InviteMember("secret"))
    return couple


def test_the_second_joins_with_the_secret_of_the_invitation() -> None:
    couple = invited()
    couple.is_refused(WREN, JoinDynamic(WREN_JOINS, "guess"), InvitationNotUsable)
    couple.does(WREN, JoinDynamic(WREN_JOINS, "secret"))
    assert couple.state.ground.dynamic.member_ids == (ASH, WREN)
    assert couple.state.ground.dynamic.other(ASH) == WREN


def test_an_invitation_works_once_and_for_three_days() -> None:
    couple = invited()
    couple.later(hours=72)
    couple.is_refused(WREN, JoinDynamic(WREN_JOINS, "secret"), InvitationNotUsable)
    couple.does(ASH, InviteMember("another"))
    couple.is_refused(WREN, JoinDynamic(WREN_JOINS, "secret"), InvitationNotUsable)
    couple.does(WREN, JoinDynamic(WREN_JOINS, "another"))
    third = Member(STRANGER, "Third", "UTC", adult=True)
    couple.is_refused(STRANGER, JoinDynamic(third, "another"), AlreadyComplete)
    couple.is_refused(ASH, InviteMember("more"), AlreadyComplete)


def test_nobody_joins_for_another_or_as_a_minor_or_from_nowhere() -> None:
    couple = invited()
    couple.is_refused(STRANGER, JoinDynamic(WREN_JOINS, "secret"), NotAMember)
    minor = Member(WREN, "Wren", "Europe/London", adult=False)
    couple.is_refused(WREN, JoinDynamic(minor, "secret"), NotAdult)
    nowhere = Member(WREN, "Wren", "Mars/Base", adult=True)
    couple.is_refused(WREN, JoinDynamic(nowhere, "secret"), UnknownZone)
    unnamed = Member(WREN, "\u200b", "Europe/London", adult=True)
    couple.is_refused(WREN, JoinDynamic(unnamed, "secret"), UnclearWording)


def test_nobody_joins_what_has_ended() -> None:
    couple = invited()
    couple.does(ASH, End())
    couple.is_refused(WREN, JoinDynamic(WREN_JOINS, "secret"), HasEnded)


def test_the_same_person_is_not_both_members() -> None:
    couple = invited()
    again = Member(ASH, "Ash", "Europe/London", adult=True)
    couple.is_refused(ASH, JoinDynamic(again, "secret"), AlreadyComplete)
    couple.is_refused(ASH, BeginDynamic(again), AlreadyComplete)


def test_a_stranger_does_nothing() -> None:
    couple = Couple().have_begun()
    couple.is_refused(STRANGER, Pause(), NotAMember)
    couple.is_refused(STRANGER, ChangeZone("UTC"), NotAMember)


def test_the_exchange_begins_once_with_a_role_an_area_and_a_signal() -> None:
    alone = invited()
    alone.is_refused(ASH, Activate(), NotYetTwo)
    couple = Couple().have_met()
    missing = couple.is_refused(ASH, Activate(), NotReadyToBegin).missing
    assert missing == "who leads, one part of life, one signal"
    couple.agrees(*usual())
    couple.does(WREN, Activate())
    couple.is_refused(ASH, Activate(), AlreadyBegun)


def test_a_pause_holds_the_beginning() -> None:
    couple = Couple().have_met()
    couple.agrees(*usual())
    couple.does(WREN, Pause())
    couple.is_refused(ASH, Activate(), NotActive)


def test_each_changes_their_own_zone_only() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, ChangeZone("Europe/Paris"))
    assert couple.state.ground.dynamic.member(WREN).zone == "Europe/Paris"
    assert couple.state.ground.dynamic.member(ASH).zone == "Europe/London"
    couple.is_refused(WREN, ChangeZone("Mars/Base"), UnknownZone)
