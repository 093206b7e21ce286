"""The ways in which whoever runs the server can change a record, what finds each, and its name.

They have the file, they make every digest outside the chains fit again, and as a partner they hold
the key of the shared records. What they lack is the other's passphrase, keys and memory.
"""

# ruff: noqa: S608 - every statement is put together from what stands in this file.

import shutil
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from tests.given import ASH, WREN
from tests.store.hosted import OTHER, OURS, Hosted, tamper, world_of
from tests.tampering import forger, keep_state, rewind, unseeing
from troth.application.alarms import Alarm
from troth.application.handle import Answer, Request, World, handle
from troth.application.keyring import Keyring
from troth.application.ports import OperationId
from troth.application.read import view
from troth.application.rules import SHARED
from troth.crypto.keys import Identity
from troth.domain.agreement.commands import NameArea
from troth.domain.kernel import AreaId
from troth.store.sqlite import SqliteStore

FORGED = NameArea(AreaId("forged"), "What nobody said")
OP = OperationId("e" * 32)
STRANGE = Identity(bytes(32))


class Case(NamedTuple):
    """What is done, what finds it first, what that calls it; and what else a login says of it."""

    do: Callable[[Hosted], None]
    by: str
    named: str
    login: str = ""


def rows(*statements: str) -> Callable[[Hosted], None]:
    """Change rows of the database."""
    return lambda record: tamper(record.home, *statements)


def as_ash(act: Callable[[World], None]) -> Callable[[Hosted], None]:
    """Do something as Ash, who runs the server and has the key of the record."""

    def do(record: Hosted) -> None:
        with SqliteStore(record.home) as store:
            act(unseeing(world_of(store, ASH)))

    return do


def forge(world: World) -> None:
    """Write as Wren, with one's own signature under Wren's name."""
    done = handle(forger(world, WREN, OURS), OURS, SHARED, Request(OP, FORGED))
    assert isinstance(done, Answer)


def speak_for_wren(world: World) -> None:
    """Write that Wren did something, signed as oneself."""
    keys = Keyring(WREN, world.keys.identity, world.keys.ring)
    done = handle(msgspec.structs.replace(world, keys=keys), OURS, SHARED, Request(OP, FORGED))
    assert isinstance(done, Answer)


def make_up_state(world: World) -> None:
    """Keep a state in which more was agreed than was ever recorded."""
    state = view(world, OURS, SHARED).state
    done = handle(world, OURS, SHARED, Request(OP, FORGED))
    assert isinstance(done, Answer)
    keep_state(world, OURS, state)


def write_anew(world: World) -> None:
    """Take back the end of the record, and write on as if it had never been."""
    rewind(world, OURS, 8)
    for number in range(6):
        forged = NameArea(AreaId(f"forged-{number}"), "What nobody said")
        done = handle(world, OURS, SHARED, Request(OperationId(f"{number:x}" * 32), forged))
        assert isinstance(done, Answer)


def older_record(record: Hosted) -> None:
    """Put an older copy of the records in place, and leave what people keep of them."""
    tables = ("head", "entry", "snapshot", "pending")
    tamper(
        record.home,
        f"ATTACH '{record.earlier}/record.sqlite3' AS earlier",
        *(f"DELETE FROM {table}" for table in tables),
        *(f"INSERT INTO {table} SELECT * FROM earlier.{table}" for table in tables),
    )


def older_file(record: Hosted) -> None:
    """Put everything back as it was a while ago, keyrings and all."""
    shutil.rmtree(record.home)
    shutil.copytree(record.earlier, record.home)


def grant(member: str, **other: bytes) -> Callable[[Hosted], None]:
    """Change somebody's grant in our record."""

    def changed(body: bytes) -> bytes:
        return msgspec.msgpack.encode({**msgspec.msgpack.decode(body), **other})

    statement = (
        "UPDATE epoch_grant SET body = change(body) "
        f"WHERE chain = 'shared-home' AND member = '{member}'"
    )
    return lambda record: tamper(record.home, statement, change=changed)


def swap(table: str, column: str, first: str, second: str) -> Callable[[Hosted], None]:
    """Exchange a column of two rows."""
    where = f"SELECT {column} FROM {table} WHERE"
    return rows(
        f"UPDATE {table} SET {column} = CASE WHEN {first} THEN ({where} {second}) "
        f"ELSE ({where} {first}) END WHERE ({first}) OR ({second})"
    )


def entry(number: int, chain: str = OURS) -> str:
    """Name an entry in SQL."""
    return f"(chain = '{chain}' AND seq = {number})"


PARTS = "(header, structure, words, link, signature)"
_PARTS = PARTS.strip("()")

CASES: dict[str, Case] = {
    "an entry changed": Case(
        rows(f"UPDATE entry SET structure = zeroblob(337) WHERE {entry(3)}"),
        "verify",
        "changed-body at entry 3",
    ),
    "its words changed": Case(
        rows(f"UPDATE entry SET words = zeroblob(337) WHERE {entry(3)}"),
        "verify",
        "changed-words at entry 3",
    ),
    "its header changed": Case(
        rows(
            "UPDATE entry SET header = CAST(replace(CAST(header AS TEXT), "
            f"'\"epoch\":1', '\"epoch\":2') AS BLOB) WHERE {entry(3)}"
        ),
        "verify",
        "changed-header at entry 3",
    ),
    "an entry deleted": Case(
        rows(f"DELETE FROM entry WHERE {entry(3)}"), "verify", "gap at entry 3"
    ),
    "two entries swapped": Case(
        rows(
            f"UPDATE entry SET seq = -seq WHERE {entry(3)} OR {entry(4)}",
            f"UPDATE entry SET seq = 7 + seq WHERE {entry(-3)} OR {entry(-4)}",
        ),
        "verify",
        "misfiled at entry 3",
    ),
    "an entry twice": Case(
        rows(
            "INSERT INTO entry SELECT chain, 12, 'f' || substr(op, 2), header, structure, words, "
            f"link, signature FROM entry WHERE {entry(3)}"
        ),
        "verify",
        "misfiled at entry 12",
    ),
    "the end cut off": Case(
        rows("DELETE FROM entry WHERE chain = 'shared-home' AND seq > 8"),
        "verify",
        "cut-short at entry 9",
    ),
    "the end cut off with its head": Case(
        as_ash(lambda world: rewind(world, OURS, 8)), "checkpoint", "shorter"
    ),
    "an older copy of the records": Case(older_record, "checkpoint", "shorter"),
    "an older file of everything": Case(older_file, "checkpoint", "shorter"),
    "the record written anew from an entry on": Case(
        as_ash(write_anew), "checkpoint", "other-entry"
    ),
    "an entry moved from another record": Case(
        rows(
            f"UPDATE entry SET {PARTS} = (SELECT {_PARTS} FROM entry WHERE {entry(3, OTHER)}) "
            f"WHERE {entry(3)}"
        ),
        "verify",
        "wrong-chain at entry 3",
    ),
    "words moved between entries": Case(
        swap("entry", "words", entry(3), entry(4)), "verify", "changed-words at entry 3"
    ),
    "words moved from another record": Case(
        swap("entry", "words", entry(3), entry(3, OTHER)), "verify", "changed-words at entry 3"
    ),
    "another's signature": Case(
        swap("entry", "signature", entry(8), entry(9)), "verify", "false-signature at entry 8"
    ),
    "an entry under the other's name": Case(as_ash(forge), "verify", "false-signature at entry 12"),
    "an act in the other's name, signed as oneself": Case(
        as_ash(speak_for_wren), "look", Alarm.NOT_WHOLE
    ),
    "a state that no entry led to": Case(as_ash(make_up_state), "look", Alarm.FALSE_STATE),
    "an older state": Case(
        lambda record: tamper(
            record.home,
            f"ATTACH '{record.earlier}/record.sqlite3' AS earlier",
            "UPDATE snapshot SET body = (SELECT body FROM earlier.snapshot AS old "
            "WHERE old.chain = snapshot.chain) WHERE chain = 'shared-home'",
        ),
        "keys",
        "The snapshot does not open",
    ),
    "the state of another record": Case(
        swap("snapshot", "body", "chain = 'shared-home'", "chain = 'shared-other'"),
        "keys",
        "sealed with a key that you were never given",
    ),
    "the other's words taken away": Case(
        rows(f"UPDATE entry SET words = NULL WHERE {entry(9)}"),
        "keys",
        "The words of entry 9 are gone, and nobody erased them",
    ),
    "a draft moved to another slot": Case(
        rows(
            "UPDATE pending SET slot = 'own-' || lower(hex(randomblob(16))) WHERE member = 'wren'"
        ),
        "keys",
        "A pending row of the record is not as it was written",
    ),
    "a draft moved to the other": Case(
        rows("UPDATE pending SET member = 'ash' WHERE member = 'wren'"),
        "keys",
        "A pending row of the record is not as it was written",
    ),
    "a draft moved to another record": Case(
        rows("UPDATE pending SET chain = 'shared-other' WHERE member = 'wren'"),
        "keys",
        "A pending row of the record is not as it was written",
    ),
    "the drafts of both swapped": Case(
        swap("pending", "body", "member = 'ash'", "member = 'wren'"),
        "keys",
        "A pending row of the record is not as it was written",
    ),
    "the founder's key replaced": Case(
        grant("ash", public=STRANGE.public), "verify", "false-grant"
    ),
    "the other's key replaced": Case(grant("wren", public=STRANGE.public), "verify", "false-grant"),
    "the key that secrets are sent to replaced": Case(
        grant("wren", receives=STRANGE.receives), "verify", "false-grant"
    ),
    "the key of the record replaced": Case(grant("wren", key=bytes(81)), "verify", "false-grant"),
    "the grants of both swapped": Case(
        swap(
            "epoch_grant",
            "body",
            "(chain = 'shared-home' AND member = 'ash')",
            "(chain = 'shared-home' AND member = 'wren')",
        ),
        "verify",
        "false-grant",
    ),
    "a grant moved from another record": Case(
        swap(
            "epoch_grant",
            "body",
            "(chain = 'shared-home' AND member = 'wren')",
            "(chain = 'shared-other' AND member = 'wren' AND epoch = 1)",
        ),
        "verify",
        "false-grant",
    ),
    "a grant taken away": Case(
        rows("DELETE FROM epoch_grant WHERE chain = 'shared-home' AND member = 'wren'"),
        "verify",
        "unknown-author at entry 3",
    ),
    "a new key taken away from both": Case(
        rows("DELETE FROM epoch_grant WHERE chain = 'shared-other' AND epoch = 2"),
        "verify",
        "unknown-author at entry 8",
    ),
    "a new key taken away from one of the two": Case(
        rows("DELETE FROM epoch_grant WHERE epoch = 2 AND member = 'wren'"),
        "verify",
        "false-grant",
    ),
    "the grant to one's own notes taken away": Case(
        rows("DELETE FROM epoch_grant WHERE chain = 'private-wren'"),
        "verify",
        "unknown-author at entry 1",
    ),
}

UNNOTICED: dict[str, Callable[[Hosted], None]] = {
    "an older keyring": lambda record: tamper(
        record.home,
        f"ATTACH '{record.earlier}/record.sqlite3' AS earlier",
        "UPDATE card SET body = (SELECT body FROM earlier.card AS old "
        "WHERE (old.shelf, old.key) = (card.shelf, card.key)) WHERE shelf = 'keyring'",
    ),
    "a draft taken away": rows("DELETE FROM pending WHERE member = 'wren'"),
}
"""What nothing here can notice, and nothing says it does.

An older keyring has seen less, and the record goes on from that too. Of a draft there is no trace
in any chain, or the other would learn of it.
"""
