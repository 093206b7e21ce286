"""Changing a passphrase: the old one opens nothing afterwards, and other logins are over."""

from unicodedata import normalize

import pytest

from tests.application.signed_up import CODES, NEW_CODE, OTHER_WORDS, PASSPHRASES, Town, paired
from tests.given import ASH, WREN
from troth.application.accounts.account import WrongPassphrase, find_account, opens_still, unlock
from troth.application.accounts.logins import end_login, resume, start_login_while
from troth.application.accounts.passphrase_change import (
    NewPassphrase,
    change_code,
    change_passphrase,
)
from troth.application.accounts.proof import LoginOver, ProofNeeded, proved_world
from troth.application.accounts.recovery import WrongCode, refused_code
from troth.application.accounts.signing_up import CodeNotRead, WeakPassphrase
from troth.application.ports import Shelf
from troth.domain.kernel import Refusal

NEW = NewPassphrase(OTHER_WORDS)


def test_the_new_passphrase_opens_the_same_keys_and_the_old_one_nothing() -> None:
    town = paired()
    public = town.world_of(ASH).keys.identity.public
    before = find_account(town.host, "Ash")
    token = change_passphrase(town.host, town.login_of(ASH), NEW)
    assert isinstance(token, bytes)
    keys = resume(town.host, token)
    assert keys is not None
    assert keys.identity.public == public
    assert unlock(town.host, "Ash", PASSPHRASES[ASH]) == WrongPassphrase()
    assert unlock(town.host, "Ash", OTHER_WORDS) == town.root_of(ASH)
    after = find_account(town.host, "Ash")
    assert before is not None
    assert after is not None
    assert before.parameters.salt != after.parameters.salt
    assert before.by_code == after.by_code


def test_it_ends_every_login_but_goes_on_under_a_new_token() -> None:
    town = Town()
    own, other, theirs = town.login_of(ASH), town.login_of(ASH), town.login_of(WREN)
    token = change_passphrase(town.host, own, NEW)
    assert isinstance(token, bytes)
    assert resume(town.host, own) is None
    assert resume(town.host, other) is None
    assert resume(town.host, token) is not None
    assert resume(town.host, theirs) is not None


def test_the_present_passphrase_or_a_fresh_proof_is_needed() -> None:
    town = Town()
    token = town.login_of(ASH)
    town.clock.later(minutes=6)
    assert change_passphrase(town.host, token, NEW) == ProofNeeded()
    wrong = NewPassphrase(OTHER_WORDS, present=PASSPHRASES[WREN])
    assert change_passphrase(town.host, token, wrong) == WrongPassphrase()
    right = NewPassphrase(OTHER_WORDS, present=normalize("NFD", PASSPHRASES[ASH]))
    changed = change_passphrase(town.host, token, right)
    assert isinstance(changed, bytes)
    assert not isinstance(proved_world(town.host, changed), Refusal)


@pytest.mark.parametrize(
    "wanted",
    [
        NewPassphrase("too short"),
        NewPassphrase("a" * 24),
        NewPassphrase("Wrenwrenwrenwrenwren", name="Wren"),
    ],
)
def test_a_weak_passphrase_changes_nothing(wanted: NewPassphrase) -> None:
    town = Town()
    token = town.login_of(ASH)
    before = town.cards(Shelf.ACCOUNT, ASH)
    assert isinstance(change_passphrase(town.host, token, wanted), WeakPassphrase)
    assert town.cards(Shelf.ACCOUNT, ASH) == before
    assert resume(town.host, token) is not None


def test_a_login_that_is_over_changes_nothing() -> None:
    town = Town()
    token = town.login_of(ASH)
    end_login(town.host, token)
    assert change_passphrase(town.host, token, NEW) == LoginOver()
    assert unlock(town.host, "Ash", PASSPHRASES[ASH]) == town.root_of(ASH)
    assert CODES[ASH]


def test_a_login_begun_with_the_old_passphrase_does_not_outlast_the_change() -> None:
    town = paired()
    before = find_account(town.host, "Ash")
    root = unlock(town.host, "Ash", PASSPHRASES[ASH])
    assert before is not None
    assert isinstance(root, bytes)
    in_time = start_login_while(town.host, (ASH, root), opens_still(before))
    assert in_time is not None
    assert resume(town.host, in_time) is not None
    assert isinstance(change_passphrase(town.host, town.login_of(ASH), NEW), bytes)
    rows = town.cards(Shelf.LOGIN, ASH)
    assert start_login_while(town.host, (ASH, root), opens_still(before)) is None
    assert town.cards(Shelf.LOGIN, ASH) == rows


def test_a_new_code_takes_the_place_of_the_old_and_nobody_is_logged_out() -> None:
    town = Town()
    token, other = town.login_of(ASH), town.login_of(ASH)
    assert change_code(town.host, token, NEW_CODE) is None
    assert refused_code(town.host, "Ash", CODES[ASH]) == WrongCode()
    assert refused_code(town.host, "Ash", NEW_CODE) is None
    assert resume(town.host, other) is not None
    assert isinstance(unlock(town.host, "Ash", PASSPHRASES[ASH]), bytes)


def test_a_new_code_needs_the_passphrase_given_just_now_and_a_code_that_is_one() -> None:
    town = Town()
    token = town.login_of(ASH, idle_minutes=60)
    assert isinstance(change_code(town.host, token, "1234"), CodeNotRead)
    town.clock.later(minutes=6)
    assert change_code(town.host, token, NEW_CODE) == ProofNeeded()
    end_login(town.host, token)
    assert change_code(town.host, token, NEW_CODE) == LoginOver()
    assert refused_code(town.host, "Ash", CODES[ASH]) is None
