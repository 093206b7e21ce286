"""The one written form of acts and states: every event by its tag, every snapshot by its form."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Annotated, Any, Generic, TypeVar, Union

import msgspec
from msgspec.structs import replace

from troth.application.answers import AnswerSignature
from troth.application.decoding import decoded_by
from troth.application.notices import SignedNotice
from troth.application.texts import map_texts
from troth.domain.archives import ArchiveState
from troth.domain.decider import State
from troth.domain.kernel import Command, Digest, Event, MemberId, Recorded, Value, digest
from troth.domain.notes import NotesState

S = TypeVar("S", bound=Value)

ACT_FORMAT = 2
"""The form of an act: structure and words apart. Events carry versions of their own."""

EVENTS: tuple[type[Event], ...] = tuple(
    sorted(Event.__subclasses__(), key=lambda event: str(event.__struct_config__.tag))
)
"""Every event there is: importing the decider, the notes and the archives has defined them all."""


LAST_YEAR = 9000
"""No act is of a later year: what is reckoned from a time has to stay a time, up to year 9999."""

ERASED = Digest("")
"""Stands for the digest of what was asked where the words are erased, or not yet joined."""

INCOMPLETE = "incomplete"
"""The schema of a state that lacks entries which its writer could not read: nobody reads it."""


class UnreadableAct(Exception):
    """Raised when an act in the record is of a form or kind this program does not know."""


class Act(Value, frozen=True):
    """One entry's content: who did what, when, and the digest of what was asked for.

    Where its author has erased the words, every text is empty and `asked` is `ERASED`. A pause or
    stop that a device left carries its notice: whoever came next has recorded it. Where answers of
    both are shown, `answered` is the signature of the other than who shows them.
    """

    format: int
    by: MemberId
    at: datetime
    asked: Digest
    events: tuple[Event, ...]
    are_words_erased: bool = False
    notice: SignedNotice | None = None
    answered: AnswerSignature | None = None

    def recorded(self) -> tuple[Recorded, ...]:
        """Return the act's events, each with its author and time."""
        return tuple(Recorded(self.by, self.at, event) for event in self.events)


class WrittenAct(Value, frozen=True):
    """The two written halves of an act; `words` is None where there is no text in it."""

    structure: bytes
    words: bytes | None


class _Structure(Value, frozen=True, omit_defaults=True):
    """What happened, without its texts, and the digest that ties the words to it."""

    format: int
    by: MemberId
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    asked: Digest
    words: bytes | None
    events: tuple[Union[EVENTS], ...]  # type: ignore[valid-type]  # noqa: UP007 - a union made from a tuple
    notice: SignedNotice | None = None
    answered: AnswerSignature | None = None


class _Words(Value, frozen=True):
    """The texts of an act, in the order of its fields.

    The digest of what was asked stands here too: beside erased words it would confirm a guess,
    and for the same reason the structure knows the words by a salted digest only.
    """

    salt: bytes
    asked: Digest
    texts: tuple[str, ...]


class Snapshot(Value, Generic[S], frozen=True):
    """A state, the time of the act that led to it, and the schema it is written in."""

    schema: str
    at: datetime
    state: S


SNAPSHOT_SCHEMA = "a765e5692f21e8d1"
"""What states look like, and what a record folds to: a snapshot of another schema is folded anew.

It is the beginning of a digest over the structure of the states and over the state that a frozen
record folds to; a test computes it and says what belongs here. A number raised by hand would be
forgotten, and two people would raise it to the same one.
"""

SHARED_SNAPSHOTS = msgspec.msgpack.Decoder(Snapshot[State])
PRIVATE_SNAPSHOTS = msgspec.msgpack.Decoder(Snapshot[NotesState])
ARCHIVE_SNAPSHOTS = msgspec.msgpack.Decoder(Snapshot[ArchiveState])

_encoder = msgspec.msgpack.Encoder(order="deterministic")


_words_decoder = msgspec.msgpack.Decoder(_Words)


@cache
def _structure_decoder() -> msgspec.msgpack.Decoder[Any]:
    # Made when the first entry is read: most commands read none, and would start later for it.
    return msgspec.msgpack.Decoder(_Structure)


def asked(command: Command) -> Digest:
    """Return the digest that tells whether a repeated operation asks for the same thing."""
    return digest(command)


def encode_act(act: Act, salt: bytes) -> WrittenAct:
    """Return an act's two halves; `salt` is 16 random bytes, drawn for this act."""
    texts: list[str] = []
    events = tuple(map_texts(event, _collect_into(texts)) for event in act.events)
    # The salt of an answer's words is erased with them, so it stands among the texts.
    signed = (act.notice, map_texts(act.answered, _collect_into(texts)))
    if not any(texts):
        whole = _Structure(act.format, act.by, act.at, act.asked, None, events, *signed)
        return WrittenAct(_encoder.encode(whole), None)
    words = _encoder.encode(_Words(salt, act.asked, tuple(texts)))
    tie = sha256(words).digest()
    structure = _Structure(act.format, act.by, act.at, ERASED, tie, events, *signed)
    return WrittenAct(_encoder.encode(structure), words)


def _collect_into(texts: list[str]) -> Callable[[str], str]:
    def collect(text: str) -> str:
        texts.append(text)
        return ""

    return collect


def decode_act(written: WrittenAct) -> Act:
    """Return the act in an entry's two halves; raises UnreadableAct for any other form.

    Words that are not there have been erased: the texts are then empty.
    """
    structure = _decoded_structure(written.structure)
    act = Act(
        structure.format,
        structure.by,
        structure.at,
        structure.asked,
        structure.events,
        notice=structure.notice,
        answered=structure.answered,
    )
    if written.words is None:
        return replace(act, are_words_erased=structure.words is not None)
    if structure.words != sha256(written.words).digest():
        raise UnreadableAct
    return _with_words(act, _decoded_words(written.words))


def _decoded_structure(raw: bytes) -> Any:  # noqa: ANN401 - its type is made at run time
    structure = decoded_by(_structure_decoder(), raw)
    if structure is None or structure.format != ACT_FORMAT or structure.at.year > LAST_YEAR:
        raise UnreadableAct
    return structure


def _decoded_words(raw: bytes) -> _Words:
    words = decoded_by(_words_decoder, raw)
    if words is None:
        raise UnreadableAct
    return words


def _with_words(act: Act, words: _Words) -> Act:
    remaining = list(reversed(words.texts))
    try:
        events = tuple(map_texts(event, lambda _: remaining.pop()) for event in act.events)
        answered = map_texts(act.answered, lambda _: remaining.pop())
    except IndexError:
        raise UnreadableAct from None
    if remaining:
        raise UnreadableAct
    return replace(act, asked=words.asked, events=events, answered=answered)


def encode_snapshot(at: datetime, state: Value, schema: str = SNAPSHOT_SCHEMA) -> bytes:
    """Return a snapshot's bytes."""
    return _encoder.encode(Snapshot(schema, at, state))


def decode_snapshot(
    body: bytes, decoder: msgspec.msgpack.Decoder[Snapshot[S]]
) -> Snapshot[S] | None:
    """Return the snapshot in these bytes, or None when another schema wrote it: then refold."""
    written = decoded_by(decoder, body)
    return None if written is None or written.schema != SNAPSHOT_SCHEMA else written
