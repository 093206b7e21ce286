"""How did it go: one's own word on one time of something one keeps; never a report."""

from datetime import datetime

from troth.domain.kernel import NotFound
from troth.domain.standards.commands import MarkOccurrence
from troth.domain.standards.events import DutyKind, Mark
from troth.domain.standards.expectations import Turn
from troth.projections.keeping import Line, OwnLine, named_duty, own_line, own_names
from troth.web.addresses import key
from troth.web.errors import NoSuchThing
from troth.web.finding import find
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.marks import ANSWERS, line_page, mark_words
from troth.web.ongoing import Ongoing
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

TIME_WANTED = "Choose which time you mean."
HOW_WANTED = "Choose how it went."


def mark(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Ask how one thing went."""
    kept = _kept(visit, at)
    times = [(turn.start.isoformat(), _when(visit, kept.line, turn)) for turn in kept.times]
    return visit.show(
        "mark.html",
        form,
        here="today",
        line=kept.line,
        address=f"/today/{key(kept.line.name)}",
        whole=line_page(kept.line),
        times=times,
        now=_meant(visit, kept),
        answers=[(each.value, visit.words.plain(said)) for each, said in ANSWERS.items()],
    )


def keep_mark(visit: Visit, form: Form, at: str) -> Answered:
    """Keep one's word on one time; another word takes its place."""
    duty = named_duty(visit.state, find(at, own_names(visit.state, visit.member, visit.moment)))
    if isinstance(duty, NotFound):
        raise NoSuchThing
    how = form.choice("how", Mark, visit.words.plain(HOW_WANTED))
    start = _time(form["start"])
    if start is None:
        form.want("start", visit.words.plain(TIME_WANTED))
    if start is None or how is None:
        return mark(visit, at, form)
    if visit.act(form, MarkOccurrence(duty, start, how)) is None:
        return mark(visit, at, form)
    return visit.go("/today", Told.MARKED)


def _kept(visit: Visit, at: str) -> OwnLine:
    name = find(at, own_names(visit.state, visit.member, visit.moment))
    kept = own_line(visit.state, visit.member, name, visit.moment)
    if kept is None:
        raise NoSuchThing
    return kept


def _meant(visit: Visit, kept: OwnLine) -> str:
    """Return the time somebody most likely means: the last that has begun."""
    begun = [turn for turn in kept.times if turn.start <= visit.moment.at]
    return next((turn.start.isoformat() for turn in begun or kept.times), "")


def _when(visit: Visit, line: Line, turn: Turn) -> str:
    """Return one time as a choice, with the word it has."""
    comes_round = line.kind == DutyKind.RITUAL
    when = (visit.times.moment if comes_round else visit.times.day)(turn.start)
    said = mark_words(visit, turn)
    told = visit.words.say("%(when)s: %(said)s", when=when, said=said) if said else when
    return told[:1].upper() + told[1:]


def _time(text: str) -> datetime | None:
    """Return the time a choice stands for; whether it was one to mark is the domain's to say."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


ROUTES = (
    shows("/today/{at:str}", Ongoing, mark),
    takes("/today/{at:str}", Visit, keep_mark),
)
