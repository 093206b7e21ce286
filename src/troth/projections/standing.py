"""The one ribbon: where the exchange stands, when it is not simply on."""

from datetime import datetime
from enum import StrEnum

from troth.domain.decider import State
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.force import Ground, is_open
from troth.domain.kernel import MemberId, Moment, Value
from troth.projections.phrases import Phrase


class Standing(StrEnum):
    """What keeps the exchange from simply being on; at most one is said."""

    ALONE = "alone"
    FORMING = "forming"
    CHECKING = "checking"
    PAUSED = "paused"
    STOPPED = "stopped"
    RESTORED = "restored"
    ENDED = "ended"
    WINDOW_CLOSED = "window-closed"
    PART_RESTS = "part-rests"


SENTENCES: dict[Standing, str] = {
    Standing.ALONE: "The other one has not joined yet. Nothing is agreed, and nothing is expected.",
    Standing.FORMING: "Nothing has begun yet. Each of you decides for yourself until it does.",
    Standing.CHECKING: "{by} asked to check in at {time}. Nothing new starts until you have both "
    "said you are all right.",
    Standing.PAUSED: "Paused by {by} at {time}. You stand side by side; it takes you both to "
    "resume.",
    Standing.STOPPED: "Stopped by {by} at {time}. Nothing goes on; it takes you both to resume.",
    Standing.RESTORED: "Paused at {time}, for this record came back from a copy. You stand side by "
    "side; it takes you both to resume.",
    Standing.ENDED: "It has ended. Nothing is owed. What is yours stays yours.",
    Standing.WINDOW_CLOSED: "No window is open. Nothing is expected until one is.",
    Standing.PART_RESTS: "Resting: {parts}. It takes you both to come back to it.",
}

_OF_PHASE = {
    Phase.FORMING: Standing.FORMING,
    Phase.CHECKING: Standing.CHECKING,
    Phase.PAUSED: Standing.PAUSED,
    Phase.STOPPED: Standing.STOPPED,
    Phase.ENDED: Standing.ENDED,
}


class Ribbon(Value, frozen=True):
    """Where the exchange stands: since when and by whom it rests, or which parts of life do."""

    standing: Standing
    since: datetime | None = None
    by: str = ""
    parts: tuple[str, ...] = ()


def ribbon(state: State, moment: Moment) -> Ribbon | None:
    """Return where the exchange stands, or None when it is on."""
    ground, dynamic = state.ground, state.ground.dynamic
    standing = phase(dynamic, moment.at)
    if standing is Phase.FORMING and len(dynamic.members) < 2:  # noqa: PLR2004 - a dynamic has two members
        return Ribbon(Standing.ALONE)
    rest = dynamic.suspension
    if standing is Phase.PAUSED and rest is not None and rest.is_restored:
        return Ribbon(Standing.RESTORED, rest.since)
    asked = dynamic.check if standing is Phase.CHECKING else rest
    if standing in (Phase.CHECKING, Phase.PAUSED, Phase.STOPPED) and asked is not None:
        return Ribbon(_OF_PHASE[standing], asked.since, _name(state, asked.by))
    if standing in _OF_PHASE:
        return Ribbon(_OF_PHASE[standing])
    if not is_open(ground, moment):
        return Ribbon(Standing.WINDOW_CLOSED)
    parts = _resting_parts(ground, moment)
    return Ribbon(Standing.PART_RESTS, parts=parts) if parts else None


def _resting_parts(ground: Ground, moment: Moment) -> tuple[str, ...]:
    suspensions, named = ground.dynamic.area_suspensions, ground.agreement.areas
    resting = [area for area, each in suspensions.items() if each.since <= moment.at]
    return tuple(named[area].name if area in named else str(area) for area in resting)


def ribbon_sentence(shown: Ribbon, time: str) -> Phrase:
    """Return the ribbon in words, the same for both; `time` is its since in the reader's zone."""
    places = {"by": shown.by, "time": time, "parts": ", ".join(shown.parts)}
    return Phrase(SENTENCES[shown.standing], **places)


def _name(state: State, member: MemberId) -> str:
    return state.ground.dynamic.member(member).name
