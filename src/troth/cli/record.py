"""The record: what happened, newest first, and whether it is whole."""

from collections.abc import Callable
from pathlib import Path

import click

from troth.application.checkpoints import (
    CHECKPOINT_BYTES,
    Checkpoint,
    NotACheckpoint,
    difference,
    read_checkpoint,
)
from troth.application.codec import Act
from troth.application.ports import ChainId, Store, StoreDamaged
from troth.application.read import Page
from troth.application.read import history as read_history
from troth.application.read import verify as verify_chain
from troth.application.verifying import open_all
from troth.cli.caller import Caller, refuse
from troth.cli.lines import indented
from troth.cli.record_lines import Checked, checked_lines, is_told, told_on_screen
from troth.domain.kernel import Value
from troth.projections.sentences import (
    Chapter,
    Sentence,
    is_shown,
    matches,
    sentences,
    telling,
)

DAMAGED = 4
"""Exit code: the record is not whole."""

CHAPTERS = [each.value for each in Chapter]
"""The chapters of the history, as typed."""


class Told(Value, frozen=True):
    """One entry of the history: its number, and its events as sentences."""

    entry: int
    sentences: tuple[Sentence, ...]


class History(Value, frozen=True):
    """One page of the history, newest first; `before` continues it, None at the beginning."""

    entries: tuple[Told, ...]
    before: int | None


def told_page(caller: Caller, before: int | None, wanted: Callable[[Act], bool]) -> History:
    """Return one page of the history, told in the caller's zone."""
    told = telling(caller.own_view.state.ground, caller.zone)
    page: Page = read_history(caller.world, caller.chain, before, wanted)
    entries = (Told(line.seq, sentences(line.act.recorded(), told)) for line in page.lines)
    return History(tuple(entries), page.before)


def page_text(caller: Caller, page: History) -> str:
    """Return a page of the history as text, under a heading for each day."""
    lines: list[str] = []
    day = ""
    for entry in page.entries:
        # The newest is on top, also of what happened in one and the same act.
        for each in reversed(entry.sentences):
            local = each.at.astimezone(caller.zone)
            this_day = f"{local:%A} {local.day} {local:%B %Y}"
            lines += ["", this_day] if this_day != day else []
            day = this_day
            lines.append(f"  {local:%H:%M}  {each.text}")
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
@click.pass_obj
def history(caller: Caller, before: int | None, find: str, chapter: str | None) -> None:
    """Show what happened, newest first, in sentences."""
    told = telling(caller.own_view.state.ground, caller.zone)
    wanted = Chapter(chapter) if chapter else None

    def is_wanted(act: Act) -> bool:
        if not all(is_shown(event) for event in act.events):
            return False
        return any(matches(each, find, wanted) for each in sentences(act.recorded(), told))

    page = told_page(caller, before, is_wanted)
    empty = "Nothing was found there." if find or chapter else "The record begins after this."
    caller.show(page, page_text(caller, page) or empty)


@click.command()
@click.option(
    "--against",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check that the record goes on from a checkpoint you kept.",
)
@click.pass_context
def verify(ctx: click.Context, against: Path | None) -> None:
    """Check every entry of every chain, its link and its signature, without any passphrase.

    Whoever is logged in has everything of theirs opened and compared, too.
    """
    caller: Caller = ctx.obj
    kept = None if against is None else _kept(against)
    checked = _all_checked(caller, kept)
    is_whole = all(each.is_whole for each in checked.values())
    # Last, for it only says that something is damaged: a verdict says from which entry on.
    damage = _damage(caller.host.store) if is_whole else ""
    told = {chain: each for chain, each in checked.items() if is_told(chain, each)}
    caller.show(told, "\n".join([*checked_lines(told), *([damage] if damage else [])]))
    if damage or not is_whole:
        ctx.exit(DAMAGED)


def _kept(file: Path) -> Checkpoint:
    with file.open("rb") as opened:
        found = read_checkpoint(opened.read(CHECKPOINT_BYTES + 1))
    if isinstance(found, NotACheckpoint):
        refuse(found)
    return found


def _all_checked(caller: Caller, kept: Checkpoint | None) -> dict[ChainId, Checked]:
    store, own = caller.host.store, _own_chains(caller)
    chains = set(store.chains()) | ({kept.chain} if kept else set())
    found = {}
    for chain in sorted(chains):
        with told_on_screen(chain) as progress:
            verdict = verify_chain(store, chain, progress)
            opens = verdict.is_whole and chain in own
            opened = open_all(caller.world, chain, progress) if opens else None
        against = kept if kept is not None and chain == kept.chain else None
        differs = None if against is None else difference(store, against)
        parts = (verdict.entries, verdict.fault, verdict.seq, verdict.erased)
        found[chain] = Checked(*parts, opened, against, differs)
    return found


def _own_chains(caller: Caller) -> frozenset[ChainId]:
    """Return the chains whose keys are at hand: those of whoever is logged in, if it is clear."""
    if caller.name is None and len(caller.logins.live()) != 1:
        return frozenset()
    return frozenset({*caller.keys.ring.memberships, caller.keys.own_chain})


def _damage(store: Store) -> str:
    try:
        store.inspect()
    except StoreDamaged as error:
        return str(error)
    return ""
