"""Passkeys: one more way to one's own keys, never the only one."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as rsa_key
from msgspec.structs import replace

from tests.application.authenticators import ORIGIN, Authenticator
from tests.application.signed_up import PASSPHRASES, FullDisk, Town
from tests.given import ASH, STRANGER, WREN
from troth.application.accounts.account import (
    Account,
    account_of,
    change_account,
    find_account,
    unlock,
)
from troth.application.accounts.assertions import (
    CHALLENGE_MINUTES,
    Assertion,
    ChallengeOver,
    challenge_of,
)
from troth.application.accounts.by_passkey import enter_by_passkey, prove_by_passkey
from troth.application.accounts.entering import Doorstep, Entered
from troth.application.accounts.logins import end_login, resume, start_login
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
from troth.application.accounts.proof import LoginOver, ProofNeeded, proved_world
from troth.application.handle import World
from troth.application.ports import Shelf, StoreDamaged, StoreFull
from troth.domain.kernel import Refusal, UnclearWording

PHONE, TABLET = Authenticator(ASH), Authenticator(ASH, "tablet")
AT = Doorstep(None, "A browser")


def with_passkey(town: Town | None = None) -> Town:
    town = town or Town()
    assert add_passkey(town.host, town.login_of(ASH), PHONE.made(town.host)) is None
    town.clock.later(seconds=1)
    return town


def opens(town: Town, passkey: Authenticator = PHONE) -> bool:
    town.clock.later(seconds=1)
    return unlock_by_passkey(town.host, passkey.used(town.host)) == (ASH, town.root_of(ASH))


def changed(**otherwise: object) -> Authenticator:
    """Return the telephone, as it is not."""
    other = Authenticator(ASH)
    vars(other).update(otherwise)
    return other


def test_a_passkey_opens_the_account_it_was_added_to() -> None:
    town = with_passkey()
    assert opens(town)
    assert start_login(town.host, ASH, town.root_of(ASH))
    (known,) = passkeys(town.world_of(ASH))
    assert (known.credential, known.label) == (PHONE.credential, "Phone")


@pytest.mark.parametrize(
    "other",
    [
        changed(prf_output=bytes(32)),
        changed(prf_output=b"short"),
        changed(credential=b"another"),
        changed(member=WREN),
        changed(member=STRANGER),
        changed(member="n\0body"),
        Authenticator(WREN, "of Wren"),
    ],
)
def test_another_passkey_opens_nothing(other: Authenticator) -> None:
    town = with_passkey()
    assert unlock_by_passkey(town.host, other.used(town.host)) == PasskeyUnknown()


@pytest.mark.parametrize(
    "other",
    [
        changed(key=TABLET.key),
        changed(origin="http://notebook.local:8080"),
        changed(origin="https://notebook.local"),
        changed(origin="http://other.notebook.local"),
        changed(place="local"),
        changed(kind="webauthn.create"),
        changed(is_framed=True),
        changed(flags=0x01),
        changed(flags=0x04),
        changed(flags=0x00),
    ],
)
def test_the_secret_alone_opens_nothing(other: Authenticator) -> None:
    town = with_passkey()
    assert unlock_by_passkey(town.host, other.used(town.host)) == PasskeyUnknown()
    new = replace(other.made(town.host), public=PHONE.public)
    assert add_passkey(town.host, town.login_of(ASH), new) == PasskeyUnusable()


@pytest.mark.parametrize(
    "change",
    [
        lambda used: replace(used, signature=b""),
        lambda used: replace(used, authenticator=used.authenticator[:36]),
        lambda used: replace(used, authenticator=used.authenticator + b"\0"),
        lambda used: replace(used, client=used.client + b" "),
    ],
)
def test_nothing_of_what_was_signed_can_be_changed(
    change: Callable[[Assertion], Assertion],
) -> None:
    town = with_passkey()
    assert unlock_by_passkey(town.host, change(PHONE.used(town.host))) == PasskeyUnknown()


def test_what_was_signed_counts_once() -> None:
    town = with_passkey()
    used = PHONE.used(town.host)
    assert unlock_by_passkey(town.host, used) == (ASH, town.root_of(ASH))
    assert unlock_by_passkey(town.host, used) == ChallengeOver()
    assert opens(town)


def test_what_added_a_passkey_opens_nothing_afterwards() -> None:
    town = Town()
    made = PHONE.made(town.host)
    assert add_passkey(town.host, town.login_of(ASH), made) is None
    assert unlock_by_passkey(town.host, made.assertion) == ChallengeOver()


def test_what_was_asked_before_the_last_use_counts_no_more() -> None:
    town = with_passkey()
    before = PHONE.used(town.host)
    assert opens(town)
    assert unlock_by_passkey(town.host, before) == ChallengeOver()


@pytest.mark.parametrize("minutes", [-2, CHALLENGE_MINUTES, CHALLENGE_MINUTES + 60])
def test_what_was_asked_at_another_time_opens_and_adds_nothing(minutes: int) -> None:
    town = with_passkey()
    used, made = PHONE.used(town.host), TABLET.made(town.host)
    town.clock.later(minutes=minutes)
    assert unlock_by_passkey(town.host, used) == ChallengeOver()
    assert add_passkey(town.host, town.login_of(ASH), made) == ChallengeOver()


def test_within_the_minutes_it_does() -> None:
    town = with_passkey()
    used = PHONE.used(town.host)
    town.clock.later(minutes=CHALLENGE_MINUTES - 1)
    assert unlock_by_passkey(town.host, used) == (ASH, town.root_of(ASH))


@pytest.mark.parametrize("made", [bytes(56), b"", b"\xff" * 80])
def test_only_what_this_server_asked_for_counts(made: bytes) -> None:
    town = with_passkey()
    asked = challenge_of(Town().host)
    elsewhere = bytes([asked[0] ^ 1]) + asked[1:]
    for challenge in (made, elsewhere, asked[:-1]):
        assert unlock_by_passkey(town.host, PHONE.answered(challenge)) == ChallengeOver()


@pytest.mark.parametrize("client", [b"", b"{}", b"\xff", b'{"type":1}', b"[" * 2000])
def test_what_no_browser_says_is_not_believed(client: bytes) -> None:
    town = with_passkey()
    used = replace(PHONE.used(town.host), client=client)
    assert unlock_by_passkey(town.host, used) == ChallengeOver()


def test_a_challenge_keeps_nothing() -> None:
    town = with_passkey()
    before = [town.cards(shelf, owner) for shelf in Shelf for owner in (ASH, "name-salt")]
    assert challenge_of(town.host) != challenge_of(town.host)
    assert [town.cards(shelf, owner) for shelf in Shelf for owner in (ASH, "name-salt")] == before


def test_a_key_of_rsa_is_as_good_and_a_short_one_or_another_curve_is_not() -> None:
    town = Town()
    login = town.login_of(ASH)
    rsa = changed(key=rsa_key(65537, 2048))
    assert add_passkey(town.host, login, rsa.made(town.host)) is None
    assert opens(town, rsa)
    assert not opens(town)
    short = rsa_key(65537, 1024)  # noqa: S505 - too short is what it is here to be
    for key in (short, generate_private_key(SECP384R1())):
        other = changed(key=key)
        assert add_passkey(town.host, login, other.made(town.host)) == PasskeyUnusable()


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
    assert add_passkey(town.host, token, TABLET.made(town.host, "Tablet")) is None
    assert remove_passkey(town.host, token, PHONE.credential) is None
    assert not opens(town)
    assert opens(town, TABLET)


def test_using_one_changes_nothing_in_the_list() -> None:
    town = with_passkey()
    assert add_passkey(town.host, town.login_of(ASH), TABLET.made(town.host, "Tablet")) is None
    before = passkeys(town.world_of(ASH))
    assert opens(town)
    assert passkeys(town.world_of(ASH)) == before
    assert [each.label for each in before] == ["Phone", "Tablet"]


def test_a_passkey_added_again_takes_its_own_place() -> None:
    town = with_passkey()
    again = changed(prf_output=TABLET.prf_output)
    assert add_passkey(town.host, town.login_of(ASH), again.made(town.host, "New phone")) is None
    assert not opens(town)
    assert opens(town, again)
    assert [each.label for each in passkeys(town.world_of(ASH))] == ["New phone"]


def test_adding_and_removing_ask_for_the_passphrase() -> None:
    town = with_passkey()
    token = town.login_of(ASH)
    town.clock.later(minutes=6)
    before = town.cards(Shelf.ACCOUNT, ASH)
    assert add_passkey(town.host, token, PHONE.made(town.host)) == ProofNeeded()
    assert remove_passkey(town.host, token, PHONE.credential) == ProofNeeded()
    end_login(town.host, token)
    assert add_passkey(town.host, token, PHONE.made(town.host)) == LoginOver()
    assert remove_passkey(town.host, token, PHONE.credential) == LoginOver()
    assert town.cards(Shelf.ACCOUNT, ASH) == before


def _given(made: NewPasskey, **otherwise: bytes) -> NewPasskey:
    return replace(made, assertion=replace(made.assertion, **otherwise))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda made: _given(made, prf_output=bytes(31)), PasskeyUnusable),
        (lambda made: _given(made, credential=b""), PasskeyUnusable),
        (lambda made: _given(made, credential=bytes(CREDENTIAL_BYTES + 1)), PasskeyUnusable),
        (lambda made: replace(made, public=b"no key"), PasskeyUnusable),
        (lambda made: replace(made, origin="ftp://notebook.local"), PasskeyUnusable),
        (lambda made: replace(made, label=""), UnclearWording),
        (lambda made: replace(made, label="Ph\u200bone"), UnclearWording),
    ],
)
def test_what_is_no_usable_passkey_is_not_added(
    change: Callable[[NewPasskey], NewPasskey], refusal: type[Refusal]
) -> None:
    town = Town()
    wanted = change(PHONE.made(town.host))
    assert isinstance(add_passkey(town.host, town.login_of(ASH), wanted), refusal)
    assert passkeys(town.world_of(ASH)) == ()


def test_there_is_an_end_to_how_many() -> None:
    town = Town()
    token = town.login_of(ASH)
    many = [Authenticator(ASH, str(number)) for number in range(MOST_PASSKEYS + 1)]
    answers = [add_passkey(town.host, token, each.made(town.host)) for each in many]
    assert answers == [None] * MOST_PASSKEYS + [TooManyPasskeys()]
    assert add_passkey(town.host, token, many[0].made(town.host)) is None


def test_what_lies_on_the_server_holds_no_secret_no_label_and_no_address() -> None:
    town = with_passkey()
    (card,) = town.cards(Shelf.ACCOUNT, ASH)
    for secret in (PHONE.prf_output, town.root_of(ASH), b"Phone", PHONE.public, ORIGIN.encode()):
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
    assert not opens(town, changed(credential=b"moved"))
    with pytest.raises(StoreDamaged):
        passkeys(town.world_of(ASH))


def test_whoever_uses_it_is_in_and_the_device_is_known() -> None:
    town = with_passkey()
    entered = enter_by_passkey(town.host, PHONE.used(town.host), AT)
    assert isinstance(entered, Entered)
    assert entered.world.keys.member == ASH
    assert resume(town.host, entered.token) is not None
    assert entered.device is not None
    again = Doorstep(entered.device, "A browser")
    town.clock.later(seconds=1)
    entered = enter_by_passkey(town.host, PHONE.used(town.host), again)
    assert isinstance(entered, Entered)
    assert entered.device == again.device
    assert enter_by_passkey(town.host, TABLET.used(town.host), AT) == PasskeyUnknown()


def test_on_a_full_disk_it_lets_its_owner_in_by_giving_up_the_ballast() -> None:
    store = FullDisk()
    town = with_passkey(Town(store))
    store.is_full = True
    assert isinstance(enter_by_passkey(town.host, PHONE.used(town.host), AT), Entered)
    store.is_full = True
    town.clock.later(seconds=1)
    with pytest.raises(StoreFull):
        enter_by_passkey(town.host, PHONE.used(town.host), AT)


def test_using_it_once_more_counts_as_the_passphrase_given_once_more() -> None:
    town = with_passkey()
    before = town.login_of(ASH)
    town.clock.later(minutes=6)
    assert proved_world(town.host, before) == ProofNeeded()
    after = prove_by_passkey(town.host, before, PHONE.used(town.host))
    assert isinstance(after, bytes)
    assert isinstance(proved_world(town.host, after), World)
    assert resume(town.host, before) is None
    town.clock.later(seconds=1)
    assert prove_by_passkey(town.host, before, PHONE.used(town.host)) == LoginOver()


def test_the_passkey_of_the_other_proves_nothing() -> None:
    town = with_passkey()
    theirs = town.login_of(WREN)
    town.clock.later(minutes=6)
    assert prove_by_passkey(town.host, theirs, PHONE.used(town.host)) == PasskeyUnknown()
    wrong = changed(prf_output=bytes(32)).used(town.host)
    assert prove_by_passkey(town.host, theirs, wrong) == PasskeyUnknown()
    assert proved_world(town.host, theirs) == ProofNeeded()
