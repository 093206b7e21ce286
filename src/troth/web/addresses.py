"""Addresses of things: what something is called never stands in a browser's list of pages seen."""

from troth.domain.kernel import digest

DIGITS = 10
"""Hexadecimal digits that stand for a name: forty bits never meet among a couple's lines."""


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
