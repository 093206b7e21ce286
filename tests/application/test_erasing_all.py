"""The whole record goes for both alike, once both have known of it for a month; and not before."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest
from msgspec.structs import replace

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.application.test_everywhere import BrokenStore
from tests.given import ASH, STRANGER, WREN
from tests.keys import identity
from troth.application.alarms import Alarm
from troth.application.erasing_all import erase_record, forget_erased
from troth.application.handle import World
from troth.application.joining import invite
from troth.application.keyring import NotTheirs, RecordGone, opened_ring, ring_card
from troth.application.own_state import own_card
from troth.application.ports import EMPTY, Card, ChainId, Shelf, Store, StoreDamaged
from troth.application.private.drafts import Drafts
from troth.application.read import view
from troth.application.rules import SHARED
from troth.application.seen import Look, look
from troth.crypto.envelope import place
from troth.domain.dynamic.commands import BeginDynamic, End
from troth.domain.dynamic.events import Member
from troth.domain.erasure import (
    ERASURE_DAYS,
    AskErasure,
    CallOffErasure,
    ErasureNotAsked,
    ErasureNotDue,
)
from troth.domain.kernel import MemberId
from troth.store.memory import MemoryDirectory, MemoryStore


def asked(by: MemberId = WREN, store: Store | None = None) -> Home:
    """Return the home of a couple, one of whom asked to erase everything a month ago."""
    home = begun(store)
    home.does(by, AskErasure())
    home.clock.later(days=ERASURE_DAYS)
    return home


def carried_out(home: Home, by: MemberId) -> World:
    world = erase_record(home.world_of(by), CHAIN)
    assert isinstance(world, World), world
    return world


def is_gone(home: Home) -> bool:
    with home.store.reading(CHAIN) as reading:
        slots = [reading.pending_slots(member) for member in (ASH, WREN)]
        return (reading.head, reading.grants(), *slots) == (EMPTY, (), (), ())


@pytest.mark.parametrize("by", [ASH, WREN])
def test_either_carries_it_out_once_the_month_is_over(by: MemberId) -> None:
    home = asked(WREN)
    Drafts(home.world_of(ASH), CHAIN).keep("prepared/1", "Something to bring.")
    world = carried_out(home, by)
    assert is_gone(home)
    assert CHAIN not in world.keys.ring.memberships


def copies(home: Home) -> set[MemberId]:
    """Return who keeps a state of the record of their own."""
    with home.store.finding() as directory:
        return {each for each in (ASH, WREN) if own_card(directory, CHAIN, each) is not None}


def test_each_ones_own_copy_of_the_state_goes_with_it() -> None:
    home = asked()
    for member in (ASH, WREN):
        look(home.world_of(member))
    assert copies(home) == {ASH, WREN}
    carried_out(home, ASH)
    assert copies(home) == set()


def test_a_copy_that_came_back_goes_when_its_owner_is_told() -> None:
    home = asked()
    wren, _ = look(home.world_of(WREN))
    with home.store.finding() as directory:
        kept = own_card(directory, CHAIN, WREN)
    assert kept is not None
    carried_out(home, ASH)
    with home.store.filing() as directory:
        # As from a backup, or by whoever runs the server.
        directory.put_card(Shelf.KEYRING, kept)
    assert copies(home) == {WREN}
    _, told = forget_erased(wren)
    assert [each.chain for each in told] == [CHAIN]
    assert copies(home) == set()


def test_neither_carries_it_out_a_moment_sooner() -> None:
    home = asked()
    home.clock.later(seconds=-1)
    for member in (ASH, WREN):
        assert isinstance(erase_record(home.world_of(member), CHAIN), ErasureNotDue)
    assert not is_gone(home)


def test_what_nobody_asked_for_is_not_done() -> None:
    home = begun()
    home.clock.later(days=400)
    assert isinstance(erase_record(home.world_of(ASH), CHAIN), ErasureNotAsked)


def test_what_was_called_off_is_not_done() -> None:
    home = begun()
    home.does(WREN, AskErasure())
    home.does(WREN, CallOffErasure())
    home.clock.later(days=400)
    assert isinstance(erase_record(home.world_of(ASH), CHAIN), ErasureNotAsked)


def test_a_clock_set_back_makes_the_wait_no_shorter() -> None:
    home = begun()
    home.does(WREN, AskErasure())
    home.clock.later(days=-400)
    assert isinstance(erase_record(home.world_of(WREN), CHAIN), ErasureNotDue)


def test_a_stranger_erases_nothing() -> None:
    home = asked()
    with pytest.raises(NotTheirs):
        erase_record(home.world_of(STRANGER), CHAIN)


def test_after_the_end_it_can_be_asked_and_done_too() -> None:
    home = begun()
    home.does(ASH, End())
    home.does(WREN, AskErasure())
    home.clock.later(days=ERASURE_DAYS)
    carried_out(home, ASH)
    assert is_gone(home)


def test_the_other_is_told_at_their_next_login_once_and_without_alarm() -> None:
    home = asked()
    wren, _ = look(home.world_of(WREN))
    carried_out(home, ASH)
    wren, looks = look(wren)
    told = [each for each in looks if each.chain == CHAIN]
    assert told == [Look(CHAIN, "ours", 0, 0, erased_at=home.clock.now())]
    assert "as it was announced" in told[0].sentence
    assert CHAIN not in wren.keys.ring.memberships
    _, again = look(wren)
    assert [each for each in again if each.chain == CHAIN] == []


def test_whoever_is_logged_in_meanwhile_is_told_to_log_in_again() -> None:
    home = asked()
    carried_out(home, ASH)
    with pytest.raises(RecordGone, match="Log in again"):
        view(home.world_of(WREN), CHAIN, SHARED)


def test_a_record_that_was_taken_away_is_an_alarm_and_not_an_erasure() -> None:
    home = begun()
    wren, _ = look(home.world_of(WREN))
    with home.store.acting(CHAIN) as transaction:
        transaction.erase_chain()
    wren, looks = look(wren)
    assert [each.alarm for each in looks if each.chain == CHAIN] == [Alarm.GONE]
    assert CHAIN in wren.keys.ring.memberships


def test_the_line_of_somebody_else_counts_for_nothing() -> None:
    home = asked()
    wren, _ = look(home.world_of(WREN))
    carried_out(home, ASH)
    with home.store.filing() as directory:
        (card,) = directory.cards(Shelf.ERASED, WREN)
        line = msgspec.msgpack.decode(card.body)
        line["public"] = identity(STRANGER).public
        directory.put_card(Shelf.ERASED, replace(card, body=msgspec.msgpack.encode(line)))
    _, told = forget_erased(wren)
    assert told == ()


@pytest.mark.parametrize("body", [b"", b"\xff", msgspec.msgpack.encode({"format": 2})])
def test_a_line_nobody_here_writes_counts_for_nothing(body: bytes) -> None:
    home = asked()
    wren, _ = look(home.world_of(WREN))
    carried_out(home, ASH)
    with home.store.filing() as directory:
        directory.put_card(Shelf.ERASED, Card(CHAIN, WREN, body))
    _, told = forget_erased(wren)
    assert told == ()


def test_a_true_line_beside_a_record_that_is_there_counts_for_nothing() -> None:
    home = asked()
    carried_out(home, ASH)
    with home.store.finding() as directory:
        (card,) = directory.cards(Shelf.ERASED, WREN)
    other = begun()
    with other.store.filing() as directory:
        directory.put_card(Shelf.ERASED, card)
    world, told = forget_erased(other.world_of(WREN))
    assert told == ()
    assert CHAIN in world.keys.ring.memberships


def test_an_invitation_that_still_lies_there_goes_too() -> None:
    home = Home()
    home.does(ASH, BeginDynamic(Member(ASH, "Ash", "UTC", adult=True)))
    invite(home.world, CHAIN, home.next_op(), bytes(16))
    home.does(ASH, AskErasure())
    carried_out(home, ASH)
    with home.store.finding() as directory:
        assert directory.cards(Shelf.INVITATION, ASH) == ()


def test_another_dynamic_of_the_two_stays() -> None:
    home = asked()
    other = ChainId("shared-other")
    home.shares(other, ASH, WREN)
    with home.store.reading(other) as reading:
        before = reading.grants()
    world = carried_out(home, ASH)
    with home.store.reading(other) as reading:
        assert reading.grants() == before
    assert set(world.keys.ring.memberships) == {other}


@pytest.mark.parametrize("at", [-1, 10**14, 10**18])
def test_a_signed_line_of_a_time_no_calendar_has_counts_for_nothing(at: int) -> None:
    home = asked()
    carried_out(home, ASH)
    with home.store.filing() as directory:
        (card,) = directory.cards(Shelf.ERASED, WREN)
        signature = identity(ASH).sign(place("erased", CHAIN, at))
        line = {**msgspec.msgpack.decode(card.body), "at": at, "signature": signature}
        directory.put_card(Shelf.ERASED, replace(card, body=msgspec.msgpack.encode(line)))
    _, looks = look(home.world_of(WREN))
    assert [each.alarm for each in looks if each.chain == CHAIN] == [Alarm.GONE]


def test_a_line_beside_a_damaged_record_keeps_no_other_from_being_looked_at() -> None:
    store = BrokenStore()
    home = asked(store=store)
    other = ChainId("shared-other")
    home.shares(other, ASH, WREN)
    carried_out(home, ASH)
    store.broken = {CHAIN}
    _, looks = look(home.world_of(WREN))
    found = {each.chain: each.alarm for each in looks}
    assert (found[CHAIN], found[other]) == (Alarm.NOT_WHOLE, None)


def told_of(world: World) -> Look:
    (found,) = (each for each in look(world)[1] if each.chain == CHAIN)
    return found


def test_a_line_that_no_login_has_seen_announced_is_not_believed() -> None:
    home = begun()
    wren, _ = look(home.world_of(WREN))
    home.does(ASH, AskErasure())
    home.clock.later(days=ERASURE_DAYS)
    carried_out(home, ASH)
    found = told_of(wren)
    assert found.alarm is Alarm.ERASURE_UNANNOUNCED
    assert "no login of yours has seen it announced" in found.sentence
    assert CHAIN in look(wren)[0].keys.ring.memberships


def test_a_line_of_a_day_before_the_one_announced_is_not_believed() -> None:
    home = begun()
    home.does(ASH, AskErasure())
    wren, _ = look(home.world_of(WREN))
    home.clock.later(days=1)
    take_away(home)
    assert told_of(wren).alarm is Alarm.ERASURE_UNANNOUNCED


def take_away(home: Home) -> None:
    """Let Ash, who runs the server, erase the record before its day, and sign that it was due."""
    at = int(home.clock.now().timestamp())
    with home.store.acting(CHAIN) as transaction:
        transaction.erase_chain()
        signature = identity(ASH).sign(place("erased", CHAIN, at))
        line = {"format": 1, "chain": CHAIN, "at": at, "signature": signature}
        body = msgspec.msgpack.encode({**line, "public": identity(ASH).public})
        transaction.put_card(Shelf.ERASED, Card(CHAIN, WREN, body))


def test_what_was_called_off_since_it_was_seen_is_no_announcement() -> None:
    home = begun()
    home.does(ASH, AskErasure())
    wren, _ = look(home.world_of(WREN))
    home.does(ASH, CallOffErasure())
    wren, _ = look(wren)
    home.clock.later(days=ERASURE_DAYS)
    take_away(home)
    assert told_of(wren).alarm is Alarm.ERASURE_UNANNOUNCED


def test_whoever_asked_for_it_needs_no_login_to_have_seen_it() -> None:
    home = begun()
    keep(look(home.world_of(WREN))[0])
    home.does(WREN, AskErasure())
    home.clock.later(days=ERASURE_DAYS)
    carried_out(home, ASH)
    assert told_of(logged_in(home)).erased_at == home.clock.now()


def test_whoever_called_it_off_again_believes_no_line() -> None:
    home = begun()
    keep(look(home.world_of(WREN))[0])
    home.does(WREN, AskErasure())
    home.does(WREN, CallOffErasure())
    home.clock.later(days=ERASURE_DAYS)
    take_away(home)
    assert told_of(logged_in(home)).alarm is Alarm.ERASURE_UNANNOUNCED


def keep(world: World) -> None:
    """Keep a person's ring, as signing up does."""
    with world.store.filing() as directory:
        directory.put_card(Shelf.KEYRING, ring_card(world.keys))


def logged_in(home: Home) -> World:
    """Log Wren in anew, with nothing but what was kept."""
    with home.store.finding() as directory:
        card = directory.card(Shelf.KEYRING, WREN)
    return home.host.world(opened_ring(WREN, identity(WREN), card))


class TornDirectory(MemoryDirectory):
    """A directory in which the lines about erased records are damaged."""

    def card(self, shelf: Shelf, key: str) -> Card | None:
        """Return a row, unless it is such a line."""
        if shelf is Shelf.ERASED:
            raise StoreDamaged("A row of the record is not as it was written.")
        return super().card(shelf, key)

    def cards(self, shelf: Shelf, owner: str) -> tuple[Card, ...]:
        """Return rows, unless they are such lines."""
        if shelf is Shelf.ERASED:
            raise StoreDamaged("A row of the record is not as it was written.")
        return super().cards(shelf, owner)


class TornStore(MemoryStore):
    """A store whose lines about erased records are damaged."""

    @contextmanager
    def finding(self) -> Iterator[MemoryDirectory]:
        """Read in the damaged directory."""
        with super().finding() as directory:
            yield TornDirectory(vars(directory)["_cards"])


def test_a_damaged_line_is_named_and_keeps_nobody_from_logging_in() -> None:
    home = asked(store=TornStore())
    other = ChainId("shared-other")
    home.shares(other, ASH, WREN)
    wren, _ = look(home.world_of(WREN))
    carried_out(home, ASH)
    wren, looks = look(wren)
    found = {each.chain: each for each in looks}
    assert found[CHAIN].alarm is Alarm.ERASURE_UNREADABLE
    assert "is damaged" in found[CHAIN].sentence
    assert found[other].alarm is None
