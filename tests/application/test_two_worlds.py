"""Two worlds that differ only in what Wren does alone are the same to Ash, to the byte."""

from collections.abc import Callable, Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.application.authenticators import Authenticator
from tests.application.homes import CHAIN
from tests.application.phones import OP, Phone, head
from tests.application.signed_up import (
    CODES,
    NAMES,
    NEW_CODE,
    OTHER_WORDS,
    PASSPHRASES,
    Town,
    paired,
)
from tests.given import ASH, HOUSEHOLD, WREN, ZONES, role, within
from tests.notify.receiving import wish_of
from troth.application.accounts.account import WrongPassphrase, lookup, unlock
from troth.application.accounts.by_passkey import enter_by_passkey
from troth.application.accounts.devices import devices, remember_device
from troth.application.accounts.entering import Doorstep, Entered
from troth.application.accounts.logins import end_login, end_logins, open_logins, resume
from troth.application.accounts.passkeys import (
    PasskeyUnknown,
    add_passkey,
    passkeys,
    remove_passkey,
)
from troth.application.accounts.passphrase_change import NewPassphrase, change_passphrase
from troth.application.accounts.proving import prove
from troth.application.accounts.recovery import Recovery, recover
from troth.application.accounts.throttle import WaitFirst, count_try, take_back_try
from troth.application.accounts.trusted import forget_device, rest_from, trust_device
from troth.application.codec import encode_snapshot
from troth.application.copies.archive import Kept, bring_in, kept_archives
from troth.application.copies.exported import write_export
from troth.application.copies.exporting import export_of
from troth.application.copies.readable import page_of
from troth.application.erasing import erase_note, erase_own_chain, finish
from troth.application.handle import Answer, Request, handle
from troth.application.notices import NOTICES, Ask
from troth.application.ports import Shelf
from troth.application.private.drafts import Drafts
from troth.application.private.notes import notes, notes_chain
from troth.application.private.preparations import Prepared, all_prepared, prepare
from troth.application.read import history, verify, view
from troth.application.rules import PRIVATE, SHARED
from troth.application.sealed import SealedAnswer, check_in, leaning, own_answers, seal
from troth.application.seen import look
from troth.domain.agreement.commands import NameArea, ProposeTerms
from troth.domain.checkins import Answer as CheckIn
from troth.domain.checkins import Clarity, Connection, open_rounds
from troth.domain.kernel import Command, MemberId, ProposalId, Refusal
from troth.domain.leanings import Leaning, Leanings
from troth.domain.notes import KeepNote
from troth.domain.sessions.events import Preparation
from troth.notify import kept
from troth.projections.agenda import agenda
from troth.projections.connection import ebb
from troth.projections.open_matters import open_matters
from troth.projections.today import today
from troth.projections.waiting import Viewing

PrivateAct = Callable[[Town, int], object]


@pytest.fixture(scope="module")
def town() -> Town:
    """Return a town in which the two share a record with something in it."""
    found = paired()
    found.does(ASH, NameArea(HOUSEHOLD, "The household"))
    found.does(ASH, ProposeTerms(ProposalId("p"), (role(), within(HOUSEHOLD)), considered=True))
    keeps(found, ASH, "Ash's own note.")
    prepare(Drafts(found.world_of(ASH), CHAIN), "a", Prepared(Preparation.WISH, "A free day."))
    return found


def act_in_notes(town: Town, member: MemberId, command: Command) -> None:
    request = Request(town.next_op(), command)
    handle(town.world_of(member), notes_chain(member), PRIVATE, request)


def keeps(town: Town, member: MemberId, text: str) -> None:
    act_in_notes(town, member, KeepNote(text))


# What Wren may do alone


def logs_in(town: Town, _number: int) -> None:
    world = town.host.world(town.world_of(WREN).keys)
    town.login_of(WREN)
    look(world)


def fails_to_log_in(town: Town, _number: int) -> None:
    failed = unlock(town.host, NAMES[WREN], "certainly none of these words")
    assert isinstance(failed, WrongPassphrase | WaitFirst)


def logs_out(town: Town, _number: int) -> None:
    token = town.login_of(WREN)
    assert resume(town.host, token) is not None
    end_login(town.host, token)


def locks(town: Town, _number: int) -> None:
    end_logins(town.host, WREN)


def changes_passphrase(town: Town, number: int) -> None:
    token = town.login_of(WREN)
    words = f"{PASSPHRASES[WREN]} harbour lantern {number}"
    assert isinstance(change_passphrase(town.host, token, NewPassphrase(words)), bytes)


def uses_a_new_device(town: Town, number: int) -> None:
    remember_device(town.world_of(WREN), f"A phone {number}")


def is_counted_from_elsewhere(town: Town, _number: int) -> None:
    """Do what unlocking does around the derivation, which leaves nothing anywhere."""
    with town.store.filing() as directory:
        subject = lookup(directory, NAMES[WREN])
    count_try(town.host, subject)
    take_back_try(town.host, subject)


def trusts_a_device(town: Town, number: int) -> None:
    device = remember_device(town.world_of(WREN), f"A phone {number}")
    assert isinstance(device, bytes)
    trust_device(town.host, town.login_of(WREN), device)


def forgets_all_devices(town: Town, _number: int) -> None:
    for device in devices(town.world_of(WREN)):
        assert forget_device(town.host, town.login_of(WREN), device.id) is None


def adds_a_passkey(town: Town, number: int) -> None:
    made = Authenticator(WREN, str(number)).made(town.host)
    add_passkey(town.host, town.login_of(WREN), made)


def uses_a_passkey(town: Town, _number: int) -> None:
    passkey = Authenticator(WREN, "small key")
    town.clock.later(seconds=-1)
    made = passkey.made(town.host)
    town.clock.later(seconds=1)
    add_passkey(town.host, town.login_of(WREN), made)
    came = enter_by_passkey(town.host, passkey.used(town.host), Doorstep(None, "A browser"))
    assert isinstance(came, Entered | PasskeyUnknown)


def removes_a_passkey(town: Town, number: int) -> None:
    credential = Authenticator(WREN, str(number)).credential
    assert remove_passkey(town.host, town.login_of(WREN), credential) is None


def gives_the_passphrase_once_more(town: Town, _number: int) -> None:
    token = town.login_of(WREN)
    assert isinstance(prove(town.host, token, "certainly none of these words"), Refusal)


def notes_something(town: Town, number: int) -> None:
    keeps(town, WREN, f"A thought of mine, {number}.")


def erases_a_note(town: Town, _number: int) -> None:
    erase_note(town.world_of(WREN), town.next_op(), 1)
    assert finish(town.world_of(WREN))


def erases_all_notes(town: Town, _number: int) -> None:
    erase_own_chain(town.world_of(WREN), notes_chain(WREN))


def takes_a_copy(town: Town, _number: int) -> None:
    export = export_of(town.world_of(WREN), CHAIN)
    assert page_of(export, town.host.zones)


def keeps_a_copy_as_an_archive(town: Town, _number: int) -> None:
    world = town.world_of(WREN)
    kept = bring_in(world, write_export(export_of(world, CHAIN)).encode())
    assert isinstance(kept, Kept), kept.sentence
    assert kept in kept_archives(world)


def prepares(town: Town, number: int) -> None:
    prepared = Prepared(Preparation.HARD, f"The late hours, {number}.")
    prepare(Drafts(town.world_of(WREN), CHAIN), f"w{number}", prepared)


def answers_the_check_in(town: Town, _number: int) -> None:
    question = check_in(open_rounds(town.clock.now())[0])
    answer = CheckIn(Connection.FAR_APART, Clarity.NOT_CLEAR, "Not a good week.")
    seal(town.world_of(WREN), CHAIN, SealedAnswer(town.next_op(), question, answer))


def answers_about_the_parts_of_life(town: Town, _number: int) -> None:
    answer = Leanings({HOUSEHOLD: Leaning.OUT}, "An evening to myself.")
    seal(town.world_of(WREN), CHAIN, SealedAnswer(town.next_op(), leaning(1), answer))


def is_told_outside_the_pages(town: Town, number: int) -> None:
    voice = kept.Kept(town.store, town.clock, ZONES, lambda: bytes(32))
    voice.keep(WREN, wish_of(mailbox=f"wren-{number}@home.example"))
    voice.tell(WREN)


def reads_everything(town: Town, _number: int) -> None:
    assert list(seen_by(town, WREN))


PRIVATE_ACTS: tuple[PrivateAct, ...] = (
    logs_in,
    fails_to_log_in,
    logs_out,
    locks,
    changes_passphrase,
    uses_a_new_device,
    is_counted_from_elsewhere,
    trusts_a_device,
    forgets_all_devices,
    adds_a_passkey,
    uses_a_passkey,
    removes_a_passkey,
    gives_the_passphrase_once_more,
    notes_something,
    erases_a_note,
    erases_all_notes,
    takes_a_copy,
    keeps_a_copy_as_an_archive,
    prepares,
    answers_the_check_in,
    answers_about_the_parts_of_life,
    is_told_outside_the_pages,
    reads_everything,
)


# What somebody can see


def seen_by(town: Town, member: MemberId) -> Iterator[object]:
    """Give everything a member can read, and every row there is of the record and of them."""
    world = town.world_of(member)
    seen = view(world, CHAIN, SHARED)
    state, moment = seen.state, seen.moment
    yield seen.seq
    yield encode_snapshot(moment.at, state)
    yield history(world, CHAIN)
    yield verify(town.store, CHAIN)
    yield agenda(state, moment)
    yield open_matters(state, member, moment)
    yield today(state, Viewing(member, moment))
    yield ebb(state, moment)
    yield notes(world, notes_chain(member))
    yield all_prepared(Drafts(world, CHAIN))
    yield own_answers(world, CHAIN, "check-in", CheckIn)
    yield own_answers(world, CHAIN, "leanings", Leanings)
    yield devices(world)
    yield passkeys(world)
    yield open_logins(town.host, member)
    with town.store.reading(CHAIN) as reading:
        yield (reading.head, list(reading.entries()), reading.snapshot(), reading.grants())
        for owner in (member, NOTICES):
            yield [(slot, reading.pending(owner, slot)) for slot in reading.pending_slots(owner)]
    yield [town.cards(shelf, member) for shelf in Shelf]


def bytes_seen(town: Town, member: MemberId) -> bytes:
    return msgspec.json.encode(list(seen_by(town, member)), enc_hook=str)


@settings(max_examples=15)
@given(st.lists(st.sampled_from(PRIVATE_ACTS), min_size=1, max_size=6), st.integers(0, 999))
def test_nothing_wren_does_alone_changes_a_byte_for_ash(
    town: Town, acts: list[PrivateAct], number: int
) -> None:
    before = bytes_seen(town, ASH)
    for offset, act in enumerate(acts):
        act(town, number + offset)
        assert bytes_seen(town, ASH) == before, act.__name__


@pytest.mark.parametrize("act", PRIVATE_ACTS, ids=lambda act: act.__name__)
def test_each_thing_wren_may_do_alone_leaves_ash_what_there_was(
    town: Town, act: PrivateAct
) -> None:
    before = bytes_seen(town, ASH)
    act(town, 1)
    assert bytes_seen(town, ASH) == before


def test_an_act_that_both_share_is_seen_so_that_the_sameness_above_means_something(
    town: Town,
) -> None:
    before = bytes_seen(town, ASH)
    assert isinstance(town.does(WREN, NameArea(HOUSEHOLD, "Our household")), Answer)
    assert bytes_seen(town, ASH) != before


def test_a_look_at_the_record_shows_the_same_whatever_the_other_did_alone(town: Town) -> None:
    world, _ = look(town.world_of(ASH))
    _, shown = look(world)
    for number, act in enumerate(PRIVATE_ACTS):
        act(town, number)
    assert look(world)[1] == shown


def test_recovering_shows_as_a_new_key_of_the_record_and_as_nothing_else() -> None:
    town = paired()
    before = lying(town)
    recovery = Recovery(NAMES[WREN], CODES[WREN], OTHER_WORDS, NEW_CODE)
    assert isinstance(recover(town.host, recovery), bytes)
    after = lying(town)
    assert before.pop("grants") != after.pop("grants")
    assert before == after


def test_a_notice_shows_once_it_is_recorded_and_changes_no_row_of_the_others() -> None:
    town = paired()
    phone = Phone(town, WREN)
    before, last = lying(town), head(town)
    rest_from(town.host, phone.token, Ask.PAUSE, OP)
    assert lying(town) == before
    assert view(town.world_of(ASH), CHAIN, SHARED).seq == last + 1


def lying(town: Town) -> dict[str, object]:
    """Return what lies there that Ash can see, by what it is."""
    with town.store.reading(CHAIN) as reading:
        return {
            "entries": list(reading.entries()),
            "grants": reading.grants(),
            "slots": reading.pending_slots(ASH),
            "cards": [town.cards(shelf, ASH) for shelf in Shelf],
        }


def test_the_rows_of_ones_own_are_found_only_under_ones_own_name(town: Town) -> None:
    for number, act in enumerate(PRIVATE_ACTS):
        act(town, number)
    own = {card.key for shelf in Shelf for card in town.cards(shelf, WREN)}
    theirs = {card.key for shelf in Shelf for card in town.cards(shelf, ASH)}
    assert own.isdisjoint(theirs)
