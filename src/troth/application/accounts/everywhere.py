"""A pause or stop of everything covers every dynamic these two share."""

import hashlib
from contextlib import suppress

from msgspec.structs import replace

from troth.application.handle import Answer, Request, World, handle
from troth.application.keyring import RecordGone
from troth.application.ports import ChainId, OperationId, StoreError
from troth.application.rules import SHARED
from troth.domain.decider import State
from troth.domain.dynamic.commands import Pause, Stop
from troth.domain.kernel import Command, MemberId, Refusal
from troth.projections.phrases import Phrase


class NotEverywhere(StoreError):
    """Raised when a pause or stop was recorded, but not everywhere; its text says where not."""


def covers_everything(command: Command) -> bool:
    """Tell whether an act reaches beyond its own dynamic: a whole pause, or a stop."""
    return isinstance(command, Stop) or (isinstance(command, Pause) and command.area is None)


def handle_everywhere(world: World, chain: ChainId, request: Request) -> Answer[State] | Refusal:
    """Do one act, and where it rests everything, also in the others these two share.

    Each dynamic records it by itself, under an operation id of its own that a retry derives
    again; so a retry after a failure between two of them finishes what is left. Where one cannot
    record it the others do all the same, and NotEverywhere says at the end which one did not.
    """
    if not covers_everything(request.command):
        return handle(world, chain, SHARED, request)
    answer, missed = None, dict[ChainId, StoreError]()
    try:
        answer = handle(world, chain, SHARED, request)
    except StoreError as error:
        missed[chain] = error
    if isinstance(answer, Refusal):
        return answer
    members = _known_members(world, chain) if answer is None else _members(world, chain)
    is_any_done = _do_in_others(world, members, replace(request, seen=None), (chain, missed))
    if answer is not None and not missed:
        return answer
    is_any_done |= answer is not None
    raise _told(world, missed) if is_any_done else next(iter(missed.values()))


def _do_in_others(
    world: World,
    members: set[MemberId],
    request: Request,
    so_far: tuple[ChainId, dict[ChainId, StoreError]],
) -> bool:
    """Do it in each other dynamic, add what failed, and tell whether one recorded it."""
    chain, missed = so_far
    is_any_done = False
    for other in [each for each in world.keys.ring.memberships if each != chain]:
        try:
            is_any_done |= _is_done(world, other, members, request)
        except StoreError as error:
            if _known_members(world, other) <= members:
                missed[other] = error
    return is_any_done


def _is_done(world: World, other: ChainId, members: set[MemberId], request: Request) -> bool:
    """Do it in another dynamic if it is of these two and goes on; tell whether it was recorded."""
    with suppress(RecordGone):  # nothing is left of it, so there is nothing to rest
        if _members(world, other) == members:
            own = replace(request, op=derived(request.op, other), seen=None)
            return isinstance(handle(world, other, SHARED, own), Answer)
    return False


def _members(world: World, chain: ChainId) -> set[MemberId]:
    """Return who is in a dynamic: no state is read for it, which somebody could have made up."""
    with world.store.reading(chain) as reading:
        return set(world.keys.of(reading).authors.values())


def _known_members(world: World, chain: ChainId) -> set[MemberId]:
    """Return who is in a dynamic as far as the keyring knows: no row has to be read for it."""
    known = world.keys.ring.memberships.get(chain)
    return set() if known is None else set(known.authors.values())


def _told(world: World, missed: dict[ChainId, StoreError]) -> NotEverywhere:
    names = ", ".join(f"“{world.keys.ring.memberships[each].label}”" for each in missed)
    why = next(iter(missed.values()))
    return NotEverywhere(
        Phrase(
            "It was recorded, but not in {names}. There, say it yourself. {why}",
            names=names,
            why=why.said,
        )
    )


def derived(op: OperationId, chain: ChainId) -> OperationId:
    """Return the id under which another chain records what was asked for in all of them."""
    return OperationId(hashlib.sha256(f"{op}/{chain}".encode()).hexdigest()[:32])
