"""Labels on pages: each built-in word that can be called otherwise, and where it never is."""

from collections.abc import Mapping

from troth.domain.labels import BuiltIn

SHOWN: Mapping[BuiltIn, str] = {
    BuiltIn.STANDARDS: "Standards",
    BuiltIn.STANDARD: "Standard",
    BuiltIn.COMMITMENT: "Commitment",
    BuiltIn.PROTOCOL: "Protocol",
    BuiltIn.RITUAL: "Ritual",
    BuiltIn.SLIP: "Slip",
    BuiltIn.CORRECTION: "Agreed response",
    BuiltIn.LIMIT: "Limits",
    BuiltIn.WEEKLY_TALK: "Weekly talk",
    BuiltIn.CHECK_IN: "Check-in",
    BuiltIn.EBB_AND_FLOW: "Ebb and flow",
    BuiltIn.RESET: "Reset",
}
"""Each word as it stands alone; no title of a page is among them, so none is ever seen outside."""

PLAIN = frozenset({"close", "help", "pause", "prefs", "set"})
"""First parts of the addresses where built-in words stand: what protects is called one thing."""


def is_plain(address: str) -> bool:
    """Tell whether a page keeps to the built-in words."""
    return address.split("/")[1] in PLAIN


def by_word(labels: Mapping[BuiltIn, str]) -> Mapping[str, str]:
    """Return labels by the built-in word each stands for."""
    return {SHOWN[of]: label for of, label in labels.items()}
