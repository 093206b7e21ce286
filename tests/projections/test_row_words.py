"""Rows in the couple's own words: a name alone says little."""

import pytest

from tests.given import ASH, KITCHEN, WREN, Couple, kitchen
from troth.domain.agreement.events import Repeal
from troth.domain.conduct.commands import ReportBreach
from troth.domain.conduct.events import BreachId
from troth.domain.kernel import ClauseId
from troth.domain.standards.events import ClauseDuty
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, Urgency
from troth.projections.row_words import clause_words, words_of
from troth.projections.waiting import Asks, Row, Viewing, waiting

OTHER_WORDS = "The kitchen is settled by ten."


def about(couple: Couple, asks: Asks) -> tuple[str, ...]:
    """Return what the one row of a kind is about, as Wren reads it."""
    moment = couple.moment()
    (row,) = (row for row in waiting(couple.state, Viewing(WREN, moment)) if row.asks is asks)
    return words_of(couple.state, row, moment)


def test_something_proposed_is_told_in_its_new_words() -> None:
    couple = Couple().have_begun()
    couple.proposes(ASH, kitchen(OTHER_WORDS))
    assert about(couple, Asks.PROPOSAL) == (OTHER_WORDS,)


def test_something_to_be_taken_out_is_told_in_the_words_it_has() -> None:
    couple = Couple().have_begun()
    couple.proposes(ASH, Repeal(KITCHEN))
    assert about(couple, Asks.PROPOSAL) == (kitchen().text,)


def test_a_slip_is_told_by_the_line_it_is_about() -> None:
    couple = Couple().have_begun()
    reported = ReportBreach(BreachId("b"), WREN, ClauseDuty(KITCHEN), couple.now)
    couple.later(minutes=5)
    couple.does(ASH, reported)
    assert about(couple, Asks.SLIP) == (kitchen().text,)


@pytest.mark.parametrize("topic", ["", "The evenings"])
def test_anything_else_has_the_words_somebody_gave_or_none(topic: str) -> None:
    couple = Couple().have_begun()
    couple.does(ASH, AskToTalk(TalkId("t"), Urgency.SOON, topic))
    assert about(couple, Asks.TALK) == ((topic,) if topic else ())


def test_what_is_to_be_read_again_is_told_by_its_first_line() -> None:
    couple = Couple().have_begun()
    row = Row(Asks.READ_AGAIN, KITCHEN, "“kitchen”")
    assert words_of(couple.state, row, couple.moment()) == (kitchen().text,)


def test_a_line_nobody_knows_is_told_by_its_name() -> None:
    assert clause_words(Couple().have_begun().state, ClauseId("nothing")) == "nothing"
