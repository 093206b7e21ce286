"""What a route stands on: everything the rules ask of the ground about one area, read once."""

from troth.domain.agreement.state import Clause, in_force
from troth.domain.agreement.terms import Area, Authority, Overlap, Role, Standing, Style
from troth.domain.agreement.validity import AUTHORITY, ROLE
from troth.domain.force import Ground, area_clause, is_suspended, own_hindrance
from troth.domain.kernel import AreaId, ClauseId, MemberId, Moment, Value
from troth.domain.routing.matter import Facet
from troth.domain.safety import Limit, Touch, live_limits, touches


class Footing(Value, frozen=True):
    """One area at one moment: its clause, who leads and how, the overlap rule, live hard limits.

    `suspended` means that nobody holds authority there (K6); `rests` also covers an area clause
    in force that a limit, or something it depends on, keeps from operating.
    """

    members: frozenset[MemberId]
    suspended: bool
    rests: bool
    clause: ClauseId | None
    standing: Standing
    owner: MemberId | None
    role: ClauseId | None
    lead: MemberId | None
    style: Style
    authority: ClauseId | None
    overlap: Overlap
    limits: tuple[Limit, ...]

    @property
    def by_role(self) -> tuple[ClauseId, ...]:
        """The ROLE clause, where one is in force."""
        return () if self.role is None else (self.role,)

    @property
    def by_area(self) -> tuple[ClauseId, ...]:
        """The AREA clause that covers the area, where one does."""
        return () if self.clause is None else (self.clause,)

    @property
    def by_overlap(self) -> tuple[ClauseId, ...]:
        """The AUTHORITY clause, where its overlap rule operates."""
        return () if self.authority is None else (self.authority,)


def footing(ground: Ground, area: AreaId | None, moment: Moment) -> Footing:
    """Read what the rules need to know about an area; nothing here is kept."""
    held = None if area is None else area_clause(ground, area, moment)
    body = _body(held)
    suspended = is_suspended(ground, area, moment)
    is_outside = body.standing is Standing.OUTSIDE
    role = in_force(ground.agreement, ROLE, moment.at)
    lead, style = (None, Style.EQUAL) if suspended else _leading(ground, role, moment)
    authority, overlap = None, Overlap.TOGETHER
    if is_outside and not suspended:
        authority, overlap = _overlapping(ground, moment)
    return Footing(
        members=frozenset(ground.dynamic.member_ids),
        suspended=suspended,
        rests=suspended or _rests(ground, held, moment),
        clause=None if held is None else held.terms.clause,
        standing=body.standing,
        owner=body.owner if is_outside else None,
        role=None if role is None else ROLE,
        lead=lead,
        style=style,
        authority=authority,
        overlap=overlap,
        limits=tuple(each for each in live_limits(ground.limits, moment.at) if each.hard),
    )


def crossed(limits: tuple[Limit, ...], facet: Facet) -> tuple[Limit, ...]:
    """Return the limits a facet touches, by what it is about or by their owner's own word."""
    touch = Touch(facet.area, facet.element, tags=facet.tags)
    said = {member for member, word in facet.declared.items() if word.touches_limit}
    return tuple(each for each in limits if each.owner in said or touches(each, touch))


def _body(held: Clause | None) -> Area:
    body = None if held is None else held.terms.body
    return body if isinstance(body, Area) else Area(Standing.UNCLASSIFIED)


def _rests(ground: Ground, held: Clause | None, moment: Moment) -> bool:
    return held is not None and own_hindrance(ground, held, moment) is not None


def _leading(ground: Ground, role: Clause | None, moment: Moment) -> tuple[MemberId | None, Style]:
    """A ROLE clause that a limit or a missing reference rests gives nobody authority (K12)."""
    body = None if role is None else role.terms.body
    if role is None or not isinstance(body, Role) or body.style is Style.EQUAL:
        return None, Style.EQUAL
    rests = _rests(ground, role, moment)
    return (None, Style.EQUAL) if rests else (body.leads, body.style)


def _overlapping(ground: Ground, moment: Moment) -> tuple[ClauseId | None, Overlap]:
    held = in_force(ground.agreement, AUTHORITY, moment.at)
    body = None if held is None else held.terms.body
    if held is None or not isinstance(body, Authority):
        return None, Overlap.TOGETHER
    rests = _rests(ground, held, moment)
    return (None, Overlap.TOGETHER) if rests else (AUTHORITY, body.overlap)
