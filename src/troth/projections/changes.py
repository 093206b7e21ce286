"""What could be otherwise in a matter: each change makes other facets or another ground."""

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias

from msgspec.structs import replace

from troth.domain.agreement.state import in_force
from troth.domain.agreement.validity import AUTHORITY
from troth.domain.dynamic.events import CONSTITUTION_VERSION, Phase, Rest, Suspension
from troth.domain.dynamic.state import is_area_resting, phase
from troth.domain.force import Ground, Hindrance, exchange_hindrance
from troth.domain.kernel import MemberId, Moment, Significance, Value, without
from troth.domain.routing.matter import Declaration, Facet, reading
from troth.domain.windows import Opening

Inputs: TypeAlias = tuple[Ground, tuple[Facet, ...]]
"""What a router is asked."""


class What(StrEnum):
    """What would be otherwise."""

    ROUTINE = "routine"
    SIGNIFICANT = "significant"
    TOUCHES_BOTH = "touches-both"
    TOUCHES_ONLY = "touches-only"
    SEEN_AS_BY = "seen-as-by"
    SEEN_DIFFERENTLY_BY = "seen-differently-by"
    BEGUN = "begun"
    PAUSED = "paused"
    RESUMED = "resumed"
    WINDOW_OPEN = "window-open"
    NO_OVERLAP_RULE = "no-overlap-rule"


class Change(Value, frozen=True):
    """One thing that would be otherwise, and for some of them the member it is about."""

    what: What
    member: MemberId | None = None


def changes(
    ground: Ground, facets: tuple[Facet, ...], moment: Moment
) -> Iterator[tuple[Change, Inputs]]:
    """Yield every change that can be made to a matter, with what would then be routed."""
    members = ground.dynamic.member_ids
    for change in _of_the_matter(members):
        other = tuple(_changed(facet, change, frozenset(members)) for facet in facets)
        if other != facets:
            yield change, (ground, other)
    for what, changed in _of_the_ground(ground, facets, moment):
        yield Change(what), (changed, facets)


def _of_the_matter(members: tuple[MemberId, ...]) -> Iterator[Change]:
    yield from (Change(What.ROUTINE), Change(What.SIGNIFICANT), Change(What.TOUCHES_BOTH))
    for what in (What.TOUCHES_ONLY, What.SEEN_AS_BY, What.SEEN_DIFFERENTLY_BY):
        for member in members:
            yield Change(what, member)


def _changed(facet: Facet, change: Change, members: frozenset[MemberId]) -> Facet:
    match change.what:
        case What.ROUTINE:
            return _declared(facet, members, significance=Significance.ROUTINE)
        case What.SIGNIFICANT:
            return _declared(facet, members, significance=Significance.SIGNIFICANT)
        case What.TOUCHES_BOTH:
            return _declared(_by_both(facet, members), members, affects=members)
        case What.TOUCHES_ONLY if change.member is not None:
            only = frozenset({change.member})
            return _declared(_by_both(facet, members), members, affects=only)
        case What.SEEN_AS_BY if change.member in facet.declared:
            word = facet.declared[change.member]
            return _declared(_by_both(facet, members), members, word.affects, word.significance)
        case What.SEEN_DIFFERENTLY_BY if change.member is not None:
            return _seen_differently(facet, change.member, members)
        case _:
            return facet


def _declared(
    facet: Facet,
    members: frozenset[MemberId],
    affects: frozenset[MemberId] | None = None,
    significance: Significance | None = None,
) -> Facet:
    """Change what was declared; where nothing was, both declare what silence counts as."""
    seen = reading(facet, members)
    silence = Declaration(seen.touched, seen.significance)
    words = facet.declared or dict.fromkeys(sorted(members), silence)
    changed = {
        member: Declaration(
            word.affects if affects is None else affects,
            word.significance if significance is None else significance,
            word.touches_limit,
        )
        for member, word in words.items()
    }
    return replace(facet, declared=changed)


def _by_both(facet: Facet, members: frozenset[MemberId]) -> Facet:
    """Let who has said nothing say what the other did: a fact does not hang on one word."""
    if not facet.declared:
        return facet
    said = next(iter(facet.declared.values()))
    silent = Declaration(said.affects, said.significance)
    words = {member: facet.declared.get(member, silent) for member in sorted(members)}
    return replace(facet, declared=words)


def _seen_differently(facet: Facet, member: MemberId, members: frozenset[MemberId]) -> Facet:
    """Let one say that it touches both, where only the other was said to be touched."""
    seen = reading(facet, members)
    if seen.disputed or len(seen.touched) != 1 or member in seen.touched:
        return facet
    word = Declaration(members, seen.significance)
    mine = facet.declared.get(member, word)
    stated = _declared(facet, members).declared
    (other,) = seen.touched
    kept = {other: stated.get(other, Declaration(seen.touched, seen.significance))}
    return replace(facet, declared={**kept, member: replace(mine, affects=members)})


def _of_the_ground(
    ground: Ground, facets: tuple[Facet, ...], moment: Moment
) -> Iterator[tuple[What, Ground]]:
    standing = phase(ground.dynamic, moment.at)
    if standing is Phase.ENDED:
        return
    if standing is Phase.FORMING:
        begun = replace(ground.dynamic, activated_at=moment.at)
        yield What.BEGUN, replace(ground, dynamic=begun)
    elif standing is Phase.ACTIVE:
        yield What.PAUSED, _paused(ground, moment)
    rests = standing in (Phase.PAUSED, Phase.STOPPED, Phase.CHECKING)
    if rests or any(is_area_resting(ground.dynamic, each.area, moment.at) for each in facets):
        yield What.RESUMED, _resumed(ground)
    if exchange_hindrance(ground, moment) is Hindrance.OUTSIDE_WINDOW:
        yield What.WINDOW_OPEN, _opened(ground, moment)
    if in_force(ground.agreement, AUTHORITY, moment.at) is not None:
        clauses = without(ground.agreement.clauses, AUTHORITY)
        yield (
            What.NO_OVERLAP_RULE,
            replace(ground, agreement=replace(ground.agreement, clauses=clauses)),
        )


def _paused(ground: Ground, moment: Moment) -> Ground:
    by = ground.dynamic.member_ids[0]
    pause = Suspension(Rest.PAUSE, by, moment.at)
    return replace(ground, dynamic=replace(ground.dynamic, suspension=pause))


def _resumed(ground: Ground) -> Ground:
    resumed = replace(
        ground.dynamic,
        suspension=None,
        area_suspensions={},
        past_rests=(),
        check=None,
        constitution=CONSTITUTION_VERSION,
    )
    return replace(ground, dynamic=resumed)


def _opened(ground: Ground, moment: Moment) -> Ground:
    """Closings are left out too: one at this very moment would close what is imagined open."""
    by = ground.dynamic.member_ids[0]
    opening = Opening(moment.at + timedelta(hours=1), moment.at, by, opened_at=moment.at)
    return replace(ground, windows=replace(ground.windows, opened=(opening,), closed_at=()))
