"""What is said of a passphrase somebody chose: one helpful sentence, or nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.crypto.passphrases import generated_passphrase
from troth.crypto.strength import weakness

GOOD = "zebra lantern gravel moss quilt"


@pytest.mark.parametrize(
    "passphrase",
    [
        GOOD,
        "all lower case and no digit at all",
        "1947 2086 3315 7702 9921",
        "Ærlig påfugl drømmer østover",
        "🦉 🌿 owl beside the slow river",
        "w" + "ild geese over a frozen lake" * 9,
    ],
)
def test_length_is_what_counts_and_no_kind_of_character_is_asked_for(passphrase: str) -> None:
    assert weakness(passphrase) is None


def test_every_generated_passphrase_will_do() -> None:
    assert {weakness(generated_passphrase()) for _ in range(20)} == {None}


@pytest.mark.parametrize("passphrase", ["", "short", "fourteen chars", " - - - - - - - - - - - - "])
def test_fewer_than_fifteen_characters_are_too_few(passphrase: str) -> None:
    assert "at least 15 characters" in str(weakness(passphrase))


def test_characters_are_counted_as_they_count_for_the_key() -> None:
    assert weakness("zqxjkvbpwmfgy e\u0301") is None
    assert "at least 15" in str(weakness("zqxjkvbpwmfgy\u0301 \u0301e"[:14]))
    assert "at least 15" in str(weakness("zqxjk" + " " * 30 + "vbpwm"))


def test_more_than_256_characters_are_too_many() -> None:
    longest = (GOOD + " ") * 8
    assert weakness(longest[:256].ljust(256, "x")) is None
    assert "at most 256 characters" in str(weakness(longest[:256].ljust(256, "x") + "x"))


@pytest.mark.parametrize(
    "passphrase",
    [
        "aaaaaaaaaaaaaaaaaaaa",
        "qwertyuiopasdfghjkl",
        "passwordpassword123",
        "i love my partner",
        "abcdefghijklmnopqrstuvwxyz",
        "this is my password",
        "p a s s w o r d 1 2 3 4 5 6 7",
    ],
)
def test_what_many_others_take_is_guessed_too_soon(passphrase: str) -> None:
    assert "guessed too soon" in str(weakness(passphrase))


def test_what_others_know_of_a_person_does_not_count() -> None:
    pseudonym = "wrenofthemarshes"
    assert weakness(f"{pseudonym} x7") is None
    assert "guessed too soon" in str(weakness(f"{pseudonym} x7", (pseudonym,)))


def test_what_is_known_of_one_person_is_not_held_against_the_next() -> None:
    before = weakness("wrenofthemarshes x7")
    weakness(GOOD, ("wrenofthemarshes",))
    assert weakness("wrenofthemarshes x7") == before


@pytest.mark.parametrize("odd", ["\x00", "\x1b", "\ud800", "\u0378", "\x7f"])
def test_what_another_keyboard_could_not_type_is_not_taken(odd: str) -> None:
    assert "keyboard" in str(weakness(GOOD + odd))


@settings(max_examples=40)
@given(st.text(max_size=80), st.lists(st.text(max_size=20), max_size=3))
def test_whatever_is_typed_the_answer_is_one_sentence_or_none(
    passphrase: str, known: list[str]
) -> None:
    found = weakness(passphrase, tuple(known))
    said = None if found is None else str(found)
    assert said is None or (said.endswith(".") and passphrase not in said) or len(passphrase) < 15


def test_nothing_typed_is_repeated_in_what_is_said() -> None:
    for passphrase in ("xyzzy", "qwertyuiopasdfghjkl", "xyzzy" * 60, GOOD + "\x00"):
        assert passphrase not in str(weakness(passphrase))
