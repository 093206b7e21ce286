"""Say bytes as words that are easy to read aloud, and read them back.

The words are the large list of the Electronic Frontier Foundation, without some; see
words-attribution.txt. The list is for ever: changed by one word, secrets already on paper would
read as others.
"""

import re
import secrets
from functools import cache
from hashlib import sha256
from pathlib import Path

from troth.crypto.derive import labelled, require_length

SECRET_BYTES = 16
"""128 bits: beyond guessing, and short enough to type."""

SECRET_WORDS = 10
"""The fewest words that hold them: each carries 12.9 bits, and one bit is left for a check."""

_LETTERS = re.compile(r"[^\W\d_]+")
"""Numbering, commas, hyphens and line ends between words are layout."""


class WordsMisread(Exception):
    """Raised when typed words are not those of any secret; the message says where, never which.

    `says` is the message with its numbers apart: so that it can be said in another language.
    """

    def __init__(self, says: str, **places: int) -> None:
        """Take the message, with a place in braces for each number."""
        super().__init__(says.format(**places))
        self.says, self.places = says, places


def secret_words(secret: bytes) -> str:
    """Return a secret of exactly 16 bytes as ten words."""
    number = int.from_bytes(require_length(secret, SECRET_BYTES))
    return _spelled(number << 1 | _check_bit(secret), SECRET_WORDS)


def words_secret(text: str) -> bytes:
    """Return the 16 bytes that ten words stand for, or raise WordsMisread."""
    typed = _LETTERS.findall(text.lower())
    if len(typed) != SECRET_WORDS:
        raise WordsMisread(
            "The secret has {whole} words; here are {found}.", whole=SECRET_WORDS, found=len(typed)
        )
    indexes = [_index(word, number) for number, word in enumerate(typed, 1)]
    secret, check_bit = divmod(_number(indexes), 2)
    if secret.bit_length() > 8 * SECRET_BYTES or _check_bit(_whole(secret)) != check_bit:
        raise WordsMisread("Each word is on the list, but one or more are not the ones shown.")
    return _whole(secret)


def plain_words(text: str) -> str:
    """Return typed words as they are shown: in small letters, one space between two."""
    return " ".join(_LETTERS.findall(text.lower()))


def fingerprint_words(message: bytes, count: int) -> str:
    """Return the words of a message's SHA-256, for two people to compare aloud.

    A message with the same six words as another takes about 2 to the 77 tries to find.
    """
    return _spelled(int.from_bytes(sha256(message).digest()), count)


def random_words(count: int) -> str:
    """Return words drawn at random, each as likely as any other."""
    return " ".join(secrets.choice(_words()) for _ in range(count))


def _spelled(number: int, count: int) -> str:
    """Return a number's lowest digits as words, the lowest first."""
    words = _words()
    spelled = []
    for _ in range(count):
        number, index = divmod(number, len(words))
        spelled.append(words[index])
    return " ".join(spelled)


def _number(indexes: list[int]) -> int:
    """Return the number whose digits these are, the lowest first."""
    number = 0
    for index in reversed(indexes):
        number = number * len(_words()) + index
    return number


def _whole(secret: int) -> bytes:
    return secret.to_bytes(SECRET_BYTES)


def _check_bit(secret: bytes) -> int:
    """Return the bit that ten words have to spare: half of all misread words show by it."""
    return sha256(labelled("words") + secret).digest()[0] & 1


def _index(word: str, number: int) -> int:
    index = _indexes().get(word)
    if index is None:
        raise WordsMisread("Word {number} is not on the list; look at it once more.", number=number)
    return index


@cache
def _words() -> tuple[str, ...]:
    # Not through importlib.resources: loading it would add 15 ms to the start of every command.
    return tuple(Path(__file__).with_name("words.txt").read_text("utf-8").split())


@cache
def _indexes() -> dict[str, int]:
    return {word: index for index, word in enumerate(_words())}
