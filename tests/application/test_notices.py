"""Notices: a pause or stop takes effect once, in its owner's name, and vouches for nothing else."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from tests.application.homes import CHAIN
from tests.application.phones import OP, OTHER_CHAIN, Phone, head, last, phase_for, waiting
from tests.application.signed_up import FullDisk, Town, paired
from tests.given import ASH, HOUSEHOLD, WREN
from troth.application.accounts.trusted import (
    Left,
)
from troth.application.codec import ACT_FORMAT, Act, asked, encode_snapshot
from troth.application.handle import Answer, Request, ViewOutdated, World, handle
from troth.application.notices import (
    NOTICES,
    Ask,
    Registration,
    SignedNotice,
    register,
    sign_notice,
)
from troth.application.ports import OperationId, Shelf, StoreDamaged
from troth.application.read import verify
from troth.application.rules import SHARED
from troth.application.sealed import Kept, SealedAnswer, helped, seal
from troth.application.sealing import open_act, seal_act, seal_snapshot
from troth.crypto.codes import token_digest
from troth.crypto.keys import Identity, new_key
from troth.domain.agreement.commands import NameArea
from troth.domain.dynamic.commands import AffirmResumption, End, Pause, Stop
from troth.domain.dynamic.events import Paused, Phase, Stopped
from troth.domain.kernel import MEMORY_DAYS, Event, MemberId
from troth.domain.resets.events import Help, ResetId


@pytest.mark.parametrize(
    ("ask", "stands", "event"),
    [(Ask.PAUSE, Phase.PAUSED, Paused), (Ask.STOP, Phase.STOPPED, Stopped)],
)
@pytest.mark.parametrize("comes_next", [ASH, WREN])
def test_a_notice_takes_effect_for_whoever_looks_next_in_its_owners_name(
    ask: Ask, stands: Phase, event: type[Event], comes_next: MemberId
) -> None:
    town = paired()
    phone, before = Phone(town), head(town)
    said = town.clock.at
    assert phone.leaves(phone.signed(ask)) == Left()
    assert head(town) == before
    town.clock.later(hours=3)
    assert phase_for(town, comes_next) is stands
    assert (waiting(town), head(town)) == (0, before + 1)
    for member in (ASH, WREN):
        act = last(town, member)
        assert (act.by, act.at) == (ASH, town.clock.at)
        assert act.events == (event(said),)
    assert verify(town.store, CHAIN).is_whole


def test_an_act_asked_for_next_meets_the_pause_first() -> None:
    town = paired()
    phone, seen = Phone(town), head(town)
    phone.leaves(phone.signed())
    request = Request(town.next_op(), NameArea(HOUSEHOLD, "The household"), seen)
    assert handle(town.world_of(WREN), CHAIN, SHARED, request) == ViewOutdated()
    assert (head(town), waiting(town)) == (seen + 1, 0)
    assert last(town, WREN).by == ASH


def test_an_answer_kept_sealed_meets_the_pause_first() -> None:
    town = paired()
    phone = Phone(town)
    phone.leaves(phone.signed())
    answer = SealedAnswer(town.next_op(), helped(ResetId("r")), Help.HELPED)
    assert not isinstance(seal(town.world_of(WREN), CHAIN, answer), Kept)
    assert (waiting(town), last(town, WREN).by) == (0, ASH)


def test_it_happens_once_however_often_it_is_left() -> None:
    town = paired()
    phone = Phone(town)
    signed = phone.signed()
    assert [phone.leaves(signed) for _ in range(3)] == [Left()] * 3
    assert phase_for(town, WREN) is Phase.PAUSED
    after = head(town)
    assert phone.leaves(signed) == Left()
    assert waiting(town) == 0
    assert phase_for(town, ASH) is Phase.PAUSED
    assert head(town) == after


def test_a_replayed_notice_pauses_nothing_after_both_are_back() -> None:
    town = paired()
    phone = Phone(town)
    signed = phone.signed()
    phone.leaves(signed)
    for member in (WREN, ASH):
        town.does(member, AffirmResumption())
    assert phase_for(town, WREN) is Phase.FORMING
    phone.leaves(signed)
    assert phase_for(town, WREN) is Phase.FORMING


def test_a_notice_from_long_ago_counts_from_as_far_back_as_anybodys() -> None:
    town = paired()
    phone = Phone(town)
    signed = phone.signed()
    town.clock.later(days=MEMORY_DAYS + 10)
    assert phone.leaves(signed) == Left()
    assert phase_for(town, WREN) is Phase.PAUSED
    since = town.clock.at - timedelta(days=MEMORY_DAYS)
    assert last(town, WREN).events == (Paused(since),)


def test_a_phone_whose_clock_is_ahead_pauses_from_now() -> None:
    town = paired()
    phone = Phone(town)
    phone.leaves(phone.signed(since=int(town.clock.at.timestamp()) + 10**6))
    assert phase_for(town, WREN) is Phase.PAUSED
    assert last(town, WREN).events == (Paused(town.clock.at),)


def test_the_owner_who_asks_again_with_a_login_is_answered_with_what_was_done() -> None:
    town = paired()
    phone = Phone(town)
    phone.leaves(phone.signed())
    seq = head(town) + 1
    request = Request(OP, Pause(since=phone.notice().at))
    answer = handle(town.world_of(ASH), CHAIN, SHARED, request)
    assert isinstance(answer, Answer)
    assert (answer.seq, head(town)) == (seq, seq)


def test_nothing_is_left_to_do_once_the_dynamic_has_ended() -> None:
    town = paired()
    phone = Phone(town)
    town.does(WREN, End())
    before = head(town)
    assert phone.leaves(phone.signed()) == Left()
    assert phase_for(town, WREN) is Phase.ENDED
    assert (head(town), waiting(town)) == (before, 0)


def test_no_row_on_the_disk_says_what_was_asked_in_words() -> None:
    town = paired()
    phone = Phone(town)
    phone.leaves(phone.signed(Ask.STOP))
    with town.store.reading(CHAIN) as reading:
        (slot,) = reading.pending_slots(NOTICES)
        body = reading.pending(NOTICES, slot)
    assert body is not None
    for word in (b"stop", b"pause", b"ash", b"phone"):
        assert word not in body.lower() + slot.encode()
    with town.store.finding() as directory:
        card = directory.card(Shelf.DEVICE, token_digest(phone.token))
    assert card is not None
    assert CHAIN.encode() not in card.body


def test_a_full_disk_lets_it_be_left_and_lets_it_take_effect() -> None:
    store = FullDisk()
    town = paired(store)
    phone = Phone(town)
    store.is_full = True
    assert phone.leaves(phone.signed()) == Left()
    store.is_full, store.has_ballast = True, True
    assert phase_for(town, WREN) is Phase.PAUSED


def test_a_row_that_is_no_notice_stops_nobody() -> None:
    town = paired()
    phone = Phone(town)
    phone.leaves(phone.signed())
    with town.store.acting(CHAIN) as transaction:
        (slot,) = transaction.pending_slots(NOTICES)
        transaction.put_pending(NOTICES, slot, b"something else")
    town.does(WREN, Pause())
    assert waiting(town) == 0


def forged(town: Town, by: MemberId, act: Act, op: OperationId = OP) -> None:
    """Append what an altered program might write, signed by one of the two."""
    world: World = town.world_of(by)
    with town.store.acting(CHAIN) as transaction:
        keys = world.keys.of(transaction)
        seq = transaction.head.seq + 1
        snapshot = seal_snapshot(keys, seq, encode_snapshot(act.at, SHARED.first))
        transaction.append(op, seal_act(keys, seq, act), snapshot, keys.identity)


def is_read(town: Town) -> bool:
    """Tell whether the last entry is accepted."""
    with town.store.reading(CHAIN) as reading:
        (entry,) = reading.entries_before(limit=1)
        try:
            open_act(town.world_of(WREN).keys.of(reading), entry)
        except StoreDamaged:
            return False
        return True


def noticed(signed: SignedNotice, at: datetime, **changed: object) -> Act:
    """Return the act that records a notice, changed."""
    notice = signed.notice
    act = Act(ACT_FORMAT, ASH, at, asked(notice.command), (notice.event(at),), notice=signed)
    return replace(act, **changed)


def test_an_entry_with_a_notice_is_read_if_either_of_the_two_recorded_it() -> None:
    for recorder in (ASH, WREN):
        town = paired()
        phone = Phone(town)
        forged(town, recorder, noticed(phone.signed(), town.clock.at))
        assert is_read(town)


@pytest.mark.parametrize(
    "changed",
    [
        {"events": (Stopped(datetime.fromisoformat("2026-03-02T18:00:00+00:00")),)},
        {"events": (Paused(datetime.fromisoformat("2026-03-01T18:00:00+00:00")),)},
        {"events": ()},
        {"by": WREN},
        {"by": MemberId("stranger")},
        {"notice": None},
        {"asked": asked(Stop())},
    ],
)
def test_a_notice_vouches_for_nothing_but_the_pause_it_asked_for(
    changed: dict[str, object],
) -> None:
    town = paired()
    phone = Phone(town)
    act = noticed(phone.signed(), town.clock.at, **changed)
    forged(town, WREN, act)
    assert not is_read(town)


def test_two_events_cannot_ride_on_one_notice() -> None:
    town = paired()
    act = noticed(Phone(town).signed(), town.clock.at)
    forged(town, WREN, replace(act, events=act.events * 2))
    assert not is_read(town)


def test_a_notice_counts_under_its_own_operation_in_its_own_chain_only() -> None:
    town = paired()
    town.pairs(OTHER_CHAIN)
    phone = Phone(town)
    forged(town, WREN, noticed(phone.signed(), town.clock.at), OperationId("e" * 32))
    assert not is_read(town)
    forged(town, WREN, noticed(phone.signed(chain=OTHER_CHAIN), town.clock.at))
    assert not is_read(town)


def test_a_device_only_somebody_else_registered_puts_no_word_into_ones_mouth() -> None:
    town = paired()
    phone = Phone(town)
    wren = town.world_of(WREN).keys.identity
    own, stranger = register(phone.token, wren), register(phone.token, Identity(new_key()))
    ash = phone.trusted.registration
    false = Registration(own.device, ash.member, own.signature)
    for number, registration in enumerate((own, stranger, false)):
        op = OperationId(f"{number + 100:032x}")
        signed = sign_notice(phone.token, phone.notice(op=op), registration)
        forged(town, WREN, noticed(signed, town.clock.at), op)
        assert not is_read(town)
