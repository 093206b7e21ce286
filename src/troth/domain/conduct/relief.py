"""What a pause, a stop, a limit, a withdrawal or the end does to a breach that is open."""

from datetime import datetime

from msgspec.structs import replace

from troth.domain.agreement.events import ConsentWithdrawn
from troth.domain.conduct.breach import Breach, Closing
from troth.domain.conduct.events import Footing
from troth.domain.dynamic.events import Ended, Paused, Stopped
from troth.domain.kernel import AreaId, Recorded
from troth.domain.safety import Limit, LimitSet, touches

RELIEF = (Paused, Stopped, LimitSet, ConsentWithdrawn, Ended)
"""The events that relieve; each takes effect as of a time that may lie before the conduct (L4)."""


def relieve(breach: Breach, recorded: Recorded) -> Breach:
    """Return a breach after an event that may relieve it.

    Relief that reaches back to the conduct voids what is still open: nothing was expected then.
    """
    if not breach.is_open:
        return breach
    match recorded.event:
        case Paused(since=since, area=area):
            return _after_rest(breach, area, since, recorded.at)
        case Stopped(since=since):
            return _after_rest(breach, None, since, recorded.at)
        case LimitSet() as new:
            return _after_limit(breach, new, recorded)
        case ConsentWithdrawn() as withdrawn:
            return _after_withdrawal(breach, withdrawn, recorded.at)
        case Ended():
            return closed(breach, Closing.ENDED, recorded.at)
        case _:
            return breach


def closed(breach: Breach, closing: Closing, at: datetime) -> Breach:
    """Return a breach at its end; a response that was running ends with it."""
    response = breach.response
    if response is not None and response.is_running(at):
        response = replace(response, cut_short_at=at)
    return replace(breach, response=response, closing=closing, closed_at=at)


def footings(breach: Breach) -> tuple[Footing, ...]:
    """Return what the standard stands on, and what the response does once there is one."""
    response = () if breach.response is None else (breach.response.footing,)
    return (breach.footing, *response)


def _after_rest(breach: Breach, area: AreaId | None, since: datetime, at: datetime) -> Breach:
    """Offered and accepted go back to upheld; a run is over; an acceptance is never used again."""
    reaches = tuple(_is_in(each, area) for each in footings(breach))
    if reaches[0] and since <= breach.conduct_at:
        return closed(breach, Closing.RELIEVED, at)
    response = breach.response
    if response is None or not any(reaches):
        return breach
    if response.begun_at is None and response.done_at is None:
        return replace(breach, response=None)
    if response.is_running(since) or response.is_running(at):
        return replace(breach, response=replace(response, cut_short_at=at))
    return breach


def _is_in(footing: Footing, area: AreaId | None) -> bool:
    return area is None or any(touch.area == area for touch in footing.touches)


def _after_limit(breach: Breach, new: LimitSet, recorded: Recorded) -> Breach:
    limit = Limit(new.limit, recorded.by, new.target, new.name, new.hard, new.conditions, new.since)
    reaches = tuple(
        limit.hard and any(touches(limit, touch) for touch in footing.touches)
        for footing in footings(breach)
    )
    return _after_ending(breach, Closing.LIMIT, reaches, (new.since, recorded.at))


def _after_withdrawal(breach: Breach, withdrawn: ConsentWithdrawn, at: datetime) -> Breach:
    reaches = tuple(withdrawn.clause in footing.clauses for footing in footings(breach))
    return _after_ending(breach, Closing.WITHDRAWN, reaches, (withdrawn.since, at))


def _after_ending(
    breach: Breach,
    closing: Closing,
    reaches: tuple[bool, ...],
    times: tuple[datetime, datetime],
) -> Breach:
    since, at = times
    if reaches[0] and since <= breach.conduct_at:
        return closed(breach, Closing.RELIEVED, at)
    return closed(breach, closing, at) if any(reaches) else breach
