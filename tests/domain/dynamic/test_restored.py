"""A record brought back from a copy rests until both have come back to it."""

import pytest

from tests.given import ASH, HOUSEHOLD, STRANGER, WORK, WREN, Couple, usual
from troth.domain.agreement.commands import NameArea
from troth.domain.dynamic.commands import (
    Activate,
    AffirmResumption,
    End,
    NotActive,
    NoteRestore,
    Pause,
    Stop,
)
from troth.domain.dynamic.events import Ended, Phase, RecordRestored
from troth.domain.dynamic.state import phase
from troth.domain.kernel import AreaId, MemberId, NotAMember
from troth.projections.standing import Ribbon, Standing, ribbon


def standing(couple: Couple) -> Phase:
    return phase(couple.state.ground.dynamic, couple.now)


@pytest.mark.parametrize("first", [ASH, WREN])
def test_a_copy_rests_until_both_are_back_whoever_opened_it(first: MemberId) -> None:
    couple = Couple().have_begun()
    couple.does(first, NoteRestore())
    assert standing(couple) is Phase.PAUSED
    couple.does(ASH, AffirmResumption())
    assert standing(couple) is Phase.PAUSED
    couple.does(WREN, AffirmResumption())
    assert standing(couple) is Phase.ACTIVE


def test_what_was_affirmed_before_the_copy_was_made_brings_nothing_back() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause())
    couple.does(WREN, AffirmResumption())
    couple.does(ASH, NoteRestore())
    couple.does(ASH, AffirmResumption())
    assert standing(couple) is Phase.PAUSED


def test_a_stop_stays_a_stop_in_a_copy() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Stop())
    couple.does(ASH, NoteRestore())
    assert standing(couple) is Phase.STOPPED


def test_an_area_that_rested_goes_on_resting_by_itself() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause(AreaId(HOUSEHOLD)))
    couple.does(ASH, NoteRestore())
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    assert set(couple.state.ground.dynamic.area_suspensions) == {HOUSEHOLD}


def test_what_has_ended_stays_ended_in_a_copy() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, End())
    before = couple.state.ground.dynamic
    (restored,) = couple.does(ASH, NoteRestore())
    assert isinstance(restored, RecordRestored)
    assert couple.state.ground.dynamic == before
    assert isinstance(couple.record[-2].event, Ended)


def test_what_has_not_begun_begins_only_once_both_are_back() -> None:
    couple = Couple().have_met()
    for area in (HOUSEHOLD, WORK):
        couple.does(ASH, NameArea(area, area))
    couple.agrees(*usual())
    couple.does(ASH, NoteRestore())
    couple.is_refused(ASH, Activate(), NotActive)
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    couple.does(ASH, Activate())
    assert standing(couple) is Phase.ACTIVE


def test_a_stranger_notes_nothing() -> None:
    couple = Couple().have_begun()
    couple.is_refused(STRANGER, NoteRestore(), NotAMember)


def test_nobody_is_named_as_the_one_who_paused() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, NoteRestore())
    assert ribbon(couple.state, couple.moment()) == Ribbon(Standing.RESTORED, couple.now)
    couple.later(hours=1)
    couple.does(WREN, Pause())
    shown = ribbon(couple.state, couple.moment())
    assert shown is not None
    assert (shown.standing, shown.by) == (Standing.PAUSED, "Wren")
