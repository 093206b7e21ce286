"""Turn a passphrase into a key, slowly enough that guessing costs, one at a time."""

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from typing import Self

import msgspec
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from troth.crypto.derive import KEY_BYTES
from troth.crypto.turns import TURNS
from troth.crypto.words import random_words

LEAST_MEMORY_KIB = 64 * 1024
"""RFC 9106, section 4, second choice: what a small server has for one login, and a thief lacks."""

LEAST_PASSES = 3
LEAST_LANES = 4
MOST_MEMORY_KIB = 1024 * 1024
"""A row is read before anybody is known: without a cap it could ask for all memory there is."""

MOST_PASSES = 10
MOST_LANES = 16
SALT_BYTES = 16
WAITING = 20
"""At a fifth of a second each, the last of them waits four seconds: as long as anybody would."""

KEPT_FOR_KNOWN = 8
"""Of the places to wait, as many as few homes have people; strangers can fill the others only."""

GENERATED_WORDS = 6
"""77 bits: out of reach even for whoever copies the database and guesses for years."""

# Typed by hand, a generated passphrase comes back with spaces, hyphens or a phone's dashes.
_BREAKS = re.compile(r"[\s\-\u2010-\u2015]+")


class ParametersOutOfRange(Exception):
    """Raised when a derivation is asked for that is weaker than the floor or dearer than the cap.

    Weaker ones are never made here: whoever wrote them wants the passphrase guessed.
    """


class TooManyLogins(Exception):
    """Raised when as many derivations wait as may: whoever came last is asked to come again."""


class KdfParameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one passphrase becomes a key; kept beside what it opens, and secret to nobody."""

    memory_kib: int
    passes: int
    lanes: int
    salt: bytes

    def __post_init__(self) -> None:
        """Let no value out of range exist, wherever it was read from."""
        if not (
            LEAST_MEMORY_KIB <= self.memory_kib <= MOST_MEMORY_KIB
            and LEAST_PASSES <= self.passes <= MOST_PASSES
            and LEAST_LANES <= self.lanes <= MOST_LANES
            and len(self.salt) == SALT_BYTES
        ):
            raise ParametersOutOfRange


class Gate:
    """Lets a few through at once and a few more wait; nobody beyond those, or all would wait.

    Whoever is known comes before everybody who is not, and some places are kept for them. Of each
    of them one waits there: whatever more comes in their name waits with those who are not known.
    """

    def __init__(self, slots: int, waiting: int, kept: int = 0) -> None:
        self._slots, self._waiting, self._kept = slots, waiting, kept
        self._inside = 0
        self._known: list[object] = []
        self._unknown: list[object] = []
        self._moved = Condition()

    @contextmanager
    def passing(self, known: str | None = None) -> Iterator[Self]:
        """Hold a slot, waiting for one if need be; raises TooManyLogins."""
        with self._moved:
            self._wait(known)
            self._inside += 1
        try:
            yield self
        finally:
            with self._moved:
                self._inside -= 1
                self._moved.notify_all()

    def _wait(self, known: str | None) -> None:
        if known is None or known in self._known:
            line, turn, places = self._unknown, object(), self._waiting - self._kept
        else:
            line, turn, places = self._known, known, self._waiting
        if self._inside + len(self._known) + len(self._unknown) >= self._slots + places:
            raise TooManyLogins
        line.append(turn)
        try:
            self._moved.wait_for(lambda: self._inside < self._slots and self._is_next(turn))
        finally:
            line.remove(turn)
            self._moved.notify_all()

    def _is_next(self, turn: object) -> bool:
        return (self._known or self._unknown)[0] is turn


# OpenSSL runs the lanes of one derivation on as many threads as there are processors. Two at once
# can each hold some of those threads and wait for the rest, for ever; and they would gain nothing.
GATE = Gate(slots=1, waiting=WAITING, kept=KEPT_FOR_KNOWN)


def new_parameters() -> KdfParameters:
    """Return the parameters for a new passphrase, with a salt of its own."""
    return KdfParameters(LEAST_MEMORY_KIB, LEAST_PASSES, LEAST_LANES, os.urandom(SALT_BYTES))


def passphrase_key(passphrase: str, parameters: KdfParameters, known: str | None = None) -> bytes:
    """Return the 32-byte key a passphrase gives with Argon2id (RFC 9106).

    Takes about a fifth of a second and 64 MiB, in turn with others, also with those of other
    processes of one home. `known`: who it is for, where they have shown before that it is them;
    they are next in turn. Raises TooManyLogins.
    """
    with GATE.passing(known), TURNS.taken():
        return Argon2id(
            salt=parameters.salt,
            length=KEY_BYTES,
            iterations=parameters.passes,
            lanes=parameters.lanes,
            memory_cost=parameters.memory_kib,
        ).derive(normalised(passphrase).encode("utf-8", "surrogatepass"))


def normalised(passphrase: str) -> str:
    """Return a passphrase as every keyboard writes it: one form of each letter, single spaces.

    A hyphen counts as a space. NFKC (Unicode annex 15): two systems may send two forms of one é.
    """
    return _BREAKS.sub(" ", unicodedata.normalize("NFKC", passphrase)).strip()


def generated_passphrase() -> str:
    """Return a new passphrase of six words with spaces between; hyphens will do as well."""
    return random_words(GENERATED_WORDS)
