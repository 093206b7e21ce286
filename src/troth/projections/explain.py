"""Why somebody decides: the rule, the clauses, what nearly applied, what would change it."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from troth.domain.agreement.events import ConsentStatus
from troth.domain.agreement.state import Clause, consent_status, in_force, latest
from troth.domain.agreement.terms import Standing
from troth.domain.agreement.validity import AUTHORITY, EVERYTHING_ELSE, ROLE
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import is_area_resting, phase
from troth.domain.force import Ground, Hindrance, hindrance, standing_of
from troth.domain.kernel import ClauseId, Moment, Value
from troth.domain.routing.matter import Facet
from troth.domain.routing.routes import Label, Route, label
from troth.domain.routing.rules import Reason, Rule, routed
from troth.projections.changes import Change, changes


class Why(StrEnum):
    """What kind of reason a facet's route has; six ways of no, and one of yes."""

    NOT_GRANTED = "not-granted"
    FORBIDDEN = "forbidden"
    SUSPENDED = "suspended"
    RESERVED = "reserved"
    LAPSED = "lapsed"
    DISPUTED = "disputed"
    GRANTED = "granted"


class Miss(StrEnum):
    """Why a clause that would have covered a facet does not."""

    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    WAITS = "waits"
    EXCEPTED = "excepted"
    NOT_ACTIVE = "not-active"
    OUTSIDE_WINDOW = "outside-window"
    AREA_RESTS = "area-rests"
    LIMITED = "limited"
    DEPENDS = "depends"


class NearMiss(Value, frozen=True):
    """A clause that would have covered a facet, and what stands in its way."""

    clause: ClauseId
    miss: Miss


class Part(Value, frozen=True):
    """One facet with what each declared, the reason for its route, and what nearly applied."""

    facet: Facet
    reason: Reason
    why: Why
    near_misses: tuple[NearMiss, ...]


class Counterfactual(Value, frozen=True):
    """One change, and the answer it would give; the changed matter was really routed."""

    change: Change
    route: Route
    label: Label


class Explanation(Value, frozen=True):
    """The answer to "who decides?" with everything that explains it."""

    route: Route
    label: Label
    parts: tuple[Part, ...]
    would_change: tuple[Counterfactual, ...]


def explain(ground: Ground, facets: tuple[Facet, ...], moment: Moment) -> Explanation:
    """Explain who decides a matter, each facet by itself, and list what would change the answer."""
    said = facets or (Facet(),)
    found = routed(ground, said, moment)
    parts = tuple(
        _part(ground, facet, reason, moment)
        for facet, reason in zip(said, found.reasons, strict=True)
    )
    changed = (
        (change, routed(*inputs, moment).route) for change, inputs in changes(ground, said, moment)
    )
    would_change = tuple(
        Counterfactual(change, route, label(route))
        for change, route in changed
        if route != found.route
    )
    return Explanation(found.route, label(found.route), parts, would_change)


def _part(ground: Ground, facet: Facet, reason: Reason, moment: Moment) -> Part:
    built_in = reason.rule in (Rule.C1, Rule.C2, Rule.C3)
    near = () if built_in else tuple(_near_misses(ground, facet, moment))
    return Part(facet, reason, _why(ground, reason, near, moment), near)


_ALWAYS = {
    Rule.C1: Why.FORBIDDEN,
    Rule.C2: Why.RESERVED,
    Rule.C3: Why.RESERVED,
    Rule.D3: Why.DISPUTED,
}


def _why(ground: Ground, reason: Reason, near: tuple[NearMiss, ...], moment: Moment) -> Why:
    if reason.rule in _ALWAYS:
        return _ALWAYS[reason.rule]
    if reason.rule in (Rule.C4, Rule.D1) and _is_resting(ground, near, moment):
        return Why.SUSPENDED
    uncovered = reason.rule in (Rule.C4, Rule.D1, Rule.D2, Rule.S0)
    if uncovered or (reason.rule is Rule.S3 and AUTHORITY not in reason.clauses):
        lapsed = any(each.miss is Miss.LAPSED for each in near)
        return Why.LAPSED if lapsed else Why.NOT_GRANTED
    return Why.GRANTED


_RESTS = (Miss.NOT_ACTIVE, Miss.OUTSIDE_WINDOW, Miss.AREA_RESTS)


def _is_resting(ground: Ground, near: tuple[NearMiss, ...], moment: Moment) -> bool:
    """What was never begun, or is over, does not rest: there is nothing to come back to."""
    if phase(ground.dynamic, moment.at) in (Phase.FORMING, Phase.ENDED):
        return False
    resting = any(each.miss in _RESTS for each in near)
    return resting or phase(ground.dynamic, moment.at) is not Phase.ACTIVE


def _near_misses(ground: Ground, facet: Facet, moment: Moment) -> Iterator[NearMiss]:
    for clause in _relevant(ground, facet, moment):
        miss = _miss(ground, clause, facet, moment)
        if miss is not None:
            yield NearMiss(clause, miss)


def _relevant(ground: Ground, facet: Facet, moment: Moment) -> Iterator[ClauseId]:
    """Yield the clauses that decide about such a facet when they operate."""
    if facet.area is not None:
        own = ClauseId(facet.area)
        yield own
        if in_force(ground.agreement, own, moment.at) is None:
            yield EVERYTHING_ELSE
    yield ROLE
    if standing_of(ground, facet.area, moment).standing is Standing.OUTSIDE:
        yield AUTHORITY


_MISSES = {
    Hindrance.NOT_ACTIVE: Miss.NOT_ACTIVE,
    Hindrance.OUTSIDE_WINDOW: Miss.OUTSIDE_WINDOW,
    Hindrance.AREA_RESTS: Miss.AREA_RESTS,
    Hindrance.LIMIT: Miss.LIMITED,
    Hindrance.DEPENDS: Miss.DEPENDS,
}


def _miss(ground: Ground, clause: ClauseId, facet: Facet, moment: Moment) -> Miss | None:
    known = latest(ground.agreement, clause)
    if known is None:
        return None
    in_the_way = hindrance(ground, clause, moment)
    if in_the_way is Hindrance.NOT_IN_FORCE:
        return _out_of_force(known, moment.at)
    if in_the_way is not None:
        return _MISSES[in_the_way]
    if clause != EVERYTHING_ELSE:
        return None
    if is_area_resting(ground.dynamic, facet.area, moment.at):
        return Miss.AREA_RESTS
    covered = standing_of(ground, facet.area, moment).everything_else
    return None if covered else Miss.EXCEPTED


def _out_of_force(clause: Clause, at: datetime) -> Miss:
    if at < clause.since:
        return Miss.WAITS
    statuses = {consent_status(clause, consent, at) for consent in clause.consents}
    for status, miss in (
        (ConsentStatus.WITHDRAWN, Miss.WITHDRAWN),
        (ConsentStatus.INVALIDATED, Miss.ENDED),
        (ConsentStatus.EXPIRED, Miss.LAPSED),
    ):
        if status in statuses:
            return miss
    return Miss.DEPENDS
