"""History: one sentence for each thing that happened, newest first; neither can rewrite it."""

from datetime import date
from itertools import groupby

from troth.application.codec import Act
from troth.application.folding import UNREAD
from troth.application.proofs.checkpoints import (
    Checkpoint,
    checkpoint,
    difference,
    read_checkpoint,
)
from troth.application.proofs.verifying import open_all
from troth.application.read import Line as Entry
from troth.application.read import Page, history, verify
from troth.domain.kernel import Refusal, Value
from troth.projections.sentences import (
    Chapter,
    Sentence,
    Telling,
    is_shown,
    sentences,
    telling,
)
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.names import Names
from troth.web.routes import Answered, shows, takes
from troth.web.visit import Visit

FIND, CHAPTER, BEFORE, WITH_SLIPS = "find", "chapter", "before", "slips"

CHAPTERS = {
    Chapter.BEGINNING: "How it began",
    Chapter.AGREEMENT: "The agreement",
    Chapter.LIMITS: "Limits",
    Chapter.DECISIONS: "Decisions",
    Chapter.DIRECTIONS: "Asked and offered",
    Chapter.KEEPING: "What each keeps",
    Chapter.PUTTING_RIGHT: "Putting right",
    Chapter.TALKS: "Talks",
    Chapter.SESSIONS: "Weekly talks",
    Chapter.CONNECTION: "Closeness",
    Chapter.RESTS: "Pauses and returns",
    Chapter.RECORD: "The record itself",
}
"""Each chapter of the history, as it is chosen."""


BROKEN = (
    "From entry %(entry)s on, the record is not as it was written. Keep your own copy safe, away "
    "from this server, and speak with each other."
)
DIFFERS = (
    "From entry %(entry)s on, the record here differs from what you kept. Keep what you kept safe, "
    "away from this server."
)
NO_CHECKPOINT = "Paste the lines you kept of this record, all of them."


class Line(Value, frozen=True):
    """One line of a day: the entry it is in, and its sentence; none where it cannot be read."""

    entry: int
    day: date | None
    told: Sentence | None


def log(visit: Visit) -> Answered:
    """Show what happened last."""
    return _show(visit, EMPTY)


def search(visit: Visit, form: Form) -> Answered:
    """Show what happened of one kind, or what holds some words, or further back."""
    return _show(visit, form)


def _show(visit: Visit, form: Form) -> Answered:
    wanted = form.choice(CHAPTER, Chapter)
    names = Names(visit.words, visit.state)
    page = _page(visit, form, names)
    lines = _lines(visit, page)
    for line in page.lines:
        names.meet(line.act.events)
    days = [(day, tuple(each)) for day, each in groupby(lines, lambda line: line.day)]
    return visit.show(
        "log.html",
        here="book",
        days=days,
        before=page.before,
        sought=form,
        offered=_offered(visit),
        chapter=wanted,
        unread=UNREAD,
        names=names,
    )


def _offered(visit: Visit) -> list[tuple[str, str]]:
    named = [(each.value, visit.words.plain(said)) for each, said in CHAPTERS.items()]
    return [("", visit.words.plain("Everything")), *named]


def _page(visit: Visit, form: Form, names: Names) -> Page:
    told, text, wanted = _telling(visit), form.text(FIND), form.choice(CHAPTER, Chapter)
    has_slips = wanted is Chapter.PUTTING_RIGHT or form.has(WITH_SLIPS)

    def is_wanted(act: Act) -> bool:
        if not all(is_shown(event) for event in act.events):
            return False
        found = sentences(act.recorded(), told)
        if not has_slips and all(each.chapter is Chapter.PUTTING_RIGHT for each in found):
            return False
        return any(names.matches(each, text, wanted) for each in found)

    before = int(form[BEFORE]) if form[BEFORE].isdecimal() else None
    return history(visit.world, visit.chain, before, is_wanted)


def _telling(visit: Visit) -> Telling:
    return telling(visit.state.ground, visit.times.zone)


def _lines(visit: Visit, page: Page) -> list[Line]:
    told = _telling(visit)
    gaps = [Line(gap.seq, None, None) for gap in page.gaps]
    found = [each for line in page.lines for each in _told(visit, line, told)]
    return sorted((*gaps, *found), key=lambda each: each.entry, reverse=True)


def _told(visit: Visit, line: Entry, told: Telling) -> list[Line]:
    """Return one act in sentences: of what was done together, the last is on top."""
    act = line.act
    said = sentences(act.recorded(), told, are_words_erased=act.are_words_erased)
    return [Line(line.seq, visit.times.local(each.at).date(), each) for each in reversed(said)]


def check(visit: Visit, form: Form = EMPTY) -> Answered:
    """Offer to check the record, beside the other's and beside what was kept elsewhere."""
    return visit.show("log_check.html", form, here="book", entries=None, wrong="", kept=None)


def check_now(visit: Visit, form: Form) -> Answered:
    """Check the record from its first entry to its last, and give words to compare aloud."""
    verdict = verify(visit.site.host.store, visit.chain)
    if not verdict.is_whole:
        form.want("", visit.words.say(BROKEN, entry=verdict.seq))
        return check(visit, form)
    opened = open_all(visit.world, visit.chain)
    kept = checkpoint(visit.world, visit.chain)
    if isinstance(kept, Refusal):
        visit.refused(form, kept)
        return check(visit, form)
    return visit.show(
        "log_check.html",
        form,
        here="book",
        entries=verdict.entries,
        wrong=opened.wrong,
        kept=kept,
    )


def check_against(visit: Visit, form: Form) -> Answered:
    """Check that the record goes on from what somebody kept of it elsewhere."""
    kept = read_checkpoint(form.raw("kept").strip().encode() + b"\n")
    if not isinstance(kept, Checkpoint) or kept.chain != visit.chain:
        form.want("kept", visit.words.plain(NO_CHECKPOINT))
        return check(visit, form)
    differs = difference(visit.site.host.store, kept)
    if differs is not None:
        form.want("", visit.words.say(DIFFERS, entry=kept.seq))
        return check(visit, form)
    return visit.show(
        "log_check.html", here="book", entries=None, wrong="", kept=None, fits=kept.seq
    )


ROUTES = (
    shows("/log", Visit, log),
    takes("/log", Visit, search),
    shows("/log/check", Visit, check),
    takes("/log/check", Visit, check_now),
    takes("/log/check/kept", Visit, check_against),
)
