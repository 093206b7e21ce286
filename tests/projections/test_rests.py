"""What rests, as each of the two reads it: who said so, who is ready, and what could rest."""

from datetime import timedelta

import pytest

from tests.given import ASH, HOUSEHOLD, WORK, WREN, Couple, clause
from troth.domain.agreement.terms import Signal, SignalMeaning, Survival, SurvivalKind
from troth.domain.dynamic.commands import (
    AffirmResumption,
    ClearCheck,
    End,
    Pause,
    RaiseCheck,
    RetractResumption,
    Stop,
)
from troth.domain.dynamic.events import Phase
from troth.domain.kernel import AreaId, MemberId
from troth.domain.talks.commands import AskToTalk, WithdrawTalk
from troth.domain.talks.events import TalkId, Urgency
from troth.projections.rests import Part, Rests, outlasting, rests


@pytest.fixture(name="couple")
def _couple() -> Couple:
    return Couple().have_begun()


def read(couple: Couple, viewer: MemberId) -> Rests:
    return rests(couple.state, viewer, couple.moment())


def test_before_they_meet_nothing_rests_and_there_is_no_part_of_life() -> None:
    found = read(Couple().have_met(), ASH)
    assert (found.phase, found.whole, found.parts, found.signs) == (Phase.FORMING, None, (), ())


def test_while_it_is_on_each_part_of_life_could_rest_in_order_of_name(couple: Couple) -> None:
    found = read(couple, WREN)
    assert found.phase is Phase.ACTIVE
    assert [part.name for part in found.parts] == ["The household", "Work"]
    assert not found.resting


def test_a_pause_says_who_and_since_when_to_both(couple: Couple) -> None:
    said = couple.now - timedelta(minutes=20)
    couple.does(WREN, Pause(since=said))
    for viewer in (ASH, WREN):
        whole = read(couple, viewer).whole
        assert whole is not None
        assert (whole.by, whole.since, whole.is_stop, whole.part) == (WREN, said, False, None)


def test_a_stop_stays_a_stop_when_a_pause_follows(couple: Couple) -> None:
    couple.does(WREN, Stop())
    couple.does(ASH, Pause())
    whole = read(couple, ASH).whole
    assert whole is not None
    assert whole.is_stop
    assert read(couple, ASH).phase is Phase.STOPPED


def test_readiness_is_read_by_both_each_from_their_own_side(couple: Couple) -> None:
    couple.does(WREN, Pause())
    couple.does(ASH, AffirmResumption())
    own, others = read(couple, ASH).whole, read(couple, WREN).whole
    assert own is not None
    assert others is not None
    assert (own.is_ready, own.is_other_ready) == (True, False)
    assert (others.is_ready, others.is_other_ready) == (False, True)
    couple.does(ASH, RetractResumption())
    others = read(couple, WREN).whole
    assert others is not None
    assert not others.is_other_ready


def test_once_both_are_back_nothing_is_said_of_it(couple: Couple) -> None:
    couple.does(WREN, Pause())
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    assert read(couple, ASH).whole is None


def test_a_part_that_rests_is_named_and_not_among_those_that_could(couple: Couple) -> None:
    couple.does(WREN, Pause(HOUSEHOLD))
    found = read(couple, ASH)
    assert [rest.part for rest in found.resting] == [Part(HOUSEHOLD, "The household")]
    assert [part.area for part in found.parts] == [WORK]
    assert found.phase is Phase.ACTIVE


def test_a_part_nobody_named_rests_under_the_word_it_was_paused_by(couple: Couple) -> None:
    couple.does(WREN, Pause(AreaId("garden")))
    (rest,) = read(couple, ASH).resting
    assert rest.part == Part(AreaId("garden"), "garden")


def test_checking_in_says_who_is_all_right(couple: Couple) -> None:
    couple.does(WREN, RaiseCheck())
    couple.does(ASH, ClearCheck())
    own, others = read(couple, ASH).checking, read(couple, WREN).checking
    assert own is not None
    assert others is not None
    assert (own.by, own.is_all_right, own.is_other_all_right) == (WREN, True, False)
    assert (others.is_all_right, others.is_other_all_right) == (False, True)
    couple.does(WREN, ClearCheck())
    assert read(couple, ASH).checking is None


def test_the_sign_that_stops_everything_is_read_first() -> None:
    couple = Couple().have_begun(
        clause("amber", Signal("amber", SignalMeaning.PAUSE)),
        clause("hand", Signal("a hand held up", SignalMeaning.CHECK_IN, "a blue heart")),
    )
    found = read(couple, WREN).signs
    assert [each.sign for each in found] == ["red", "amber", "a hand held up"]
    assert found[2].at_a_distance == "a blue heart"


def test_a_wish_to_talk_is_ones_own_and_only_while_it_is_open(couple: Couple) -> None:
    couple.does(WREN, AskToTalk(TalkId("t"), Urgency.SOON))
    assert read(couple, WREN).talk == "t"
    assert read(couple, ASH).talk is None
    couple.does(WREN, WithdrawTalk(TalkId("t")))
    assert read(couple, WREN).talk is None


def test_after_the_end_it_is_said_when_and_what_outlasts_it() -> None:
    keeps = clause("quiet", Survival(SurvivalKind.CONFIDENTIALITY), "What was ours stays ours.")
    couple = Couple().have_begun(keeps)
    assert outlasting(couple.state, couple.moment()) == ("What was ours stays ours.",)
    couple.does(WREN, End())
    couple.later(hours=1)
    found = read(couple, ASH)
    assert found.phase is Phase.ENDED
    assert found.ended_at == couple.now - timedelta(hours=1)
    assert outlasting(couple.state, couple.moment()) == ("What was ours stays ours.",)
