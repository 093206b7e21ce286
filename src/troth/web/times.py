"""Days and times as one person reads them: in their zone, in their language, without hurry."""

from datetime import date, datetime, tzinfo

from babel.core import Locale
from babel.dates import format_date, format_time

from troth.domain.kernel import Value
from troth.web.words import Words

NAMED_DAYS = {-1: "yesterday", 0: "today", 1: "tomorrow"}
"""Days with a name of their own, by how far they are from today."""

NEAR_DAYS = 6
"""Within a week a day is called by its name; further away by its date."""


class Times(Value, frozen=True):
    """How one person reads times: where their clock stands, and what it says now."""

    zone: tzinfo
    words: Words
    now: datetime

    @property
    def _locale(self) -> Locale:
        return self.words.locale

    def local(self, at: datetime) -> datetime:
        """Return a time on this person's clock."""
        return at.astimezone(self.zone)

    def time(self, at: datetime) -> str:
        """Return the time of day: 22:00."""
        return format_time(self.local(at), "short", locale=self._locale)

    def whole_date(self, at: datetime | date) -> str:
        """Return a whole date: 4 October 2026."""
        return format_date(self._day(at), "long", locale=self._locale)

    def short_date(self, at: datetime | date) -> str:
        """Return a date without its year: 4 October."""
        return format_date(
            self._day(at), self.words.pattern("MMMMd", "d MMMM"), locale=self._locale
        )

    def brief_date(self, at: datetime | date) -> str:
        """Return a date for a narrow place: 4 Oct."""
        return format_date(self._day(at), self.words.pattern("MMMd", "d MMM"), locale=self._locale)

    def weekday(self, at: datetime | date) -> str:
        """Return a date with its day of the week: Sunday 22 November."""
        pattern = self.words.pattern("MMMMEEEEd", "EEEE d MMMM")
        return format_date(self._day(at), pattern, locale=self._locale)

    def day(self, at: datetime | date) -> str:
        """Return a day as one says it: today, yesterday, on Friday, on 4 October."""
        meant, today = self._day(at), self.local(self.now).date()
        apart = (meant - today).days
        if apart in NAMED_DAYS:
            return self.words.say(NAMED_DAYS[apart])
        if abs(apart) <= NEAR_DAYS:
            said = format_date(meant, "EEEE", locale=self._locale)
        else:
            said = self.short_date(meant) if meant.year == today.year else self.whole_date(meant)
        return self.words.say("on %(day)s", day=said)

    def moment(self, at: datetime) -> str:
        """Return a day with its time: on Friday at 18:40."""
        return self.words.say("%(day)s at %(time)s", day=self.day(at), time=self.time(at))

    def since(self, at: datetime) -> str:
        """Return a time with its day, as it follows "at": 18:40 today."""
        return self.words.say("%(time)s %(day)s", time=self.time(at), day=self.day(at))

    def stamp(self, at: datetime) -> str:
        """Return a whole date and time for a paper: 4 October 2026, 21:10."""
        return self.words.say("%(day)s, %(time)s", day=self.whole_date(at), time=self.time(at))

    def clock(self, at: datetime) -> str:
        """Return the time of day as a time field takes it."""
        return f"{self.local(at):%H:%M}"

    def iso(self, at: datetime | date) -> str:
        """Return a day as a date field takes it."""
        return self._day(at).isoformat()

    def _day(self, at: datetime | date) -> date:
        return self.local(at).date() if isinstance(at, datetime) else at
