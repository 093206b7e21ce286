"""Marks: a unique word in every text of every kind of event, to be looked for where none may be."""

from collections.abc import Iterator
from itertools import count

from tests.golden.samples import AT, samples
from troth.application.codec import ACT_FORMAT, EVENTS, Act
from troth.application.copies.exported import OWN_EVENTS
from troth.application.grants import FIRST_EPOCH, sole_grant
from troth.application.handle import Request, World, handle
from troth.application.keyring import Keyring
from troth.application.ports import ChainId, OperationId, Store
from troth.application.private.drafts import Drafts
from troth.application.rules import PRIVATE
from troth.application.sealed import SealedAnswer, check_in, seal
from troth.application.sealing import seal_act, seal_snapshot
from troth.application.texts import map_texts
from troth.domain.checkins import Answer, Clarity, Connection, open_rounds
from troth.domain.kernel import Digest, Event
from troth.domain.notes import KeepNote

START = "unmistakable"


class Marks:
    """Gives words that stand nowhere else, and remembers them."""

    def __init__(self, kind: str = "") -> None:
        self._numbers = count(1)
        self._kind = kind
        self.given: list[str] = []

    def next(self, _text: str = "") -> str:
        """Return a new mark; no mark is the beginning of another."""
        self.given.append(f"{START}{self._kind}{next(self._numbers):05d}x")
        return self.given[-1]

    def found_in(self, raw: bytes) -> list[str]:
        """Return the marks that stand in some bytes."""
        return [mark for mark in self.given if mark.encode() in raw]


def marked_events(marks: Marks) -> Iterator[Event]:
    """Yield every kind of event there is in a shared record, with a mark in each of its texts."""
    for kind in EVENTS:
        if kind not in OWN_EVENTS:
            yield from (map_texts(event, marks.next) for event in samples(kind))


def write_marked(store: Store, chain: ChainId, by: Keyring, marks: Marks) -> int:
    """Write an entry for each event, with a snapshot that holds a mark; return how many there are.

    It goes past the rules, which no record of every event could follow.
    """
    entries = 0
    for event in marked_events(marks):
        with store.acting(chain) as transaction:
            keys = by.of(transaction)
            seq = transaction.head.seq + 1
            act = Act(ACT_FORMAT, by.member, AT, Digest("0" * 64), (event,))
            state = seal_snapshot(keys, seq, marks.next().encode())
            op = OperationId(f"{seq:032x}")
            transaction.append(op, seal_act(keys, seq, act), state, by.identity)
            entries += 1
    return entries


def write_own(world: World, chain: ChainId, marks: Marks) -> None:
    """Keep a note, a draft and an answer that waits, each with a mark."""
    own, member = world.keys.own_chain, world.keys.member
    with world.store.acting(own) as transaction:
        grant = sole_grant(own, member, world.keys.identity)
        transaction.put_grant(FIRST_EPOCH, member, grant)
    handle(world, own, PRIVATE, Request(OperationId("a" * 32), KeepNote(marks.next())))
    Drafts(world, chain).keep(f"prepared/{marks.next()}", {"text": marks.next()})


def answer_check_in(world: World, chain: ChainId, marks: Marks) -> None:
    """Answer this week's check-in, with a mark; the other has not answered."""
    round_ = open_rounds(world.clock.now())[0]
    answer = Answer(Connection.CLOSE, Clarity.CLEAR, marks.next())
    seal(world, chain, SealedAnswer(OperationId("b" * 32), check_in(round_), answer))
