"""The only loop: load, decide, seal, append, and answer once it is on disk."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from hashlib import sha256
from typing import Generic, TypeVar

from troth.application import own_state
from troth.application.answers import AnswerSignature
from troth.application.codec import (
    ACT_FORMAT,
    ERASED,
    Act,
    asked,
    encode_snapshot,
)
from troth.application.keyring import ChainKeys, Keyring, NoKey, NotTheirs
from troth.application.notices import (
    NOTICES,
    RESTORED,
    SignedNotice,
    waiting_notices,
    waiting_slots,
)
from troth.application.ports import (
    ChainId,
    Clock,
    OperationId,
    Reading,
    Store,
    StoreDamaged,
    StoreFull,
    Transaction,
)
from troth.application.proved import needs_proof
from troth.application.rules import Rules, evolved
from troth.application.sealing import open_act, open_snapshot, seal_act, seal_snapshot
from troth.crypto.derive import labelled
from troth.domain.dynamic.commands import NoteRestore
from troth.domain.kernel import (
    Command,
    Event,
    Moment,
    NotAMember,
    Occasion,
    Protective,
    Refusal,
    Value,
)

S = TypeVar("S", bound=Value)
T = TypeVar("T")


class Host(Value, frozen=True):
    """What a machine gives, before anybody is known: a record, the time, and the zones."""

    store: Store
    clock: Clock
    zones: Mapping[str, tzinfo]

    def world(self, keys: Keyring) -> "World":
        """Return the world of one person, whose keys these are."""
        return World(self.store, self.clock, self.zones, keys)


class World(Value, frozen=True):
    """What the loop needs from outside: a record, the time, the zones, and one person's keys.

    A world is one person's: whatever is done in it is theirs, and signed by them.
    """

    store: Store
    clock: Clock
    zones: Mapping[str, tzinfo]
    keys: Keyring

    @property
    def host(self) -> Host:
        """What is left when the keys are put away."""
        return Host(self.store, self.clock, self.zones)


class Request(Value, frozen=True):
    """One act asked for: under which operation id, and on which view of the record.

    `answered` is the other's signature under the answer of theirs that the act shows, if any.
    """

    op: OperationId
    command: Command
    seen: int | None = None
    answered: AnswerSignature | None = None


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

    A protective act is let through a full disk.
    """

    def attempt() -> Answer[S] | Refusal:
        with world.store.acting(chain) as transaction:
            return perform(transaction, world, rules, request)

    try:
        if isinstance(request.command, Protective):
            return past_full_disk(world.store, attempt)
        return attempt()
    except NotTheirs:
        return NotAMember()


def past_full_disk(store: Store, attempt: Callable[[], T]) -> T:
    """Try, and on a full disk give up the ballast and try once more: protection fails open."""
    try:
        return attempt()
    except StoreFull:
        if not store.release_ballast():
            raise
        return attempt()


def perform(
    transaction: Transaction, world: World, rules: Rules[S], request: Request
) -> Answer[S] | Refusal:
    """Do one act inside a transaction that the caller commits."""
    keys = world.keys.of(transaction)
    settle(transaction, world, rules)
    before = load(transaction, keys, rules)
    earlier = transaction.operation(request.op)
    if earlier is not None:
        act = open_act(keys, earlier)
        is_same = act.by == world.keys.member and act.asked in (asked(request.command), ERASED)
        return Answer(earlier.seq, act.events, before.state) if is_same else OperationReused()
    unready = _unready(transaction, keys, request)
    if unready is None and needs_proof(request.command):
        unready = own_state.doubt(transaction, keys, rules, (before.at, before.state))
    if unready is not None:
        return unready
    now = not_before(before.at, world.clock.now())
    occasion = Occasion(world.keys.member, Moment(now, world.zones))
    outcome = rules.decide(before.state, request.command, occasion)
    if isinstance(outcome, Refusal):
        return outcome
    if not outcome:
        return Answer(0, (), before.state)
    by, answered = world.keys.member, request.answered
    act = Act(ACT_FORMAT, by, now, asked(request.command), outcome, answered=answered)
    state = evolved(rules, before.state, act)
    return Answer(_append(transaction, keys, request.op, (act, state)), outcome, state)


def _unready(transaction: Transaction, keys: ChainKeys, request: Request) -> Refusal | None:
    """Say why nothing new is written on this record now; an act that protects always is (L2)."""
    if isinstance(request.command, Protective):
        return None
    doubt = keys.doubt(transaction)
    if doubt is not None:
        return doubt
    is_outdated = request.seen is not None and request.seen != transaction.head.seq
    return ViewOutdated() if is_outdated else None


def is_unsettled(reading: Reading, world: World) -> bool:
    """Tell whether something waits that nobody has recorded yet.

    That is a pause or stop left by a device, or that the record came back from a copy.
    """
    return reading.chain != world.keys.own_chain and bool(waiting_slots(reading))


def settle(transaction: Transaction, world: World, rules: Rules[S]) -> None:
    """Record each pause and stop that devices have left here, as done by their owners.

    A record that came back from a copy is rested first of all, in the name of whoever opens it.
    """
    if not is_unsettled(transaction, world):
        return
    slots = waiting_slots(transaction)
    for signed in waiting_notices(transaction, slots):
        _settle(transaction, world, rules, signed)
    for slot in slots:
        if slot != RESTORED or _note_restore(transaction, world, rules):
            transaction.delete_pending(NOTICES, slot)


def _note_restore(transaction: Transaction, world: World, rules: Rules[S]) -> bool:
    """Rest a record that came back from a copy; whoever only joins leaves that to the other."""
    keys, member = world.keys.of(transaction), world.keys.member
    before = load(transaction, keys, rules)
    now = not_before(before.at, world.clock.now())
    command, occasion = NoteRestore(), Occasion(member, Moment(now, world.zones))
    outcome = rules.decide(before.state, command, occasion)
    if isinstance(outcome, Refusal):
        return False
    act = Act(ACT_FORMAT, member, now, asked(command), outcome)
    op = OperationId(sha256(labelled("restored") + transaction.head.link).hexdigest()[:32])
    _append(transaction, keys, op, (act, evolved(rules, before.state, act)))
    return True


def _settle(transaction: Transaction, world: World, rules: Rules[S], signed: SignedNotice) -> None:
    keys, notice = world.keys.of(transaction), signed.notice
    member = keys.authors.get(signed.registration.id)
    is_done = transaction.operation(notice.op) is not None
    if member is None or is_done or notice.chain != transaction.chain:
        return
    before = load(transaction, keys, rules)
    now = not_before(before.at, world.clock.now())
    command, occasion = notice.command, Occasion(member, Moment(now, world.zones))
    outcome = rules.decide(before.state, command, occasion)
    if not isinstance(outcome, Refusal):
        act = Act(ACT_FORMAT, member, now, asked(command), outcome, notice=signed)
        _append(transaction, keys, notice.op, (act, evolved(rules, before.state, act)))


def settled(world: World, chain: ChainId, rules: Rules[S]) -> Loaded[S]:
    """Return the state once what devices have left is recorded, also on a full disk."""

    def attempt() -> Loaded[S]:
        with world.store.acting(chain) as transaction:
            settle(transaction, world, rules)
            return load(transaction, world.keys.of(transaction), rules)

    return past_full_disk(world.store, attempt)


def _append(
    transaction: Transaction, keys: ChainKeys, op: OperationId, done: tuple[Act, Value]
) -> int:
    """Seal what was done for the next place in the chain, and put it there."""
    act, state = done
    seq = transaction.head.seq + 1
    snapshot = seal_snapshot(keys, seq, encode_snapshot(act.at, state))
    return transaction.append(op, seal_act(keys, seq, act), snapshot, keys.identity).seq


def load(reading: Reading, keys: ChainKeys, rules: Rules[S]) -> Loaded[S]:
    """Return the state at the head: the snapshot, and whatever was recorded after it."""
    head = reading.head
    start, at, state = _kept(reading, keys, rules) or (0, None, rules.first)
    if start < head.seq:
        for entry in reading.entries(start):
            act = open_act(keys, entry)
            state, at = evolved(rules, state, act), act.at
    return Loaded(head.seq, state, at, head.seq - start)


def _kept(
    reading: Reading, keys: ChainKeys, rules: Rules[S]
) -> tuple[int, datetime | None, S] | None:
    """Return what was kept of the state, and after which entry; None where it does not open.

    The entries say the same, and each of them is checked. Were this fatal, whoever changes one
    row could keep somebody from pausing.
    """
    try:
        kept = reading.snapshot()
        snapshot = None if kept is None else open_snapshot(keys, kept, rules.snapshots)
    except (StoreDamaged, NoKey):
        return None
    if kept is None or snapshot is None:
        return None
    return kept.seq, snapshot.at, snapshot.state


def not_before(last: datetime | None, now: datetime) -> datetime:
    """Return the time of an act: never before the act it follows, even if a clock was set back."""
    return now if last is None else max(last, now)
