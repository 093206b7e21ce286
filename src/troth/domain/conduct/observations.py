"""Observations: praise, a note, a reminder, a concern, said at the time, about either."""

from datetime import datetime
from enum import StrEnum
from typing import NewType, TypeAlias, assert_never

from msgspec.structs import replace

from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.force import Ground
from troth.domain.kernel import (
    AlreadyThere,
    Command,
    Event,
    MemberId,
    Moment,
    NotAMember,
    NotFound,
    Occasion,
    Outcome,
    Recorded,
    Refusal,
    UnclearWording,
    Value,
    backdated,
    is_clear,
    is_forgotten,
    with_item,
)
from troth.domain.standards.duties import binding
from troth.domain.standards.events import Duty
from troth.domain.standards.state import StandardsState

ObservationId = NewType("ObservationId", str)

OBSERVATION_LENGTH = 1000
"""Longest observation or answer: said in passing, not a letter."""

MOST_OBSERVATIONS = 300
"""Most observations kept at hand: ten a day for a month; older ones stay in the history."""


class ObservationKind(StrEnum):
    """What sort of remark it is; none of them is a finding."""

    PRAISE = "praise"
    NOTE = "note"
    REMINDER = "reminder"
    CONCERN = "concern"


class Observation(Value, frozen=True):
    """A remark about one of the two, perhaps about something expected, and the other's answer."""

    id: ObservationId
    by: MemberId
    about: MemberId
    kind: ObservationKind
    text: str
    at: datetime
    duty: Duty | None = None
    answer: str = ""


class Observed(Event, frozen=True, tag="observed/1"):
    """A member said something about one of the two, as of `at`."""

    observation: ObservationId
    about: MemberId
    kind: ObservationKind
    text: str
    at: datetime
    duty: Duty | None = None


class ObservationAnswered(Event, frozen=True, tag="observation-answered/1"):
    """The one who had not written it answered under it."""

    observation: ObservationId
    text: str


class ObservationsState(Value, frozen=True):
    """The observations of the last month, in the order they were said."""

    observations: dict[ObservationId, Observation] = {}


def evolve(state: ObservationsState, recorded: Recorded) -> ObservationsState:
    """Return the observations after an event; events of other parts leave them as they are."""
    match recorded.event:
        case Observed() as new:
            said = Observation(
                new.observation, recorded.by, new.about, new.kind, new.text, new.at, new.duty
            )
            return ObservationsState(with_item(_kept(state, recorded.at), said.id, said))
        case ObservationAnswered(observation=id_, text=text):
            answered = replace(state.observations[id_], answer=text)
            return ObservationsState(with_item(state.observations, id_, answered))
        case _:
            return state


def _kept(state: ObservationsState, now: datetime) -> dict[ObservationId, Observation]:
    """Return the newest that are still at hand, leaving room for one more."""
    known = [each for each in state.observations.values() if not is_forgotten(each.at, now)]
    return {each.id: each for each in known[-(MOST_OBSERVATIONS - 1) :]}


class Observe(Command, frozen=True):
    """Say something about either of the two; `since` may say when it was said aloud.

    Praise needs no words; a reminder may name what it reminds of.
    """

    observation: ObservationId
    about: MemberId
    kind: ObservationKind
    text: str = ""
    duty: Duty | None = None
    since: datetime | None = None


class AnswerObservation(Command, frozen=True):
    """Answer under what the other wrote; writing again replaces one's own answer."""

    observation: ObservationId
    text: str


ObservationCommand: TypeAlias = Observe | AnswerObservation


class OwnObservation(Refusal, frozen=True):
    """The other answers what one wrote."""

    says = "You wrote this yourself, so the other one can answer it. Write another if you like."


class NothingToRemindOf(Refusal, frozen=True):
    """Nobody is reminded of what was not expected of them then."""

    says = "That was not expected then, so there is nothing to remind of. A note is open to you."


def decide(
    state: ObservationsState,
    basis: tuple[Ground, StandardsState],
    command: ObservationCommand,
    occasion: Occasion,
) -> Outcome:
    """Decide a command about observations; all but reminders are open in every state."""
    match command:
        case Observe():
            return _observe(state, basis, command, occasion)
        case AnswerObservation():
            return _answer(state, command, occasion)
        case _:
            assert_never(command)


def _observe(
    state: ObservationsState,
    basis: tuple[Ground, StandardsState],
    command: Observe,
    occasion: Occasion,
) -> Outcome:
    ground, _ = basis
    if command.observation in state.observations:
        return AlreadyThere("observation", command.observation)
    if command.about not in ground.dynamic.member_ids:
        return NotAMember()
    needs_words = command.kind is not ObservationKind.PRAISE and command.duty is None
    if not is_clear(command.text, longest=OBSERVATION_LENGTH, may_be_empty=not needs_words):
        return UnclearWording("observation")
    at = backdated(command.since, occasion.now)
    is_reminder = command.kind is ObservationKind.REMINDER
    if is_reminder and not _is_expected(basis, command, occasion.moment.moved(at)):
        return NothingToRemindOf()
    return (
        Observed(command.observation, command.about, command.kind, command.text, at, command.duty),
    )


def _is_expected(basis: tuple[Ground, StandardsState], command: Observe, moment: Moment) -> bool:
    ground, standards = basis
    if command.duty is None:
        return phase(ground.dynamic, moment.at) is Phase.ACTIVE
    asked = binding(ground, standards, command.duty, moment)
    return asked is not None and command.about in asked.bearers


def _answer(state: ObservationsState, command: AnswerObservation, occasion: Occasion) -> Outcome:
    observation = state.observations.get(command.observation)
    if observation is None:
        return NotFound("observation", command.observation)
    if observation.by == occasion.by:
        return OwnObservation()
    if not is_clear(command.text, longest=OBSERVATION_LENGTH):
        return UnclearWording("answer")
    return (
        ()
        if observation.answer == command.text
        else (ObservationAnswered(observation.id, command.text),)
    )
