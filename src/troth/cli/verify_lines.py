"""What a check of the record found, put into lines of text."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from troth.application.alarms import FAULTS
from troth.application.ports import ChainId, Progress, Verdict
from troth.application.proofs.checkpoints import DIFFERENCES, Checkpoint, Difference
from troth.application.proofs.verifying import Opened
from troth.application.rules import SHARED_PREFIX

NOTHING_YET = "There is nothing in this record yet."

NOTES_CHECKED = "Private notes are checked too; they are named here only if they are not whole."

WORDS_GONE = (
    " Words that are gone: {number}; whether their authors erased them, a check by somebody who is "
    "logged in tells."
)

KEEP_COPIES = "Keep your copies safe, and speak with each other."


class Checked(Verdict, frozen=True):
    """What was found of one chain: of its links, with its keys, and beside a checkpoint."""

    opened: Opened | None = None
    against: Checkpoint | None = None
    differs: Difference | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        is_open = self.opened is None or not self.opened.wrong
        return self.fault is None and is_open and self.differs is None


def is_told(chain: ChainId, checked: Checked) -> bool:
    """Whether and how much one writes for oneself is nobody else's to learn from a check."""
    return chain.startswith(SHARED_PREFIX) or not checked.is_whole


def checked_lines(checked: dict[ChainId, Checked]) -> Iterator[str]:
    """Say of each chain what was found."""
    for chain, each in checked.items():
        yield from (f"{chain}: {said}" for said in _said(each))
    yield NOTES_CHECKED if checked else NOTHING_YET


def _said(checked: Checked) -> Iterator[str]:
    if checked.differs is not Difference.OTHER_RECORD:
        yield _verdict(checked)
    if checked.opened is not None:
        yield _opened(checked.opened)
    if checked.against is not None:
        yield _against(checked.against, checked.differs)


def _verdict(verdict: Verdict) -> str:
    if verdict.fault is None:
        # Without a key nobody can tell whose words they were, or who took them away.
        words = "" if not verdict.erased else WORDS_GONE.format(number=verdict.erased)
        whole = f"checked from the first entry to the last: {verdict.entries}, unbroken."
        return f"{whole} Each is signed by one of the two.{words}"
    words = FAULTS[verdict.fault]
    if verdict.seq is None:
        return f"it is not as it was written: {words} ({verdict.fault}). {KEEP_COPIES}"
    return (
        f"from entry {verdict.seq} on it is not as it was written: {words} ({verdict.fault}); "
        f"the {verdict.entries} before it are whole. {KEEP_COPIES}"
    )


def _opened(opened: Opened) -> str:
    if opened.wrong:
        return f"{opened.wrong} {KEEP_COPIES}"
    return (
        f"opened with your key: {opened.entries} entries, each by whom signed it, and "
        f"{opened.rows} of yours pending; together they give just the state that is kept."
    )


def _against(kept: Checkpoint, differs: Difference | None) -> str:
    if differs is None:
        return f"it goes on from the checkpoint of entry {kept.seq}: {kept.words}."
    return (
        f"it does not go on from the checkpoint of entry {kept.seq} ({differs}). "
        f"{DIFFERENCES[differs]}"
    )


@contextmanager
def told_on_screen(chain: ChainId) -> Iterator[Progress | None]:
    """Tell how far a check has come, where somebody watches, and leave nothing of it behind."""
    if not sys.stderr.isatty():
        yield None
        return
    try:
        yield lambda entries: click.echo(
            f"\r{chain}: {entries} entries checked", nl=False, err=True
        )
    finally:
        click.echo("\r\033[K", nl=False, err=True)
