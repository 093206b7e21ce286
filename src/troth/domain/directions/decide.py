"""Directions, permissions and treats as one part of the dynamic: its state and its decisions."""

from typing import TypeAlias, assert_never

from troth.domain.directions import given, giving, permissions, treats
from troth.domain.directions.given import GivenState
from troth.domain.directions.giving import GivenCommand
from troth.domain.directions.permissions import PermissionCommand, PermissionsState
from troth.domain.directions.treats import Facts, TreatCommand, TreatsState
from troth.domain.kernel import Occasion, Outcome, Recorded, Value

DirectionsCommand: TypeAlias = GivenCommand | PermissionCommand | TreatCommand


class DirectionsState(Value, frozen=True):
    """What was directed, what was asked, and what is on offer."""

    given: GivenState = GivenState()
    permissions: PermissionsState = PermissionsState()
    treats: TreatsState = TreatsState()


def evolve(state: DirectionsState, recorded: Recorded) -> DirectionsState:
    """Return the state after an event; events of other parts leave it as it is."""
    return DirectionsState(
        given.evolve(state.given, recorded),
        permissions.evolve(state.permissions, recorded),
        treats.evolve(state.treats, recorded),
    )


def decide(
    state: DirectionsState, facts: Facts, command: DirectionsCommand, occasion: Occasion
) -> Outcome:
    """Decide a command about a direction, a permission or a treat."""
    match command:
        case _ if isinstance(command, GivenCommand):
            return giving.decide(state.given, facts.ground, command, occasion)
        case _ if isinstance(command, PermissionCommand):
            return permissions.decide(state.permissions, facts.ground, command, occasion)
        case _ if isinstance(command, TreatCommand):
            return treats.decide(state.treats, facts, command, occasion)
        case _:
            assert_never(command)
