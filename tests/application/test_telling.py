"""Quiet hours: what comes within them is told when they end, on one's own clock."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from tests.given import ZONES
from tests.notify.receiving import Phone, wish_of
from troth.application.telling import MAILBOX, NOTHING, PATIENCE, Quiet, Wish, read_key

NIGHT = Quiet(22 * 60, 7 * 60)
NOON = Quiet(12 * 60, 13 * 60)


def at(hour: int, minute: int = 0, *, day: int = 10, month: int = 1) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def due(quiet: Quiet | None, when: datetime, zone: str = "UTC") -> datetime:
    return replace(wish_of(), quiet=quiet).due(when, ZONES[zone])


def test_without_them_it_is_told_soon() -> None:
    assert due(None, at(3)) == at(3) + PATIENCE


@pytest.mark.parametrize(
    ("quiet", "when", "told"),
    [
        (NIGHT, at(21, 57), at(21, 59)),
        (NIGHT, at(21, 58), at(7, day=11)),
        (NIGHT, at(23), at(7, day=11)),
        (NIGHT, at(0), at(7)),
        (NIGHT, at(6, 57), at(7)),
        (NIGHT, at(6, 58), at(7)),
        (NIGHT, at(7), at(7, 2)),
        (NOON, at(11, 57), at(11, 59)),
        (NOON, at(11, 59), at(13)),
        (NOON, at(12, 59), at(13, 1)),
        (NOON, at(22), at(22, 2)),
    ],
)
def test_within_them_it_waits_until_they_end(quiet: Quiet, when: datetime, told: datetime) -> None:
    assert due(quiet, when) == told


def test_they_are_on_the_clock_of_whoever_set_them() -> None:
    assert due(NIGHT, at(21, 30), "Europe/Paris") == at(6, day=11)
    assert due(NIGHT, at(21, 30), "Europe/London") == at(21, 32)
    assert due(NIGHT, at(4), "America/New_York") == at(12)


def test_they_end_by_the_clock_also_where_it_is_set_forward_that_night() -> None:
    assert due(NIGHT, at(22, day=28, month=3), "Europe/Paris") == at(5, day=29, month=3)


def test_nothing_is_on_until_somebody_says_so() -> None:
    assert not NOTHING.is_on
    assert not Wish(quiet=NIGHT).is_on
    assert wish_of(Phone().asked).is_on
    assert wish_of(mailbox="wren@home.example").is_on


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("wren@home.example", True),
        ("w.r+n@mail.home.example", True),
        ("wren", False),
        ("wren@home", False),
        ("wren@home.example, ash@home.example", False),
        ("wren@home.example\nBcc: ash@home.example", False),
        ("Wren <wren@home.example>", False),
        ("", False),
    ],
)
def test_a_mailbox_is_one_mailbox(text: str, is_one: bool) -> None:  # noqa: FBT001 - a column of the table
    assert bool(MAILBOX.fullmatch(text)) == is_one


def test_what_no_browser_writes_is_no_key() -> None:
    assert read_key("AAEC") == b"\x00\x01\x02"
    assert read_key("_-8") == b"\xff\xef"
    assert read_key("é") == b""
    assert read_key("A") == b""
