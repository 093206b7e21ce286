"""Erasing: one's own words and notes at once; the whole record after a month both know of."""

from troth.application.codec import Act
from troth.application.erasing import (
    WordsCount,
    erase_own_chain,
    erase_words,
    finish,
    is_own,
)
from troth.application.erasing_all import erase_record
from troth.application.read import Page, history
from troth.application.texts import map_texts
from troth.domain.erasure import ERASURE_DAYS, AskErasure, CallOffErasure, refuse_early
from troth.domain.kernel import Refusal
from troth.projections.phrases import Phrase
from troth.projections.sentences import sentences, telling
from troth.web.form import Form, number_in
from troth.web.guest import EMPTY
from troth.web.names import Names
from troth.web.protecting import make_whole
from troth.web.routes import Answered, shows, takes
from troth.web.seeking import seeks
from troth.web.told import Told
from troth.web.visit import Visit
from troth.web.written import forget_notes

ADDRESS = "/take/erase"
ENTRY, FIND, BEFORE, SURE = "entry", "find", "before", "sure"

WORDS_WANTED = "Choose which of your words to erase."
SURE_WANTED = "Say that you have the copy you want, or want none."

PAGE_ENTRIES = 25
"""Entries to choose from on one page: each has its words beside it."""


def erasing(visit: Visit) -> Answered:
    """Say what can be erased, and what stays."""
    return visit.show("erase.html", here="mine", due=visit.state.erasure.due)


def words(visit: Visit, form: Form = EMPTY) -> Answered:
    """Offer one's own words in the record, newest first."""
    names = Names(visit.words, visit.state)
    page = _own_words(visit, form, names)
    told, shown = telling(visit.state.ground, visit.times.zone), page.lines[:PAGE_ENTRIES]
    lines = [(each.seq, sentences(each.act.recorded(), told)) for each in shown]
    before = page.before if len(shown) == len(page.lines) else shown[-1].seq
    return visit.show(
        "erase_words.html", form, here="mine", lines=lines, before=before, names=names
    )


def erase_chosen(visit: Visit, form: Form) -> Answered:
    """Erase the words of the chosen entries, for good; that one wrote, and when, stays."""
    make_whole(visit, form)
    read = map(number_in, form.all(ENTRY))
    entries = tuple(each for each in read if each is not None)
    if not entries:
        form.want(ENTRY, visit.words.plain(WORDS_WANTED))
    if form.wanting or not visit.prove(form):
        return words(visit, form)
    answer = erase_words(visit.world, visit.chain, form.operation, entries)
    if isinstance(answer, Refusal):
        _refused(visit, form, answer)
        return words(visit, form)
    is_finished = finish(visit.world)
    line = Told.WORDS_ERASED if is_finished else Told.WORDS_ERASED_SOON
    return visit.go(f"{ADDRESS}/words", line)


def _refused(visit: Visit, form: Form, refusal: Refusal) -> None:
    """Say why not; what relies on the words is called as it is called in the history."""
    if isinstance(refusal, WordsCount):
        form.want("", Names(visit.words, visit.state).phrase(Phrase("{why}", why=refusal.why)))
    else:
        visit.refused(form, refusal)


def notes(visit: Visit, form: Form = EMPTY) -> Answered:
    """Offer to erase all one's private notes."""
    return visit.show("erase_notes.html", form, here="mine")


def erase_notes(visit: Visit, form: Form) -> Answered:
    """Erase all one's private notes, as if there had been none."""
    if not (_is_sure(visit, form) and visit.prove(form)):
        return notes(visit, form)
    forget_notes(visit)
    finish(erase_own_chain(visit.world, visit.keys.own_chain))
    return visit.go("/mine", Told.NOTES_ERASED)


def record(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show where it stands with erasing the whole record, and what can be done about it."""
    asked = visit.state.erasure
    return visit.show(
        "erase_record.html",
        form,
        here="mine",
        due=asked.due,
        is_due=refuse_early(asked, visit.moment.at) is None,
        has_asked=visit.member in asked.asked,
        others=[visit.name(each) for each in asked.asked if each != visit.member],
        days=ERASURE_DAYS if visit.others else 0,
    )


def ask(visit: Visit, form: Form) -> Answered:
    """Ask that the whole record be erased; both see it at once."""
    if visit.act(form, AskErasure()) is None:
        return record(visit, form)
    return visit.go(f"{ADDRESS}/record", Told.ERASURE_ASKED)


def call_off(visit: Visit, form: Form) -> Answered:
    """No longer ask for it; nobody else can do that for whoever asked."""
    if visit.act(form, CallOffErasure()) is None:
        return record(visit, form)
    return visit.go(f"{ADDRESS}/record", Told.ERASURE_OFF)


def carry_out(visit: Visit, form: Form) -> Answered:
    """Erase the whole record for both alike, once its day has come."""
    if not (_is_sure(visit, form) and visit.prove(form)):
        return record(visit, form)
    answer = erase_record(visit.world, visit.chain)
    if isinstance(answer, Refusal):
        visit.refused(form, answer)
        return record(visit, form)
    finish(answer)
    return visit.go("/today", Told.RECORD_ERASED)


def _is_sure(visit: Visit, form: Form) -> bool:
    if form.raw(SURE) != "yes":
        form.want(SURE, visit.words.plain(SURE_WANTED))
    return not form.wanting


def _own_words(visit: Visit, form: Form, names: Names) -> Page:
    told, text = telling(visit.state.ground, visit.times.zone), form.text(FIND)

    def is_wanted(act: Act) -> bool:
        if act.are_words_erased or not is_own(act, visit.member) or not _has_words(act):
            return False
        return any(names.matches(each, text, None) for each in sentences(act.recorded(), told))

    before = form.number(BEFORE)
    return history(visit.world, visit.chain, before, is_wanted)


def _has_words(act: Act) -> bool:
    found = list[str]()

    def gather(text: str) -> str:
        found.append(text)
        return text

    for event in act.events:
        map_texts(event, gather)
    return any(found)


ROUTES = (
    shows(ADDRESS, Visit, erasing),
    shows(f"{ADDRESS}/words", Visit, words),
    takes(f"{ADDRESS}/words", Visit, erase_chosen),
    *seeks(f"{ADDRESS}/words/find", words),
    shows(f"{ADDRESS}/notes", Visit, notes),
    takes(f"{ADDRESS}/notes", Visit, erase_notes),
    shows(f"{ADDRESS}/record", Visit, record),
    takes(f"{ADDRESS}/record", Visit, ask),
    takes(f"{ADDRESS}/record/off", Visit, call_off),
    takes(f"{ADDRESS}/record/now", Visit, carry_out),
)
