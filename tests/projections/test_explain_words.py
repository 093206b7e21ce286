"""What one word alone comes to, and what the other's word would change."""

from tests.given import ASH, WORK, WREN, Couple
from troth.domain.kernel import MemberId, Significance
from troth.domain.routing.matter import Declaration, Facet
from troth.domain.routing.routes import Label
from troth.projections.changes import Change, What
from troth.projections.explain import Explanation, explain

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
