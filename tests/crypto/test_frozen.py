"""What was sealed, derived or written down on the first day is read for ever."""

import pytest

from tests.crypto.frozen import HERE, INFO, KEY, ROOT, SECRET, WORDS, derived, read, sealed
from troth.crypto.envelope import open_sealed
from troth.crypto.keys import Identity, is_signed
from troth.crypto.words import words_secret


def test_every_derivation_gives_what_it_gave_on_the_first_day() -> None:
    kept = read()
    assert {name: kept.get(name) for name in derived()} == derived()


def test_nothing_is_frozen_that_nothing_makes_any_more() -> None:
    assert read().keys() == derived().keys() | sealed().keys()


@pytest.mark.parametrize(("name", "times"), [("envelope", 1), ("envelope of a long text", 120)])
def test_what_was_sealed_on_the_first_day_opens(name: str, times: int) -> None:
    blob = bytes.fromhex(read()[name])
    assert open_sealed(KEY, HERE, blob).decode() == WORDS * times


def test_what_was_sent_on_the_first_day_is_received() -> None:
    blob = bytes.fromhex(read()["secret sent to the member"])
    assert Identity(ROOT).receive(blob, INFO) == KEY


def test_what_was_signed_and_spoken_on_the_first_day_holds() -> None:
    kept = read()
    public = bytes.fromhex(kept["member's public key"])
    assert is_signed(public, HERE, bytes.fromhex(kept["member's signature"]))
    assert words_secret(kept["secret's words"]) == SECRET
