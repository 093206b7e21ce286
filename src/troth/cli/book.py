"""The agreement: read it as a document, see what changed, and who agreed to what when."""

from datetime import tzinfo

import click

from troth.application.codec import Act
from troth.application.read import Search, View, earlier_view
from troth.application.rules import SHARED
from troth.cli.agree import clause_lines
from troth.cli.caller import Caller, Refused
from troth.cli.completing import CLAUSES
from troth.cli.groups import Acts
from troth.cli.record import page_text, told_page
from troth.cli.times import shown, shown_day
from troth.domain.agreement.events import (
    ConsentGiven,
    ConsentRenewed,
    ConsentWithdrawn,
    TermsAdopted,
    TermsProposed,
    TermsRevised,
)
from troth.domain.decider import State
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.projections.book import Document, Entry, Mark, document
from troth.projections.differences import changes_between

_MARKS = {
    Mark.WAITING: "begins {until}",
    Mark.TRIAL: "trial until {until}",
    Mark.READ_AGAIN: "to be read again by {until}",
    Mark.RESTING: "resting",
    Mark.OVER: "over",
    Mark.LIMITED: "a limit is in the way",
    Mark.UNAGREED_BASIS: "what it rests on has changed or ended",
    Mark.ENDED: "ran out on {until}",
}

_ABOUT_AGREEMENT = (
    TermsProposed,
    TermsRevised,
    ConsentGiven,
    TermsAdopted,
    ConsentRenewed,
    ConsentWithdrawn,
)


@click.group(cls=Acts)
def agreement() -> None:
    """Read the agreement, what changed between versions, and who agreed when."""


@agreement.command("show")
@click.argument("clause", required=False, shell_complete=CLAUSES)
@click.pass_obj
def show_agreement(caller: Caller, clause: str | None) -> None:
    """Read the whole agreement, or one CLAUSE with everything about it."""
    view = caller.own_view
    whole = document(view.state.ground, view.moment)
    if clause is None:
        lines = _document_lines(whole, caller.zone)
        has_ended = phase(view.state.ground.dynamic, view.moment.at) is Phase.ENDED
        caller.show(whole, "\n".join(lines if has_ended else [*lines, *_ways_on(whole)]))
        return
    for section in whole.sections:
        for entry in section.entries:
            if clause in (entry.clause, entry.number):
                caller.show(entry, "\n".join(_clause_page(caller, entry)))
                return
    raise Refused(f"No clause “{clause}” is shown there. See: troth agreement show")


def _document_lines(whole: Document, zone: tzinfo) -> list[str]:
    if not whole.sections:
        return ["There is no agreement yet. Until there is, each of you decides for yourself."]
    lines = [f"Our agreement, version {whole.version}", " and ".join(whole.members)]
    for place, section in enumerate(whole.sections, 1):
        lines += ["", f"{place}  {section.heading}"]
        for entry in section.entries:
            bearers = f" ({', '.join(entry.bearers)})" if entry.bearers else ""
            lines.append(f"{entry.number}  {entry.text}{bearers}")
            mark = _mark_words(entry, zone)
            lines.append(f"     [{entry.clause}{f'; {mark}' if mark else ''}]")
    return lines


def _ways_on(whole: Document) -> list[str]:
    if not whole.sections:
        return ["Begin with a starting shape: troth presets"]
    open_ = ["", "Proposals are open: troth proposals"] if whole.open_proposals else []
    leave = "Either of you can withdraw from any line at any moment, by the word in brackets:"
    return [*open_, "", leave, "troth withdraw LINE"]


def _mark_words(entry: Entry, zone: tzinfo) -> str:
    if entry.mark is None:
        return ""
    until = "" if entry.mark_until is None else shown_day(entry.mark_until, zone)
    return _MARKS[entry.mark].format(until=until)


def _clause_page(caller: Caller, entry: Entry) -> list[str]:
    zone = caller.zone
    lines = [f"{entry.number}  {entry.text}", f"  {entry.clause} ({entry.kind})"]
    parts = {
        "kept by": ", ".join(entry.bearers),
        "why": entry.why,
        "how we tell": entry.how_we_tell,
        "lighter version": entry.lighter,
        "stands": _mark_words(entry, zone),
        "rests with it": ", ".join(entry.rests_with_it),
    }
    lines += [f"  {name}: {said}" for name, said in parts.items() if said]
    for part in entry.parts:
        lines.append(f"  {part.field.replace('_', ' ')}: {caller.with_names(part.after)}")
    for consent in sorted(entry.consents, key=lambda each: each.name):
        ahead = consent.review_by
        again = f", to be read again by {shown_day(ahead, zone)}" if ahead else ""
        lines.append(f"  {consent.name}: {consent.status} {shown(consent.at, zone)}{again}")
    return lines


@agreement.command("diff")
@click.argument("before", type=click.IntRange(min=0))
@click.argument("after", type=click.IntRange(min=1), required=False)
@click.pass_obj
def diff_agreement(caller: Caller, before: int, after: int | None) -> None:
    """Show what changed from version BEFORE to version AFTER (or to now)."""
    old = _version(caller, before)
    new = caller.own_view if after is None else _version(caller, after)
    changes = changes_between(
        old.state.ground.agreement, new.state.ground.agreement, (old.moment, new.moment)
    )
    lines = [line for change in changes for line in (*clause_lines(caller, change), "")]
    caller.show(changes, "\n".join(lines).rstrip() or "Nothing differs between the two.")


def _version(caller: Caller, version: int) -> View[State]:
    found = earlier_view(
        caller.world,
        caller.chain,
        SHARED,
        lambda state: state.ground.agreement.version >= version,
    )
    if found is None:
        raise Refused(f"There is no version {version} yet. See: troth agreement history")
    return found


@agreement.command("history")
@click.option(
    "--before", metavar="ENTRY", type=click.IntRange(min=1), help="Go on further back than this."
)
@click.pass_obj
def agreement_history(caller: Caller, before: int | None) -> None:
    """Show who proposed, consented, renewed and withdrew, newest first."""
    page = told_page(caller, before, Search(_is_about_agreement))
    caller.show(page, page_text(caller, page) or "Nothing has been proposed yet.")


def _is_about_agreement(act: Act) -> bool:
    return any(isinstance(event, _ABOUT_AGREEMENT) for event in act.events)
