"""The rules of who decides, in their order; the first that applies gives a facet its route."""

from enum import StrEnum
from functools import reduce

from troth.domain.agreement.terms import Overlap, Standing, Style
from troth.domain.force import Ground
from troth.domain.kernel import ClauseId, MemberId, Moment, Value
from troth.domain.routing.footing import Footing, crossed, footing
from troth.domain.routing.matter import Facet, MatterKind, Reading, reading
from troth.domain.routing.routes import Gate, Route, Voice, by_all, by_lead, by_self, join


class Rule(StrEnum):
    """Which rule decided (domain design, section 2.4); S1P is S1', and T is "together"."""

    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    S4 = "S4"
    T = "T"
    D1 = "D1"
    D2 = "D2"
    D3 = "D3"
    S0 = "S0"
    S1 = "S1"
    S1P = "S1P"
    S2 = "S2"
    S3 = "S3"
    S5 = "S5"


class Reason(Value, frozen=True):
    """Why a facet has its route: the rule, the clauses it rests on, and any dispute.

    `qualifies` is the rule that a dispute (D3) qualified.
    """

    route: Route
    rule: Rule
    clauses: tuple[ClauseId, ...] = ()
    disputed: bool = False
    qualifies: Rule | None = None


class Routed(Value, frozen=True):
    """The route of a whole matter, and the reason for each facet in order."""

    route: Route
    reasons: tuple[Reason, ...]


def route(ground: Ground, facets: tuple[Facet, ...], moment: Moment) -> Route:
    """Return who decides a matter at a moment, and what is owed to the other."""
    return routed(ground, facets, moment).route


def routed(ground: Ground, facets: tuple[Facet, ...], moment: Moment) -> Routed:
    """Return the route of a matter with the reason for each facet.

    A matter of which nothing is said is one facet of which nothing is said: decided together.
    """
    said = facets or (Facet(),)
    areas = {facet.area for facet in said}
    footings = {area: footing(ground, area, moment) for area in areas}
    reasons = tuple(judge(footings[facet.area], facet) for facet in said)
    return Routed(reduce(join, (reason.route for reason in reasons)), reasons)


def judge(ground: Footing, facet: Facet) -> Reason:
    """Return the route of one facet, by the first rule that applies."""
    seen = reading(facet, ground.members)
    return _built_in(ground, facet, seen) or _agreed(ground, seen)


def _built_in(ground: Footing, facet: Facet, seen: Reading) -> Reason | None:
    """Apply what no agreement can change: limits, own body and rights, the agreement itself."""
    holders = frozenset(m for m in ground.members if m == facet.holder) or seen.touched
    if _is_forbidden(ground, facet, seen, holders):
        return Reason(Route(gate=Gate.FORBIDDEN), Rule.C1, disputed=seen.disputed)
    match facet.kind:
        case MatterKind.OWN_BODY | MatterKind.OWN_RIGHT:
            mine = by_all(holders, immune=True)
            return Reason(mine, Rule.C2, disputed=seen.disputed)
        case MatterKind.AGREEMENT_CHANGE:
            return Reason(by_all(ground.members), Rule.C3, disputed=seen.disputed)
        case MatterKind.CORRECTION:
            return _correction(ground, seen)
        case MatterKind.ORDINARY:
            return None


def _is_forbidden(
    ground: Footing, facet: Facet, seen: Reading, holders: frozenset[MemberId]
) -> bool:
    """A limit is a line around its owner: it never reaches into what is the other's own.

    Otherwise one person's limit could stand between the other and a doctor, or their work. An
    area of the other's own is reached only where the other says that it touches both.
    """
    if facet.kind is MatterKind.OWN_RIGHT:
        return False
    crossing = {limit.owner for limit in crossed(ground.limits, facet)}
    if facet.kind is MatterKind.OWN_BODY:
        return bool(crossing & holders)
    reached = set() if ground.owner is None else seen.words.get(ground.owner, frozenset())
    own = {ground.owner, *reached} if ground.owner is not None else crossing
    return bool(crossing & own)


def _correction(ground: Footing, seen: Reading) -> Reason:
    if ground.suspended:
        return Reason(Route(gate=Gate.HELD), Rule.C4, ground.by_area, disputed=seen.disputed)
    joint = by_all(ground.members)
    decided = joint if ground.lead is None else by_lead(ground.lead, Voice.HEAR)
    return Reason(decided, Rule.S4, ground.by_role, disputed=seen.disputed)


def _agreed(ground: Footing, seen: Reading) -> Reason:
    """Apply what the two agreed, as far as it operates; the rest is between equals."""
    if ground.standing is Standing.TOGETHER:
        joint = by_all(ground.members)
        return Reason(joint, Rule.T, ground.by_area, disputed=seen.disputed)
    if ground.rests:
        return _as_equals(ground, seen, Rule.D1)
    if ground.standing is Standing.UNCLASSIFIED:
        return _as_equals(ground, seen, Rule.D2)
    if ground.lead is None:
        return _as_equals(ground, seen, Rule.S0)
    if ground.standing is Standing.WITHIN:
        return _within(ground, seen, ground.lead)
    return _outside(ground, seen, ground.lead)


def _as_equals(ground: Footing, seen: Reading, rule: Rule) -> Reason:
    clauses = ground.by_area
    if rule is Rule.S0:
        clauses += ground.by_role
    if seen.disputed:
        return _heard(ground, seen, Reason(Route(), rule, clauses))
    alone = _alone(ground, seen)
    return Reason(by_all(ground.members) if alone is None else by_self(alone), rule, clauses)


def _alone(ground: Footing, seen: Reading) -> MemberId | None:
    """Return the only one touched; in an area of somebody's own, only its owner can be."""
    if len(seen.touched) != 1:
        return None
    (one,) = seen.touched
    return one if ground.owner in (None, one) else None


def _heard(ground: Footing, seen: Reading, qualified: Reason) -> Reason:
    """Apply D3: a dispute buys a hearing, never authority and never a veto."""
    decides = ground.owner
    if decides is None and len(seen.both_say) == 1:
        (decides,) = seen.both_say
    return Reason(
        by_all(ground.members) if decides is None else by_self(decides, Voice.HEAR),
        Rule.D3,
        qualified.clauses,
        disputed=True,
        qualifies=qualified.rule,
    )


def _within(ground: Footing, seen: Reading, lead: MemberId) -> Reason:
    clauses = ground.by_area + ground.by_role
    if seen.disputed or len(seen.touched) != 1:
        return Reason(by_lead(lead, Voice.HEAR), Rule.S1P, clauses, disputed=seen.disputed)
    if seen.significant:
        voice = Voice.HEAR if ground.style is Style.NEGOTIATED else Voice.NOTIFY
        return Reason(by_lead(lead, voice), Rule.S1P, clauses)
    if lead in seen.touched:
        return Reason(by_self(lead), Rule.S5, clauses)
    return Reason(by_lead(lead, Voice.NOTIFY), Rule.S1, clauses)


def _outside(ground: Footing, seen: Reading, lead: MemberId) -> Reason:
    overlapping = ground.by_area + ground.by_overlap
    if seen.disputed:
        return _heard(ground, seen, Reason(Route(), Rule.S3, overlapping))
    alone = _alone(ground, seen)
    if alone is not None:
        voice = Voice.SEEK if seen.significant else Voice.NONE
        return Reason(by_self(alone, voice), Rule.S2, ground.by_area)
    match ground.overlap:
        case Overlap.SHARED_PREVAILS if _is_shared(ground, seen, lead):
            clauses = overlapping + ground.by_role
            return Reason(by_lead(lead, Voice.HEAR), Rule.S3, clauses)
        case Overlap.SHARED_PREVAILS | Overlap.EXCLUSION_PREVAILS if ground.owner is not None:
            return Reason(by_self(ground.owner, Voice.HEAR), Rule.S3, overlapping)
        case _:
            return Reason(by_all(ground.members), Rule.S3, overlapping)


def _is_shared(ground: Footing, seen: Reading, lead: MemberId) -> bool:
    """Tell whether something outside counts as shared by more than the lead's own word.

    Otherwise a lead could say "it touches us both" of anything that is the other's, and decide it
    (K14). Until the other says so too, its owner decides after hearing the lead.
    """
    return ground.owner == lead or seen.is_shared_by_others(lead, ground.owner)
