"""Short ways to ask who decides, for a couple and a matter with one or more facets."""

from tests.given import (
    ASH,
    WREN,
    Couple,
    clause,
    usual,
)
from troth.domain.agreement.terms import Area, Standing, Terms
from troth.domain.kernel import AreaId, ClauseId, MemberId, Significance
from troth.domain.routing.matter import Declaration, Facet, MatterKind
from troth.domain.routing.routes import Label, Route, label
from troth.domain.routing.rules import Reason, route, routed

BOTH = frozenset({ASH, WREN})
HERS = frozenset({WREN})
HIS = frozenset({ASH})
ROUTINE, SIGNIFICANT = Significance.ROUTINE, Significance.SIGNIFICANT
HOBBY = AreaId("hobby")
AUTHORITY = ClauseId("authority")
EVERYTHING_ELSE = clause("everything-else", Area(Standing.WITHIN, everything_else=True))


def about(
    area: AreaId | None,
    affects: frozenset[MemberId] = BOTH,
    weight: Significance = SIGNIFICANT,
    **more: frozenset[MemberId],
) -> Facet:
    """Return a facet both declare alike, unless `wren` or `ash` says whom it touches."""
    declared = {m: Declaration(more.get(str(m), affects), weight) for m in (ASH, WREN)}
    return Facet(area, declared=declared)


def of(kind: MatterKind, holder: MemberId | None = None, area: AreaId | None = None) -> Facet:
    """Return a facet of another kind than an ordinary one."""
    return Facet(area, kind=kind, holder=holder)


def asked(couple: Couple, *facets: Facet) -> Label:
    """Return the answer for a couple."""
    return label(routed_for(couple, *facets))


def routed_for(couple: Couple, *facets: Facet) -> Route:
    """Return the route for a couple."""
    return route(couple.state.ground, facets, couple.moment())


def why(couple: Couple, facet: Facet) -> Reason:
    """Return the reason for one facet."""
    (reason,) = routed(couple.state.ground, (facet,), couple.moment()).reasons
    return reason


def besides(*drafts: Terms) -> tuple[Terms, ...]:
    """Return the usual clauses with some of them replaced or added."""
    replaced = {each.clause for each in drafts}
    return (*(each for each in usual() if each.clause not in replaced), *drafts)
