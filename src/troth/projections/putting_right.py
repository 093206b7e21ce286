"""What can be asked about, what may come before it, and what is agreed to put it right."""

from datetime import datetime, timedelta

from troth.domain.agreement.state import all_in_force
from troth.domain.agreement.terms import EXPECTED, Correction, CorrectionKind, Reward
from troth.domain.conduct.breach import Breach, recorded_stage
from troth.domain.conduct.responses import MAY_REST
from troth.domain.decider import State, standards_at
from troth.domain.decisions.events import MatterId
from troth.domain.facts import conduct_facts
from troth.domain.force import is_operative
from troth.domain.kernel import ClauseId, MemberId, Moment, Occasion, Value
from troth.domain.standards.events import ClauseDuty, Duty, TaskDuty
from troth.projections.keeping import who_keeps
from troth.projections.row_words import clause_words
from troth.projections.slips import duty_name

STEP = timedelta(minutes=30)
"""How finely a day is looked through for a time at which something was expected."""


class Askable(Value, frozen=True):
    """Something one of the two keeps, that can be asked about."""

    bearer: MemberId
    duty: Duty
    words: str

    @property
    def name(self) -> str:
        """The name it is called by."""
        return duty_name(self.duty)


class Offerable(Value, frozen=True):
    """An agreed response that can be offered now, and how long it lasts at most."""

    clause: ClauseId
    words: str
    kind: CorrectionKind
    ceiling_minutes: int


class Named(Value, frozen=True):
    """Something by its id, in words."""

    id: str
    words: str


def askable(state: State, viewer: MemberId, moment: Moment) -> tuple[Askable, ...]:
    """Return what each keeps, the other's first: one asks about those more often."""
    held = [e.terms for e in all_in_force(state.ground.agreement, moment.at)]
    lines = [
        Askable(bearer, ClauseDuty(terms.clause), terms.text)
        for terms in held
        if isinstance(terms.body, EXPECTED)
        for bearer in terms.bearers
    ]
    tasks = standards_at(state, moment).tasks.values()
    lines += [Askable(each.bearer, TaskDuty(each.id), each.text) for each in tasks]
    return tuple(sorted(lines, key=lambda line: (line.bearer == viewer, line.words)))


def when_expected(
    state: State, asked: Askable, span: tuple[datetime, datetime], moment: Moment
) -> datetime | None:
    """Return the last time within a span, and not ahead, at which it was expected; None if never.

    Whoever asks remembers the day, seldom the hour; outside a window nothing was expected.
    """
    start, at = span[0], min(span[1], moment.at)
    while at >= start:
        if asked.bearer in who_keeps(state, asked.duty, moment.moved(at)):
            return at
        at -= STEP
    return None


def duty_words(state: State, duty: Duty, moment: Moment) -> str:
    """Return the words of something one of them keeps; its name where it has none any more."""
    if isinstance(duty, ClauseDuty):
        return clause_words(state, duty.clause)
    task = standards_at(state, moment).tasks.get(duty.task)
    return str(duty.task) if task is None else task.text


def may_rest(breach: Breach, viewer: MemberId, moment: Moment) -> bool:
    """Tell whether a viewer can let it rest: the other of the two, until anything has begun."""
    return breach.bearer != viewer and recorded_stage(breach, moment.at) in MAY_REST


def own_choices(state: State, breach: Breach, moment: Moment) -> tuple[Named, ...]:
    """Return the questions that had been left to the one it concerns, and were decided before."""
    facts = conduct_facts(state, breach.conduct_at, Occasion(breach.bearer, moment))
    return tuple(
        Named(matter, state.decisions.decisions[MatterId(matter)].question)
        for matter, choice in facts.choices.items()
        if breach.area in choice.areas and choice.decided_at <= breach.conduct_at
    )


def menu(state: State, breach: Breach, moment: Moment) -> tuple[Offerable, ...]:
    """Return the agreed responses that operate now and were agreed for the one it concerns."""
    ground = state.ground
    return tuple(
        Offerable(held.terms.clause, held.terms.text, body.item, body.ceiling_minutes)
        for held in all_in_force(ground.agreement, moment.at)
        if isinstance(body := held.terms.body, Correction)
        and breach.bearer in (held.terms.bearers or {breach.bearer})
        and is_operative(ground, held.terms.clause, moment)
        and _is_permitted(state, body, moment)
    )


def _is_permitted(state: State, body: Correction, moment: Moment) -> bool:
    if body.item is not CorrectionKind.PRIVATE:
        return True
    return body.permission is not None and is_operative(state.ground, body.permission, moment)


def treats(state: State, moment: Moment) -> tuple[Named, ...]:
    """Return the agreed treats, any of which a response can pause."""
    return tuple(
        Named(held.terms.clause, held.terms.text)
        for held in all_in_force(state.ground.agreement, moment.at)
        if isinstance(held.terms.body, Reward)
    )
