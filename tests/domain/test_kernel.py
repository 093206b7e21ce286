"""Texts are recorded in one visible form; digests and back-dating follow from what was meant."""

from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.given import ASH, START
from troth.domain.agreement.terms import Practice, Terms
from troth.domain.dynamic.events import Invitation, MemberInvited
from troth.domain.kernel import (
    ClauseId,
    NotFound,
    Recorded,
    backdated,
    digest,
    is_clear,
    is_forgotten,
    wording,
)


@given(st.text(max_size=60))
def test_the_recorded_form_of_a_text_is_its_own_recorded_form(text: str) -> None:
    assert wording(wording(text)) == wording(text)


@given(st.text(alphabet=" \u00a0\u2003\t\r\nae\u0301\u00e9", max_size=30))
def test_ordinary_typing_becomes_clear_or_empty(typed: str) -> None:
    assert is_clear(wording(typed), may_be_empty=True)


@pytest.mark.parametrize(
    "unseen",
    [
        "kit\u200bchen",  # a space of no width
        "kit\u200dchen",  # a joiner where the script joins nothing
        "kitchen\u200d",
        "\u200d",
        "kit\u2028chen",  # a line separator, which looks like a new line
        "\u3164",  # a letter every typeface leaves blank
        "kitchen\u2800",
        "kit\u034fchen",
        "\u202ekitchen",  # turns the direction of what follows
        "kit\ue000chen",
    ],
)
def test_a_text_with_something_unseen_is_not_clear(unseen: str) -> None:
    assert not is_clear(unseen)


@pytest.mark.parametrize(
    "seen",
    [
        "The kitchen is settled.\nBefore bed.",
        "نمی\u200cخواهم",  # noqa: RUF001 - Persian spells this word with a joiner
        "\U0001f468\u200d\U0001f373",  # a cook, made of two
        "Déjà vu",
    ],
)
def test_what_scripts_and_emoji_need_is_clear(seen: str) -> None:
    assert is_clear(seen)


def test_a_text_in_another_form_than_the_recorded_one_is_not_clear() -> None:
    assert not is_clear("e\u0301")
    assert not is_clear("two\u00a0words")
    assert not is_clear("kitchen ")
    assert not is_clear("")
    assert not is_clear("long", longest=3)


def test_a_digest_depends_on_what_is_said_and_not_on_the_order_of_a_set() -> None:
    def terms(*tags: str) -> Terms:
        return Terms(ClauseId("a"), Practice(), "Words.", tags=frozenset(tags))

    assert digest(terms("one", "two", "three")) == digest(terms("three", "two", "one"))
    assert digest(terms("one")) != digest(terms("two"))


@given(st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_back_dating_reaches_thirty_days_and_never_ahead(offset: timedelta) -> None:
    since = backdated(START + offset, START)
    assert START - timedelta(days=30) <= since <= START
    if -timedelta(days=30) <= offset <= timedelta(0):
        assert since == START + offset


def test_a_time_nobody_can_place_counts_from_now() -> None:
    assert backdated(None, START) == START
    assert backdated(datetime(2026, 3, 1), START) == START  # noqa: DTZ001 - the point of the test


def test_what_reports_reach_is_not_forgotten() -> None:
    assert not is_forgotten(START - timedelta(days=30), START)
    assert is_forgotten(START - timedelta(days=32), START)


def test_a_refusal_speaks_and_a_value_shows_nothing() -> None:
    assert "“kitchen”" in NotFound("clause", "kitchen").sentence
    recorded = Recorded(ASH, START, MemberInvited(Invitation("secret", START)))
    assert "secret" not in repr(recorded)
    assert b"member-invited/1" in msgspec.json.encode(recorded)
