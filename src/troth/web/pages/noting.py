"""Note something: said when it happens, about either; the other may answer under it."""

from troth.domain.conduct.observations import (
    AnswerObservation,
    ObservationId,
    ObservationKind,
    Observe,
)
from troth.domain.kernel import MemberId
from troth.projections.noted import Note, noted
from troth.web.errors import NoSuchThing
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

KIND_WANTED = "Choose what it is: thanks, a note, a reminder or a concern."


def note(visit: Visit, form: Form = EMPTY) -> Answered:
    """Offer to note something, above what was noted lately."""
    return visit.show("note.html", form, here="today", kinds=ObservationKind, noted=_noted(visit))


def keep_note(visit: Visit, form: Form) -> Answered:
    """Keep a note."""
    kind = form.choice("kind", ObservationKind, visit.words.plain(KIND_WANTED))
    about = form.one_of("about", {each.id for each in (visit.me, *visit.others)})
    if kind is not None:
        id_ = ObservationId(form.new_id("n"))
        whom = MemberId(about) if about else visit.other.id
        if visit.act(form, Observe(id_, whom, kind, form.text("text"))) is not None:
            return visit.go("/note", Told.KEPT)
    return note(visit, form)


def one_note(visit: Visit, id_: str, form: Form = EMPTY) -> Answered:
    """Show one note, and offer the other to answer under it."""
    found = [each for each in _noted(visit) if each.id == id_]
    if not found:
        raise NoSuchThing
    return visit.show("one_note.html", form, here="today", note=found[0])


def answer_note(visit: Visit, form: Form, id_: str) -> Answered:
    """Keep an answer under a note the other wrote."""
    text = form.text("text", visit.words.plain("Write your answer."))
    if text and visit.act(form, AnswerObservation(ObservationId(id_), text)) is not None:
        return visit.go(f"/note/{id_}", Told.KEPT)
    return one_note(visit, id_, form)


def _noted(visit: Visit) -> tuple[Note, ...]:
    return noted(visit.state)


ROUTES = (
    shows("/note", Visit, note),
    takes("/note", Visit, keep_note),
    shows("/note/{id_:str}", Visit, one_note),
    takes("/note/{id_:str}", Visit, answer_note),
)
