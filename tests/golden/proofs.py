"""Freeze what others check: a header, its link and signature, a checkpoint, a statement.

Run it with `python -m tests.golden.proofs` when a form is new, and commit what it adds; it changes
nothing that is frozen already. Files that people keep elsewhere have to be read for ever.
"""

import json
import sys
from pathlib import Path

from tests.application.homes import ToldClock
from tests.given import ASH, START, WREN, ZONES, Couple
from tests.keys import identity, keys_of
from troth.application.handle import Host
from troth.application.ports import ChainId, Entry, OperationId, Sealed
from troth.application.proofs.checkpoints import Checkpoint, checkpoint
from troth.crypto.pem import public_pem
from troth.projections.statement import Party, Place, Standing, statement
from troth.store.memory import MemoryStore

PROOFS = Path(__file__).with_name("proofs.json")
CHAIN = ChainId("shared-golden")


def made() -> dict[str, str]:
    """Return everything that comes out the same each time it is made."""
    entry, kept = _record()
    text = _statement()
    wren = identity(WREN)
    return {
        "header": entry.header.decode(),
        "link": entry.link.hex(),
        "signature": entry.signature.hex(),
        "checkpoint": kept.text,
        "words of the checkpoint": kept.words,
        "line on a receipt": kept.line,
        "statement": text,
        "signature of the statement": wren.sign(text.encode()).hex(),
        "public key": public_pem(wren.public),
    }


def read() -> dict[str, str]:
    """Return what is frozen, by name."""
    kept: dict[str, str] = json.loads(PROOFS.read_text("utf-8")) if PROOFS.exists() else {}
    return kept


def _record() -> tuple[Entry, Checkpoint]:
    """Write one entry whose bytes are known, and take a checkpoint of it."""
    store = MemoryStore()
    keys = keys_of(store, CHAIN)
    sealed = Sealed(1, b"what was done", b"in which words")
    with store.acting(CHAIN) as transaction:
        entry = transaction.append(OperationId("0" * 31 + "1"), sealed, b"", identity(ASH))
    kept = checkpoint(Host(store, ToldClock(), ZONES).world(keys[WREN]), CHAIN)
    assert isinstance(kept, Checkpoint)
    return entry, kept


def _statement() -> str:
    couple = Couple().have_begun()
    place, before = Place(12, bytes(range(32))), Place(7, bytes(32))
    standing = Standing(CHAIN, place, START, before, couple.state.ground)
    names = {ASH: "Ash", WREN: "Wren"}
    keys = {member: identity(member) for member in names}
    return statement(
        standing,
        tuple(Party(member, names[member], key.id, key.public) for member, key in keys.items()),
    )


def main() -> None:
    """Add what is missing."""
    kept = read()
    PROOFS.write_text(json.dumps(made() | kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
    sys.stdout.write(f"{len(read()) - len(kept)} added, {len(kept)} kept\n")


if __name__ == "__main__":
    main()
