"""Freeze what each derivation gives, so that what is sealed today opens for ever.

Run it with `python -m tests.crypto.frozen` when a derivation is new, and commit what it adds; it
changes nothing that is frozen already.
"""

import json
import sys
from pathlib import Path

from troth.crypto.codes import passkey_key, recovery_key, token_digest, token_key
from troth.crypto.derive import derive, labelled
from troth.crypto.envelope import place, seal
from troth.crypto.keys import Identity, invitation_identity, invitation_key, send
from troth.crypto.passphrases import KdfParameters, passphrase_key
from troth.crypto.pem import public_pem
from troth.crypto.words import fingerprint_words, secret_words

FROZEN = Path(__file__).with_name("frozen.json")
ROOT = bytes(range(32))
SECRET = bytes(range(16))
KEY = bytes(range(32, 64))
HERE = place("frozen", "chain", 7, b"\x00\xff")
INFO = place("frozen-grant", 1)
WORDS = "Wren's own words, sealed for ever. ✓"
TYPED = "Amber falcon-tidy café"
PARAMETERS = KdfParameters(64 * 1024, 3, 4, SECRET)
CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ-P"


def derived() -> dict[str, str]:
    """Return everything that comes out the same each time it is derived."""
    member, inviter = Identity(ROOT), invitation_identity(SECRET)
    return {
        "label": labelled("label").hex(),
        "derived key": derive(ROOT, "label").hex(),
        "place": HERE.hex(),
        "member's public key": member.public.hex(),
        "member's key id": member.id,
        "member's receiving key": member.receives.hex(),
        "member's notes key": member.notes_key.hex(),
        "member's settings key": member.settings_key.hex(),
        "member's signature": member.sign(HERE).hex(),
        "member's public key as PEM": public_pem(member.public),
        "invitation's public key": inviter.public.hex(),
        "invitation's key": invitation_key(SECRET).hex(),
        "passphrase's key": passphrase_key(TYPED, PARAMETERS).hex(),
        "recovery code's key": recovery_key(CODE).hex(),
        "token's digest": token_digest(ROOT),
        "token's key": token_key(ROOT).hex(),
        "passkey's key": passkey_key(ROOT).hex(),
        "secret's words": secret_words(SECRET),
        "fingerprint's words": fingerprint_words(HERE, 8),
    }


def sealed() -> dict[str, str]:
    """Return what differs each time it is sealed, and is frozen as it was sealed first."""
    return {
        "envelope": seal(KEY, HERE, WORDS.encode()).hex(),
        "envelope of a long text": seal(KEY, HERE, WORDS.encode() * 120).hex(),
        "secret sent to the member": send(Identity(ROOT).receives, INFO, KEY).hex(),
    }


def read() -> dict[str, str]:
    """Return what is frozen, by name."""
    kept: dict[str, str] = json.loads(FROZEN.read_text("utf-8")) if FROZEN.exists() else {}
    return kept


def main() -> None:
    """Add what is missing."""
    kept = read()
    FROZEN.write_text(json.dumps(derived() | sealed() | kept, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{len(read()) - len(kept)} added, {len(kept)} kept\n")


if __name__ == "__main__":
    main()
