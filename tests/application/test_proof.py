"""Proof: the passphrase is asked again before something is given, and never to protect oneself."""

import msgspec
import pytest

from tests.application.signed_up import OTHER_WORDS, PASSPHRASES, Town
from tests.given import ASH, WREN
from troth.application.accounts.account import WrongPassphrase
from troth.application.accounts.logins import LONGEST, PROVED, end_login, find_login, resume
from troth.application.accounts.proof import LoginOver, ProofNeeded, proved_world
from troth.application.accounts.proving import prove
from troth.application.accounts.throttle import FREE_TRIES, WaitFirst, count_try
from troth.application.handle import World
from troth.application.ports import Shelf
from troth.application.proved import PROVED_COMMANDS, needs_proof
from troth.crypto.codes import token_digest
from troth.domain.agreement.commands import ConsentToTerms, RenewConsent
from troth.domain.decider import AnyCommand
from troth.domain.dynamic.commands import End, Pause, Stop
from troth.domain.erasure import AskErasure, CallOffErasure, EraseWords
from troth.domain.kernel import ClauseId, Command, Digest, ProposalId, Protective
from troth.domain.notes import EraseNote, KeepNote


def kinds(of: type[Command]) -> set[type[Command]]:
    """Return every kind of act below one: all are defined once the decider is imported."""
    below = set(of.__subclasses__())
    return below.union(*(kinds(each) for each in below))


PROTECTIVE = sorted(kinds(Protective), key=lambda kind: kind.__name__)


def test_signing_a_consent_asks_for_the_passphrase_again() -> None:
    assert needs_proof(ConsentToTerms(ProposalId("p"), 1, Digest("d")))
    assert needs_proof(RenewConsent(ClauseId("c"), Digest("d")))


def test_erasing_asks_for_it_and_calling_that_off_does_not() -> None:
    assert needs_proof(EraseWords((1,)))
    assert needs_proof(AskErasure())
    assert not needs_proof(CallOffErasure())


def test_a_note_of_ones_own_is_erased_at_once() -> None:
    assert not needs_proof(EraseNote(1))


def test_everyday_acts_do_not() -> None:
    assert AnyCommand is not None
    assert not needs_proof(KeepNote("A note."))


@pytest.mark.parametrize("kind", PROTECTIVE, ids=lambda kind: kind.__name__)
def test_what_protects_never_asks(kind: type[Command]) -> None:
    assert kind not in PROVED_COMMANDS


def test_the_acts_that_protect_are_all_there_to_be_looked_at() -> None:
    assert {Pause, Stop, End} < set(PROTECTIVE)
    assert len(PROTECTIVE) > 20
    assert not any(needs_proof(command) for command in (Pause(), Stop(), End()))


def test_proving_gives_a_new_token_and_ends_the_old_one() -> None:
    town = Town()
    before = town.login_of(ASH)
    town.clock.later(minutes=6)
    assert proved_world(town.host, before) == ProofNeeded()
    after = prove(town.host, before, PASSPHRASES[ASH])
    assert isinstance(after, bytes)
    assert after != before
    assert resume(town.host, before) is None
    world = proved_world(town.host, after)
    assert isinstance(world, World)
    assert world.keys.member == ASH
    assert len(town.cards(Shelf.LOGIN, ASH)) == 1


def test_a_proof_holds_for_five_minutes_and_lengthens_no_login() -> None:
    town = Town()
    token = town.login_of(ASH, idle_minutes=60)
    begun = find_login(town.host, token)
    town.clock.later(minutes=50)
    after = prove(town.host, token, PASSPHRASES[ASH])
    assert isinstance(after, bytes)
    town.clock.later(seconds=PROVED.total_seconds())
    assert proved_world(town.host, after) == ProofNeeded()
    proved = find_login(town.host, after)
    assert begun is not None
    assert proved is not None
    assert proved.begun_at == begun.begun_at
    assert proved.idle_minutes == begun.idle_minutes
    town.clock.at = begun.begun_at + LONGEST
    assert find_login(town.host, after) is None


def test_a_wrong_passphrase_proves_nothing_and_leaves_the_login_open() -> None:
    town = Town()
    token = town.login_of(ASH)
    town.clock.later(minutes=6)
    assert prove(town.host, token, PASSPHRASES[WREN]) == WrongPassphrase()
    assert resume(town.host, token) is not None
    assert proved_world(town.host, token) == ProofNeeded()


def test_guessing_at_an_open_page_waits_there_and_nowhere_else() -> None:
    town = Town()
    token, other = town.login_of(ASH), town.login_of(ASH)
    for _ in range(FREE_TRIES):
        assert count_try(town.host, token_digest(token)) is None
    assert isinstance(prove(town.host, token, PASSPHRASES[ASH]), WaitFirst)
    assert isinstance(prove(town.host, other, PASSPHRASES[ASH]), bytes)


def test_a_login_that_is_over_proves_nothing() -> None:
    town = Town()
    token = town.login_of(ASH)
    end_login(town.host, token)
    assert prove(town.host, token, OTHER_WORDS) == LoginOver()
    assert proved_world(town.host, token) == LoginOver()
    assert proved_world(town.host, bytes(32)) == LoginOver()


def test_what_is_asked_says_what_to_do() -> None:
    for refusal in (LoginOver(), ProofNeeded()):
        assert refusal.sentence
        assert msgspec.structs.asdict(refusal) == {}
