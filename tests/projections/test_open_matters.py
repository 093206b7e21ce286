"""Open talks and questions: each of the two reads their own mirror, and for whom a thing waits."""

from datetime import timedelta

from tests.domain.decisions.deciding import M, consulted, led, matter, opinion, own_work, raised
from tests.domain.decisions.deciding import shared_evening as together
from tests.given import ASH, WREN, Couple
from troth.domain.decisions.commands import Decide, RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import MemberId
from troth.domain.talks.commands import AcknowledgeTalk, AskToTalk, HoldTalk, SuggestTalkTime
from troth.domain.talks.events import TalkId, Urgency
from troth.projections.open_matters import (
    FIRST_NEXT_TIME,
    Move,
    OpenMatter,
    OpenMatters,
    OpenTalk,
    open_matters,
)

TALK = TalkId("t")


def read(couple: Couple, viewer: MemberId) -> OpenMatters:
    return open_matters(couple.state, viewer, couple.moment())


def the_talk(couple: Couple, viewer: MemberId) -> OpenTalk:
    (talk,) = read(couple, viewer).talks
    return talk


def the_matter(couple: Couple, viewer: MemberId = ASH) -> OpenMatter:
    (found,) = read(couple, viewer).matters
    return found


def asking(urgency: Urgency = Urgency.SOON) -> Couple:
    couple = Couple().have_begun()
    couple.does(WREN, AskToTalk(TALK, urgency))
    return couple


def test_nothing_open_is_two_empty_lists() -> None:
    assert read(Couple().have_begun(), WREN) == OpenMatters((), ())


def test_a_talk_waits_for_the_other_until_they_have_seen_it() -> None:
    couple = asking()
    assert the_talk(couple, ASH).stands == ("It waits for you.",)
    assert the_talk(couple, WREN).stands == ("Ash has not said yet that they have seen it.",)
    couple.does(ASH, AcknowledgeTalk(TALK))
    assert the_talk(couple, WREN).stands == ("Ash has seen it.",)
    assert the_talk(couple, ASH).stands == ("You have seen it.",)


def test_one_that_waited_too_long_says_so_to_both_in_the_same_words() -> None:
    couple = asking(Urgency.NOW)
    couple.later(hours=25)
    own, other = (the_talk(couple, viewer).stands[-1] for viewer in (WREN, ASH))
    assert own == other
    assert own.endswith(FIRST_NEXT_TIME)


def test_the_time_to_answer_stands_still_while_everything_rests() -> None:
    couple = asking(Urgency.NOW)
    before = the_talk(couple, ASH).acknowledge_by
    couple.does(WREN, Pause())
    couple.later(hours=30)
    assert the_talk(couple, ASH).acknowledge_by == before + timedelta(hours=30)
    assert the_talk(couple, ASH).stands == ("It waits for you.",)


def test_only_the_asker_is_offered_to_close_and_nobody_to_decline() -> None:
    couple = asking()
    assert the_talk(couple, WREN).moves == (Move.SUGGEST, Move.HELD, Move.CLOSE, Move.WITHDRAW)
    assert the_talk(couple, ASH).moves == (Move.SEEN, Move.SUGGEST, Move.HELD)
    couple.does(ASH, HoldTalk(TALK))
    assert the_talk(couple, ASH).moves == ()
    assert the_talk(couple, ASH).stands == ("You have talked; Wren can close it.",)


def test_a_chosen_time_that_has_gone_by_is_said_without_blame() -> None:
    couple = asking()
    at = couple.now + timedelta(days=1)
    for member in (ASH, WREN):
        couple.does(member, SuggestTalkTime(TALK, at))
    assert the_talk(couple, ASH).scheduled_for == at
    couple.later(days=2)
    assert the_talk(couple, ASH).stands[-1] == "The time you both chose has gone by."


def test_a_question_waits_first_for_the_voice_then_for_the_answer_then_for_both() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    assert the_matter(couple).waits_for == {WREN}
    opinion(couple, WREN)
    assert the_matter(couple).waits_for == {ASH}
    assert the_matter(couple).who == "You decide, after hearing Wren."
    assert the_matter(couple, WREN).who == "Ash decides, after hearing you."


def test_what_was_put_to_both_waits_for_whoever_has_not_agreed() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, together())
    assert the_matter(couple).waits_for == {ASH, WREN}
    couple.does(WREN, Decide(M, matter(couple).digest, "We do.", "It suits us."))
    assert the_matter(couple).waits_for == {ASH}


def test_a_question_of_ones_own_waits_for_oneself() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, own_work())
    assert the_matter(couple).waits_for == {WREN}


def test_what_waits_for_the_reader_comes_first() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, own_work())
    couple.later(hours=1)
    couple.does(ASH, RaiseMatter(MatterId("later"), "And this?", (led(),)))
    assert [each.matter for each in read(couple, WREN).matters] == [M, "later"]
    assert [each.matter for each in read(couple, ASH).matters] == ["later", M]
