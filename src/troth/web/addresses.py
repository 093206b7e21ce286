"""Addresses of things: what something is called never stands in a browser's list of pages seen."""

import re

from troth.domain.kernel import digest

DIGITS = 10
"""Hexadecimal digits that stand for a name: forty bits never meet among a couple's lines."""

OWN = re.compile(r"(/[a-z0-9_.-]+)+", re.IGNORECASE)
"""An address of this server: two slashes, or a stroke the other way, would lead to another."""


def is_own(address: str) -> bool:
    """Tell whether a text can be an address of this server."""
    return OWN.fullmatch(address) is not None


def key(name: str) -> str:
    """Return what stands for a name in an address: the same each time, and nobody reads it."""
    return digest(name)[:DIGITS]


def clause_address(clause: str) -> str:
    """Return where a line of the agreement is read by itself."""
    return f"/book/c/{key(clause)}"


def line_address(duty: str) -> str:
    """Return where something that somebody keeps is read by itself."""
    return f"/house/{key(duty)}"


def proposal_address(proposal: str) -> str:
    """Return where something proposed is read and answered."""
    return f"/book/p/{key(proposal)}"
