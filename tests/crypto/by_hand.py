"""The same derivations written out from their standards, to hold ours and the library's against."""

import hmac
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEM_SUITE = b"KEM" + bytes.fromhex("0020")
HPKE_SUITE = b"HPKE" + bytes.fromhex("0020 0001 0003")
ENCAPSULATED_BYTES = 32


def extract(salt: bytes, key: bytes) -> bytes:
    """HKDF-Extract with SHA-256 (RFC 5869, 2.2)."""
    return hmac.digest(salt or bytes(32), key, "sha256")


def expand(key: bytes, info: bytes, length: int) -> bytes:
    """HKDF-Expand with SHA-256 (RFC 5869, 2.3)."""
    block, made = b"", b""
    for counter in range(1, length // 32 + 2):
        block = hmac.digest(key, block + info + bytes([counter]), "sha256")
        made += block
    return made[:length]


def hkdf(key: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """HKDF with SHA-256."""
    return expand(extract(salt, key), info, length)


def tagged_hash(label: str, data: bytes) -> bytes:
    """SHA-256 under one of our labels."""
    return sha256(b"troth/v1/" + label.encode() + b"\0" + data).digest()


def derived(key: bytes, label: str) -> bytes:
    """Derive the key for one use."""
    return hkdf(key, b"", b"troth/v1/" + label.encode() + b"\0", 32)


def sealed_by_hand(key: bytes, place: bytes, padded: bytes) -> bytes:
    """Make an envelope from what is said about its layout, around bytes padded by the caller."""
    salt = b"s" * 32
    both = hkdf(key, salt, b"troth/v1/envelope\0", 64)
    body = ChaCha20Poly1305(both[:32]).encrypt(bytes(12), padded, b"\x01" + place)
    return b"\x01" + salt + both[32:] + body


def hpke_open(sealed: bytes, private: bytes, info: bytes, aad: bytes = b"") -> bytes:
    """Open HPKE's base mode with X25519, HKDF-SHA256 and ChaCha20-Poly1305 (RFC 9180, 4.1, 5.1)."""
    encapsulated, body = sealed[:ENCAPSULATED_BYTES], sealed[ENCAPSULATED_BYTES:]
    shared = _shared_secret(X25519PrivateKey.from_private_bytes(private), encapsulated)
    context = b"\0" + _extract(HPKE_SUITE, b"", b"psk_id_hash", b"")
    context += _extract(HPKE_SUITE, b"", b"info_hash", info)
    secret = _extract(HPKE_SUITE, shared, b"secret", b"")
    key = _expand(HPKE_SUITE, secret, b"key" + context, 32)
    nonce = _expand(HPKE_SUITE, secret, b"base_nonce" + context, 12)
    return ChaCha20Poly1305(key).decrypt(nonce, body, aad)


def _shared_secret(receiver: X25519PrivateKey, encapsulated: bytes) -> bytes:
    agreed = receiver.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    context = encapsulated + receiver.public_key().public_bytes_raw()
    key = _extract(KEM_SUITE, b"", b"eae_prk", agreed)
    return _expand(KEM_SUITE, key, b"shared_secret" + context, 32)


def _extract(suite: bytes, salt: bytes, label: bytes, key: bytes) -> bytes:
    return extract(salt, b"HPKE-v1" + suite + label + key)


def _expand(suite: bytes, key: bytes, labelled_info: bytes, length: int) -> bytes:
    return expand(key, length.to_bytes(2) + b"HPKE-v1" + suite + labelled_info, length)
