"""Looking back on the agreement: what made each version, and every wording a line ever had."""

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.given import ASH, KITCHEN, WREN, clause, kitchen
from troth.application.wordings import as_of, versions, wordings
from troth.domain.agreement.commands import (
    ConsentToTerms,
    DeclineTerms,
    ProposeTerms,
    WithdrawConsent,
)
from troth.domain.agreement.drafting import Draft
from troth.domain.agreement.events import Adopt, Repeal
from troth.domain.agreement.state import latest
from troth.domain.agreement.terms import Practice
from troth.domain.kernel import ClauseId, ProposalId

LATER = "The kitchen is settled by ten."


def proposes(home: Home, id_: str, *drafts: Draft) -> ProposalId:
    """Have Ash put drafts forward."""
    home.does(ASH, ProposeTerms(ProposalId(id_), drafts, considered=True))
    return ProposalId(id_)


def agree(home: Home, id_: str, *drafts: Draft) -> None:
    """Have both agree to drafts, an hour after whatever was before."""
    home.clock.later(hours=1)
    consented(home, proposes(home, id_, *drafts))


def consented(home: Home, proposal: ProposalId) -> None:
    """Have both consent to what was put forward, as it reads now."""
    open_ = home.view().state.ground.agreement.proposals[proposal]
    for member in (ASH, WREN):
        home.does(member, ConsentToTerms(proposal, open_.revision, open_.digest))


def test_each_agreement_of_both_is_a_version_and_the_newest_comes_first() -> None:
    home = begun()
    agree(home, "other", kitchen(LATER))
    newest, first = versions(home.world, CHAIN)
    assert (newest.number, first.number) == (2, 1)
    assert newest.at > first.at
    (item,) = newest.items
    assert isinstance(item, Adopt)
    assert item.wording.terms.text == LATER


def test_a_withdrawal_is_a_version_and_says_whose_it_is() -> None:
    home = begun()
    home.does(WREN, WithdrawConsent(KITCHEN))
    newest = versions(home.world, CHAIN)[0]
    assert (newest.withdrawn, newest.by, newest.items) == (KITCHEN, WREN, ())


def test_what_was_only_proposed_makes_no_version() -> None:
    home = begun()
    home.does(WREN, DeclineTerms(proposes(home, "other", kitchen(LATER))))
    proposes(home, "another", kitchen(LATER))
    assert len(versions(home.world, CHAIN)) == 1


def test_the_numbers_are_those_of_the_agreement_itself() -> None:
    home = begun()
    agree(home, "other", kitchen(LATER))
    home.does(ASH, WithdrawConsent(KITCHEN))
    found = versions(home.world, CHAIN)
    assert [each.number for each in found] == [3, 2, 1]
    assert home.view().state.ground.agreement.version == 3


def test_every_wording_of_a_line_is_there_with_its_time() -> None:
    home = begun()
    agree(home, "other", kitchen(LATER))
    newest, first = wordings(home.world, CHAIN, KITCHEN)
    assert newest.terms is not None
    assert first.terms is not None
    assert newest.terms.text == LATER
    assert first.terms.text == kitchen().text
    assert newest.at > first.at


def test_a_line_that_was_taken_out_says_when() -> None:
    home = begun()
    agree(home, "out", Repeal(KITCHEN))
    gone, _ = wordings(home.world, CHAIN, KITCHEN)
    assert gone.terms is None


def test_a_line_that_only_rests_on_a_changed_one_is_not_worded_anew() -> None:
    home = begun()
    before = wordings(home.world, CHAIN, KITCHEN)
    household = latest(home.view().state.ground.agreement, ClauseId("household"))
    assert household is not None
    agree(home, "area", household.terms)
    assert wordings(home.world, CHAIN, KITCHEN) == before


def test_a_line_there_never_was_has_no_wording() -> None:
    assert wordings(begun().world, CHAIN, ClauseId("never")) == ()


def test_the_agreement_can_be_read_as_a_version_made_it() -> None:
    home = begun()
    agree(home, "other", kitchen(LATER))
    agree(home, "more", clause("supper", Practice()))
    found = as_of(home.world, CHAIN, (1, 2))
    assert sorted(found) == [1, 2]
    first, second = (latest(found[number].agreement, KITCHEN) for number in (1, 2))
    assert first is not None
    assert second is not None
    assert (first.terms.text, second.terms.text) == (kitchen().text, LATER)
    assert ClauseId("supper") not in found[2].agreement.clauses


def test_a_version_that_is_not_there_yet_is_left_out() -> None:
    assert sorted(as_of(begun().world, CHAIN, (1, 9))) == [1]


def test_both_look_back_on_the_same() -> None:
    home = begun()
    agree(home, "other", kitchen(LATER))
    assert versions(home.world_of(ASH), CHAIN) == versions(home.world_of(WREN), CHAIN)
