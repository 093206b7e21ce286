"""What may be put forward: only what two people may agree at all, whatever its words are (K19)."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from typing import TypeAlias

from msgspec.structs import replace

from troth.domain.agreement.commands import ProposeTerms
from troth.domain.agreement.decide import MOST_PROPOSALS, is_expired, refuse_form
from troth.domain.agreement.drafting import bases, drafts_of, leads_back
from troth.domain.agreement.events import Adopt, TermsProposed, TermsRevised
from troth.domain.agreement.state import (
    AgreementState,
    Clause,
    Proposal,
    clause_ends,
    in_force,
    latest,
)
from troth.domain.agreement.terms import ERASED_WORDS, Category, Pin, Terms, Wording
from troth.domain.agreement.validity import Context, refuse_structure
from troth.domain.force import Ground
from troth.domain.kernel import ClauseId
from troth.domain.schedules import Schedule

Put: TypeAlias = TermsProposed | TermsRevised
"""Wording that the other is asked to consent to."""


def worded(agreement: AgreementState) -> AgreementState:
    """Return the agreement as it was worded then: what both consented to held meanwhile.

    What meant something else, or nothing, once its words were gone is rested on all the same.
    """
    gone = {
        id_: versions
        for id_, versions in agreement.clauses.items()
        if not all(each.wording.terms.text for each in versions)
    }
    if not gone:
        return agreement
    standing = {
        id_: tuple(_with_words(each, gone) for each in versions)
        for id_, versions in agreement.clauses.items()
    }
    return replace(agreement, clauses=standing)


Gone: TypeAlias = Mapping[ClauseId, tuple[Clause, ...]]
"""The versions of the clauses of which words were erased."""


def _with_words(clause: Clause, gone: Gone) -> Clause:
    terms, pins = clause.terms, tuple(_repinned(pin, gone) for pin in clause.wording.pins)
    if not terms.text:
        terms = replace(terms, text=ERASED_WORDS)
    return replace(clause, wording=Wording(terms, pins))


def _repinned(pin: Pin, gone: Gone) -> Pin:
    versions = gone.get(pin.clause, ())
    if not versions or pin.meaning in {each.meaning for each in versions}:
        return pin
    return Pin(pin.clause, [each.meaning for each in versions if not each.terms.text][-1])


def may_be_consented_to(ground: Ground, proposal: Proposal, at: datetime) -> bool:
    """Tell whether a consent comes in time, and on a base that is still what it was."""
    agreement = worded(ground.agreement)
    now = {each.clause: each for each in bases(agreement, proposal.items, at)}
    then = {each.clause: each for each in proposal.base}
    changed = [each for each in now.keys() | then.keys() if now.get(each) != then.get(each)]
    # The digest of a wording goes with its words; whether it was this one nobody can tell.
    held = (in_force(agreement, each, at) for each in changed)
    is_base = all(each is not None and each.terms.is_erased for each in held)
    return is_base and not is_expired(proposal, ground.dynamic, at)


def may_be_put(ground: Ground, put: Put, at: datetime) -> bool:
    """Tell whether all of it may be agreed.

    The other could consent in good faith to what nobody may agree, or to references in a circle,
    which no later reading of the agreement would come out of.
    """
    agreement, drafts = worded(ground.agreement), drafts_of(put.items)
    command = ProposeTerms(put.proposal, drafts, put.reason, put.respond_by, considered=True)
    drafted = {each.clause: each for each in drafts if isinstance(each, Terms)}
    is_one_too_many = isinstance(put, TermsProposed) and len(agreement.proposals) >= MOST_PROPOSALS
    members = frozenset(ground.dynamic.member_ids)
    context = Context(agreement, members, at, _any_zones(drafted), drafted)
    return (
        not is_one_too_many
        and refuse_form(ground.dynamic, command, at) is None
        and all(refuse_structure(each, context) is None for each in drafted.values())
        and not any(leads_back(agreement, each, drafted, at) for each in drafted.values())
        and all(_is_pinned(each.wording) for each in _adopted(put))
        and all(_is_carried(agreement, each, at) for each in _adopted(put) if each.repinned)
    )


def _any_zones(drafted: Mapping[ClauseId, Terms]) -> dict[str, tzinfo]:
    """Take every zone for one that there is: which there are is no fact of the record."""
    found = (getattr(each.body, "schedule", None) for each in drafted.values())
    return {each.zone: UTC for each in found if isinstance(each, Schedule)}


def _adopted(put: Put) -> Iterator[Adopt]:
    return (each for each in put.items if isinstance(each, Adopt))


def _is_pinned(wording: Wording) -> bool:
    """Tell whether it rests on whatever it refers to: or it would outlast what it stands on."""
    pinned = [pin.clause for pin in wording.pins]
    return len(pinned) == len(set(pinned)) and wording.terms.references == set(pinned)


def _is_carried(agreement: AgreementState, item: Adopt, at: datetime) -> bool:
    """Tell whether a dependant that is carried along says just what still stands between both."""
    held, terms = latest(agreement, item.wording.terms.clause), item.wording.terms
    ended = None if held is None else clause_ends(held)
    if held is None or (ended is not None and ended <= at):
        return False
    return terms.category is Category.ORDINARY and _is_same(held.terms, terms)


def _is_same(before: Terms, now: Terms) -> bool:
    """Where the words of either are gone, all else has to be the same."""
    if not before.is_erased and not now.is_erased:
        return before == now
    return all(
        getattr(before, name) == getattr(now, name)
        for name in ("bearers", "area", "references", "needs", "lapses_on")
    ) and isinstance(now.body, type(before.body))
