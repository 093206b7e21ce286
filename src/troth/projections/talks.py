"""The talks of the two as one of them reads them: those that are open, and those closed lately."""

from collections.abc import Callable

from troth.domain.agreement.state import latest
from troth.domain.conduct.events import BreachId
from troth.domain.conduct.observations import ObservationId
from troth.domain.decider import State
from troth.domain.decisions.events import MatterId
from troth.domain.directions.given import DirectionId
from troth.domain.kernel import AreaId, ClauseId, MemberId, Moment, Value
from troth.domain.standards.events import ClauseDuty
from troth.domain.talks.events import About, Stage, TalkId, Thing
from troth.domain.talks.state import Talk, has_passed_unheld, is_overdue, open_talks
from troth.projections.open_matters import Move, talk_moves
from troth.projections.row_words import clause_words


class ReadTalk(Value, frozen=True):
    """One talk: whether the reader asked for it, how it waits, and what the reader can do.

    `has_waited`: longer than both agreed; `has_passed`: the time both chose has gone by.
    """

    talk: Talk
    is_own: bool
    has_waited: bool
    has_passed: bool
    waits_for_reader: bool
    moves: tuple[Move, ...]


class Talks(Value, frozen=True):
    """Every talk there is: what waits for the reader first, and what was closed last of all."""

    waiting: tuple[ReadTalk, ...]
    others: tuple[ReadTalk, ...]
    over: tuple[Talk, ...]


def talks(state: State, viewer: MemberId, moment: Moment) -> Talks:
    """Return the talks as one of the two reads them; the longest waiting comes first."""
    asked = tuple(_read(state, each, viewer, moment) for each in open_talks(state.talks))
    ended = [(each.ended_at, each.id) for each in state.talks.talks.values() if each.ended_at]
    return Talks(
        tuple(each for each in asked if each.waits_for_reader),
        tuple(each for each in asked if not each.waits_for_reader),
        tuple(state.talks.talks[id_] for _, id_ in sorted(ended, reverse=True)),
    )


def talk(state: State, viewer: MemberId, id_: TalkId, moment: Moment) -> ReadTalk | None:
    """Return one talk as one of the two reads it, or None where there is none of that id."""
    found = state.talks.talks.get(id_)
    return None if found is None else _read(state, found, viewer, moment)


def _read(state: State, talk: Talk, viewer: MemberId, moment: Moment) -> ReadTalk:
    is_own = talk.asker == viewer
    suggested = talk.suggested
    is_theirs = suggested is not None and suggested.by != viewer and suggested.at > moment.at
    is_unseen = talk.stage is Stage.REQUESTED and not is_own
    return ReadTalk(
        talk=talk,
        is_own=is_own,
        has_waited=talk.is_open and is_overdue(talk, state.ground.dynamic, moment.at),
        has_passed=has_passed_unheld(talk, moment.at),
        waits_for_reader=talk.is_open and (is_unseen or is_theirs),
        moves=tuple(talk_moves(talk, viewer)) if talk.is_open else (),
    )


def about_words(state: State, about: About) -> str:
    """Return the words of what a talk is about; nothing where they are gone, or never were."""
    read = READINGS.get(about.thing)
    return "" if read is None else read(state, about.name)


def _area(state: State, name: str) -> str:
    named = state.ground.agreement.areas.get(AreaId(name))
    return "" if named is None else named.name


def _direction(state: State, name: str) -> str:
    given = state.directions.given.directions.get(DirectionId(name))
    return "" if given is None else given.text


def _observation(state: State, name: str) -> str:
    noted = state.conduct.observations.observations.get(ObservationId(name))
    return "" if noted is None else noted.text


def _line(state: State, name: str) -> str:
    clause = ClauseId(name)
    return clause_words(state, clause) if latest(state.ground.agreement, clause) else ""


def _question(state: State, name: str) -> str:
    matter = MatterId(name)
    known = state.decisions.matters.get(matter) or state.decisions.decisions.get(matter)
    return "" if known is None else known.question


def _slip(state: State, name: str) -> str:
    breach = state.conduct.breaches.breaches.get(BreachId(name))
    if breach is None or not isinstance(breach.duty, ClauseDuty):
        return ""
    return _line(state, breach.duty.clause)


READINGS: dict[Thing, Callable[[State, str], str]] = {
    Thing.AREA: _area,
    Thing.CLAUSE: _line,
    Thing.MATTER: _question,
    Thing.BREACH: _slip,
    Thing.CORRECTION: _slip,
    Thing.DIRECTION: _direction,
    Thing.OBSERVATION: _observation,
}
"""Where the words of each kind of thing are read; a check-in and a session have none."""
