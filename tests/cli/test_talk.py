"""Talks at the command line: always heard, closed by the one who asked, no way around a slip."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from tests.cli.home import Home
from tests.given import ASH, KITCHEN, REFLECTION, WREN
from troth.domain.conduct.commands import AnswerBreach, OfferCorrection, ReportBreach, WeighBreach
from troth.domain.conduct.events import AnswerKind, BreachId, CorrectionOffered, Finding
from troth.domain.conduct.refusals import TalkComesFirst
from troth.domain.standards.events import ClauseDuty
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, TalkRequested, Urgency
from troth.projections.open_matters import Move, OpenTalk

SLIP = BreachId("slip")
TALK = TalkId("evenings")


def asked(home: Home, *, days_ago: float = 0) -> None:
    """Let Wren have asked to talk."""
    command = AskToTalk(TALK, Urgency.SOON, "The evenings")
    home.does(WREN, command, days_ago=days_ago)


def upheld(home: Home) -> OfferCorrection:
    """Let something of Wren's have slipped; return what Ash would offer."""
    at = datetime.now(UTC) - timedelta(days=5)  # noqa: TID251 - the command line reads the real clock
    home.does(ASH, ReportBreach(SLIP, WREN, ClauseDuty(KITCHEN), at), days_ago=4)
    home.does(WREN, AnswerBreach(SLIP, AnswerKind.ACKNOWLEDGED), days_ago=4)
    home.does(ASH, WeighBreach(SLIP, Finding.UPHELD), days_ago=4)
    return OfferCorrection(SLIP, REFLECTION, 30)


def test_an_empty_list_says_what_to_do(home: Home) -> None:
    assert "troth talk ask" in home.wren("talk", "list")


def test_one_need_not_say_what_about(home: Home) -> None:
    said = home.wren("talk", "ask")
    assert "asked. Ash has until" in said
    assert "one need not say" in home.ash("talk", "list")


def test_each_reads_an_open_talk_in_their_own_mirror(home: Home) -> None:
    home.wren("talk", "ask", "The evenings", "--how-soon", "now", "--about", "clause", "kitchen")
    own, other = home.wren("talk", "list"), home.ash("talk", "list")
    assert "You asked on" in own
    assert "Ash has not said yet that they have seen it." in own
    assert "Wren asked on" in other
    assert "It waits for you." in other
    assert "About clause “kitchen”." in other
    assert "troth talk close" in own
    assert "troth talk close" not in other


def test_a_talk_goes_from_seen_to_a_time_to_closed(home: Home) -> None:
    asked(home)
    assert "Seen" in home.ash("talk", "seen", TALK, "--suggest", "+2d")
    assert "Suggested by Ash" in home.wren("talk", "list")
    assert "You talk then." in home.wren("talk", "suggest", TALK, "--yes")
    assert "You both said yes to this time." in home.ash("talk", "list")
    assert "Whoever asked closes it." in home.ash("talk", "held", TALK)
    assert "Wren can close it." in home.ash("talk", "list")
    home.wren("talk", "close", TALK)
    assert "No talks asked for." in home.ash("talk", "list")


def test_only_the_asker_closes_or_withdraws(home: Home) -> None:
    asked(home)
    for verb in ("close", "withdraw"):
        assert "Only the one who asked" in home.refused("Ash", "talk", verb, TALK)
    assert "Withdrawn" in home.wren("talk", "withdraw", TALK)


def test_the_asker_does_not_say_for_the_other_that_it_was_seen(home: Home) -> None:
    asked(home)
    assert "the other says" in home.refused("Wren", "talk", "seen", TALK)


@pytest.mark.parametrize(
    "typed",
    [
        ("suggest", "nowhere", "+1d"),
        ("suggest", TALK),
        ("suggest", TALK, "+1d", "--yes"),
        ("suggest", TALK, "--yes"),
        ("suggest", TALK, "+40d"),
        ("ask", "--about", "planet", "x"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    home: Home, typed: tuple[str, ...]
) -> None:
    asked(home)
    home.refused("Wren", "talk", *typed)


def test_strangers_neither_ask_nor_read(home: Home) -> None:
    home.is_closed_to_strangers("talk", "ask")
    home.is_closed_to_strangers("talk", "list")


def test_talks_stay_open_to_both_while_stopped(home: Home) -> None:
    home.ash("stop")
    home.wren("talk", "ask")
    assert isinstance(home.acts()[0].events[0], TalkRequested)


def test_a_talk_is_read_as_json(home: Home) -> None:
    asked(home)
    (read,) = msgspec.convert(home.reads("Ash", "talk", "list"), list[OpenTalk])
    assert (read.talk, read.moves) == (TALK, (Move.SEEN, Move.SUGGEST, Move.HELD))


def test_asking_to_talk_does_not_dodge_what_was_agreed(home: Home) -> None:
    offer = upheld(home)
    home.wren("talk", "ask", "--how-soon", "now")
    assert isinstance(home.does(ASH, offer).events[0], CorrectionOffered)


def test_a_talk_that_waited_too_long_unseen_comes_first(home: Home) -> None:
    offer = upheld(home)
    asked(home, days_ago=3)
    assert "It goes first at your next session." in home.wren("talk", "list")
    typed = ("correction", "offer", SLIP, REFLECTION, "--minutes", "30")
    assert home.refused("Ash", *typed) == TalkComesFirst().sentence
    home.ash("talk", "seen", TALK)
    assert isinstance(home.does(ASH, offer).events[0], CorrectionOffered)


def test_the_list_of_questions_says_for_whom_each_waits(home: Home) -> None:
    home.ash("matter", "raise", "Shall we move?", "--area", "household", "--affects", "both")
    for name in ("Ash", "Wren"):
        assert "It waits for Wren." in home.run(name, "matter", "list").stdout
