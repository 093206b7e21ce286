"""Archives: copies one brings in again, to read and print; only their owner opens them (K2)."""

from datetime import UTC, date
from itertools import groupby

from troth.application.copies.archive import (
    Kept,
    bring_in,
    export_in,
    kept_archive,
    kept_archives,
    state_of,
    text_of,
)
from troth.application.copies.exported import Export
from troth.application.erasing import erase_own_chain, finish
from troth.domain.kernel import Refusal, Value
from troth.projections.sentences import Sentence, Telling, sentences, telling
from troth.web.copies import ZIP, packed, unpacked
from troth.web.errors import NoSuchThing
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.names import Names
from troth.web.routes import Answered, shows, takes, takes_file
from troth.web.seeking import seeks
from troth.web.times import Times
from troth.web.told import Told
from troth.web.visit import Visit

ADDRESS = "/take/kept"
FIND, BEFORE = "find", "before"

PAGE_ENTRIES = 30
"""Entries on one page: about what is read before one scrolls on, with all that was said."""

FILE_WANTED = "Choose the file you took home."


class Line(Value, frozen=True):
    """One line of a day in an archive: the entry it is in, its day, and its sentence."""

    entry: int
    day: date
    told: Sentence


def archives(visit: Visit, form: Form = EMPTY) -> Answered:
    """List one's own archives, the oldest copy first, and offer to bring one in."""
    return visit.show("archives.html", form, here="mine", kept=kept_archives(visit.world))


def bring(visit: Visit, form: Form) -> Answered:
    """Keep a copy as an archive of one's own; the same copy again is the same archive."""
    if not form.file:
        form.want("copy", visit.words.plain(FILE_WANTED))
        return archives(visit, form)
    kept = bring_in(visit.world, unpacked(form.file))
    if isinstance(kept, Refusal):
        form.want("copy", visit.words.refusal(kept))
        return archives(visit, form)
    return visit.go(f"{ADDRESS}/{kept.number}", Told.ARCHIVE_KEPT)


def archive(visit: Visit, number: int, form: Form = EMPTY) -> Answered:
    """Show what is in an archive, newest first."""
    kept = _kept(visit, number)
    export = export_in(visit.world, kept.chain)
    times = _times(visit, export)
    state = state_of(export)
    names = Names(visit.words, state)
    lines, before = _page(export, (telling(state.ground, times.zone), names), form)
    return visit.show(
        "archive.html",
        here="mine",
        kept=kept,
        times=times,
        names=names,
        sought=form[FIND],
        days=[(day, tuple(each)) for day, each in groupby(lines, lambda line: line.day)],
        before=before,
        notes=export.notes if not form[FIND] and not form[BEFORE] else (),
    )


def find(visit: Visit, form: Form, number: int) -> Answered:
    """Show what in an archive holds some words, or what is further back."""
    return archive(visit, number, form)


def take_out(visit: Visit, _form: Form, number: int) -> Answered:
    """Give an archive as it was brought in, with a page to print."""
    kept = _kept(visit, number)
    export, data = export_in(visit.world, kept.chain), text_of(visit.world, kept.chain)
    name = f"notebook-{kept.made_at:%Y-%m-%d}.zip"
    return visit.give(packed(export, data, visit.world.zones), name, ZIP)


def erase(visit: Visit, _form: Form, number: int) -> Answered:
    """Erase an archive at once."""
    erase_own_chain(visit.world, _kept(visit, number).chain)
    finish(visit.world)
    return visit.go(ADDRESS, Told.ARCHIVE_ERASED)


def _kept(visit: Visit, number: int) -> Kept:
    found = kept_archive(visit.world, number)
    if isinstance(found, Refusal):
        raise NoSuchThing
    return found


def _times(visit: Visit, export: Export) -> Times:
    """Return how whoever took a copy read its times."""
    own = {each.id: each.zone for each in export.people}
    zone = visit.world.zones.get(own[export.owner], UTC)
    return Times(zone, visit.words, visit.moment.at)


def _page(
    export: Export, tells: tuple[Telling, Names], form: Form
) -> tuple[list[Line], int | None]:
    """Return the lines of one page, newest first, and from where on it goes further back."""
    told, names = tells
    before = form.number(BEFORE)
    found, shown = list[Line](), 0
    for entry in sorted(export.entries, key=lambda each: each.entry, reverse=True):
        if before is not None and entry.entry >= before:
            continue
        said = sentences(entry.recorded(), told, are_words_erased=entry.words_erased)
        if not any(names.matches(each, form.text(FIND), None) for each in said):
            continue
        if shown == PAGE_ENTRIES:
            return found, found[-1].entry
        shown += 1
        names.meet(entry.events)
        found += [
            Line(entry.entry, each.at.astimezone(told.zone).date(), each) for each in reversed(said)
        ]
    return found, None


ROUTES = (
    shows(ADDRESS, Visit, archives),
    takes_file(ADDRESS, Visit, bring),
    shows(f"{ADDRESS}/{{number:int}}", Visit, archive),
    *seeks(f"{ADDRESS}/{{number:int}}", find),
    takes(f"{ADDRESS}/{{number:int}}/file", Visit, take_out),
    takes(f"{ADDRESS}/{{number:int}}/erase", Visit, erase),
)
