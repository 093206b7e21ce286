"""Codes and tokens that a person or a browser keeps, and the keys they give."""

import re
from hashlib import sha256
from os import urandom

from troth.crypto.derive import KEY_BYTES, derive, labelled, require_length

CODE_BYTES = 20
"""160 bits, which makes 32 symbols exactly; guessing does not end, so no slow derivation."""

CODE_SYMBOLS = 32
GROUP_SYMBOLS = 4
"""As many as one holds in mind between the paper and the screen."""

# Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U among the data
# symbols; the check is the number modulo 37, and the last five symbols stand in the check only.
_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U"
_BASE = 32
_CHECKS = 37
_READ_AS = str.maketrans("ILO", "110")
_LAYOUT = re.compile(r"[\s\-\u2010-\u2015]+")
"""Spaces and every kind of hyphen, for a text field may have made one of another."""


class CodeMistyped(Exception):
    """Raised when a typed recovery code cannot be one that was given out.

    `says` is why, with its numbers apart: so that it can be said in another language.
    """

    def __init__(self, says: str, **places: int) -> None:
        """Take why, with a place in braces for each number."""
        super().__init__(says.format(**places))
        self.says, self.places = says, places


def new_recovery_code() -> str:
    """Return a new recovery code, in groups of four with a check symbol at the end."""
    return _written(urandom(CODE_BYTES))


def recovery_key(code: str) -> bytes:
    """Return the key a recovery code gives, however it was typed, or raise CodeMistyped."""
    return derive(_read(code), "recovery")


def new_token() -> bytes:
    """Return a new random token, for a browser or a terminal to keep while somebody is in."""
    return urandom(KEY_BYTES)


def token_digest(token: bytes) -> str:
    """Return what a token is looked up by: 64 hexadecimal digits that do not give the token."""
    return sha256(labelled("token") + token).hexdigest()


def token_key(token: bytes) -> bytes:
    """Return the key that seals for whoever holds a token of 32 bytes."""
    return derive(require_length(token), "login")


def passkey_key(prf_output: bytes) -> bytes:
    """Return the key that seals for whoever holds a passkey, from its 32-byte PRF output."""
    return derive(require_length(prf_output), "passkey")


def _written(data: bytes) -> str:
    number = int.from_bytes(data)
    shifts = range((CODE_SYMBOLS - 1) * 5, -1, -5)
    symbols = "".join(_SYMBOLS[number >> shift & (_BASE - 1)] for shift in shifts)
    whole = symbols + _SYMBOLS[number % _CHECKS]
    return "-".join(re.findall(f".{{1,{GROUP_SYMBOLS}}}", whole))


def _read(code: str) -> bytes:
    """Return the bytes of a code; its check notices any one symbol changed, and any two swapped."""
    symbols = _LAYOUT.sub("", code).upper().translate(_READ_AS)
    if len(symbols) != CODE_SYMBOLS + 1:
        raise CodeMistyped(
            "A recovery code has {whole} letters, digits and signs; here are {found}.",
            whole=CODE_SYMBOLS + 1,
            found=len(symbols),
        )
    values = [_SYMBOLS.find(symbol) for symbol in symbols]
    *digits, check = values
    number = sum(digit << 5 * place for place, digit in enumerate(reversed(digits)))
    if min(values) < 0 or max(digits) >= _BASE or number % _CHECKS != check:
        raise CodeMistyped("This is not quite the recovery code; compare it symbol by symbol.")
    return number.to_bytes(CODE_BYTES)
