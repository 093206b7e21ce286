"""Where each would have the parts of life stand: apart until both have said, then side by side."""

from troth.domain.agreement.events import Adopt
from troth.domain.agreement.state import in_force
from troth.domain.agreement.terms import Area, Standing
from troth.domain.decider import State
from troth.domain.kernel import AreaId, ClauseId, MemberId, Moment, Value
from troth.domain.leanings import Leaning, open_round

STANDS: dict[Leaning, Standing] = {
    Leaning.IN: Standing.WITHIN,
    Leaning.ADVICE: Standing.OUTSIDE,
    Leaning.TOGETHER: Standing.TOGETHER,
    Leaning.OUT: Standing.OUTSIDE,
    Leaning.NOT_SURE: Standing.UNCLASSIFIED,
}
"""Where a part of life would stand; advice is outside, with the other's view asked for."""


class Asked(Value, frozen=True):
    """A part of life that both are asked about."""

    area: AreaId
    name: str


class Leant(Value, frozen=True):
    """One part of life with what each said of it; nothing for whoever was not asked about it."""

    area: AreaId
    name: str
    said: dict[MemberId, Leaning]

    @property
    def both_say(self) -> Leaning | None:
        """What both said alike; none where they differ, or one was not asked."""
        first, *others = self.said.values()
        return first if others == [first] else None


class LeaningsReading(Value, frozen=True):
    """What is asked now, and what was shown last: where they differ first, then what is alike.

    Whether either has a sealed answer is nowhere in it. `offered` is what both said alike and is
    neither agreed nor proposed yet; `outside` is about others, and so is asked of nobody.
    """

    round: int
    asked: tuple[Asked, ...]
    outside: tuple[str, ...]
    differing: tuple[Leant, ...]
    alike: tuple[Leant, ...]
    offered: tuple[Leant, ...]
    hopes: dict[MemberId, str]
    is_shown: bool


def leanings(state: State, moment: Moment) -> LeaningsReading:
    """Return what both are asked about the parts of life, and what both have said."""
    areas, last = state.ground.agreement.areas, state.leanings.last
    in_order = sorted(areas, key=lambda area: (areas[area].name, area))
    leant = _leant(state, in_order)
    alike = tuple(each for each in leant if each.both_say is not None)
    return LeaningsReading(
        round=open_round(state.leanings),
        asked=tuple(
            Asked(area, areas[area].name) for area in in_order if not areas[area].third_parties
        ),
        outside=tuple(areas[area].name for area in in_order if areas[area].third_parties),
        differing=tuple(each for each in leant if each.both_say is None),
        alike=alike,
        offered=tuple(each for each in alike if _is_offered(state, each, moment)),
        hopes={} if last is None else {who: said.hopes for who, said in last.answers.items()},
        is_shown=last is not None,
    )


def _leant(state: State, in_order: list[AreaId]) -> list[Leant]:
    last, areas = state.leanings.last, state.ground.agreement.areas
    if last is None:
        return []
    found = []
    for area in in_order:
        said = {who: each.parts[area] for who, each in last.answers.items() if area in each.parts}
        if said and not areas[area].third_parties:
            found.append(Leant(area, areas[area].name, said))
    return found


def _is_offered(state: State, leant: Leant, moment: Moment) -> bool:
    """Tell whether what both said is worth putting forward: not where it stands so already."""
    agreement, clause = state.ground.agreement, ClauseId(leant.area)
    leaning = leant.both_say
    if leaning is None or leaning is Leaning.NOT_SURE:
        return False
    held = in_force(agreement, clause, moment.at)
    proposed = [
        item.wording.terms
        for proposal in agreement.proposals.values()
        for item in proposal.items
        if isinstance(item, Adopt) and item.wording.terms.clause == clause
    ]
    known = proposed if held is None else [*proposed, held.terms]
    bodies = (each.body for each in known)
    return not any(isinstance(body, Area) and body.standing is STANDS[leaning] for body in bodies)
