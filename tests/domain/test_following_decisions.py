"""What one alone writes about a matter or a breach past every command changes nothing."""

from datetime import timedelta

from msgspec.structs import replace

from tests.domain.forging import counts, leaves_it
from tests.given import (
    ASH,
    HOUSEHOLD,
    KITCHEN,
    REFLECTION,
    WREN,
    Couple,
)
from tests.laws.conduct_laws import SLIP
from tests.laws.mutants import offered, reported, running, upheld
from troth.domain.agreement.terms import Grade
from troth.domain.conduct.commands import AnswerBreach
from troth.domain.conduct.events import (
    AnswerKind,
    BreachAnswered,
    BreachClosed,
    BreachFound,
    BreachId,
    BreachReported,
    CorrectionAccepted,
    CorrectionBegun,
    CorrectionDone,
    CorrectionOffered,
    Finding,
    FindingChanged,
    Footing,
    HadChoice,
)
from troth.domain.decisions.commands import Decide, GiveOpinion, Pass, RaiseMatter
from troth.domain.decisions.events import (
    DecisionRescinded,
    DecisionReviewed,
    DeferralTakenBack,
    ElevationTakenBack,
    MatterDecided,
    MatterDeferred,
    MatterElevated,
    MatterId,
    MatterWithdrawn,
    OpinionGiven,
    OpinionId,
    QuestionEdited,
    Resolution,
    ResolutionProposed,
    ResolutionTakenBack,
)
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import (
    Capacity,
    Digest,
    MemberId,
    Significance,
)
from troth.domain.routing.matter import Declaration, Facet
from troth.domain.routing.routes import Label
from troth.domain.standards.commands import SetTask
from troth.domain.standards.events import ClauseDuty, TaskDropped, TaskId, TaskKind, TaskSet

DOOR = MatterId("door")
TASK = TaskId("shelf")


def facet(by: MemberId, significance: Significance = Significance.SIGNIFICANT) -> Facet:
    """Return a part of the household that touches both."""
    return Facet(HOUSEHOLD, declared={by: Declaration(frozenset({ASH, WREN}), significance)})


def asked() -> Couple:
    """Return a couple of whom Wren has asked a question that Ash decides after hearing Wren."""
    couple = Couple().have_begun()
    couple.does(WREN, RaiseMatter(DOOR, "Shall the door be blue?", (facet(WREN),)))
    return couple


def resolution(couple: Couple, outcome: str = "It is blue.") -> Resolution:
    """Return an answer to the question."""
    question = couple.state.decisions.matters[DOOR].digest
    return Resolution(question, outcome, "Blue is a quiet colour.")


def decided_by(couple: Couple, member: MemberId, capacity: Capacity, label: Label) -> MatterDecided:
    """Return the event that one of them decided the question."""
    said = resolution(couple)
    return MatterDecided(DOOR, said, said.digest, (), ((member, capacity),), label, delegated=False)


def test_nobody_decides_what_the_route_leaves_to_the_other() -> None:
    couple = asked()
    leaves_it(
        couple,
        WREN,
        decided_by(couple, WREN, Capacity.OWN, Label.SELF),
        decided_by(couple, ASH, Capacity.ROLE, Label.LEAD_CONSULTED),
    )


def test_nobody_decides_before_the_view_that_is_owed_was_heard_and_answered() -> None:
    couple = asked()
    led = decided_by(couple, ASH, Capacity.ROLE, Label.LEAD_CONSULTED)
    leaves_it(couple, ASH, led)
    question = couple.state.decisions.matters[DOOR].digest
    couple.does(WREN, GiveOpinion(DOOR, OpinionId("o"), question, "Rather green."))
    leaves_it(couple, ASH, led)


def heard() -> Couple:
    """Return the couple once Wren has nothing to add, so that Ash may decide."""
    couple = asked()
    question = couple.state.decisions.matters[DOOR].digest
    couple.does(WREN, Pass(DOOR, question))
    return couple


def test_only_exactly_what_may_be_decided_is_decided() -> None:
    couple = heard()
    led = decided_by(couple, ASH, Capacity.ROLE, Label.LEAD_CONSULTED)
    assert DOOR in counts(couple, ASH, led).decisions.decisions
    leaves_it(
        couple,
        ASH,
        replace(led, delegated=True),
        replace(led, label=Label.SELF),
        replace(led, deciders=((ASH, Capacity.OWN),)),
        replace(led, digest=Digest("of other words")),
        replace(led, resolution=replace(led.resolution, question=Digest("another question"))),
    )


def test_a_pause_takes_from_the_lead_what_was_theirs_to_decide() -> None:
    couple = heard()
    couple.does(WREN, Pause())
    leaves_it(couple, ASH, decided_by(couple, ASH, Capacity.ROLE, Label.LEAD_CONSULTED))


def test_what_both_decide_is_not_decided_by_the_yes_of_one() -> None:
    couple = heard()
    couple.does(WREN, Pause())
    said = resolution(couple)
    both = ((ASH, Capacity.OWN), (WREN, Capacity.OWN))
    joint = MatterDecided(DOOR, said, said.digest, (), both, Label.JOINT, delegated=False)
    leaves_it(couple, ASH, joint)
    couple.state = counts(couple, ASH, ResolutionProposed(DOOR, said, said.digest, ()))
    leaves_it(couple, ASH, joint)
    assert DOOR in counts(couple, WREN, joint).decisions.decisions


def decided() -> Couple:
    """Return the couple once Ash has decided as the lead."""
    couple = heard()
    question = couple.state.decisions.matters[DOOR].digest
    couple.does(ASH, Decide(DOOR, question, "It is blue.", "A quiet colour."))
    return couple


def test_a_decision_is_looked_at_and_set_aside_only_by_whoever_may() -> None:
    couple = decided()
    leaves_it(couple, WREN, DecisionRescinded(DOOR, ""), DecisionReviewed(DOOR, "", None))
    leaves_it(couple, ASH, DecisionRescinded(MatterId("none"), ""))
    assert counts(couple, ASH, DecisionRescinded(DOOR, "")).decisions.decisions[DOOR].until


def test_a_question_is_its_askers_and_a_voice_its_speakers() -> None:
    couple = asked()
    leaves_it(
        couple,
        ASH,
        QuestionEdited(DOOR, "Shall it be red?", Digest("red")),
        MatterWithdrawn(DOOR),
        MatterElevated(DOOR),
        ElevationTakenBack(DOOR),
        DeferralTakenBack(DOOR),
        ResolutionTakenBack(DOOR),
        OpinionGiven(MatterId("none"), OpinionId("o"), Digest(""), "On nothing."),
    )
    leaves_it(couple, WREN, MatterDeferred(DOOR))


def test_nobody_finds_their_own_breach_nor_before_it_was_answered() -> None:
    couple = reported()
    leaves_it(couple, ASH, BreachFound(SLIP, Finding.UPHELD))
    couple.does(WREN, AnswerBreach(SLIP, AnswerKind.DISPUTED))
    leaves_it(couple, WREN, BreachFound(SLIP, Finding.NOT_UPHELD))
    counts(couple, ASH, BreachFound(SLIP, Finding.UPHELD))


def test_a_finding_changes_in_favour_only_and_by_somebody_else() -> None:
    couple = upheld()
    leaves_it(couple, WREN, FindingChanged(SLIP, Finding.EXCUSED))
    leaves_it(couple, ASH, FindingChanged(SLIP, Finding.UPHELD))
    counts(couple, ASH, FindingChanged(SLIP, Finding.EXCUSED))


def test_an_answer_rests_on_what_was_so_and_is_the_bearers() -> None:
    couple = reported()
    leaves_it(couple, ASH, BreachAnswered(SLIP, AnswerKind.ACKNOWLEDGED))
    leaves_it(couple, WREN, BreachAnswered(SLIP, AnswerKind.EXPLAINED, because=HadChoice("none")))


def test_only_what_was_asked_then_is_reported() -> None:
    couple = reported()
    event = next(r.event for r in couple.record if isinstance(r.event, BreachReported))
    again = replace(event, breach=BreachId("again"))
    couple.later(days=2)
    leaves_it(couple, ASH, again, event)
    other = replace(again, conduct_at=couple.now)
    counts(couple, ASH, other)
    leaves_it(
        couple,
        ASH,
        replace(other, digest=Digest("other words")),
        replace(other, footing=Footing()),
        replace(other, bearer=ASH),
        replace(other, bearer_led=True),
        replace(other, conduct_at=couple.now - timedelta(days=40)),
        replace(other, conduct_at=couple.now + timedelta(days=1)),
        replace(other, duty=ClauseDuty(REFLECTION)),
    )


def test_a_response_follows_its_steps_and_never_in_a_pause() -> None:
    couple = upheld()
    leaves_it(couple, ASH, CorrectionBegun(SLIP), CorrectionDone(SLIP))
    offer = next(r.event for r in offered().record if isinstance(r.event, CorrectionOffered))
    leaves_it(couple, WREN, offer, BreachClosed(SLIP))
    leaves_it(couple, ASH, replace(offer, minutes=900), replace(offer, clause=KITCHEN))
    couple.does(WREN, Pause())
    leaves_it(couple, ASH, offer)


def test_nobody_begins_or_accepts_for_the_bearer() -> None:
    couple = offered()
    leaves_it(couple, WREN, CorrectionBegun(SLIP), CorrectionAccepted(SLIP, Digest("another")))
    leaves_it(couple, ASH, CorrectionBegun(SLIP), CorrectionDone(SLIP))
    leaves_it(running(), ASH, CorrectionBegun(SLIP))


def test_a_task_for_the_other_stands_on_a_decision_that_leaves_it_to_one() -> None:
    couple = decided()
    due = couple.now + timedelta(days=3)
    bare = TaskSet(TASK, WREN, TaskKind.AT_HOME, "Put up the shelf.", due, Grade.REQUEST)
    leaves_it(couple, ASH, bare, replace(bare, source="none"))
    couple.does(ASH, SetTask(TASK, WREN, TaskKind.AT_HOME, "Paint the door.", due, source=DOOR))
    set_ = couple.record[-1].event
    assert isinstance(set_, TaskSet)
    other = replace(set_, task=TaskId("other"))
    counts(couple, ASH, other)
    leaves_it(couple, WREN, replace(other, bearer=ASH), TaskDropped(TASK))
    leaves_it(
        couple, ASH, set_, replace(other, grade=Grade.STANDING_ORDER), replace(other, under=None)
    )
    leaves_it(couple, ASH, replace(other, due=couple.now + timedelta(days=90)))
