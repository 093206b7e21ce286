"""Bytes said as words are read back as they were, or it is said where the reading went wrong."""

import re
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.crypto.by_hand import tagged_hash
from troth.crypto import words as source
from troth.crypto.derive import WrongLength
from troth.crypto.words import (
    WordsMisread,
    fingerprint_words,
    random_words,
    secret_words,
    words_secret,
)

LIST = Path(source.__file__).with_name("words.txt")
WORDS = LIST.read_text("utf-8").split()
SECRET = bytes.fromhex("00112233445566778899aabbccddeeff")
SPOKEN = secret_words(SECRET)

secrets = st.binary(min_size=16, max_size=16)


def test_the_list_is_the_same_for_ever() -> None:
    assert sha256(LIST.read_bytes()).hexdigest() == (
        "1ebefe7351a65e725d92c03efbcbea603ea3dfd307487f67f4fd0e257beeff56"
    )


def test_no_word_is_twice_on_the_list_or_begins_another() -> None:
    assert sorted(set(WORDS)) == WORDS
    runs_on = [two for two in pairwise(WORDS) if two[1].startswith(two[0])]
    assert runs_on == []


def test_each_word_is_short_and_typed_on_any_keyboard() -> None:
    assert [word for word in WORDS if not re.fullmatch("[a-z]{3,9}", word)] == []


def test_ten_words_hold_128_bits_and_a_check_and_six_hold_77() -> None:
    assert len(WORDS) ** 10 >= 2**129
    assert len(WORDS) ** 6 >= 2**77


def test_whoever_made_the_list_is_named_beside_it() -> None:
    attribution = LIST.with_name("words-attribution.txt").read_text("utf-8")
    assert "Electronic Frontier\nFoundation" in attribution
    assert "creativecommons.org/licenses/by/3.0/us" in attribution


@given(secrets)
def test_every_secret_comes_back_from_its_words(secret: bytes) -> None:
    spoken = secret_words(secret)
    assert len(spoken.split()) == 10
    assert words_secret(spoken) == secret


@pytest.mark.parametrize("secret", [bytes(16), b"\xff" * 16])
def test_the_least_and_the_greatest_secret_come_back_too(secret: bytes) -> None:
    assert words_secret(secret_words(secret)) == secret


@pytest.mark.parametrize(
    "typed",
    [
        SPOKEN.upper(),
        SPOKEN.title(),
        SPOKEN.replace(" ", "-"),
        SPOKEN.replace(" ", ", "),
        f"\n  {SPOKEN.replace(' ', '   ')}\t",
        " ".join(f"{number}. {word}" for number, word in enumerate(SPOKEN.split(), 1)),
    ],
)
def test_layout_and_case_do_not_matter(typed: str) -> None:
    assert words_secret(typed) == SECRET


@pytest.mark.parametrize("position", range(1, 11))
def test_a_word_that_is_not_on_the_list_is_pointed_at_and_not_repeated(position: int) -> None:
    typed = SPOKEN.split()
    typed[position - 1] = "xyzzyq"
    with pytest.raises(WordsMisread) as caught:
        words_secret(" ".join(typed))
    assert f"Word {position} " in str(caught.value)
    assert not set(typed) & set(re.findall("[a-z]+", str(caught.value)))


@pytest.mark.parametrize("count", [0, 1, 9, 11, 20])
def test_too_few_or_too_many_words_are_counted(count: int) -> None:
    typed = (SPOKEN.split() * 2)[:count]
    with pytest.raises(WordsMisread, match=f"10 words; here are {count}"):
        words_secret(" ".join(typed))


def test_words_that_make_too_great_a_number_are_no_secret() -> None:
    with pytest.raises(WordsMisread, match="not the ones shown"):
        words_secret(" ".join([WORDS[-1]] * 10))


@pytest.mark.parametrize("position", [0, 4, 9])
def test_a_word_misread_as_another_is_noticed_every_other_time_and_never_unnoticed_for_right(
    position: int,
) -> None:
    noticed = 0
    for word in WORDS[::7]:
        typed = SPOKEN.split()
        if typed[position] == word:
            continue
        typed[position] = word
        try:
            assert words_secret(" ".join(typed)) != SECRET
        except WordsMisread:
            noticed += 1
    assert noticed / len(WORDS[::7]) > 0.45


@given(st.text() | st.lists(st.sampled_from(WORDS), min_size=10, max_size=10).map(" ".join))
def test_any_text_is_a_secret_whose_words_it_is_or_is_misread(text: str) -> None:
    try:
        secret = words_secret(text)
    except WordsMisread:
        return
    assert secret_words(secret) == text


@pytest.mark.parametrize("length", [0, 15, 17, 32])
def test_only_secrets_of_16_bytes_are_said_in_words(length: int) -> None:
    with pytest.raises(WrongLength):
        secret_words(bytes(length))


def test_the_words_of_a_secret_are_its_digits_with_a_check_bit_below() -> None:
    number = int.from_bytes(SECRET) * 2 + tagged_hash("words", SECRET)[0] % 2
    digits = [number // len(WORDS) ** place % len(WORDS) for place in range(10)]
    assert " ".join(WORDS[digit] for digit in digits) == SPOKEN


@given(st.binary(), st.integers(1, 12))
def test_a_fingerprint_is_the_lowest_digits_of_the_digest(message: bytes, count: int) -> None:
    number = int.from_bytes(sha256(message).digest())
    digits = [number // len(WORDS) ** place % len(WORDS) for place in range(count)]
    assert fingerprint_words(message, count) == " ".join(WORDS[digit] for digit in digits)


def test_random_words_come_from_the_whole_list() -> None:
    drawn = random_words(20_000).split()
    assert set(drawn) <= set(WORDS)
    # 20,000 draws leave out 560 of 7,651 words on average; 1,000 would mean a part is never drawn.
    assert len(set(WORDS) - set(drawn)) < 1_000
