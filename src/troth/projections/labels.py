"""What the two call otherwise now: as with titles, nothing while anything rests."""

from collections.abc import Mapping

from troth.domain.decider import State
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import Moment
from troth.domain.labels import BuiltIn

_PHASES = (Phase.FORMING, Phase.ACTIVE)


def labels(state: State, moment: Moment) -> Mapping[BuiltIn, str]:
    """Return the labels that hold now; in a rest each thing has its plain, built-in name."""
    is_on = phase(state.ground.dynamic, moment.at) in _PHASES
    return state.labels.agreed if is_on else {}
