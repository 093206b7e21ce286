"""Open and check what is stored, by the page on cryptography and the standards it names."""

import hmac
from hashlib import sha256
from typing import Any, TypeAlias

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tests.crypto.by_hand import derived, hkdf, hpke_open
from tests.house.pages import codes, page, tables

TABLES = tables(page("docs/reference/cryptography.md"))
FIELDS = {
    codes(row["Purpose"])[0]: codes(row["Fields after it"]) for row in TABLES["Places / Purpose"]
}
TYPES = {codes(row["Field"])[0]: row["Type"] for row in TABLES["Places / Field"]}
ENVELOPE = {row["Part"]: row["Bytes"] for row in TABLES["The envelope / Part"]}
HOW = {codes(row["Label"])[0]: row["How"] for row in TABLES["Labels / Label"]}

Body: TypeAlias = dict[str, Any]
"""A stored form, as MessagePack gives it to somebody who does not know our types."""


def read(body: bytes) -> Body:
    """Read a stored form."""
    found: Body = msgspec.msgpack.decode(body)
    return found


def written(purpose: str, **values: str | int | bytes) -> bytes:
    """Write a place: its purpose, then the fields the page gives for it, in its order."""
    assert set(values) == set(FIELDS[purpose])
    parts = [part("b", b"troth/v1/" + purpose.encode())]
    for name in FIELDS[purpose]:
        value = values[name]
        data = value if isinstance(value, bytes) else str(value).encode()
        parts.append(part(TYPES[name], data))
    return b"".join(parts)


def part(kind: str, data: bytes) -> bytes:
    """Write one part of a place."""
    return kind.encode() + len(data).to_bytes(4) + data


def opened(key: bytes, place: bytes, sealed: bytes) -> bytes:
    """Open an envelope, cut into the parts the page gives."""
    lengths = [int(size) for size in ENVELOPE.values() if size.isdigit()]
    first, salt_bytes, commitment_bytes, tag_bytes = lengths
    salt = sealed[first : first + salt_bytes]
    body = sealed[first + salt_bytes + commitment_bytes :]
    both = hkdf(key, salt, b"troth/v1/envelope\0", 64)
    assert sealed[:first] == b"\x01"
    assert sealed[first + salt_bytes :].startswith(both[32:])
    padded = ChaCha20Poly1305(both[:32]).decrypt(bytes(12), body, sealed[:first] + place)
    assert len(body) == len(padded) + tag_bytes
    return padded[4 : 4 + int.from_bytes(padded[:4])]


def derived_key(key: bytes, label: str) -> bytes:
    """Derive a key under a label that the page has for it."""
    assert HOW[label] == "HKDF"
    return derived(key, label)


def passphrase_key(passphrase: str, how: Body) -> bytes:
    """Return the key of a passphrase, from the row of its account."""
    argon = Argon2id(
        salt=how["salt"],
        length=32,
        iterations=how["passes"],
        lanes=how["lanes"],
        memory_cost=how["memory_kib"],
    )
    return argon.derive(passphrase.encode())


def received(root: bytes, sealed: bytes, place: bytes) -> bytes:
    """Return a secret that was sent to whoever has a root key."""
    assert sealed[:1] == b"\x01"
    return hpke_open(sealed[1:], derived_key(root, "receive"), b"\x01" + place)


def public_key(root: bytes) -> bytes:
    """Return the Ed25519 public key that follows from a root key."""
    private = Ed25519PrivateKey.from_private_bytes(derived_key(root, "sign"))
    return private.public_key().public_bytes_raw()


def receiving_key(root: bytes) -> bytes:
    """Return the X25519 public key that follows from a root key."""
    private = X25519PrivateKey.from_private_bytes(derived_key(root, "receive"))
    return private.public_key().public_bytes_raw()


def key_id(public: bytes) -> str:
    """Return the id of a public key."""
    return digest("key", public)[:32]


def digest(label: str, data: bytes) -> str:
    """Return the digest of something under a label that the page has for it, as hex digits."""
    assert HOW[label].endswith("before it")
    return sha256(b"troth/v1/" + label.encode() + b"\0" + data).hexdigest()


def check_signature(public: bytes, message: bytes, signature: bytes) -> None:
    """Check a signature; the library raises where it is false."""
    Ed25519PublicKey.from_public_bytes(public).verify(signature, message)


def slot_name(key: bytes, kind: str, name: str) -> str:
    """Return what a waiting row is called in the table."""
    return kind + hmac.digest(derived_key(key, "slot"), name.encode(), "sha256")[:16].hex()
