"""At the table: one topic after another, the same for both, in the same order."""

from troth.domain.kernel import MemberId, NotFound
from troth.domain.sessions.commands import TreatItem, WriteLine
from troth.domain.sessions.events import Item, LineId, SessionId, Topic, Treatment
from troth.domain.standards.commands import MarkOccurrence
from troth.domain.standards.events import Mark
from troth.projections.keeping import named_duty
from troth.web.agenda_view import TOPICS, TREATMENTS, Shown, read, topic, topics
from troth.web.errors import NoSuchThing
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.hours import instant
from troth.web.marks import ANSWERS
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

TREATMENT_WANTED = "Choose what becomes of it: talked about, carried over, or left."
LINE_WANTED = "Write a line, as you would both say it."
MARK_WANTED = "Choose how it went."

SHOWN_THINGS = 10
"""Things on one page that are still to be talked about; the next come up as these are done."""

AS_ONE = (Topic.EXPECTATIONS,)
"""Topics that are gone through as one list, and talked about as one."""

READ_BACK = TOPICS.index(Topic.READ_BACK) + 1


def item(visit: Visit, n: str, form: Form = EMPTY) -> Answered:
    """Show one topic with what lies on the table; before the talk, only to be read."""
    name, agenda = visit.other.name, read(visit)
    found = topic(visit, agenda, n)
    open_things = [each for each in found.things if not each.treated]
    return visit.show(
        "week_item.html",
        form,
        here="talk",
        other=name,
        agenda=agenda,
        found=found,
        things=open_things[:SHOWN_THINGS],
        more=len(open_things) - SHOWN_THINGS,
        done=[each for each in found.things if each.treated],
        as_one=found.section.topic in AS_ONE,
        is_open=agenda.is_open and not agenda.rests,
        around=_around(visit, found),
        treatments=[(each.value, visit.words.plain(said)) for each, said in TREATMENTS.items()],
        marks=[(each.value, visit.words.plain(said)) for each, said in ANSWERS.items()],
        read_back=READ_BACK,
    )


def treat(visit: Visit, form: Form, n: str) -> Answered:
    """Keep what became of one thing, or of a whole list."""
    found = topic(visit, read(visit), n)
    what = form.choice("what", Treatment, visit.words.plain(TREATMENT_WANTED))
    meant = _meant(found, form)
    if what is None:
        return item(visit, n, form)
    if not meant:
        raise NoSuchThing
    session = _open(visit)
    if not _done(visit, form, [TreatItem(session, each, what) for each in meant]):
        return item(visit, n, form)
    is_last = all(each.treated or each.item in meant for each in found.things)
    return visit.go(_next(visit, found) if is_last else f"/week/{n}", Told.TREATED)


def mark(visit: Visit, form: Form, n: str) -> Answered:
    """Keep one's own word on how something went, at the table."""
    found = topic(visit, read(visit), n)
    thing = next((each for each in found.things if each.key == form["item"]), None)
    how, start = form.choice("how", Mark), instant(form["start"])
    duty = None if thing is None else named_duty(visit.state, thing.item.name)
    if duty is None or isinstance(duty, NotFound):
        raise NoSuchThing
    if how is None or start is None:
        form.want("", visit.words.plain(MARK_WANTED))
        return item(visit, n, form)
    if visit.act(form, MarkOccurrence(duty, start, how)) is None:
        return item(visit, n, form)
    return visit.go(f"/week/{n}", Told.MARKED)


def write(visit: Visit, form: Form, n: str) -> Answered:
    """Write a line of the minutes."""
    found = topic(visit, read(visit), n)
    text = form.text("text", visit.words.plain(LINE_WANTED))
    owners = {each.id for each in (visit.me, visit.other)}
    owner = form.one_of("owner", owners)
    if not text:
        return item(visit, n, form)
    about = found.things[0].item if len(found.things) == 1 else None
    whose = MemberId(owner) if owner else None
    line = WriteLine(_open(visit), LineId(form.new_id("l")), text, whose, about)
    if visit.act(form, line) is None:
        return item(visit, n, form)
    return visit.go(f"/week/{n}", Told.WRITTEN)


def _meant(found: Shown, form: Form) -> list[Item]:
    """Return the things a button means: the one beside it, or all of a list gone through as one."""
    if found.section.topic in AS_ONE:
        return [each.item for each in found.things if not each.treated]
    return [each.item for each in found.things if each.key == form["item"]]


def _done(visit: Visit, form: Form, commands: list[TreatItem]) -> bool:
    """Do one act, or several of one press."""
    if len(commands) == 1:
        return visit.act(form, commands[0]) is not None
    return visit.act_all(form, commands)


def _open(visit: Visit) -> SessionId:
    """Return the open session; with none, an id that the record knows nothing of."""
    open_ = visit.state.sessions.open
    return SessionId("-") if open_ is None else open_.id


def _next(visit: Visit, found: Shown) -> str:
    _, after = _around(visit, found)
    return "/week/minutes" if after is None else _address(after)


def _around(visit: Visit, found: Shown) -> tuple[Shown | None, Shown | None]:
    """Return the topics before and after one, of those that have anything."""
    all_ = topics(visit, read(visit))
    before = [each for each in all_ if each.number < found.number]
    after = [each for each in all_ if each.number > found.number]
    return (before[-1] if before else None), (after[0] if after else None)


def _address(shown: Shown) -> str:
    return "/week/minutes" if shown.number == READ_BACK else f"/week/{shown.number}"


ROUTES = (
    shows("/week/{n:str}", Visit, item),
    takes("/week/{n:str}", Visit, treat),
    takes("/week/{n:str}/how", Visit, mark),
    takes("/week/{n:str}/line", Visit, write),
)
