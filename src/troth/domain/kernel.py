"""The values everything in the domain is made of: identities, moments, acts, refusals, wording."""

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import ClassVar, NewType, TypeAlias, TypeVar

import msgspec

MemberId = NewType("MemberId", str)
AreaId = NewType("AreaId", str)
ClauseId = NewType("ClauseId", str)
ProposalId = NewType("ProposalId", str)
Digest = NewType("Digest", str)

MEMORY_DAYS = 30
"""How far back reports and back-dating reach (domain design, K8 and L4)."""

KEPT_DAYS = MEMORY_DAYS + 1
"""How long ended things stay in the state: the memory, and a day so that no edge is lost."""

_KEPT = timedelta(days=KEPT_DAYS)

WORDING_LENGTH = 4000
"""Longest text of one clause, opinion or note: two printed pages; longer is several things."""

NAME_LENGTH = 80
"""Longest name or title: it has to fit one line of a phone."""


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """An immutable value; its repr shows no content, so nothing private reaches a traceback.

    Values hold only what was there before them, so they form no cycles, and the collector of cycles
    need not look through the thousands in a state.
    """

    def __repr__(self) -> str:
        """Name the type only."""
        return f"<{type(self).__name__}>"


class Event(Value, frozen=True, tag_field="type"):
    """Something that has happened; its tag ends in a version and is never renamed or reused."""


class Command(Value, frozen=True, tag_field="type"):
    """Something a member asks for."""


class Protective(Command, frozen=True):
    """A command that protects: it needs no reason, and is accepted on an outdated view (L2)."""


class Refusal(Value, frozen=True):
    """An expected "no": which rule stands in the way, and what to do about it."""

    says: ClassVar[str] = ""

    @property
    def sentence(self) -> str:
        """The refusal in words for the person refused; fields are names and ids, never content."""
        return self.says.format(**msgspec.structs.asdict(self))


Outcome: TypeAlias = "tuple[Event, ...] | Refusal"
"""What a decision comes to: what has happened (perhaps nothing), or why it may not."""


class Moment(Value, frozen=True):
    """A point in time (aware, UTC) with the time zones a rule may need, preloaded by name."""

    at: datetime
    zones: Mapping[str, tzinfo] = {}

    def moved(self, at: datetime) -> "Moment":
        """Return the same zones at another time."""
        return Moment(at, self.zones)


class Occasion(Value, frozen=True):
    """Who acts and when: all of an act that is not its content."""

    by: MemberId
    moment: Moment

    @property
    def now(self) -> datetime:
        """The time of the act."""
        return self.moment.at


class Recorded(Value, frozen=True):
    """An event with its author and time, as it stands in the record."""

    by: MemberId
    at: datetime
    event: Event


class Capacity(StrEnum):
    """In which capacity somebody acts: their own life, or authority the agreement grants."""

    OWN = "own"
    ROLE = "role"


class Significance(StrEnum):
    """How much hangs on something: everyday, or it matters."""

    ROUTINE = "routine"
    SIGNIFICANT = "significant"


class NotAMember(Refusal, frozen=True):
    """Somebody outside the dynamic tried to act in it."""

    says = "Only the two members of this dynamic can do that."


class NotFound(Refusal, frozen=True):
    """What the command names does not exist, or is no longer kept open."""

    what: str
    name: str
    says = "There is no {what} called “{name}” here. Look at the list and choose one of those."


class AlreadyThere(Refusal, frozen=True):
    """The command would make something anew under an id that is taken."""

    what: str
    name: str
    says = "There is already a {what} called “{name}”. Choose another name."


class UnclearWording(Refusal, frozen=True):
    """A text is empty, too long, or contains characters that do not show what they are."""

    what: str
    says = (
        "The {what} is empty, too long, or contains invisible characters. "
        "Write it in plain visible text."
    )


def digest(value: object) -> Digest:
    """Return the SHA-256 (hex) of a value's canonical form: JSON with every key sorted."""
    canonical = msgspec.json.encode(value, order="sorted")
    return Digest(hashlib.sha256(canonical).hexdigest())


_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Unicode categories a reader cannot see: two texts could look alike and differ in them."""

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that Unicode counts as visible and every typeface leaves blank."""

_JOINERS = frozenset("\u200c\u200d")
"""Joiners that several scripts and emoji need to be spelt rightly."""

_JOINED_FROM = "\u0600"
"""The first character of those scripts (Arabic); before it a joiner changes nothing to see."""


def wording(text: str) -> str:
    """Return the text in the one form that is recorded: NFC, plain spaces, no trailing space.

    Two texts that look the same then have the same digest, so nobody consents to another text
    than the one the other saw (domain design, section 2.6).
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in composed)
    return "\n".join(line.rstrip() for line in spaced.replace("\t", " ").split("\n")).strip()


def is_clear(text: str, *, longest: int = WORDING_LENGTH, may_be_empty: bool = False) -> bool:
    """Tell whether a text is in its recorded form, visible throughout, and not too long."""
    if not text:
        return may_be_empty
    if len(text) > longest or wording(text) != text:
        return False
    if longest <= NAME_LENGTH and "\n" in text:
        return False  # the second line of a name would pass for a line of the software's own
    around = zip(("", *text), text, (*text[1:], ""), strict=False)
    return all(_is_seen(c) or (c in _JOINERS and _joins(b, a)) for b, c, a in around)


def _is_seen(char: str) -> bool:
    return char == "\n" or (char not in _BLANK and unicodedata.category(char) not in _UNSEEN)


def _joins(before: str, after: str) -> bool:
    """Tell whether a joiner between the two is one a reader can see the work of."""
    return all(c >= _JOINED_FROM and _is_seen(c) and not c.isspace() for c in (before, after))


def backdated(since: datetime | None, now: datetime) -> datetime:
    """Return when a protective act takes effect: when it was said, at most 30 days back (L4).

    A time that cannot be is moved to the nearest that can, never refused: protection fails open.
    So is a time without a zone, which could be anywhere within a day: it counts from now.
    """
    if since is None or since.tzinfo is None:
        return now
    return min(max(since, now - timedelta(days=MEMORY_DAYS)), now)


def is_forgotten(until: datetime, now: datetime) -> bool:
    """Tell whether something that ended then need not be kept in the state any longer."""
    return until < kept_since(now)


def kept_since(now: datetime) -> datetime:
    """Return since when what has ended is still kept in the state."""
    return now - _KEPT


_Key = TypeVar("_Key")
_Item = TypeVar("_Item")


def with_item(mapping: Mapping[_Key, _Item], key: _Key, item: _Item) -> dict[_Key, _Item]:
    """Return a copy of the mapping with one item set."""
    return {**mapping, key: item}


def without(mapping: Mapping[_Key, _Item], key: _Key) -> dict[_Key, _Item]:
    """Return a copy of the mapping without one key."""
    return {k: v for k, v in mapping.items() if k != key}
