"""History: one sentence for each thing that happened, newest first; neither can rewrite it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import groupby

from troth.application.codec import Act
from troth.application.folding import UNREAD
from troth.application.proofs.checkpoints import (
    ORIGIN,
    Checkpoint,
    Difference,
    NotEightWords,
    checkpoint,
    difference,
    read_checkpoint,
    shown_as,
)
from troth.application.proofs.nights import last_night
from troth.application.proofs.verifying import open_all
from troth.application.read import Line as Entry
from troth.application.read import Page, history, sought, verify
from troth.application.searching import within
from troth.domain.kernel import AreaId, Refusal, Value
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
from troth.web.scanning import drawn
from troth.web.seeking import seeks
from troth.web.visit import Visit

FIND, CHAPTER, PART, BEFORE, WITH_SLIPS = "find", "chapter", "part", "before", "slips"

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
    "At entry %(entry)s the server's record differs from your copy. Keep your copy safe and away "
    "from this house."
)
SHORTER = (
    "The server's record ends before entry %(entry)s of your copy. Keep your copy safe and away "
    "from this house."
)
FALSELY_SIGNED = (
    "What you gave is not signed by either of you, or was changed. It shows nothing about this "
    "record."
)
NEVER_SHOWN = (
    "No entry of this record was ever shown as these words. Look whether each is typed as it was "
    "written down. If so, the server's record is an older copy, or was written anew."
)
NO_CHECKPOINT = "Give the lines you kept of this record, all of them, or the eight words."

SAID: Mapping[Difference, str] = {
    Difference.OTHER_RECORD: NO_CHECKPOINT,
    Difference.FALSE_GRANT: DIFFERS,
    Difference.UNKNOWN_SIGNER: FALSELY_SIGNED,
    Difference.FALSE_SIGNATURE: FALSELY_SIGNED,
    Difference.SHORTER: SHORTER,
    Difference.OTHER_ENTRY: DIFFERS,
    Difference.NOT_WHOLE: DIFFERS,
}
"""What is said of each way in which a record does not go on from what was kept of it."""


class Line(Value, frozen=True):
    """One line of a day: the entry it is in, and its sentence; none where it cannot be read."""

    entry: int
    day: date | None
    told: Sentence | None


def log(visit: Visit) -> Answered:
    """Show what happened last."""
    return _show(visit, EMPTY)


def search(visit: Visit, form: Form) -> Answered:
    """Show what happened of one kind or in one part of life, what holds some words, or earlier."""
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
        parts=_parts(visit),
        part=_part(visit, form),
        unread=UNREAD,
        names=names,
    )


def _offered(visit: Visit) -> list[tuple[str, str]]:
    named = [(each.value, visit.words.plain(said)) for each, said in CHAPTERS.items()]
    return [("", visit.words.plain("Everything")), *named]


def _parts(visit: Visit) -> list[tuple[str, str]]:
    """Return the parts of life there have ever been, as each is called now."""
    areas = visit.state.ground.agreement.areas
    named = [(str(area), each.name or str(area)) for area, each in areas.items()]
    return [("", visit.words.plain("Every part of life")), *named]


def _part(visit: Visit, form: Form) -> AreaId | None:
    """Return the part of life that was chosen; None where none of theirs was."""
    area = AreaId(form.raw(PART))
    return area if area in visit.state.ground.agreement.areas else None


def _page(visit: Visit, form: Form, names: Names) -> Page:
    before = form.number(BEFORE)
    search = within(visit.state, _part(visit, form), _is_wanted(visit, form, names))
    return sought(visit.world, visit.chain, before, search)


def _is_wanted(visit: Visit, form: Form, names: Names) -> Callable[[Act], bool]:
    told, text, wanted = _telling(visit), form.text(FIND), form.choice(CHAPTER, Chapter)
    has_slips = wanted is Chapter.PUTTING_RIGHT or form.has(WITH_SLIPS)

    def is_wanted(act: Act) -> bool:
        if not all(is_shown(event) for event in act.events):
            return False
        found = sentences(act.recorded(), told)
        if not has_slips and all(each.chapter is Chapter.PUTTING_RIGHT for each in found):
            return False
        return any(names.matches(each, text, wanted) for each in found)

    return is_wanted


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


def check(visit: Visit, form: Form = EMPTY, **found: object) -> Answered:
    """Offer to check the record, beside the other's and beside what was kept elsewhere."""
    known = {"entries": None, "wrong": "", "kept": None, "drawn": "", "fits": None, "on": None}
    night = last_night(visit.site.host.store)
    broken = None if night is None else night.broken.get(visit.chain)
    checked = None if night is None else night.ended
    is_closed = night is not None and visit.chain in night.closed
    of_night = {"checked": checked, "broken": broken, "is_closed": is_closed}
    context = {**known, **of_night, **found}
    return visit.show("log_check.html", form, here="book", **context)


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
    entries, wrong = verdict.entries, opened.wrong
    return check(visit, form, entries=entries, wrong=wrong, kept=kept, drawn=drawn(kept.text))


def check_against(visit: Visit, form: Form) -> Answered:
    """Check that the record goes on from what somebody kept of it elsewhere."""
    kept = _given(visit, form)
    if kept is None:
        return check(visit, form)
    differs = difference(visit.site.host.store, kept)
    if differs is not None:
        form.want("", visit.words.say(SAID[differs], entry=kept.seq))
        return check(visit, form)
    return check(visit, fits=kept.seq, on=_day(visit, kept))


def _given(visit: Visit, form: Form) -> Checkpoint | None:
    """Return what was kept elsewhere: the eight words of an entry of this record, or the lines."""
    text = "\n".join(form.raw("kept").strip().splitlines())
    found: Checkpoint | Refusal | None = read_checkpoint(f"{text}\n".encode())
    if isinstance(found, Refusal) and text and ORIGIN not in text:
        found = shown_as(visit.site.host.store, text, visit.chain)
    if found is None:
        form.want("kept", visit.words.plain(NEVER_SHOWN))
    elif isinstance(found, NotEightWords):
        form.want("kept", visit.words.refusal(found))
    elif isinstance(found, Refusal) or found.chain != visit.chain:
        form.want("kept", visit.words.plain(NO_CHECKPOINT))
    else:
        return found
    return None


def _day(visit: Visit, kept: Checkpoint) -> datetime | None:
    """Return when the entry was made that a checkpoint is of; None where it cannot be read."""
    page = history(visit.world, visit.chain, kept.seq + 1)
    return next((line.act.at for line in page.lines if line.seq == kept.seq), None)


ROUTES = (
    shows("/log", Visit, log),
    *seeks("/log", search),
    shows("/log/check", Visit, check),
    takes("/log/check", Visit, check_now),
    takes("/log/check/kept", Visit, check_against),
)
