"""At login the record goes on from where it was last seen, or an alarm says what is wrong."""

from collections.abc import Callable
from typing import NoReturn

import pytest
from msgspec.structs import replace

from tests.application.couples import RESET, after_a_reset, begun
from tests.application.homes import CHAIN, Home
from tests.application.tampered import (
    SOMETHING,
    cut,
    put_words_in_wrens_mouth,
    replace_a_key,
    seen_by_wren,
    write_anew,
)
from tests.given import ASH, STRANGER, WREN
from tests.keys import identity, keys_of, own_keys
from troth.application.alarms import ALARMS, WHAT_TO_DO, Alarm, RecordInDoubt
from troth.application.grants import FIRST_EPOCH, GRANT_FORMAT, Grant, signed
from troth.application.handle import Answer, Request, World, handle
from troth.application.keyring import Keyring, opened_ring, ring_card
from troth.application.ports import ChainId, Fault, Shelf, StoreDamaged
from troth.application.read import view
from troth.application.rules import PRIVATE, SHARED
from troth.application.sealed import SealedAnswer, helped, own_answers, seal
from troth.application.seen import Look, StaysInDoubt, accept, look
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.decider import AnyCommand, State
from troth.domain.dynamic.commands import BeginLighter, ClearCheck, End, Pause, RaiseCheck, Stop
from troth.domain.kernel import ClauseId, Command, Protective, Refusal
from troth.domain.notes import KeepNote
from troth.domain.resets.events import Help
from troth.store.memory import MemoryStore

PROTECTS: tuple[AnyCommand, ...] = (
    RaiseCheck(),
    BeginLighter(),
    WithdrawConsent(ClauseId("kitchen")),
    Pause(),
    Stop(),
    End(),
)
"""In this order none is already so, and none comes after the end."""


def of_ours(looks: tuple[Look, ...]) -> Look:
    """Return the look at the shared chain."""
    (found,) = (each for each in looks if each.chain == CHAIN)
    return found


def attempt(home: Home, world: World, command: Command) -> Answer[State] | Refusal:
    """Ask for an act in a world that has looked."""
    return handle(world, CHAIN, SHARED, Request(home.next_op(), command))


def test_a_first_look_checks_the_record_from_its_beginning() -> None:
    home = begun()
    _, looks = look(home.world_of(WREN))
    length = home.view().seq
    assert of_ours(looks) == Look(CHAIN, "ours", 0, length)
    assert of_ours(looks).sentence.startswith("Seen for the first time")


def test_a_later_look_says_from_which_entry_the_record_goes_on() -> None:
    home, world = seen_by_wren()
    before = home.view().seq
    home.does(ASH, SOMETHING)
    _, looks = look(world)
    assert of_ours(looks) == Look(CHAIN, "ours", before, 1)
    assert of_ours(looks).sentence == (
        f"Extends the record you last saw (entry {before}); one entry was added, truly signed."
    )


@pytest.mark.parametrize(
    ("seen", "since", "said"),
    [
        (0, 0, "Seen for the first time: nothing was added."),
        (0, 1, "Seen for the first time: one entry was added, linked and signed."),
        (0, 2, "Seen for the first time: 2 entries were added, each linked and signed."),
        (9, 0, "Extends the record you last saw (entry 9); nothing was added."),
        (
            9,
            2,
            "Extends the record you last saw (entry 9); 2 entries were added, each truly signed.",
        ),
    ],
)
def test_what_was_added_is_said_in_a_sentence_for_none_one_and_many(
    seen: int, since: int, said: str
) -> None:
    assert Look(CHAIN, "ours", seen, since).sentence == said


def test_what_was_seen_moves_on_with_each_look() -> None:
    home, world = seen_by_wren()
    home.does(ASH, SOMETHING)
    world, _ = look(world)
    _, looks = look(world)
    assert (of_ours(looks).seq, of_ours(looks).since) == (home.view().seq, 0)


CHANGES: dict[str, tuple[Callable[[Home], None], Alarm]] = {
    "the newest entry taken away": (cut, Alarm.SHORTER),
    "the record written anew": (write_anew, Alarm.OTHER_ENTRY),
    "an act under another's name": (put_words_in_wrens_mouth, Alarm.NOT_WHOLE),
    "a key replaced": (replace_a_key, Alarm.KEY_CHANGED),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_done_to_the_record_is_named(name: str) -> None:
    change, alarm = CHANGES[name]
    home, world = seen_by_wren()
    change(home)
    _, looks = look(world)
    assert of_ours(looks).alarm is alarm
    assert ALARMS[alarm] in of_ours(looks).sentence
    assert WHAT_TO_DO in of_ours(looks).sentence


@pytest.mark.parametrize("name", CHANGES)
def test_after_that_nothing_is_written_but_what_protects(name: str) -> None:
    change, alarm = CHANGES[name]
    home, world = seen_by_wren()
    change(home)
    world, _ = look(world)
    before = view(world, CHAIN, SHARED).seq
    assert attempt(home, world, ClearCheck()) == RecordInDoubt(ALARMS[alarm])
    assert view(world, CHAIN, SHARED).seq == before
    for number, command in enumerate(PROTECTS, 1):
        assert isinstance(command, Protective)
        assert isinstance(attempt(home, world, command), Answer)
        assert view(world, CHAIN, SHARED).seq == before + number


@pytest.mark.parametrize("name", sorted(set(CHANGES) - {"an act under another's name"}))
def test_what_is_changed_between_two_acts_is_noticed_by_the_next(name: str) -> None:
    change, alarm = CHANGES[name]
    home, world = seen_by_wren()
    change(home)
    assert attempt(home, world, SOMETHING) == RecordInDoubt(ALARMS[alarm])
    assert isinstance(attempt(home, world, Pause()), Answer)


@pytest.mark.parametrize("name", CHANGES)
def test_no_answer_is_sealed_on_it_either(name: str) -> None:
    home = after_a_reset()
    world, _ = look(home.world_of(WREN))
    CHANGES[name][0](home)
    world, _ = look(world)
    answered = seal(world, CHAIN, SealedAnswer(home.next_op(), helped(RESET), Help.HELPED))
    assert isinstance(answered, RecordInDoubt)
    assert not own_answers(world, CHAIN, "helped/", Help)


def test_a_forged_act_is_named_with_its_place() -> None:
    home, world = seen_by_wren()
    home.does(ASH, SOMETHING)
    put_words_in_wrens_mouth(home)
    found = of_ours(look(world)[1])
    assert (found.fault, found.at) == (Fault.FALSE_SIGNATURE, home.view().seq)
    assert f"From entry {found.at} on: this entry was not signed by whom it names." in (
        found.sentence
    )


def test_what_was_seen_and_what_is_wrong_outlast_the_login() -> None:
    home, world = seen_by_wren()
    keep(world)
    world, _ = look(world)
    put_words_in_wrens_mouth(home)
    look(world)
    again = opened(home)
    assert again.keys.ring.memberships[CHAIN].alarm is Alarm.NOT_WHOLE
    assert isinstance(attempt(home, again, ClearCheck()), RecordInDoubt)
    cut(home)
    _, looks = look(opened(home))
    assert of_ours(looks).alarm is None
    assert isinstance(attempt(home, opened(home), SOMETHING), Answer)


def keep(world: World) -> None:
    """Keep a person's ring, as signing up does."""
    with world.store.filing() as directory:
        directory.put_card(Shelf.KEYRING, ring_card(world.keys))


def opened(home: Home) -> World:
    """Log Wren in anew, with nothing but what was kept."""
    with home.store.finding() as directory:
        card = directory.card(Shelf.KEYRING, WREN)
    return home.host.world(opened_ring(WREN, identity(WREN), card))


def test_what_another_login_kept_meanwhile_is_not_lost() -> None:
    home, world = seen_by_wren()
    other = ChainId("shared-other")
    keys = keys_of(home.store, other, (WREN, STRANGER))[WREN]
    joined = world.keys.with_membership(other, keys.ring.memberships[other])
    keep(replace(world, keys=joined))
    look(world)
    assert set(opened(home).keys.ring.memberships) == {CHAIN, other}


def test_a_shorter_copy_can_be_taken_for_right_once_both_have_spoken() -> None:
    home, world = seen_by_wren()
    cut(home)
    world, _ = look(world)
    accepted = accept(world, CHAIN)
    assert isinstance(accepted, World)
    assert isinstance(attempt(home, accepted, SOMETHING), Answer)
    assert of_ours(look(accepted)[1]).since == 1


@pytest.mark.parametrize("change", [put_words_in_wrens_mouth, replace_a_key])
def test_a_false_signature_or_key_never_becomes_right(change: Callable[[Home], None]) -> None:
    home, world = seen_by_wren()
    change(home)
    world, _ = look(world)
    assert isinstance(accept(world, CHAIN), StaysInDoubt)
    assert isinstance(attempt(home, world, SOMETHING), RecordInDoubt)


def test_a_head_that_does_not_fit_its_entries_is_an_alarm_and_no_error() -> None:
    _, world = seen_by_wren()
    world = replace(world, store=Broken())
    _, looks = look(world)
    assert {each.alarm for each in looks} == {Alarm.NOT_WHOLE}


class Broken(MemoryStore):
    """A store whose every row is damaged."""

    def reading(self, chain: ChainId) -> NoReturn:
        """Find the record of any chain damaged."""
        raise StoreDamaged(f"The record {chain} does not end where it says it does.")


def test_private_notes_are_looked_at_too() -> None:
    home, world = seen_by_wren()
    with home.store.acting(world.keys.own_chain) as transaction:
        transaction.put_grant(FIRST_EPOCH, WREN, grant_of_notes(world.keys))
    for text in ("One thing.", "Another."):
        answer = handle(
            world, world.keys.own_chain, PRIVATE, Request(home.next_op(), KeepNote(text))
        )
        assert isinstance(answer, Answer)
    world, looks = look(world)
    assert (looks[-1].since, looks[-1].alarm) == (2, None)
    with home.store.acting(world.keys.own_chain) as transaction:
        transaction.erase_chain()
    assert look(world)[1][-1].alarm is Alarm.SHORTER


def grant_of_notes(keys: Keyring) -> bytes:
    """Return the grant that signing up puts beside the notes."""
    identity = keys.identity
    who = (keys.member, identity.public, identity.receives)
    grant = Grant(GRANT_FORMAT, keys.own_chain, FIRST_EPOCH, *who, key=b"", by=identity.id)
    return signed(grant, identity)


def test_a_stranger_sees_their_own_notes_only() -> None:
    home = begun()
    _, looks = look(home.world_of(STRANGER))
    assert [each.chain for each in looks] == [own_keys(STRANGER).own_chain]
