"""What is sealed until both are in: nothing of it is anywhere before, and nothing left after."""

import pytest

from tests.application.couples import RESET, after_a_reset, begun, read_by
from tests.application.homes import CHAIN, Home
from tests.given import ASH, STRANGER, WREN
from troth.application.handle import Answer as Recorded
from troth.application.handle import OperationReused
from troth.application.keyring import NotTheirs
from troth.application.ports import OperationId
from troth.application.sealed import (
    Kept,
    Question,
    SealedAnswer,
    check_in,
    helped,
    own_answers,
    seal,
)
from troth.domain.checkins import (
    AlreadyRevealed,
    Answer,
    CheckInRevealed,
    Clarity,
    Connection,
    RoundId,
    RoundNotOpen,
    open_rounds,
)
from troth.domain.decider import State
from troth.domain.dynamic.commands import End, HasEnded, Pause
from troth.domain.kernel import MemberId, NotAMember, Refusal, UnclearWording
from troth.domain.resets.commands import HelpAlreadyRevealed
from troth.domain.resets.events import Help, ResetId

CLOSE = Answer(Connection.CLOSE, Clarity.CLEAR, "It was a good week.")
APART = Answer(Connection.FAR_APART, Clarity.NOT_CLEAR, "I was away.")


def this_week(home: Home) -> Question[Answer]:
    return check_in(open_rounds(home.clock.now())[0])


def seals(
    home: Home, by: MemberId, answer: Answer, question: Question[Answer] | None = None
) -> Kept | Recorded[State] | Refusal:
    asked = question or this_week(home)
    return seal(home.world_of(by), CHAIN, SealedAnswer(home.next_op(), asked, answer))


def says_it(home: Home, by: MemberId, answer: Help) -> Kept | Recorded[State] | Refusal:
    sealed = SealedAnswer(home.next_op(), helped(RESET), answer)
    return seal(home.world_of(by), CHAIN, sealed)


def pending(home: Home, member: MemberId) -> dict[str, Answer]:
    return own_answers(home.world_of(member), CHAIN, "check", Answer)


def test_a_first_answer_is_kept_and_enters_no_chain() -> None:
    home = begun()
    before = home.view().seq
    assert isinstance(seals(home, WREN, CLOSE), Kept)
    assert home.view().seq == before
    assert list(pending(home, WREN).values()) == [CLOSE]


@pytest.mark.parametrize("answer", [CLOSE, APART], ids=["close", "apart"])
def test_everything_the_other_can_read_is_the_same_bytes_answered_or_not(answer: Answer) -> None:
    home = begun()
    before = read_by(home, ASH)
    seals(home, WREN, answer)
    assert read_by(home, ASH) == before


def test_the_bytes_compared_do_change_once_something_is_shown() -> None:
    home = begun()
    before = read_by(home, ASH)
    seals(home, WREN, CLOSE)
    seals(home, ASH, APART)
    assert read_by(home, ASH) != before


def test_the_other_is_answered_the_same_whether_or_not_one_has_changed_ones_answer() -> None:
    once, often = begun(), begun()
    seals(once, WREN, CLOSE)
    for answer in (APART, CLOSE):
        seals(often, WREN, answer)
    shown = [seals(home, ASH, APART) for home in (once, often)]
    assert all(isinstance(each, Recorded) for each in shown)
    events = [each.events for each in shown if isinstance(each, Recorded)]
    assert events[0] == events[1]


def test_the_second_answer_shows_both_in_one_entry_and_leaves_nothing_sealed() -> None:
    home = begun()
    before = home.view().seq
    seals(home, WREN, CLOSE)
    shown = seals(home, ASH, APART)
    assert isinstance(shown, Recorded)
    (revealed,) = shown.events
    assert isinstance(revealed, CheckInRevealed)
    assert revealed.answers == {WREN: CLOSE, ASH: APART}
    assert home.view().seq == before + 1
    assert pending(home, WREN) == pending(home, ASH) == {}


def test_an_answer_can_be_changed_until_both_are_in_and_not_afterwards() -> None:
    home = begun()
    seals(home, WREN, APART)
    seals(home, WREN, CLOSE)
    shown = seals(home, ASH, APART)
    assert isinstance(shown, Recorded)
    last = shown.state.checkins.last
    assert last is not None
    assert last.answers[WREN] == CLOSE
    assert isinstance(seals(home, WREN, APART), AlreadyRevealed)


def test_the_same_operation_is_answered_again_without_a_second_reveal() -> None:
    home = begun()
    seals(home, WREN, CLOSE)
    sealed = SealedAnswer(OperationId("f" * 32), this_week(home), APART)
    first, again = (seal(home.world_of(ASH), CHAIN, sealed) for _ in range(2))
    assert isinstance(first, Recorded)
    assert isinstance(again, Recorded)
    assert (first.seq, first.events) == (again.seq, again.events)
    assert isinstance(seal(home.world_of(WREN), CHAIN, sealed), OperationReused)


def test_what_could_never_be_shown_is_refused_at_once_and_not_kept() -> None:
    home = begun()
    hidden = Answer(Connection.CLOSE, Clarity.CLEAR, "a\u200bb")
    assert isinstance(seals(home, WREN, hidden), UnclearWording)
    early = check_in(RoundId("2026-W40"))
    assert isinstance(seals(home, WREN, CLOSE, early), RoundNotOpen)
    assert pending(home, WREN) == {}


def test_a_stranger_seals_nothing() -> None:
    home = begun()
    assert isinstance(seals(home, STRANGER, CLOSE), NotAMember)
    with pytest.raises(NotTheirs):
        pending(home, STRANGER)


def test_a_pause_leaves_the_check_in_open_and_the_end_closes_it() -> None:
    home = begun()
    home.does(WREN, Pause())
    assert isinstance(seals(home, WREN, CLOSE), Kept)
    home.does(ASH, End())
    assert isinstance(seals(home, ASH, CLOSE), HasEnded)


def test_an_answer_of_a_week_that_is_over_meets_no_later_one() -> None:
    home = begun()
    seals(home, WREN, CLOSE)
    home.clock.later(weeks=2)
    assert isinstance(seals(home, ASH, APART), Kept)
    assert home.view().state.checkins.last is None


def test_last_weeks_answers_still_meet() -> None:
    home = begun()
    last_week = this_week(home)
    seals(home, WREN, CLOSE)
    home.clock.later(weeks=1)
    assert isinstance(seals(home, ASH, APART, last_week), Recorded)


def test_whether_a_reset_helped_is_sealed_the_same_way() -> None:
    home = after_a_reset()
    before = read_by(home, ASH)
    assert isinstance(says_it(home, WREN, Help.NOT_THIS_TIME), Kept)
    assert read_by(home, ASH) == before
    shown = says_it(home, ASH, Help.HELPED)
    assert isinstance(shown, Recorded)
    last = shown.state.resets.last
    assert last is not None
    assert last.helped == {WREN: Help.NOT_THIS_TIME, ASH: Help.HELPED}
    assert isinstance(says_it(home, WREN, Help.HELPED), HelpAlreadyRevealed)


def test_a_reset_that_was_not_done_is_not_asked_about() -> None:
    home = begun()
    sealed = SealedAnswer(home.next_op(), helped(ResetId("other")), Help.HELPED)
    assert isinstance(seal(home.world_of(WREN), CHAIN, sealed), Refusal)
