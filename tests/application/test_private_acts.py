"""Private acts: what one does with their own account leaves no trace that the other could see."""

from collections.abc import Callable, Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.application.homes import CHAIN
from tests.application.phones import OP
from tests.application.signed_up import (
    CODES,
    NEW_CODE,
    OTHER_WORDS,
    PASSPHRASES,
    Town,
    own_chain,
    paired,
)
from tests.given import ASH, WREN
from troth.application.accounts.account import lookup
from troth.application.accounts.devices import devices, remember_device
from troth.application.accounts.logins import end_login, end_logins, open_logins, resume
from troth.application.accounts.passkeys import NewPasskey, add_passkey, passkeys, remove_passkey
from troth.application.accounts.passphrase_change import NewPassphrase, change_passphrase
from troth.application.accounts.proving import prove
from troth.application.accounts.recovery import Recovery, recover
from troth.application.accounts.throttle import count_try, take_back_try
from troth.application.accounts.trusted import forget_device, rest_from, trust_device
from troth.application.codec import encode_snapshot
from troth.application.notices import Ask
from troth.application.ports import Card, Reading, Shelf
from troth.application.read import history, view
from troth.application.rules import SHARED
from troth.application.seen import look
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import MemberId


def rows_of(reading: Reading) -> Iterator[object]:
    """Give everything that lies in a chain, as it lies there."""
    yield reading.head
    yield reading.snapshot()
    yield reading.grants()
    yield list(reading.entries())
    for member in (ASH, WREN, MemberId("notices")):
        yield [(slot, reading.pending(member, slot)) for slot in reading.pending_slots(member)]


def lying_for_wren(town: Town) -> list[object]:
    """Return what lies in the chains that Wren reads, and every row of Wren's, as it lies there."""
    found: list[object] = []
    for chain in (CHAIN, own_chain(WREN)):
        with town.store.reading(chain) as reading:
            found += rows_of(reading)
    return [*found, *(town.cards(shelf, WREN) for shelf in Shelf)]


def shown_to_wren(town: Town) -> bytes:
    """Return the bytes of what Wren is shown."""
    world = town.world_of(WREN)
    seen = view(world, CHAIN, SHARED)
    state = encode_snapshot(seen.moment.at, seen.state)
    own = [look(world)[1], devices(world), passkeys(world), open_logins(town.host, WREN)]
    return msgspec.json.encode([seen.seq, state, history(world, CHAIN), own])


def leaves_no_trace(town: Town, acts: list[Callable[[Town], None]]) -> bool:
    """Tell whether Wren sees the same before and after, and finds the same lying there."""
    shown_to_wren(town)  # a first look is remembered in one's own ring
    shown = shown_to_wren(town)
    lying = lying_for_wren(town)
    for act in acts:
        act(town)
    return lying_for_wren(town) == lying and shown_to_wren(town) == shown


def logs_in(town: Town) -> None:
    resume(town.host, town.login_of(ASH))


def logs_in_from_elsewhere(town: Town) -> None:
    """What unlocking does around the derivation, which leaves nothing anywhere."""
    count_try(town.host, subject(town))
    take_back_try(town.host, subject(town))


def fails_to_log_in(town: Town) -> None:
    count_try(town.host, subject(town))


def subject(town: Town) -> str:
    with town.store.filing() as directory:
        return lookup(directory, "Ash")


def logs_out(town: Town) -> None:
    end_login(town.host, town.login_of(ASH))


def locks(town: Town) -> None:
    end_logins(town.host, ASH)


def meets_a_device(town: Town) -> None:
    remember_device(town.world_of(ASH), "Phone")


def trusts_a_device(town: Town) -> None:
    device = remember_device(town.world_of(ASH), "Phone")
    assert isinstance(device, bytes)
    trust_device(town.host, town.login_of(ASH), device)


def removes_devices(town: Town) -> None:
    for device in devices(town.world_of(ASH)):
        forget_device(town.host, town.login_of(ASH), device.id)


def adds_a_passkey(town: Town) -> None:
    add_passkey(town.host, town.login_of(ASH), NewPasskey(b"id", bytes(32), "Phone"))


def removes_a_passkey(town: Town) -> None:
    remove_passkey(town.host, town.login_of(ASH), b"id")


def looks_at_their_own(town: Town) -> None:
    look(town.world_of(ASH))


QUICK = (
    logs_in,
    logs_in_from_elsewhere,
    fails_to_log_in,
    logs_out,
    locks,
    meets_a_device,
    trusts_a_device,
    removes_devices,
    adds_a_passkey,
    removes_a_passkey,
    looks_at_their_own,
)


@given(acts=some.lists(some.sampled_from(QUICK), min_size=1, max_size=6))
def test_the_other_sees_the_same_bytes_whatever_one_does_with_their_account(
    acts: list[Callable[[Town], None]],
) -> None:
    assert leaves_no_trace(paired(), acts)


def changes_the_passphrase(town: Town) -> None:
    assert isinstance(
        change_passphrase(town.host, town.login_of(ASH), NewPassphrase(OTHER_WORDS)), bytes
    )


def proves_and_fails_to(town: Town) -> None:
    token = town.login_of(ASH)
    prove(town.host, token, OTHER_WORDS)
    assert isinstance(prove(town.host, token, PASSPHRASES[ASH]), bytes)


@pytest.mark.parametrize("act", [changes_the_passphrase, proves_and_fails_to])
def test_nor_when_one_changes_or_gives_their_passphrase(act: Callable[[Town], None]) -> None:
    assert leaves_no_trace(paired(), [act])


def pauses(town: Town) -> None:
    town.does(ASH, Pause())


def test_what_is_done_in_the_record_itself_does_show() -> None:
    assert not leaves_no_trace(paired(), [pauses])


def test_recovering_shows_as_a_new_key_of_the_record_and_as_nothing_else() -> None:
    town = paired()
    before = shown(town)
    recovery = Recovery("Ash", CODES[ASH], OTHER_WORDS, NEW_CODE)
    assert isinstance(recover(town.host, recovery), bytes)
    after = shown(town)
    assert before.pop("grants") != after.pop("grants")
    assert before == after


def test_a_notice_shows_once_it_is_recorded_and_changes_no_row_of_the_others() -> None:
    town = paired()
    device = remember_device(town.world_of(ASH), "Phone")
    assert isinstance(device, bytes)
    trust_device(town.host, town.login_of(ASH), device)
    before = shown(town)
    rest_from(town.host, device, Ask.PAUSE, OP)
    assert shown(town) == before
    assert view(town.world_of(WREN), CHAIN, SHARED).seq == before_seq(before) + 1


def shown(town: Town) -> dict[str, object]:
    """Return what lies there that Wren can see, by what it is."""
    with town.store.reading(CHAIN) as reading:
        lying: dict[str, object] = {
            "entries": list(reading.entries()),
            "grants": reading.grants(),
            "slots": reading.pending_slots(WREN),
        }
    cards: tuple[Card, ...] = sum((town.cards(shelf, WREN) for shelf in Shelf), ())
    return {**lying, "cards": cards}


def before_seq(lying: dict[str, object]) -> int:
    entries = lying["entries"]
    assert isinstance(entries, list)
    return len(entries)


def test_the_rows_of_ones_own_are_found_only_under_ones_own_name() -> None:
    town = paired()
    for act in (*QUICK, changes_the_passphrase):
        act(town)
    own = {card.key for shelf in Shelf for card in town.cards(shelf, ASH)}
    theirs = {card.key for shelf in Shelf for card in town.cards(shelf, WREN)}
    assert own.isdisjoint(theirs)
