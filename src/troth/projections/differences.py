"""Differences: what a proposal or a later version changes, word by word and field by field."""

import re
from difflib import SequenceMatcher
from enum import StrEnum

import msgspec

from troth.domain.agreement.events import Adopt, Item
from troth.domain.agreement.state import AgreementState, in_force
from troth.domain.agreement.terms import Terms
from troth.domain.kernel import ClauseId, Moment, Value


class Change(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class Run(Value, frozen=True):
    """Some words in a row, and what became of them."""

    change: Change
    text: str


class FieldChange(Value, frozen=True):
    """A part of a clause besides its text that differs."""

    field: str
    before: str
    after: str


class ClauseChange(Value, frozen=True):
    """What a proposal does to one clause."""

    clause: ClauseId
    is_new: bool
    is_repealed: bool
    is_repinned: bool
    runs: tuple[Run, ...] = ()
    fields: tuple[FieldChange, ...] = ()


_WORDS = re.compile(r"\S+\s*")


def word_runs(before: str, after: str) -> tuple[Run, ...]:
    """Return a text with its changes, in the order one reads it: removed words before added."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    runs: list[Run] = []
    # The space after a word is not part of it, or the last word of a text would always differ.
    words = [word.strip() for word in old], [word.strip() for word in new]
    matcher = SequenceMatcher(None, *words, autojunk=False)
    for operation, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        removed, added = "".join(old[a_from:a_to]), "".join(new[b_from:b_to])
        if operation == "equal":
            # Where the new text ends and the old goes on, no space would part their words.
            goes_on = b_to == len(new) and a_to < len(old)
            runs.append(Run(Change.SAME, f"{added.rstrip()} " if goes_on else added))
            continue
        if removed:
            runs.append(Run(Change.REMOVED, removed))
        if added:
            runs.append(Run(Change.ADDED, added))
    return tuple(runs)


def terms_changes(before: Terms | None, after: Terms) -> tuple[FieldChange, ...]:
    """Return every part of a clause, besides its text, that differs from before."""
    old = {} if before is None else _flat(before)
    new = _flat(after)
    names = sorted(old.keys() | new.keys())
    return tuple(
        FieldChange(name, old.get(name, ""), new.get(name, ""))
        for name in names
        if old.get(name, "") != new.get(name, "")
    )


def proposed_changes(
    state: AgreementState, items: tuple[Item, ...], moment: Moment
) -> tuple[ClauseChange, ...]:
    """Return what a proposal would change in the agreement as it is now."""
    return tuple(_item_change(state, item, moment) for item in items)


def changes_between(
    before: AgreementState, after: AgreementState, moments: tuple[Moment, Moment]
) -> tuple[ClauseChange, ...]:
    """Return what differs between two versions of an agreement, each at its own moment."""
    old = {id_: _terms(before, id_, moments[0]) for id_ in before.clauses}
    new = {id_: _terms(after, id_, moments[1]) for id_ in after.clauses}
    changes = (_change(id_, old.get(id_), new.get(id_)) for id_ in sorted(old.keys() | new.keys()))
    return tuple(change for change in changes if change is not None)


def _item_change(state: AgreementState, item: Item, moment: Moment) -> ClauseChange:
    id_ = item.wording.terms.clause if isinstance(item, Adopt) else item.clause
    before = _terms(state, id_, moment)
    after = item.wording.terms if isinstance(item, Adopt) else None
    change = _change(id_, before, after)
    is_repinned = isinstance(item, Adopt) and item.repinned
    return ClauseChange(
        id_,
        is_new=before is None,
        is_repealed=after is None,
        is_repinned=is_repinned,
        runs=() if change is None else change.runs,
        fields=() if change is None else change.fields,
    )


def _change(id_: ClauseId, before: Terms | None, after: Terms | None) -> ClauseChange | None:
    if before == after:
        return None
    old_text = "" if before is None else before.text
    new_text = "" if after is None else after.text
    return ClauseChange(
        id_,
        is_new=before is None,
        is_repealed=after is None,
        is_repinned=False,
        runs=word_runs(old_text, new_text),
        fields=() if after is None else terms_changes(before, after),
    )


def _terms(state: AgreementState, clause: ClauseId, moment: Moment) -> Terms | None:
    held = in_force(state, clause, moment.at)
    return None if held is None else held.terms


def _flat(terms: Terms) -> dict[str, str]:
    """Return the parts of a clause as plain words, empty ones left out."""
    parts = msgspec.to_builtins(terms, order="sorted")
    body = parts.pop("body")
    parts |= {name: value for name, value in body.items() if name != "kind"}
    parts["kind"] = body["kind"]
    del parts["text"], parts["clause"]
    return {name: _said(value) for name, value in parts.items() if _said(value)}


def _said(value: object) -> str:
    match value:
        case None | False | "":
            return ""
        case True:
            return "yes"
        case list() | tuple():
            return ", ".join(_said(each) for each in value)
        case dict():
            return ", ".join(f"{name} {_said(each)}" for name, each in value.items() if each)
        case _:
            return str(value)
