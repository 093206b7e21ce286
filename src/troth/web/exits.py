"""Exits: where Exit may lead beyond the empty page, and how that travels there for a moment."""

from urllib.parse import urlsplit

from troth.application.private.settings import LONGEST_ADDRESS


def is_exit(address: str) -> bool:
    """Tell whether an address is one Exit may lead to: a page elsewhere, over HTTPS, and no more.

    A name or passphrase in it would be told to whoever runs that page.
    """
    if len(address) > LONGEST_ADDRESS or not address.isprintable() or " " in address:
        return False
    try:
        found = urlsplit(address)
        _port = found.port
    except ValueError:
        return False
    return found.scheme == "https" and "." in (found.hostname or "") and "@" not in found.netloc


def write_away(address: str) -> str:
    """Return an address as a cookie carries it."""
    return address.encode().hex()


def read_away(text: str) -> str:
    """Return the address in a cookie, or nothing: no cookie leads where Exit may not."""
    try:
        address = bytes.fromhex(text).decode()
    except ValueError:
        return ""
    return address if is_exit(address) else ""
