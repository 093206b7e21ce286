"""The vocabulary of every day: what is said, marked, asked about, put right and felt."""

from collections.abc import Iterable

from troth.application.sealed import check_in
from troth.demo.script import Commands, Scene, Sealing
from troth.domain.checkins import Answer as CheckIn
from troth.domain.checkins import Clarity, Connection, Guess, round_of
from troth.domain.conduct.commands import (
    AcceptCorrection,
    AnswerBreach,
    OfferCorrection,
    ReportBreach,
    WeighBreach,
)
from troth.domain.conduct.events import AnswerKind, Because, BreachId, Finding
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.decider import AnyCommand
from troth.domain.kernel import ClauseId, MemberId
from troth.domain.standards.commands import MarkOccurrence
from troth.domain.standards.events import ClauseDuty, Mark


def says(observation: str, about: MemberId, kind: ObservationKind, text: str) -> AnyCommand:
    """Say something in the moment, about either of the two."""
    return Observe(ObservationId(observation), about, kind, text)


def marks(clause: str, when: str, mark: Mark = Mark.KEPT) -> Commands:
    """Say how something of one's own went."""
    duty = ClauseDuty(ClauseId(clause))
    return lambda scene: (MarkOccurrence(duty, scene.at(when), mark),)


def asks_about(breach: str, bearer: MemberId, expected: tuple[str, str], text: str) -> Commands:
    """Ask about something that was expected of somebody: which clause, and when."""
    clause, when = expected
    duty = ClauseDuty(ClauseId(clause))
    return lambda scene: (ReportBreach(BreachId(breach), bearer, duty, scene.at(when), text),)


def answers(
    breach: str, kind: AnswerKind, text: str = "", because: Because | None = None
) -> AnyCommand:
    """Answer as the one it concerns."""
    return AnswerBreach(BreachId(breach), kind, text, because)


def weighs(breach: str, finding: Finding, text: str = "", talk: str | None = None) -> AnyCommand:
    """Say what one makes of it."""
    return WeighBreach(BreachId(breach), finding, text, talk)


def offers(breach: str, clause: str, minutes: int) -> AnyCommand:
    """Offer an agreed response."""
    return OfferCorrection(BreachId(breach), ClauseId(clause), minutes)


def accepts(breach: str) -> Commands:
    """Accept exactly what is offered."""

    def asks(scene: Scene) -> Iterable[AnyCommand]:
        response = scene.state.conduct.breaches.breaches[BreachId(breach)].response
        return () if response is None else (AcceptCorrection(BreachId(breach), response.offer),)

    return asks


def feels(
    connection: Connection, clarity: Clarity, words: str = "", guess: Guess | None = None
) -> Sealing:
    """Answer this week's check-in, sealed until the other has answered too."""
    return Sealing(
        lambda scene: check_in(round_of(scene.moment.at)),
        CheckIn(connection, clarity, words, guess),
    )
