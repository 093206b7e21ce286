"""Accounts: whose they are, what opens them, and what the server has of them."""

import threading
import unicodedata
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import msgspec
import pytest

from tests.application.homes import CHAIN, ToldClock
from tests.application.signed_up import (
    CODES,
    NAMES,
    NEW_CODE,
    OTHER_WORDS,
    PASSPHRASES,
    Town,
    own_chain,
    paired,
)
from tests.crowded import beset, busy
from tests.given import ASH, STRANGER, WREN, ZONES
from troth.application.accounts.account import (
    SALT_KEY,
    Account,
    Change,
    ServerBusy,
    WrongPassphrase,
    account_of,
    change_account,
    find_account,
    passphrase_binding,
    unlock,
)
from troth.application.accounts.devices import remember_device
from troth.application.accounts.logins import resume
from troth.application.accounts.passphrase_change import NewPassphrase, change_passphrase
from troth.application.accounts.proving import prove
from troth.application.accounts.recovery import Recovery, recover
from troth.application.accounts.signing_up import (
    CodeNotRead,
    NameTaken,
    SignUp,
    WeakPassphrase,
    sign_up,
)
from troth.application.accounts.throttle import WaitFirst
from troth.application.accounts.trusted import rest_from, trust_device
from troth.application.accounts.wraps import Binding, opened_keyring, unwrapped, wrapped
from troth.application.handle import Host
from troth.application.keyring import Keyring
from troth.application.notices import Ask
from troth.application.ports import Card, Shelf, StoreDamaged
from troth.application.read import verify, view
from troth.application.rules import SHARED
from troth.crypto.keys import Identity, KeyId, new_key
from troth.crypto.passphrases import new_parameters
from troth.domain.dynamic.commands import NotAdult
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import MemberId, Refusal, UnclearWording
from troth.store.memory import MemoryStore
from troth.store.sqlite import SqliteStore

ADA = MemberId("ada")
NO_TURN_SECONDS = 1.0
"""Far longer than turning somebody away takes: whoever has no answer by then is waiting."""

SHORT, GUESSED = "too short", "a" * 24


def signing_up(**changes: Any) -> SignUp:  # noqa: ANN401 - any field of it
    wanted = SignUp(STRANGER, "Robin", OTHER_WORDS, NEW_CODE, is_adult=True)
    return msgspec.structs.replace(wanted, **changes)


def changed(town: Town, change: Change) -> None:
    with town.store.filing() as directory:
        change_account(directory, ASH, change)


def test_name_and_passphrase_open_the_keys_of_whoever_signed_up() -> None:
    town = Town()
    root = unlock(town.host, "Ash", PASSPHRASES[ASH])
    assert isinstance(root, bytes)
    keys = opened_keyring(town.host, ASH, root)
    account = find_account(town.host, "Ash")
    assert account is not None
    assert (keys.member, keys.identity.public) == (ASH, account.public)
    assert keys.identity.receives == account.receives


@pytest.mark.parametrize(
    ("name", "passphrase"),
    [
        ("Ash", PASSPHRASES[WREN]),
        ("Wren", PASSPHRASES[ASH]),
        ("Robin", PASSPHRASES[ASH]),
        ("", ""),
        ("\ud800", "\ud800"),
    ],
)
def test_anything_else_is_refused_in_the_same_words(name: str, passphrase: str) -> None:
    assert unlock(Town().host, name, passphrase) == WrongPassphrase()


@pytest.mark.parametrize("typed", ["ash", " ASH ", "\uff41\uff53\uff48", "A\u017fh"])
def test_a_name_is_found_in_whatever_case_and_width_it_is_typed(typed: str) -> None:
    account = find_account(Town().host, typed)
    assert account is not None
    assert account.member == ASH


def test_both_spellings_of_a_letter_are_one_name_and_one_passphrase() -> None:
    host = Host(MemoryStore(), ToldClock(), ZONES)
    name, passphrase = "Zoë Ångström", f"{OTHER_WORDS} crème brûlée"
    decomposed = unicodedata.normalize("NFD", name)
    wanted = signing_up(name=decomposed, passphrase=unicodedata.normalize("NFD", passphrase))
    assert isinstance(sign_up(host, wanted), Keyring)
    assert isinstance(unlock(host, name, passphrase), bytes)
    assert sign_up(host, signing_up(member=ADA, name=name)) == NameTaken()


def test_a_name_that_somebody_has_is_taken_and_theirs_stays_as_it_was() -> None:
    town = Town()
    before = town.cards(Shelf.ACCOUNT, ASH)
    assert sign_up(town.host, signing_up(name="ASH")) == NameTaken()
    assert town.cards(Shelf.ACCOUNT, ASH) == before
    assert town.cards(Shelf.ACCOUNT, STRANGER) == ()
    assert town.cards(Shelf.KEYRING, STRANGER) == ()


def test_of_two_who_take_one_name_at_once_one_gets_it() -> None:
    host = Host(MemoryStore(), ToldClock(), ZONES)
    answers: list[Keyring | Refusal] = []
    both = [signing_up(member=member, name=name) for member, name in ((ADA, "Lin"), (WREN, "lin"))]
    threads = [
        threading.Thread(target=lambda each=each: answers.append(sign_up(host, each)))
        for each in both
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [answer.member for answer in answers if isinstance(answer, Keyring)]
    assert [answer for answer in answers if isinstance(answer, Refusal)] == [NameTaken()]
    found = find_account(host, "Lin")
    assert found is not None
    assert found.member == winner


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (signing_up(is_adult=False), NotAdult),
        (signing_up(name=""), UnclearWording),
        (signing_up(name="Ro\u200bbin"), UnclearWording),
        (signing_up(name="R" * 81), UnclearWording),
        (signing_up(passphrase=SHORT), WeakPassphrase),
        (signing_up(passphrase=GUESSED), WeakPassphrase),
        (signing_up(recovery_code="not a code"), CodeNotRead),
    ],
)
def test_who_may_not_sign_up_leaves_nothing(wanted: SignUp, refusal: type[Refusal]) -> None:
    town = Town()
    assert isinstance(sign_up(town.host, wanted), refusal)
    assert town.cards(Shelf.ACCOUNT, STRANGER) == ()
    assert find_account(town.host, wanted.name) is None


def test_neither_name_nor_passphrase_nor_code_lies_on_the_server() -> None:
    town = Town()
    lying = b"".join(
        card.key.encode() + card.owner.encode() + card.body
        for shelf in Shelf
        for owner in (ASH, SALT_KEY)
        for card in town.cards(shelf, owner)
    )
    for secret in (NAMES[ASH], PASSPHRASES[ASH], "velvet", CODES[ASH]):
        assert secret.encode() not in lying


def test_two_servers_find_the_same_name_under_another_key() -> None:
    first, second = (Host(MemoryStore(), ToldClock(), ZONES) for _ in range(2))
    keys = set()
    for host in (first, second):
        assert isinstance(sign_up(host, signing_up()), Keyring)
        with host.store.finding() as directory:
            keys |= {card.key for card in directory.cards(Shelf.ACCOUNT, STRANGER)}
    assert len(keys) == 2


def test_whose_notes_a_private_chain_holds_can_be_checked_without_a_passphrase() -> None:
    town = Town()
    with town.store.reading(own_chain(ASH)) as reading:
        assert reading.verify().is_whole
        assert len(reading.grants()) == 1


@pytest.mark.parametrize("least", ["memory_kib", "passes", "lanes"])
def test_a_derivation_made_cheaper_is_found_and_nothing_is_derived(least: str) -> None:
    town = Town()
    (card,) = town.cards(Shelf.ACCOUNT, ASH)
    row = msgspec.msgpack.decode(card.body)
    row["parameters"][least] -= 1
    with town.store.filing() as directory:
        body = msgspec.msgpack.encode(row)
        directory.put_card(Shelf.ACCOUNT, Card(card.key, card.owner, body))
    with pytest.raises(StoreDamaged, match="how the passphrase of an account is checked"):
        unlock(town.host, "Ash", PASSPHRASES[ASH])


@pytest.mark.parametrize(
    "change",
    [
        lambda row: {**row, "format": 2},
        lambda row: {**row, "member": WREN},
        lambda row: {**row, "unknown": 1},
        lambda row: {key: row[key] for key in row if key != "by_code"},
    ],
)
def test_an_account_of_an_unknown_form_is_refused(change: Any) -> None:  # noqa: ANN401 - a function over a raw row
    town = Town()
    (card,) = town.cards(Shelf.ACCOUNT, ASH)
    body = msgspec.msgpack.encode(change(msgspec.msgpack.decode(card.body)))
    with town.store.filing() as directory:
        directory.put_card(Shelf.ACCOUNT, Card(card.key, card.owner, body))
    with pytest.raises(StoreDamaged, match="unknown form"):
        find_account(town.host, "Ash")


def test_a_wrap_opens_only_where_it_was_made() -> None:
    root, key, parameters = new_key(), new_key(), new_parameters()
    id_, other = Identity(root).id, KeyId("0" * 32)
    right = passphrase_binding(ASH, id_, parameters)
    dearer = msgspec.structs.replace(parameters, passes=parameters.passes + 1)
    salted = msgspec.structs.replace(parameters, salt=bytes(16))
    sealed = wrapped(root, key, right)
    assert unwrapped(sealed, key, right) == root
    for wrong in (
        passphrase_binding(WREN, id_, parameters),
        passphrase_binding(ASH, other, parameters),
        passphrase_binding(ASH, id_, dearer),
        passphrase_binding(ASH, id_, salted),
        Binding("login", ASH, id_, right.derivation),
        Binding("passphrase", ASH, id_),
    ):
        assert unwrapped(sealed, key, wrong) is None
    assert unwrapped(sealed, new_key(), right) is None
    assert unwrapped(sealed[:-1], key, right) is None


@pytest.mark.parametrize("field", ["public", "by_passphrase", "parameters"])
def test_an_account_put_together_from_another_opens_nothing(field: str) -> None:
    town = Town()
    with town.store.finding() as directory:
        theirs = getattr(account_of(directory, WREN), field)
    changed(town, lambda account: msgspec.structs.replace(account, **{field: theirs}))
    assert unlock(town.host, "Ash", PASSPHRASES[ASH]) == WrongPassphrase()


def test_somebody_whose_account_is_gone_is_told_so() -> None:
    town = Town()
    (card,) = town.cards(Shelf.ACCOUNT, ASH)
    with town.store.filing() as directory:
        directory.delete_card(Shelf.ACCOUNT, card.key)
    with town.store.finding() as directory, pytest.raises(StoreDamaged):
        account_of(directory, ASH)


def test_a_machine_with_too_many_at_once_asks_to_come_again_and_counts_no_try() -> None:
    town = Town()
    token = town.login_of(ASH)
    with busy():
        assert unlock(town.host, "Ash", PASSPHRASES[ASH]) == ServerBusy()
        assert unlock(town.host, "Robin", PASSPHRASES[ASH]) == ServerBusy()
        assert prove(town.host, token, PASSPHRASES[ASH]) == ServerBusy()
        assert sign_up(town.host, signing_up()) == ServerBusy()
        assert change_passphrase(town.host, token, NewPassphrase(OTHER_WORDS)) == ServerBusy()
        recovery = Recovery("Ash", CODES[ASH], OTHER_WORDS, NEW_CODE)
        assert recover(town.host, recovery) == ServerBusy()
    assert resume(town.host, token) is not None
    with town.store.finding() as directory:
        shares = [f"{share:02x}" for share in range(256)]
        assert [directory.cards(Shelf.THROTTLE, share) for share in shares] == [()] * 256


def test_however_many_strangers_come_who_is_known_is_still_let_in() -> None:
    town = Town()
    device, token = remember_device(town.world_of(WREN), "Phone"), town.login_of(ASH)
    assert isinstance(device, bytes)
    found = Queue[bytes | Refusal]()
    with beset():
        assert unlock(town.host, "Wren", PASSPHRASES[WREN]) == ServerBusy()
        assert sign_up(town.host, signing_up()) == ServerBusy()
        trying = (
            lambda: unlock(town.host, "Wren", PASSPHRASES[WREN], device=device),
            lambda: prove(town.host, token, PASSPHRASES[ASH]),
        )
        threads = [threading.Thread(target=lambda go=go: found.put(go())) for go in trying]
        for thread in threads:
            thread.start()
        with pytest.raises(Empty):
            found.get(timeout=NO_TURN_SECONDS)
    for thread in threads:
        thread.join()
    assert all(isinstance(found.get_nowait(), bytes) for _ in threads)


def test_everything_of_an_account_is_kept_on_a_disk_too(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "record") as store:
        town = paired(store)
        device = remember_device(town.world_of(ASH), "Phone")
        assert isinstance(device, bytes)
        assert isinstance(unlock(town.host, "ash", PASSPHRASES[ASH]), bytes)
        assert not isinstance(trust_device(town.host, town.login_of(ASH), device), Refusal)
        rest_from(town.host, device, Ask.STOP, town.next_op())
        token = recover(town.host, Recovery("Ash", CODES[ASH], OTHER_WORDS, NEW_CODE))
        assert isinstance(token, bytes)
    with SqliteStore(tmp_path / "record") as store:
        host = Host(store, town.clock, ZONES)
        keys = resume(host, token)
        assert keys is not None
        seen = view(host.world(keys), CHAIN, SHARED)
        assert phase(seen.state.ground.dynamic, seen.moment.at) is Phase.STOPPED
        assert max(keys.ring.memberships[CHAIN].keys) == 2
        assert verify(store, CHAIN).is_whole
        store.inspect()


def test_what_a_refusal_says_tells_how_long_to_wait() -> None:
    assert "in 5 seconds" in ServerBusy().sentence
    assert "in 30 seconds" in WaitFirst(30).sentence


def test_an_account_shows_nothing_of_itself_in_a_traceback() -> None:
    account = find_account(Town().host, "Ash")
    assert isinstance(account, Account)
    assert repr(account) == "<Account>"
