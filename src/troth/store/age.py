"""Seal a backup as an age file, for a passphrase or for somebody's key, and open it again.

The form is that of https://age-encryption.org, so the age program opens it without us.
"""

from collections.abc import Callable

import pyrage
from pyrage import passphrase as by_passphrase

from troth.application.ports import StoreError

SECRET_KEY = "AGE-SECRET-KEY-1"  # noqa: S105 - how the line of a secret key begins


class NotOpened(StoreError):
    """Raised when a sealed backup does not open with what was given."""


class NoKey(StoreError):
    """Raised when what was given as somebody's key is none."""


def sealing_with(passphrase: str) -> Callable[[bytes], bytes]:
    """Return what seals for whoever knows a passphrase; it takes about a second, on purpose."""
    return lambda plain: by_passphrase.encrypt(plain, passphrase)


def opening_with(passphrase: str) -> Callable[[bytes], bytes]:
    """Return what opens a backup that was sealed with a passphrase; raises NotOpened."""

    def opened(sealed: bytes) -> bytes:
        try:
            return by_passphrase.decrypt(sealed, passphrase)
        except pyrage.DecryptError:
            raise NotOpened(
                "This backup does not open with that passphrase. If it was sealed for a key, name "
                "the file of the secret key with --identity."
            ) from None

    return opened


def sealing_for(recipient: str) -> Callable[[bytes], bytes]:
    """Return what seals for the holder of a public key (age1..., or of SSH); raises NoKey."""
    kind = pyrage.ssh.Recipient if recipient.startswith("ssh-") else pyrage.x25519.Recipient
    try:
        public = kind.from_str(recipient.strip())
    except pyrage.RecipientError:
        raise NoKey("That is no public key of age (age1…) or SSH; check what you copied.") from None
    return lambda plain: pyrage.encrypt(plain, [public])


def opening_by(identity: bytes) -> Callable[[bytes], bytes]:
    """Return what opens a backup with the secret key in a file of age or SSH; raises NoKey."""
    secret = _secret(identity)

    def opened(sealed: bytes) -> bytes:
        try:
            return pyrage.decrypt(sealed, [secret])
        except pyrage.DecryptError:
            raise NotOpened("This backup was not sealed for that key.") from None

    return opened


def _secret(identity: bytes) -> pyrage.x25519.Identity | pyrage.ssh.Identity:
    lines = identity.decode("ascii", "replace").split()
    keys = [each for each in lines if each.startswith(SECRET_KEY)]
    try:
        if keys:
            return pyrage.x25519.Identity.from_str(keys[0])
        return pyrage.ssh.Identity.from_buffer(identity)
    except pyrage.IdentityError:
        raise NoKey("That file holds no secret key of age or SSH.") from None
