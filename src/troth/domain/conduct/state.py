"""Every breach that is open, those closed within the memory, and what events make of them.

A pause or a stop acts on a breach when it is recorded: order in the record, not the clock,
decides that an acceptance came before it. So a pause told late, or remembered long after, cannot
be slept past. A check-in or a closed window is only read (`breach.is_held`): it sends nothing back.
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from troth.domain.conduct import relief
from troth.domain.conduct.breach import (
    Answer,
    Breach,
    Closing,
    Response,
    is_held,
    is_same_conduct,
)
from troth.domain.conduct.events import (
    BreachAnswered,
    BreachClosed,
    BreachFound,
    BreachId,
    BreachReported,
    BreachWeighed,
    CareNoted,
    CorrectionAccepted,
    CorrectionBegun,
    CorrectionDeclined,
    CorrectionDone,
    CorrectionOffered,
    Finding,
    FindingChanged,
)
from troth.domain.force import Ground
from troth.domain.kernel import (
    MEMORY_DAYS,
    ClauseId,
    Digest,
    Moment,
    Recorded,
    Value,
    is_forgotten,
    with_item,
)
from troth.domain.standards.events import ClauseDuty

REPEATED = 2
"""Twice within the memory is enough to look at a clause again; it says nothing of a person."""


class BreachesState(Value, frozen=True):
    """The open breaches, and those closed within the memory."""

    breaches: dict[BreachId, Breach] = {}


def open_breaches(state: BreachesState) -> tuple[Breach, ...]:
    """Return the open breaches of both, the earliest reported first."""
    found = (breach for breach in state.breaches.values() if breach.is_open)
    return tuple(sorted(found, key=lambda breach: (breach.reported_at, breach.id)))


def clauses_for_review(state: BreachesState, now: datetime) -> tuple[ClauseId, ...]:
    """Return the clauses that need another look: found unclear, or not kept repeatedly.

    By whomever: it is a sign about the clause, so neither members nor numbers are given.
    """
    since = now - timedelta(days=MEMORY_DAYS)
    found: dict[ClauseId, list[Finding]] = {}
    for breach in state.breaches.values():
        is_recent = breach.found_at is not None and breach.found_at >= since
        if not is_recent or breach.closing is Closing.RELIEVED:
            continue
        if isinstance(breach.duty, ClauseDuty) and breach.finding is not None:
            found.setdefault(breach.duty.clause, []).append(breach.finding)
    return tuple(clause for clause in sorted(found) if _needs_review(found[clause]))


def _needs_review(findings: list[Finding]) -> bool:
    return Finding.UNCLEAR in findings or findings.count(Finding.UPHELD) >= REPEATED


def paused_treats(state: BreachesState, ground: Ground, moment: Moment) -> frozenset[ClauseId]:
    """Return the treats that are paused at a moment; each comes back by itself at its end."""
    return frozenset(
        breach.response.treat
        for breach in open_breaches(state)
        if breach.response is not None
        and breach.response.treat is not None
        and breach.response.is_running(moment.at)
        and not is_held(breach, ground, moment)
    )


def evolve(state: BreachesState, recorded: Recorded) -> BreachesState:
    """Return the breaches after an event; relief of any kind reaches every open one."""
    event = recorded.event
    if isinstance(event, BreachReported):
        return _after_reporting(state, event, recorded)
    breach = state.breaches.get(getattr(event, "breach", BreachId("")))
    if breach is not None:
        changed = _evolve_breach(breach, recorded)
        return BreachesState(with_item(state.breaches, breach.id, changed))
    if not isinstance(event, relief.RELIEF):
        return state
    relieved = {id_: relief.relieve(each, recorded) for id_, each in state.breaches.items()}
    return BreachesState(relieved)


def _after_reporting(
    state: BreachesState, new: BreachReported, recorded: Recorded
) -> BreachesState:
    breach = Breach(
        id=new.breach,
        bearer=new.bearer,
        reported_by=recorded.by,
        reported_at=recorded.at,
        duty=new.duty,
        digest=new.digest,
        conduct_at=new.conduct_at,
        text=new.text,
        footing=new.footing,
        area=new.area,
        lighter=new.lighter,
        bearer_led=new.bearer_led,
    )
    return BreachesState(with_item(_kept(state, recorded.at), breach.id, breach))


def _kept(state: BreachesState, now: datetime) -> dict[BreachId, Breach]:
    """A closed one also stays while another about its conduct is open, else that seems first."""
    still_open = open_breaches(state)
    return {
        id_: each
        for id_, each in state.breaches.items()
        if each.closed_at is None
        or not is_forgotten(each.closed_at, now)
        or any(is_same_conduct(each, other.bearer, other.conduct_at) for other in still_open)
    }


def _evolve_breach(breach: Breach, recorded: Recorded) -> Breach:
    by, at = recorded.by, recorded.at
    match recorded.event:
        case BreachAnswered(answer=kind, text=text, because=because):
            return replace(breach, answer=Answer(kind, text, because))
        case BreachWeighed(finding=finding):
            return replace(breach, weighed=with_item(breach.weighed, by, finding))
        case BreachFound(finding=finding, text=text) | FindingChanged(finding=finding, text=text):
            return _after_finding(breach, finding, text, at)
        case BreachClosed():
            return _after_closing(breach, at)
        case _:
            return _evolve_response(breach, recorded)


def _after_finding(breach: Breach, finding: Finding, text: str, at: datetime) -> Breach:
    found = replace(breach, finding=finding, finding_text=text, found_at=at)
    return found if finding is Finding.UPHELD else relief.closed(found, Closing(finding), at)


def _after_closing(breach: Breach, at: datetime) -> Breach:
    is_done = breach.response is not None and breach.response.done_at is not None
    return relief.closed(breach, Closing.PUT_RIGHT if is_done else Closing.LET_REST, at)


def _evolve_response(breach: Breach, recorded: Recorded) -> Breach:
    at, event, response = recorded.at, recorded.event, breach.response
    if isinstance(event, CorrectionOffered):
        return replace(breach, response=_offered(event, at))
    if response is None:
        return breach
    match event:
        case CorrectionAccepted(offer=offer) if _is_own_yes(breach, response, offer, recorded):
            return replace(breach, response=replace(response, accepted_at=at))
        case CorrectionBegun():
            return replace(breach, response=replace(response, begun_at=at))
        case CorrectionDone():
            return replace(breach, response=replace(response, done_at=at))
        case CareNoted():
            return replace(breach, response=replace(response, is_cared_for=True))
        case CorrectionDeclined():
            return relief.closed(breach, Closing.DECLINED, at)
        case _:
            return breach


def _is_own_yes(breach: Breach, response: Response, offer: Digest, recorded: Recorded) -> bool:
    """Only the one it concerns accepts, and only what was offered: the other could write it too."""
    return recorded.by == breach.bearer and offer == response.offer


def _offered(event: CorrectionOffered, at: datetime) -> Response:
    return Response(
        clause=event.clause,
        digest=event.digest,
        item=event.item,
        minutes=event.minutes,
        footing=event.footing,
        offered_at=at,
        treat=event.treat,
    )
