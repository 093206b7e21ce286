"""Assertions: what a browser hands over when a passkey was used, and whether it is to be believed.

The secret in it opens the account, or nothing does. The signature beside it adds what a secret
cannot say: that it was asked for here, within these minutes, and that its owner was there.
"""

import re
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import msgspec

from troth.application.accounts.account import SALT_KEY
from troth.application.accounts.logins import SKEW
from troth.application.handle import Host
from troth.application.ports import Shelf
from troth.crypto.assertions import is_asserted
from troth.crypto.challenges import new_challenge, read_challenge
from troth.crypto.keys import new_key
from troth.domain.kernel import Refusal, Value

CHALLENGE_MINUTES = 5
"""As long as a browser leaves somebody to find their key and touch it."""

USED = "webauthn.get"
"""What a browser calls using a passkey, and not making one."""

PLACE_BYTES, FLAGS_AT, LEAST_BYTES = 32, 32, 37
"""What a device signs begins with the digest of the place, a byte of flags, and a count."""

WAS_THERE, WAS_VERIFIED = 0x01, 0x04
"""The flags: somebody touched the device, and it knew them by a finger, a face or a number."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
ORIGIN = re.compile(r"https?://([^/:@\[\]]+)(?::\d+)?")
"""An address as a browser names it, and in it the name that its passkeys are for."""


class ChallengeOver(Refusal, frozen=True):
    """What a passkey signed was asked for too long ago, or has counted already."""

    says = "What the passkey gave no longer counts. Use it once more."


class Assertion(Value, frozen=True):
    """What using a passkey gives: which and whose it is, its secret, and what was signed.

    `authenticator` is what the device says of itself, `client` what the browser says of the page.
    """

    credential: bytes
    user: bytes
    prf_output: bytes
    authenticator: bytes
    client: bytes
    signature: bytes


class Client(Value, frozen=True, forbid_unknown_fields=False):
    """What the browser says of the page on which a passkey was used; newer ones say more."""

    kind: str = msgspec.field(name="type")
    challenge: str
    origin: str
    is_framed: bool = msgspec.field(name="crossOrigin", default=False)


def challenge_of(host: Host) -> bytes:
    """Return a new challenge; nothing is kept of it."""
    return new_challenge(_secret(host), (host.clock.now() - EPOCH) // TICK)


def asked_at(host: Host, assertion: Assertion) -> datetime | ChallengeOver:
    """Return when what was signed was asked for here, if that is not too long ago."""
    client = _client(assertion)
    ticks = None if client is None else read_challenge(_secret(host), _challenge(client))
    if ticks is None:
        return ChallengeOver()
    asked = EPOCH + ticks * TICK
    is_fresh = -SKEW <= host.clock.now() - asked < timedelta(minutes=CHALLENGE_MINUTES)
    return asked if is_fresh else ChallengeOver()


def is_genuine(assertion: Assertion, public: bytes, origin: str) -> bool:
    """Tell whether a passkey of this key was used at this address, by an owner it verified."""
    client = _client(assertion)
    return (
        client is not None
        and (client.kind, client.origin, client.is_framed) == (USED, origin, False)
        and _is_verified_at(assertion.authenticator, origin)
        and is_asserted(public, assertion.authenticator, assertion.client, assertion.signature)
    )


def _is_verified_at(authenticator: bytes, origin: str) -> bool:
    address = ORIGIN.fullmatch(origin)
    if address is None or len(authenticator) < LEAST_BYTES:
        return False
    asked = WAS_THERE | WAS_VERIFIED
    is_here = authenticator[:PLACE_BYTES] == sha256(address[1].encode()).digest()
    return is_here and authenticator[FLAGS_AT] & asked == asked


def _client(assertion: Assertion) -> Client | None:
    try:
        return msgspec.json.decode(assertion.client, type=Client)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _challenge(client: Client) -> bytes:
    """Return the challenge a browser names; nothing for what is no base64."""
    try:
        return urlsafe_b64decode(f"{client.challenge}==")
    except ValueError:
        return b""


def _secret(host: Host) -> bytes:
    """Return what challenges are known again by; while nobody has an account, nothing opens one."""
    with host.store.finding() as directory:
        salt = directory.card(Shelf.STORE, SALT_KEY)
    return new_key() if salt is None else salt.body
