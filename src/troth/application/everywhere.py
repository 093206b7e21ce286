"""A pause or stop of everything covers every dynamic these two share."""

import hashlib

from msgspec.structs import replace

from troth.application.handle import Answer, Request, World, handle
from troth.application.ports import ChainId, OperationId
from troth.application.read import view
from troth.application.rules import SHARED
from troth.domain.decider import State
from troth.domain.dynamic.commands import Pause, Stop
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import Command, Refusal


def covers_everything(command: Command) -> bool:
    """Tell whether an act reaches beyond its own dynamic: a whole pause, or a stop."""
    return isinstance(command, Stop) or (isinstance(command, Pause) and command.area is None)


def handle_everywhere(world: World, chain: ChainId, request: Request) -> Answer[State] | Refusal:
    """Do one act, and where it rests everything, also in the others these two share.

    Each dynamic records it by itself, under an operation id of its own that a retry derives
    again; so a retry after a failure between two of them finishes what is left.
    """
    answer = handle(world, chain, SHARED, request)
    if isinstance(answer, Refusal) or not covers_everything(request.command):
        return answer
    for other in _shared_with(world, chain, answer.state):
        handle(world, other, SHARED, replace(request, op=derived(request.op, other), seen=None))
    return answer


def _shared_with(world: World, chain: ChainId, state: State) -> list[ChainId]:
    members = set(state.ground.dynamic.member_ids)
    found = []
    for other in world.keys.ring.memberships:
        if other == chain:
            continue
        seen = view(world, other, SHARED)
        dynamic = seen.state.ground.dynamic
        is_over = phase(dynamic, seen.moment.at) is Phase.ENDED
        if set(dynamic.member_ids) == members and not is_over:
            found.append(other)
    return found


def derived(op: OperationId, chain: ChainId) -> OperationId:
    """Return the id under which another chain records what was asked for in all of them."""
    return OperationId(hashlib.sha256(f"{op}/{chain}".encode()).hexdigest()[:32])
