"""Throttle: who fails waits, and nobody can make another wait on a device of theirs."""

import threading
from datetime import timedelta
from queue import Queue

import msgspec
import pytest

from tests.application.signed_up import (
    OTHER_WORDS,
    PASSPHRASES,
    FullDisk,
    Town,
)
from tests.given import ASH, WREN
from troth.application.accounts.account import WrongPassphrase, lookup, unlock
from troth.application.accounts.devices import remember_device
from troth.application.accounts.throttle import (
    FORGOTTEN,
    FREE_TRIES,
    LONGEST_WAIT_SECONDS,
    WaitFirst,
    count_try,
    take_back_try,
    wait_seconds,
)
from troth.application.ports import Card, Shelf

SUBJECT = "ab" * 32
SAME_SHARE = "ab" + "cd" * 31
ELSEWHERE = "cd" * 32


def fails(town: Town, times: int, subject: str = SUBJECT) -> None:
    """Let a try fail as often, each as soon as it may be made."""
    for _ in range(times):
        refusal = count_try(town.host, subject)
        if isinstance(refusal, WaitFirst):
            town.clock.later(seconds=refusal.seconds)
            assert count_try(town.host, subject) is None


def kept(town: Town, subject: str) -> bool:
    return subject in {card.key for card in town.cards(Shelf.THROTTLE, subject[:2])}


def subject_of(town: Town, name: str) -> str:
    with town.store.filing() as directory:
        return lookup(directory, name)


def test_waits_grow_and_have_an_end() -> None:
    waits = [wait_seconds(failures) for failures in range(FREE_TRIES + 9)]
    assert waits == [0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900]
    assert wait_seconds(10_000) == LONGEST_WAIT_SECONDS


def test_the_first_slips_cost_no_wait_and_the_next_one_does() -> None:
    town = Town()
    assert [count_try(town.host, SUBJECT) for _ in range(FREE_TRIES)] == [None] * FREE_TRIES
    assert count_try(town.host, SUBJECT) == WaitFirst(15)


def test_tries_made_at_once_are_counted_before_any_of_them_is_made() -> None:
    town = Town()
    answers = Queue[WaitFirst | None]()
    threads = [
        threading.Thread(target=lambda: answers.put(count_try(town.host, SUBJECT)))
        for _ in range(FREE_TRIES * 3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answers.get_nowait() for _ in threads].count(None) == FREE_TRIES


def test_waiting_counts_down_and_trying_meanwhile_does_not_lengthen_it() -> None:
    town = Town()
    fails(town, FREE_TRIES)
    town.clock.later(seconds=5)
    assert [count_try(town.host, SUBJECT) for _ in range(3)] == [WaitFirst(10)] * 3
    town.clock.later(seconds=10)
    assert count_try(town.host, SUBJECT) is None
    assert count_try(town.host, SUBJECT) == WaitFirst(30)


def test_nobody_waits_for_what_another_account_failed_at() -> None:
    town = Town()
    fails(town, FREE_TRIES)
    assert count_try(town.host, SAME_SHARE) is None
    assert count_try(town.host, ELSEWHERE) is None


def test_a_try_that_succeeded_leaves_the_count_and_the_times_as_they_were() -> None:
    town = Town()
    fails(town, FREE_TRIES + 1)
    town.clock.later(minutes=10)
    before = town.cards(Shelf.THROTTLE, SUBJECT[:2])
    town.clock.later(minutes=10)
    assert count_try(town.host, SUBJECT) is None
    take_back_try(town.host, SUBJECT)
    after = town.cards(Shelf.THROTTLE, SUBJECT[:2])
    counted = [msgspec.msgpack.decode(card.body) for card in (*before, *after)]
    assert counted[0]["count"] == counted[1]["count"]
    assert counted[0]["tried_at"] == counted[1]["tried_at"]
    assert count_try(town.host, SUBJECT) is None


def test_a_first_try_that_succeeded_leaves_no_row() -> None:
    town = Town()
    count_try(town.host, SUBJECT)
    take_back_try(town.host, SUBJECT)
    assert not kept(town, SUBJECT)
    take_back_try(town.host, SUBJECT)
    assert not kept(town, SUBJECT)


def test_an_hour_without_a_try_is_forgotten_and_its_row_dropped_when_met() -> None:
    town = Town()
    fails(town, FREE_TRIES + 3)
    count_try(town.host, SAME_SHARE)
    town.clock.later(seconds=FORGOTTEN.total_seconds())
    assert count_try(town.host, SAME_SHARE) is None
    assert kept(town, SAME_SHARE)
    assert not kept(town, SUBJECT)
    fails(town, FREE_TRIES - 1)
    assert count_try(town.host, SUBJECT) is None


def test_a_clock_that_was_set_back_keeps_nobody_waiting_for_it_to_catch_up() -> None:
    town = Town()
    fails(town, FREE_TRIES + 20)
    town.clock.at -= timedelta(days=3)
    assert count_try(town.host, SUBJECT) == WaitFirst(LONGEST_WAIT_SECONDS)
    town.clock.later(seconds=LONGEST_WAIT_SECONDS)
    assert count_try(town.host, SUBJECT) is None


@pytest.mark.parametrize("body", [b"", b"\xc1", msgspec.msgpack.encode({"format": 2})])
def test_a_row_that_is_damaged_counts_nothing_and_keeps_nobody_out(body: bytes) -> None:
    town = Town()
    with town.store.filing() as directory:
        directory.put_card(Shelf.THROTTLE, Card(SUBJECT, SUBJECT[:2], body))
    assert count_try(town.host, SUBJECT) is None
    fails(town, FREE_TRIES - 1)
    assert isinstance(count_try(town.host, SUBJECT), WaitFirst)


@pytest.mark.parametrize("body", [b"", b"\xc1", msgspec.msgpack.encode({"format": 2})])
def test_a_damaged_row_of_another_goes_with_the_next_try_beside_it(body: bytes) -> None:
    town = Town()
    with town.store.filing() as directory:
        directory.put_card(Shelf.THROTTLE, Card(SUBJECT, SUBJECT[:2], body))
    assert count_try(town.host, SAME_SHARE) is None
    assert not kept(town, SUBJECT)


def test_whoever_fails_from_elsewhere_locks_nobody_out_of_a_device_of_theirs() -> None:
    town = Town()
    device = remember_device(town.world_of(ASH), "Phone")
    assert isinstance(device, bytes)
    fails(town, FREE_TRIES, subject_of(town, "Ash"))
    assert isinstance(unlock(town.host, "Ash", PASSPHRASES[ASH]), WaitFirst)
    assert isinstance(unlock(town.host, "Ash", PASSPHRASES[ASH], device=device), bytes)


def test_failing_on_a_known_device_counts_for_no_other() -> None:
    town = Town()
    device = remember_device(town.world_of(ASH), "Phone")
    assert isinstance(device, bytes)
    assert unlock(town.host, "Ash", OTHER_WORDS, device=device) == WrongPassphrase()
    assert not kept(town, subject_of(town, "Ash"))


def test_a_device_of_one_is_unknown_to_the_other_and_to_nobodys_name() -> None:
    town = Town()
    device = remember_device(town.world_of(WREN), "Phone")
    assert isinstance(device, bytes)
    for name in ("Ash", "Robin"):
        fails(town, FREE_TRIES, subject_of(town, name))
        for token in (device, bytes(32), b"", None):
            refusal = unlock(town.host, name, PASSPHRASES[ASH], device=token)
            assert isinstance(refusal, WaitFirst)


def test_a_name_nobody_has_leaves_the_row_that_a_wrong_passphrase_leaves() -> None:
    counted = []
    for name in ("Ash", "Robin"):
        town = Town()
        assert unlock(town.host, name, OTHER_WORDS) == WrongPassphrase()
        (card,) = town.cards(Shelf.THROTTLE, subject_of(town, name)[:2])
        assert name.encode() not in card.body
        counted.append(card.body)
    assert counted[0] == counted[1]


def test_logging_in_from_an_unknown_device_leaves_no_count() -> None:
    town = Town()
    assert isinstance(unlock(town.host, "Ash", PASSPHRASES[ASH]), bytes)
    assert not kept(town, subject_of(town, "Ash"))


def test_a_full_disk_keeps_nobody_from_logging_in() -> None:
    store = FullDisk(has_ballast=False)
    town = Town(store)
    store.is_full = True
    assert isinstance(unlock(town.host, "Ash", PASSPHRASES[ASH]), bytes)
    assert unlock(town.host, "Ash", OTHER_WORDS) == WrongPassphrase()
