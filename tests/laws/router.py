"""The router over all inputs: what has to hold of every route, whatever the two agreed."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice

from tests.given import ASH, HOUSEHOLD, WREN
from tests.laws.router_inputs import BOTH, LIMITS, NOW, Asked, Facts, facets, grounds, with_practice
from tests.laws.router_joins import of_joins
from troth.domain.agreement.terms import Overlap, Style
from troth.domain.force import Ground
from troth.domain.kernel import AreaId, Capacity, MemberId, Moment, Significance
from troth.domain.routing.footing import Footing, footing
from troth.domain.routing.matter import Facet, MatterKind
from troth.domain.routing.routes import Gate, Route, Voice, join, label
from troth.domain.routing.rules import Reason, Rule, judge, route

ASKED = tuple(facets())
FACETS = tuple(asked.facet() for asked in ASKED)
PLACE = {asked: place for place, asked in enumerate(ASKED)}
ORDINARY = [place for place, each in enumerate(ASKED) if each.kind is MatterKind.ORDINARY]
LED = ("within", "rest")
STRIDE = 7919
"""A prime that does not divide the number of grounds, so that going by it meets each once."""

BUILT_IN = (Rule.C1, Rule.C2, Rule.C3, Rule.C4)
UNCOVERED = ("none", "unclassified", "excepted")

Table = tuple[Reason, ...]
"""The reason for each of the facets, in their order."""


@dataclass(frozen=True)
class Router:
    """The two halves of routing: reading the ground, and judging one facet on it."""

    read: Callable[[Ground, AreaId | None, Moment], Footing] = footing
    judge: Callable[[Footing, Facet], Reason] = judge

    def table(self, read: Footing) -> Table:
        """Judge every facet on one footing."""
        return tuple(self.judge(read, facet) for facet in FACETS)


REAL = Router()


@dataclass(frozen=True)
class RouterFigures:
    """How many inputs were routed, and which laws were broken where."""

    inputs: int
    violations: tuple[str, ...]


def check(router: Router = REAL, *, most: int = 20) -> RouterFigures:
    """Route every facet on every ground and hold every law against the routes.

    A route depends on the ground only through its footing, so every ground is read, and every
    footing that comes of it is judged once, for every facet. That the router is really these two
    halves is compared on a ground of every kind. No more than `most` broken laws are looked for.
    """
    survey = Survey(router)
    found: list[str] = []
    for facts, ground in every_ground():
        found += islice(survey.add(facts, ground), most)
        if len(found) >= most:
            return RouterFigures(survey.inputs, tuple(found[:most]))
    found += islice(_between(survey.seen), most)
    found += islice(of_joins(survey.routes), most)
    return RouterFigures(survey.inputs, tuple(found[:most]))


@dataclass
class Survey:
    """What has been routed so far: a table for each footing, and which facts had which table."""

    router: Router
    inputs: int = 0
    tables: dict[Footing, Table] = field(default_factory=dict)
    seen: dict[Facts, Table] = field(default_factory=dict)
    held: set[tuple[Facts, int]] = field(default_factory=set)

    @property
    def routes(self) -> set[Route]:
        """Every route that was given."""
        return {reason.route for table in self.tables.values() for reason in table}

    def add(self, facts: Facts, ground: Ground) -> Iterator[str]:
        """Route every facet on one more ground, and yield the laws that are broken there."""
        read = self.router.read(ground, HOUSEHOLD, NOW)
        if read not in self.tables:
            self.tables[read] = self.router.table(read)
        table = self.tables[read]
        self.inputs += len(table)
        if facts in self.seen:
            if self.seen[facts] is not table:
                yield f"the same facts are read otherwise: {facts}"
            return
        self.seen[facts] = table
        yield from _of_ground(self.router, ground, table, place=len(self.seen))
        # Where nothing is outside, the overlap rule is no fact: such tables are held once.
        key = (facts if facts.owner else replace(facts, overlap=None), id(table))
        if key not in self.held:
            self.held.add(key)
            yield from _of_table(facts, table)


@cache
def every_ground() -> tuple[tuple[Facts, Ground], ...]:
    """Return every ground; they share what is the same in them, so they are cheap to keep.

    They come in a fixed, well mixed order, so that a broken rule is met early whichever it is.
    """
    ordered = tuple(grounds())
    return tuple(ordered[place * STRIDE % len(ordered)] for place in range(len(ordered)))


def _of_ground(router: Router, ground: Ground, table: Table, place: int) -> Iterator[str]:
    """Hold what concerns a whole ground: habit changes nothing, and two facets join (K13)."""
    if router.read(with_practice(ground), HOUSEHOLD, NOW) != router.read(ground, HOUSEHOLD, NOW):
        yield "K13 a practice changes a route"
    if router is REAL:
        one, other = place * 7 % len(FACETS), place * 13 % len(FACETS)
        whole = route(ground, (FACETS[one], FACETS[other]), NOW)
        if whole != join(table[one].route, table[other].route):
            yield "a matter of two facets is not the join of its facets"


def _of_table(facts: Facts, table: Table) -> Iterator[str]:
    fixed = built_in(facts.limit, facts.owner, "rests" if facts.suspended else "on")
    for asked, reason, expected in zip(ASKED, table, fixed, strict=True):
        if not _is_as_built_in(reason, expected):
            yield f"C1-C4, K11 what is built in is the same in every style: {facts} {asked}"
        elif expected is None:
            yield from _of_reason(facts, asked, reason)
        if asked.kind is MatterKind.ORDINARY:
            yield from _of_neighbours(facts, asked, table)
    if not all(_is_total(reason.route) for reason in table):
        yield f"not every input has a route: {facts}"


def _of_reason(facts: Facts, asked: Asked, reason: Reason) -> Iterator[str]:
    for law, holds in LAWS.items():
        if not holds(facts, asked, reason):
            yield f"{law}: {facts} {asked}"


def _of_neighbours(facts: Facts, asked: Asked, table: Table) -> Iterator[str]:
    for law, keeps in RELATIONS.items():
        if not keeps(facts, asked, table):
            yield f"{law}: {facts} {asked}"


def _is_as_built_in(reason: Reason, fixed: Route | None) -> bool:
    if fixed is None:
        return reason.rule not in BUILT_IN
    return reason.rule in BUILT_IN and reason.route == fixed


# What holds of each route by itself.


def crosses(limit: str, owned_by: MemberId | None, asked: Asked) -> bool:
    """Tell whether a limit stands in the way of a facet.

    It never reaches into the other's own: their rights, their body, and an area agreed as
    theirs, unless they say themselves that it touches both.
    """
    built = LIMITS[limit]
    if built is None or asked.kind is MatterKind.OWN_RIGHT:
        return False
    owner, area, hard = built
    if not hard or (area != HOUSEHOLD and asked.spoken != owner):
        return False
    if asked.kind is MatterKind.OWN_BODY:
        return asked.holder == owner
    by_owner = asked.words.get(owned_by) if owned_by is not None else None
    return owned_by in (None, owner) or (by_owner is not None and owner in by_owner[0])


@cache
def built_in(limit: str, owned_by: MemberId | None, exchange: str) -> tuple[Route | None, ...]:
    """Return for each facet the route no agreement can change; no style is looked at (K11)."""
    suspended = exchange == "rests"
    return tuple(
        _fixed(asked, is_crossed=crosses(limit, owned_by, asked), suspended=suspended)
        for asked in ASKED
    )


def _fixed(asked: Asked, *, is_crossed: bool, suspended: bool) -> Route | None:
    if is_crossed:
        return Route(gate=Gate.FORBIDDEN)
    if asked.holder is not None:
        return Route(_own(asked.holder), immune=True)
    if asked.kind is MatterKind.AGREEMENT_CHANGE:
        return Route(_own(ASH, WREN))
    if asked.kind is MatterKind.CORRECTION and suspended:
        return Route(gate=Gate.HELD)
    return None


@cache
def _own(*members: MemberId) -> frozenset[tuple[MemberId, Capacity]]:
    return frozenset((member, Capacity.OWN) for member in members)


def _is_total(given: Route) -> bool:
    decided = bool(given.deciders) == (given.gate is Gate.OPEN)
    return decided and given.members <= BOTH and bool(label(given))


def _is_explained(facts: Facts, asked: Asked, reason: Reason) -> bool:
    if reason.disputed != asked.disputed:
        return False
    if (reason.rule is Rule.D3) != (reason.qualifies is not None):
        return False
    roles = [m for m, capacity in reason.route.deciders if capacity is Capacity.ROLE]
    named = {str(each) for each in reason.clauses}
    area = {"rest": "everything-else"}.get(facts.standing, str(HOUSEHOLD))
    needed = {"role"} if asked.kind is MatterKind.CORRECTION else {"role", area}
    return not roles or named >= needed


def _is_granted(facts: Facts, asked: Asked, reason: Reason) -> bool:
    """Authority is the lead's alone, only by operating clauses, never while suspended."""
    roles = {m for m, capacity in reason.route.deciders if capacity is Capacity.ROLE}
    if not roles:
        return True
    if roles != {ASH} or not facts.leads:
        return False
    if asked.kind is MatterKind.CORRECTION or facts.standing in LED:
        return True
    shared = not asked.disputed and asked.touched != {facts.owner}
    # K14: the lead's own word is not enough to make the other's affair the lead's.
    shared = shared and (facts.owner == ASH or WREN in asked.words)
    return facts.owner is not None and facts.overlap is Overlap.SHARED_PREVAILS and shared


def _has_what_was_granted(facts: Facts, asked: Asked, reason: Reason) -> bool:
    """Within the exchange the lead decides, and a dispute is no veto."""
    if not facts.leads:
        return True
    within = facts.standing in LED and asked.kind is MatterKind.ORDINARY
    expected = within or asked.kind is MatterKind.CORRECTION
    return not expected or reason.route.members == {ASH}


def _keeps_the_owners_say(facts: Facts, asked: Asked, reason: Reason) -> bool:
    given = reason.route
    if asked.kind is not MatterKind.ORDINARY:
        return True
    return facts.owner is None or _heard(given, facts.owner) >= Voice.HEAR


def _hears_whom_it_touches(_: Facts, asked: Asked, reason: Reason) -> bool:
    """What is shared or disputed is decided by nobody without the other having been heard."""
    given = reason.route
    if asked.kind is not MatterKind.ORDINARY:
        return True
    alike = not asked.disputed and len(asked.touched) == 1
    return all(
        _heard(given, each) >= (Voice.NOTIFY if alike else Voice.HEAR) for each in asked.touched
    )


def _is_ones_own(facts: Facts, asked: Asked, reason: Reason) -> bool:
    """Where nobody leads, what touches one person is theirs, and what is shared is joint."""
    led = facts.leads and facts.standing not in UNCOVERED
    if led or asked.kind is not MatterKind.ORDINARY:
        return True
    if asked.disputed or facts.standing == "together":
        return True
    alone = len(asked.touched) == 1 and facts.owner in (None, *asked.touched)
    return reason.route == Route(_own(*(asked.touched if alone else BOTH)))


def _is_joint_together(facts: Facts, asked: Asked, reason: Reason) -> bool:
    if facts.standing != "together" or asked.kind is not MatterKind.ORDINARY:
        return True
    return reason.route == Route(_own(ASH, WREN))


def _heard(given: Route, member: MemberId) -> int:
    """Return how much say somebody has: deciding is more than any voice."""
    return Voice.HEAR + 1 if member in given.members else given.voice


LAWS: dict[str, Callable[[Facts, Asked, Reason], bool]] = {
    "every route is explained": _is_explained,
    "K6, K12, K14 authority only where it is granted": _is_granted,
    "what is granted is granted; a dispute is no veto": _has_what_was_granted,
    "an owner never loses their say": _keeps_the_owners_say,
    "what is shared or disputed is heard": _hears_whom_it_touches,
    "what is one's own is one's own": _is_ones_own,
    "together is together": _is_joint_together,
}


# What holds between the routes of one ground.


def _at(table: Table, asked: Asked) -> Route:
    return table[PLACE[asked]].route


def _significance_never_lowers(_: Facts, asked: Asked, table: Table) -> bool:
    words = {m: (a, Significance.SIGNIFICANT) for m, (a, _) in asked.words.items()}
    raised = replace(asked, ash=words.get(ASH), wren=words.get(WREN))
    before, after = _at(table, asked), _at(table, raised)
    kept = before.members == after.members and before.gate == after.gate
    return kept and all(_heard(after, each) >= _heard(before, each) for each in BOTH)


def _a_dispute_adds_no_authority(_: Facts, asked: Asked, table: Table) -> bool:
    if not asked.disputed:
        return True
    words = asked.words.values()
    agreed = [_at(table, replace(asked, ash=word, wren=word)) for word in words]
    granted = {decider for each in agreed for decider in each.deciders}
    added = _at(table, asked).deciders - granted
    return all(capacity is not Capacity.ROLE for _, capacity in added)


def _declaring_never_grabs(facts: Facts, asked: Asked, table: Table) -> bool:
    """Saying "it touches us both" makes nobody a decider who would not be one unsaid (K14).

    An agreed owner may take back what is theirs: D3 gives it to them for their own life.
    """
    given = _at(table, asked)
    for member, (affects, _) in asked.words.items():
        before = _at(table, asked.without(member))
        grabbed = member in given.members - before.members
        if grabbed and affects == BOTH and before.gate is Gate.OPEN:
            return member == facts.owner and (member, Capacity.OWN) in given.deciders
    return True


RELATIONS: dict[str, Callable[[Facts, Asked, Table], bool]] = {
    "significance never lowers what is owed": _significance_never_lowers,
    "a dispute never adds authority": _a_dispute_adds_no_authority,
    "K14 declaring it shared makes nobody a decider": _declaring_never_grabs,
}


# What holds between grounds.


def _numbered(seen: dict[Facts, Table]) -> dict[int, tuple[int, ...]]:
    """Return each table as numbers, equal where the routes are: they are compared often."""
    numbers: dict[Route, int] = {}
    return {
        id(table): tuple(numbers.setdefault(reason.route, len(numbers)) for reason in table)
        for table in {id(each): each for each in seen.values()}.values()
    }


def _between(seen: dict[Facts, Table]) -> Iterator[str]:
    """Hold that a total exchange is a clause and no switch, and that resting is being equal."""
    numbered = _numbered(seen)
    twins: dict[Twin, set[tuple[int, ...]]] = defaultdict(set)
    for facts, table in seen.items():
        for twin in _twins(facts):
            twins[twin].add(numbered[id(table)])
        if facts.suspended or facts.style in (None, Style.EQUAL):
            twin = ("who rests stands as an equal", facts.standing, facts.limit)
            twins[twin].add(tuple(numbered[id(table)][place] for place in ORDINARY))
    for law, tables in twins.items():
        if len(tables) > 1:
            yield ": ".join(map(str, law))


Twin = tuple[object, ...]
"""A law, and the facts that grounds have in common between which it allows no difference."""


def _twins(facts: Facts) -> Iterator[Twin]:
    rest = (facts.suspended, facts.overlap, facts.limit)
    if facts.standing in LED:
        yield ("everything else is only a clause", facts.style, *rest)
    elif facts.style not in (None, Style.EQUAL):
        yield ("style matters only within", facts.standing, *rest)
    if facts.standing in UNCOVERED:
        yield ("habit is no clause", facts.style, *rest)
