"""A breach, and where it stands: what was recorded of it, read at a moment."""

from datetime import datetime, timedelta
from enum import StrEnum

from troth.domain.agreement.terms import CorrectionKind
from troth.domain.conduct.events import AnswerKind, Because, BreachId, Finding, Footing
from troth.domain.force import Ground, is_suspended, operative
from troth.domain.kernel import AreaId, ClauseId, Digest, MemberId, Moment, Value, digest
from troth.domain.standards.events import Duty

SAME_CONDUCT_HOURS = 12
"""Conduct closer together than this counts as the same: a morning and an evening differ, and in
doubt nobody answers twice, nor do several things add up."""


class Stage(StrEnum):
    """How far it has come. Held: it rests as it is until both have checked in, or a window opens.

    Over: the agreed time has run out, so nothing more is asked.
    """

    REPORTED = "reported"
    ANSWERED = "answered"
    UPHELD = "upheld"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    BEGUN = "begun"
    HELD = "held"
    OVER = "over"
    CUT_SHORT = "cut-short"
    DONE = "done"
    CARED_FOR = "cared-for"
    CLOSED = "closed"


class Closing(StrEnum):
    """How it came to its end."""

    NOT_UPHELD = "not-upheld"
    EXCUSED = "excused"
    UNCLEAR = "unclear"
    DECLINED = "declined"
    LET_REST = "let-rest"
    PUT_RIGHT = "put-right"
    LIMIT = "limit"
    WITHDRAWN = "withdrawn"
    RELIEVED = "relieved"
    ENDED = "ended"


class Answer(Value, frozen=True):
    """What the one it concerns said to it."""

    kind: AnswerKind
    text: str = ""
    because: Because | None = None


class Response(Value, frozen=True):
    """An agreed item offered, and what became of it; it runs at most once, and has an end."""

    clause: ClauseId
    digest: Digest
    item: CorrectionKind
    minutes: int
    footing: Footing
    offered_at: datetime
    treat: ClauseId | None = None
    accepted_at: datetime | None = None
    begun_at: datetime | None = None
    done_at: datetime | None = None
    cut_short_at: datetime | None = None
    is_cared_for: bool = False

    @property
    def offer(self) -> Digest:
        """The digest of exactly what is accepted."""
        return digest((self.clause, self.digest, self.item, self.minutes, self.treat))

    @property
    def ends_at(self) -> datetime | None:
        """When a run is over whatever happens; None before it has begun."""
        return None if self.begun_at is None else self.begun_at + timedelta(minutes=self.minutes)

    def is_running(self, at: datetime) -> bool:
        """Tell whether it has begun and is neither done, cut short, nor over by a moment."""
        ends_at = self.ends_at
        is_ended = self.done_at is not None or self.cut_short_at is not None
        return ends_at is not None and not is_ended and at < ends_at


class Breach(Value, frozen=True):
    """Something expected that was not kept, judged by the wording of that time.

    `bearer_led`: the one it concerns led then, so finding takes both, and the response is a repair.
    """

    id: BreachId
    bearer: MemberId
    reported_by: MemberId
    reported_at: datetime
    duty: Duty
    digest: Digest
    conduct_at: datetime
    text: str
    footing: Footing
    area: AreaId | None = None
    lighter: bool = False
    bearer_led: bool = False
    answer: Answer | None = None
    weighed: dict[MemberId, Finding] = {}
    finding: Finding | None = None
    finding_text: str = ""
    found_at: datetime | None = None
    response: Response | None = None
    closing: Closing | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it has not come to its end."""
        return self.closing is None


def is_same_conduct(breach: Breach, bearer: MemberId, at: datetime) -> bool:
    """Tell whether a breach is about the same conduct; in doubt it is."""
    near = timedelta(hours=SAME_CONDUCT_HOURS)
    return breach.bearer == bearer and abs(breach.conduct_at - at) < near


def stage(breach: Breach, ground: Ground, moment: Moment) -> Stage:
    """Return where a breach stands at a moment: what was recorded, unless it rests just now (K6).

    Nothing is offered, accepted or running while the exchange does not operate.
    """
    recorded = recorded_stage(breach, moment.at)
    waits = recorded in (Stage.OFFERED, Stage.ACCEPTED, Stage.BEGUN)
    return Stage.HELD if waits and is_held(breach, ground, moment) else recorded


def recorded_stage(breach: Breach, at: datetime) -> Stage:
    """Return how far a breach had come by what was recorded, rests aside."""
    if breach.closing is not None:
        return Stage.CLOSED
    if breach.response is not None:
        return _response_stage(breach.response, at)
    if breach.finding is not None:
        return Stage.UPHELD
    return Stage.REPORTED if breach.answer is None else Stage.ANSWERED


def _response_stage(response: Response, at: datetime) -> Stage:
    reached = (
        (response.is_cared_for, Stage.CARED_FOR),
        (response.done_at is not None, Stage.DONE),
        (response.cut_short_at is not None, Stage.CUT_SHORT),
        (response.is_running(at), Stage.BEGUN),
        (response.begun_at is not None, Stage.OVER),
        (response.accepted_at is not None, Stage.ACCEPTED),
    )
    return next((stage for is_reached, stage in reached if is_reached), Stage.OFFERED)


def is_held(breach: Breach, ground: Ground, moment: Moment) -> bool:
    """Tell whether a response rests: the exchange or its area does, or its clause does not bind.

    Derived on reading: a check-in or a closed window only holds, and leaves no trace after it.
    """
    if is_suspended(ground, breach.area, moment):
        return True
    return breach.response is not None and not _is_in_menu(breach.response, ground, moment)


def _is_in_menu(response: Response, ground: Ground, moment: Moment) -> bool:
    held = operative(ground, response.clause, moment)
    return held is not None and held.reads_as(response.digest)
