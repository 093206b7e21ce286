"""What an act costs on PostgreSQL beside one row in one durable commit of the same server."""

from contextlib import ExitStack
from itertools import count

import psycopg

from tests.given import ASH
from tests.lives.recorded import RecordedCouple
from tests.store.postgresql import fresh_schema
from troth.domain.directions.treats import OfferTreat, TakeTreatBack, TreatId
from troth.store.postgres import PostgresStore

ROW_BYTES = 600
"""The size of an entry, as beside SQLite."""


class OnPostgresql:
    """A couple who have just begun, in a server of their own on this machine's disk."""

    def __init__(self, together: ExitStack) -> None:
        url = together.enter_context(fresh_schema())
        self._couple = RecordedCouple(together.enter_context(PostgresStore(url)))
        self._couple.have_begun()
        self._bare = together.enter_context(psycopg.connect(url, autocommit=True))
        self._bare.execute("CREATE TABLE floor (seq BIGSERIAL PRIMARY KEY, body BYTEA)")
        self._numbers = count(1)

    def act(self) -> None:
        """Do one act, end to end: offer a treat, or take it back, so that the state stays alike."""
        number = next(self._numbers)
        self._couple.later(seconds=1)
        id_ = TreatId(f"measured-{(number + 1) // 2}")
        offered = OfferTreat(id_, "Breakfast in bed on Saturday.")
        self._couple.does(ASH, offered if number % 2 else TakeTreatBack(id_))

    def commit(self) -> None:
        """Insert one row of the size of an entry, and wait for the disk."""
        self._bare.execute("INSERT INTO floor (body) VALUES (%s)", (bytes(ROW_BYTES),))
