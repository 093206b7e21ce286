"""Texts are found wherever they stand in a value, in the order in which it is written."""

import pytest

from tests.given import ASH, WREN
from tests.golden.samples import act_of
from tests.golden.write import tag_of
from troth.application.codec import EVENTS
from troth.application.texts import map_texts
from troth.domain.checkins import Answer, CheckInRevealed, Clarity, Connection, RoundId
from troth.domain.kernel import Event

CLOSE = Answer(Connection.CLOSE, Clarity.CLEAR, "Close.")
APART = Answer(Connection.FAR_APART, Clarity.NOT_CLEAR, "Apart.")


def texts_of(event: Event) -> list[str]:
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return ""

    map_texts(event, note)
    return found


def test_texts_come_in_the_same_order_however_a_mapping_was_filled() -> None:
    one = CheckInRevealed(RoundId("2026-W01"), {ASH: CLOSE, WREN: APART})
    other = CheckInRevealed(RoundId("2026-W01"), {WREN: APART, ASH: CLOSE})
    assert texts_of(one) == texts_of(other) == ["Close.", "Apart."]


def put_back(event: Event, texts: list[str]) -> Event:
    remaining = list(reversed(texts))
    filled = map_texts(map_texts(event, lambda _: ""), lambda _: remaining.pop())
    assert remaining == []
    return filled


@pytest.mark.parametrize("event", EVENTS, ids=tag_of)
def test_texts_taken_out_and_put_back_give_the_same_value(event: type[Event]) -> None:
    for sample in act_of(event).events:
        assert put_back(sample, texts_of(sample)) == sample
