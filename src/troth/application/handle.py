"""The only loop: load, decide, seal, append, and answer once it is on disk."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, tzinfo
from functools import partial
from hashlib import sha256
from typing import Generic, TypeVar

from troth.application import own_state
from troth.application.alarms import ALARMS, Alarm, RecordInDoubt, is_ahead
from troth.application.answers import AnswerSignature
from troth.application.codec import (
    ACT_FORMAT,
    ERASED,
    INCOMPLETE,
    SNAPSHOT_SCHEMA,
    Act,
    asked,
    encode_snapshot,
)
from troth.application.folding import Fold, load
from troth.application.full_disk import past_full_disk
from troth.application.keyring import (
    Keyring,
    NotTheirs,
    is_forgotten,
    keep_ring,
    with_due,
    with_false_state,
)
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
    Telling,
    Transaction,
)
from troth.application.proved import needs_proof
from troth.application.reaching import Change, announce
from troth.application.rules import Rules, evolved
from troth.application.sealing import open_act, seal_act, seal_snapshot
from troth.application.telling import SILENCE
from troth.crypto.derive import labelled
from troth.domain.dynamic.commands import NoteRestore
from troth.domain.erasure import ErasureAsked, ErasureCalledOff
from troth.domain.kernel import (
    Command,
    Event,
    MemberId,
    Moment,
    NotAMember,
    Occasion,
    Outcome,
    Protective,
    Refusal,
    Value,
)

S = TypeVar("S", bound=Value)


MOST_FOLDED = 50
"""Entries an act that protects folds without keeping what they lead to: it takes a blink."""


class Host(Value, frozen=True):
    """What a machine gives, before anybody is known: a record, the time, the zones, a voice."""

    store: Store
    clock: Clock
    zones: Mapping[str, tzinfo]
    telling: Telling = SILENCE

    def world(self, keys: Keyring) -> "World":
        """Return the world of one person, whose keys these are."""
        return World(self.store, self.clock, self.zones, keys, self.telling)


class World(Value, frozen=True):
    """What the loop needs from outside: a record, the time, the zones, and one person's keys.

    A world is one person's: whatever is done in it is theirs, and signed by them.
    """

    store: Store
    clock: Clock
    zones: Mapping[str, tzinfo]
    keys: Keyring
    telling: Telling = SILENCE

    @property
    def host(self) -> Host:
        """What is left when the keys are put away."""
        return Host(self.store, self.clock, self.zones, self.telling)

    def moment(self, last: datetime | None) -> Moment:
        """Return the moment of an act: never before the last, even if a clock was set back."""
        now = self.clock.now()
        return Moment(now if last is None else max(last, now), self.zones)


class Request(Value, frozen=True):
    """One act asked for: under which operation id, and on which view of the record.

    `answered` is the other's signature under the answer of theirs that the act shows, if any.
    """

    op: OperationId
    command: Command
    seen: int | None = None
    answered: AnswerSignature | None = None


class Answer(Value, Generic[S], frozen=True):
    """What an act came to: the entry it is in (0: nothing was recorded), and the state now."""

    seq: int
    events: tuple[Event, ...]
    state: S
    change: Change[S] | None = None


class OperationReused(Refusal, frozen=True):
    """The same operation id came back asking for something else."""

    says = "This was sent before with other contents. Load the page again and send it anew."


class ViewOutdated(Refusal, frozen=True):
    """Something was recorded since the view this act was asked on."""

    says = "Something has changed since you looked. Read the new version, then do it again."


class DoesNotCountError(Exception):
    """Raised when what was decided would not count for a reader of the record: nothing is kept."""


class Acting(Generic[S]):
    """A chain that is about to be written in: its keys, the state now, and the moment."""

    def __init__(
        self, transaction: Transaction, world: World, rules: Rules[S], *, protects: bool = False
    ) -> None:
        """Load what an act is decided on: for one that protects, what one knows by oneself."""
        self.keys = world.keys.of(transaction)
        known = (
            own_state.readable_fold(
                transaction,
                self.keys,
                rules,
                own_state.own_card(transaction, transaction.chain, world.keys.member),
            )
            if protects
            else own_state.Known(load(transaction, self.keys, rules), is_whole=True)
        )
        self.before, self.is_whole = known.fold, known.is_whole
        self.moment = world.moment(self.before.at)
        is_shared = transaction.chain in world.keys.ring.memberships
        self.is_dated_ahead = is_shared and is_ahead(self.before.at, world.clock.now())
        self._transaction = transaction
        self._rules = rules
        self._member = world.keys.member

    def repeated(self, request: Request) -> Answer[S] | OperationReused | None:
        """Return the answer that the same operation was given before, if it was."""
        earlier = self._transaction.operation(request.op)
        if earlier is None:
            return None
        act = open_act(self.keys, earlier)
        is_same = act.by == self._member and act.asked in (asked(request.command), ERASED)
        return Answer(earlier.seq, act.events, self.before.state) if is_same else OperationReused()

    def decided(self, command: Command, by: MemberId | None = None) -> Outcome:
        """Decide an act of one's own, or one that a device of the other's asks for."""
        occasion = Occasion(by or self._member, self.moment)
        return self._rules.decide(self.before.state, command, occasion)

    def takes(self, command: Command, by: MemberId | None = None) -> bool:
        """Tell whether an act would be recorded: it is neither refused nor already so."""
        outcome = self.decided(command, by)
        return bool(outcome) and not isinstance(outcome, Refusal)

    def is_beside_made_up(self) -> bool:
        """Tell whether the state that was kept is another than the one that is decided on."""
        with suppress(StoreDamaged):
            kept = load(self._transaction, self.keys, self._rules)
            return self.is_whole and own_state.is_made_up(self.before, kept.at, kept.state)
        return False

    def keep_own(self) -> None:
        """Keep what was folded for an act that protects, once it was much: the next folds little.

        Otherwise each would fold all that was recorded since this person's last login.
        """
        if self.is_whole and self.before.folded > MOST_FOLDED:
            own_state.keep(self._transaction, self.keys, self.before)

    def record(
        self, request: Request, events: tuple[Event, ...], notice: SignedNotice | None = None
    ) -> Answer[S]:
        """Seal what was decided for the next place in the chain, and put it there."""
        by = self._member if notice is None else self.keys.authors[notice.registration.id]
        digest, answered = asked(request.command), request.answered
        act = Act(ACT_FORMAT, by, self.moment.at, digest, events, notice=notice, answered=answered)
        state, counts = evolved(self._rules, self.before.state, act)
        if not counts:
            raise DoesNotCountError
        seq = self._transaction.head.seq + 1
        schema = SNAPSHOT_SCHEMA if self.is_whole else INCOMPLETE
        snapshot = seal_snapshot(self.keys, seq, encode_snapshot(act.at, state, schema))
        sealed = seal_act(self.keys, seq, act)
        self._transaction.append(request.op, sealed, snapshot, self.keys.identity)
        return Answer(
            seq, events, state, Change(self.before.state, state, Occasion(by, self.moment))
        )


def handle(world: World, chain: ChainId, rules: Rules[S], request: Request) -> Answer[S] | Refusal:
    """Do one act exactly once, durably; one that protects is let through a full disk."""

    def attempt() -> Answer[S] | Refusal:
        with world.store.acting(chain) as transaction:
            return perform(transaction, world, rules, request)

    try:
        is_protective = isinstance(request.command, Protective)
        answer = past_full_disk(world.store, attempt) if is_protective else attempt()
    except NotTheirs:
        return NotAMember()
    if isinstance(answer, Answer):
        announce(world.telling, world.keys.member, rules.reaches, answer.change)
    return answer


def perform(
    transaction: Transaction, world: World, rules: Rules[S], request: Request
) -> Answer[S] | Refusal:
    """Do one act inside a transaction that the caller commits."""
    settle(transaction, world, rules)
    protects = isinstance(request.command, Protective)
    acting = (
        _protecting(transaction, world, rules, (request.command, world.keys.member))
        if protects
        else Acting(transaction, world, rules)
    )
    repeated = acting.repeated(request)
    if repeated is not None:
        return repeated
    before, keys = acting.before, acting.keys
    unready = _unready(transaction, acting, request)
    if unready is None and needs_proof(request.command):
        unready = own_state.doubt(transaction, keys, rules, (before.at, before.state))
    if unready is not None:
        return unready
    outcome = acting.decided(request.command)
    if isinstance(outcome, Refusal):
        return outcome
    if not outcome:
        return Answer(0, (), before.state)
    if protects:
        _remember_folded(transaction, world, acting)
    _remember_due(transaction, world, outcome)
    return acting.record(request, outcome)


def _remember_folded(transaction: Transaction, world: World, acting: Acting[S]) -> None:
    """Remember what an act that protects had to find out: its state, and that another was kept."""
    if acting.is_beside_made_up():
        with suppress(StoreDamaged):
            keep_ring(transaction, world.keys, partial(with_false_state, chain=transaction.chain))
    acting.keep_own()


def _remember_due(transaction: Transaction, world: World, events: tuple[Event, ...]) -> None:
    """Remember what one has asked oneself: the other may carry it out before one's next login."""
    for event in events:
        if isinstance(event, ErasureAsked | ErasureCalledOff):
            due = event.due if isinstance(event, ErasureAsked) else None
            keep_ring(transaction, world.keys, partial(with_due, chain=transaction.chain, due=due))


def _protecting(
    transaction: Transaction, world: World, rules: Rules[S], asked_for: tuple[Command, MemberId]
) -> Acting[S]:
    """Return what an act that protects is decided on: what one knows, or else what was kept.

    What was kept is asked only where entries cannot be read and the act would not be recorded
    without them, such as the one by which this person came.
    """
    acting = Acting(transaction, world, rules, protects=True)
    if not acting.is_whole and not acting.takes(*asked_for):
        with suppress(StoreDamaged):
            return Acting(transaction, world, rules)
    return acting


def _unready(transaction: Transaction, acting: Acting[S], request: Request) -> Refusal | None:
    """Say why nothing new is written on this record now; an act that protects always is (L2)."""
    if isinstance(request.command, Protective):
        return None
    doubt = acting.keys.doubt(transaction)
    if doubt is not None:
        return doubt
    if acting.is_dated_ahead:
        return RecordInDoubt(ALARMS[Alarm.DATED_AHEAD])
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
    command = NoteRestore()
    acting = _protecting(transaction, world, rules, (command, world.keys.member))
    outcome = acting.decided(command)
    if isinstance(outcome, Refusal):
        return False
    op = OperationId(sha256(labelled("restored") + transaction.head.link).hexdigest()[:32])
    acting.record(Request(op, command), outcome)
    return True


def _settle(transaction: Transaction, world: World, rules: Rules[S], signed: SignedNotice) -> None:
    notice = signed.notice
    member = world.keys.of(transaction).authors.get(signed.registration.id)
    is_done = transaction.operation(notice.op) is not None
    if member is None or is_done or notice.chain != transaction.chain:
        return
    if _is_of_forgotten(transaction, world, signed):
        return
    acting = _protecting(transaction, world, rules, (notice.command, member))
    outcome = acting.decided(notice.command, member)
    if not isinstance(outcome, Refusal):
        acting.record(Request(notice.op, notice.command), outcome, signed)


def _is_of_forgotten(transaction: Transaction, world: World, signed: SignedNotice) -> bool:
    """Tell whether a notice is of a device that whoever acts has forgotten: it does not count.

    When it says it was made tells nothing, for whoever has the device writes that. What had
    arrived was recorded when the device was forgotten.
    """
    device, seq = signed.registration.device, transaction.head.seq + 1
    is_own = signed.registration.id == world.keys.identity.id
    return is_own and is_forgotten(world.keys.ring, device, transaction.chain, seq)


def settled(world: World, chain: ChainId, rules: Rules[S]) -> Fold[S]:
    """Return the state once what devices have left is recorded, also on a full disk."""

    def attempt() -> Fold[S]:
        with world.store.acting(chain) as transaction:
            settle(transaction, world, rules)
            return load(transaction, world.keys.of(transaction), rules)

    return past_full_disk(world.store, attempt)
