"""A couple's record on the disk of somebody who has every means but the other's secrets."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import apsw

from tests.application.homes import ToldClock
from tests.application.signed_up import CODES, NAMES, PASSPHRASES, Town
from tests.given import ASH, WREN, ZONES
from troth.application.accounts.account import find_account, unlock
from troth.application.accounts.rotation import rotate
from troth.application.accounts.wraps import Binding, opened_keyring, unwrapped
from troth.application.handle import Answer, Host, Request, World, handle
from troth.application.ports import ChainId, StoreDamaged
from troth.application.private.drafts import Drafts
from troth.application.private.preparations import Prepared, prepare
from troth.application.proofs.checkpoints import Checkpoint, checkpoint, difference
from troth.application.proofs.verifying import open_all
from troth.application.proofs.whole import check_people
from troth.application.read import verify
from troth.application.rules import PRIVATE, SHARED_PREFIX
from troth.application.seen import look
from troth.crypto.codes import recovery_key
from troth.domain.agreement.commands import NameArea
from troth.domain.kernel import AreaId, MemberId, Refusal
from troth.domain.notes import KeepNote
from troth.domain.sessions.events import Preparation
from troth.store.rows import Cell, row_digest
from troth.store.sqlite import SqliteStore

OURS, OTHER = ChainId(f"{SHARED_PREFIX}home"), ChainId(f"{SHARED_PREFIX}other")
"""Two records of the same two people."""


class Finding(NamedTuple):
    """What found that something is wrong, and what it called it."""

    by: str
    named: str


class Hosted(NamedTuple):
    """A record, the same a while before, and a checkpoint that Wren keeps elsewhere."""

    home: Path
    earlier: Path
    kept: Checkpoint

    def copied(self, to: Path) -> "Hosted":
        """Return a copy to tamper with."""
        shutil.copytree(self.home, to)
        return self._replace(home=to)


def hosted(directory: Path) -> Hosted:
    """Let two people sign up, share two records, write in them, and look at them last.

    In the other record a new key begins on the way.
    """
    home, earlier = directory / "home", directory / "earlier"
    with SqliteStore(home) as store:
        town = Town(store)
        for chain in (OURS, OTHER):
            town.pairs(chain)
            _live(town, chain, "before")
        for member in NAMES:
            _keep_to_oneself(town, member)
            look(town.world_of(member))
        # Nobody is writing just now, so what lies on the disk is a whole record.
        shutil.copytree(home, earlier)
        rotate(town.world_of(ASH), OTHER)
        for chain in (OURS, OTHER):
            _live(town, chain, "after")
        for member in NAMES:
            look(town.world_of(member))
        kept = checkpoint(town.world_of(WREN), OURS)
        assert isinstance(kept, Checkpoint)
    return Hosted(home, earlier, kept)


def _live(town: Town, chain: ChainId, word: str) -> None:
    for number, member in enumerate((ASH, WREN, ASH, WREN)):
        area = AreaId(f"{word}-{number}")
        town.does(member, NameArea(area, f"What came {word} {number}"), chain)


def _keep_to_oneself(town: Town, member: MemberId) -> None:
    world = town.world_of(member)
    prepare(Drafts(world, OURS), "p", Prepared(Preparation.GLAD, "That you came."))
    for text in ("One thing.", "Another."):
        kept = handle(world, world.keys.own_chain, PRIVATE, Request(town.next_op(), KeepNote(text)))
        assert isinstance(kept, Answer)


DIGESTED = {
    "snapshot": "chain, seq",
    "pending": "chain, member, slot",
    "epoch_grant": "chain, epoch, member",
    "card": "shelf, key, owner",
}
"""The rows that no chain vouches for, and what their digests are made from besides the body."""


def tamper(home: Path, *statements: str, change: Callable[[bytes], bytes] = bytes) -> None:
    """Change rows as somebody who runs the server can, and make every digest fit again.

    `change` is at hand in the statements as a function of that name.
    """

    def changed(*of: Cell) -> bytes:
        (body,) = of
        assert isinstance(body, bytes)
        return change(body)

    database = apsw.Connection(str(home / "record.sqlite3"))
    database.create_scalar_function("change", changed)
    database.create_scalar_function("digest", _digest)
    for statement in statements:
        before = database.total_changes()
        database.execute(statement)
        assert statement.startswith("ATTACH") or database.total_changes() > before
    for table, keys in DIGESTED.items():
        statement = f"UPDATE {table} SET digest = digest('{table}', {keys}, body)"  # noqa: S608 - the names above
        database.execute(statement)
    database.close()


def _digest(*of: Cell) -> bytes:
    table, *keys, body = of
    assert isinstance(body, bytes)
    return row_digest(str(table), *keys, body=body)


def world_of(store: SqliteStore, member: MemberId) -> World:
    """Open somebody's world from what lies on the disk, as logging in does."""
    host = Host(store, ToldClock(), ZONES)
    return host.world(opened_keyring(host, member, _root(host, member)))


def findings(record: Hosted) -> Iterator[Finding]:
    """Look for what is wrong in every way there is, those first that need no secret."""
    with SqliteStore(record.home) as store:
        yield from _without_keys(store, record.kept)
        for member in (WREN, ASH):
            yield from _with_keys(Host(store, ToldClock(), ZONES), member)


def _without_keys(store: SqliteStore, kept: Checkpoint) -> Iterator[Finding]:
    for chain in store.chains():
        verdict = verify(store, chain)
        if verdict.fault is not None:
            where = "" if verdict.seq is None else f" at entry {verdict.seq}"
            yield Finding("verify", f"{verdict.fault}{where}")
    try:
        store.inspect()
        check_people(store)
    except StoreDamaged as error:
        yield Finding("inspection", str(error))
    differs = difference(store, kept)
    if differs is not None:
        yield Finding("checkpoint", differs)


def _with_keys(host: Host, member: MemberId) -> Iterator[Finding]:
    try:
        world = host.world(opened_keyring(host, member, _root(host, member)))
        refusal = unlock(host, NAMES[member], PASSPHRASES[member])
    except StoreDamaged as error:
        yield Finding("login", str(error))
        return
    if isinstance(refusal, Refusal):
        yield Finding("login", refusal.sentence)
    world, looks = look(world)
    for each in looks:
        if each.alarm is not None:
            yield Finding("look", each.alarm)
    for chain in (*world.keys.ring.memberships, world.keys.own_chain):
        wrong = open_all(world, chain).wrong
        if wrong:
            yield Finding("keys", wrong)


def _root(host: Host, member: MemberId) -> bytes:
    """Return a root key, as its recovery code opens it."""
    account = find_account(host, NAMES[member])
    assert account is not None
    binding = Binding("code", account.member, account.id)
    root = unwrapped(account.by_code, recovery_key(CODES[member]), binding)
    if root is None:
        raise StoreDamaged("The recovery code opens nothing.")
    return root
