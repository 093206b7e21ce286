"""Things on the table are called by the couple's own words, never by the name the record has."""

import pytest

from tests.domain.decisions.deciding import consulted
from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, Couple, clause
from troth.domain.agreement.terms import ResetForm
from troth.domain.decisions.commands import RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.domain.kernel import ClauseId
from troth.domain.resets.commands import AskReset
from troth.domain.resets.events import ResetId
from troth.domain.sessions.events import Item, Topic
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, Urgency
from troth.projections.agenda_items import AgendaItem
from troth.projections.agenda_titles import title

KITCHEN_WORDS = "The kitchen is settled before bed."


@pytest.fixture(name="couple", scope="module")
def _couple() -> Couple:
    couple = Couple().have_begun(clause("back", ResetForm("An evening.")))
    couple.does(WREN, AskToTalk(TalkId("t"), Urgency.SOON, "The offer."))
    couple.does(WREN, AskToTalk(TalkId("silent"), Urgency.SOON))
    couple.does(WREN, RaiseMatter(MatterId("m"), "Christmas at home?", (consulted(WREN),)))
    couple.does(ASH, AskReset(ResetId("r"), ClauseId("back")))
    return couple


@pytest.mark.parametrize(
    ("topic", "name", "words"),
    [
        (Topic.TALKS, "t", "The offer."),
        (Topic.TALKS, "silent", ""),
        (Topic.TALKS, "gone", ""),
        (Topic.EXPECTATIONS, KITCHEN, KITCHEN_WORDS),
        (Topic.CLAUSES, KITCHEN, KITCHEN_WORDS),
        (Topic.CONDUCT, "gone", ""),
        (Topic.DECISIONS, "m", "Christmas at home?"),
        (Topic.BOUNDARIES, "m", "Christmas at home?"),
        (Topic.BOUNDARIES, HOUSEHOLD, "The household"),
        (Topic.CONNECTION, "r", "An evening."),
        (Topic.CONNECTION, "", ""),
        (Topic.WELLBEING, "", ""),
    ],
)
def test_a_thing_has_the_words_it_was_given(
    couple: Couple, topic: Topic, name: str, words: str
) -> None:
    # What was carried over and is not derived any more has nothing but its name.
    assert title(couple.state, AgendaItem(Item(topic, name), name)) == words


def test_what_only_the_agenda_knows_keeps_its_words(couple: Couple) -> None:
    assert title(couple.state, AgendaItem(Item(Topic.CLAUSES, "x"), "A line.")) == "A line."
