"""A recovery code is read as it was written or not at all; a token is known by its digest."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.crypto.by_hand import derived, tagged_hash
from troth.crypto.codes import (
    CodeMistyped,
    new_recovery_code,
    new_token,
    passkey_key,
    recovery_key,
    token_digest,
    token_key,
)
from troth.crypto.derive import WrongLength

CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ-P"
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECKS = SYMBOLS + "*~$=U"
FORM = "([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-Z*~$=]"


def number_of(code: str) -> int:
    """Read the 32 symbols as Python reads base 32, whose digits are 0 to 9 and A to V."""
    digits = "0123456789abcdefghijklmnopqrstuv"
    symbols = code.replace("-", "")[:32]
    return int(symbols.translate(str.maketrans(SYMBOLS, digits)), 32)


def with_check(symbols: str) -> str:
    """Add the check symbol."""
    return symbols + CHECKS[number_of(symbols) % 37]


def test_a_new_code_is_written_in_groups_of_four_and_ends_in_its_check() -> None:
    made = [new_recovery_code() for _ in range(200)]
    assert len(set(made)) == 200
    assert [code for code in made if not re.fullmatch(FORM, code)] == []
    assert [code for code in made if with_check(code[:-1]) != code] == []


def test_a_code_uses_all_of_its_160_bits() -> None:
    together, common = 0, 2**160 - 1
    for _ in range(64):
        number = number_of(new_recovery_code())
        together, common = together | number, common & number
    # A bit alike in 64 codes would be a chance of one in 2 to the 63.
    assert (together, common) == (2**160 - 1, 0)


@given(st.integers(0, 2**160 - 1))
def test_every_code_gives_the_key_of_its_number(number: int) -> None:
    digits = [SYMBOLS[number >> shift & 31] for shift in range(155, -1, -5)]
    code = with_check("".join(digits))
    assert recovery_key(code) == derived(number.to_bytes(20), "recovery")


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        CODE.replace("-", "\u2011"),
        CODE.replace("-", " \u2013\n"),
        CODE.replace("1", "I").replace("0", "O"),
        CODE.replace("1", "l").replace("0", "o"),
        f"  {CODE}\n",
    ],
)
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    assert recovery_key(typed) == recovery_key(CODE)


def test_each_single_symbol_mistaken_is_noticed() -> None:
    for code in (CODE.replace("-", ""), new_recovery_code().replace("-", "")):
        for place, right in enumerate(code):
            for wrong in set(CHECKS) - {right}:
                with pytest.raises(CodeMistyped):
                    recovery_key(code[:place] + wrong + code[place + 1 :])


@pytest.mark.parametrize("symbol", ["!", "*", "~", "$", "=", "U", "€"])
def test_a_symbol_that_has_no_place_there_is_noticed_whatever_the_check(symbol: str) -> None:
    for check in CHECKS:
        with pytest.raises(CodeMistyped):
            recovery_key(symbol + "0" * 31 + check)
        with pytest.raises(CodeMistyped):
            recovery_key("0" * 31 + symbol + check)


def test_each_two_symbols_exchanged_are_noticed() -> None:
    code = new_recovery_code().replace("-", "")
    for one in range(32):
        for other in range(one + 1, 32):
            symbols = list(code)
            symbols[one], symbols[other] = symbols[other], symbols[one]
            if symbols != list(code):
                with pytest.raises(CodeMistyped):
                    recovery_key("".join(symbols))


def test_a_symbol_left_out_or_typed_twice_is_counted() -> None:
    code = CODE.replace("-", "")
    for place in range(33):
        with pytest.raises(CodeMistyped, match="33 letters, digits and signs; here are 32"):
            recovery_key(code[:place] + code[place + 1 :])
        with pytest.raises(CodeMistyped, match="here are 34"):
            recovery_key(code[:place] + code[place] + code[place:])


def test_what_is_said_of_a_mistyped_code_repeats_none_of_it() -> None:
    with pytest.raises(CodeMistyped) as caught:
        recovery_key(CODE[:-1] + "H")
    assert str(caught.value) == (
        "This is not quite the recovery code; compare it symbol by symbol."
    )


@given(st.text() | st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*~$=ßıﬁ", min_size=31, max_size=34))
def test_any_text_is_a_code_or_is_mistyped(text: str) -> None:
    try:
        key = recovery_key(text)
    except CodeMistyped:
        return
    assert len(key) == 32


def test_a_new_token_is_32_new_bytes() -> None:
    made = {new_token() for _ in range(100)}
    assert len(made) == 100
    assert {len(token) for token in made} == {32}


@given(st.binary())
def test_a_token_is_looked_up_by_a_digest_under_its_own_tag(token: bytes) -> None:
    assert token_digest(token) == tagged_hash("token", token).hex()


@given(st.binary(min_size=32, max_size=32))
def test_a_token_and_a_passkey_each_give_a_key_of_their_own(secret: bytes) -> None:
    assert token_key(secret) == derived(secret, "login")
    assert passkey_key(secret) == derived(secret, "passkey")
    assert len({secret, token_key(secret), passkey_key(secret), token_digest(secret)}) == 4


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_token_or_passkey_of_another_length_gives_no_key(length: int) -> None:
    with pytest.raises(WrongLength):
        token_key(bytes(length))
    with pytest.raises(WrongLength):
        passkey_key(bytes(length))
