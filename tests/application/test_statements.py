"""A consent statement says what both agreed, word for word, and stock openssl checks it."""

import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.application.tampered import put_words_in_wrens_mouth, seen_by_wren
from tests.given import ASH, KITCHEN, STRANGER, WREN, clause
from tests.keys import identity
from troth.application.alarms import RecordInDoubt
from troth.application.handle import Answer, Request, handle
from troth.application.keyring import NotTheirs
from troth.application.proofs.statements import NothingAgreed, Statement, WordsGone, sign_statement
from troth.application.rules import SHARED
from troth.application.sealing import open_act
from troth.application.seen import look
from troth.domain.agreement.commands import (
    ConsentToTerms,
    ProposeTerms,
    RenewConsent,
    WithdrawConsent,
)
from troth.domain.agreement.drafting import Draft
from troth.domain.agreement.events import TermsAdopted, TermsProposed
from troth.domain.agreement.terms import INTIMATE_DAYS, Category, Practice, Survival, SurvivalKind
from troth.domain.dynamic.commands import BeginDynamic, BeginLighter, End
from troth.domain.dynamic.events import Member
from troth.domain.kernel import ClauseId, MemberId, ProposalId
from troth.domain.state import after

LONG_AGO_DAYS = 60
"""Longer than ended things are kept in the state."""


def signed(home: Home, by: MemberId = WREN) -> Statement:
    """Sign the statement as one of the two."""
    found = sign_statement(home.world_of(by), CHAIN)
    assert isinstance(found, Statement)
    return found


def agree(home: Home, id_: str, *drafts: Draft) -> None:
    """Let Ash propose and both consent."""
    proposal = ProposalId(id_)
    proposed = home.does(ASH, ProposeTerms(proposal, drafts, considered=True))
    digest = proposed.state.ground.agreement.proposals[proposal].digest
    for member in (ASH, WREN):
        home.does(member, ConsentToTerms(proposal, 1, digest))


def renew(home: Home, by: MemberId) -> None:
    """Renew a consent to the kitchen."""
    held = home.view().state.ground.agreement.clauses[KITCHEN][-1]
    home.does(by, RenewConsent(KITCHEN, held.digest))


def test_both_sign_the_same_bytes_whenever_they_do() -> None:
    home = begun()
    first = signed(home, ASH)
    home.clock.later(days=3)
    home.does(WREN, BeginLighter())
    second = signed(home, WREN)
    assert first.text == second.text
    assert first.signature != second.signature
    assert first.name != second.name


def test_it_stays_the_same_when_what_ended_is_no_longer_kept() -> None:
    home = begun()
    agree(home, "short", clause("lamp", Practice()))
    home.does(WREN, WithdrawConsent(ClauseId("lamp")))
    agree(home, "more", clause("tea", Practice()))
    first = signed(home, ASH)
    home.clock.later(days=LONG_AGO_DAYS)
    home.does(WREN, BeginLighter())
    assert signed(home, WREN).text == first.text


def test_what_somebody_agrees_renews_or_withdraws_makes_another_that_names_the_one_before() -> None:
    home = begun()
    texts = [signed(home).text]
    for change in (
        lambda: agree(home, "lamp", clause("lamp", Practice())),
        lambda: renew(home, WREN),
        lambda: home.does(ASH, WithdrawConsent(ClauseId("lamp"))),
        lambda: home.does(WREN, End()),
    ):
        home.clock.later(days=1)
        change()
        place, link = place_of(texts[-1])
        texts.append(signed(home).text)
        assert f"Version before this: entry {place}, link {link}\n" in texts[-1]
    assert len(set(texts)) == len(texts)


def place_of(text: str) -> tuple[str, str]:
    """Return the entry and the link a statement stands at."""
    _, _, rest = text.partition("As it stands from entry ")
    place, _, _ = rest.partition(",")
    _, _, rest = rest.partition("Link of that entry: ")
    return place, rest[:64]


def test_it_holds_every_word_every_answer_and_how_to_take_it_back() -> None:
    home = begun()
    text = signed(home).text
    state = home.view().state
    for versions in state.ground.agreement.clauses.values():
        assert f"  | {versions[-1].terms.text}\n" in text
        assert f"digest of exactly this: {versions[-1].digest}\n" in text
    assert "  bearers: Wren\n" in text
    assert text.count("  Ash: given 2026-03-02 18:00 UTC;") == len(state.ground.agreement.clauses)
    assert "runs out 2027-03-16 18:00 UTC" in text
    assert "Either of us can take back any of this at any moment" in text
    for member in (ASH, WREN):
        assert f"key {identity(member).id}\n" in text
        assert f"public key {identity(member).public.hex()}\n" in text


def test_what_is_withdrawn_is_not_in_it_and_what_waits_stands_apart() -> None:
    home = begun()
    home.does(WREN, WithdrawConsent(KITCHEN))
    assert "\nkitchen\n" not in signed(home).text
    new = {"category": Category.NEW_INTIMATE, "review_after_days": INTIMATE_DAYS}
    agree(home, "new", replace(clause("touch", Practice()), **new))
    _, _, waiting = signed(home).text.partition("Agreed, and not begun yet: 1\n\n")
    assert waiting.startswith("touch\n")
    assert "  begins: 2026-03-03 18:00 UTC\n" in waiting


def test_after_the_end_only_what_outlasts_it_is_stated() -> None:
    home = begun()
    agree(home, "after", clause("quiet", Survival(SurvivalKind.CONFIDENTIALITY)))
    home.does(ASH, End())
    text = signed(home).text
    assert "Ended 2026-03-02 18:00 UTC: only what outlasts the end holds." in text
    assert "In force: 1\n\nquiet\n" in text


def test_nobodys_words_pass_for_lines_of_the_statement() -> None:
    home = begun()
    forged = "Tea.\n\nTaking back\n  Nothing of this can be taken back."
    agree(
        home, "tea", replace(clause("tea", Practice(), forged), why="So.\nkitchen\n  Wren: given")
    )
    lines = signed(home).text.split("\n")
    assert lines.count("Taking back") == 1
    assert lines.count("kitchen") == 1
    assert "  | Taking back" in lines
    assert "  |   Nothing of this can be taken back." in lines
    assert "  |   Wren: given" in lines


def test_stock_openssl_verifies_it_and_notices_a_change(tmp_path: Path) -> None:
    home = begun()
    for member in (ASH, WREN):
        statement = signed(home, member)
        text, signature, key = (tmp_path / name for name in ("statement.txt", "x.sig", "x.pem"))
        text.write_bytes(statement.text.encode())
        signature.write_bytes(statement.signature)
        key.write_text(statement.pem, "ascii")
        assert openssl(tmp_path) == (0, "Signature Verified Successfully\n")
        text.write_bytes(statement.text.replace("at any moment", "at no moment").encode())
        assert openssl(tmp_path) == (1, "Signature Verification Failure\n")


def openssl(directory: Path) -> tuple[int, str]:
    """Check a signature as somebody does who has never heard of Troth."""
    command = "openssl pkeyutl -verify -pubin -inkey x.pem -rawin -in statement.txt -sigfile x.sig"
    done = subprocess.run(  # noqa: S603 - its arguments stand in the line above
        command.split(), cwd=directory, check=False, capture_output=True, text=True
    )
    return done.returncode, done.stdout


def test_what_is_not_agreed_is_not_stated() -> None:
    home = Home()
    home.does(ASH, BeginDynamic(Member(ASH, "Ash", "Europe/London", adult=True)))
    assert isinstance(sign_statement(home.world_of(ASH), CHAIN), NothingAgreed)


def test_a_record_in_doubt_is_not_stated() -> None:
    home, world = seen_by_wren()
    put_words_in_wrens_mouth(home)
    world, _ = look(world)
    assert isinstance(sign_statement(world, CHAIN), RecordInDoubt)


def test_a_stranger_states_nothing() -> None:
    with pytest.raises(NotTheirs):
        sign_statement(begun().world_of(STRANGER), CHAIN)


def test_where_agreed_words_are_gone_from_the_files_nobody_signs_blank_ones() -> None:
    home = begun()
    with home.store.acting(CHAIN) as transaction:
        keys = home.world.keys.of(transaction)
        for entry in transaction.entries():
            events = open_act(keys, entry).events
            if any(isinstance(event, TermsProposed) for event in events):
                transaction.erase_words(entry.seq)
    for member in (ASH, WREN):
        assert sign_statement(home.world_of(member), CHAIN) == WordsGone()


def test_what_one_of_them_adopted_alone_is_no_part_of_a_statement() -> None:
    home = begun()
    before = signed(home).text
    draft = clause("garden", Practice())
    proposed = home.does(WREN, ProposeTerms(ProposalId("alone"), (draft,), considered=True))
    put = proposed.state.ground.agreement.proposals[ProposalId("alone")]
    adopted = TermsAdopted(put.id, put.digest)
    rules = replace(SHARED, decide=lambda *_: (adopted,), evolve=after)
    alone = handle(home.world_of(WREN), CHAIN, rules, Request(home.next_op(), BeginLighter()))
    assert isinstance(alone, Answer)
    for member in (ASH, WREN):
        text = signed(home, member).text
        assert "garden" not in text
        assert text.splitlines()[0] == before.splitlines()[0]
