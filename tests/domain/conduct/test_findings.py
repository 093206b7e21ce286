"""Answering and finding: heard first, found by somebody else, changed only in favour."""

import pytest

from tests.domain.conduct.putting_right import (
    FOLLOWS,
    LEADS,
    SLIP,
    Side,
    accepted,
    answers,
    begun,
    both_ways,
    couple_with,
    ended_as,
    finds,
    offer,
    reports,
    standing,
    the_breach,
    upheld,
    weigh,
)
from tests.given import ASH, STRANGER, WREN, role
from troth.domain.conduct.breach import Closing, Stage
from troth.domain.conduct.commands import (
    AnswerBreach,
    ChangeFinding,
    CloseBreach,
    ReportBreach,
    WeighBreach,
)
from troth.domain.conduct.events import (
    AnswerKind,
    BreachId,
    Finding,
)
from troth.domain.conduct.refusals import (
    AwaitingAnswer,
    NamesTalk,
    NotAtThisStage,
    NotOwnFinding,
    NotYours,
    OnlyInFavour,
    RestsNow,
)
from troth.domain.conduct.state import clauses_for_review
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import (
    AlreadyThere,
    NotAMember,
    NotFound,
    UnclearWording,
)
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, Thing, Urgency

CLOSING = {
    Finding.NOT_UPHELD: Closing.NOT_UPHELD,
    Finding.EXCUSED: Closing.EXCUSED,
    Finding.UNCLEAR: Closing.UNCLEAR,
}


@both_ways
@pytest.mark.parametrize("kind", list(AnswerKind))
def test_the_one_it_concerns_answers_in_one_of_four_ways(side: Side, kind: AnswerKind) -> None:
    couple = couple_with()
    reports(couple, side)
    couple.is_refused(side.other, AnswerBreach(SLIP, kind), NotYours)
    answers(couple, side, kind)
    assert standing(couple) is Stage.ANSWERED


@both_ways
def test_until_it_is_found_one_may_answer_anew(side: Side) -> None:
    couple = couple_with()
    reports(couple, side)
    answers(couple, side, AnswerKind.ACKNOWLEDGED)
    answers(couple, side, AnswerKind.DISPUTED)
    finds(couple, side)
    couple.is_refused(side.bearer, AnswerBreach(SLIP, AnswerKind.EXPLAINED), NotAtThisStage)


@both_ways
def test_nothing_is_found_before_an_answer(side: Side) -> None:
    couple = couple_with()
    reports(couple, side)
    for finding in Finding:
        couple.is_refused(side.other, weigh(finding), AwaitingAnswer)
    couple.later(days=20)
    assert standing(couple) is Stage.REPORTED, "nothing is read into waiting"


def test_nobody_finds_their_own() -> None:
    couple = couple_with()
    reports(couple, FOLLOWS)
    answers(couple, FOLLOWS)
    for finding in Finding:
        couple.is_refused(WREN, weigh(finding), NotOwnFinding)
    couple.is_refused(STRANGER, weigh(Finding.UPHELD), NotAMember)


def test_where_the_one_who_leads_is_concerned_finding_takes_both() -> None:
    couple = couple_with()
    reports(couple, LEADS)
    answers(couple, LEADS)
    couple.does(ASH, weigh(Finding.NOT_UPHELD))
    assert standing(couple) is Stage.ANSWERED, "nobody finds their own"
    couple.does(WREN, weigh(Finding.UPHELD))
    assert standing(couple) is Stage.ANSWERED, "the two see it differently"
    assert couple.does(WREN, weigh(Finding.UPHELD)) == ()
    couple.does(ASH, weigh(Finding.UPHELD))
    assert standing(couple) is Stage.UPHELD


def test_with_roles_swapped_it_still_takes_both() -> None:
    couple = couple_with()
    for side in (LEADS, FOLLOWS):
        couple.later(days=1)
        couple.does(
            side.other, ReportBreach(BreachId(side.bearer), side.bearer, side.duty, couple.now)
        )
        couple.does(side.bearer, AnswerBreach(BreachId(side.bearer), AnswerKind.EXPLAINED))
    couple.agrees(role(leads=WREN))
    for side in (LEADS, FOLLOWS):
        couple.does(side.other, WeighBreach(BreachId(side.bearer), Finding.UPHELD))
        assert standing(couple, BreachId(side.bearer)) is Stage.ANSWERED


@both_ways
@pytest.mark.parametrize("finding", list(CLOSING))
def test_any_finding_but_upheld_ends_it(side: Side, finding: Finding) -> None:
    couple = couple_with()
    reports(couple, side)
    answers(couple, side)
    finds(couple, side, finding)
    assert (standing(couple), ended_as(couple)) == (Stage.CLOSED, CLOSING[finding])
    couple.is_refused(side.other, offer(), NotAtThisStage)
    couple.is_refused(side.other, weigh(Finding.UPHELD), NotAtThisStage)


@both_ways
def test_unclear_opens_a_talk_and_a_review_of_the_clause(side: Side) -> None:
    couple = couple_with()
    reports(couple, side)
    answers(couple, side, AnswerKind.DISPUTED)
    couple.is_refused(side.other, WeighBreach(SLIP, Finding.UNCLEAR), NamesTalk)
    couple.is_refused(side.other, WeighBreach(SLIP, Finding.UPHELD, talk="t"), NamesTalk)
    finds(couple, side, Finding.UNCLEAR)
    talk = couple.state.talks.talks[TalkId("about-it")]
    assert talk.about is not None
    assert (talk.about.thing, talk.about.name) == (Thing.BREACH, SLIP)
    reviewed = clauses_for_review(couple.state.conduct.breaches, couple.now)
    assert reviewed == (side.duty.clause,)
    couple.later(days=40)
    assert clauses_for_review(couple.state.conduct.breaches, couple.now) == ()


def test_a_talk_is_opened_under_a_name_that_is_free() -> None:
    couple = couple_with()
    reports(couple, FOLLOWS)
    answers(couple, FOLLOWS)
    couple.does(ASH, AskToTalk(TalkId("about-it"), Urgency.SOON))
    couple.is_refused(ASH, weigh(Finding.UNCLEAR), AlreadyThere)


@both_ways
def test_nothing_is_upheld_while_it_rests_and_what_favours_is_always_open(side: Side) -> None:
    couple = couple_with()
    reports(couple, side)
    answers(couple, side)
    couple.does(WREN, Pause())
    couple.is_refused(side.other, weigh(Finding.UPHELD), RestsNow)
    finds(couple, side, Finding.EXCUSED)


@both_ways
@pytest.mark.parametrize("finding", list(CLOSING))
def test_a_finding_changes_in_favour_at_any_time(side: Side, finding: Finding) -> None:
    couple = begun(couple_with(), side)
    talk = "again" if finding is Finding.UNCLEAR else None
    change = ChangeFinding(SLIP, finding, "I see it differently now.", talk)
    couple.is_refused(side.bearer, change, NotOwnFinding)
    couple.does(side.other, change)
    assert ended_as(couple) is CLOSING[finding]
    response = the_breach(couple).response
    assert response is not None
    assert response.cut_short_at == couple.now, "what was running is over"


@both_ways
def test_a_finding_never_changes_against_anybody(side: Side) -> None:
    couple = couple_with()
    reports(couple, side)
    couple.is_refused(side.other, ChangeFinding(SLIP, Finding.EXCUSED), NotAtThisStage)
    answers(couple, side)
    finds(couple, side, Finding.EXCUSED)
    for worse in (Finding.UPHELD, Finding.UNCLEAR, Finding.EXCUSED):
        couple.is_refused(side.other, ChangeFinding(SLIP, worse, talk="t"), OnlyInFavour)
    couple.does(side.other, ChangeFinding(SLIP, Finding.NOT_UPHELD))
    assert ended_as(couple) is Closing.NOT_UPHELD


@both_ways
def test_what_is_closed_is_still_changed_in_favour_while_it_is_kept(side: Side) -> None:
    couple = accepted(couple_with(), side)
    couple.does(side.other, CloseBreach(SLIP))
    couple.later(days=20)
    couple.is_refused(side.other, ChangeFinding(SLIP, Finding.UNCLEAR), NamesTalk)
    couple.does(side.other, ChangeFinding(SLIP, Finding.NOT_UPHELD))
    assert the_breach(couple).finding is Finding.NOT_UPHELD


def test_the_words_can_be_read_and_the_breach_is_known() -> None:
    couple = couple_with()
    reports(couple, FOLLOWS)
    couple.is_refused(WREN, AnswerBreach(SLIP, AnswerKind.DISPUTED, "\u200b"), UnclearWording)
    unknown = AnswerBreach(BreachId("none"), AnswerKind.DISPUTED)
    couple.is_refused(WREN, unknown, NotFound)


@both_ways
def test_a_clause_not_kept_repeatedly_is_looked_at_and_nobody_is_counted(side: Side) -> None:
    couple = upheld(couple_with(), side)
    assert clauses_for_review(couple.state.conduct.breaches, couple.now) == ()
    couple.later(days=2)
    second = BreachId("second")
    couple.does(side.other, ReportBreach(second, side.bearer, side.duty, couple.now))
    couple.does(side.bearer, AnswerBreach(second, AnswerKind.ACKNOWLEDGED))
    couple.does(side.other, WeighBreach(second, Finding.UPHELD))
    if side is LEADS:
        couple.does(side.bearer, WeighBreach(second, Finding.UPHELD))
    found = clauses_for_review(couple.state.conduct.breaches, couple.now)
    assert found == (side.duty.clause,)
