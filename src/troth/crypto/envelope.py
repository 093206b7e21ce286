"""Seal bytes under a key so that they open only in the place they were sealed for.

    format 0x01 | salt, 32 | key commitment, 32 | ChaCha20-Poly1305 ciphertext and tag

Each envelope has its own key, HKDF-SHA256(key, salt), and uses it once, so the nonce is zero. The
commitment fixes which key opens it: without one, a ciphertext can be made that two keys open to
two different texts, and each of the couple would read another record. The cipher authenticates
format and place, so an envelope moved to another row or reread as another form does not open.
"""

from hmac import compare_digest
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from troth.crypto.derive import KEY_BYTES, TAG, labelled, require_length

FORMAT = b"\x01"
"""The only form there is; any other is not opened, so nothing can be talked down to a weaker."""

SALT_BYTES = 32
COMMITMENT_BYTES = 32
SEAL_BYTES = 16
"""What the cipher adds to a text, so that a change of it shows."""

LENGTH_BYTES = 4
BUCKET_BYTES = 256
"""Short texts differ by less than this, so a sealed mood looks like a sealed sentence."""

BUCKETED_BYTES = 4096
"""Past this, steps of 256 B hide ever less of a length, so they grow with it."""

_SALT_END = len(FORMAT) + SALT_BYTES
_COMMITMENT_END = _SALT_END + COMMITMENT_BYTES
_NONCE = bytes(12)
_INFO = labelled("envelope")
_SHA256 = SHA256()


class Unopened(Exception):
    """Raised when sealed bytes do not open: wrong key, other place, changed or unknown form.

    One error for all: told apart, they would answer whoever tries keys or alters bytes.
    """


def seal(key: bytes, place: bytes, plain: bytes) -> bytes:
    """Return the bytes sealed under a 32-byte key, to be opened in the same place only."""
    salt = urandom(SALT_BYTES)
    once, commitment = _once(key, salt)
    body = ChaCha20Poly1305(once).encrypt(_NONCE, _padded(plain), FORMAT + place)
    return FORMAT + salt + commitment + body


def open_sealed(key: bytes, place: bytes, sealed: bytes) -> bytes:
    """Return what was sealed under this key for this place, or raise Unopened."""
    plain = _opened(key, place, sealed) if sealed.startswith(FORMAT) else None
    if plain is None:
        raise Unopened
    return plain


def is_envelope(sealed: bytes) -> bool:
    """Tell, without a key, whether bytes have the form and a length of what is sealed here."""
    padded = len(sealed) - _COMMITMENT_END - SEAL_BYTES
    return sealed.startswith(FORMAT) and padded > 0 and padded_bytes(padded) == padded


def place(purpose: str, *fields: str | int | bytes) -> bytes:
    """Return where an envelope belongs, as bytes that no other list of fields gives.

    Each part carries its type and its length: joined plainly, ("ab", "c") would be ("a", "bc").
    """
    return b"".join(map(_part, (TAG + purpose.encode(), *fields)))


def _once(key: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """Return the key that is used for one envelope, and the commitment to it."""
    both = HKDF(_SHA256, KEY_BYTES + COMMITMENT_BYTES, salt, _INFO).derive(require_length(key))
    return both[:KEY_BYTES], both[KEY_BYTES:]


def _opened(key: bytes, place: bytes, sealed: bytes) -> bytes | None:
    """Return None where it does not open, so that Unopened is raised with no cause to read."""
    once, commitment = _once(key, sealed[len(FORMAT) : _SALT_END])
    if not compare_digest(commitment, sealed[_SALT_END:_COMMITMENT_END]):
        return None
    try:
        padded = ChaCha20Poly1305(once).decrypt(_NONCE, sealed[_COMMITMENT_END:], FORMAT + place)
    except InvalidTag:
        return None
    return _unpadded(padded)


def _padded(plain: bytes) -> bytes:
    length = LENGTH_BYTES + len(plain)
    return (len(plain).to_bytes(LENGTH_BYTES) + plain).ljust(padded_bytes(length), b"\0")


def _unpadded(padded: bytes) -> bytes | None:
    """Return what was padded, or None unless padding it again gives the very same bytes."""
    end = LENGTH_BYTES + int.from_bytes(padded[:LENGTH_BYTES])
    plain = padded[LENGTH_BYTES:end]
    return plain if _padded(plain) == padded else None


def padded_bytes(length: int) -> int:
    """Return how long something of this length is made, in bytes, so that its length tells little.

    Padmé, from Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication
    with PURBs" (2019): at most 12 % longer, and O(log log n) bits of the length show.
    """
    if length <= BUCKETED_BYTES:
        return -(-length // BUCKET_BYTES) * BUCKET_BYTES
    exponent = length.bit_length() - 1
    rounding = (1 << (exponent - exponent.bit_length())) - 1
    return (length + rounding) & ~rounding


def _part(field: str | int | bytes) -> bytes:
    if isinstance(field, bytes):
        kind, data = b"b", field
    elif isinstance(field, str):
        kind, data = b"s", field.encode()
    else:
        kind, data = b"i", b"%d" % field
    return kind + len(data).to_bytes(LENGTH_BYTES) + data
