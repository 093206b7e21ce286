"""Resets: a way back that both choose on the day, answering no breach and correcting nobody."""

from datetime import datetime, timedelta

import msgspec
import pytest

from tests.given import ASH, KITCHEN, STRANGER, WREN, Couple, clause
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.events import ConsentWithdrawn
from troth.domain.agreement.state import in_force
from troth.domain.agreement.terms import ResetForm
from troth.domain.dynamic.commands import (
    AffirmResumption,
    Pause,
    RaiseCheck,
    Stop,
)
from troth.domain.kernel import (
    AreaId,
    ClauseId,
    Event,
    MemberId,
    NotAMember,
    NotFound,
    UnclearWording,
)
from troth.domain.resets.commands import (
    AskReset,
    CallOffReset,
    FinishReset,
    HelpAlreadyRevealed,
    HelpNeedsBoth,
    NoResetAgreed,
    OptIntoReset,
    ReaffirmClause,
    ResetCommand,
    ResetInHand,
    ResetNotBegun,
    RevealHelp,
)
from troth.domain.resets.events import (
    ClauseReaffirmed,
    Help,
    ResetBegun,
    ResetCalledOff,
    ResetDone,
    ResetId,
    ResetOptedInto,
    Wish,
)
from troth.domain.resets.state import (
    OPT_IN_HOURS,
    RUNS_DAYS,
    Reset,
    is_running,
    opted_in,
    waived_before,
    wished,
)
from troth.domain.safety import LimitId, SetLimit, Target

RESET = ResetId("reset")
WAY_BACK = ClauseId("way-back")
FORM = clause("way-back", ResetForm("An evening without screens, then we read it aloud."))
CLEARING = clause("way-back", ResetForm("An evening without screens.", clears_before=True))


def asked(*, clears_before: bool = False) -> Couple:
    """Return a couple in which Wren has asked for a reset."""
    couple = Couple().have_begun(CLEARING if clears_before else FORM)
    couple.does(WREN, AskReset(RESET, WAY_BACK))
    return couple


def begun(*, clears_before: bool = False) -> Couple:
    """Return a couple in a reset; where the form allows it, both let go of what was before."""
    couple = asked(clears_before=clears_before)
    for member in (WREN, ASH):
        couple.does(member, OptIntoReset(RESET, clears_before))
    return couple


def done() -> Couple:
    """Return a couple after a reset."""
    couple = begun()
    couple.does(ASH, FinishReset(RESET))
    return couple


def reset(couple: Couple) -> Reset:
    """Return the reset in hand."""
    current = couple.state.resets.current
    assert current is not None
    return current


def waived(couple: Couple) -> datetime | None:
    """Return the time before which both let go of what was not reported."""
    return waived_before(couple.state.resets)


def kinds(events: tuple[Event, ...]) -> list[type[Event]]:
    """Return what kinds of things happened."""
    return [type(event) for event in events]


@pytest.mark.parametrize("asker", [ASH, WREN])
def test_either_asks_without_a_reason_and_without_anything_amiss(asker: MemberId) -> None:
    couple = Couple().have_begun(FORM)
    couple.does(asker, AskReset(RESET, WAY_BACK))
    assert reset(couple).asked_by == asker
    assert {field.name for field in msgspec.structs.fields(AskReset)} == {"reset", "clause"}


def test_a_reset_follows_the_agreed_form_only() -> None:
    couple = Couple().have_begun()
    couple.is_refused(WREN, AskReset(RESET, WAY_BACK), NoResetAgreed)
    couple.is_refused(WREN, AskReset(RESET, KITCHEN), NoResetAgreed)
    couple.is_refused(WREN, AskReset(ResetId(""), WAY_BACK), UnclearWording)


def test_one_reset_is_in_hand_at_a_time() -> None:
    couple = asked()
    couple.is_refused(ASH, AskReset(ResetId("other"), WAY_BACK), ResetInHand)


@pytest.mark.parametrize(
    "command",
    [AskReset(RESET, WAY_BACK), OptIntoReset(RESET), FinishReset(RESET), CallOffReset(RESET)],
)
def test_a_stranger_has_no_part_in_a_reset(command: ResetCommand) -> None:
    begun().is_refused(STRANGER, command, NotAMember)


def test_it_begins_once_each_has_said_yes_for_themselves() -> None:
    couple = asked()
    assert kinds(couple.does(WREN, OptIntoReset(RESET))) == [ResetOptedInto]
    assert couple.does(WREN, OptIntoReset(RESET)) == ()
    assert not is_running(reset(couple), couple.now)
    assert kinds(couple.does(ASH, OptIntoReset(RESET))) == [ResetOptedInto, ResetBegun]
    assert is_running(reset(couple), couple.now)
    assert couple.does(ASH, OptIntoReset(RESET)) == ()


def test_asking_is_not_yet_saying_yes() -> None:
    couple = asked()
    couple.does(ASH, OptIntoReset(RESET))
    assert opted_in(reset(couple), couple.now) == {ASH}
    couple.is_refused(ASH, FinishReset(RESET), ResetNotBegun)


def test_yesterday_s_yes_does_not_meet_today_s() -> None:
    couple = asked()
    couple.does(WREN, OptIntoReset(RESET))
    couple.later(hours=OPT_IN_HOURS)
    assert opted_in(reset(couple), couple.now) == frozenset()
    assert kinds(couple.does(ASH, OptIntoReset(RESET))) == [ResetOptedInto]
    assert opted_in(reset(couple), couple.now) == {ASH}
    couple.later(hours=OPT_IN_HOURS, seconds=-1)
    assert kinds(couple.does(WREN, OptIntoReset(RESET))) == [ResetOptedInto, ResetBegun]


def test_what_was_begun_runs_out_by_itself_and_is_not_done() -> None:
    couple = begun()
    before = couple.state
    couple.later(days=RUNS_DAYS)
    assert couple.state is before
    assert opted_in(reset(couple), couple.now) == frozenset()
    couple.is_refused(ASH, FinishReset(RESET), ResetNotBegun)
    assert kinds(couple.does(ASH, OptIntoReset(RESET))) == [ResetOptedInto]
    assert opted_in(reset(couple), couple.now) == {ASH}
    assert kinds(couple.does(WREN, OptIntoReset(RESET))) == [ResetOptedInto, ResetBegun]


@pytest.mark.parametrize("by", [ASH, WREN])
def test_either_says_that_it_is_done(by: MemberId) -> None:
    couple = begun()
    assert couple.does(by, FinishReset(RESET)) == (ResetDone(RESET),)
    assert couple.state.resets.current is None
    assert couple.state.resets.done_at == (couple.now,)
    couple.is_refused(by, FinishReset(RESET), NotFound)


@pytest.mark.parametrize("by", [ASH, WREN])
def test_either_calls_it_off_at_any_time(by: MemberId) -> None:
    for couple in (asked(), begun()):
        assert couple.does(by, CallOffReset(RESET)) == (ResetCalledOff(RESET),)
        assert couple.state.resets.current is None
        assert couple.does(by, CallOffReset(RESET)) == ()


def test_it_is_called_off_even_while_everything_rests() -> None:
    couple = begun()
    couple.does(ASH, Stop())
    assert couple.does(WREN, CallOffReset(RESET)) == (ResetCalledOff(RESET),)


@pytest.mark.parametrize("rest", [Stop(), Pause(), Pause(AreaId("household"))])
def test_a_stop_inside_a_reset_takes_every_yes_back(rest: Stop | Pause) -> None:
    couple = begun(clears_before=True)
    couple.does(WREN, rest)
    area = rest.area if isinstance(rest, Pause) else None
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption(area))
    assert not is_running(reset(couple), couple.now)
    couple.is_refused(ASH, FinishReset(RESET), ResetNotBegun)
    couple.does(ASH, OptIntoReset(RESET))
    assert not is_running(reset(couple), couple.now)
    assert waived(couple) is None


@pytest.mark.parametrize("hold", [Stop(), Pause(), RaiseCheck()])
def test_nothing_of_a_reset_goes_on_while_the_exchange_rests(
    hold: Stop | Pause | RaiseCheck,
) -> None:
    couple = begun()
    couple.does(WREN, hold)
    couple.is_refused(ASH, FinishReset(RESET), NoResetAgreed)
    couple.is_refused(ASH, OptIntoReset(RESET), NoResetAgreed)


def test_a_limit_or_a_withdrawal_halts_a_reset_at_once() -> None:
    limited, withdrawn = begun(), begun()
    limited.does(WREN, SetLimit(LimitId("l"), Target.CLAUSE, WAY_BACK))
    withdrawn.does(WREN, WithdrawConsent(WAY_BACK))
    for couple in (limited, withdrawn):
        couple.is_refused(ASH, FinishReset(RESET), NoResetAgreed)


def test_a_form_changed_since_is_not_what_was_chosen() -> None:
    couple = begun()
    couple.agrees(clause("way-back", ResetForm("A whole weekend.")))
    couple.is_refused(ASH, FinishReset(RESET), NoResetAgreed)
    couple.does(ASH, CallOffReset(RESET))
    couple.does(ASH, AskReset(ResetId("new"), WAY_BACK))


def test_what_went_unreported_is_let_go_when_the_form_says_so_and_both_do() -> None:
    couple = begun(clears_before=True)
    began = couple.now
    couple.later(days=1)
    assert waived(couple) is None
    couple.does(WREN, FinishReset(RESET))
    assert waived(couple) == began


@pytest.mark.parametrize("unwilling", [ASH, WREN])
def test_one_alone_lets_nothing_go_for_both(unwilling: MemberId) -> None:
    couple = asked(clears_before=True)
    for member in (ASH, WREN):
        couple.does(member, OptIntoReset(RESET, clears_before=member != unwilling))
    couple.does(ASH, FinishReset(RESET))
    assert waived(couple) is None


def test_on_the_day_nobody_can_let_go_of_more_than_the_form_says() -> None:
    couple = asked()
    for member in (ASH, WREN):
        couple.does(member, OptIntoReset(RESET, clears_before=True))
    couple.does(ASH, FinishReset(RESET))
    assert waived(couple) is None


def test_a_member_may_think_again_about_letting_go_before_it_begins() -> None:
    couple = asked(clears_before=True)
    couple.does(WREN, OptIntoReset(RESET, clears_before=True))
    couple.does(WREN, OptIntoReset(RESET, clears_before=False))
    couple.does(ASH, OptIntoReset(RESET, clears_before=True))
    couple.does(ASH, FinishReset(RESET))
    assert waived(couple) is None


def test_a_later_reset_without_it_leaves_what_was_let_go() -> None:
    couple = begun(clears_before=True)
    began = couple.now
    couple.does(ASH, FinishReset(RESET))
    second = ResetId("second")
    couple.does(ASH, AskReset(second, WAY_BACK))
    for member in (ASH, WREN):
        couple.does(member, OptIntoReset(second))
    couple.later(hours=1)
    couple.does(ASH, FinishReset(second))
    assert waived(couple) == began


def test_keeping_a_clause_records_the_wish_and_renews_no_consent() -> None:
    couple = done()
    before = couple.state.ground
    for member in (ASH, WREN):
        happened = couple.does(member, ReaffirmClause(RESET, KITCHEN, Wish.KEEP))
        assert kinds(happened) == [ClauseReaffirmed]
    assert couple.state.ground == before
    assert couple.does(WREN, ReaffirmClause(RESET, KITCHEN, Wish.KEEP)) == ()


@pytest.mark.parametrize("by", [ASH, WREN])
def test_dropping_a_clause_is_one_s_own_withdrawal_at_once(by: MemberId) -> None:
    couple = done()
    happened = couple.does(by, ReaffirmClause(RESET, KITCHEN, Wish.DROP))
    assert kinds(happened) == [ClauseReaffirmed, ConsentWithdrawn]
    assert in_force(couple.state.ground.agreement, KITCHEN, couple.now) is None
    other = couple.state.ground.dynamic.other(by)
    couple.is_refused(other, ReaffirmClause(RESET, KITCHEN, Wish.KEEP), NotFound)


def test_wishing_a_change_lists_the_clause_and_opens_nothing() -> None:
    couple = done()
    couple.does(WREN, ReaffirmClause(RESET, KITCHEN, Wish.CHANGE))
    couple.does(ASH, ReaffirmClause(RESET, KITCHEN, Wish.KEEP))
    assert wished(couple.state.resets, Wish.CHANGE) == (KITCHEN,)
    assert wished(couple.state.resets, Wish.KEEP) == (KITCHEN,)
    assert wished(couple.state.resets, Wish.DROP) == ()
    assert couple.state.ground.agreement.proposals == {}
    couple.does(WREN, ReaffirmClause(RESET, KITCHEN, Wish.KEEP))
    assert wished(couple.state.resets, Wish.CHANGE) == ()


def test_clauses_are_reaffirmed_after_a_reset_that_was_done() -> None:
    couple = begun()
    keep = ReaffirmClause(RESET, KITCHEN, Wish.KEEP)
    couple.is_refused(WREN, keep, NotFound)
    couple.is_refused(WREN, RevealHelp(RESET, {ASH: Help.HELPED, WREN: Help.HELPED}), NotFound)
    couple.does(ASH, FinishReset(RESET))
    couple.is_refused(WREN, ReaffirmClause(RESET, ClauseId("none"), Wish.KEEP), NotFound)
    couple.does(ASH, Stop())
    couple.does(WREN, keep)


def test_whether_it_helped_is_shown_of_both_at_once_and_once() -> None:
    couple = done()
    answers = {ASH: Help.HELPED, WREN: Help.RATHER_NOT_SAY}
    for lacking in ({ASH: Help.HELPED}, {}, {**answers, STRANGER: Help.PARTLY}):
        couple.is_refused(ASH, RevealHelp(RESET, lacking), HelpNeedsBoth)
    couple.does(WREN, RevealHelp(RESET, answers))
    last = couple.state.resets.last
    assert last is not None
    assert last.helped == answers
    couple.is_refused(ASH, RevealHelp(RESET, answers), HelpAlreadyRevealed)


def test_past_resets_are_remembered_as_long_as_the_weeks_are_shown() -> None:
    couple = done()
    first = couple.now
    couple.later(days=10)
    again(couple, ResetId("second"))
    assert couple.state.resets.done_at == (first, couple.now)
    couple.later(days=300)
    again(couple, ResetId("third"))
    assert first in couple.state.resets.done_at


def again(couple: Couple, id_: ResetId) -> None:
    """Have both go through another reset."""
    couple.does(WREN, AskReset(id_, WAY_BACK))
    for member in (ASH, WREN):
        couple.does(member, OptIntoReset(id_))
    couple.does(WREN, FinishReset(id_))


def test_a_day_is_measured_from_the_first_of_the_two() -> None:
    couple = asked()
    first = couple.now
    couple.does(WREN, OptIntoReset(RESET))
    couple.later(hours=20)
    couple.does(ASH, OptIntoReset(RESET))
    assert reset(couple).begun_at == first + timedelta(hours=20)
