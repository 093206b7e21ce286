"""Everything a router can be asked: every ground it may stand on, and every single facet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import product

from msgspec.structs import replace

from tests.given import ASH, HOUSEHOLD, START, WREN, Couple, clause, outside, role, usual, within
from troth.domain.agreement.state import AgreementState, Clause, NamedArea
from troth.domain.agreement.terms import (
    Area,
    Authority,
    Overlap,
    Practice,
    Presence,
    Role,
    Standing,
    Style,
    Terms,
)
from troth.domain.dynamic.commands import Activate, End, Pause, RaiseCheck, Stop
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import DynamicState
from troth.domain.force import Ground
from troth.domain.kernel import ClauseId, MemberId, Moment, Significance
from troth.domain.routing.matter import Declaration, Facet, MatterKind
from troth.domain.safety import Limit, LimitId, LimitsState, Target
from troth.domain.windows import Opening, WindowsState

NOW = Moment(START + timedelta(hours=1))
BOTH = frozenset({ASH, WREN})

STANDINGS: dict[str, Terms | None] = {
    "none": None,
    "unclassified": clause(HOUSEHOLD, Area(Standing.UNCLASSIFIED)),
    "within": within(HOUSEHOLD),
    "rest": clause("everything-else", Area(Standing.WITHIN, everything_else=True)),
    "excepted": clause(
        "everything-else",
        Area(Standing.WITHIN, everything_else=True, exceptions=frozenset({HOUSEHOLD})),
    ),
    "outside-ash": outside(HOUSEHOLD, ASH),
    "outside-wren": outside(HOUSEHOLD, WREN),
    "together": clause(HOUSEHOLD, Area(Standing.TOGETHER)),
}
OWNERS = {"outside-ash": ASH, "outside-wren": WREN}
STYLES: tuple[Style | None, ...] = (None, *Style)
WINDOWS = ("always", "closed", "open")
OVERLAPS: tuple[Overlap | None, ...] = (None, *Overlap)
LIMITS: dict[str, tuple[MemberId, str, bool] | None] = {
    "none": None,
    "wren-here": (WREN, HOUSEHOLD, True),
    "ash-here": (ASH, HOUSEHOLD, True),
    "wren-soft": (WREN, HOUSEHOLD, False),
    "wren-elsewhere": (WREN, "elsewhere", True),
    "ash-elsewhere": (ASH, "elsewhere", True),
}
"""Whose limit, on which area, and whether it is hard."""


@dataclass(frozen=True)
class Facts:
    """What was built into a ground, told apart from how the router reads it."""

    standing: str
    style: Style | None
    suspended: bool
    overlap: Overlap | None
    limit: str

    @property
    def leads(self) -> bool:
        """Whether Ash leads here at all."""
        return not self.suspended and self.style not in (None, Style.EQUAL)

    @property
    def owner(self) -> MemberId | None:
        """Whose the area is."""
        return OWNERS.get(self.standing)


Word = tuple[frozenset[MemberId], Significance] | None


@dataclass(frozen=True)
class Asked:
    """One facet with the inputs it was made of; `spoken` says that it touches their limit."""

    kind: MatterKind
    holder: MemberId | None
    ash: Word
    wren: Word
    spoken: MemberId | None = None

    @cached_property
    def words(self) -> dict[MemberId, tuple[frozenset[MemberId], Significance]]:
        """What each declared, leaving out who declared nothing."""
        said = {ASH: self.ash, WREN: self.wren}
        return {member: word for member, word in said.items() if word is not None}

    @cached_property
    def disputed(self) -> bool:
        """Whether they declared differently whom it touches."""
        return len({affects for affects, _ in self.words.values()}) > 1

    @cached_property
    def touched(self) -> frozenset[MemberId]:
        """Whom it touches by anybody's word; nobody's word counts as both."""
        return frozenset().union(*(a for a, _ in self.words.values())) or BOTH

    def without(self, member: MemberId) -> "Asked":
        """Return the same, had this member said nothing."""
        spoken = None if self.spoken == member else self.spoken
        ash, wren = (None if member == ASH else self.ash, None if member == WREN else self.wren)
        return Asked(self.kind, self.holder, ash, wren, spoken)

    def facet(self) -> Facet:
        """Return what the router is given."""
        declared = {m: Declaration(*word, m == self.spoken) for m, word in self.words.items()}
        return Facet(HOUSEHOLD, kind=self.kind, holder=self.holder, declared=declared)


def facets() -> Iterator[Asked]:
    """Yield every kind, holder, and pair of declarations."""
    touched = (frozenset({ASH}), frozenset({WREN}), BOTH)
    words: tuple[Word, ...] = (None, *product(touched, Significance))
    kinds: list[tuple[MatterKind, MemberId | None]] = [
        (MatterKind.ORDINARY, None),
        (MatterKind.AGREEMENT_CHANGE, None),
        (MatterKind.CORRECTION, None),
        *product((MatterKind.OWN_BODY, MatterKind.OWN_RIGHT), (ASH, WREN)),
    ]
    for (kind, holder), ash, wren in product(kinds, words, words):
        asked = Asked(kind, holder, ash, wren)
        for spoken in (None, *asked.words):
            yield Asked(kind, holder, ash, wren, spoken)


def grounds() -> Iterator[tuple[Facts, Ground]]:
    """Yield every ground, built of clauses and states that real steps have made."""
    roles = _roles()
    areas = {name: _carried(terms) for name, terms in STANDINGS.items()}
    overlaps = {each: _carried(_authority(each)) for each in OVERLAPS}
    dynamics = tuple(_dynamics())
    limits = {name: _limits(name) for name in LIMITS}
    for (style, window, held), standing, overlap in product(roles, STANDINGS, OVERLAPS):
        agreement = _agreement(held, areas[standing], overlaps[overlap])
        for (rests, dynamic), limit in product(dynamics, LIMITS):
            facts = Facts(standing, style, rests or window == "closed", overlap, limit)
            yield facts, Ground(dynamic, limits[limit], agreement, _window(window))


def with_practice(ground: Ground) -> Ground:
    """Return the ground with a habit written down about the same area."""
    habit = _carried(Terms(ClauseId("habit"), Practice(), "Ash always did.", area=HOUSEHOLD))
    clauses = {**ground.agreement.clauses, **habit}
    return replace(ground, agreement=replace(ground.agreement, clauses=clauses))


Clauses = dict[ClauseId, tuple[Clause, ...]]


def _roles() -> list[tuple[Style | None, str, Clauses]]:
    """Without a ROLE clause nothing says when the exchange is on, so there is one case."""
    found: list[tuple[Style | None, str, Clauses]] = [(None, "always", {})]
    for style, window in product(Style, WINDOWS):
        presence = Presence.ALWAYS if window == "always" else Presence.WINDOWS_ONLY
        found.append((style, window, _carried(clause("role", Role(ASH, style, presence)))))
    return found


def _authority(overlap: Overlap | None) -> Terms | None:
    return None if overlap is None else clause("authority", Authority(overlap))


def _carried(terms: Terms | None) -> Clauses:
    """Have both consent, and return the clause as it then stands in the agreement."""
    if terms is None:
        return {}
    couple = Couple().have_met()
    needed = () if terms.area is None else (within(terms.area),)
    couple.agrees(*needed, terms)
    (adopted,) = couple.state.ground.agreement.clauses[terms.clause]
    return {terms.clause: (adopted,)}


def _agreement(*held: Clauses) -> AgreementState:
    clauses = {id_: versions for each in held for id_, versions in each.items()}
    classified = ClauseId(HOUSEHOLD) in clauses
    named = NamedArea("The household", classified=classified)
    return AgreementState(areas={HOUSEHOLD: named}, clauses=clauses)


def _dynamics() -> Iterator[tuple[bool, DynamicState]]:
    """Yield every phase, with the area paused or not, and whether anything rests there."""
    into = {
        Phase.FORMING: (),
        Phase.ACTIVE: (Activate(),),
        Phase.CHECKING: (Activate(), RaiseCheck()),
        Phase.PAUSED: (Activate(), Pause()),
        Phase.STOPPED: (Activate(), Stop()),
        Phase.ENDED: (Activate(), End()),
    }
    for (phase, steps), paused in product(into.items(), (False, True)):
        couple = Couple().have_met()
        couple.agrees(role(), *usual()[1:])
        for step in ((Pause(HOUSEHOLD),) if paused else ()) + steps:
            couple.does(WREN, step)
        yield paused or phase is not Phase.ACTIVE, couple.state.ground.dynamic


def _limits(name: str) -> LimitsState:
    limit = LIMITS[name]
    if limit is None:
        return LimitsState()
    owner, area, hard = limit
    id_ = LimitId(name)
    return LimitsState({id_: Limit(id_, owner, Target.AREA, area, hard, "", START)})


def _window(window: str) -> WindowsState:
    if window != "open":
        return WindowsState()
    until = START + timedelta(hours=3)
    return WindowsState(opened=(Opening(until, START, ASH, opened_at=START),))
