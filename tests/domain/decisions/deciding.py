"""Short ways to raise a question, say something to it, and decide it."""

from datetime import datetime

from tests.given import ASH, HOUSEHOLD, WORK, WREN, Couple, role, usual
from troth.domain.agreement.drafting import Draft
from troth.domain.agreement.terms import Style, Terms
from troth.domain.decider import AnyCommand
from troth.domain.decisions.commands import Decide, GiveOpinion, Pass, RaiseMatter
from troth.domain.decisions.events import Answer, MatterId, OpinionId, Weight
from troth.domain.decisions.hearing import current_route, missing_voices
from troth.domain.decisions.state import Decision, Matter
from troth.domain.kernel import AreaId, Event, MemberId, Refusal, Significance
from troth.domain.routing.matter import Declaration, Facet, MatterKind
from troth.domain.routing.routes import Label, label

M = MatterId("m")
EVENINGS = AreaId("evenings")
"""A part of life that no clause covers."""


def says(*affects: MemberId, significant: bool = False, touches_limit: bool = False) -> Declaration:
    """Return one member's own word on whom something touches and how much hangs on it."""
    weight = Significance.SIGNIFICANT if significant else Significance.ROUTINE
    return Declaration(frozenset(affects), weight, touches_limit)


def part(by: MemberId, area: AreaId | None, word: Declaration) -> Facet:
    """Return one part of a matter as one of them sees it."""
    return Facet(area, declared={by: word})


def of_kind(kind: MatterKind, by: MemberId, holder: MemberId | None = None) -> Facet:
    """Return one part of a matter that is not an ordinary one."""
    return Facet(kind=kind, holder=holder, declared={by: says(holder or by)})


def led(by: MemberId = ASH) -> Facet:
    """Return something everyday in the household that touches only Wren."""
    return part(by, HOUSEHOLD, says(WREN))


def consulted(by: MemberId = ASH) -> Facet:
    """Return something in the household that touches both."""
    return part(by, HOUSEHOLD, says(ASH, WREN))


def own_work(*, significant: bool = False) -> Facet:
    """Return something about Wren's own work, as Wren sees it."""
    return part(WREN, WORK, says(WREN, significant=significant))


def shared_evening(by: MemberId = WREN) -> Facet:
    """Return something that touches both where nothing is agreed: decided together."""
    return part(by, EVENINGS, says(ASH, WREN))


def led_by(leads: MemberId, style: Style = Style.NEGOTIATED) -> tuple[Terms, ...]:
    """Return the usual clauses, with somebody leading in some style."""
    return (role(style, leads), *(each for each in usual() if each.clause != "role"))


def without_overlap() -> tuple[Draft, ...]:
    """Return the usual clauses without a rule on what overlaps."""
    return tuple(each for each in usual() if each.clause != "authority")


def raised(couple: Couple, by: MemberId, *facets: Facet, intimate: bool = False) -> MatterId:
    """Have somebody raise the question of these tests."""
    couple.does(by, RaiseMatter(M, "Shall we do it?", facets, intimate=intimate))
    return M


def matter(couple: Couple) -> Matter:
    """Return the open matter."""
    return couple.state.decisions.matters[M]


def decision(couple: Couple) -> Decision:
    """Return the decision."""
    return couple.state.decisions.decisions[M]


def route_label(couple: Couple) -> Label:
    """Return who decides the open matter now, in one word."""
    return label(current_route(matter(couple), couple.state.ground, couple.moment()))


def missing(couple: Couple) -> frozenset[MemberId]:
    """Return whose voice is still owed."""
    return missing_voices(matter(couple), couple.state.ground, couple.moment())


def opinion(couple: Couple, by: MemberId, id_: str = "o1", text: str = "I would.") -> OpinionId:
    """Have somebody give an opinion on the question as it is put now."""
    couple.does(by, GiveOpinion(M, OpinionId(id_), matter(couple).digest, text))
    return OpinionId(id_)


def passes(couple: Couple, by: MemberId) -> None:
    """Have somebody say that they have nothing to add."""
    couple.does(by, Pass(M, matter(couple).digest))


def answer(id_: str = "o1", weight: Weight = Weight.TAKEN, why: str = "It is right.") -> Answer:
    """Return an answer to an opinion."""
    return Answer(OpinionId(id_), weight, why)


def deciding(
    couple: Couple,
    *answers: Answer,
    outcome: str = "We do.",
    review_on: datetime | None = None,
) -> Decide:
    """Return the command that decides the question as it is put now."""
    return Decide(M, matter(couple).digest, outcome, "It suits us.", answers, review_on)


def decides(couple: Couple, by: MemberId, *answers: Answer) -> tuple[Event, ...]:
    """Have somebody decide."""
    return couple.does(by, deciding(couple, *answers))


def is_refused_as(couple: Couple, by: MemberId, command: AnyCommand, why: type[Refusal]) -> str:
    """Check a refusal and return its sentence."""
    return couple.is_refused(by, command, why).sentence
