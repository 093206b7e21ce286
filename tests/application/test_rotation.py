"""Rotation: a new key for what comes, sent to the same two people and to nobody else."""

import pytest
from msgspec.structs import replace

from tests.application.homes import CHAIN, Home
from tests.application.signed_up import SECRET, Town, paired, swap_receiver
from tests.given import ASH, HOUSEHOLD, STRANGER, WORK, WREN
from tests.keys import identity, own_keys
from troth.application.accounts.rotation import rotate
from troth.application.grants import (
    GRANT_FORMAT,
    FalseGrant,
    Grant,
    admitted,
    signed,
)
from troth.application.handle import Answer, Request, World, handle
from troth.application.headers import parse_header
from troth.application.keyring import ChainKeys, KeyChanged, NoKey, NotTheirs
from troth.application.pending import Rows
from troth.application.ports import ChainId, Fault
from troth.application.read import history, verify, view
from troth.application.rules import SHARED
from troth.application.seen import look
from troth.crypto.envelope import Unopened, open_sealed, place
from troth.crypto.keys import Identity, invitation_identity, send
from troth.domain.agreement.commands import NameArea
from troth.domain.decider import State
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import MemberId

SECOND = 2


def names(world: World, town: Town, name: str) -> Answer[State]:
    answer = handle(world, CHAIN, SHARED, Request(town.next_op(), NameArea(HOUSEHOLD, name)))
    assert isinstance(answer, Answer)
    return answer


def epochs_of_entries(town: Town) -> list[int]:
    with town.store.reading(CHAIN) as reading:
        headers = [parse_header(entry.header) for entry in reading.entries()]
    return [header.epoch for header in headers if header is not None]


def granted(town: Town, member: MemberId, **changes: object) -> Grant:
    """Return a member's latest grant, changed."""
    with town.store.reading(CHAIN) as reading:
        own = [each for each in admitted(CHAIN, reading.grants()) if each.member == member]
    return replace(own[-1], **changes)


def put(town: Town, grant: Grant, by: Identity) -> None:
    """Put a grant into the store, signed by somebody."""
    with town.store.acting(CHAIN) as transaction:
        transaction.put_grant(grant.epoch, grant.member, signed(grant, by))


def test_both_read_what_was_and_what_comes() -> None:
    town = paired()
    town.does(ASH, NameArea(HOUSEHOLD, "Before"))
    ash = rotate(town.world_of(ASH), CHAIN)
    names(ash, town, "After, by Ash")
    names(town.world_of(WREN), town, "After, by Wren")
    for member in (ASH, WREN):
        world = town.world_of(member)
        areas = view(world, CHAIN, SHARED).state.ground.agreement.areas
        assert areas[HOUSEHOLD].name == "After, by Wren"
        assert len(history(world, CHAIN).lines) == town_length(town)


def town_length(town: Town) -> int:
    with town.store.reading(CHAIN) as reading:
        return reading.head.seq


def test_entries_carry_the_epoch_they_were_written_in_and_all_verify_without_keys() -> None:
    town = paired()
    before = town_length(town)
    ash = rotate(town.world_of(ASH), CHAIN)
    names(ash, town, "One")
    names(town.world_of(WREN), town, "Two")
    again = rotate(town.world_of(WREN), CHAIN)
    names(again, town, "Three")
    assert epochs_of_entries(town) == [1] * before + [2, 2, 3]
    assert verify(town.store, CHAIN).is_whole


def test_somebody_who_has_only_the_old_key_opens_nothing_new() -> None:
    town = paired()
    town.does(ASH, NameArea(HOUSEHOLD, "Before"))
    with town.store.reading(CHAIN) as reading:
        old = town.world_of(ASH).keys.of(reading).current
    ash = rotate(town.world_of(ASH), CHAIN)
    names(ash, town, "After")
    with town.store.reading(CHAIN) as reading:
        (last,) = reading.entries_before(limit=1)
        kept = reading.snapshot()
    where = place("structure", CHAIN, SECOND, last.seq, identity_of(town, ASH).id)
    assert kept is not None
    for sealed, at in (
        (last.structure, where),
        (kept.body[4:], place("snapshot", CHAIN, SECOND, kept.seq)),
    ):
        with pytest.raises(Unopened):
            open_sealed(old, at, sealed)


def test_an_answer_that_waits_is_sealed_anew_and_still_found() -> None:
    town = paired()
    with town.store.reading(CHAIN) as reading:
        old = town.world_of(ASH).keys.of(reading)
    keep_answer(town.world_of(WREN), b"before")
    ash = rotate(town.world_of(ASH), CHAIN)
    assert waiting(ash, old) == (b"before", False)
    keep_answer(town.world_of(WREN), b"after")
    assert waiting(ash, old) == (b"after", False)


def keep_answer(world: World, body: bytes) -> None:
    with world.store.acting(CHAIN) as transaction:
        rows = Rows(world.keys.of(transaction), are_shared=True)
        rows.keep(transaction, WREN, "check-in", body)


def waiting(world: World, old: ChainKeys) -> tuple[bytes | None, bool]:
    """Return Wren's answer as it is read now, and whether the old keys open what is kept."""
    with world.store.reading(CHAIN) as reading:
        found = Rows(world.keys.of(reading), are_shared=True).find(reading, WREN, "check-in")
        by_old, _ = Rows(old, are_shared=True).readable(reading, WREN)
    return found, bool(by_old)


def test_a_later_key_that_only_one_was_granted_counts_for_nobody() -> None:
    town = paired()
    put(town, resent(town, ASH, SECOND, bytes(32)), identity_of(town, ASH))
    assert verify(town.store, CHAIN).fault is Fault.FALSE_GRANT
    town.does(ASH, Pause())


def identity_of(town: Town, member: MemberId) -> Identity:
    return town.world_of(member).keys.identity


def test_the_state_kept_before_is_sealed_anew_at_once() -> None:
    town = paired()
    with town.store.reading(CHAIN) as reading:
        before = reading.snapshot()
    rotate(town.world_of(ASH), CHAIN)
    with town.store.reading(CHAIN) as reading:
        after = reading.snapshot()
    assert before is not None
    assert after is not None
    assert (before.body[:4], after.body[:4]) == (bytes([0, 0, 0, 1]), bytes([0, 0, 0, 2]))
    assert after.seq == before.seq


def test_nothing_is_rotated_while_only_its_founder_is_there() -> None:
    town = Town()
    town.begins(ASH)
    world = town.world_of(ASH)
    assert rotate(world, CHAIN) is world
    with town.store.reading(CHAIN) as reading:
        assert len(reading.grants()) == 1


def test_a_chain_that_is_not_theirs_cannot_be_rotated() -> None:
    home = Home()
    with pytest.raises(NotTheirs):
        rotate(home.world_of(STRANGER), CHAIN)


def test_what_another_login_has_kept_meanwhile_is_not_lost() -> None:
    town = paired()
    early = town.world_of(ASH)
    town.pairs(ChainId("shared-other"))
    rotate(early, CHAIN)
    assert set(town.world_of(ASH).keys.ring.memberships) == {CHAIN, "shared-other"}


def test_no_key_is_sent_to_another_receiver_than_the_one_seen_before() -> None:
    town = paired()
    look(town.world_of(ASH))
    swap_receiver(town)
    with pytest.raises(KeyChanged):
        rotate(town.world_of(ASH), CHAIN)
    with town.store.reading(CHAIN) as reading:
        assert {each.epoch for each in admitted(CHAIN, reading.grants())} == {1}


def test_no_key_is_sent_to_another_person_than_the_one_seen_before() -> None:
    town = paired()
    look(town.world_of(ASH))
    stranger = identity(STRANGER)
    joined = granted(town, WREN)
    false = replace(joined, public=stranger.public, receives=stranger.receives)
    with town.store.acting(CHAIN) as transaction:
        body = signed(false, invitation_identity(SECRET), joined.voucher)
        transaction.put_grant(1, WREN, body)
    with pytest.raises(KeyChanged):
        rotate(town.world_of(ASH), CHAIN)


def test_an_outsiders_grant_is_refused_by_readers_and_by_the_verifier() -> None:
    town = paired()
    stranger = identity(STRANGER)
    who = (STRANGER, stranger.public, stranger.receives)
    blank = Grant(GRANT_FORMAT, CHAIN, SECOND, *who, key=b"", by=stranger.id)
    put(town, replace(blank, key=send(stranger.receives, blank.place, bytes(32))), stranger)
    assert verify(town.store, CHAIN).fault is Fault.FALSE_GRANT
    with town.store.reading(CHAIN) as reading, pytest.raises(FalseGrant):
        admitted(CHAIN, reading.grants())
    with pytest.raises(KeyChanged):
        rotate(town.world_of(ASH), CHAIN)


def test_a_member_lets_no_third_person_in_by_rotating() -> None:
    town = paired()
    stranger = identity(STRANGER)
    who = (STRANGER, stranger.public, stranger.receives)
    blank = Grant(GRANT_FORMAT, CHAIN, SECOND, *who, key=b"", by=stranger.id)
    put(town, blank, identity_of(town, ASH))
    assert verify(town.store, CHAIN).fault is Fault.FALSE_GRANT
    assert town.host.world(own_keys(STRANGER)).keys.ring.memberships == {}


def test_a_member_cannot_send_the_others_key_elsewhere() -> None:
    town = paired()
    receives = identity(STRANGER).receives
    put(town, granted(town, WREN, epoch=SECOND, receives=receives), identity_of(town, ASH))
    assert verify(town.store, CHAIN).fault is Fault.FALSE_GRANT


def test_a_grant_that_does_not_open_raises_an_alarm_and_stops_no_pause() -> None:
    town = paired()
    put(town, granted(town, WREN, epoch=SECOND, key=bytes(100)), identity_of(town, ASH))
    with town.store.reading(CHAIN) as reading, pytest.raises(KeyChanged):
        town.world_of(WREN).keys.membership(CHAIN, reading.grants())
    assert not isinstance(town.attempt(WREN, NameArea(WORK, "Work")), Answer)
    town.does(WREN, Pause())


def test_an_entry_of_an_epoch_nobody_granted_is_not_read() -> None:
    town = paired()
    ash = rotate(town.world_of(ASH), CHAIN)
    names(ash, town, "After")
    known = town.world_of(ASH).keys.ring.memberships[CHAIN]
    forgetful = replace(known, keys={1: known.keys[1]})
    keys = town.world_of(ASH).keys.with_membership(CHAIN, forgetful)
    with pytest.raises(NoKey):
        view(town.host.world(keys), CHAIN, SHARED)


@pytest.mark.parametrize("epoch", [SECOND + 1, 1 << 31, 1 << 32, 1 << 62])
def test_an_epoch_that_is_not_the_next_raises_an_alarm_and_stops_no_pause(epoch: int) -> None:
    town = paired()
    for grant in [resent(town, member, epoch, bytes(32)) for member in (ASH, WREN)]:
        put(town, grant, identity_of(town, WREN))
    assert verify(town.store, CHAIN).fault is Fault.FALSE_GRANT
    assert not isinstance(town.attempt(ASH, NameArea(WORK, "Work")), Answer)
    town.does(ASH, Pause())


def test_a_key_of_another_length_raises_an_alarm_and_stops_no_pause() -> None:
    town = paired()
    for grant in [resent(town, member, SECOND, b"short") for member in (ASH, WREN)]:
        put(town, grant, identity_of(town, WREN))
    assert not isinstance(town.attempt(ASH, NameArea(WORK, "Work")), Answer)
    town.does(ASH, Pause())


def resent(town: Town, member: MemberId, epoch: int, key: bytes) -> Grant:
    """Return a grant of a later epoch, with a key that opens for its member."""
    blank = granted(town, member, epoch=epoch, key=b"")
    return replace(blank, key=send(blank.receives, blank.place, key))
