"""Explanations: the rule, the clauses, what nearly applied, and what would really change it."""

import string
from datetime import timedelta

import pytest

from tests.given import ASH, HOUSEHOLD, WORK, WREN, Couple, clause, outside, role, usual
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import (
    Area,
    Authority,
    Circumstance,
    Overlap,
    Presence,
    Role,
    Standing,
    Style,
)
from troth.domain.dynamic.commands import Pause, RaiseCheck, Stop
from troth.domain.kernel import AreaId, ClauseId, MemberId, Significance
from troth.domain.routing.matter import Declaration, Facet, MatterKind
from troth.domain.routing.routes import Label, Route, label
from troth.domain.routing.rules import Rule
from troth.domain.safety import LimitId, SetLimit, Target
from troth.domain.windows import CloseWindow, OpenWindow
from troth.projections import words
from troth.projections.changes import Change, What
from troth.projections.explain import Explanation, Miss, NearMiss, Why, explain
from troth.projections.telling import Telling, answer, tell
from troth.projections.words import Pair

BOTH = frozenset({ASH, WREN})
HERS = frozenset({WREN})
ROUTINE, SIGNIFICANT = Significance.ROUTINE, Significance.SIGNIFICANT
HOBBY = AreaId("hobby")


def about(area: AreaId | None, affects: frozenset[MemberId], weight: Significance) -> Facet:
    """Return a facet that both declare alike."""
    return Facet(area, declared=dict.fromkeys((ASH, WREN), Declaration(affects, weight)))


JOB = about(WORK, BOTH, SIGNIFICANT)
CHORE = about(HOUSEHOLD, HERS, ROUTINE)


def explained(couple: Couple, *facets: Facet) -> Explanation:
    """Return the explanation for a couple."""
    return explain(couple.state.ground, facets, couple.moment())


def changed(explanation: Explanation) -> dict[Change, Label]:
    """Return what would change the answer, and to what."""
    return {each.change: each.label for each in explanation.would_change}


def told(couple: Couple, viewer: MemberId, *facets: Facet) -> Telling:
    """Return what one of them reads."""
    return tell(explained(couple, *facets), couple.state.ground.dynamic, viewer)


def windowed() -> Couple:
    """Return a couple whose exchange is on only while a window is open."""
    windows_only = clause("role", Role(ASH, Style.NEGOTIATED, Presence.WINDOWS_ONLY))
    return Couple().have_begun(drafts=(*usual()[1:], windows_only))


# Kinds of reason.


def test_a_granted_route_names_its_rule_and_clauses() -> None:
    (part,) = explained(Couple().have_begun(), JOB).parts
    assert (part.why, part.reason.rule) == (Why.GRANTED, Rule.S3)
    assert part.reason.clauses == ("work", "authority", "role")
    assert part.facet.declared[WREN].affects == BOTH
    assert part.near_misses == ()


def test_the_kinds_of_no_are_told_apart() -> None:
    couple = Couple().have_begun()
    disputed = Facet(WORK, declared={**JOB.declared, WREN: Declaration(HERS, ROUTINE)})
    found = {
        Why.NOT_GRANTED: about(HOBBY, BOTH, ROUTINE),
        Why.RESERVED: Facet(kind=MatterKind.OWN_BODY, holder=WREN),
        Why.DISPUTED: disputed,
    }
    assert {each: explained(couple, facet).parts[0].why for each, facet in found.items()} == {
        each: each for each in found
    }
    couple.does(WREN, SetLimit(LimitId("no"), Target.AREA, "household"))
    assert explained(couple, CHORE).parts[0].why is Why.FORBIDDEN
    couple.does(WREN, Pause())
    assert explained(couple, JOB).parts[0].why is Why.SUSPENDED
    couple.later(days=365 + 14)
    assert explained(couple, JOB).parts[0].why is Why.SUSPENDED


def test_what_ran_out_is_told_apart_from_what_was_never_granted() -> None:
    couple = Couple().have_begun()
    couple.later(days=365 + 14)
    assert explained(couple, CHORE).parts[0].why is Why.LAPSED
    assert explained(couple, about(HOBBY, HERS, ROUTINE)).parts[0].why is Why.LAPSED
    met = Couple().have_met()
    assert explained(met, CHORE).parts[0].why is Why.NOT_GRANTED


def test_a_shared_matter_without_an_overlap_rule_was_not_granted() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, WithdrawConsent(ClauseId("authority")))
    (part,) = explained(couple, JOB).parts
    assert part.why is Why.NOT_GRANTED
    assert part.near_misses == (NearMiss(ClauseId("authority"), Miss.WITHDRAWN),)


# Near misses.


def misses(couple: Couple, facet: Facet) -> dict[str, Miss]:
    """Return what nearly covered a facet, and why it does not."""
    (part,) = explained(couple, facet).parts
    return {str(each.clause): each.miss for each in part.near_misses}


def test_a_clause_that_was_withdrawn_or_ran_out_is_a_near_miss() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, WithdrawConsent(ClauseId(HOUSEHOLD)))
    assert misses(couple, CHORE) == {"household": Miss.WITHDRAWN}
    couple.later(days=365 + 14)
    assert misses(couple, JOB)["work"] is Miss.LAPSED


def test_a_limit_a_pause_and_a_closed_window_are_near_misses() -> None:
    limited = Couple().have_begun()
    limited.does(WREN, SetLimit(LimitId("no"), Target.CLAUSE, "household"))
    assert misses(limited, CHORE) == {"household": Miss.LIMITED}
    resting = Couple().have_begun()
    resting.does(WREN, Pause(HOUSEHOLD))
    assert misses(resting, CHORE) == {"household": Miss.AREA_RESTS}
    paused = Couple().have_begun()
    paused.does(WREN, Pause())
    assert misses(paused, CHORE) == {"household": Miss.NOT_ACTIVE, "role": Miss.NOT_ACTIVE}
    outside_window = {"household": Miss.OUTSIDE_WINDOW, "role": Miss.OUTSIDE_WINDOW}
    assert misses(windowed(), CHORE) == outside_window


def test_everything_else_is_a_near_miss_where_it_makes_an_exception() -> None:
    rest = Area(Standing.WITHIN, everything_else=True, exceptions=frozenset({HOBBY}))
    couple = Couple().have_begun(clause("everything-else", rest))
    assert misses(couple, about(HOBBY, HERS, ROUTINE)) == {"everything-else": Miss.EXCEPTED}
    garden = about(AreaId("garden"), HERS, ROUTINE)
    assert misses(couple, garden) == {}
    couple.does(WREN, Pause(AreaId("garden")))
    assert misses(couple, garden) == {"everything-else": Miss.AREA_RESTS}


# What would change it.


def test_what_is_everyday_would_be_led_without_hearing() -> None:
    explanation = explained(Couple().have_begun(), about(HOUSEHOLD, HERS, SIGNIFICANT))
    assert explanation.label is Label.LEAD_CONSULTED
    assert changed(explanation)[Change(What.ROUTINE)] is Label.LEAD


@pytest.mark.parametrize("rest", [Pause(), Stop(), RaiseCheck(), Pause(WORK)])
def test_what_rests_would_be_led_once_both_are_back(rest: Pause | Stop | RaiseCheck) -> None:
    couple = Couple().have_begun()
    couple.does(WREN, rest)
    found = changed(explained(couple, JOB))
    assert found[Change(What.RESUMED)] is Label.LEAD_CONSULTED
    assert Change(What.PAUSED) not in found or rest == Pause(WORK)


def test_a_pause_would_make_it_joint_and_so_would_no_overlap_rule() -> None:
    found = changed(explained(Couple().have_begun(), JOB))
    assert found[Change(What.PAUSED)] is Label.JOINT
    assert found[Change(What.NO_OVERLAP_RULE)] is Label.JOINT
    assert found[Change(What.TOUCHES_ONLY, WREN)] is Label.SELF_ADVISED
    assert Change(What.RESUMED) not in found


def test_without_the_dispute_it_would_be_as_either_says() -> None:
    words_ = {ASH: Declaration(BOTH, SIGNIFICANT), WREN: Declaration(HERS, ROUTINE)}
    found = changed(explained(Couple().have_begun(), Facet(WORK, declared=words_)))
    assert found[Change(What.SEEN_AS_BY, ASH)] is Label.LEAD_CONSULTED
    assert found[Change(What.SEEN_AS_BY, WREN)] is Label.SELF


def test_if_the_other_saw_it_differently_that_is_said() -> None:
    only_wren = Facet(HOBBY, declared={WREN: Declaration(HERS, ROUTINE)})
    found = changed(explained(Couple().have_begun(), only_wren))
    assert found[Change(What.SEEN_DIFFERENTLY_BY, ASH)] is Label.SELF_CONSULTED
    assert Change(What.SEEN_DIFFERENTLY_BY, WREN) not in found
    assert found[Change(What.TOUCHES_BOTH)] is Label.JOINT


def test_an_open_window_would_change_it() -> None:
    couple = windowed()
    found = explained(couple, CHORE)
    assert found.label is Label.SELF
    assert changed(found)[Change(What.WINDOW_OPEN)] is Label.LEAD
    for member in (ASH, WREN):
        couple.does(member, OpenWindow(couple.now + timedelta(hours=2)))
    assert explained(couple, CHORE).label is Label.LEAD
    couple.does(WREN, CloseWindow(Circumstance.SLEEP))
    assert changed(explained(couple, CHORE))[Change(What.WINDOW_OPEN)] is Label.LEAD


def test_before_beginning_it_says_what_beginning_would_change() -> None:
    couple = Couple().have_met()
    couple.agrees(*usual())
    assert changed(explained(couple, CHORE))[Change(What.BEGUN)] is Label.LEAD


def test_nothing_would_change_what_is_ones_own_by_right() -> None:
    for kind in (MatterKind.OWN_BODY, MatterKind.OWN_RIGHT):
        facet = Facet(HOUSEHOLD, kind=kind, holder=WREN)
        assert changed(explained(Couple().have_begun(), facet)) == {}


def test_a_changed_answer_is_really_another_answer() -> None:
    for facet in (JOB, CHORE, about(HOBBY, BOTH, ROUTINE), Facet()):
        explanation = explained(Couple().have_begun(), facet)
        assert all(each.route != explanation.route for each in explanation.would_change)
        assert all(each.label is label(each.route) for each in explanation.would_change)


def test_a_matter_of_several_parts_explains_each() -> None:
    explanation = explained(Couple().have_begun(), JOB, about(WORK, HERS, SIGNIFICANT))
    assert explanation.label is Label.JOINT
    assert [part.reason.rule for part in explanation.parts] == [Rule.S3, Rule.S2]


# The words.

ANSWERS = [
    (about(HOBBY, HERS, ROUTINE), WREN, "You decide."),
    (about(HOBBY, HERS, ROUTINE), ASH, "Wren decides."),
    (
        about(WORK, HERS, SIGNIFICANT),
        WREN,
        "You decide. You usually ask Ash first; you need not.",
    ),
    (about(WORK, HERS, SIGNIFICANT), ASH, "Wren decides, and usually asks you first."),
    (CHORE, ASH, "You decide, and tell Wren."),
    (CHORE, WREN, "Ash decides, and tells you."),
    (JOB, ASH, "You decide, after hearing Wren."),
    (JOB, WREN, "Ash decides, after hearing you."),
    (about(HOBBY, BOTH, ROUTINE), ASH, "You decide together, on the same words."),
    (about(HOBBY, BOTH, ROUTINE), WREN, "You decide together, on the same words."),
    (
        Facet(kind=MatterKind.OWN_RIGHT, holder=WREN),
        WREN,
        "Only you. No agreement can change this.",
    ),
    (
        Facet(kind=MatterKind.OWN_RIGHT, holder=WREN),
        ASH,
        "Only Wren. No agreement can change this.",
    ),
]


@pytest.mark.parametrize(("facet", "viewer", "expected"), ANSWERS)
def test_the_answer_is_one_sentence_for_each_viewer(
    facet: Facet, viewer: MemberId, expected: str
) -> None:
    assert told(Couple().have_begun(), viewer, facet).answer == expected


def test_what_waits_or_crosses_a_limit_is_said_alike_to_both() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, SetLimit(LimitId("no"), Target.AREA, "household"))
    couple.does(WREN, Pause())
    for facet in (CHORE, Facet(WORK, kind=MatterKind.CORRECTION)):
        mine, theirs = (told(couple, viewer, facet).answer for viewer in (ASH, WREN))
        assert mine == theirs
        assert mine.startswith("Nobody")


def test_the_same_label_reads_differently_by_who_decides() -> None:
    couple = Couple().have_begun(drafts=(role(leads=WREN), *usual()[1:]))
    assert told(couple, WREN, JOB).answer == "You decide, after hearing Ash."
    couple.agrees(clause("authority", Authority(Overlap.EXCLUSION_PREVAILS)))
    couple.agrees(outside(WORK, ASH))
    assert told(couple, WREN, JOB).answer == "Ash decides, after hearing you."


def test_every_viewer_reads_why_and_what_would_change_it() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, WithdrawConsent(ClauseId("authority")))
    word = Declaration(BOTH, SIGNIFICANT, touches_limit=True)
    facet = Facet(WORK, declared={WREN: word, ASH: Declaration(HERS, ROUTINE)})
    for viewer, expected in ((ASH, "Wren says it touches"), (WREN, "You say it touches")):
        telling = told(couple, viewer, facet)
        assert any(line.startswith(expected) for line in telling.because)
        assert "See “work”." in telling.because
        assert telling.nearly == ("“authority” was withdrawn.",)
        assert telling.would_change
        assert telling.always == words.ALWAYS


def test_the_two_viewers_read_the_same_structure() -> None:
    couple = Couple().have_begun()
    for facet in (JOB, CHORE, about(HOBBY, HERS, ROUTINE), Facet()):
        one, other = (told(couple, viewer, facet) for viewer in (ASH, WREN))
        assert len(one.because) == len(other.because)
        assert len(one.would_change) == len(other.would_change)


def test_an_answer_can_be_had_without_an_explanation() -> None:
    dynamic = Couple().have_begun().state.ground.dynamic
    assert answer(Route(), dynamic, ASH) == "You decide together, on the same words."


def test_every_answer_rule_and_change_has_its_words() -> None:
    assert set(words.ANSWERS) == set(Label)
    assert set(words.RULES) == set(Rule)
    assert set(words.CHANGES) == set(What)
    assert set(words.NEARLY) == set(Miss)


def test_mirrored_sentences_are_alike_in_length() -> None:
    pairs: list[Pair] = [*words.ANSWERS.values(), *words.RULES.values(), *words.CHANGES.values()]
    pairs += [words.TOUCHES_ONE, words.SAYS, words.TOUCHES_LIMIT]
    for pair in pairs:
        own, other = (_filled(each) for each in (pair.own, pair.other))
        assert abs(len(own) - len(other)) <= max(len(own), len(other)) / 4, own


def _filled(template: str) -> str:
    """Fill a template with names of ordinary length and nothing else."""
    fields = {field for _, field, _, _ in string.Formatter().parse(template) if field}
    names = {"name": "Wren", "other": "Robin"}
    return template.format(**{field: names.get(field, "") for field in fields})
