"""What relies on exact words: named, until nobody may speak of it any more, and no longer."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, Couple, clause, kitchen
from troth.domain.agreement.commands import (
    NameArea,
    ProposeTerms,
    WithdrawConsent,
    WithdrawProposal,
)
from troth.domain.agreement.terms import Survival, SurvivalKind
from troth.domain.decisions.commands import RaiseMatter, WithdrawMatter
from troth.domain.decisions.events import MatterId
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import GiveDirection, LetGo
from troth.domain.directions.treats import NotNow, OfferTreat, TreatId
from troth.domain.dynamic.commands import End
from troth.domain.kernel import KEPT_DAYS, ProposalId, Significance
from troth.domain.routing.matter import Declaration, Facet
from troth.domain.safety import LimitId, SetLimit, Target
from troth.projections.reliance import UNNAMED, relied_on, what_would_change

OFFER, ASKED, QUESTION = TreatId("t"), DirectionId("d"), MatterId("m")


def names(couple: Couple) -> set[str]:
    """Return what relies on words now, without the names of the two."""
    found = relied_on(couple.state, couple.now)
    return {" ".join(each.split()[:2]) for each in found if not each.startswith("member ")}


def test_both_names_and_every_clause_in_force_are_relied_on() -> None:
    couple = Couple().have_begun()
    found = relied_on(couple.state, couple.now)
    assert {"member ash", "member wren"} <= set(found)
    assert {"clause kitchen", "clause role", "area household"} <= names(couple)


def test_a_withdrawn_clause_is_relied_on_for_as_long_as_it_can_be_spoken_of() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, WithdrawConsent(KITCHEN))
    couple.later(days=KEPT_DAYS)
    assert "clause kitchen" in names(couple)
    couple.later(seconds=1)
    assert "clause kitchen" not in names(couple)


def test_after_the_end_only_what_outlasts_it_is_relied_on() -> None:
    kept = clause("silence", Survival(SurvivalKind.CONFIDENTIALITY))
    couple = Couple().have_begun(kept)
    couple.does(WREN, SetLimit(LimitId("l"), Target.TAG, "rope"))
    couple.does(ASH, End())
    assert names(couple) == {"clause silence"}


def test_what_is_on_the_table_or_offered_is_relied_on_until_it_is_taken_back() -> None:
    couple = Couple().have_begun()
    before = names(couple)
    word = Declaration(frozenset({WREN}), Significance.ROUTINE)
    couple.does(ASH, ProposeTerms(ProposalId("p"), (kitchen("Other words."),), considered=True))
    couple.does(ASH, OfferTreat(OFFER, "A walk."))
    until = couple.now + timedelta(days=2)
    couple.does(ASH, GiveDirection(ASKED, "Lay the table.", word, until, HOUSEHOLD))
    facet = Facet(HOUSEHOLD, declared={WREN: word})
    couple.does(WREN, RaiseMatter(QUESTION, "Which day?", (facet,)))
    opened = {"proposal p", "treat t", "direction d", "matter m"}
    assert names(couple) - before == opened
    couple.does(ASH, WithdrawProposal(ProposalId("p")))
    couple.does(WREN, NotNow(OFFER))
    couple.does(ASH, LetGo(ASKED))
    couple.does(WREN, WithdrawMatter(QUESTION))
    assert names(couple) - before == {"direction d"}, "it can be spoken of for a month"
    couple.later(days=KEPT_DAYS, seconds=1)
    assert "direction d" not in names(couple)


def test_an_area_is_relied_on_by_the_name_it_has_now() -> None:
    couple = Couple().have_begun()
    before = couple.state
    couple.does(ASH, NameArea(HOUSEHOLD, "Home"))
    why = what_would_change(couple.state, before, couple.now)
    assert why is not None
    assert "is called “Home” now" in why


def test_a_state_beside_itself_changes_nothing() -> None:
    couple = Couple().have_begun()
    assert what_would_change(couple.state, couple.state, couple.now) is None


@pytest.mark.parametrize("field", ["activated_at", "members", "constitution"])
def test_anything_but_texts_that_comes_out_otherwise_is_noticed(field: str) -> None:
    couple = Couple().have_begun()
    empty = {"activated_at": None, "members": (), "constitution": 0}[field]
    dynamic = replace(couple.state.ground.dynamic, **{field: empty})
    other = replace(couple.state, ground=replace(couple.state.ground, dynamic=dynamic))
    assert what_would_change(couple.state, other, couple.now) is not None


def test_words_that_became_others_are_noticed_and_words_that_are_gone_are_not() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, OfferTreat(OFFER, "A walk."))
    couple.later(days=KEPT_DAYS, seconds=1)
    for text, why in (("", None), ("A swim.", UNNAMED)):
        treats = couple.state.directions.treats
        changed = replace(treats, offered={OFFER: replace(treats.offered[OFFER], text=text)})
        other = replace(couple.state, directions=replace(couple.state.directions, treats=changed))
        assert what_would_change(couple.state, other, couple.now) == why
