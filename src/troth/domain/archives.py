"""Archives: a copy somebody took and brought in again, in a chain of their own; it binds nobody."""

from typing import TypeAlias

from msgspec.structs import replace

from troth.domain.kernel import (
    AlreadyThere,
    Command,
    Event,
    MemberId,
    Occasion,
    Outcome,
    Recorded,
    Refusal,
    Value,
)

PART_LENGTH = 128 << 10
"""Characters in one part: what an entry holds, however many bytes each takes."""

MOST_PARTS = 512
"""A copy of 64 MiB: twenty years of two people who write every day fit three times."""


class ArchivePartKept(Event, frozen=True, tag="archive-part-kept/1"):
    """The owner kept a part of a copy, exactly as it was read; the parts in order are the copy."""

    part: int
    text: str


class ArchiveState(Value, frozen=True):
    """Whose archive it is and how many parts it has; the text is read from the chain."""

    owner: MemberId | None = None
    parts: int = 0


def evolve(state: ArchiveState, recorded: Recorded) -> ArchiveState:
    """Return the archive after an event of its own chain."""
    match recorded.event:
        case ArchivePartKept(part=part):
            return replace(state, owner=recorded.by, parts=part)
        case _:
            return state


class KeepArchivePart(Command, frozen=True):
    """Keep the next part of a copy that the application has read and found to be one."""

    part: int
    text: str


ArchiveCommand: TypeAlias = KeepArchivePart


class ArchiveTooLong(Refusal, frozen=True):
    """A copy is longer than an archive may be."""

    says = "This copy is longer than an archive may be. Keep it as the file it is."


class NotYourArchive(Refusal, frozen=True):
    """An archive is its owner's alone."""

    says = "This archive belongs to somebody else. Yours are in places of their own."


def decide(state: ArchiveState, command: ArchiveCommand, occasion: Occasion) -> Outcome:
    """Decide a command about one's own archive; no pause, stop or end reaches it."""
    if state.owner not in (None, occasion.by):
        return NotYourArchive()
    if command.part != state.parts + 1:
        return AlreadyThere("part of this archive", str(command.part))
    if command.part > MOST_PARTS or not 0 < len(command.text) <= PART_LENGTH:
        return ArchiveTooLong()
    return (ArchivePartKept(command.part, command.text),)
