"""Decisions as a list: a group for what one may do, and words to find what was said."""

from datetime import timedelta

import pytest

from tests.domain.decisions.deciding import (
    M,
    answer,
    consulted,
    deciding,
    led,
    of_kind,
    opinion,
    passes,
    raised,
    shared_evening,
)
from tests.given import ASH, WREN, Couple
from troth.domain.decisions.commands import RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import MemberId
from troth.domain.routing.matter import MatterKind
from troth.projections.plans import Plans, holds, plans


def read(couple: Couple, viewer: MemberId, words: str = "") -> Plans:
    return plans(couple.state, viewer, couple.moment(), words)


def test_nothing_is_an_empty_list() -> None:
    assert read(Couple().have_begun(), ASH).is_empty


def test_what_waits_for_one_is_the_others_in_the_mirror() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    assert [each.matter for each in read(couple, WREN).own] == [M]
    assert [each.matter for each in read(couple, ASH).others] == [M]
    passes(couple, WREN)
    assert [each.matter for each in read(couple, ASH).own] == [M]


def test_what_waits_for_both_is_each_ones_own() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, shared_evening())
    for viewer in (ASH, WREN):
        assert [each.matter for each in read(couple, viewer).own] == [M]
        assert not read(couple, viewer).others


def test_what_nobody_decides_now_rests() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, of_kind(MatterKind.CORRECTION, ASH))
    couple.does(WREN, Pause())
    for viewer in (ASH, WREN):
        assert [each.matter for each in read(couple, viewer).resting] == [M]


def decided(review_days: int | None = None) -> Couple:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    again = None if review_days is None else couple.now + timedelta(days=review_days)
    couple.does(ASH, deciding(couple, outcome="We paint it green.", review_on=again))
    return couple


def test_a_decision_stands_and_is_looked_at_again_on_its_day() -> None:
    couple = decided(review_days=7)
    assert [each.matter for each in read(couple, WREN).decided] == [M]
    couple.later(days=8)
    assert [each.matter for each in read(couple, WREN).again] == [M]
    assert not read(couple, WREN).decided


@pytest.mark.parametrize(
    ("words", "is_found"), [("GREEN paint", True), ("shall", True), ("green red", False)]
)
def test_words_are_found_in_the_question_and_in_what_was_decided(
    words: str,
    is_found: bool,  # noqa: FBT001 - one of two expectations
) -> None:
    assert bool(read(decided(), WREN, words).decided) is is_found


def test_words_are_found_in_what_is_open() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, RaiseMatter(MatterId("n"), "Where do we go in summer?", (consulted(),)))
    assert read(couple, WREN, "summer").own
    assert read(couple, WREN, "winter").is_empty


def test_no_words_hold_for_every_text() -> None:
    assert holds("anything", "")


def test_an_answered_question_waits_for_whoever_decides() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    opinion(couple, WREN)
    assert [each.matter for each in read(couple, ASH).own] == [M]
    couple.does(ASH, deciding(couple, answer()))
    assert [each.matter for each in read(couple, ASH).decided] == [M]
