"""Anyone stops the exchange at once; only both bring it back, after the latest rest."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.given import ASH, HOUSEHOLD, START, WORK, WREN, Couple
from troth.domain.dynamic.commands import (
    AffirmResumption,
    BeginLighter,
    ClearCheck,
    End,
    EndLighter,
    HasEnded,
    NotActive,
    NothingRests,
    NothingToCheck,
    NothingToRatify,
    Pause,
    RaiseCheck,
    RatifyConstitution,
    RetractResumption,
    Stop,
)
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import is_area_resting, is_lighter, phase


def standing(couple: Couple) -> Phase:
    return phase(couple.state.ground.dynamic, couple.now)


def stood(couple: Couple, **ago: float) -> Phase:
    return phase(couple.state.ground.dynamic, couple.now - timedelta(**ago))


def both_affirm(couple: Couple) -> None:
    couple.does(ASH, AffirmResumption())
    couple.does(WREN, AffirmResumption())


def test_either_pauses_and_only_both_resume() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause())
    assert standing(couple) is Phase.PAUSED
    couple.does(WREN, AffirmResumption())
    assert standing(couple) is Phase.PAUSED
    assert not couple.does(WREN, AffirmResumption())
    couple.does(ASH, AffirmResumption())
    assert standing(couple) is Phase.ACTIVE
    couple.is_refused(ASH, AffirmResumption(), NothingRests)


def test_no_time_ends_a_pause() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, Pause())
    couple.later(days=4000)
    assert standing(couple) is Phase.PAUSED


def test_a_second_pause_voids_what_was_affirmed_after_the_first() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, Pause())
    couple.does(ASH, AffirmResumption())
    couple.does(WREN, Pause())
    couple.does(WREN, AffirmResumption())
    assert standing(couple) is Phase.PAUSED
    couple.does(ASH, AffirmResumption())
    assert standing(couple) is Phase.ACTIVE


def test_a_stop_while_paused_is_a_stop_and_a_pause_never_loosens_it() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, Pause())
    couple.does(ASH, AffirmResumption())
    couple.does(WREN, Stop())
    assert standing(couple) is Phase.STOPPED
    couple.does(ASH, Pause())
    assert standing(couple) is Phase.STOPPED
    both_affirm(couple)
    assert standing(couple) is Phase.ACTIVE


def test_somebody_who_is_not_ready_after_all_says_so() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, Stop())
    couple.does(ASH, AffirmResumption())
    couple.does(ASH, RetractResumption())
    couple.does(WREN, AffirmResumption())
    assert standing(couple) is Phase.STOPPED
    assert not couple.does(ASH, RetractResumption())


def test_a_pause_said_aloud_earlier_counts_from_then() -> None:
    couple = Couple().have_begun()
    couple.later(days=10)
    couple.does(WREN, Pause(since=couple.now - timedelta(days=2)))
    assert stood(couple, days=1) is Phase.PAUSED
    assert stood(couple, days=3) is Phase.ACTIVE


def test_a_pause_said_aloud_before_one_that_is_over_covers_both() -> None:
    couple = Couple().have_begun()
    couple.later(days=5)
    couple.does(ASH, Pause())
    couple.later(days=1)
    both_affirm(couple)
    couple.later(days=1)
    couple.does(WREN, Pause(since=couple.now - timedelta(days=4)))
    assert all(stood(couple, hours=hours) is Phase.PAUSED for hours in range(96))
    assert stood(couple, hours=97) is Phase.ACTIVE
    both_affirm(couple)
    assert standing(couple) is Phase.ACTIVE


def test_an_area_pauses_by_itself_and_outlasts_a_pause_of_everything() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause(HOUSEHOLD))
    dynamic = couple.state.ground.dynamic
    assert standing(couple) is Phase.ACTIVE
    assert is_area_resting(dynamic, HOUSEHOLD, couple.now)
    assert not is_area_resting(dynamic, WORK, couple.now)
    couple.does(ASH, Stop())
    both_affirm(couple)
    assert standing(couple) is Phase.ACTIVE
    assert is_area_resting(couple.state.ground.dynamic, HOUSEHOLD, couple.now)
    couple.does(ASH, AffirmResumption(HOUSEHOLD))
    couple.does(WREN, AffirmResumption(HOUSEHOLD))
    assert not is_area_resting(couple.state.ground.dynamic, HOUSEHOLD, couple.now)


def test_asking_whether_all_is_well_holds_until_both_have_said_so() -> None:
    couple = Couple().have_begun()
    couple.is_refused(ASH, ClearCheck(), NothingToCheck)
    couple.later(hours=1)
    couple.does(WREN, RaiseCheck())
    assert not couple.does(ASH, RaiseCheck())
    couple.later(hours=1)
    couple.does(WREN, ClearCheck())
    assert not couple.does(WREN, ClearCheck())
    assert standing(couple) is Phase.CHECKING
    couple.does(ASH, ClearCheck())
    assert standing(couple) is Phase.ACTIVE


def test_asking_again_takes_back_every_all_right_said_before() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, RaiseCheck())
    couple.later(hours=1)
    couple.does(WREN, ClearCheck())
    couple.does(WREN, RaiseCheck())
    couple.does(ASH, ClearCheck())
    assert standing(couple) is Phase.CHECKING, "Wren is not all right after all"
    couple.does(WREN, ClearCheck())
    assert standing(couple) is Phase.ACTIVE
    couple.later(hours=1)
    assert stood(couple, hours=1.5) is Phase.CHECKING, "it began when it was first asked"


@pytest.mark.parametrize("rest", [Pause(), Stop()])
def test_there_is_nothing_to_hold_where_nothing_goes_on(rest: Pause | Stop) -> None:
    forming = Couple().have_met()
    forming.is_refused(WREN, RaiseCheck(), NotActive)
    couple = Couple().have_begun()
    couple.does(ASH, rest)
    refused = couple.is_refused(WREN, RaiseCheck(), NotActive)
    assert refused.phase in (Phase.PAUSED, Phase.STOPPED)


def test_a_check_in_that_is_over_is_remembered_for_reports() -> None:
    couple = Couple().have_begun()
    couple.later(hours=1)
    couple.does(WREN, RaiseCheck())
    couple.later(hours=2)
    couple.does(ASH, ClearCheck())
    couple.does(WREN, ClearCheck())
    couple.later(hours=1)
    assert [stood(couple, hours=hours) for hours in (4, 2, 0.5)] == [
        Phase.ACTIVE,
        Phase.CHECKING,
        Phase.ACTIVE,
    ]


def test_a_check_in_waits_while_the_exchange_rests_and_is_there_afterwards() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, RaiseCheck())
    couple.does(ASH, Pause())
    couple.is_refused(ASH, RaiseCheck(), NotActive)
    both_affirm(couple)
    assert standing(couple) is Phase.CHECKING


def test_low_capacity_is_each_ones_own_and_remembered_for_reports() -> None:
    couple = Couple().have_begun()
    couple.later(days=1)
    couple.does(WREN, BeginLighter())
    assert not couple.does(WREN, BeginLighter())
    couple.later(days=1)
    couple.does(WREN, EndLighter())
    assert not couple.does(WREN, EndLighter())
    couple.later(days=1)
    dynamic = couple.state.ground.dynamic
    ago = [is_lighter(dynamic, WREN, couple.now - timedelta(days=days)) for days in (2.5, 1.5, 0)]
    assert ago == [False, True, False]
    assert not is_lighter(dynamic, ASH, couple.now - timedelta(days=1.5))


def test_an_end_is_final_for_both() -> None:
    couple = Couple().have_begun()
    couple.later(days=2)
    couple.does(WREN, End(since=couple.now - timedelta(days=1)))
    assert standing(couple) is Phase.ENDED
    assert stood(couple, hours=25) is Phase.ACTIVE
    for member in (ASH, WREN):
        couple.is_refused(member, AffirmResumption(), HasEnded)
        couple.is_refused(member, End(), HasEnded)


def test_another_constitution_holds_only_once_both_have_ratified_it() -> None:
    couple = Couple().have_begun()
    couple.is_refused(ASH, RatifyConstitution(), NothingToRatify)
    earlier = replace(couple.state.ground.dynamic, constitution=0)
    couple.state = replace(couple.state, ground=replace(couple.state.ground, dynamic=earlier))
    assert standing(couple) is Phase.PAUSED
    couple.is_refused(ASH, AffirmResumption(), NothingRests)
    couple.does(ASH, RatifyConstitution())
    assert not couple.does(ASH, RatifyConstitution())
    assert standing(couple) is Phase.PAUSED
    couple.does(WREN, RatifyConstitution())
    assert standing(couple) is Phase.PAUSED, "coming back takes both, as after any pause"
    both_affirm(couple)
    assert standing(couple) is Phase.ACTIVE


def test_what_was_affirmed_without_having_ratified_brings_nothing_back() -> None:
    couple = Couple().have_begun()
    earlier = replace(couple.state.ground.dynamic, constitution=0)
    couple.state = replace(couple.state, ground=replace(couple.state.ground, dynamic=earlier))
    couple.does(ASH, RatifyConstitution())
    both_affirm(couple)
    assert standing(couple) is Phase.PAUSED
    couple.does(WREN, RatifyConstitution())
    assert standing(couple) is Phase.ACTIVE


def test_a_pause_of_ones_own_is_not_undone_by_ratifying() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Stop())
    earlier = replace(couple.state.ground.dynamic, constitution=0)
    couple.state = replace(couple.state, ground=replace(couple.state.ground, dynamic=earlier))
    for member in (ASH, WREN):
        couple.does(member, RatifyConstitution())
    assert standing(couple) is Phase.STOPPED


def test_where_it_stood_is_known_thirty_days_back_however_often_it_rested() -> None:
    couple = Couple().have_begun()
    for _ in range(20):
        couple.later(days=2)
        couple.does(WREN, Pause())
        couple.later(days=1)
        both_affirm(couple)
    for days in range(29):
        elapsed = couple.now - timedelta(days=days, hours=1) - START
        rests = elapsed % timedelta(days=3) >= timedelta(days=2)
        expected = Phase.PAUSED if rests else Phase.ACTIVE
        assert stood(couple, days=days, hours=1) is expected
