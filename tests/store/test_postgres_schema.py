"""The tables of PostgreSQL can be distributed by Citus: no key and no reference leaves a shard.

Citus asks that every unique key and every reference between distributed tables includes the column
they are distributed by. What belongs to a chain goes by `chain`, what belongs to none by `key`.
"""

from typing import NamedTuple

from tests.store.postgresql import run_as_owner, schema_of
from tests.store.writing import ASH, OURS, STRANGERS, admit, append
from troth.application.ports import ChainId, Slot
from troth.store.postgres import TABLES, PostgresStore
from troth.store.sql_chain import OF_CHAIN

DRAFT = Slot("draft")

ON_THE_COORDINATOR = {"layout"}
"""A few rows about the database itself, which no act reads or writes."""


class Key(NamedTuple):
    """A key, or a reference to another table's key, with its columns in order."""

    table: str
    kind: str
    columns: tuple[str, ...]
    other: str = ""
    other_columns: tuple[str, ...] = ()


KEYS = """
SELECT t.relname, c.contype::text, f.relname,
    ARRAY(SELECT attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k (n, i)
        JOIN pg_attribute ON attrelid = c.conrelid AND attnum = n ORDER BY i),
    ARRAY(SELECT attname::text FROM unnest(c.confkey) WITH ORDINALITY AS k (n, i)
        JOIN pg_attribute ON attrelid = c.confrelid AND attnum = n ORDER BY i)
FROM pg_constraint c
    JOIN pg_class t ON t.oid = c.conrelid LEFT JOIN pg_class f ON f.oid = c.confrelid
WHERE c.connamespace = '{schema}'::regnamespace AND c.contype IN ('p', 'u', 'f')
"""

UNIQUE_INDEXES = """
SELECT t.relname, 'u', NULL,
    ARRAY(SELECT attname::text FROM unnest(i.indkey) WITH ORDINALITY AS k (n, o)
        JOIN pg_attribute ON attrelid = i.indrelid AND attnum = n ORDER BY o),
    ARRAY[]::text[]
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
WHERE t.relnamespace = '{schema}'::regnamespace AND i.indisunique
"""


def keys_in(schema: str) -> list[Key]:
    """Return every unique key and reference of a schema's tables."""
    rows = [
        row
        for query in (KEYS, UNIQUE_INDEXES)
        for row in run_as_owner(query.replace("{schema}", schema))
    ]
    return [_key(row) for row in rows]


def _key(row: tuple[object, ...]) -> Key:
    table, kind, other, columns, others = row
    assert isinstance(columns, list)
    assert isinstance(others, list)
    return Key(str(table), str(kind), tuple(columns), str(other or ""), tuple(others))


def misplaced(keys: list[Key]) -> list[Key]:
    """Return the keys and references that Citus would refuse, or that a chain does not lead."""
    return [key for key in keys if key.table not in ON_THE_COORDINATOR and not _stays(key)]


def _stays(key: Key) -> bool:
    by = distributed_by(key.table)
    if key.kind != "f":
        return key.columns[0] == by
    return (
        key.other not in ON_THE_COORDINATOR
        and by == distributed_by(key.other)
        and (key.columns[0], key.other_columns[0]) == (by, by)
    )


def distributed_by(table: str) -> str:
    """Return the column a table is distributed by."""
    return "key" if table.startswith("card") else "chain"


def test_every_key_and_reference_stays_in_one_shard(url: str, store: PostgresStore) -> None:
    append(store, 1)
    keys = keys_in(schema_of(url))
    assert misplaced(keys) == []
    assert {key.table for key in keys} == {*TABLES, "card", *ON_THE_COORDINATOR}
    assert {(key.table, key.columns) for key in keys if key.table == "entry"} == {
        ("entry", ("chain", "seq")),
        ("entry", ("chain", "op")),
        ("entry", ("chain",)),
    }


def test_a_key_that_leaves_its_shard_would_be_found(url: str, store: PostgresStore) -> None:
    append(store, 1)
    run_as_owner(
        f"SET search_path = {schema_of(url)};"
        " CREATE UNIQUE INDEX one_operation ON entry (op);"
        " ALTER TABLE pending ADD UNIQUE (member, slot);"
        " ALTER TABLE card ADD FOREIGN KEY (key) REFERENCES head;"
    )
    found = misplaced(keys_in(schema_of(url)))
    assert {(key.table, key.columns) for key in found} == {
        ("entry", ("op",)),
        ("pending", ("member", "slot")),
        *((table, ("key",)) for table in ("card", "card_passing", "card_kept")),
    }


def test_an_act_writes_no_row_of_another_chain(url: str, store: PostgresStore) -> None:
    for chain in (OURS, STRANGERS):
        admit(store, chain)
        append(store, 1, chain)
    with store.acting(STRANGERS) as transaction:
        transaction.put_pending(ASH, DRAFT, b"a draft")
    before = rows_of(url, STRANGERS)
    append(store, 2)
    with store.acting(OURS) as transaction:
        transaction.put_pending(ASH, DRAFT, b"a draft")
        transaction.delete_pending(ASH, DRAFT)
        transaction.erase_words(1)
    with store.acting(OURS) as transaction:
        transaction.erase_chain()
    assert rows_of(url, STRANGERS) == before
    assert {table for table, *_ in before} == set(OF_CHAIN)
    assert rows_of(url, OURS) == []


def rows_of(url: str, chain: ChainId) -> list[tuple[object, ...]]:
    """Return where each row of a chain lies and who wrote or locked it last."""
    schema = schema_of(url)
    asked = "SELECT '{0}', ctid::text, xmin::text, xmax::text FROM {1}.{0} WHERE chain = '{2}'"
    return [row for table in OF_CHAIN for row in run_as_owner(asked.format(table, schema, chain))]
