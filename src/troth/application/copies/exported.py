"""The form of an export: a record as plain JSON, complete, unsigned, and readable without us."""

import unicodedata
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, Literal, Union

import msgspec
from msgspec.structs import replace

from troth.application.codec import EVENTS, Act
from troth.domain.archives import MOST_PARTS, PART_LENGTH, ArchivePartKept
from troth.domain.decider import State, evolve
from troth.domain.kernel import Event, MemberId, Recorded, Refusal, Value
from troth.domain.notes import NoteErased, NoteKept
from troth.projections.phrases import Phrase

LONGEST_BYTES = MOST_PARTS * PART_LENGTH
"""A longer file is not looked into: reading it would take memory before it could be refused."""

MOST_PEOPLE = 2

OWN_EVENTS = (NoteKept, NoteErased, ArchivePartKept)
"""What somebody writes for themself, which is in no shared record."""

SHARED_EVENTS: tuple[type[Event], ...] = tuple(e for e in EVENTS if e not in OWN_EVENTS)

_CONTROL = frozenset({"Cc", "Cs"})
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn what follows around: a line could read otherwise than it is."""

Time = Annotated[datetime, msgspec.Meta(tz=True)]


class Person(Value, frozen=True):
    """One of the two people of a record."""

    id: MemberId
    name: str
    zone: str


class ExportedEntry(Value, frozen=True):
    """One entry: its number, who did it and when, what happened, and whether words are erased."""

    entry: int
    by: MemberId
    at: Time
    events: tuple[Union[SHARED_EVENTS], ...]  # type: ignore[valid-type]  # noqa: UP007 - a union made from a tuple
    words_erased: bool = False

    def recorded(self) -> tuple[Recorded, ...]:
        """Return its events, each with its author and time."""
        return tuple(Recorded(self.by, self.at, event) for event in self.events)


class ExportedNote(Value, frozen=True):
    """One private note of whoever took the copy."""

    number: int
    at: Time
    text: str


class ExportedDraft(Value, frozen=True):
    """Something whoever took the copy had begun and not yet brought; its form is its verb's."""

    name: str
    body: Any


class Export(Value, frozen=True, rename={"owner": "for"}):
    """A copy of one record, with the notes and drafts of whoever took it, and of nobody else.

    The checksum shows a copy that was damaged. Anybody can compute it: it proves nothing of who
    wrote what, so whoever is shown a copy can be told that it was made up.
    """

    format: Literal["troth-export/1"]
    made_at: Time
    owner: MemberId
    people: tuple[Person, ...]
    entries: tuple[ExportedEntry, ...]
    notes: tuple[ExportedNote, ...] = ()
    drafts: tuple[ExportedDraft, ...] = ()
    checksum: str = ""
    unread: tuple[int, ...] | msgspec.UnsetType = msgspec.UNSET
    unread_own: int | msgspec.UnsetType = msgspec.UNSET
    """How many of the owner's notes and drafts could not be read when the copy was taken."""

    @property
    def gaps(self) -> tuple[int, ...]:
        """The numbers of entries that could not be read when the copy was taken."""
        return () if isinstance(self.unread, msgspec.UnsetType) else self.unread


class NotAnExport(Refusal, frozen=True):
    """A file is no copy that Troth has made."""

    why: Phrase
    says = "This is no copy that Troth has made: {why}. Nothing was brought in."


def write_export(export: Export) -> str:
    """Return an export as JSON that a person can read too, the same each time."""
    raw = msgspec.json.encode(export, order="deterministic")
    return msgspec.json.format(raw, indent=1).decode() + "\n"


def read_export(raw: bytes) -> Export | NotAnExport:
    """Return the export in these bytes, or the first thing that is wrong with them.

    Everything unknown is refused: what is brought in is read as somebody's record later.
    """
    if len(raw) > LONGEST_BYTES:
        return NotAnExport(Phrase("it is longer than {most} MiB", most=LONGEST_BYTES >> 20))
    try:
        export = msgspec.json.decode(raw, type=Export)
        plain = msgspec.json.decode(raw)
    except msgspec.ValidationError as error:
        return NotAnExport(_without_content(error))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return NotAnExport(Phrase("it is not readable as JSON in UTF-8"))
    why = _unseen(plain) or _disorder(export)
    return export if why is None else NotAnExport(why)


def summed(export: Export) -> Export:
    """Return a copy with the checksum of all the rest."""
    return replace(export, checksum=_checksum(export))


def _checksum(export: Export) -> str:
    plain = msgspec.json.encode(replace(export, checksum=""), order="deterministic")
    return sha256(plain).hexdigest()


def named_zones(raw: bytes) -> frozenset[str]:
    """Return the time zones that an export names: of its people, and of what they agreed."""
    found: set[str] = set()
    ahead: list[object] = [msgspec.json.decode(raw)]
    while ahead:
        each = ahead.pop()
        if isinstance(each, dict):
            ahead += each.values()
            found |= {str(each["zone"])} if "zone" in each else set()
        elif isinstance(each, list):
            ahead += each
    return frozenset(found)


def folded(export: Export) -> State | None:
    """Return the state a copy leads to; None where its entries could not have followed each other.

    Each event is well formed by itself; that one speaks of what another began, nobody vouches for.
    """
    state: State | None = State()
    for entry in export.entries:
        further = None if state is None else _after(state, entry)
        # Beside a gap what an entry speaks of may be missing: then only that entry is left out.
        state = state if further is None and export.gaps else further
    return state


def _after(state: State, entry: ExportedEntry) -> State | None:
    try:
        for recorded in entry.recorded():
            state = evolve(state, recorded)
    except (LookupError, ValueError, TypeError, ArithmeticError):
        return None
    return state


def exported_entry(seq: int, act: Act) -> ExportedEntry:
    """Return an entry of a record as it stands in an export."""
    return ExportedEntry(seq, act.by, act.at, act.events, act.are_words_erased)


def _without_content(error: msgspec.ValidationError) -> Phrase:
    """Return where something does not fit; what stands there is somebody's and not repeated."""
    _, found, place = str(error).rpartition(" - at ")
    if not found:
        return Phrase("its form is another")
    return Phrase("something unknown or misplaced stands at {place}", place=place)


def _disorder(export: Export) -> Phrase | None:
    known = [person.id for person in export.people]
    numbers = sorted([*(each.entry for each in export.entries), *export.gaps])
    in_order = [each.entry for each in export.entries]
    times = [each.at for each in export.entries]
    are_two = 0 < len(known) <= MOST_PEOPLE and len(set(known)) == len(known)
    checks = (
        (are_two and export.owner in known, Phrase("it does not name the two people")),
        (
            numbers == list(range(1, len(numbers) + 1)) and in_order == sorted(in_order),
            Phrase("its entries are not numbered in a row"),
        ),
        (times == sorted(times), Phrase("its entries are not in the order of their times")),
        (
            {each.by for each in export.entries} <= set(known),
            Phrase("it holds an entry by a stranger"),
        ),
        (folded(export) is not None, Phrase("its entries do not follow from each other")),
        (
            export.checksum == _checksum(export),
            Phrase("something in it has changed since it was made"),
        ),
    )
    return next((why for is_so, why in checks if not is_so), None)


def _unseen(plain: object) -> Phrase | None:
    """Refuse what would move the cursor or turn a line around, wherever it stands."""
    ahead: list[object] = [plain]
    while ahead:
        found = ahead.pop()
        if isinstance(found, dict):
            ahead += [*found.keys(), *found.values()]
        elif isinstance(found, list):
            ahead += found
        elif isinstance(found, str) and not all(map(_is_shown, found)):
            return Phrase("it holds characters that cannot be seen")
    return None


def _is_shown(char: str) -> bool:
    if char in "\n\t":
        return True
    return char not in _DIRECTIONS and unicodedata.category(char) not in _CONTROL
