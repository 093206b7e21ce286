"""Whose matter it is now, whose voice is missing, and whether a decision binds: all derived."""

from datetime import datetime
from enum import StrEnum

from msgspec.structs import replace

from troth.domain.agreement.terms import Standing
from troth.domain.decisions.events import MatterId
from troth.domain.decisions.state import Decision, DecisionsState, Matter, Opinion, Part
from troth.domain.force import Ground, standing_of
from troth.domain.kernel import Capacity, MemberId, Moment
from troth.domain.routing.routes import Gate, Route, Voice, by_all, by_self, join
from troth.domain.routing.rules import route


class Stage(StrEnum):
    """Where an open matter stands at a moment."""

    HEARING = "hearing"
    READY = "ready"
    HELD = "held"
    FORBIDDEN = "forbidden"


def current_route(matter: Matter, ground: Ground, moment: Moment) -> Route:
    """Return who decides a matter now, under the agreement of now.

    Elevating holds only while its owner alone decides, deferring only while the lead alone does,
    so neither can ever leave anybody more than they have by themselves.
    """
    current = parts_route(matter.parts, ground, moment)
    others = frozenset(ground.dynamic.member_ids) - current.members
    if may_elevate(current, matter.elevated_by):
        return replace(current, deciders=by_all(current.members | others).deciders)
    if may_defer(current, matter.deferred_by) and len(others) == 1:
        (other,) = others
        return replace(by_self(other), gate=current.gate)
    return current


def is_delegated(matter: Matter, ground: Ground, moment: Moment) -> bool:
    """Tell whether the lead leaves this choice to the other now."""
    by = matter.deferred_by
    return by is not None and may_defer(parts_route(matter.parts, ground, moment), by)


def may_elevate(current: Route, member: MemberId | None) -> bool:
    """Tell whether a member alone decides for themselves, so that they may put it to both.

    Own body and rights stay one's own in every case.
    """
    return not current.immune and current.deciders == {(member, Capacity.OWN)}


def may_defer(current: Route, member: MemberId | None) -> bool:
    """Tell whether a member alone decides with authority, so that they may leave it."""
    return current.deciders == {(member, Capacity.ROLE)}


def parts_route(parts: tuple[Part, ...], ground: Ground, moment: Moment) -> Route:
    """Return the joined route of a matter's parts.

    A part that one of them split off counts in full once the other has declared on it too, or
    where it is plainly theirs. Until then it buys a hearing: otherwise anybody could split their
    way into the other's own affairs, or out of what they agreed (K14).
    """
    settled = tuple(part.facet for part in parts if _is_settled(part))
    current = route(ground, settled, moment)
    for part in parts:
        if not _is_settled(part):
            current = _with_claim(current, part, ground, moment)
    return current


def _is_settled(part: Part) -> bool:
    return part.split_by is None or bool(part.facet.declared.keys() - {part.split_by})


def _with_claim(current: Route, part: Part, ground: Ground, moment: Moment) -> Route:
    if current.immune:
        return current
    added = route(ground, (part.facet,), moment)
    claimed = frozenset(each for each in added.deciders if each[0] == part.split_by)
    counts = added.immune or claimed <= current.deciders
    if counts or _is_outside(current, part, ground, moment):
        return join(current, added)
    return join(current, replace(added, deciders=added.deciders - claimed, voice=Voice.HEAR))


def _is_outside(current: Route, part: Part, ground: Ground, moment: Moment) -> bool:
    """Tell whether a part is agreed to be its splitter's own, where the other would lead."""
    area = standing_of(ground, part.facet.area, moment)
    is_own = area.standing is Standing.OUTSIDE and area.owner == part.split_by
    return is_own and all(capacity is Capacity.ROLE for _, capacity in current.deciders)


def missing_voices(matter: Matter, ground: Ground, moment: Moment) -> frozenset[MemberId]:
    """Return whose opinion or pass on today's question is still owed before it is decided.

    No time passing stands in for it; after an urgent act the hearing is owed all the more.
    """
    return owed_voices(matter, current_route(matter, ground, moment), ground)


def owed_voices(matter: Matter, current: Route, ground: Ground) -> frozenset[MemberId]:
    """Return whose voice a route asks for that has not been heard on today's question."""
    if current.voice is not Voice.HEAR and matter.urgent is None:
        return frozenset()
    others = frozenset(ground.dynamic.member_ids) - current.members
    return others - heard(matter)


def heard(matter: Matter) -> frozenset[MemberId]:
    """Return who has spoken to the question as it is put now, or has nothing to add to it."""
    spoke = {each.by for each in matter.opinions if each.question == matter.digest}
    passed = {each for each, question in matter.passed.items() if question == matter.digest}
    return frozenset(spoke | passed)


def unanswered(matter: Matter, by: MemberId | None = None) -> tuple[Opinion, ...]:
    """Return the opinions nobody has answered, or those of them that somebody could answer."""
    waiting = (each for each in matter.opinions if each.id not in matter.answers)
    return tuple(each for each in waiting if by is None or each.by != by)


def stage(matter: Matter, ground: Ground, moment: Moment) -> Stage:
    """Return where an open matter stands now."""
    match current_route(matter, ground, moment).gate:
        case Gate.FORBIDDEN:
            return Stage.FORBIDDEN
        case Gate.HELD:
            return Stage.HELD
        case Gate.OPEN:
            is_heard = not missing_voices(matter, ground, moment)
            return Stage.READY if is_heard else Stage.HEARING


def binds(decision: Decision, ground: Ground, moment: Moment) -> bool:
    """Tell whether a decision binds at a moment.

    One made with authority binds only while that authority operates in all it is about, and
    nobody else has to be asked by now; one made for oneself or together stands by itself.
    Neither binds where a limit is touched.
    """
    if decision.until is not None and decision.until <= moment.at:
        return False
    current = parts_route(decision.parts, ground, moment)
    by_role = {each for each in decision.deciders if each[1] is Capacity.ROLE}
    decided_by = {member for member, _ in decision.deciders}
    is_led = by_role <= current.deciders and current.members <= decided_by
    return current.gate is Gate.OPEN and (is_led or not by_role)


def is_review_due(decision: Decision, moment: Moment) -> bool:
    """Tell whether a standing decision is to be looked at again; this only flags it."""
    is_due = decision.review_on is not None and moment.at >= decision.review_on
    return is_due and decision.until is None


def is_delegated_choice(state: DecisionsState, matter: MatterId) -> bool:
    """Tell whether a choice was left to the one who made it, so that it is never a breach."""
    decision = state.decisions.get(matter)
    return decision is not None and decision.delegated


def standing(state: DecisionsState, at: datetime) -> tuple[Decision, ...]:
    """Return the decisions that stand, the newest first."""
    kept = (each for each in state.decisions.values() if each.until is None or at < each.until)
    return tuple(sorted(kept, key=lambda each: each.decided_at, reverse=True))
