"""Check-ins: how each is, answered apart and revealed together, in words and never in figures."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType, TypeAlias

from msgspec.structs import replace

from troth.domain.dynamic.events import Paused, Resumed, Stopped
from troth.domain.dynamic.state import DynamicState
from troth.domain.kernel import (
    Command,
    Event,
    MemberId,
    Occasion,
    Outcome,
    Recorded,
    Refusal,
    UnclearWording,
    Value,
    is_clear,
)

RoundId = NewType("RoundId", str)
"""An ISO week in UTC, as in 2026-W10: both mean the same week wherever they are."""

KEPT_WEEKS = 60
"""A year on the ebb-and-flow page, and two months so that the same season can be compared."""

LATE_WEEKS = 1
"""Last week's answers may still meet: one answered on Sunday night, the other on Monday."""

WORDS_LENGTH = 1000
"""A few paragraphs beside an answer; more is for a talk."""


class Connection(StrEnum):
    """How close somebody feels; none of these is better for being nearer."""

    FAR_APART = "far-apart"
    A_LITTLE_APART = "a-little-apart"
    STEADY = "steady"
    CLOSE = "close"
    VERY_CLOSE = "very-close"
    RATHER_NOT_SAY = "rather-not-say"


class Clarity(StrEnum):
    """How clear somebody finds the roles."""

    NOT_CLEAR = "not-clear"
    RATHER_UNCLEAR = "rather-unclear"
    IN_BETWEEN = "in-between"
    FAIRLY_CLEAR = "fairly-clear"
    CLEAR = "clear"
    RATHER_NOT_SAY = "rather-not-say"


class Guess(Value, frozen=True):
    """What somebody thinks the other has answered; it is where misread signals come to light."""

    connection: Connection
    clarity: Clarity


class Answer(Value, frozen=True):
    """What one member says of themselves in a check-in."""

    connection: Connection
    clarity: Clarity
    words: str = ""
    guess: Guess | None = None


class CheckInRevealed(Event, frozen=True, tag="check-in-revealed/1"):
    """Both had answered, so both answers are shown at the same moment."""

    round: RoundId
    answers: dict[MemberId, Answer]


class Rest(Value, frozen=True):
    """A time the whole exchange rested; open while it still does."""

    since: datetime
    until: datetime | None = None


class Revealed(Value, frozen=True):
    """What both said of one week, without their words."""

    round: RoundId
    connection: dict[MemberId, Connection]
    clarity: dict[MemberId, Clarity]


class CheckInsState(Value, frozen=True):
    """The last check-in whole, and a short line for each of the weeks that are shown."""

    last: CheckInRevealed | None = None
    weeks: tuple[Revealed, ...] = ()
    rests: tuple[Rest, ...] = ()


class Week(Value, frozen=True):
    """One week of ebb and flow: what was revealed, if anything, and whether the exchange rested."""

    round: RoundId
    begins: datetime
    revealed: Revealed | None
    rested: bool


def round_of(at: datetime) -> RoundId:
    """Return the round a moment falls in."""
    year, week, _ = at.isocalendar()
    return RoundId(f"{year}-W{week:02}")


def open_rounds(now: datetime) -> tuple[RoundId, ...]:
    """Return the rounds that can be revealed now, this week's first."""
    return tuple(round_of(now - timedelta(weeks=back)) for back in range(LATE_WEEKS + 1))


def is_revealed(state: CheckInsState, round_: RoundId) -> bool:
    """Tell whether a round of the weeks kept has been revealed."""
    return any(each.round == round_ for each in state.weeks)


def ebb_and_flow(state: CheckInsState, now: datetime, count: int) -> tuple[Week, ...]:
    """Return the last weeks in order, this one included, without any scan of the record."""
    revealed = {each.round: each for each in state.weeks}
    monday = _monday(now)
    begins = [monday - timedelta(weeks=back) for back in reversed(range(min(count, KEPT_WEEKS)))]
    return tuple(
        Week(round_of(start), start, revealed.get(round_of(start)), _rested(state, start, now))
        for start in begins
    )


def _monday(at: datetime) -> datetime:
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=at.weekday())


def _rested(state: CheckInsState, start: datetime, now: datetime) -> bool:
    end = min(start + timedelta(weeks=1), now)
    return any(
        rest.since < end and (rest.until is None or rest.until > start) for rest in state.rests
    )


def evolve(state: CheckInsState, recorded: Recorded) -> CheckInsState:
    """Return the check-ins after an event; rests are kept because they colour the weeks."""
    match recorded.event:
        case CheckInRevealed() as revealed:
            return _after_revealing(state, revealed, recorded.at)
        case Paused(since=since, area=None) | Stopped(since=since):
            return _after_resting(state, since, recorded.at)
        case Resumed(area=None):
            ended = tuple(replace(each, until=each.until or recorded.at) for each in state.rests)
            return replace(state, rests=ended)
        case _:
            return state


def _after_revealing(
    state: CheckInsState, revealed: CheckInRevealed, now: datetime
) -> CheckInsState:
    line = Revealed(
        revealed.round,
        {member: answer.connection for member, answer in revealed.answers.items()},
        {member: answer.clarity for member, answer in revealed.answers.items()},
    )
    oldest = _oldest(now).date()
    kept = tuple(each for each in state.weeks if round_begins(each.round) >= oldest)
    return CheckInsState(revealed, (*kept, line), state.rests)


def _oldest(now: datetime) -> datetime:
    return _monday(now) - timedelta(weeks=KEPT_WEEKS)


def round_begins(round_: RoundId) -> date:
    """Return the Monday a round begins on."""
    year, week = round_.split("-W")
    return date.fromisocalendar(int(year), int(week), 1)


def _after_resting(state: CheckInsState, since: datetime, now: datetime) -> CheckInsState:
    """A further pause or stop belongs to the rest that is open, perhaps from further back."""
    oldest = _oldest(now)
    over = tuple(each for each in state.rests if each.until is not None and each.until >= oldest)
    still = [each.since for each in state.rests if each.until is None]
    return replace(state, rests=(*over, Rest(min([since, *still]))))


class RevealCheckIn(Command, frozen=True):
    """Reveal a round: one's own answer, with the other's that was sealed until now.

    The application builds it in the act that seals the second answer, from the other's pending
    row; until then an answer is in no chain, no count and no copy.
    """

    round: RoundId
    answers: dict[MemberId, Answer]


CheckInCommand: TypeAlias = RevealCheckIn


class NeedsBothAnswers(Refusal, frozen=True):
    """A check-in is revealed with the answers of exactly the two."""

    says = "A check-in is shown once both of you have answered, each for yourself."


class RoundNotOpen(Refusal, frozen=True):
    """The round is neither this week's nor last week's."""

    round: str
    says = "The check-in of {round} is not open. Answer the one of this week."


class AlreadyRevealed(Refusal, frozen=True):
    """The round has been revealed; it is not answered again."""

    round: str
    says = "The check-in of {round} has been shown to both of you. The next one is next week's."


def decide(
    state: CheckInsState, dynamic: DynamicState, command: CheckInCommand, occasion: Occasion
) -> Outcome:
    """Decide a command about check-ins; they are open in every state but the end."""
    if set(command.answers) != set(dynamic.member_ids) or len(command.answers) < 2:  # noqa: PLR2004 - a dynamic has two members
        return NeedsBothAnswers()
    if command.round not in open_rounds(occasion.now):
        return RoundNotOpen(command.round)
    if is_revealed(state, command.round):
        return AlreadyRevealed(command.round)
    words = [answer.words for answer in command.answers.values()]
    if not all(is_clear(each, longest=WORDS_LENGTH, may_be_empty=True) for each in words):
        return UnclearWording("words beside an answer")
    return (CheckInRevealed(command.round, command.answers),)
