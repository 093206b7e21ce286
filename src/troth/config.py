"""What a machine is told from outside: so far, which database holds the record."""

from collections.abc import Mapping

from troth.application.ports import StoreUnsuitable

DATABASE = "TROTH_DATABASE"
"""Names the address of a PostgreSQL; without it the record is a SQLite file in the home."""

SCHEMES = ("postgresql://", "postgres://")
"""How an address begins: anything else would be taken for a list of the driver's own settings."""


def database_named(environment: Mapping[str, str]) -> str | None:
    """Return the address of the PostgreSQL that is to hold the record, or None for SQLite.

    Raises StoreUnsuitable for anything else, without repeating it: it may hold a password.
    """
    named = environment.get(DATABASE, "").strip()
    if not named:
        return None
    if not named.startswith(SCHEMES):
        raise StoreUnsuitable(
            f"{DATABASE} is no address of a PostgreSQL database; "
            "write it as postgresql://user@host/database."
        )
    return named
