"""Erasing: one's own words at any time; the whole record after a wait both are told of."""

from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from msgspec.structs import replace

from troth.domain.dynamic.events import MemberJoined
from troth.domain.dynamic.state import DynamicState
from troth.domain.kernel import (
    Command,
    Event,
    MemberId,
    Occasion,
    Outcome,
    Recorded,
    Refusal,
    Value,
    with_item,
    without,
)

ERASURE_DAYS = 30
"""How long the whole record is kept once its erasure is asked: time to notice and take a copy."""

MOST_ENTRIES = 100
"""Entries whose words one act erases: a proposal with all its revisions fits several times."""


class WordsErased(Event, frozen=True, tag="words-erased/1"):
    """A member erased their own words in entries; that there were entries stays in the record."""

    entries: tuple[int, ...]


class ErasureAsked(Event, frozen=True, tag="erasure-asked/1"):
    """A member asked that the whole record be erased; from `due` on either may carry it out."""

    due: datetime


class ErasureCalledOff(Event, frozen=True, tag="erasure-called-off/1"):
    """A member no longer asks that the whole record be erased."""


class ErasureState(Value, frozen=True):
    """Who asks that the whole record be erased, and from when on it may be, for each."""

    asked: dict[MemberId, datetime] = {}

    @property
    def due(self) -> datetime | None:
        """From when on it may be erased; None while nobody asks."""
        return min(self.asked.values(), default=None)


def evolve(state: ErasureState, recorded: Recorded) -> ErasureState:
    """Return what is asked after an event; words that are gone leave nothing to remember.

    Whoever joins was told of nothing, so what was asked before is not asked of them.
    """
    match recorded.event:
        case MemberJoined():
            return ErasureState()
        case ErasureAsked(due=due):
            return replace(state, asked=with_item(state.asked, recorded.by, due))
        case ErasureCalledOff():
            return replace(state, asked=without(state.asked, recorded.by))
        case _:
            return state


class EraseWords(Command, frozen=True):
    """Erase one's own words in some entries.

    The application has looked into the record: the entries are there, they are one's own, and
    nothing rests on their wording.
    """

    entries: tuple[int, ...]


class AskErasure(Command, frozen=True):
    """Ask that the whole record be erased, for both alike; both are told at once."""


class CallOffErasure(Command, frozen=True):
    """No longer ask that the whole record be erased."""


ErasureCommand: TypeAlias = EraseWords | AskErasure | CallOffErasure
"""All of these are open in every state, the end included."""


class TooManyEntries(Refusal, frozen=True):
    """One act erases only so many entries."""

    most: int
    says = "That is more than one act erases. Name {most} entries at most, then the rest."


class ErasureNotDue(Refusal, frozen=True):
    """The whole record is erased only once the wait is over."""

    day: str
    says = "This record can be erased from {day} (UTC) on. Until then take your copies."


class ErasureNotAsked(Refusal, frozen=True):
    """Nobody has asked for it, so neither of the two could know."""

    days: int = ERASURE_DAYS
    says = "Nobody has asked to erase this record. Ask first; after {days} days either of you can."


def decide(
    state: ErasureState, dynamic: DynamicState, command: ErasureCommand, occasion: Occasion
) -> Outcome:
    """Decide a command about erasing; neither of the two can keep the other from it."""
    match command:
        case EraseWords(entries=entries):
            is_short = len(entries) <= MOST_ENTRIES
            return (WordsErased(entries),) if is_short else TooManyEntries(MOST_ENTRIES)
        case AskErasure():
            return _ask(state, dynamic, occasion)
        case CallOffErasure():
            return (ErasureCalledOff(),) if occasion.by in state.asked else ()
        case _:
            assert_never(command)


def _ask(state: ErasureState, dynamic: DynamicState, occasion: Occasion) -> Outcome:
    """Whoever is alone in a record need not wait: there is nobody yet whose words it holds."""
    if occasion.by in state.asked:
        return ()
    days = ERASURE_DAYS if len(dynamic.members) > 1 else 0
    return (ErasureAsked(occasion.now + timedelta(days=days)),)


def refuse_early(state: ErasureState, now: datetime) -> Refusal | None:
    """Tell why the whole record may not be erased yet, or None once it may."""
    if state.due is None:
        return ErasureNotAsked()
    return ErasureNotDue(f"{state.due:%Y-%m-%d %H:%M}") if now < state.due else None
