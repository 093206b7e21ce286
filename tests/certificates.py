"""Certificates for tests: an authority of our own, and what it says of a name."""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

GOOD = timedelta(days=60)
SINCE = timedelta(days=1)


class Authority:
    """Somebody who signs certificates; whoever is to trust them is given `file`."""

    def __init__(self, directory: Path) -> None:
        """Make its key and its own certificate, and keep that in a directory."""
        self._directory = directory
        self._key = generate_private_key(SECP256R1())
        self._name = _named("An authority of the tests")
        public = self._key.public_key()
        self._signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(public)
        own = x509.BasicConstraints(ca=True, path_length=0)
        signs = x509.KeyUsage(**{**NOTHING, "key_cert_sign": True, "crl_sign": True})
        made = self._made(self._name, self._key, GOOD).add_extension(own, critical=True)
        self._own = made.add_extension(signs, critical=True).sign(self._key, hashes.SHA256())
        self.file = directory / "authority.pem"
        self.file.write_bytes(self._own.public_bytes(Encoding.PEM))

    def certify(self, name: str, good: timedelta = GOOD, passphrase: str = "") -> tuple[Path, Path]:
        """Return the files of a certificate for a name or address, and of its key."""
        key = generate_private_key(SECP256R1())
        names = x509.SubjectAlternativeName([_as_named(name)])
        serves = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        made = self._made(_named(name), key, good).add_extension(names, critical=False)
        signed = made.add_extension(serves, critical=False).sign(self._key, hashes.SHA256())
        certificate, kept = (self._directory / f"{name}.{kind}" for kind in ("pem", "key"))
        certificate.write_bytes(signed.public_bytes(Encoding.PEM))
        sealing = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        kept.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealing))
        return certificate, kept

    def _made(
        self, name: x509.Name, key: EllipticCurvePrivateKey, good: timedelta
    ) -> x509.CertificateBuilder:
        now = datetime.now(UTC)  # noqa: TID251 - browsers read the real clock
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - SINCE)
            .not_valid_after(now + good)
            # Whoever reads strictly wants to know which key signed, and which is certified.
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(self._signer, critical=False)
        )


NOTHING = dict.fromkeys(
    (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ),
    False,
)
"""What a key may be used for, where it may be used for nothing."""


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _as_named(name: str) -> x509.GeneralName:
    return x509.IPAddress(IPv4Address(name)) if name[:1].isdigit() else x509.DNSName(name)
