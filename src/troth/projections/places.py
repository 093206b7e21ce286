"""The parts of life the two have named, and where each stands now."""

from troth.domain.agreement.terms import Standing
from troth.domain.decider import State
from troth.domain.dynamic.state import is_area_resting
from troth.domain.force import standing_of
from troth.domain.kernel import AreaId, Moment, Value

STANDS: dict[Standing, str] = {
    Standing.WITHIN: "in",
    Standing.OUTSIDE: "out",
    Standing.TOGETHER: "together",
    Standing.UNCLASSIFIED: "not settled: each decides for themselves there",
}
"""Where a part of life stands, in a word or two."""


class Place(Value, frozen=True):
    """One part of life: its short word, its name, where it stands, and whose it is outside."""

    area: AreaId
    name: str
    stands: Standing
    owner: str
    rests: bool


def places(state: State, moment: Moment) -> tuple[Place, ...]:
    """Return the parts of life that are named, in the order of their names."""
    ground = state.ground
    names = {member.id: member.name for member in ground.dynamic.members}
    found = []
    for area, named in ground.agreement.areas.items():
        stands = standing_of(ground, area, moment)
        owner = "" if stands.owner is None else names[stands.owner]
        rests = is_area_resting(ground.dynamic, area, moment.at)
        found.append(Place(area, named.name, stands.standing, owner, rests))
    return tuple(sorted(found, key=lambda each: (each.name, each.area)))
