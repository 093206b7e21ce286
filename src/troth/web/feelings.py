"""How close, and how clear: each answer of a check-in in words."""

from collections.abc import Mapping

from troth.domain.checkins import Clarity, Connection

CLOSENESS: Mapping[Connection, str] = {
    Connection.FAR_APART: "Far apart",
    Connection.A_LITTLE_APART: "A little apart",
    Connection.STEADY: "Steady",
    Connection.CLOSE: "Close",
    Connection.VERY_CLOSE: "Very close",
    Connection.RATHER_NOT_SAY: "Rather not say",
}
CLEARNESS: Mapping[Clarity, str] = {
    Clarity.NOT_CLEAR: "Not clear",
    Clarity.RATHER_UNCLEAR: "Rather unclear",
    Clarity.IN_BETWEEN: "In between",
    Clarity.FAIRLY_CLEAR: "Fairly clear",
    Clarity.CLEAR: "Clear",
    Clarity.RATHER_NOT_SAY: "Rather not say",
}
"""None of these is better than another."""
