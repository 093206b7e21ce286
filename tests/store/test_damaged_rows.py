"""No row that was damaged, taken away or put in keeps anybody from pausing or leaving."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.given import ASH, HOUSEHOLD, STRANGER, WREN
from troth.application.alarms import ALARMS, Alarm, RecordInDoubt
from troth.application.handle import Answer
from troth.application.keyring import NotTheirs
from troth.application.notices import NOTICES
from troth.application.read import verify, view
from troth.application.rules import SHARED
from troth.application.seen import look
from troth.domain.agreement.commands import NameArea
from troth.domain.dynamic.commands import End, Pause, Stop
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.store.place import DATABASE
from troth.store.rows import row_digest
from troth.store.sqlite import SqliteStore

PROTECTS = (Pause(), Stop(), End())

JUNK = (b"", b"\x00", b"\xc1", b"\xff" * 300)
"""Bytes that are no row: nothing, too little, no MessagePack, and too much of it."""


@pytest.fixture
def couple(home: Path) -> Iterator[Home]:
    """Have a couple begin in a record of this machine."""
    with SqliteStore(home) as store:
        yield begun(store)


def tamper(home: Path, sql: str, *values: object) -> None:
    """Change the file behind the back of the program."""
    with sqlite3.connect(home / DATABASE, isolation_level=None) as connection:
        connection.execute(sql, values)
    connection.close()


def protects(couple: Home) -> None:
    for command in PROTECTS:
        assert isinstance(couple.attempt(ASH, command), Answer)
    assert phase(couple.view().state.ground.dynamic, couple.clock.now()) is Phase.ENDED


@pytest.mark.parametrize("body", JUNK)
@pytest.mark.parametrize("is_like_written", [True, False])
def test_a_kept_state_that_does_not_open_is_folded_from_the_entries(
    couple: Home, home: Path, body: bytes, *, is_like_written: bool
) -> None:
    before = couple.view()
    digest = row_digest("snapshot", CHAIN, before.seq, body=body) if is_like_written else b""
    tamper(home, "UPDATE snapshot SET body = ?, digest = ? WHERE chain = ?", body, digest, CHAIN)
    assert view(couple.world_of(WREN), CHAIN, SHARED).state == before.state
    protects(couple)
    assert verify(couple.store, CHAIN).is_whole


def test_a_kept_state_of_another_entry_is_folded_too(couple: Home, home: Path) -> None:
    tamper(home, "UPDATE snapshot SET seq = seq - 1 WHERE chain = ?", CHAIN)
    protects(couple)


@pytest.mark.parametrize("body", JUNK)
def test_a_junk_row_among_the_notices_is_dropped_and_stops_nobody(
    couple: Home, home: Path, body: bytes
) -> None:
    sql = "INSERT INTO pending VALUES (?, 'notices', ?, ?, ?)"
    tamper(home, sql, CHAIN, "notice-x", body, b"")
    tamper(
        home,
        sql,
        CHAIN,
        "notice-y",
        body,
        row_digest("pending", CHAIN, NOTICES, "notice-y", body=body),
    )
    protects(couple)
    with couple.store.reading(CHAIN) as reading:
        assert reading.pending_slots(NOTICES, also_damaged=True) == ()


GRANTS_DAMAGED = {
    "every grant taken away": "DELETE FROM epoch_grant",
    "one grant taken away": "DELETE FROM epoch_grant WHERE member = 'ash'",
    "a grant changed": "UPDATE epoch_grant SET body = x'00' WHERE member = 'wren'",
}


@pytest.mark.parametrize("name", GRANTS_DAMAGED)
def test_grants_that_are_damaged_or_gone_raise_an_alarm_and_stop_no_pause(
    couple: Home, home: Path, name: str
) -> None:
    tamper(home, GRANTS_DAMAGED[name])
    world, looks = look(couple.world_of(ASH))
    assert Alarm.KEY_CHANGED in {each.alarm for each in looks}
    assert world.keys.ring.memberships[CHAIN].alarm is Alarm.KEY_CHANGED
    refused = couple.attempt(ASH, NameArea(HOUSEHOLD, "Home"))
    assert refused == RecordInDoubt(ALARMS[Alarm.KEY_CHANGED])
    protects(couple)


def test_a_stranger_is_told_nothing_of_damaged_grants(couple: Home, home: Path) -> None:
    tamper(home, GRANTS_DAMAGED["a grant changed"])
    with couple.store.reading(CHAIN) as reading, pytest.raises(NotTheirs):
        couple.world_of(STRANGER).keys.of(reading)
