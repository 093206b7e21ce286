"""Writing into the record what one of the two alone can write, past every command."""

from datetime import datetime

from tests.given import (
    Couple,
)
from troth.domain.decider import State, evolve
from troth.domain.following.record import follows
from troth.domain.kernel import (
    Event,
    MemberId,
    Recorded,
)


def leaves_it(couple: Couple, by: MemberId, *events: Event, at: datetime | None = None) -> None:
    """Check that none of these, put on the state as it is, may follow or changes anything."""
    for event in events:
        recorded = Recorded(by, at or couple.now, event)
        assert evolve(couple.state, recorded) is couple.state, type(event).__name__
        assert not follows(couple.state, recorded)


def counts(couple: Couple, by: MemberId, event: Event) -> State:
    """Check that an event may follow, and return the state after it."""
    recorded = Recorded(by, couple.now, event)
    assert follows(couple.state, recorded)
    return evolve(couple.state, recorded)
