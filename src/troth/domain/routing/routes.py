"""Routes: who decides in which capacity, which voice is owed, and whether it is open at all."""

from enum import IntEnum, StrEnum
from typing import TypeAlias

from troth.domain.kernel import Capacity, MemberId, Value

Decider: TypeAlias = tuple[MemberId, Capacity]
"""Who decides, and as what: about their own life, or with the authority the agreement grants."""


class Voice(IntEnum):
    """What is owed to whoever does not decide, from nothing to being heard first."""

    NONE = 0
    NOTIFY = 1
    SEEK = 2
    HEAR = 3


class Gate(IntEnum):
    """Whether it can be decided: now, once both are back, or by nobody."""

    OPEN = 0
    HELD = 1
    FORBIDDEN = 2


class Label(StrEnum):
    """The nine answers to "who decides?"."""

    SELF = "self"
    SELF_ADVISED = "self-advised"
    SELF_CONSULTED = "self-consulted"
    LEAD = "lead"
    LEAD_CONSULTED = "lead-consulted"
    JOINT = "joint"
    RESERVED = "reserved"
    HELD = "held"
    FORBIDDEN = "forbidden"


class Route(Value, frozen=True):
    """Who decides, what is owed to the others, and whether anything stands in the way.

    An immune route belongs to the person by right; no agreement, style or state changes it.
    """

    deciders: frozenset[Decider] = frozenset()
    voice: Voice = Voice.NONE
    gate: Gate = Gate.OPEN
    immune: bool = False

    @property
    def members(self) -> frozenset[MemberId]:
        """Who decides, whatever the capacity."""
        return frozenset(member for member, _ in self.deciders)


def by_self(member: MemberId, voice: Voice = Voice.NONE) -> Route:
    """Return the route by which somebody decides about their own life."""
    return Route(frozenset({(member, Capacity.OWN)}), voice)


def by_lead(lead: MemberId, voice: Voice) -> Route:
    """Return the route by which the lead decides with the authority granted."""
    return Route(frozenset({(lead, Capacity.ROLE)}), voice)


def by_all(members: frozenset[MemberId], *, immune: bool = False) -> Route:
    """Return the route by which these decide together, each for themselves."""
    return Route(frozenset((member, Capacity.OWN) for member in members), immune=immune)


def join(one: Route, other: Route) -> Route:
    """Return the route of two facets decided at once: nobody who decides or is heard loses it."""
    return Route(
        one.deciders | other.deciders,
        max(one.voice, other.voice),
        max(one.gate, other.gate),
        immune=one.immune and other.immune,
    )


def label(route: Route) -> Label:
    """Return which of the nine answers a route is."""
    if route.gate is not Gate.OPEN:
        return Label.HELD if route.gate is Gate.HELD else Label.FORBIDDEN
    return _by_one(route) if len(route.members) == 1 else Label.JOINT


def owes_reasons(route: Route) -> bool:
    """Tell whether whoever decides says why: not in their own life, where nobody else is heard."""
    return label(route) not in {Label.SELF, Label.RESERVED}


def _by_one(route: Route) -> Label:
    if route.immune:
        return Label.RESERVED
    if any(capacity is Capacity.ROLE for _, capacity in route.deciders):
        return Label.LEAD_CONSULTED if route.voice is Voice.HEAR else Label.LEAD
    if route.voice is Voice.HEAR:
        return Label.SELF_CONSULTED
    return Label.SELF_ADVISED if route.voice is Voice.SEEK else Label.SELF
