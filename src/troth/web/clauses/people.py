"""Parts of a line that name the two, other lines, parts of life, days and times."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from troth.domain.agreement.terms import TRIAL_DAYS, Element
from troth.domain.kernel import MemberId, wording
from troth.domain.schedules import Schedule
from troth.web.clauses import rhythm
from troth.web.clauses.around import Around
from troth.web.clauses.control import LEFT_OUT, Control, Number, Offered, Pairs, split
from troth.web.clauses.labels import LABELS, Label
from troth.web.form import Form

DAY_WANTED = "Write the day as year, month and day, such as 2027-01-31."
DAYS = "%(days)s days"
HOURS = "%(hours)s hours"
MINUTES = "%(minutes)s minutes"
RESPONSIBLE = "%(name)s: %(things)s"

REVIEWS = {"90": "After three months", "180": "After half a year", "365": "After a year"}
"""When a line can be read again, by days."""

LENGTHS = {90: "three months", 180: "half a year", 365: "a year"}
"""How long these are, said as one says it."""

TRIALS = {str(TRIAL_DAYS): "Yes, for 30 days first", "none": "No, from the start"}


class Person(Control):
    """One of the two."""

    shape = "choice"

    def offered(self, around: Around) -> Offered:
        """Return both, whoever reads first."""
        return tuple((each.id, each.name, "") for each in around.members)

    def read(self, form: Form, around: Around) -> object:
        """Read who was chosen."""
        ids = {each.id for each in around.members}
        return form.one_of(self.name, ids) or self.nothing(form, around)

    def say(self, value: MemberId | None, around: Around) -> str:
        """Name them."""
        return around.name(value) if value else ""


class People(Person):
    """One of the two, or both."""

    shape = "ticks"

    def read(self, form: Form, around: Around) -> object:
        """Read who was ticked."""
        chosen = form.all(self.name)
        return [each.id for each in around.members if each.id in chosen] or self.nothing(
            form, around
        )

    def fill(self, value: Iterable[MemberId]) -> Pairs:
        """Tick each."""
        return tuple((self.name, each) for each in sorted(value))

    def say(self, value: Any, around: Around) -> str:  # noqa: ANN401 - several people, not one
        """Name each."""
        return ", ".join(each.name for each in around.members if each.id in set(value))


class SlipOf(People):
    """Whose slip an agreed response is for: the record names them as it names who keeps a line."""

    @property
    def label(self) -> Label:
        """What it is called here, where nobody keeps anything."""
        return LABELS["slip_of"]


class OfEach(Control):
    """A short text for each of the two."""

    shape = "each"

    def read(self, form: Form, around: Around) -> object:
        """Read what was said of either."""
        found = {each.id: wording(form.raw(f"{self.name}.{each.id}")) for each in around.members}
        return {member: text for member, text in found.items() if text}

    def fill(self, value: Mapping[MemberId, str]) -> Pairs:
        """Put each with whom it is about."""
        return tuple((f"{self.name}.{member}", text) for member, text in value.items())

    def say(self, value: Mapping[MemberId, str], around: Around) -> str:
        """Say each of whom it is about."""
        return "; ".join(
            around.words.say(RESPONSIBLE, name=around.name(member), things=text)
            for member, text in sorted(value.items())
        )


class Looked(OfEach):
    """What each of the two looks after, one thing on each line."""

    shape = "each-lines"

    def read(self, form: Form, around: Around) -> object:
        """Read every line of either, in an order that is the same whoever writes it."""
        return [
            {"name": line, "responsible": member}
            for member in sorted(each.id for each in around.members)
            for line in split(form.raw(f"{self.name}.{member}"))
        ]

    def fill(self, value: Any) -> Pairs:  # noqa: ANN401 - things, where the others hold texts
        """Put each thing with who looks after it."""
        return tuple(
            (f"{self.name}.{member}", "\n".join(things)) for member, things in _by(value).items()
        )

    def say(self, value: Any, around: Around) -> str:  # noqa: ANN401 - things, as they are filled in
        """Say who looks after what."""
        things = {member: ", ".join(names) for member, names in _by(value).items()}
        return super().say(things, around)


def _by(elements: Iterable[Element]) -> dict[MemberId, list[str]]:
    found: dict[MemberId, list[str]] = {}
    for each in elements:
        found.setdefault(each.responsible, []).append(each.name)
    return found


class Reference(Control):
    """Another line, or a part of life."""

    shape = "select"

    def __init__(
        self, name: str, known: Callable[[Around], Mapping[str, str]], *, required: bool = False
    ) -> None:
        """Offer what is known."""
        super().__init__(name, required=required)
        self.known = known

    def offered(self, around: Around) -> Offered:
        """Return what can be referred to, and first that it is none of them."""
        known = sorted(self.known(around).items(), key=lambda each: each[1])
        return (
            ("", around.words.plain("None of these"), ""),
            *((id_, said, "") for id_, said in known),
        )

    def named(self, around: Around) -> tuple[tuple[str, str], ...]:
        """Return each with its words only, as a list one opens takes them."""
        return tuple((value, said) for value, said, _ in self.offered(around))

    def read(self, form: Form, around: Around) -> object:
        """Read which was chosen."""
        return form.one_of(self.name, self.known(around)) or self.nothing(form, around)

    def say(self, value: str | None, around: Around) -> str:
        """Say how it begins, or what it is called."""
        return self.known(around).get(value, value) if value else ""


class References(Reference):
    """Several other lines or parts of life."""

    shape = "ticks"

    def offered(self, around: Around) -> Offered:
        """Return what can be referred to."""
        return super().offered(around)[1:]

    def read(self, form: Form, around: Around) -> object:
        """Read each that was ticked."""
        return sorted(set(form.all(self.name)) & self.known(around).keys())

    def fill(self, value: Iterable[str]) -> Pairs:
        """Tick each."""
        return tuple((self.name, each) for each in sorted(value))

    def say(self, value: Any, around: Around) -> str:  # noqa: ANN401 - several lines, not one
        """Say each."""
        known = self.known(around)
        return "; ".join(known.get(each, each) for each in sorted(value))


class Rhythm(Control):
    """A time that comes round."""

    shape = "rhythm"

    def every(self, form: Form, around: Around) -> Offered:
        """Return how often it can come round; a rule none of these says can stay as it is."""
        rule = form[f"{self.name}.rule"]
        known = {each: said for each, said in rhythm.EVERY.items() if rule or each != rhythm.AS_IS}
        return tuple(
            (each, around.words.plain(said), rule if each == rhythm.AS_IS else "")
            for each, said in known.items()
        )

    def days(self, around: Around) -> Offered:
        """Return the days of the week."""
        return tuple((day, name, "") for day, name in rhythm.day_names(around).items())

    def clocks(self, around: Around) -> tuple[tuple[str, str], ...]:
        """Return the clocks it can be kept by: those of the two, where they differ."""
        zones = dict.fromkeys(each.zone for each in around.members)
        return tuple((zone, zone.rpartition("/")[2].replace("_", " ")) for zone in zones)

    def read(self, form: Form, around: Around) -> object:
        """Read how often, on which days, and when."""
        return rhythm.read_rhythm(form, self.name, around)

    def fill(self, value: Schedule) -> Pairs:
        """Fill each of its fields."""
        return rhythm.filled(value, self.name)

    def say(self, value: Schedule, around: Around) -> str:
        """Say it as one says a time."""
        return rhythm.said(value, around)


class LastDay(Control):
    """The last day of something, kept as the moment it is over where its author lives."""

    shape = "day"

    def read(self, form: Form, around: Around) -> object:
        """Read a day, if there is one."""
        text = form.raw(self.name).strip()
        if not text:
            return LEFT_OUT
        day = form.day(self.name, around.words.plain(DAY_WANTED))
        return LEFT_OUT if day is None else end_of(day, around.times.zone).isoformat()

    def fill(self, value: datetime | None) -> Pairs:
        """Show the day."""
        return () if value is None else ((self.name, value.date().isoformat()),)

    def say(self, value: datetime | None, around: Around) -> str:
        """Say the whole date."""
        return "" if value is None else around.times.whole_date(value - timedelta(seconds=1))


def end_of(day: date, zone: tzinfo) -> datetime:
    """Return the moment a day is over where whoever writes lives."""
    after = datetime.combine(day, time(), zone) + timedelta(days=1)
    return after.astimezone(UTC)


class Term(Number):
    """A number of days out of a few that make sense."""

    shape = "choice"

    def __init__(self, name: str, days: Mapping[str, str]) -> None:
        """Offer some."""
        super().__init__(name)
        self.days = days

    def offered(self, around: Around) -> Offered:
        """Return each in words."""
        return tuple((days, around.words.plain(said), "") for days, said in self.days.items())

    def read(self, form: Form, around: Around) -> object:
        """Read how many; “none” is no time at all."""
        chosen = form.raw(self.name)
        return None if chosen == "none" else super().read(form, around)

    def fill(self, value: int | None) -> Pairs:
        """Choose it."""
        return ((self.name, "none" if value is None else str(value)),)

    def say(self, value: int | None, around: Around) -> str:
        """Say how long."""
        if value is None:
            return ""
        known = LENGTHS.get(value)
        return around.words.plain(known) if known else around.words.say(DAYS, days=value)


class Lasting(Number):
    """A number of hours or minutes."""

    def __init__(self, name: str, said: str, *, required: bool = False) -> None:
        """Say it by this sentence."""
        super().__init__(name, required=required)
        self.said = said

    def say(self, value: int, around: Around) -> str:
        """Say how long."""
        return around.words.say(self.said, hours=value, minutes=value)


def areas_of(around: Around) -> Mapping[str, str]:
    """Return the parts of life that have a name."""
    return {str(area): name for area, name in around.areas.items()}


def lines_of(around: Around) -> Mapping[str, str]:
    """Return every line that can be referred to."""
    return {str(id_): said for id_, said in around.clauses.items()}


def signals_of(around: Around) -> Mapping[str, str]:
    """Return the signals that mean stop."""
    return {str(id_): around.clauses[id_] for id_ in around.signals}


def permissions_of(around: Around) -> Mapping[str, str]:
    """Return the lines by which one can ask something of the other."""
    return {str(id_): around.clauses[id_] for id_ in around.permissions}
