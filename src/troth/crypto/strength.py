"""Judge a passphrase somebody chose.

Only sign-up and a change of passphrase import this: the dictionaries take 90 ms to load.
"""

import unicodedata
from collections.abc import Mapping
from threading import Lock
from typing import NamedTuple

from zxcvbn import zxcvbn

from troth.crypto.passphrases import normalised

LEAST_CHARACTERS = 15
"""NIST SP 800-63B-4, 3.1.1.2: for a passphrase that is the only thing asked for."""

MOST_CHARACTERS = 256
JUDGED_CHARACTERS = 72
"""What zxcvbn takes: its time grows with the square and more."""

_SAFE = 4
"""zxcvbn's highest: 10 to the 10 guesses, some thirty years of one processor with Argon2id."""

# Controls, halves of characters, and characters that this Unicode does not know yet: another
# keyboard cannot type them, or another version may normalise them otherwise.
_UNTYPEABLE = {"Cc", "Cs", "Cn"}

# zxcvbn keeps what is known of one person in a dictionary all callers share.
_ONE_AT_A_TIME = Lock()


class Weakness(NamedTuple):
    """What is wrong with a passphrase: a sentence, with its numbers apart for other languages."""

    says: str
    places: Mapping[str, int] = {}

    def __str__(self) -> str:
        """Return the sentence with its numbers in it."""
        return self.says.format(**self.places)


def weakness(passphrase: str, known: tuple[str, ...] = ()) -> Weakness | None:
    """Return what is wrong with a chosen passphrase in one sentence, or None if it will do.

    `known` is what others know of the person, such as their name, and would try first.
    """
    text = normalised(passphrase)
    if len(text) < LEAST_CHARACTERS:
        return Weakness(
            "Take at least {least} characters; a few unrelated words do well.",
            {"least": LEAST_CHARACTERS},
        )
    if len(text) > MOST_CHARACTERS:
        return Weakness("Take at most {most} characters.", {"most": MOST_CHARACTERS})
    if any(unicodedata.category(each) in _UNTYPEABLE for each in text):
        return Weakness("Leave out the characters that not every keyboard can type.")
    if _score(text, known) < _SAFE:
        return Weakness(
            "This would be guessed too soon; take a few words that have nothing in common."
        )
    return None


def _score(text: str, known: tuple[str, ...]) -> int:
    """Return zxcvbn's score from 0 to 4, spaces aside: to a guesser they are no surprise."""
    with _ONE_AT_A_TIME:
        result = zxcvbn(text.replace(" ", "")[:JUDGED_CHARACTERS], user_inputs=list(known))
    return int(result["score"])
