"""What a machine is told from outside: which database holds the record, and who sends its mail."""

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from troth.application.ports import StoreUnsuitable
from troth.domain.kernel import Value

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


MAIL = "TROTH_MAIL"
"""Names the address of a mail server; without it nobody can be told anything by e-mail."""

MAIL_FROM = "TROTH_MAIL_FROM"
"""Names the mailbox that messages come from."""

PORTS = {"smtp": 587, "smtps": 465}
"""Where a mail server takes messages (RFC 8314); on the first the connection is sealed later."""

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
"""This machine itself, to which nothing travels."""


class SettingUnclear(StoreUnsuitable):
    """Raised when a setting is not written as it has to be; its text repeats nothing of it."""


class MailServer(Value, frozen=True):
    """The server that takes our messages, and whom they come from."""

    host: str
    port: int
    sender: str
    is_sealed: bool
    user: str = ""
    password: str = ""

    @property
    def is_here(self) -> bool:
        """Whether it is this machine: only then nothing is sealed on the way."""
        return self.host in HERE


def mail_server(environment: Mapping[str, str]) -> MailServer | None:
    """Return the mail server that is named, or None; raises SettingUnclear for half of one."""
    named, sender = (environment.get(each, "").strip() for each in (MAIL, MAIL_FROM))
    if not named and not sender:
        return None
    try:
        parts = urlsplit(named)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise _unclear() from None
    if not parts.hostname or parts.path.strip("/") or not _is_mailbox(sender):
        raise _unclear()
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port, sender, parts.scheme == "smtps", user, password)


def _is_mailbox(text: str) -> bool:
    """Tell whether this can be a mailbox and is nothing besides: it stands in every message."""
    name, _, domain = text.partition("@")
    return bool(name and domain) and text.isascii() and text.isprintable() and " " not in text


def _unclear() -> SettingUnclear:
    return SettingUnclear(
        f"{MAIL} is written as smtps://user:password@host, and {MAIL_FROM} as name@host; "
        "both are needed for e-mail, and neither without it."
    )
