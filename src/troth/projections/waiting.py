"""What waits for one of the two: things somebody asked, never how long they have waited."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from troth.domain.agreement.decide import RENEWAL_DAYS
from troth.domain.agreement.drafting import drafts_of
from troth.domain.agreement.events import Repeal
from troth.domain.agreement.state import Clause, clause_ends, latest, review_by, standing_consent
from troth.domain.agreement.terms import GRACE_DAYS
from troth.domain.checkins import RoundId, is_revealed, round_of
from troth.domain.conduct.state import open_breaches
from troth.domain.decider import State
from troth.domain.decisions.hearing import Stage, current_route, missing_voices, stage, unanswered
from troth.domain.decisions.state import Matter
from troth.domain.directions import permissions
from troth.domain.directions.given import is_review_due, tasks
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.force import Ground, exchange_hindrance
from troth.domain.kernel import MemberId, Moment, Value
from troth.domain.resets.state import is_running, opted_in
from troth.domain.sessions.state import upcoming
from troth.domain.talks.events import Stage as TalkStage
from troth.domain.talks.state import is_overdue, open_talks
from troth.projections.slips import Step, duty_name, next_step


class Asks(StrEnum):
    """What a row asks for."""

    ERASURE = "erasure"
    OWN_ERASURE = "own-erasure"
    CHECK = "check"
    SESSION_OPEN = "session-open"
    SESSION_TODAY = "session-today"
    TALK = "talk"
    TALK_TIME = "talk-time"
    RESUME = "resume"
    VIEW = "view"
    ANSWERS = "answers"
    DECISION = "decision"
    OUTCOME = "outcome"
    PROPOSAL = "proposal"
    OWN_PROPOSAL = "own-proposal"
    SLIP = "slip"
    PERMISSION = "permission"
    DIRECTION = "direction"
    LOOK_AGAIN = "look-again"
    TREAT = "treat"
    WINDOW = "window"
    RESET = "reset"
    READ_AGAIN = "read-again"
    CHECK_IN = "check-in"
    WORD = "word"


class Row(Value, frozen=True):
    """One thing that waits: what it asks, its id, and the words of whoever asked.

    `at`: the time it is about, on the reader's clock; its text says the same in English.
    It holds no time of waiting and no count of anybody's doing: neither is for this page.
    """

    asks: Asks
    id: str = ""
    text: str = ""
    step: Step | None = None
    at: datetime | None = None


class Viewing(Value, frozen=True):
    """Who looks, when, and which rounds of the check-in they have themselves answered.

    Whether the other has answered is not in it, so no row can depend on that.
    """

    viewer: MemberId
    moment: Moment
    answered: frozenset[RoundId] = frozenset()


def waiting(state: State, viewing: Viewing) -> tuple[Row, ...]:
    """Return all that waits for the viewer, the most personal first.

    In a rest only what the two do as equals is shown, so that nothing piles up meanwhile; after
    the end only that the record is to be erased.
    """
    dynamic = state.ground.dynamic
    if len(dynamic.members) < 2:  # noqa: PLR2004 - a dynamic has two members
        return ()
    if phase(dynamic, viewing.moment.at) is Phase.ENDED:
        return tuple(_erasure(state, viewing))
    is_on = exchange_hindrance(state.ground, viewing.moment) is None
    kinds = (_erasure, *(kind for kind in _ORDER if is_on or kind not in _WHILE_ON))
    return tuple(row for kind in kinds for row in kind(state, viewing))


def _erasure(state: State, viewing: Viewing) -> Iterator[Row]:
    """Both are told until it is done or called off; from when on, each in their own time."""
    zone = viewing.moment.zones[state.ground.dynamic.member(viewing.viewer).zone]
    for member, due in state.erasure.asked.items():
        local = due.astimezone(zone)
        asks = Asks.OWN_ERASURE if member == viewing.viewer else Asks.ERASURE
        yield Row(asks, text=f"{local.day} {local:%B %Y}, {local:%H:%M}", at=local)


def _rests(state: State, viewing: Viewing) -> Iterator[Row]:
    dynamic = state.ground.dynamic
    check = dynamic.check
    if check is not None and viewing.viewer not in check.cleared:
        yield Row(Asks.CHECK)
    whole = () if dynamic.suspension is None else (dynamic.suspension,)
    for rest in (*whole, *dynamic.area_suspensions.values()):
        if viewing.viewer not in rest.affirmed and rest.since <= viewing.moment.at:
            named = state.ground.agreement.areas.get(rest.area) if rest.area else None
            text = named.name if named else rest.area or ""
            yield Row(Asks.RESUME, rest.area or "", text)


def _sessions(state: State, viewing: Viewing) -> Iterator[Row]:
    if state.sessions.open is not None:
        yield Row(Asks.SESSION_OPEN, state.sessions.open.id)
    moment = viewing.moment
    zone = moment.zones[state.ground.dynamic.member(viewing.viewer).zone]
    today = moment.at.astimezone(zone).date()
    for plan in upcoming(state.sessions, state.ground, moment):
        local = plan.at.astimezone(zone)
        if local.date() == today:
            yield Row(Asks.SESSION_TODAY, plan.id, f"{local:%H:%M}", at=local)


def _talks(state: State, viewing: Viewing) -> Iterator[Row]:
    dynamic, now = state.ground.dynamic, viewing.moment.at
    zone = viewing.moment.zones[dynamic.member(viewing.viewer).zone]
    found = open_talks(state.talks)
    for talk in sorted(found, key=lambda each: not is_overdue(each, dynamic, now)):
        suggested = talk.suggested
        if suggested is not None and suggested.by != viewing.viewer:
            local = suggested.at.astimezone(zone)
            time = f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"
            yield Row(Asks.TALK_TIME, talk.id, time, at=local)
        elif talk.asker != viewing.viewer and talk.stage is TalkStage.REQUESTED:
            yield Row(Asks.TALK, talk.id, talk.topic)


def _matters(state: State, viewing: Viewing) -> Iterator[Row]:
    for matter in state.decisions.matters.values():
        asks = _asked_of(matter, state.ground, viewing)
        if asks is not None:
            yield Row(asks, matter.id, matter.question)


def _asked_of(matter: Matter, ground: Ground, viewing: Viewing) -> Asks | None:
    viewer, moment = viewing.viewer, viewing.moment
    if viewer in missing_voices(matter, ground, moment):
        return Asks.VIEW
    deciders = current_route(matter, ground, moment).members
    if viewer not in deciders or stage(matter, ground, moment) is not Stage.READY:
        return None
    if unanswered(matter, viewer):
        return Asks.ANSWERS
    if matter.proposed is None:
        return Asks.DECISION
    return None if viewer in matter.proposed.consents else Asks.OUTCOME


def _proposals(state: State, viewing: Viewing) -> Iterator[Row]:
    now = viewing.moment.at
    for each in state.ground.agreement.proposals.values():
        is_over = each.respond_by is not None and each.respond_by <= now
        if viewing.viewer in each.consents or is_over:
            continue
        is_own = each.author == viewing.viewer
        asks = Asks.OWN_PROPOSAL if is_own else Asks.PROPOSAL
        drafts = drafts_of(each.items)
        names = ", ".join(f"“{draft.clause}”" for draft in drafts)
        takes_out = all(isinstance(draft, Repeal) for draft in drafts)
        yield Row(asks, each.id, f"without {names}" if takes_out else names)


def _conduct(state: State, viewing: Viewing) -> Iterator[Row]:
    for breach in open_breaches(state.conduct.breaches):
        step = next_step(state, breach, viewing.viewer, viewing.moment)
        if step is not None:
            yield Row(Asks.SLIP, breach.id, duty_name(breach.duty), step)


def _directions(state: State, viewing: Viewing) -> Iterator[Row]:
    ground, given, moment = state.ground, state.directions.given, viewing.moment
    for task in tasks(given, ground, viewing.viewer, moment):
        if not task.taken_up:
            yield Row(Asks.DIRECTION, task.direction, task.text)
    for each in given.directions.values():
        if each.giver == viewing.viewer and is_review_due(each, ground, moment):
            yield Row(Asks.LOOK_AGAIN, each.id, each.text)


def _permissions(state: State, viewing: Viewing) -> Iterator[Row]:
    for each in state.directions.permissions.asked.values():
        stands = permissions.answer(each, state.ground, viewing.moment)
        if each.asked_by != viewing.viewer and stands is permissions.Answer.WAITING:
            yield Row(Asks.PERMISSION, each.id, each.text)


def _window(state: State, viewing: Viewing) -> Iterator[Row]:
    asked = state.ground.windows.asked
    if asked is not None and asked.asked_by != viewing.viewer and asked.until > viewing.moment.at:
        yield Row(Asks.WINDOW)


def _treats(state: State, viewing: Viewing) -> Iterator[Row]:
    for treat in state.directions.treats.offered.values():
        if treat.offered_by != viewing.viewer:
            yield Row(Asks.TREAT, treat.id, treat.text)


def _reset(state: State, viewing: Viewing) -> Iterator[Row]:
    reset, now = state.resets.current, viewing.moment.at
    if reset is None or is_running(reset, now) or reset.asked_by == viewing.viewer:
        return
    if viewing.viewer not in opted_in(reset, now):
        yield Row(Asks.RESET, reset.id)


def _read_again(state: State, viewing: Viewing) -> Iterator[Row]:
    """All of it is one row: an agreement is mostly agreed in one evening, so it is due in one."""
    agreement = state.ground.agreement
    found = (latest(agreement, id_) for id_ in agreement.clauses)
    due = [each.terms.clause for each in found if each and _is_due(each, viewing)]
    if due:
        yield Row(Asks.READ_AGAIN, due[0], ", ".join(f"“{clause}”" for clause in due))


def _is_due(clause: Clause, viewing: Viewing) -> bool:
    """Tell whether a consent can be renewed now and soon ends; what was withdrawn never is."""
    now = viewing.moment.at
    ends = clause_ends(clause)
    stated = clause.terms.lapses_on
    is_withdrawn = clause.until is not None or any(each.until for each in clause.consents)
    is_over = is_withdrawn or (stated is not None and stated <= now)
    review = review_by(clause, standing_consent(clause, viewing.viewer))
    if is_over or review is None or ends is None:
        return False
    is_soon = review - timedelta(days=RENEWAL_DAYS) <= now
    return is_soon and clause.since <= now < ends + timedelta(days=GRACE_DAYS)


def _check_in(state: State, viewing: Viewing) -> Iterator[Row]:
    round_ = round_of(viewing.moment.at)
    is_resting = phase(state.ground.dynamic, viewing.moment.at) is not Phase.ACTIVE
    is_over = round_ in viewing.answered or is_revealed(state.checkins, round_)
    if not is_resting and not is_over:
        yield Row(Asks.CHECK_IN, round_)


def _words(state: State, viewing: Viewing) -> Iterator[Row]:
    """What the other would call something; one whose words were erased asks nothing."""
    for of, suggestion in state.labels.suggested.items():
        if suggestion.by != viewing.viewer and suggestion.label:
            yield Row(Asks.WORD, of, suggestion.label)


_Kind = Callable[[State, Viewing], Iterator[Row]]

_ORDER: tuple[_Kind, ...] = (
    _rests,
    _sessions,
    _talks,
    _conduct,
    _matters,
    _proposals,
    _permissions,
    _directions,
    _window,
    _treats,
    _reset,
    _words,
    _read_again,
    _check_in,
)
"""What is being put right is between the two of them: no question about a thing goes before it."""

_WHILE_ON: frozenset[_Kind] = frozenset({_conduct, _permissions, _directions})
