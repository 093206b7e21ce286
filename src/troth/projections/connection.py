"""How close both feel, in words side by side, and the agreed way back."""

from datetime import datetime, timedelta

from troth.domain.agreement.state import all_in_force
from troth.domain.agreement.terms import ResetForm
from troth.domain.checkins import (
    KEPT_WEEKS,
    Answer,
    Clarity,
    Connection,
    RoundId,
    ebb_and_flow,
    open_rounds,
)
from troth.domain.decider import State
from troth.domain.force import is_operative
from troth.domain.kernel import ClauseId, MemberId, Moment, Value
from troth.domain.resets.events import Help, ResetId, Wish
from troth.domain.resets.state import Reset, is_running, opted_in

SHOWN_WEEKS = 12
"""Weeks shown unless more are asked for: a season."""

MOST_WEEKS = KEPT_WEEKS


class CheckIn(Value, frozen=True):
    """The check-in of a week as one of the two reads it.

    `shown` holds both answers or none. `own` is the reader's sealed answer; whether the other has
    sealed one is nowhere in it.
    """

    round: RoundId
    shown: dict[MemberId, Answer]
    own: Answer | None


class EbbWeek(Value, frozen=True):
    """One week: what each said, in words; empty where nothing was shown."""

    begins: datetime
    connection: dict[MemberId, Connection]
    clarity: dict[MemberId, Clarity]
    rested: bool
    resets: int


class Form(Value, frozen=True):
    """A reset both have agreed, in its words; `holds` unless it rests just now."""

    clause: ClauseId
    form: str
    clears_before: bool
    holds: bool


class InHand(Value, frozen=True):
    """The reset asked for: by whom, and who has said yes within the day."""

    reset: ResetId
    clause: ClauseId
    asked_by: MemberId
    asked_at: datetime
    yes_today: frozenset[MemberId]
    is_running: bool


class Afterwards(Value, frozen=True):
    """The last reset done: what each would do with each line, and whether it helped."""

    reset: ResetId
    clause: ClauseId
    at: datetime
    wishes: dict[ClauseId, dict[MemberId, Wish]]
    helped: dict[MemberId, Help]


class Resets(Value, frozen=True):
    """What is agreed, what is in hand, and the last one done."""

    forms: tuple[Form, ...]
    in_hand: InHand | None
    last: Afterwards | None


def check_in(
    state: State, moment: Moment, sealed: dict[RoundId, Answer], *, back: int = 0
) -> CheckIn:
    """Return this week's check-in, or one some weeks back that is open still.

    `sealed` are the reader's own answers, and nobody else's.
    """
    round_ = open_rounds(moment.at)[back]
    last = state.checkins.last
    shown = last.answers if last is not None and last.round == round_ else {}
    return CheckIn(round_, shown, None if shown else sealed.get(round_))


def ebb(state: State, moment: Moment, count: int = SHOWN_WEEKS) -> tuple[EbbWeek, ...]:
    """Return the last weeks in words, the earliest first; nothing is added up or compared."""
    weeks = ebb_and_flow(state.checkins, moment.at, count)
    ends = [*(week.begins for week in weeks[1:]), moment.at + timedelta(weeks=1)]
    return tuple(
        EbbWeek(
            begins=week.begins,
            connection={} if week.revealed is None else week.revealed.connection,
            clarity={} if week.revealed is None else week.revealed.clarity,
            rested=week.rested,
            resets=sum(week.begins <= at < end for at in state.resets.done_at),
        )
        for week, end in zip(weeks, ends, strict=True)
    )


def resets(state: State, moment: Moment) -> Resets:
    """Return where the agreed way back stands."""
    current, last = state.resets.current, state.resets.last
    return Resets(
        forms=_forms(state, moment),
        in_hand=None if current is None else _in_hand(current, moment.at),
        last=None
        if last is None
        else Afterwards(last.id, last.clause, last.at, last.wishes, last.helped),
    )


def _forms(state: State, moment: Moment) -> tuple[Form, ...]:
    return tuple(
        Form(
            clause.terms.clause,
            clause.terms.body.form,
            clause.terms.body.clears_before,
            is_operative(state.ground, clause.terms.clause, moment),
        )
        for clause in all_in_force(state.ground.agreement, moment.at)
        if isinstance(clause.terms.body, ResetForm)
    )


def _in_hand(current: Reset, now: datetime) -> InHand:
    return InHand(
        current.id,
        current.clause,
        current.asked_by,
        current.asked_at,
        opted_in(current, now),
        is_running(current, now),
    )
