"""Ways to bring a couple to the table, and to read what lies on it."""

from datetime import timedelta

from tests.given import ASH, KITCHEN, START, WREN, Couple, clause
from troth.domain.agreement.terms import SessionRhythm
from troth.domain.force import Ground
from troth.domain.kernel import (
    Event,
    MemberId,
)
from troth.domain.schedules import Schedule
from troth.domain.sessions.commands import (
    ArriveAtSession,
    ConfirmMinutes,
    PlanSession,
)
from troth.domain.sessions.events import (
    Item,
    LineId,
    Preparation,
    SessionId,
    Topic,
)
from troth.domain.sessions.state import (
    Ending,
    OpenSession,
    Plan,
    missed,
    upcoming,
)

FRIDAYS = Schedule("FREQ=WEEKLY;BYDAY=FR", "2026-03-06T19:00", "Europe/London", 60)
WEEKLY = clause("weekly", SessionRhythm(FRIDAYS))
FIRST = SessionId("weekly@2026-03-06T19:00Z")
SECOND = SessionId("weekly@2026-03-13T19:00Z")
TONIGHT = SessionId("tonight")
LINE = LineId("line")
KITCHEN_ITEM = Item(Topic.EXPECTATIONS, KITCHEN)
ONE_CHANGE = Item(Topic.ONE_CHANGE)


def weekly() -> Couple:
    """Return a couple that meets every Friday at seven; it is Monday evening."""
    return Couple().have_begun(WEEKLY)


def on_friday() -> Couple:
    """Return that couple on Friday at seven."""
    couple = weekly()
    couple.now = START + timedelta(days=4, hours=1)
    return couple


def both_here(couple: Couple, session: SessionId = FIRST) -> Couple:
    """Have both say that they are here."""
    for member in (WREN, ASH):
        couple.does(member, ArriveAtSession(session))
    return couple


def sat_down(*, in_role: bool = False) -> Couple:
    """Return a couple in an open session planned by hand."""
    couple = Couple().have_begun()
    couple.does(ASH, PlanSession(TONIGHT, couple.now, 60, in_role))
    return both_here(couple, TONIGHT)


def open_session(couple: Couple) -> OpenSession | None:
    """Return the open session, if one is."""
    return couple.state.sessions.open


def carried(couple: Couple) -> tuple[Item, ...]:
    """Return what is carried over to the next session."""
    return couple.state.sessions.carried


def table(couple: Couple) -> OpenSession:
    """Return the open session."""
    session = open_session(couple)
    assert session is not None
    return session


def ahead(couple: Couple) -> tuple[Plan, ...]:
    """Return the sessions to come."""
    return upcoming(couple.state.sessions, couple.state.ground, couple.moment())


def gone_by(couple: Couple) -> list[SessionId]:
    """Return the sessions that did not take place."""
    gone = missed(couple.state.sessions, couple.state.ground, couple.moment())
    return [plan.id for plan in gone]


def kinds(events: tuple[Event, ...]) -> list[type[Event]]:
    """Return what kinds of things happened."""
    return [type(event) for event in events]


def ending(couple: Couple, session: SessionId = TONIGHT) -> Ending | None:
    """Return how a session ended."""
    return couple.state.sessions.plans[session].ending


def confirms(couple: Couple, member: MemberId, dissent: str = "") -> tuple[Event, ...]:
    """Have a member confirm the minutes as they read now."""
    session = table(couple)
    return couple.does(member, ConfirmMinutes(session.id, session.minutes, dissent))


def appreciations(session: OpenSession, ground: Ground) -> dict[MemberId, tuple[str, ...]]:
    """Return what each member said they are glad of, both ways."""
    return {
        member: tuple(
            each.text
            for each in session.brought
            if each.by == member and each.kind is Preparation.GLAD
        )
        for member in ground.dynamic.member_ids
    }
