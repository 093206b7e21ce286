"""The library, and what we make of it, against the figures in the standards themselves."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.crypto.by_hand import hkdf, hpke_open
from troth.crypto.keys import is_signed


def octets(*lines: str) -> bytes:
    """Read hexadecimal as a standard prints it, over several lines."""
    return bytes.fromhex("".join(lines))


# RFC 8032, 7.1: the secret key, the public key, the message, the signature.
SIGNED = [
    (
        octets("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
        octets("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
        b"",
        octets(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155",
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
    ),
    (
        octets("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"),
        octets("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"),
        b"\x72",
        octets(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da",
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ),
    (
        octets("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"),
        octets("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"),
        b"\xaf\x82",
        octets(
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac",
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ),
]


@pytest.mark.parametrize(("secret", "public", "message", "signature"), SIGNED)
def test_signatures_of_rfc_8032_hold(
    secret: bytes, public: bytes, message: bytes, signature: bytes
) -> None:
    assert is_signed(public, message, signature)
    assert not is_signed(public, message + b"\0", signature)
    signer = Ed25519PrivateKey.from_private_bytes(secret)
    assert signer.public_key().public_bytes_raw() == public
    assert signer.sign(message) == signature


# RFC 5869, appendix A, cases 1 to 3: key, salt, info, result.
DERIVED = [
    (
        b"\x0b" * 22,
        bytes(range(13)),
        bytes(range(0xF0, 0xFA)),
        octets(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf",
            "34007208d5b887185865",
        ),
    ),
    (
        bytes(range(0x50)),
        bytes(range(0x60, 0xB0)),
        bytes(range(0xB0, 0x100)),
        octets(
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c",
            "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71",
            "cc30c58179ec3e87c14c01d5c1f3434f1d87",
        ),
    ),
    (
        b"\x0b" * 22,
        b"",
        b"",
        octets(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d",
            "9d201395faa4b61a96c8",
        ),
    ),
]


@pytest.mark.parametrize(("key", "salt", "info", "result"), DERIVED)
def test_derivations_of_rfc_5869_come_out_the_same(
    key: bytes, salt: bytes, info: bytes, result: bytes
) -> None:
    assert HKDF(SHA256(), len(result), salt, info).derive(key) == result
    assert hkdf(key, salt, info, len(result)) == result


def test_the_passphrase_hash_of_rfc_9106_comes_out_the_same() -> None:
    # Section 5.3.
    tag = Argon2id(
        salt=b"\x02" * 16,
        length=32,
        iterations=3,
        lanes=4,
        memory_cost=32,
        ad=b"\x04" * 12,
        secret=b"\x03" * 8,
    ).derive(b"\x01" * 32)
    assert tag == octets("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659")


def test_the_sealed_text_of_rfc_8439_comes_out_the_same() -> None:
    # Section 2.8.2.
    plain = (
        b"Ladies and Gentlemen of the class of '99: "
        b"If I could offer you only one tip for the future, sunscreen would be it."
    )
    cipher = ChaCha20Poly1305(bytes(range(0x80, 0xA0)))
    nonce = octets("070000004041424344454647")
    data = octets("50515253c0c1c2c3c4c5c6c7")
    sealed = octets(
        "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6",
        "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36",
        "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc",
        "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691",
    )
    assert cipher.encrypt(nonce, plain, data) == sealed
    assert cipher.decrypt(nonce, sealed, data) == plain


def test_the_secret_of_rfc_9180_is_received_by_hand() -> None:
    """Appendix A.2.1, first message; the library takes neither its randomness nor its extra data.

    So the standard's figures hold our hand-written receiver, and that one holds what we send.
    """
    encapsulated = octets("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a")
    body = octets(
        "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db",
        "21993c62ce81883d2dd1b51a28",
    )
    private = octets("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")
    info = b"Ode on a Grecian Urn"
    opened = hpke_open(encapsulated + body, private, info, b"Count-0")
    assert opened == b"Beauty is truth, truth beauty"
