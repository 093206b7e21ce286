"""The only loop: load, decide, append, and answer once it is on disk."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Generic, TypeVar

from troth.application.codec import (
    ACT_FORMAT,
    Act,
    asked,
    decode_act,
    decode_snapshot,
    encode_act,
    encode_snapshot,
)
from troth.application.ports import (
    ChainId,
    Clock,
    OperationId,
    Reading,
    Store,
    StoreFull,
    Transaction,
)
from troth.application.rules import Rules
from troth.domain.kernel import (
    Command,
    Event,
    MemberId,
    Moment,
    Occasion,
    Protective,
    Refusal,
    Value,
)

S = TypeVar("S", bound=Value)


class World(Value, frozen=True):
    """What the loop needs from outside: where the record is kept, the time, and the zones."""

    store: Store
    clock: Clock
    zones: Mapping[str, tzinfo]


class Request(Value, frozen=True):
    """One act asked for: by whom, under which operation id, and on which view of the record."""

    by: MemberId
    op: OperationId
    command: Command
    seen: int | None = None


class Loaded(Value, Generic[S], frozen=True):
    """A state at the head of its chain, when the last act was, and how much had to be folded."""

    seq: int
    state: S
    at: datetime | None
    folded: int


class Answer(Value, Generic[S], frozen=True):
    """What an act came to: the entry it is in (0: nothing was recorded), and the state now."""

    seq: int
    events: tuple[Event, ...]
    state: S


class OperationReused(Refusal, frozen=True):
    """The same operation id came back asking for something else."""

    says = "This was sent before with other contents. Load the page again and send it anew."


class ViewOutdated(Refusal, frozen=True):
    """Something was recorded since the view this act was asked on."""

    says = "Something has changed since you looked. Read the new version, then do it again."


def handle(world: World, chain: ChainId, rules: Rules[S], request: Request) -> Answer[S] | Refusal:
    """Do one act exactly once, durably, before it is answered.

    A protective act is let through a full disk by giving up the ballast: protection fails open.
    """
    try:
        return _attempt(world, chain, rules, request)
    except StoreFull:
        protects = isinstance(request.command, Protective)
        if not protects or not world.store.release_ballast():
            raise
        return _attempt(world, chain, rules, request)


def _attempt(
    world: World, chain: ChainId, rules: Rules[S], request: Request
) -> Answer[S] | Refusal:
    with world.store.acting(chain) as transaction:
        return perform(transaction, world, rules, request)


def perform(
    transaction: Transaction, world: World, rules: Rules[S], request: Request
) -> Answer[S] | Refusal:
    """Do one act inside a transaction that the caller commits."""
    before = load(transaction, rules)
    earlier = transaction.operation(request.op)
    if earlier is not None:
        return _repeated(decode_act(earlier.body), earlier.seq, before.state, request)
    is_outdated = request.seen is not None and request.seen != before.seq
    if is_outdated and not isinstance(request.command, Protective):
        return ViewOutdated()
    now = not_before(before.at, world.clock.now())
    occasion = Occasion(request.by, Moment(now, world.zones))
    outcome = rules.decide(before.state, request.command, occasion)
    if isinstance(outcome, Refusal):
        return outcome
    if not outcome:
        return Answer(0, (), before.state)
    act = Act(ACT_FORMAT, request.by, now, asked(request.command), outcome)
    state = _evolved(rules, before.state, act)
    entry = transaction.append(request.op, encode_act(act), encode_snapshot(now, state))
    return Answer(entry.seq, outcome, state)


def _repeated(act: Act, seq: int, state: S, request: Request) -> Answer[S] | Refusal:
    is_same = act.by == request.by and act.asked == asked(request.command)
    return Answer(seq, act.events, state) if is_same else OperationReused()


def load(reading: Reading, rules: Rules[S]) -> Loaded[S]:
    """Return the state at the head: the snapshot, and whatever was recorded after it."""
    head = reading.head
    start, at, state = 0, None, rules.first
    kept = reading.snapshot()
    snapshot = None if kept is None else decode_snapshot(kept.body, rules.snapshots)
    if kept is not None and snapshot is not None:
        start, at, state = kept.seq, snapshot.at, snapshot.state
    if start < head.seq:
        for entry in reading.entries(start):
            act = decode_act(entry.body)
            state, at = _evolved(rules, state, act), act.at
    return Loaded(head.seq, state, at, head.seq - start)


def not_before(last: datetime | None, now: datetime) -> datetime:
    """Return the time of an act: never before the act it follows, even if a clock was set back."""
    return now if last is None else max(last, now)


def _evolved(rules: Rules[S], state: S, act: Act) -> S:
    for recorded in act.recorded():
        state = rules.evolve(state, recorded)
    return state
