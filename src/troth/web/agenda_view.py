"""The agenda in words: each topic by its number, each thing on the table with where it leads."""

from collections.abc import Callable, Iterator, Mapping

from troth.domain.checkins import open_rounds
from troth.domain.kernel import MemberId, NotFound, Value
from troth.domain.sessions.events import Item, Topic, Treatment
from troth.domain.talks.events import TalkId
from troth.projections.agenda import Agenda, Entry, Section
from troth.projections.agenda import agenda as read_agenda
from troth.projections.agenda_items import AgendaItem
from troth.projections.agenda_titles import title
from troth.projections.agenda_words import CARRIED
from troth.projections.keeping import meant_time, named_duty
from troth.projections.talks import talk as read_talk
from troth.web.addresses import clause_address, key, line_address
from troth.web.errors import NoSuchThing
from troth.web.form import number_in
from troth.web.marks import MARKS
from troth.web.talk_words import UNNAMED, asked, stands, talk_address
from troth.web.visit import Visit

ASKS: Mapping[Topic, str] = {
    Topic.READ_BACK: "Read the lines aloud to each other, and change what is not how it was.",
    Topic.WELLBEING: "One hard thing is enough. One says it; the other says it back.",
    Topic.APPRECIATIONS: "Start here. Small things count.",
}
"""What a topic asks, where the page says it in its own way."""

TREATMENTS: Mapping[Treatment, str] = {
    Treatment.TALKED: "Talked about",
    Treatment.CARRIED: "Carry over",
    Treatment.LEFT: "Leave",
}
"""The three things that can become of a thing, of one weight."""

TREATED: Mapping[Treatment, str] = {
    Treatment.TALKED: "Talked about",
    Treatment.CARRIED: "Carried over",
    Treatment.LEFT: "Left",
}

APART = "Each of you answers apart. It is shown once you both have."
CHECK_IN = "This week's check-in"

SPOKEN_FOR = (Topic.EXPECTATIONS, Topic.CONDUCT)
"""Where a thing is somebody's own to speak of first."""

TOPICS = tuple(Topic)


class Thing(Value, frozen=True):
    """One thing on the table as a page shows it.

    `marks` are its keeper's own words on the week; `start` stands for the time that is marked now,
    where the reader keeps it and has not said a word on the week.
    """

    key: str
    item: Item
    title: str
    whose: MemberId | None
    lines: tuple[str, ...]
    address: str
    related: tuple[str, ...]
    treated: str
    marks: tuple[str, ...]
    start: str


class Shown(Value, frozen=True):
    """One topic: its number, its heading, what it asks, and what lies on the table."""

    number: int
    section: Section
    asks: str
    things: tuple[Thing, ...]

    @property
    def is_done(self) -> bool:
        """Whether everything of it was talked about, carried over or left."""
        return bool(self.things) and all(each.treated for each in self.things)

    @property
    def has_any(self) -> bool:
        """Whether anything lies on the table, or was said."""
        return bool(self.things or self.section.said)


def read(visit: Visit) -> Agenda:
    """Return the agenda of the open session, or of the next."""
    return read_agenda(visit.state, visit.moment)


def topics(visit: Visit, agenda: Agenda) -> list[Shown]:
    """Return the topics that have anything, in their order; it is the same for both."""
    return [each for each in (shown(visit, found) for found in agenda.sections) if each.has_any]


def topic(visit: Visit, agenda: Agenda, number: str) -> Shown:
    """Return the topic a number in an address stands for; raises NoSuchThing for none."""
    at = number_in(number) or 0
    if not 1 <= at <= len(TOPICS):
        raise NoSuchThing
    return shown(visit, agenda.sections[at - 1])


def shown(visit: Visit, section: Section) -> Shown:
    """Return a topic as a page shows it; what is still to be talked about stands first."""
    own = ASKS.get(section.topic, "")
    things = tuple(_thing(visit, section.topic, entry) for entry in section.entries)
    return Shown(
        TOPICS.index(section.topic) + 1,
        section,
        visit.words.plain(own) if own else visit.words.phrase(section.asks),
        things,
    )


def _thing(visit: Visit, topic: Topic, entry: Entry) -> Thing:
    thing = entry.thing
    told, start = _marks(visit, thing)
    carried = [visit.words.plain(CARRIED)] if entry.carried else []
    return Thing(
        key=key(f"{thing.item.topic}/{thing.item.name}"),
        item=thing.item,
        title=_title(visit, thing),
        whose=thing.member if topic in SPOKEN_FOR else None,
        lines=(*carried, *_lines(visit, thing)),
        address=_address(visit, thing),
        related=tuple(thing.related),
        treated=visit.words.plain(TREATED[entry.treatment]) if entry.treatment else "",
        marks=told,
        start=start,
    )


def _title(visit: Visit, thing: AgendaItem) -> str:
    if thing.item.topic is Topic.CONNECTION and not thing.item.name:
        return visit.words.plain(CHECK_IN)
    found = title(visit.state, thing)
    is_unnamed = thing.item.topic is Topic.TALKS and not found
    return visit.words.plain(UNNAMED) if is_unnamed else found


def _lines(visit: Visit, thing: AgendaItem) -> Iterator[str]:
    """Yield why a thing lies there, in sentences without any name of the record's own."""
    if thing.item.topic is Topic.TALKS:
        yield from _of_talk(visit, thing)
    elif thing.item.topic is Topic.CONNECTION and not thing.item.name:
        last = visit.state.checkins.last
        is_shown = last is not None and last.round in open_rounds(visit.moment.at)
        yield from map(visit.words.phrase, thing.why) if is_shown else (visit.words.plain(APART),)
    else:
        if thing.at is not None and thing.item.topic is not Topic.CLAUSES:
            day = visit.times.day(thing.at)
            yield day[:1].upper() + day[1:] + "."
        yield from map(visit.words.phrase, thing.why)


def _of_talk(visit: Visit, thing: AgendaItem) -> Iterator[str]:
    found = read_talk(visit.state, visit.member, TalkId(thing.item.name), visit.moment)
    if found is not None:
        yield asked(visit, found.talk)
        yield from stands(visit, found)


def _address(visit: Visit, thing: AgendaItem) -> str:
    name = thing.item.name
    if thing.item.topic is Topic.BOUNDARIES and name in visit.state.ground.agreement.areas:
        return "/book/parts"
    leads = ADDRESSES.get(thing.item.topic)
    return leads(name) if leads is not None else ""


ADDRESSES: Mapping[Topic, Callable[[str], str]] = {
    Topic.TALKS: talk_address,
    Topic.EXPECTATIONS: line_address,
    Topic.CONDUCT: lambda name: f"/note/slip/{name}",
    Topic.DECISIONS: lambda name: f"/plans/{key(name)}",
    Topic.CLAUSES: clause_address,
    Topic.BOUNDARIES: lambda name: f"/plans/{key(name)}",
    Topic.CONNECTION: lambda name: "/renew" if name else "/check",
}
"""Where a thing is read by itself."""


def _marks(visit: Visit, thing: AgendaItem) -> tuple[tuple[str, ...], str]:
    """Return the words its keeper gave, and the time that is marked now where none was given."""
    if thing.item.topic is not Topic.EXPECTATIONS:
        return (), ""
    told = tuple(
        visit.words.say(
            "%(day)s: %(word)s",
            day=visit.times.day(turn.start),
            word=visit.words.plain(MARKS[turn.mark]),
        )
        for turn in thing.turns
        if turn.mark is not None
    )
    duty = named_duty(visit.state, thing.item.name)
    if told or thing.member != visit.member or isinstance(duty, NotFound):
        return told, ""
    return told, meant_time(visit.state, visit.member, duty, visit.moment).isoformat()
