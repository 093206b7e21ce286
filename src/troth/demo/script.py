"""The script language of the demo: lines that say who does what, and when."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, TypeAlias

import msgspec

from troth.application.private.preparations import Prepared
from troth.application.sealed import Question
from troth.domain.decider import AnyCommand, State
from troth.domain.dynamic.events import Member
from troth.domain.kernel import MemberId, Moment, Refusal

ASH = MemberId("e0569a64a8cf4678")
WREN = MemberId("b6acc7e581726621")
BOTH = frozenset({ASH, WREN})

HOME_ZONE = "Europe/London"
AWAY_ZONE = "America/New_York"
"""Where the two live, and where Wren works for the sixth week."""

WEEKS = 8
LAST_DAY = 6
"""The story is made on the sixth day of its eighth week: the next session is tomorrow."""


class Calendar(msgspec.Struct, frozen=True):
    """The days of the story, laid so that they end at the moment it is made."""

    made_at: datetime
    home: tzinfo

    @property
    def first_day(self) -> date:
        """The first day of the first week."""
        before = (WEEKS - 1) * 7 + LAST_DAY - 1
        return self.made_at.astimezone(self.home).date() - timedelta(days=before)

    def at(self, when: str) -> datetime:
        """Return the time meant by "week.day hour:minute" at home."""
        day, clock = when.split(" ")
        week, weekday = (int(part) for part in day.split("."))
        date_ = self.first_day + timedelta(days=(week - 1) * 7 + weekday - 1)
        local = datetime.combine(date_, time.fromisoformat(clock), self.home)
        return local.astimezone(self.made_at.tzinfo)


class Scene(msgspec.Struct, frozen=True):
    """What somebody sees who is about to do something: the state, the moment, the days."""

    state: State
    moment: Moment
    calendar: Calendar

    def at(self, when: str) -> datetime:
        """Return a time of the story, past or to come."""
        return self.calendar.at(when)


class Opening(msgspec.Struct, frozen=True):
    """The record of the two is begun, and the other invited to it."""

    themself: Member


class Joining(msgspec.Struct, frozen=True):
    """The other joins, with the invitation that was given."""

    themself: Member


class Sealing(msgspec.Struct, frozen=True):
    """An answer kept sealed until the other's is in."""

    question: Callable[[Scene], Question[Any]]
    answer: object


class Noting(msgspec.Struct, frozen=True):
    """A private note, in a chain of one's own."""

    text: str


class Preparing(msgspec.Struct, frozen=True):
    """Something prepared for a session by oneself; it is in no history."""

    name: str
    prepared: Prepared


class Bringing(msgspec.Struct, frozen=True):
    """Something prepared that is brought to the open session; from then on both see it."""

    name: str


Commands: TypeAlias = Callable[[Scene], Iterable[AnyCommand]]
"""What somebody asks for, said in terms of what they see then."""


class NotThatWay(msgspec.Struct, frozen=True):
    """Something that is tried and meets a rule: nothing is recorded."""

    tried: AnyCommand | Commands
    because: type[Refusal]


Deed: TypeAlias = (
    AnyCommand | Commands | Opening | Joining | Sealing | Noting | Preparing | Bringing | NotThatWay
)


class Line(msgspec.Struct, frozen=True):
    """One line of the story: when, who, and what they do, one thing after the other."""

    when: Callable[[Calendar], datetime]
    who: MemberId
    deeds: tuple[Deed, ...]


def on(when: str, who: MemberId, *deeds: Deed) -> Line:
    """Write a line for a day and time at home, such as "3.2 20:10": third week, second day."""
    return Line(lambda calendar: calendar.at(when), who, deeds)


def lately(minutes: int, who: MemberId, *deeds: Deed) -> Line:
    """Write a line of today: so many minutes before the story is made."""
    return Line(lambda calendar: calendar.made_at - timedelta(minutes=minutes), who, deeds)
