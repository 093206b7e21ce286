"""What one word alone comes to, and what the other's word would change."""

from tests.given import ASH, WORK, WREN, Couple
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.kernel import ClauseId, MemberId, Significance
from troth.domain.routing.matter import Declaration, Facet
from troth.domain.routing.routes import Label
from troth.projections.changes import Change, What
from troth.projections.explain import Explanation, explain
from troth.projections.phrases import Phrase
from troth.projections.telling import Because, reasons

BOTH = frozenset({ASH, WREN})


def said_by(member: MemberId) -> Explanation:
    couple = Couple().have_begun()
    facet = Facet(WORK, declared={member: Declaration(BOTH, Significance.SIGNIFICANT)})
    return explain(couple.state.ground, (facet,), couple.moment())


def would_change(explained: Explanation) -> dict[Change, Label]:
    return {each.change: each.label for each in explained.would_change}


def test_the_owners_word_that_it_is_shared_is_enough() -> None:
    assert said_by(WREN).label is Label.LEAD_CONSULTED


def test_the_leads_word_alone_is_not_and_the_explanation_says_what_would_be() -> None:
    explained = said_by(ASH)
    assert explained.label is Label.SELF_CONSULTED
    assert would_change(explained)[Change(What.SEEN_AS_BY, ASH)] is Label.LEAD_CONSULTED


def test_a_fact_supposed_is_supposed_of_both() -> None:
    assert would_change(said_by(ASH))[Change(What.TOUCHES_BOTH)] is Label.LEAD_CONSULTED
    only_wren = Change(What.TOUCHES_ONLY, WREN)
    assert would_change(said_by(ASH))[only_wren] is Label.SELF_ADVISED


def reasons_for(couple: Couple, viewer: MemberId) -> tuple[Because, ...]:
    facet = Facet(WORK, declared={WREN: Declaration(BOTH, Significance.SIGNIFICANT)})
    explained = explain(couple.state.ground, (facet,), couple.moment())
    names = {ClauseId("work"): "2.1"}
    return reasons(explained, couple.state.ground.dynamic, viewer, names)


def test_each_reason_brings_the_lines_it_rests_on() -> None:
    first, *rest = reasons_for(Couple().have_begun(), WREN)
    assert "it touches more than its owner" in first.sentence
    assert [str(each) for each in first.clauses] == ["work", "authority", "role"]
    assert not [each for each in rest if each.clauses]
    assert not [each for each in rest if "See" in each.sentence]


def test_a_line_that_nearly_applied_is_called_by_the_name_it_is_given() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, WithdrawConsent(ClauseId("work")))
    near = [each for each in reasons_for(couple, ASH) if each.is_near]
    assert Because(Phrase("“2.1” was withdrawn."), (ClauseId("work"),), is_near=True) in near


def test_the_two_read_the_same_lines_in_the_same_order() -> None:
    couple = Couple().have_begun()
    mine, theirs = (reasons_for(couple, viewer) for viewer in (ASH, WREN))
    assert [each.clauses for each in mine] == [each.clauses for each in theirs]
