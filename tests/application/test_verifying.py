"""With the keys, a check shows more: everything opens, and the state kept is what the acts say."""

from collections.abc import Callable

import msgspec
import pytest

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.application.tampered import SOMETHING
from tests.given import ASH, STRANGER, WREN
from tests.tampering import keep_state
from troth.application.alarms import AHEAD_MINUTES
from troth.application.codec import ACT_FORMAT, Act, Snapshot, asked
from troth.application.erasing import erase_note, erase_words
from troth.application.folding import folded, nothing_yet, opened
from troth.application.handle import Answer, Request, handle
from troth.application.keyring import Keyring, NotTheirs
from troth.application.ports import ChainId, OperationId, Sealed, Transaction
from troth.application.private.drafts import Drafts
from troth.application.private.preparations import Prepared, prepare
from troth.application.proofs.verifying import Opened, is_own, open_all
from troth.application.read import verify
from troth.application.rules import ARCHIVE, PRIVATE, SHARED
from troth.application.sealing import seal_act, seal_snapshot
from troth.domain.agreement.events import AreaNamed
from troth.domain.archives import KeepArchivePart
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.dynamic.commands import BeginLighter, EndLighter
from troth.domain.erasure import EraseWords
from troth.domain.kernel import AreaId
from troth.domain.notes import KeepNote
from troth.domain.sessions.events import Preparation

OP = OperationId("e" * 32)

THANKS = Observe(ObservationId("n"), ASH, ObservationKind.PRAISE, "The supper on Thursday.")
"""Words that nothing rests on."""


def checked(home: Home) -> Opened:
    """Check the record as Wren, who holds its key."""
    return open_all(home.world_of(WREN), CHAIN)


def test_a_whole_record_opens_and_folds_to_the_state_that_is_kept() -> None:
    home = begun()
    told = list[int]()
    assert open_all(home.world_of(WREN), CHAIN, told.append) == Opened(home.view().seq)
    assert told == []


def test_a_long_record_tells_how_far_the_check_has_come() -> None:
    home = begun()
    for number in range(1000):
        home.does(WREN, BeginLighter() if number % 2 == 0 else EndLighter())
    told = list[int]()
    assert not open_all(home.world_of(WREN), CHAIN, told.append).wrong
    assert told == [500, 1000]


def test_pending_rows_are_opened_too_ones_own_and_those_of_both() -> None:
    home = begun()
    prepare(Drafts(home.world_of(WREN), CHAIN), "p-1", Prepared(Preparation.GLAD, "You."))
    prepare(Drafts(home.world_of(ASH), CHAIN), "p-2", Prepared(Preparation.GLAD, "You too."))
    assert checked(home).rows == 1
    with home.store.acting(CHAIN) as transaction:
        (slot,) = transaction.pending_slots(WREN)
        transaction.put_pending(WREN, slot, b"changed")
    assert checked(home).wrong == "A pending row of the record is not as it was written."


def test_private_notes_are_opened_by_their_author() -> None:
    home = begun()
    world = home.world_of(WREN)
    kept = handle(world, world.keys.own_chain, PRIVATE, Request(OP, KeepNote("Mine.")))
    assert isinstance(kept, Answer)
    assert open_all(world, world.keys.own_chain) == Opened(1)
    with pytest.raises(NotTheirs):
        open_all(home.world_of(ASH), world.keys.own_chain)


def test_archives_are_opened_by_whoever_keeps_them() -> None:
    home = begun()
    world = home.world_of(WREN)
    chain = ChainId(f"{world.keys.archives}x")
    kept = handle(world, chain, ARCHIVE, Request(OP, KeepArchivePart(1, "What there was.")))
    assert isinstance(kept, Answer)
    assert is_own(world.keys, chain)
    assert open_all(world, chain) == Opened(1)
    with home.store.acting(chain) as transaction:
        transaction.erase_words(1)
    assert "nobody erased them" in open_all(world, chain).wrong
    assert not is_own(home.world_of(ASH).keys, chain)


def test_a_stranger_opens_nothing() -> None:
    with pytest.raises(NotTheirs):
        open_all(begun().world_of(STRANGER), CHAIN)


def made_up_state(home: Home) -> None:
    """Keep a state that no act led to, sealed as it should be: a partner has the key."""
    before = home.view()
    home.does(ASH, SOMETHING)
    keep_state(home.world_of(ASH), CHAIN, before.state)


def act_in_wrens_name(home: Home) -> None:
    """Write that Wren did something, and sign it as oneself."""
    ash = home.world_of(ASH)
    keys = Keyring(WREN, ash.keys.identity, ash.keys.ring)
    forged = handle(msgspec.structs.replace(ash, keys=keys), CHAIN, SHARED, Request(OP, SOMETHING))
    assert isinstance(forged, Answer)


def other_words(home: Home) -> None:
    """Put other words beside an act than those it was made with, and sign both."""

    def sealed(transaction: Transaction, name: str) -> Sealed:
        event = AreaNamed(AreaId("garden"), name, third_parties=False)
        act = Act(ACT_FORMAT, ASH, home.clock.now(), asked(SOMETHING), (event,))
        keys = home.world_of(ASH).keys.of(transaction)
        return seal_act(keys, transaction.head.seq + 1, act)

    write(home, lambda t: msgspec.structs.replace(sealed(t, "One"), words=sealed(t, "Other").words))


def what_nobody_opens(home: Home) -> None:
    """Write an entry that no key opens, truly signed."""
    write(home, lambda _: Sealed(1, b"noise", None))


def write(home: Home, made: Callable[[Transaction], Sealed]) -> None:
    """Append an entry as Ash, past the loop."""
    with home.store.acting(CHAIN) as transaction:
        kept = transaction.snapshot()
        assert kept is not None
        transaction.append(OP, made(transaction), kept.body, home.world_of(ASH).keys.identity)


WRONGS: dict[str, tuple[Callable[[Home], None], str]] = {
    "a made-up state": (made_up_state, "The state that was kept is not the one"),
    "an act in the other's name": (act_in_wrens_name, "was signed by another than it says"),
    "words of another act": (other_words, "are not those it was written with"),
    "an entry nobody opens": (what_nobody_opens, "does not open with the key of its chain"),
}


@pytest.mark.parametrize("name", WRONGS)
def test_what_only_a_key_can_show_is_shown(name: str) -> None:
    do, said = WRONGS[name]
    home = begun()
    do(home)
    assert verify(home.store, CHAIN).is_whole
    assert said in checked(home).wrong


def test_a_state_of_another_version_is_folded_anew_and_not_compared() -> None:
    home = begun()
    with home.store.acting(CHAIN) as transaction:
        keys = home.world.keys.of(transaction)
        fold = folded(SHARED, nothing_yet(SHARED), opened(keys, transaction.entries()))
        assert fold.at is not None
        older = msgspec.msgpack.encode(Snapshot("older", fold.at, 1))
        transaction.put_snapshot(seal_snapshot(keys, fold.seq, older))
    assert not checked(home).wrong


def test_words_that_their_author_erased_are_no_fault() -> None:
    home = begun()
    home.does(ASH, THANKS)
    seq = home.view().seq
    erased = erase_words(home.world_of(ASH), CHAIN, OP, (seq,))
    assert isinstance(erased, Answer)
    assert checked(home) == Opened(seq + 1)
    assert verify(home.store, CHAIN).erased == 1


def test_words_that_nobody_erased_are_missed() -> None:
    home = begun()
    home.does(WREN, THANKS)
    seq = home.view().seq
    take_words(home, seq)
    assert checked(home).wrong == f"The words of entry {seq} are gone, and nobody erased them."


def test_the_other_erases_nobodys_words() -> None:
    home = begun()
    home.does(WREN, THANKS)
    seq = home.view().seq
    home.does(ASH, EraseWords((seq,)))
    take_words(home, seq)
    assert checked(home).wrong == f"The words of entry {seq} are gone, and nobody erased them."


def take_words(home: Home, seq: int) -> None:
    """Take the words of an entry away, as whoever runs the server can, and keep the state right."""
    with home.store.acting(CHAIN) as transaction:
        transaction.erase_words(seq)
    keep_state(home.world_of(ASH), CHAIN)


def test_a_note_is_erased_by_its_own_number_only() -> None:
    home = begun()
    world = home.world_of(WREN)
    for text in ("One.", "Another."):
        kept = handle(world, world.keys.own_chain, PRIVATE, Request(home.next_op(), KeepNote(text)))
        assert isinstance(kept, Answer)
    assert isinstance(erase_note(world, OP, 1), Answer)
    assert open_all(world, world.keys.own_chain) == Opened(3)
    with home.store.acting(world.keys.own_chain) as transaction:
        transaction.erase_words(2)
    assert "entry 2 are gone" in open_all(world, world.keys.own_chain).wrong


def test_an_act_dated_ahead_by_more_than_two_clocks_may_differ_is_named() -> None:
    home = begun()
    home.clock.later(days=400)
    there = home.clock.now()
    home.does(WREN, BeginLighter())
    ahead = home.view().seq
    home.clock.later(days=-400)
    for member in (ASH, WREN):
        wrong = open_all(home.world_of(member), CHAIN).wrong
        assert f"Entry {ahead} is dated {there:%Y-%m-%d}" in wrong
    home.clock.later(days=400, minutes=-AHEAD_MINUTES)
    assert not open_all(home.world, CHAIN).wrong
