"""Findings: what a look at something found, each in a line, with what to do about it."""

from enum import StrEnum

from troth.domain.kernel import Value


class Standing(StrEnum):
    """How something stands: well, worth a look, or to be mended."""

    OK = "ok"
    LOOK = "look at this"
    MEND = "mend this"


class Finding(Value, frozen=True):
    """One thing that was looked at: how it stands, and what to do where that is not well."""

    what: str
    standing: Standing
    says: str


def found(what: str, well: str, *ill: tuple[bool, str]) -> Finding:
    """Return how something stands: as the first of what may be ill with it says, or well."""
    for is_ill, says in ill:
        if is_ill:
            return Finding(what, Standing.MEND, says)
    return Finding(what, Standing.OK, well)
