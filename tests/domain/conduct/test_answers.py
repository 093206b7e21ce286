"""Answers that come before any finding: a right, a need, another duty, a choice left to one."""

import pytest

from tests.domain.conduct.putting_right import (
    ANSWERS,
    FOLLOWS,
    SLIP,
    Side,
    answers,
    both_ways,
    couple_with,
    finds,
    reports,
    weigh,
)
from tests.given import ASH, HOUSEHOLD, WORK, WREN, Couple, within
from troth.domain.agreement.terms import Area, Need, Standard, Standing, Terms
from troth.domain.conduct.commands import (
    AnswerBreach,
    ReportBreach,
)
from troth.domain.conduct.events import (
    AnswerKind,
    Because,
    Finding,
    HadChoice,
    HadNeed,
    KeptAnother,
    ProtectedAct,
    UsedRight,
)
from troth.domain.conduct.refusals import (
    AnswerStands,
    NotYourChoice,
    ThisCameFirst,
)
from troth.domain.decisions.commands import Decide, Defer, RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.domain.kernel import (
    AreaId,
    ClauseId,
    Significance,
)
from troth.domain.routing.matter import Declaration, Facet
from troth.domain.standards.events import ClauseDuty

RIGHTS = [UsedRight(act) for act in ProtectedAct]
NEEDS = [HadNeed(need) for need in Need]


@both_ways
@pytest.mark.parametrize("because", [*RIGHTS, *NEEDS])
def test_a_right_or_a_need_is_taken_at_ones_word_and_never_upheld(
    side: Side, because: Because
) -> None:
    couple = couple_with()
    reports(couple, side)
    answers(couple, side, because=because)
    couple.is_refused(side.other, weigh(Finding.UPHELD), AnswerStands)
    finds(couple, side, Finding.NOT_UPHELD)


def garden(comes_first: int) -> tuple[Terms, Terms]:
    """Return another part of life, how early it comes, and what both keep in it."""
    area = Terms(ClauseId("garden"), Area(Standing.WITHIN, comes_first=comes_first), "The garden.")
    both = frozenset({ASH, WREN})
    water = Terms(ClauseId("pots"), Standard(), "The pots are wet.", both, AreaId("garden"))
    return area, water


@both_ways
@pytest.mark.parametrize("comes_first", [0, 1])
def test_of_two_duties_that_cannot_both_be_met_the_one_kept_excuses_the_other(
    side: Side, comes_first: int
) -> None:
    couple = couple_with(*garden(comes_first))
    reports(couple, side)
    kept = KeptAnother(ClauseDuty(ClauseId("pots")))
    answers(couple, side, AnswerKind.WAS_IMPOSSIBLE, kept)
    couple.is_refused(side.other, weigh(Finding.UPHELD), AnswerStands)


@both_ways
def test_what_comes_after_does_not_excuse_what_comes_first(side: Side) -> None:
    couple = couple_with(*garden(0))
    couple.agrees(Terms(ClauseId(HOUSEHOLD), Area(Standing.WITHIN, comes_first=2), "Home first."))
    couple.later(hours=2)
    reports(couple, side)
    for name in ("pots", "none", side.duty.clause):
        because = KeptAnother(ClauseDuty(ClauseId(name)))
        answer = AnswerBreach(SLIP, AnswerKind.WAS_IMPOSSIBLE, because=because)
        couple.is_refused(side.bearer, answer, ThisCameFirst)
    couple.does(side.bearer, AnswerBreach(SLIP, AnswerKind.WAS_IMPOSSIBLE, "In my words."))


def test_a_duty_of_the_other_is_no_reason() -> None:
    couple = couple_with()
    reports(couple, FOLLOWS)
    because = KeptAnother(ClauseDuty(ANSWERS))
    answer = AnswerBreach(SLIP, AnswerKind.WAS_IMPOSSIBLE, because=because)
    couple.is_refused(WREN, answer, ThisCameFirst)


def left_to_wren(couple: Couple, area: AreaId = HOUSEHOLD) -> str:
    """Have Ash raise an everyday question and leave it to Wren, who decides it."""
    matter = MatterId("pans")
    word = Declaration(frozenset({WREN}), Significance.ROUTINE)
    couple.does(
        ASH, RaiseMatter(matter, "When are the pans done?", (Facet(area, declared={ASH: word}),))
    )
    couple.does(ASH, Defer(matter))
    digest = couple.state.decisions.matters[matter].digest
    couple.does(WREN, Decide(matter, digest, "In the morning.", "It is late."))
    return matter


def test_a_delegated_choice_is_never_a_breach() -> None:
    couple = couple_with()
    matter = left_to_wren(couple)
    couple.later(hours=2)
    reports(couple, FOLLOWS)
    answers(couple, FOLLOWS, because=HadChoice(matter))
    couple.is_refused(ASH, weigh(Finding.UPHELD), AnswerStands)


def test_only_a_choice_left_to_one_about_this_and_made_before_counts() -> None:
    couple = couple_with(within(AreaId("garden")))
    reports(couple, FOLLOWS)
    afterwards = HadChoice(left_to_wren(couple))
    for because in (afterwards, HadChoice("none")):
        answer = AnswerBreach(SLIP, AnswerKind.EXPLAINED, because=because)
        couple.is_refused(WREN, answer, NotYourChoice)


def test_what_one_decides_for_oneself_sets_aside_nothing_agreed() -> None:
    calls = Terms(ClauseId("calls"), Standard(), "No calls after ten.", frozenset({WREN}), WORK)
    couple = couple_with(calls)
    word = Declaration(frozenset({WREN}), Significance.ROUTINE)
    matter = MatterId("late-calls")
    couple.does(WREN, RaiseMatter(matter, "Late calls?", (Facet(WORK, declared={WREN: word}),)))
    digest = couple.state.decisions.matters[matter].digest
    couple.does(WREN, Decide(matter, digest, "This week.", "It is busy."))
    couple.later(hours=1)
    couple.does(ASH, ReportBreach(SLIP, WREN, ClauseDuty(ClauseId("calls")), couple.now))
    answer = AnswerBreach(SLIP, AnswerKind.EXPLAINED, because=HadChoice(matter))
    couple.is_refused(WREN, answer, NotYourChoice)


def test_a_choice_about_something_else_is_no_reason() -> None:
    couple = couple_with(within(AreaId("garden")))
    matter = left_to_wren(couple, AreaId("garden"))
    couple.later(hours=2)
    reports(couple, FOLLOWS)
    answer = AnswerBreach(SLIP, AnswerKind.EXPLAINED, because=HadChoice(matter))
    couple.is_refused(WREN, answer, NotYourChoice)
