"""A new key that whoever runs the server hides again: whoever began it goes on under no old one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.application.signed_up import Town
from tests.given import ASH, WORK, WREN
from tests.store.hosted import OURS, tamper, world_of
from troth.application.accounts.rotation import rotate
from troth.application.alarms import Alarm
from troth.application.handle import Answer, Request, World, handle
from troth.application.rules import SHARED
from troth.application.seen import look
from troth.bootstrap import new_operation
from troth.domain.agreement.commands import NameArea
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import Command
from troth.store.sqlite import SqliteStore


@pytest.fixture
def store(quick_home: Path) -> Iterator[SqliteStore]:
    """Return a record whose newest key is hidden: its grants are gone, the state is as before."""
    before = quick_home.with_name("before")
    with SqliteStore(quick_home) as opened:
        town = Town(opened)
        town.pairs(OURS)
        for member in (ASH, WREN):
            look(town.world_of(member))
    shutil.copytree(quick_home, before)
    with SqliteStore(quick_home) as opened:
        rotate(world_of(opened, ASH), OURS)
    tamper(
        quick_home,
        f"ATTACH '{before / 'record.sqlite3'}' AS earlier",
        "DELETE FROM epoch_grant WHERE epoch = 2",
        "UPDATE snapshot SET body = (SELECT body FROM earlier.snapshot AS old"
        " WHERE old.chain = snapshot.chain) WHERE chain = 'shared-home'",
    )
    with SqliteStore(quick_home) as opened:
        yield opened


def acts(world: World, command: Command) -> bool:
    """Act, and tell whether it was recorded."""
    return isinstance(handle(world, OURS, SHARED, Request(new_operation(), command)), Answer)


def test_whoever_began_it_is_told_and_writes_nothing_under_the_old_one(store: SqliteStore) -> None:
    world, looks = look(world_of(store, ASH))
    assert Alarm.KEY_CHANGED in {each.alarm for each in looks}
    assert not acts(world, NameArea(WORK, "Work"))


def test_a_pause_is_let_through_all_the_same(store: SqliteStore) -> None:
    world, _ = look(world_of(store, ASH))
    assert acts(world, Pause())
