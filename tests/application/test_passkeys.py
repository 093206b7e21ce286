"""Passkeys: one more way to one's own keys, never the only one."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.application.signed_up import PASSPHRASES, Town
from tests.given import ASH, STRANGER, WREN
from troth.application.accounts.account import (
    Account,
    account_of,
    change_account,
    find_account,
    unlock,
)
from troth.application.accounts.logins import end_login, start_login
from troth.application.accounts.passkeys import (
    CREDENTIAL_BYTES,
    MOST_PASSKEYS,
    NewPasskey,
    PasskeyUnknown,
    PasskeyUnusable,
    TooManyPasskeys,
    add_passkey,
    passkeys,
    remove_passkey,
    unlock_by_passkey,
)
from troth.application.accounts.proof import LoginOver, ProofNeeded
from troth.application.ports import Shelf, StoreDamaged
from troth.domain.kernel import Refusal, UnclearWording

PRF, OTHER_PRF = bytes(range(32)), bytes(32)
PHONE = NewPasskey(b"credential", PRF, "Phone")


def with_passkey() -> Town:
    town = Town()
    assert add_passkey(town.host, town.login_of(ASH), PHONE) is None
    return town


def opens(town: Town, credential: bytes = PHONE.credential, prf: bytes = PRF) -> bool:
    return unlock_by_passkey(town.host, ASH, credential, prf) == town.root_of(ASH)


def test_a_passkey_opens_the_account_it_was_added_to() -> None:
    town = with_passkey()
    assert opens(town)
    assert start_login(town.host, ASH, town.root_of(ASH))
    (known,) = passkeys(town.world_of(ASH))
    assert (known.credential, known.label, known.since) == (b"credential", "Phone", town.clock.at)


@pytest.mark.parametrize(
    ("member", "credential", "prf"),
    [
        (ASH, b"credential", OTHER_PRF),
        (ASH, b"credential", b"short"),
        (ASH, b"another", PRF),
        (WREN, b"credential", PRF),
        (STRANGER, b"credential", PRF),
    ],
)
def test_another_passkey_opens_nothing(member: str, credential: bytes, prf: bytes) -> None:
    town = with_passkey()
    assert unlock_by_passkey(town.host, type(ASH)(member), credential, prf) == PasskeyUnknown()


def test_passphrase_and_code_go_on_opening_it() -> None:
    town = with_passkey()
    assert isinstance(unlock(town.host, "Ash", PASSPHRASES[ASH]), bytes)
    assert remove_passkey(town.host, town.login_of(ASH), PHONE.credential) is None
    account = find_account(town.host, "Ash")
    assert account is not None
    assert account.passkeys == ()
    assert account.by_passphrase
    assert account.by_code


def test_a_passkey_that_was_removed_opens_nothing_and_the_others_do() -> None:
    town = with_passkey()
    token = town.login_of(ASH)
    assert add_passkey(town.host, token, NewPasskey(b"tablet", OTHER_PRF, "Tablet")) is None
    assert remove_passkey(town.host, token, PHONE.credential) is None
    assert not opens(town)
    assert opens(town, b"tablet", OTHER_PRF)


def test_a_passkey_added_again_takes_its_own_place() -> None:
    town = with_passkey()
    again = replace(PHONE, prf_output=OTHER_PRF, label="New phone")
    assert add_passkey(town.host, town.login_of(ASH), again) is None
    assert not opens(town)
    assert opens(town, prf=OTHER_PRF)
    assert [each.label for each in passkeys(town.world_of(ASH))] == ["New phone"]


def test_adding_and_removing_ask_for_the_passphrase() -> None:
    town = with_passkey()
    token = town.login_of(ASH)
    town.clock.later(minutes=6)
    before = town.cards(Shelf.ACCOUNT, ASH)
    assert add_passkey(town.host, token, PHONE) == ProofNeeded()
    assert remove_passkey(town.host, token, PHONE.credential) == ProofNeeded()
    end_login(town.host, token)
    assert add_passkey(town.host, token, PHONE) == LoginOver()
    assert remove_passkey(town.host, token, PHONE.credential) == LoginOver()
    assert town.cards(Shelf.ACCOUNT, ASH) == before


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (replace(PHONE, prf_output=bytes(31)), PasskeyUnusable),
        (replace(PHONE, credential=b""), PasskeyUnusable),
        (replace(PHONE, credential=bytes(CREDENTIAL_BYTES + 1)), PasskeyUnusable),
        (replace(PHONE, label=""), UnclearWording),
        (replace(PHONE, label="Ph\u200bone"), UnclearWording),
    ],
)
def test_what_is_no_usable_passkey_is_not_added(wanted: NewPasskey, refusal: type[Refusal]) -> None:
    town = Town()
    assert isinstance(add_passkey(town.host, town.login_of(ASH), wanted), refusal)
    assert passkeys(town.world_of(ASH)) == ()


def test_there_is_an_end_to_how_many() -> None:
    town = Town()
    token = town.login_of(ASH)
    many = [replace(PHONE, credential=bytes([number])) for number in range(MOST_PASSKEYS + 1)]
    answers = [add_passkey(town.host, token, each) for each in many]
    assert answers == [None] * MOST_PASSKEYS + [TooManyPasskeys()]
    assert add_passkey(town.host, token, many[0]) is None


def test_what_lies_on_the_server_holds_no_secret_and_no_label() -> None:
    town = with_passkey()
    (card,) = town.cards(Shelf.ACCOUNT, ASH)
    for secret in (PRF, town.root_of(ASH), b"Phone"):
        assert secret not in card.body


@pytest.mark.parametrize(
    "change",
    [
        lambda theirs: replace(theirs, credential=b"moved"),
        lambda theirs: replace(theirs, label=bytes(100)),
    ],
)
def test_a_passkey_that_was_moved_or_altered_is_noticed(
    change: Callable[[object], object],
) -> None:
    town = with_passkey()

    def altered(account: Account) -> Account:
        return replace(account, passkeys=tuple(map(change, account.passkeys)))

    with town.store.filing() as directory:
        change_account(directory, ASH, altered)
        assert account_of(directory, ASH).passkeys
    assert not opens(town, b"moved")
    with pytest.raises(StoreDamaged):
        passkeys(town.world_of(ASH))
