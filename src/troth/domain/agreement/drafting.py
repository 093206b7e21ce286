"""Drafting: pin what each wording refers to, and carry dependants along with a changed meaning."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from troth.domain.agreement.events import Adopt, Basis, Item, Repeal
from troth.domain.agreement.state import AgreementState, all_in_force, in_force
from troth.domain.agreement.terms import Category, Pin, Terms, Wording
from troth.domain.kernel import ClauseId, Digest, Refusal

Draft: TypeAlias = Terms | Repeal
"""What a member puts forward: terms of a clause, or that a clause be repealed."""


class ReferenceMissing(Refusal, frozen=True):
    """A clause refers to one that is neither in force nor part of the same proposal."""

    clause: str
    missing: str
    says = "“{clause}” rests on “{missing}”, which is not agreed. Propose that too, or first."


class ReferencesInCircle(Refusal, frozen=True):
    """Clauses refer to each other in a circle, so none could be understood first."""

    clause: str
    says = "“{clause}” would rest on itself, by way of others. Take one of the references out."


def draft(
    state: AgreementState, drafts: tuple[Draft, ...], at: datetime
) -> tuple[Item, ...] | Refusal:
    """Return the items of a proposal: wording with its pins, and dependants re-pinned.

    Whoever consents to a changed definition consents to what rests on it in the same act; an
    intimate dependant is never bundled, so it rests until it is agreed again by itself.
    """
    terms = {each.clause: each for each in drafts if isinstance(each, Terms)}
    repealed = {each.clause for each in drafts if isinstance(each, Repeal)}
    drawn = _draw(state, terms, repealed, at)
    if isinstance(drawn, Refusal):
        return drawn
    carried = _carried(state, drawn, repealed, at)
    proposed = tuple(
        Adopt(drawn[each.clause]) if isinstance(each, Terms) else each for each in drafts
    )
    return (*proposed, *(Adopt(wording, repinned=True) for wording in carried))


def drafts_of(items: tuple[Item, ...]) -> tuple[Draft, ...]:
    """Return what was put forward in items, without the dependants they carry along."""
    return tuple(
        item if isinstance(item, Repeal) else item.wording.terms
        for item in items
        if isinstance(item, Repeal) or not item.repinned
    )


def bases(state: AgreementState, items: tuple[Item, ...], at: datetime) -> tuple[Basis, ...]:
    """Return what a proposal stands on: the clauses it changes or refers to, as they are now."""
    touched = frozenset().union(*(_touched(item) for item in items))
    found = ((clause, in_force(state, clause, at)) for clause in sorted(touched))
    return tuple(Basis(clause, held.digest if held else None) for clause, held in found)


def _touched(item: Item) -> frozenset[ClauseId]:
    if isinstance(item, Repeal):
        return frozenset({item.clause})
    pinned = {pin.clause for pin in item.wording.pins}
    return frozenset(pinned | {item.wording.terms.clause})


def _draw(
    state: AgreementState,
    terms: Mapping[ClauseId, Terms],
    repealed: set[ClauseId],
    at: datetime,
) -> dict[ClauseId, Wording] | Refusal:
    """Pin every reference, those inside the proposal first, so meanings are known in turn."""
    circular = [each.clause for each in terms.values() if leads_back(state, each, terms, at)]
    if circular:
        return ReferencesInCircle(min(circular))
    meanings = {held.terms.clause: held.meaning for held in all_in_force(state, at)}
    for clause in repealed:
        meanings.pop(clause, None)
    drawn: dict[ClauseId, Wording] = {}
    waiting = dict(terms)
    while waiting:
        for each in _ready(waiting):
            wording = _pinned(each, meanings)
            if isinstance(wording, Refusal):
                return wording
            drawn[each.clause] = wording
            meanings[each.clause] = wording.meaning
            del waiting[each.clause]
    return drawn


def _ready(waiting: Mapping[ClauseId, Terms]) -> tuple[Terms, ...]:
    return tuple(each for each in waiting.values() if not each.references & waiting.keys())


def _pinned(terms: Terms, meanings: Mapping[ClauseId, Digest]) -> Wording | Refusal:
    missing = terms.references - meanings.keys()
    if missing:
        return ReferenceMissing(terms.clause, min(missing))
    return Wording(terms, tuple(Pin(each, meanings[each]) for each in sorted(terms.references)))


def leads_back(
    state: AgreementState, terms: Terms, drafted: Mapping[ClauseId, Terms], at: datetime
) -> bool:
    """Tell whether what is in force outside the proposal leads back to the clause itself."""
    seen: set[ClauseId] = set()
    ahead = set(terms.references)
    while ahead:
        clause = ahead.pop()
        if clause == terms.clause:
            return True
        if clause in seen:
            continue
        seen.add(clause)
        held = in_force(state, clause, at)
        if clause in drafted:
            ahead |= drafted[clause].references
        elif held is not None:
            ahead |= held.terms.references
    return False


def _carried(
    state: AgreementState,
    drawn: Mapping[ClauseId, Wording],
    repealed: set[ClauseId],
    at: datetime,
) -> tuple[Wording, ...]:
    """Return the dependants with new pins; a pin that moves can move those that rest on it."""
    moved = dict(drawn)
    candidates = [
        clause.wording
        for clause in all_in_force(state, at)
        if clause.terms.clause not in drawn and clause.terms.clause not in repealed
        if clause.terms.category is Category.ORDINARY
    ]
    is_settled = False
    while not is_settled:
        is_settled = True
        for wording in candidates:
            id_ = wording.terms.clause
            before = moved.get(id_, wording)
            pins = tuple(_moved_pin(pin, moved) for pin in wording.pins)
            if pins != before.pins:
                moved[id_] = Wording(wording.terms, pins)
                is_settled = False
    return tuple(moved[id_] for id_ in sorted(moved) if id_ not in drawn)


def _moved_pin(pin: Pin, moved: Mapping[ClauseId, Wording]) -> Pin:
    if pin.clause not in moved:
        return pin
    return Pin(pin.clause, moved[pin.clause].meaning)
