"""Private notes: a place that is one's own, read and searched by nobody else."""

from collections.abc import Callable
from itertools import groupby

from babel.dates import format_date

from troth.application.erasing import erase_note, finish
from troth.application.handle import Request, handle
from troth.application.private.drafts import Drafts
from troth.application.private.notes import Note, NotesPage, notes
from troth.application.private.preparations import Prepared, prepare
from troth.application.rules import PRIVATE
from troth.domain.kernel import Refusal
from troth.domain.notes import KeepNote
from troth.domain.sessions.events import Preparation
from troth.web.errors import NoSuchThing
from troth.web.form import Form, is_operation
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.seeking import seeks
from troth.web.told import Told
from troth.web.visit import NOT_WHOLE, Visit
from troth.web.written import forget_notes

WORDS_WANTED = "Write what you want to keep."
FIND, BEFORE = "find", "before"


def mine(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show one's own notes, newest first, below a place to write."""
    return _show(visit, form, _read(visit, EMPTY))


def keep(visit: Visit, form: Form) -> Answered:
    """Keep a note that only its author sees."""
    text = form.text("text", visit.words.plain(WORDS_WANTED))
    if not is_operation(form.operation):
        form.want("", visit.words.plain(NOT_WHOLE))
    if form.wanting:
        return mine(visit, form)
    request = Request(form.operation, KeepNote(text))
    answer = handle(visit.world, visit.keys.own_chain, PRIVATE, request)
    if isinstance(answer, Refusal):
        form.want("text", visit.words.refusal(answer))
        return mine(visit, form)
    return visit.go("/mine", Told.KEPT_ALONE)


def find(visit: Visit, form: Form) -> Answered:
    """Show the notes that hold some words, or those further back."""
    return _show(visit, EMPTY, _read(visit, form), form.text(FIND))


def one(visit: Visit, number: int, form: Form = EMPTY) -> Answered:
    """Show one note, with what can be done with it."""
    return visit.show("one_of_mine.html", form, here="mine", note=_one(visit, number))


def erase(visit: Visit, form: Form, number: int) -> Answered:
    """Erase one note at once."""
    if not is_operation(form.operation):
        form.want("", visit.words.plain(NOT_WHOLE))
        return one(visit, number, form)
    answer = erase_note(visit.world, form.operation, _one(visit, number).number)
    if isinstance(answer, Refusal):
        form.want("", visit.words.refusal(answer))
        return one(visit, number, form)
    finish(visit.world)
    forget_notes(visit, visit.arrival.address.removesuffix("/erase"))
    return visit.go("/mine", Told.NOTE_ERASED)


def bring(visit: Visit, form: Form, number: int) -> Answered:
    """Copy a passage to what one prepares for the weekly talk; the note stays where it is."""
    _one(visit, number)
    kind = form.choice("kind", Preparation, visit.words.plain("Choose what sort of thing it is."))
    text = form.text("passage", visit.words.plain("Leave the passage you want to bring."))
    if kind is not None and text:
        drafts = Drafts(visit.world, visit.chain)
        refusal = prepare(drafts, form.new_id("w"), Prepared(kind, text))
        if refusal is None:
            return visit.go("/mine", Told.WITH_PREPARED)
        form.want("passage", visit.words.refusal(refusal))
    return one(visit, number, form)


def _read(visit: Visit, form: Form) -> NotesPage:
    before = form.number(BEFORE)
    return notes(visit.world, visit.keys.own_chain, before, form.text(FIND))


def _one(visit: Visit, number: int) -> Note:
    found = notes(visit.world, visit.keys.own_chain, number + 1).notes
    if not found or found[0].number != number:
        raise NoSuchThing
    return found[0]


def _show(visit: Visit, form: Form, page: NotesPage, wanted: str = "") -> Answered:
    months = [(month, tuple(each)) for month, each in groupby(page.notes, _month(visit))]
    return visit.show(
        "mine.html",
        form,
        here="mine",
        months=months,
        unread=page.unread,
        before=page.before,
        wanted=wanted,
    )


def _month(visit: Visit) -> Callable[[Note], str]:
    def named(note: Note) -> str:
        day = visit.times.local(note.at).date()
        return str(format_date(day, "LLLL y", locale=visit.words.locale))

    return named


ROUTES = (
    shows("/mine", Visit, mine),
    takes("/mine", Visit, keep),
    *seeks("/mine/find", find),
    shows("/mine/{number:int}", Visit, one),
    takes("/mine/{number:int}/erase", Visit, erase),
    takes("/mine/{number:int}/bring", Visit, bring),
)
