"""What rests, who asked to check in, and which of the two have said that they are ready."""

from datetime import datetime

from troth.domain.agreement.state import all_in_force
from troth.domain.agreement.terms import Signal, SignalMeaning, Survival
from troth.domain.decider import State
from troth.domain.dynamic.events import Phase, Suspension
from troth.domain.dynamic.events import Rest as RestKind
from troth.domain.dynamic.state import phase
from troth.domain.kernel import AreaId, MemberId, Moment, Value
from troth.domain.talks.events import TalkId
from troth.domain.talks.state import open_talks


class Part(Value, frozen=True):
    """One part of life by its name."""

    area: AreaId
    name: str


class Rest(Value, frozen=True):
    """A rest of everything, or of one part of life, as one of the two reads it."""

    by: MemberId
    since: datetime
    is_stop: bool
    is_restored: bool
    is_ready: bool
    is_other_ready: bool
    part: Part | None = None


class Checking(Value, frozen=True):
    """Somebody asked to check in; nothing new starts until both have said they are all right."""

    by: MemberId
    since: datetime
    is_all_right: bool
    is_other_all_right: bool


class AgreedSign(Value, frozen=True):
    """A word or gesture both agreed on, and what it asks for."""

    sign: str
    meaning: SignalMeaning
    at_a_distance: str


class Rests(Value, frozen=True):
    """Where the exchange stands for whoever looks, and what they can do about it.

    `parts` are those that go on and could rest by themselves. `talk` is the viewer's own request to
    talk that is still open.
    """

    phase: Phase
    whole: Rest | None
    resting: tuple[Rest, ...]
    checking: Checking | None
    parts: tuple[Part, ...]
    signs: tuple[AgreedSign, ...]
    talk: TalkId | None
    ended_at: datetime | None


def rests(state: State, viewer: MemberId, moment: Moment) -> Rests:
    """Return where the exchange stands for a viewer."""
    ground, dynamic = state.ground, state.ground.dynamic
    whole = dynamic.suspension
    talks = (each for each in open_talks(state.talks) if each.asker == viewer)
    resting = dynamic.area_suspensions
    named = (Part(area, each.name) for area, each in ground.agreement.areas.items())
    return Rests(
        phase=phase(dynamic, moment.at),
        whole=None if whole is None else _rest(state, whole, viewer),
        resting=tuple(_rest(state, each, viewer) for each in resting.values()),
        checking=_checking(state, viewer),
        parts=tuple(sorted((p for p in named if p.area not in resting), key=lambda p: p.name)),
        signs=signs(state, moment),
        talk=next((each.id for each in talks), None),
        ended_at=dynamic.ended_at,
    )


def signs(state: State, moment: Moment) -> tuple[AgreedSign, ...]:
    """Return the signals in force, the one that stops everything first."""
    order = (SignalMeaning.STOP, SignalMeaning.PAUSE, SignalMeaning.CHECK_IN)
    found = [
        AgreedSign(body.sign, body.meaning, body.at_a_distance)
        for held in all_in_force(state.ground.agreement, moment.at)
        if isinstance(body := held.terms.body, Signal)
    ]
    return tuple(sorted(found, key=lambda each: order.index(each.meaning)))


def outlasting(state: State, moment: Moment) -> tuple[str, ...]:
    """Return the words of the lines that stay when the exchange has ended."""
    return tuple(
        held.terms.text
        for held in all_in_force(state.ground.agreement, moment.at)
        if isinstance(held.terms.body, Survival)
    )


def _rest(state: State, rest: Suspension, viewer: MemberId) -> Rest:
    named = None if rest.area is None else state.ground.agreement.areas.get(rest.area)
    name = named.name if named is not None else str(rest.area)
    return Rest(
        by=rest.by,
        since=rest.since,
        is_stop=rest.rest is RestKind.STOP,
        is_restored=rest.is_restored,
        is_ready=viewer in rest.affirmed,
        is_other_ready=bool(rest.affirmed - {viewer}),
        part=None if rest.area is None else Part(rest.area, name),
    )


def _checking(state: State, viewer: MemberId) -> Checking | None:
    check = state.ground.dynamic.check
    if check is None:
        return None
    others = check.cleared - {viewer}
    return Checking(check.by, check.since, viewer in check.cleared, bool(others))
