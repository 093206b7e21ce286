"""Conduct as one part of the dynamic: its state, what events make of it, and its decisions."""

from datetime import datetime
from typing import TypeAlias, assert_never

from troth.domain.conduct import observations
from troth.domain.conduct import state as breaches
from troth.domain.conduct.breach import Breach, is_same_conduct
from troth.domain.conduct.commands import (
    BreachCommand,
    Facts,
    FindingCommand,
    OfferCorrection,
    ReportBreach,
    ResponseCommand,
)
from troth.domain.conduct.events import BreachFound, BreachId, CorrectionDeclined, FindingChanged
from troth.domain.conduct.findings import find
from troth.domain.conduct.observations import ObservationCommand, ObservationsState, Observe
from troth.domain.conduct.refusals import AnsweredForAlready
from troth.domain.conduct.report import report
from troth.domain.conduct.responses import respond
from troth.domain.conduct.state import BreachesState
from troth.domain.kernel import (
    Event,
    NotFound,
    Occasion,
    Outcome,
    Recorded,
    Refusal,
    Value,
    backdated,
)

ConductCommand: TypeAlias = ObservationCommand | BreachCommand


class ConductState(Value, frozen=True):
    """What was noticed, and what is being put right."""

    observations: ObservationsState = ObservationsState()
    breaches: BreachesState = BreachesState()


def evolve(state: ConductState, recorded: Recorded) -> ConductState:
    """Return the state after an event; events of other parts leave it as it is."""
    return ConductState(
        observations.evolve(state.observations, recorded),
        breaches.evolve(state.breaches, recorded),
    )


def speaks_of(state: ConductState, command: ConductCommand, now: datetime) -> datetime:
    """Return the time a command is about, so that what was asked then can be looked up."""
    match command:
        case ReportBreach(conduct_at=conduct_at):
            return conduct_at
        case Observe(since=since):
            return backdated(since, now)
        case _:
            breach = state.breaches.breaches.get(getattr(command, "breach", BreachId("")))
            return now if breach is None else breach.conduct_at


def talk_opened(event: Event) -> tuple[str, str] | None:
    """Return the talk an event opens and the breach it is about, or None when it opens none."""
    match event:
        case BreachFound(talk=str() as talk, breach=breach):
            return talk, breach
        case FindingChanged(talk=str() as talk, breach=breach):
            return talk, breach
        case CorrectionDeclined(talk=str() as talk, breach=breach):
            return talk, breach
        case _:
            return None


def decide(
    state: ConductState, facts: Facts, command: ConductCommand, occasion: Occasion
) -> Outcome:
    """Decide a command about conduct."""
    if isinstance(command, ObservationCommand):
        basis = (facts.ground, facts.standards)
        return observations.decide(state.observations, basis, command, occasion)
    if isinstance(command, ReportBreach):
        return report(state.breaches, facts, command, occasion)
    breach = state.breaches.breaches.get(command.breach)
    if breach is None:
        return NotFound("breach", command.breach)
    if isinstance(command, OfferCorrection):
        refusal = _refuse_second(state.breaches, breach)
        if refusal is not None:
            return refusal
    return _of_breach(breach, facts, command, occasion)


def _of_breach(
    breach: Breach,
    facts: Facts,
    command: FindingCommand | ResponseCommand,
    occasion: Occasion,
) -> Outcome:
    match command:
        case _ if isinstance(command, FindingCommand):
            return find(breach, facts, command, occasion)
        case _ if isinstance(command, ResponseCommand):
            return respond(breach, facts, command, occasion)
        case _:
            assert_never(command)


def _refuse_second(state: BreachesState, breach: Breach) -> Refusal | None:
    """One response for one conduct, under whichever clause it was asked about (K8)."""
    for other in state.breaches.values():
        is_same = is_same_conduct(other, breach.bearer, breach.conduct_at)
        if other.id != breach.id and is_same and other.response is not None:
            return AnsweredForAlready(other.id)
    return None
