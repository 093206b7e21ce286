"""The record: what happened, newest first."""

from datetime import tzinfo

import click

from troth.application.codec import Act
from troth.application.folding import UNREAD
from troth.application.read import Page, Search, sought
from troth.application.searching import within
from troth.cli.caller import Caller
from troth.cli.completing import AREAS
from troth.cli.lines import indented
from troth.domain.kernel import Value
from troth.projections.sentences import (
    Chapter,
    Sentence,
    Telling,
    is_shown,
    matches,
    sentences,
    telling,
)

CHAPTERS = [each.value for each in Chapter]
"""The chapters of the history, as typed."""


class Told(Value, frozen=True):
    """One entry of the history: its number, and its events as sentences.

    `is_unread`: it cannot be read here, and nobody can tell what it says or when it was.
    """

    entry: int
    sentences: tuple[Sentence, ...]
    is_unread: bool = False


class History(Value, frozen=True):
    """One page of the history, newest first; `before` continues it, None at the beginning."""

    entries: tuple[Told, ...]
    before: int | None


def told_page(caller: Caller, before: int | None, search: Search) -> History:
    """Return one page of the history, told in the caller's zone."""
    told = telling(caller.own_view.state.ground, caller.zone)
    page: Page = sought(caller.world, caller.chain, before, search)
    entries = [Told(line.seq, _told(line.act, told)) for line in page.lines]
    entries += [Told(gap.seq, (), is_unread=True) for gap in page.gaps]
    newest_first = sorted(entries, key=lambda each: each.entry, reverse=True)
    return History(tuple(newest_first), page.before)


def _told(act: Act, told: Telling) -> tuple[Sentence, ...]:
    return sentences(act.recorded(), told, are_words_erased=act.are_words_erased)


def page_text(caller: Caller, page: History, *, are_numbered: bool = False) -> str:
    """Return a page of the history as text, under a heading for each day."""
    return history_text(page, caller.zone, are_numbered=are_numbered)


def history_text(page: History, zone: tzinfo, *, are_numbered: bool = False) -> str:
    """Return a page of a history as text, with times in a zone."""
    lines: list[str] = []
    day = ""
    for entry in page.entries:
        lines += ["", f"  {UNREAD}  [{entry.entry}]"] if entry.is_unread else []
        # The newest is on top, also of what happened in one and the same act.
        for each in reversed(entry.sentences):
            local = each.at.astimezone(zone)
            this_day = f"{local:%A} {local.day} {local:%B %Y}"
            lines += ["", this_day] if this_day != day else []
            day = this_day
            number = f"  [{entry.entry}]" if are_numbered else ""
            lines.append(f"  {local:%H:%M}  {each.text}{number}")
            lines += [f"         “{indented(said, 10)}”" for said in each.said]
    if page.before is not None:
        lines += ["", f"Further back: add --before {page.before}"]
    return "\n".join(lines).strip("\n")


@click.command()
@click.option(
    "--before", metavar="ENTRY", type=click.IntRange(min=1), help="Go on further back than this."
)
@click.option("--find", default="", metavar="WORDS", help="Only what holds these words.")
@click.option(
    "--chapter",
    metavar="CHAPTER",
    type=click.Choice(CHAPTERS),
    help=f"Only: {', '.join(CHAPTERS)}.",
)
@click.option("--area", shell_complete=AREAS, help="Only what is about this part of life.")
@click.option("--numbers", is_flag=True, help="Show the number of each entry.")
@click.pass_obj
def history(
    caller: Caller,
    before: int | None,
    find: str,
    chapter: str | None,
    area: str | None,
    *,
    numbers: bool,
) -> None:
    """Show what happened, newest first, in sentences."""
    told = telling(caller.own_view.state.ground, caller.zone)
    wanted = Chapter(chapter) if chapter else None

    def is_wanted(act: Act) -> bool:
        if not all(is_shown(event) for event in act.events):
            return False
        return any(matches(each, find, wanted) for each in _told(act, told))

    page = told_page(caller, before, within(caller.own_view.state, caller.area(area), is_wanted))
    is_sought = find or chapter or area
    empty = "Nothing was found there." if is_sought else "The record begins after this."
    caller.show(page, page_text(caller, page, are_numbered=numbers) or empty)
