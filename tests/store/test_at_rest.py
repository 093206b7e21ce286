"""No word that anybody wrote stands in any file: not in the record, its log, or a backup of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.given import ASH
from tests.golden.life import acts
from tests.keys import keys_of
from troth.application.codec import Act, encode_snapshot
from troth.application.keyring import Keyring
from troth.application.pending import Rows
from troth.application.ports import ChainId, OperationId, Slot
from troth.application.rules import SHARED
from troth.application.sealing import seal_act, seal_snapshot
from troth.application.texts import map_texts
from troth.domain.kernel import MemberId
from troth.store.backup import Keeping, back_up
from troth.store.sqlite import SqliteStore

CHAIN = ChainId("shared-home")
NOW = datetime(2026, 11, 22, tzinfo=UTC)

LOG = "record.sqlite3-wal"

SHORTEST_BYTES = 6
"""Shorter texts turn up among random bytes by themselves: of six letters, once in many lives."""

DRAFT = "Something that is not said yet"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home that holds a couple's first months: every event there is, and a draft."""
    home = tmp_path_factory.mktemp("lived") / "home"
    with SqliteStore(home) as store:
        keys = keys_of(store, CHAIN)
        write(store, keys)
        with store.acting(CHAIN) as transaction:
            for are_shared in (True, False):
                rows = Rows(keys[ASH].of(transaction), are_shared=are_shared)
                rows.keep(transaction, ASH, "draft", DRAFT.encode())
        back_up(home, home.parent / "kept", NOW, (SqliteStore, Keeping()))
        # The log goes when the record is closed; whoever takes a running machine has it.
        (home.parent / LOG).write_bytes((home / LOG).read_bytes())
    return home


def write(store: SqliteStore, keys: dict[MemberId, Keyring]) -> None:
    """Seal every act of the frozen record, each by its own author, and the state they lead to."""
    state = SHARED.first
    with store.acting(CHAIN) as transaction:
        for number, act in enumerate(acts(), 1):
            own = keys[act.by].of(transaction)
            for recorded in act.recorded():
                state = SHARED.evolve(state, recorded)
            snapshot = seal_snapshot(own, number, encode_snapshot(act.at, state))
            sealed = seal_act(own, number, act)
            transaction.append(OperationId(f"{number:032x}"), sealed, snapshot, own.identity)


def texts(record: list[Act]) -> set[bytes]:
    """Return every text in a record that is long enough to be looked for."""
    found: set[str] = set()

    def note(text: str) -> str:
        found.add(text)
        return text

    for act in record:
        for event in act.events:
            map_texts(event, note)
    return {text.encode() for text in found if len(text.encode()) >= SHORTEST_BYTES}


def files(home: Path) -> Iterator[Path]:
    """Return every file of the home, of its backups, and the log as it was."""
    return (path for path in home.parent.rglob("*") if path.is_file())


def found_in(content: bytes, words: set[bytes]) -> set[bytes]:
    """Return the words that stand in some bytes."""
    return {word for word in words if word in content}


def test_no_word_of_a_life_stands_in_any_file(lived: Path) -> None:
    words = texts(acts())
    assert len(words) > 80
    looked_at = {path.name: found_in(path.read_bytes(), words) for path in files(lived)}
    assert {"record.sqlite3", LOG, "backup-20261122-000000.sqlite3"} <= set(looked_at)
    assert {name: words for name, words in looked_at.items() if words} == {}


def test_no_draft_and_no_answer_that_waits_stands_in_any_file(lived: Path) -> None:
    assert [path for path in files(lived) if DRAFT.encode() in path.read_bytes()] == []


def test_words_that_were_not_sealed_would_be_found(tmp_path: Path) -> None:
    words = texts(acts())
    with SqliteStore(tmp_path / "home") as store, store.acting(CHAIN) as transaction:
        for number, word in enumerate(sorted(words)):
            transaction.put_pending(ASH, Slot(f"slot-{number}"), word)
    content = b"".join(path.read_bytes() for path in files(tmp_path / "home"))
    assert found_in(content, words) == words
