"""A passphrase gives one key however it is typed, and to as many at once as there is room."""

import unicodedata
from collections.abc import Callable
from itertools import count
from queue import Queue
from threading import Semaphore, Thread

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.crypto.passphrases import (
    GATE,
    KEPT_FOR_KNOWN,
    WAITING,
    Gate,
    KdfParameters,
    ParametersOutOfRange,
    TooManyLogins,
    generated_passphrase,
    new_parameters,
    normalised,
    passphrase_key,
)

SALT = b"0123456789abcdef"
FLOOR = KdfParameters(64 * 1024, 3, 4, SALT)
PATIENCE_SECONDS = 60
"""Far longer than any of these takes on a busy machine; a thread still there then is stuck."""


def test_composed_and_decomposed_letters_give_the_same_key() -> None:
    composed = unicodedata.normalize("NFC", "café crème brûlée")
    decomposed = unicodedata.normalize("NFD", composed)
    assert composed != decomposed
    assert passphrase_key(composed, FLOOR) == passphrase_key(decomposed, FLOOR)


def test_another_passphrase_or_another_salt_gives_another_key() -> None:
    key = passphrase_key("amber falcon tidy ripple", FLOOR)
    assert len(key) == 32
    assert key != passphrase_key("Amber falcon tidy ripple", FLOOR)
    assert key != passphrase_key("amber falcon tidy ripple", new_parameters())


@given(st.text())
def test_every_form_of_a_text_is_the_same_passphrase(text: str) -> None:
    forms = {
        normalised(unicodedata.normalize("NFC", text)),
        normalised(unicodedata.normalize("NFD", text)),
        normalised(unicodedata.normalize("NFKD", text)),
        normalised(normalised(text)),
    }
    assert forms == {normalised(text)}


@pytest.mark.parametrize(
    "typed",
    [
        "amber-falcon-tidy",
        " amber falcon  tidy\n",
        "amber\u2011falcon\u2013tidy",
        "amber\u00a0falcon\ttidy ",
        "\uff41mber falcon tidy",
    ],
)
def test_hyphens_and_spaces_are_one_as_phones_mix_them(typed: str) -> None:
    assert normalised(typed) == "amber falcon tidy"


def test_letters_and_their_case_are_kept() -> None:
    assert normalised("Amber falcon") != normalised("amber falcon")
    assert normalised("amberfalcon") != normalised("amber falcon")


def test_even_half_a_character_gives_a_key() -> None:
    assert passphrase_key("\ud800 lone surrogate", FLOOR) != passphrase_key("lone surrogate", FLOOR)


def test_new_parameters_are_the_floor_with_a_salt_of_their_own() -> None:
    one, other = new_parameters(), new_parameters()
    assert (one.memory_kib, one.passes, one.lanes, len(one.salt)) == (65_536, 3, 4, 16)
    assert one.salt != other.salt


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": 64 * 1024 - 1},
        {"memory_kib": 1024 * 1024 + 1},
        {"memory_kib": -1},
        {"passes": 2},
        {"passes": 11},
        {"lanes": 3},
        {"lanes": 17},
        {"salt": b""},
        {"salt": SALT[:15]},
        {"salt": SALT + b"0"},
    ],
)
def test_what_is_weaker_than_the_floor_or_above_the_cap_is_not_taken(
    change: dict[str, int | bytes],
) -> None:
    row = msgspec.to_builtins(FLOOR, builtin_types=(bytes,)) | change
    with pytest.raises(ParametersOutOfRange):
        msgspec.msgpack.decode(msgspec.msgpack.encode(row), type=KdfParameters)


def test_the_cap_itself_is_taken() -> None:
    most = KdfParameters(1024 * 1024, 10, 16, SALT)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(most), type=KdfParameters) == most


def test_parameters_with_anything_more_are_not_taken() -> None:
    row = msgspec.to_builtins(FLOOR, builtin_types=(bytes,)) | {"pepper": b""}
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(msgspec.msgpack.encode(row), type=KdfParameters)


@given(st.binary())
def test_parameters_read_from_anywhere_are_taken_or_refused(row: bytes) -> None:
    # The codec lets the error of a text that is no UTF-8 through as it is.
    with pytest.raises((msgspec.MsgspecError, UnicodeDecodeError, ParametersOutOfRange)):
        msgspec.msgpack.decode(row, type=KdfParameters)


def test_several_at_once_all_get_their_key() -> None:
    """Two derivations at once can wait for each other for ever in OpenSSL: the gate sees to it."""
    made: Queue[bytes] = Queue()
    threads = started(lambda: made.put(passphrase_key("amber falcon", FLOOR)), 3)
    joined(threads)
    assert {made.get_nowait() for _ in threads} == {passphrase_key("amber falcon", FLOOR)}


def test_as_many_wait_as_may_and_the_next_is_asked_to_come_again() -> None:
    passed: Queue[str] = Queue()
    turned_away: Queue[str] = Queue()
    members = count()

    def come() -> None:
        try:
            with GATE.passing(known=f"member {next(members)}"):
                passed.put("passed")
        except TooManyLogins:
            turned_away.put("turned away")

    with GATE.passing():
        threads = started(come, WAITING + 3)
        for _ in range(3):
            assert turned_away.get(timeout=PATIENCE_SECONDS) == "turned away"
        # Nobody can have passed: this thread is inside. So exactly twenty wait now.
        assert passed.empty()
        with pytest.raises(TooManyLogins):
            passphrase_key("amber falcon", FLOOR)
        with pytest.raises(TooManyLogins):
            passphrase_key("amber falcon", FLOOR, known="one more")
    joined(threads)
    assert passed.qsize() == WAITING == 20
    assert len(passphrase_key("amber falcon", FLOOR)) == 32


@pytest.mark.parametrize("one", [None, "ash"])
def test_however_many_come_as_nobody_or_as_one_who_is_known_the_others_known_are_next(
    one: str | None,
) -> None:
    passed: list[str] = []
    turned_away: Queue[str] = Queue()
    others = count()

    def come(known: str | None) -> None:
        who = "crowd" if known == one else "other"
        try:
            with GATE.passing(known):
                passed.append(who)
        except TooManyLogins:
            turned_away.put(who)

    with GATE.passing():
        crowd = started(lambda: come(one), 3 * WAITING)
        first = 0 if one is None else 1  # as one who is known, one of them is next, too
        among_strangers = WAITING - KEPT_FOR_KNOWN - first
        for _ in range(3 * WAITING - first - among_strangers):
            assert turned_away.get(timeout=PATIENCE_SECONDS) == "crowd"
        known = started(lambda: come(f"other {next(others)}"), KEPT_FOR_KNOWN + 1)
        assert turned_away.get(timeout=PATIENCE_SECONDS) == "other"
        assert passed == []
    joined(crowd + known)
    ahead = passed[: first + KEPT_FOR_KNOWN]
    assert ahead == ["crowd"] * first + ["other"] * KEPT_FOR_KNOWN
    assert passed[len(ahead) :] == ["crowd"] * among_strangers


@given(st.lists(st.sampled_from([None, "ash", "wren"]), max_size=9))
def test_no_more_are_inside_than_there_are_slots_and_whoever_waits_gets_in(
    coming: list[str | None],
) -> None:
    gate, inside, most, each = Gate(2, waiting=9), Semaphore(2), Queue[bool](), iter(coming)

    def come() -> None:
        with gate.passing(next(each)):
            most.put(inside.acquire(blocking=False))
            inside.release()

    joined(started(come, len(coming)))
    assert [most.get_nowait() for _ in coming] == [True] * len(coming)


def test_a_gate_lets_in_as_many_as_it_has_slots() -> None:
    gate = Gate(slots=2, waiting=0)
    with gate.passing(), gate.passing(), pytest.raises(TooManyLogins), gate.passing():
        pass


def test_whoever_leaves_in_trouble_leaves_their_place_too() -> None:
    gate = Gate(slots=1, waiting=0)
    for _ in range(3):
        with pytest.raises(MemoryError), gate.passing():
            raise MemoryError
    with gate.passing():
        pass


def test_generated_passphrases_have_six_words_and_are_new() -> None:
    made = {generated_passphrase() for _ in range(50)}
    assert len(made) == 50
    assert {len(each.split(" ")) for each in made} == {6}
    assert {normalised(each) for each in made} == made


def started(work: Callable[[], None], count: int) -> list[Thread]:
    """Start threads that end with the test run even if they are stuck."""
    threads = [Thread(target=work, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def joined(threads: list[Thread]) -> None:
    """Wait until every thread has ended."""
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert not any(thread.is_alive() for thread in threads)
