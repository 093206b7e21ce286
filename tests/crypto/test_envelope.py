"""Laws of the envelope: it opens for one key in one place, and shows little else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.crypto.by_hand import sealed_by_hand
from troth.crypto.derive import WrongLength
from troth.crypto.envelope import Unopened, is_envelope, open_sealed, padded_bytes, place, seal

KEY = b"k" * 32
HERE = place("entry", "chain", 1, 412)
AROUND = 1 + 32 + 32 + 16
"""Format, salt, commitment and the cipher's tag."""

keys = st.binary(min_size=32, max_size=32)
fields = st.lists(st.text() | st.integers(-(10**30), 10**30) | st.binary())


@given(keys, st.binary(), st.binary(max_size=10_000))
def test_what_is_sealed_opens_with_the_same_key_in_the_same_place(
    key: bytes, where: bytes, plain: bytes
) -> None:
    assert open_sealed(key, where, seal(key, where, plain)) == plain


@given(keys, keys, st.binary())
def test_another_key_opens_nothing(key: bytes, other: bytes, plain: bytes) -> None:
    sealed = seal(key, HERE, plain)
    if key != other:
        with pytest.raises(Unopened):
            open_sealed(other, HERE, sealed)


@given(st.binary(), st.binary(), st.binary())
def test_nothing_opens_in_another_place(here: bytes, there: bytes, plain: bytes) -> None:
    sealed = seal(KEY, here, plain)
    if here != there:
        with pytest.raises(Unopened):
            open_sealed(KEY, there, sealed)


def test_any_one_bit_changed_keeps_it_shut() -> None:
    sealed = int.from_bytes(seal(KEY, HERE, b"Wren's own words"))
    length = (sealed.bit_length() + 7) // 8
    for bit in range(8 * length):
        with pytest.raises(Unopened):
            open_sealed(KEY, HERE, (sealed ^ 1 << bit).to_bytes(length))


@given(st.binary(max_size=10_000), st.integers(-81, 81).filter(bool))
def test_what_is_sealed_has_a_form_that_shows_without_a_key(plain: bytes, longer: int) -> None:
    sealed = seal(KEY, HERE, plain)
    assert is_envelope(sealed)
    assert not is_envelope(bytes(1) + sealed[1:])
    assert not is_envelope((sealed + bytes(81))[: len(sealed) + longer])


def test_no_envelope_is_empty() -> None:
    assert not is_envelope(b"\x01".ljust(AROUND, b"\0"))
    assert not is_envelope(b"")


@given(st.data())
def test_cut_short_or_made_longer_it_stays_shut(data: st.DataObject) -> None:
    sealed = seal(KEY, HERE, b"Wren's own words")
    cut = data.draw(st.integers(0, len(sealed) - 1))
    added = data.draw(st.binary(min_size=1))
    for changed in (sealed[:cut], sealed + added, added + sealed):
        if changed != sealed:
            with pytest.raises(Unopened):
                open_sealed(KEY, HERE, changed)


@given(keys, st.binary(), st.binary() | st.binary().map(lambda tail: b"\x01" + tail))
def test_bytes_from_anywhere_do_nothing_but_stay_shut(
    key: bytes, where: bytes, anything: bytes
) -> None:
    with pytest.raises(Unopened):
        open_sealed(key, where, anything)


def test_why_it_stays_shut_is_told_to_nobody() -> None:
    shut = [
        (KEY, HERE, b""),
        (KEY, HERE, b"\x02" + seal(KEY, HERE, b"")[1:]),
        (bytes(32), HERE, seal(KEY, HERE, b"")),
        (KEY, b"elsewhere", seal(KEY, HERE, b"")),
        (KEY, HERE, sealed_by_hand(KEY, HERE, b"unpadded")),
    ]
    for key, where, sealed in shut:
        with pytest.raises(Unopened) as caught:
            open_sealed(key, where, sealed)
        assert caught.value.args == ()
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None


def test_the_same_words_sealed_twice_have_nothing_in_common() -> None:
    first, second = seal(KEY, HERE, b"the same"), seal(KEY, HERE, b"the same")
    assert first[1:33] != second[1:33]
    assert first[33:65] != second[33:65]
    assert first[65:] != second[65:]


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_key_of_another_length_is_noticed_before_anything_is_sealed_under_it(length: int) -> None:
    with pytest.raises(WrongLength):
        seal(bytes(length), HERE, b"")
    with pytest.raises(WrongLength):
        open_sealed(bytes(length), HERE, seal(KEY, HERE, b""))


def test_the_layout_is_the_one_that_is_written_down() -> None:
    padded = (5).to_bytes(4) + b"words" + bytes(247)
    assert open_sealed(KEY, HERE, sealed_by_hand(KEY, HERE, padded)) == b"words"


@pytest.mark.parametrize(
    "padded",
    [
        b"",
        b"\0\0\0",
        (5).to_bytes(4) + b"words",
        (5).to_bytes(4) + b"words" + bytes(246),
        (5).to_bytes(4) + b"words" + bytes(248),
        (5).to_bytes(4) + b"words" + bytes(247 + 256),
        (5).to_bytes(4) + b"words" + bytes(246) + b"\x01",
        (5).to_bytes(4) + b"words!" + bytes(246),
        (253).to_bytes(4) + b"words" + bytes(247),
        (2**32 - 1).to_bytes(4) + b"words" + bytes(247),
    ],
)
def test_padding_of_any_other_form_keeps_it_shut(padded: bytes) -> None:
    with pytest.raises(Unopened):
        open_sealed(KEY, HERE, sealed_by_hand(KEY, HERE, padded))


@given(st.integers(0, 20_000))
def test_its_length_tells_the_bucket_and_nothing_else(length: int) -> None:
    assert len(seal(KEY, HERE, bytes(length))) == AROUND + padded_bytes(4 + length)


def test_short_texts_fill_buckets_of_256_bytes() -> None:
    assert [padded_bytes(n) for n in (1, 4, 256, 257, 512, 4095, 4096)] == [
        *(256, 256, 256, 512, 512, 4096, 4096),
    ]


# Worked out by hand from the paper's rule: keep as many leading bits as the exponent has.
@pytest.mark.parametrize(
    ("length", "padded"),
    [(4097, 4352), (8192, 8192), (8193, 8704), (65_537, 67_584), (1_000_001, 1_015_808)],
)
def test_long_texts_are_padded_by_padme(length: int, padded: int) -> None:
    assert padded_bytes(length) == padded


@given(st.integers(4097, 2**32))
def test_padding_a_long_text_costs_an_eighth_at_most_and_is_stable(length: int) -> None:
    padded = padded_bytes(length)
    assert length <= padded <= length * 1.12
    assert padded_bytes(padded) == padded
    assert padded_bytes(length + 1) >= padded


def test_the_lengths_up_to_a_mebibyte_fall_into_few_classes() -> None:
    lengths = {padded_bytes(length) for length in range(4, 2**20)}
    assert len(lengths) == 16 + 4 * 16 + 4 * 32


@given(fields, fields)
def test_two_places_are_the_same_only_if_every_field_is(
    one: list[str | int | bytes], other: list[str | int | bytes]
) -> None:
    kinds = [[type(each) for each in one], [type(each) for each in other]]
    assert (place("a", *one) == place("a", *other)) == (one == other and kinds[0] == kinds[1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (place("a", "ab", "c"), place("a", "a", "bc")),
        (place("a", "1"), place("a", 1)),
        (place("a", b"a"), place("a", "a")),
        (place("a", ""), place("a")),
        (place("a", "b"), place("ab")),
        (place("a", 1, 2), place("a", 12)),
        (place("a", -1), place("a", 1)),
    ],
)
def test_places_that_would_read_alike_differ(one: bytes, other: bytes) -> None:
    assert one != other


def test_a_place_is_written_the_same_for_ever() -> None:
    written = place("entry", "chain", 412, b"\x01")
    assert written == (
        b"b\0\0\0\x0etroth/v1/entry" + b"s\0\0\0\x05chain" + b"i\0\0\0\x03412" + b"b\0\0\0\x01\x01"
    )
    assert place("a", "é", -7) == (
        b"b\0\0\0\x0atroth/v1/a" + b"s\0\0\0\x02\xc3\xa9" + b"i\0\0\0\x02-7"
    )
