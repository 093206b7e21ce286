"""What each is called is theirs alone to say, as long as one can tell the two apart."""

import pytest

from tests.given import ASH, STRANGER, WREN, Couple
from troth.domain.decider import evolve
from troth.domain.dynamic.commands import End, HasEnded, Pause, Stop
from troth.domain.dynamic.events import NameChanged
from troth.domain.dynamic.naming import ChangeName, NameOfTheOther
from troth.domain.kernel import MemberId, NotAMember, Recorded, UnclearWording


def called(couple: Couple, member: MemberId) -> str:
    return couple.state.ground.dynamic.member(member).name


def test_each_changes_their_own_name_only_and_at_once() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, ChangeName("Robin"))
    assert (called(couple, WREN), called(couple, ASH)) == ("Robin", "Ash")
    couple.does(WREN, ChangeName("Wren"))
    assert called(couple, WREN) == "Wren"


def test_the_same_name_again_records_nothing() -> None:
    couple = Couple().have_begun()
    before = couple.record
    couple.does(WREN, ChangeName("Wren"))
    assert couple.record == before


@pytest.mark.parametrize("name", ["Ash", "ASH", "ash", "\uff21sh"])
def test_nobody_takes_the_name_of_the_other(name: str) -> None:
    couple = Couple().have_begun()
    couple.is_refused(WREN, ChangeName(name), NameOfTheOther)
    couple.does(ASH, ChangeName("Rowan"))
    couple.does(WREN, ChangeName(name))
    assert called(couple, WREN) == name


@pytest.mark.parametrize("name", ["", "\u200b", "two\nlines", "a" * 81, " Robin"])
def test_a_name_can_be_read_by_both(name: str) -> None:
    Couple().have_begun().is_refused(WREN, ChangeName(name), UnclearWording)


@pytest.mark.parametrize("rest", [Pause(), Stop()])
def test_it_waits_for_no_pause_and_outlasts_no_end(rest: Pause | Stop) -> None:
    couple = Couple().have_begun()
    couple.does(ASH, rest)
    couple.does(WREN, ChangeName("Robin"))
    couple.does(ASH, End())
    couple.is_refused(WREN, ChangeName("Wren"), HasEnded)


def test_a_stranger_is_called_nothing_here() -> None:
    Couple().have_begun().is_refused(STRANGER, ChangeName("Robin"), NotAMember)


@pytest.mark.parametrize("name", ["Ash", "", "\u200b"])
def test_a_name_written_past_every_command_changes_nothing(name: str) -> None:
    couple = Couple().have_begun()
    written = Recorded(WREN, couple.now, NameChanged(name))
    assert evolve(couple.state, written).ground == couple.state.ground
