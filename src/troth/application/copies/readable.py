"""A copy as one page to read and print: no script, nothing from elsewhere, no machine but a reader.

Both names stand alike wherever both stand, in the order in which the two came.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, tzinfo
from html import escape

import msgspec

from troth.application.copies.exported import Export, ExportedDraft, ExportedEntry, folded
from troth.application.folding import UNREAD
from troth.application.private import unfinished
from troth.application.texts import map_texts
from troth.domain.agreement.events import Adopt, TermsProposed, TermsRevised
from troth.domain.force import Ground
from troth.domain.kernel import AreaId, Event, Moment
from troth.domain.safety import live_limits
from troth.projections.book import Entry, document
from troth.projections.differences import FieldChange, terms_changes
from troth.projections.limits import limit_words
from troth.projections.parts import part_words
from troth.projections.sentences import sentences, telling

STYLE = """
:root { color-scheme: light dark;
  --ink: #1d1b19; --paper: #fdfcfa; --soft: #6a645d; --line: #d9d3ca }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e5df; --paper: #191715; --soft: #a39b91; --line: #3a3530 }
}
html { background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 "Iowan Old Style", Charter, Palatino, Georgia, serif }
body { max-width: 40rem; margin: 0 auto; padding: 3rem 1.25rem 6rem; overflow-wrap: break-word }
h1, h2, h3 { line-height: 1.2; font-weight: 600; text-wrap: balance }
h1 { font-size: 2.1rem; margin: 0 0 .5rem }
h2 { font-size: 1.45rem; margin: 3.5rem 0 1rem; padding-top: 1rem;
  border-top: 1px solid var(--line) }
h3 { font-size: 1.05rem; margin: 2rem 0 .5rem }
p { margin: .4rem 0; white-space: pre-line }
time, .soft { color: var(--soft); font-size: .9rem }
time { font-variant-numeric: tabular-nums; margin-right: .6rem }
blockquote { margin: .3rem 0 .6rem; padding-left: 1rem; border-left: 2px solid var(--line);
  white-space: pre-line }
article { margin: 1.1rem 0; break-inside: avoid }
nav a { color: inherit; margin-right: 1.2rem }
@media print {
  :root { --ink: #000; --paper: #fff; --soft: #444; --line: #bbb }
  html { font-size: 10.5pt } body { max-width: none; padding: 0 } nav { display: none }
  h2, h3 { break-after: avoid }
}
"""

UNREAD_OWN = "Of your own notes and drafts, {number} could not be read here."
"""What stands where notes or drafts are missing from a copy."""

DRAFTS = {
    "answer": "What you mean to say to a question",
    "decision": "A decision you have begun to write",
    "leanings": "Where parts of your life stand, not yet said",
    "limit": "Why you set a limit",
    "prepared": "Prepared for a weekly talk",
    "settings": "Your settings",
    unfinished.NAME: "What you had begun to write",
}
"""What a draft is, by how its stored name begins."""

_HEAD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Record</title>
"""


def page_of(export: Export, zones: Mapping[str, tzinfo]) -> str:
    """Return a copy as a page, with times as its owner's clock showed them."""
    zone = next(zones[each.zone] for each in export.people if each.id == export.owner)
    return "".join([_HEAD, f"<style>{STYLE}</style>\n", *_Page(export, zone, zones).lines()])


class _Page:
    """One page on its way: whose names stand for which ids, and the zone of its times."""

    def __init__(self, export: Export, zone: tzinfo, zones: Mapping[str, tzinfo]) -> None:
        self._export = export
        self._zone = zone
        state = folded(export)
        self._ground = Ground() if state is None else state.ground
        self._moment = Moment(export.made_at, zones)
        self._names = {str(person.id): person.name for person in export.people}

    def lines(self) -> Iterator[str]:
        """Give the page, section by section."""
        names = " and ".join(self._names.values())
        whose = self._names[self._export.owner]
        yield f"<h1>{escape(names)}</h1>\n"
        taken = f"Taken by {whose} on {self._day(self._export.made_at)}, unsigned."
        yield _soft(f"{taken} Times are in {self._zone}.")
        yield "<nav>" + "".join(f'<a href="#{id_}">{title}</a>' for id_, title in _PARTS) + "</nav>"
        for (id_, title), part in zip(_PARTS, self._parts(), strict=True):
            yield f'<h2 id="{id_}">{title}</h2>\n'
            found = list(part)
            yield from found or [_soft("Nothing.")]

    def _parts(self) -> tuple[Iterator[str], ...]:
        return self._agreed(), self._limits(), self._record(), self._notes(), self._drafts()

    def _agreed(self) -> Iterator[str]:
        for section in document(self._ground, self._moment).sections:
            yield f"<h3>{escape(section.heading)}</h3>\n"
            for entry in section.entries:
                yield f"<article>{''.join(self._clause(entry))}</article>\n"

    def _clause(self, entry: Entry) -> Iterator[str]:
        bearers = f" ({', '.join(entry.bearers)})" if entry.bearers else ""
        yield f"<p>{escape(entry.number)} {escape(entry.text)}{escape(bearers)}</p>"
        for label, text in (("Why", entry.why), ("How we tell", entry.how_we_tell)):
            if text:
                yield _soft(f"{label}: {text}")
        yield from self._fields(entry.parts)
        for each in entry.consents:
            yield _soft(f"{each.name}: {each.status}, {self._day(each.at)}")

    def _limits(self) -> Iterator[str]:
        limits = live_limits(self._ground.limits, self._moment.at)
        for member, name in self._names.items():
            own = [each for each in limits if each.owner == member]
            yield f"<h3>{escape(name)}</h3>\n"
            for each in own:
                about = limit_words(self._ground.agreement, each)
                when = "Never." if each.hard else f"Only if: {each.conditions}"
                yield f"<p>{escape(about)}</p>\n{_soft(when)}"
            yield "" if own else _soft("None.")

    def _record(self) -> Iterator[str]:
        told, day = telling(self._ground, self._zone), ""
        gaps, seq = set(self._export.gaps), 0
        for entry in self._export.entries:
            yield from (_soft(UNREAD) for each in range(seq + 1, entry.entry) if each in gaps)
            seq = entry.entry
            this_day = self._day(entry.at)
            yield f"<h3>{this_day}</h3>\n" if this_day != day else ""
            day = this_day
            shown = sentences(entry.recorded(), told, are_words_erased=entry.words_erased)
            for each in shown:
                time = f"{each.at.astimezone(self._zone):%H:%M}"
                yield f"<p><time>{time}</time>{escape(each.text)}</p>\n"
                yield from map(_quoted, each.said)
            yield from self._rest(entry, tuple(t for e in shown for t in (e.text, *e.said)))
        yield from (_soft(UNREAD) for each in gaps if each > seq)

    def _rest(self, entry: ExportedEntry, shown: tuple[str, ...]) -> Iterator[str]:
        """Give what an entry says beyond its sentence: wordings whole, and any other text."""
        found = "".join(line for event in entry.events for line in self._wording(event))
        yield found
        for text in dict.fromkeys(_texts(entry.events)):
            if escape(text) not in found and not any(text in each for each in shown):
                yield _quoted(text)

    def _wording(self, event: Event) -> Iterator[str]:
        if not isinstance(event, TermsProposed | TermsRevised):
            return
        for item in event.items:
            if isinstance(item, Adopt):
                terms = item.wording.terms
                yield f"<blockquote><p>{escape(terms.clause)}: {escape(terms.text)}</p>"
                yield from self._fields(terms_changes(None, terms))
                yield "</blockquote>\n"

    def _fields(self, fields: tuple[FieldChange, ...]) -> Iterator[str]:
        for each in fields:
            yield _soft(self._named(part_words(each)))

    def _notes(self) -> Iterator[str]:
        for note in self._export.notes:
            yield f"<article>{_soft(self._day(note.at))}<p>{escape(note.text)}</p></article>\n"

    def _drafts(self) -> Iterator[str]:
        for draft in self._export.drafts:
            lines = "".join(f"<p>{escape(line)}</p>" for line in self._said(draft))
            yield f"<article>{_soft(_heading(draft.name))}{lines}</article>\n"
        if self._export.unread_own:
            yield _soft(UNREAD_OWN.format(number=self._export.unread_own))

    def _said(self, draft: ExportedDraft) -> list[str]:
        if draft.name == unfinished.NAME:
            with suppress(msgspec.ValidationError):
                return unfinished.lines_of(draft.body)
        return self._lines_of(draft.body, _field)

    def _lines_of(self, value: object, label: Callable[[str], str]) -> list[str]:
        """Return what a draft says, line by line, each under the label of its field."""
        if isinstance(value, dict):
            lines = {key: self._lines_of(each, self._part) for key, each in value.items()}
            return [f"{label(key)}{line}" for key, found in lines.items() for line in found]
        if isinstance(value, list):
            return [line for each in value for line in self._lines_of(each, label)]
        return _line_of(value)

    def _part(self, id_: str) -> str:
        """Return the part of life with an id as a label; an id of anything else says nothing."""
        area = self._ground.agreement.areas.get(AreaId(id_))
        return "" if area is None else f"{area.name}: "

    def _day(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        return f"{local:%A} {local.day} {local:%B %Y}"

    def _named(self, text: str) -> str:
        ids = "|".join(map(re.escape, self._names))
        return re.sub(rf"(?<![\w-])(?:{ids})(?![\w-])", lambda found: self._names[found[0]], text)


_PARTS = (
    ("agreed", "What is agreed"),
    ("limits", "Limits"),
    ("record", "What happened"),
    ("notes", "Private notes"),
    ("drafts", "Drafts"),
)
"""The sections, by the name a link leads to and by their heading."""


def _soft(text: str) -> str:
    return f'<p class="soft">{escape(text)}</p>\n'


def _quoted(text: str) -> str:
    return f"<blockquote>{escape(text)}</blockquote>\n"


def _texts(events: tuple[Event, ...]) -> list[str]:
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    for event in events:
        map_texts(event, keep)
    return [each for each in found if each]


def _field(name: str) -> str:
    return f"{name.replace('_', ' ').capitalize()}: "


def _line_of(value: object) -> list[str]:
    """Return one value as a line; what is empty or off says nothing."""
    return ["yes" if value is True else str(value)] if value else []


def _heading(draft: str) -> str:
    """Return what a draft is; the stored name where this does not know it."""
    return DRAFTS.get(draft.partition("/")[0], draft)
