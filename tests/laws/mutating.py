"""How a mutant is made: the real function, and then one rule that is wrong."""

from collections.abc import Callable

from tests.laws.explore import Machine
from troth.domain.decider import AnyCommand, State, decide
from troth.domain.kernel import Occasion, Outcome, Recorded
from troth.domain.state import after


def deciding(rule: Callable[[State, AnyCommand, Occasion, Outcome], Outcome]) -> Machine:
    """Return a machine that decides as it should, and then once more by another rule.

    What it decides wrongly counts: otherwise the fold, which leaves it out, would hide the mistake.
    """

    def mutant(state: State, command: AnyCommand, occasion: Occasion) -> Outcome:
        return rule(state, command, occasion, decide(state, command, occasion))

    return Machine(decide=mutant)


def evolving(rule: Callable[[State, Recorded, State], State]) -> Machine:
    """Return a machine that evolves as it should, and then once more by another rule."""

    def mutant(state: State, recorded: Recorded) -> State:
        return rule(state, recorded, after(state, recorded))

    return Machine(evolve=mutant)
