"""Handed over: what the page's script puts into a form when a passkey was used there."""

import msgspec

from troth.application.accounts.assertions import Assertion
from troth.domain.kernel import Value


class Handed(Value, frozen=True):
    """What using a passkey gave; the key it signs with comes along where it is added."""

    assertion: Assertion
    public: bytes


class _Sent(Value, frozen=True):
    """The same as the script writes it: JSON, each field in base64."""

    id: bytes
    user: bytes
    secret: bytes
    authenticator: bytes
    client: bytes
    signature: bytes
    public: bytes = b""


def read_handed(text: str) -> Handed | None:
    """Return what a script handed over, or None for what none of ours wrote."""
    try:
        sent = msgspec.json.decode(text, type=_Sent)
    except (msgspec.DecodeError, UnicodeError):
        return None
    given = Assertion(
        sent.id, sent.user, sent.secret, sent.authenticator, sent.client, sent.signature
    )
    return Handed(given, sent.public)
