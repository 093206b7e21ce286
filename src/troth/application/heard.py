"""What was said about a question, from the record: a decision keeps only what was decided."""

from collections.abc import Iterator

from troth.application.handle import World
from troth.application.keyring import ChainKeys
from troth.application.ports import ChainId, Reading
from troth.application.sealing import open_act
from troth.domain.decisions.events import (
    Answer,
    MatterDecided,
    MatterId,
    MatterRaised,
    OpinionGiven,
    OpinionId,
    ResolutionProposed,
)
from troth.domain.kernel import Recorded, Value

READ_AT_ONCE = 50
"""Entries read at a time: about what a couple records in a week."""

LOOKED_THROUGH = 1000
"""Entries looked through for one page; what was said further back is in the history."""


class Heard(Value, frozen=True):
    """What was said to a question in order of time; `is_whole` if its beginning was reached."""

    said: tuple[Recorded, ...]
    answers: dict[OpinionId, Answer]
    is_whole: bool


def heard(world: World, chain: ChainId, matter: MatterId) -> Heard:
    """Return what was said about a question, before it was decided and since."""
    with world.store.reading(chain) as reading:
        return _heard(_backwards(reading, world.keys.of(reading)), matter)


def _heard(backwards: Iterator[Recorded], matter: MatterId) -> Heard:
    said: list[Recorded] = []
    answers: dict[OpinionId, Answer] = {}
    for each in backwards:
        match each.event:
            case OpinionGiven(matter=about) if about == matter:
                said.append(each)
            case MatterDecided(matter=about) | ResolutionProposed(matter=about) if about == matter:
                answers = {**{one.opinion: one for one in each.event.answers}, **answers}
            case MatterRaised(matter=about) if about == matter:
                return Heard(tuple(reversed(said)), answers, is_whole=True)
    return Heard(tuple(reversed(said)), answers, is_whole=False)


def _backwards(reading: Reading, keys: ChainKeys) -> Iterator[Recorded]:
    """Give what happened, the newest first, as far back as one page looks."""
    before: int | None = None
    for _ in range(LOOKED_THROUGH // READ_AT_ONCE):
        entries = reading.entries_before(before, limit=READ_AT_ONCE)
        for entry in entries:
            yield from reversed(open_act(keys, entry).recorded())
            before = entry.seq
        if len(entries) < READ_AT_ONCE:
            return
