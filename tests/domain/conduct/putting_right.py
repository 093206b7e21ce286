"""Short ways to bring a couple to any step between a breach and its end, in either direction."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from tests.given import ASH, HOUSEHOLD, KITCHEN, REFLECTION, WREN, Couple, clause
from troth.domain.agreement.drafting import Draft
from troth.domain.agreement.terms import Correction, CorrectionKind, Reward, Standard, Terms
from troth.domain.conduct.breach import Breach, Closing, Stage, stage
from troth.domain.conduct.commands import (
    AcceptCorrection,
    AnswerBreach,
    BeginCorrection,
    FinishCorrection,
    NoteCare,
    OfferCorrection,
    ReportBreach,
    WeighBreach,
)
from troth.domain.conduct.events import AnswerKind, Because, BreachId, Finding
from troth.domain.dynamic.commands import AffirmResumption
from troth.domain.kernel import ClauseId, Digest, MemberId
from troth.domain.standards.events import ClauseDuty

SLIP = BreachId("slip")
ANSWERS = ClauseId("answers")
TREAT = ClauseId("long-bath")
PAUSED_TREAT = ClauseId("no-bath")


@dataclass(frozen=True)
class Side:
    """One direction: who is concerned, who asks, and what was expected."""

    bearer: MemberId
    other: MemberId
    duty: ClauseDuty


FOLLOWS = Side(WREN, ASH, ClauseDuty(KITCHEN))
LEADS = Side(ASH, WREN, ClauseDuty(ANSWERS))

both_ways = pytest.mark.parametrize("side", [FOLLOWS, LEADS], ids=["follows", "leads"])


def commitment() -> Terms:
    """Return what Ash, who leads, keeps."""
    text = "Ash answers a question the same day."
    return Terms(ANSWERS, Standard(), text, frozenset({ASH}), HOUSEHOLD)


def treats() -> tuple[Terms, ...]:
    """Return a treat, and pausing it for at most a week as an agreed response."""
    return (
        clause(TREAT, Reward("A long bath.")),
        clause(PAUSED_TREAT, Correction(CorrectionKind.PAUSED_TREAT, 7 * 24 * 60)),
    )


def couple_with(*extra: Draft) -> Couple:
    """Return the usual couple, with Ash's commitment, a day after they began."""
    couple = Couple().have_begun(commitment(), *extra)
    couple.later(days=1)
    return couple


def the_breach(couple: Couple, breach: BreachId = SLIP) -> Breach:
    """Return a breach as it is kept."""
    return couple.state.conduct.breaches.breaches[breach]


def standing(couple: Couple, breach: BreachId = SLIP) -> Stage:
    """Return where a breach stands now."""
    return stage(the_breach(couple, breach), couple.state.ground, couple.moment())


def ended_as(couple: Couple, breach: BreachId = SLIP) -> Closing | None:
    """Return how a breach came to its end."""
    return the_breach(couple, breach).closing


def reports(couple: Couple, side: Side, at: datetime | None = None) -> None:
    """Have the other ask about something an hour ago, unless said otherwise."""
    conduct_at = at or couple.now - timedelta(hours=1)
    couple.does(side.other, ReportBreach(SLIP, side.bearer, side.duty, conduct_at, "The pans."))


def answers(
    couple: Couple,
    side: Side,
    kind: AnswerKind = AnswerKind.EXPLAINED,
    because: Because | None = None,
) -> None:
    """Have the one it concerns answer."""
    couple.does(side.bearer, AnswerBreach(SLIP, kind, "I was tired.", because))


def weigh(finding: Finding) -> WeighBreach:
    """Return the command that weighs the slip; an unclear one names a talk."""
    talk = "about-it" if finding is Finding.UNCLEAR else None
    return WeighBreach(SLIP, finding, "", talk)


def finds(couple: Couple, side: Side, finding: Finding = Finding.UPHELD) -> None:
    """Have it found: by the other, and by both where the one who leads is concerned."""
    couple.does(side.other, weigh(finding))
    if side is LEADS:
        couple.does(side.bearer, weigh(finding))


def offer(minutes: int = 30) -> OfferCorrection:
    """Return the command that offers a reflection in words."""
    return OfferCorrection(SLIP, REFLECTION, minutes)


def the_offer(couple: Couple) -> Digest:
    """Return the digest of what is offered now."""
    response = the_breach(couple).response
    assert response is not None
    return response.offer


def upheld(couple: Couple, side: Side, at: datetime | None = None) -> Couple:
    """Bring the couple to a breach that was upheld."""
    reports(couple, side, at)
    answers(couple, side, AnswerKind.ACKNOWLEDGED)
    finds(couple, side)
    return couple


def offered(couple: Couple, side: Side) -> Couple:
    """Bring the couple to a response that was offered."""
    upheld(couple, side)
    couple.does(side.other, offer())
    return couple


def accepted(couple: Couple, side: Side) -> Couple:
    """Bring the couple to a response that was accepted."""
    offered(couple, side)
    couple.does(side.bearer, AcceptCorrection(SLIP, the_offer(couple)))
    return couple


def begun(couple: Couple, side: Side) -> Couple:
    """Bring the couple to a response that is running."""
    accepted(couple, side)
    couple.does(side.bearer, BeginCorrection(SLIP))
    return couple


def done(couple: Couple, side: Side) -> Couple:
    """Bring the couple to a response that is done."""
    begun(couple, side)
    couple.later(minutes=20)
    couple.does(side.bearer, FinishCorrection(SLIP))
    return couple


def cared_for(couple: Couple, side: Side) -> Couple:
    """Bring the couple to where care has been noted."""
    done(couple, side)
    couple.does(side.other, NoteCare(SLIP, "Tea, and an hour together."))
    return couple


def come_back(couple: Couple) -> None:
    """Have both affirm after a pause or a stop."""
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
