"""What an act costs on PostgreSQL beside one row in one durable commit of the same server."""

from contextlib import ExitStack
from itertools import count

import psycopg

from benchmarks.floor import ROW_BYTES
from tests.given import ASH
from tests.lives.recorded import RecordedCouple
from tests.store.postgresql import fresh_schema
from troth.domain.directions.treats import OfferTreat, TakeTreatBack, TreatId
from troth.store.postgres import PostgresStore


class OnPostgresql:
    """A couple who have just begun, in a server of their own on this machine's disk."""

    def __init__(self, together: ExitStack) -> None:
        url = together.enter_context(fresh_schema())
        self._couple = RecordedCouple(together.enter_context(PostgresStore(url)))
        self._couple.have_begun()
        self._bare = together.enter_context(psycopg.connect(url, autocommit=True))
        self._bare.execute("CREATE TABLE floor (seq BIGSERIAL PRIMARY KEY, body BYTEA)")
        self._numbers = count(1)

    def has_none(self) -> None:
        """Have no treat offered, so that the state stays alike."""
        for id_ in self._couple.state.directions.treats.offered:
            self._couple.does(ASH, TakeTreatBack(id_))

    def act(self) -> None:
        """Do one act, end to end: offer a treat."""
        self._couple.later(seconds=1)
        offered = OfferTreat(TreatId(f"measured-{next(self._numbers)}"), "Breakfast on Saturday.")
        self._couple.does(ASH, offered)

    def commit(self) -> None:
        """Insert one row of the size of an entry, and wait for the disk."""
        self._bare.execute("INSERT INTO floor (body) VALUES (%s)", (bytes(ROW_BYTES),))
