"""What weighs more: questions decided, things not kept and put right, limits, changed wording."""

from datetime import timedelta

from msgspec.structs import replace

from tests.given import ASH, WREN, Couple
from troth.domain.agreement.commands import ConsentToTerms, ProposeTerms, ReviseTerms
from troth.domain.agreement.events import Repeal
from troth.domain.agreement.state import in_force
from troth.domain.agreement.terms import Practice, Terms
from troth.domain.conduct.commands import (
    AcceptCorrection,
    AnswerBreach,
    BeginCorrection,
    CloseBreach,
    FinishCorrection,
    NoteCare,
    OfferCorrection,
    ReportBreach,
    WeighBreach,
)
from troth.domain.conduct.events import AnswerKind, BreachId, Finding
from troth.domain.decisions.commands import (
    ConsentToOutcome,
    Decide,
    GiveOpinion,
    RaiseMatter,
    RescindDecision,
    ReviewDecision,
    WithdrawMatter,
)
from troth.domain.decisions.events import Answer, MatterId, OpinionId, Weight
from troth.domain.kernel import AreaId, ClauseId, Digest, MemberId, ProposalId, Significance
from troth.domain.routing.matter import Declaration, Facet
from troth.domain.safety import AskToLoosen, LimitId, LoosenLimit, SetLimit, Target
from troth.domain.standards.events import ClauseDuty

HOUSEHOLD = AreaId("household")
WORK = AreaId("work")
EVENINGS = AreaId("evenings")
KITCHEN = ClauseId("kitchen-before-bed")
AGAIN = ClauseId("response-again")
BOTH = frozenset({ASH, WREN})


def matter(couple: Couple, day: int) -> None:
    """A question is raised, spoken to and decided by whoever decides such a thing."""
    id_ = MatterId(f"matter-{day}")
    area, affects, decider = (
        (HOUSEHOLD, BOTH, ASH),
        (WORK, frozenset({WREN}), WREN),
        (EVENINGS, BOTH, ASH),
    )[day // 7 % 3]
    word = Declaration(affects, Significance.ROUTINE)
    question = "Shall we have the hall painted before the summer, and in which colour?"
    couple.does(WREN, RaiseMatter(id_, question, (Facet(area, declared={WREN: word}),)))
    other = WREN if decider == ASH else ASH
    asked = couple.state.decisions.matters[id_].digest
    couple.does(other, GiveOpinion(id_, OpinionId(f"on-{day}"), asked, "A warm white, I think."))
    _decide(couple, id_, decider)
    if area == EVENINGS:
        couple.does(WREN, ConsentToOutcome(id_, _put(couple, id_)))


def _decide(couple: Couple, id_: MatterId, decider: MemberId) -> None:
    asked = couple.state.decisions.matters[id_]
    answers = tuple(
        Answer(each.id, Weight.PARTLY, "The colour, yes; the date depends on the painter.")
        for each in asked.opinions
    )
    review_on = couple.now + timedelta(days=60)
    couple.does(
        decider,
        Decide(id_, asked.digest, "In May, in warm white.", "It suits us.", answers, review_on),
    )


def _put(couple: Couple, id_: MatterId) -> Digest:
    proposed = couple.state.decisions.matters[id_].proposed
    assert proposed is not None
    return proposed.digest


def look_again(couple: Couple, day: int) -> None:
    """They look at the oldest decision again: some stand on, most have served their time."""
    standing = [each for each in couple.state.decisions.decisions.values() if each.until is None]
    if not standing:
        return
    oldest = min(standing, key=lambda each: (each.reviewed_at or each.decided_at, each.matter))
    if day // 7 % 4 == 0:
        review_on = couple.now + timedelta(days=300)
        couple.does(
            oldest.deciders[0][0], ReviewDecision(oldest.matter, "It still suits us.", review_on)
        )
        return
    for member in dict.fromkeys(member for member, _ in oldest.deciders):
        couple.does(member, RescindDecision(oldest.matter, "It is done, or no longer fits."))


def withdrawn(couple: Couple, day: int) -> None:
    """A question is raised and taken back."""
    id_ = MatterId(f"taken-back-{day}")
    word = Declaration(frozenset({WREN}), Significance.ROUTINE)
    couple.does(WREN, RaiseMatter(id_, "Another shelf?", (Facet(WORK, declared={WREN: word}),)))
    couple.does(WREN, WithdrawMatter(id_))


def breach(couple: Couple, day: int) -> None:
    """Something was not kept: heard, weighed, put right, and closed for good."""
    id_ = BreachId(f"breach-{day}")
    at = couple.now - timedelta(hours=1)
    couple.does(ASH, ReportBreach(id_, WREN, ClauseDuty(KITCHEN), at, "The pans stayed out."))
    couple.does(WREN, AnswerBreach(id_, AnswerKind.ACKNOWLEDGED, "I fell asleep on the sofa."))
    finding = (Finding.UPHELD, Finding.EXCUSED, Finding.NOT_UPHELD)[day // 7 % 3]
    couple.does(ASH, WeighBreach(id_, finding))
    if finding is Finding.UPHELD:
        put_right(couple, id_)


def put_right(couple: Couple, id_: BreachId) -> None:
    """The agreed response, offered, accepted, done, and cared for."""
    couple.does(ASH, OfferCorrection(id_, AGAIN, 30))
    response = couple.state.conduct.breaches.breaches[id_].response
    assert response is not None
    couple.does(WREN, AcceptCorrection(id_, response.offer))
    couple.does(WREN, BeginCorrection(id_))
    couple.later(minutes=20)
    couple.does(WREN, FinishCorrection(id_))
    couple.does(ASH, NoteCare(id_, "Tea, and an hour together."))
    couple.does(WREN, CloseBreach(id_))


def limit(couple: Couple, day: int) -> None:
    """Wren loosens the limit that has waited, and sets another."""
    for each in couple.state.ground.limits.limits.values():
        if each.until is None and each.loosening_asked_at is not None:
            couple.does(WREN, LoosenLimit(each.id))
    id_ = LimitId(f"limit-{day}")
    couple.does(WREN, SetLimit(id_, Target.TAG, f"ladders-{day}"))
    couple.does(WREN, AskToLoosen(id_))


def reword(couple: Couple, day: int) -> None:
    """A standard gets other words, after the other suggested some."""
    held = in_force(couple.state.ground.agreement, KITCHEN, couple.now)
    assert held is not None
    text = f"The kitchen is settled before bed, so that morning {day} begins clear."
    worded = replace(held.terms, text=text)
    id_ = ProposalId(f"reworded-{day}")
    couple.does(ASH, ProposeTerms(id_, (worded,), "It reads better.", considered=True))
    countered = replace(worded, why=f"Calm mornings, as on day {day}.")
    couple.does(WREN, ReviseTerms(id_, (countered,), considered=True))
    agree_to(couple, id_)


def custom(couple: Couple, day: int) -> None:
    """A practice is written down, and taken out again a month later."""
    name = ClauseId("custom")
    held = in_force(couple.state.ground.agreement, name, couple.now)
    draft = Terms(name, Practice(), "We usually read aloud on Sundays.") if held is None else None
    id_ = ProposalId(f"custom-{day}")
    couple.does(ASH, ProposeTerms(id_, (draft or Repeal(name),), considered=True))
    agree_to(couple, id_)


def agree_to(couple: Couple, id_: ProposalId) -> None:
    """Have both consent to what is proposed now."""
    for member in (ASH, WREN):
        put = couple.state.ground.agreement.proposals[id_]
        couple.does(member, ConsentToTerms(id_, put.revision, put.digest))
