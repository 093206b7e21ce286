"""What people write down for themselves: a passphrase made for them, and their recovery code."""

from troth.crypto.codes import CodeMistyped, new_recovery_code, recovery_key
from troth.crypto.passphrases import generated_passphrase
from troth.projections.phrases import Phrase

__all__ = ["generated_passphrase", "is_typed_back", "misread", "new_recovery_code"]


def is_typed_back(code: str, typed: str) -> bool:
    """Tell whether what was typed opens the same as the code, in whatever layout it was typed."""
    try:
        return recovery_key(typed) == recovery_key(code)
    except CodeMistyped:
        return False


def misread(code: str) -> Phrase | None:
    """Return what keeps a typed code from being one that was ever given out, or None."""
    try:
        recovery_key(code)
    except CodeMistyped as mistyped:
        return Phrase(mistyped.says, **mistyped.places)
    return None
