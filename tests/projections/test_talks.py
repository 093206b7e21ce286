"""Talks as one of the two reads them: what waits, what is over, and what each is about."""

from datetime import timedelta

import pytest

from tests.domain.decisions.deciding import consulted
from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, Couple
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.decisions.commands import RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.domain.talks.commands import AcknowledgeTalk, AskToTalk, CloseTalk
from troth.domain.talks.events import About, TalkId, Thing, Urgency
from troth.projections.open_matters import Move
from troth.projections.talks import about_words, talk, talks

T = TalkId("t")


@pytest.fixture(name="couple")
def _couple() -> Couple:
    couple = Couple().have_begun()
    couple.does(WREN, AskToTalk(T, Urgency.SOON, "The evenings."))
    return couple


def test_a_talk_waits_for_the_other_until_they_have_seen_it(couple: Couple) -> None:
    moment = couple.moment()
    assert [each.talk.id for each in talks(couple.state, ASH, moment).waiting] == [T]
    assert [each.talk.id for each in talks(couple.state, WREN, moment).others] == [T]
    couple.does(ASH, AcknowledgeTalk(T))
    assert talks(couple.state, ASH, moment).waiting == ()


def test_a_suggested_time_waits_for_the_one_who_did_not_suggest_it(couple: Couple) -> None:
    couple.does(ASH, AcknowledgeTalk(T, couple.now + timedelta(hours=2)))
    moment = couple.moment()
    assert [each.talk.id for each in talks(couple.state, WREN, moment).waiting] == [T]
    assert talks(couple.state, ASH, moment).waiting == ()
    couple.later(hours=3)
    assert talks(couple.state, WREN, couple.moment()).waiting == ()


def test_what_is_closed_is_over_and_offers_nothing(couple: Couple) -> None:
    couple.does(WREN, CloseTalk(T))
    found = talks(couple.state, ASH, couple.moment())
    assert (found.waiting, found.others) == ((), ())
    assert [each.id for each in found.over] == [T]
    read = talk(couple.state, WREN, T, couple.moment())
    assert read is not None
    assert read.moves == ()


def test_only_the_asker_is_offered_to_close_it(couple: Couple) -> None:
    own = talk(couple.state, WREN, T, couple.moment())
    other = talk(couple.state, ASH, T, couple.moment())
    assert own is not None
    assert other is not None
    assert Move.CLOSE in own.moves
    assert Move.CLOSE not in other.moves
    assert Move.SEEN in other.moves


def test_there_is_no_talk_of_another_id(couple: Couple) -> None:
    assert talk(couple.state, ASH, TalkId("gone"), couple.moment()) is None


@pytest.mark.parametrize(
    ("thing", "name", "words"),
    [
        (Thing.AREA, HOUSEHOLD, "The household"),
        (Thing.CLAUSE, KITCHEN, "The kitchen is settled before bed."),
        (Thing.MATTER, "m", "Christmas at home?"),
        (Thing.OBSERVATION, "n", "You sang."),
        (Thing.SESSION, "weekly", ""),
        *((thing, "gone", "") for thing in Thing),
    ],
)
def test_what_it_is_about_has_the_couples_own_words(
    couple: Couple, thing: Thing, name: str, words: str
) -> None:
    couple.does(WREN, RaiseMatter(MatterId("m"), "Christmas at home?", (consulted(WREN),)))
    couple.does(WREN, Observe(ObservationId("n"), ASH, ObservationKind.PRAISE, "You sang."))
    assert about_words(couple.state, About(thing, name)) == words
