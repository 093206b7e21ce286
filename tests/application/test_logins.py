"""Logins: they open one person's keys for a while, and end when they should."""

import threading
from datetime import timedelta

import msgspec
import pytest

from tests.application.signed_up import FullDisk, Town, paired
from tests.given import ASH, WREN
from troth.application.accounts.logins import (
    IDLE_MINUTES,
    LONGEST,
    PROVED,
    SKEW,
    end_login,
    end_logins,
    end_own_login,
    find_login,
    has_ended,
    is_proved,
    open_logins,
    resume,
    start_login,
)
from troth.application.ports import Card, Shelf, StoreDamaged, StoreFull
from troth.crypto.codes import new_token, token_digest


def is_open(town: Town, token: bytes) -> bool:
    keys = resume(town.host, token)
    assert keys is None or keys.member == ASH
    return keys is not None


def rows(town: Town) -> int:
    return len(town.cards(Shelf.LOGIN, ASH))


def test_a_token_opens_the_keys_of_whoever_logged_in() -> None:
    town = paired()
    keys = resume(town.host, town.login_of(ASH))
    assert keys is not None
    assert keys.member == ASH
    assert keys.identity.public == town.world_of(ASH).keys.identity.public
    assert list(keys.ring.memberships) == list(town.world_of(ASH).keys.ring.memberships)


@pytest.mark.parametrize("token", [bytes(32), b"", b"short"])
def test_a_token_nobody_was_given_opens_nothing(token: bytes) -> None:
    town = Town()
    town.login_of(ASH)
    assert resume(town.host, token) is None


def test_no_token_and_no_root_key_lies_on_the_server() -> None:
    town = Town()
    token = town.login_of(ASH)
    (card,) = town.cards(Shelf.LOGIN, ASH)
    for secret in (token, token.hex().encode(), town.root_of(ASH)):
        assert secret not in card.body
        assert secret not in card.key.encode()


def test_a_login_ends_when_it_is_not_used_and_its_row_is_dropped() -> None:
    town = Town()
    token = town.login_of(ASH)
    town.clock.later(minutes=IDLE_MINUTES)
    assert rows(town) == 1
    assert not is_open(town, token)
    assert rows(town) == 0


def test_using_a_login_keeps_it_open_until_half_a_day_is_over() -> None:
    town = Town()
    token, begun = town.login_of(ASH), town.clock.at
    while town.clock.at - begun < LONGEST:
        assert is_open(town, token)
        town.clock.later(minutes=IDLE_MINUTES - 1)
    assert not is_open(town, token)


@pytest.mark.parametrize(("chosen", "lasts"), [(1, 5), (5, 5), (30, 30), (60, 60), (600, 60)])
def test_how_long_it_idles_is_chosen_between_five_minutes_and_an_hour(
    chosen: int, lasts: int
) -> None:
    town = Town()
    token = town.login_of(ASH, idle_minutes=chosen)
    town.clock.later(minutes=lasts, seconds=-1)
    assert not has_ended(town.host, token)
    town.clock.later(seconds=1)
    assert has_ended(town.host, token)


def test_looking_whether_a_login_is_open_does_not_keep_it_open() -> None:
    town = Town()
    token = town.login_of(ASH)
    for _ in range(IDLE_MINUTES):
        assert not has_ended(town.host, token)
        town.clock.later(minutes=1)
    assert has_ended(town.host, token)


def test_a_login_used_often_is_written_down_once_a_minute() -> None:
    town = Town()
    token = town.login_of(ASH)
    before = town.cards(Shelf.LOGIN, ASH)
    town.clock.later(seconds=59)
    assert is_open(town, token)
    assert town.cards(Shelf.LOGIN, ASH) == before
    town.clock.later(seconds=1)
    assert is_open(town, token)
    assert town.cards(Shelf.LOGIN, ASH) != before


def test_a_clock_that_was_set_back_ends_a_login_rather_than_lengthen_it() -> None:
    town = Town()
    token = town.login_of(ASH)
    town.clock.later(minutes=9)
    assert is_open(town, token)
    town.clock.at -= timedelta(minutes=5)
    assert not is_open(town, token)


def test_machines_whose_clocks_differ_a_little_share_a_login() -> None:
    town = Town()
    token = town.login_of(ASH)
    town.clock.at -= SKEW
    assert is_open(town, token)


def test_the_passphrase_counts_for_five_minutes_after_logging_in() -> None:
    town = Town()
    login = find_login(town.host, town.login_of(ASH))
    assert login is not None
    assert is_proved(login, town.clock.at)
    assert is_proved(login, town.clock.at + PROVED - timedelta(seconds=1))
    assert not is_proved(login, town.clock.at + PROVED)


def test_a_clock_that_was_set_back_does_not_lengthen_a_proof() -> None:
    town = Town()
    token = town.login_of(ASH)
    town.clock.later(minutes=4)
    assert is_open(town, token)
    login = find_login(town.host, token)
    assert login is not None
    assert not is_proved(login, town.clock.at - timedelta(minutes=3))


def test_logging_out_ends_one_login_at_once() -> None:
    town = Town()
    first, second = town.login_of(ASH), town.login_of(ASH)
    end_login(town.host, first)
    assert not is_open(town, first)
    assert is_open(town, second)
    end_login(town.host, first)
    assert rows(town) == 1


def test_locking_ends_every_login_of_one_person_and_none_of_the_other() -> None:
    town = Town()
    own, theirs = [town.login_of(ASH) for _ in range(3)], town.login_of(WREN)
    end_logins(town.host, ASH)
    assert not any(is_open(town, token) for token in own)
    assert not has_ended(town.host, theirs)


def test_one_sees_ones_own_open_logins_and_ends_any_of_them() -> None:
    town = Town()
    first = town.login_of(ASH)
    town.clock.later(minutes=3)
    second, theirs = town.login_of(ASH), town.login_of(WREN)
    listed = open_logins(town.host, ASH)
    assert [each.id for each in listed] == [token_digest(first), token_digest(second)]
    assert [town.clock.at - each.used_at for each in listed] == [
        timedelta(minutes=3),
        timedelta(0),
    ]
    end_own_login(town.host, ASH, listed[0].id)
    assert not is_open(town, first)
    assert is_open(town, second)
    end_own_login(town.host, ASH, token_digest(theirs))
    assert not has_ended(town.host, theirs)
    end_own_login(town.host, ASH, "unknown")


def test_a_login_that_is_over_is_in_no_list_and_the_next_login_drops_it() -> None:
    town = Town()
    town.login_of(ASH)
    town.clock.later(minutes=IDLE_MINUTES)
    assert open_logins(town.host, ASH) == ()
    assert rows(town) == 1
    town.login_of(ASH)
    assert rows(town) == 1


def test_a_login_ended_while_it_was_used_stays_ended() -> None:
    town = Town()
    token = town.login_of(ASH)
    town.clock.later(minutes=2)
    threads = [
        threading.Thread(target=resume, args=(town.host, token)),
        threading.Thread(target=end_login, args=(town.host, token)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows(town) == 0


def test_a_row_under_the_key_of_another_token_opens_nothing() -> None:
    town = Town()
    town.login_of(ASH)
    (card,) = town.cards(Shelf.LOGIN, ASH)
    token = new_token()
    with town.store.filing() as directory:
        directory.put_card(Shelf.LOGIN, Card(token_digest(token), ASH, card.body))
    assert not is_open(town, token)


@pytest.mark.parametrize("changed", [{"format": 2}, {"member": WREN}, {"unknown": 1}])
def test_a_login_of_an_unknown_form_is_refused_and_keeps_nobody_from_the_next(
    changed: dict[str, object],
) -> None:
    town = Town()
    token = town.login_of(ASH)
    (card,) = town.cards(Shelf.LOGIN, ASH)
    body = msgspec.msgpack.encode({**msgspec.msgpack.decode(card.body), **changed})
    with town.store.filing() as directory:
        directory.put_card(Shelf.LOGIN, Card(card.key, card.owner, body))
    with pytest.raises(StoreDamaged):
        resume(town.host, token)
    assert is_open(town, town.login_of(ASH))
    assert rows(town) == 1


def test_a_full_disk_lets_somebody_log_in_and_stay_in() -> None:
    store = FullDisk()
    town = Town(store)
    store.is_full = True
    token = town.login_of(ASH)
    store.is_full = True
    town.clock.later(minutes=5)
    assert is_open(town, token)
    town.clock.later(minutes=5)
    assert not is_open(town, token)


def test_a_full_disk_without_ballast_says_so() -> None:
    store = FullDisk(has_ballast=False)
    town = Town(store)
    root = town.root_of(ASH)
    store.is_full = True
    with pytest.raises(StoreFull):
        start_login(town.host, ASH, root)


def test_a_keyring_that_was_taken_away_is_a_loss_and_not_an_empty_one() -> None:
    town = paired()
    token = town.login_of(ASH)
    with town.store.filing() as directory:
        directory.delete_card(Shelf.KEYRING, ASH)
    with pytest.raises(StoreDamaged, match="keyring"):
        resume(town.host, token)
    assert resume(town.host, town.login_of(WREN)) is not None
