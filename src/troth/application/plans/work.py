"""Plans at work: what to put forward now, and what a whole agreement still needs."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from msgspec.structs import replace

from troth.application.plans.file import Plan, parse_plan
from troth.application.plans.text import PlanNotUsable, read_yaml
from troth.domain.agreement.commands import NameArea, ProposeTerms, ReviseTerms
from troth.domain.agreement.decide import is_expired, is_stale
from troth.domain.agreement.drafting import Draft
from troth.domain.agreement.events import Adopt
from troth.domain.agreement.state import (
    AgreementState,
    Proposal,
    clause_ends,
    in_force,
    latest,
)
from troth.domain.agreement.terms import Category, Terms
from troth.domain.decider import State
from troth.domain.kernel import ClauseId, MemberId, Moment, ProposalId, Value

__all__ = [
    "Plan",
    "PlanCommand",
    "PlanNotUsable",
    "Stage",
    "StillNeeded",
    "commands",
    "parse_plan",
    "read_yaml",
    "revisions",
    "still_needed",
]

PlanCommand: TypeAlias = NameArea | ProposeTerms
"""What applying a plan may ask for: it names and proposes, and never consents for anybody."""


class Stage(StrEnum):
    """How far a clause of a plan has come."""

    IN_FORCE = "in-force"
    COOLING_OFF = "cooling-off"
    CONSENT = "consent"
    OUTDATED = "outdated"
    OTHER_WORDS = "other-words"
    TO_PROPOSE = "to-propose"
    WAITS = "waits"


class StillNeeded(Value, frozen=True):
    """Where some clauses of a plan stand, and what they need next."""

    stage: Stage
    clauses: tuple[ClauseId, ...] = ()
    proposal: ProposalId | None = None
    consents_from: tuple[MemberId, ...] = ()
    waits_for: tuple[ClauseId, ...] = ()
    until: datetime | None = None


def still_needed(plan: Plan, state: State, moment: Moment) -> tuple[StillNeeded, ...]:
    """Return where each clause of the plan stands; those that stand alike are one entry."""
    together: dict[StillNeeded, list[ClauseId]] = {}
    for clause, standing in _standings(plan, state, moment).items():
        together.setdefault(standing, []).append(clause)
    return tuple(replace(each, clauses=tuple(clauses)) for each, clauses in together.items())


def commands(
    plan: Plan, state: State, moment: Moment, ids: Iterator[ProposalId]
) -> tuple[PlanCommand, ...]:
    """Return what puts forward whatever of the plan can be answered now, in order.

    What is in force or on the table in these words is left alone, so that applying an unchanged
    file again asks for nothing; so are clauses on the table in other words, which `revisions` is
    for, and those that wait.
    """
    standings = _standings(plan, state, moment)
    proposed = (
        tuple(each for each in terms if standings[each.clause].stage is Stage.TO_PROPOSE)
        for terms in plan.proposals
    )
    # Each wording was considered while the plan was read, so the question is not asked again.
    proposals = (ProposeTerms(next(ids), terms, considered=True) for terms in proposed if terms)
    return (*_names(plan, state.ground.agreement), *proposals)


def revisions(plan: Plan, state: State, moment: Moment) -> tuple[ReviseTerms, ...]:
    """Return what brings open proposals to the words of the plan, leaving their other items.

    Apart from `commands`, because all consents given to them become void: somebody chooses that.
    """
    wanted = {terms.clause: terms for terms in plan.clauses}
    standings = _standings(plan, state, moment).values()
    outdated = {
        each.proposal for each in standings if each.stage in (Stage.OTHER_WORDS, Stage.OUTDATED)
    }
    return tuple(
        ReviseTerms(open_.id, _redrafted(open_, wanted), considered=True)
        for open_ in state.ground.agreement.proposals.values()
        if open_.id in outdated
    )


def _redrafted(proposal: Proposal, wanted: dict[ClauseId, Terms]) -> tuple[Draft, ...]:
    return tuple(
        wanted.get(item.wording.terms.clause, item.wording.terms)
        if isinstance(item, Adopt)
        else item
        for item in proposal.items
        if not isinstance(item, Adopt) or not item.repinned
    )


def _names(plan: Plan, agreement: AgreementState) -> Iterator[NameArea]:
    for area in plan.areas:
        known = agreement.areas.get(area.area)
        if known is None:
            yield area
            continue
        # A part of life that is about other people stays so, whatever a later file leaves out.
        about_others = area.third_parties or known.third_parties
        if (known.name, known.third_parties) != (area.name, about_others):
            yield NameArea(area.area, area.name, about_others)


def _standings(plan: Plan, state: State, moment: Moment) -> dict[ClauseId, StillNeeded]:
    """Return where each clause stands, without its id, so that what stands alike is equal."""
    found = {each.clause: _on_the_way(each, state, moment) for each in plan.clauses}
    waiting = [each for each in plan.clauses if found[each.clause] is None]
    agreed = {
        clause
        for clause in state.ground.agreement.clauses
        if in_force(state.ground.agreement, clause, moment.at)
        if clause not in found or _is_settled(found[clause])
    }
    together = _together(waiting, agreed)
    standings: dict[ClauseId, StillNeeded] = {}
    for each in plan.clauses:
        missing = each.references - agreed - _beside(each, together)
        proposable = StillNeeded(Stage.TO_PROPOSE)
        waits = StillNeeded(Stage.WAITS, waits_for=tuple(sorted(missing)))
        standings[each.clause] = found[each.clause] or (waits if missing else proposable)
    return standings


def _is_settled(standing: StillNeeded | None) -> bool:
    return standing is not None and standing.stage is Stage.IN_FORCE


def _together(waiting: list[Terms], agreed: set[ClauseId]) -> frozenset[ClauseId]:
    """Return the ordinary clauses that can go forward as one: leave out what rests on others.

    Leaving one out may take away what another rests on, so this goes on until nothing changes.
    """
    ordinary = {each.clause: each for each in waiting if each.category is Category.ORDINARY}
    while True:
        known = agreed | ordinary.keys()
        kept = {id_: each for id_, each in ordinary.items() if each.references <= known}
        if len(kept) == len(ordinary):
            return frozenset(kept)
        ordinary = kept


def _beside(terms: Terms, together: frozenset[ClauseId]) -> frozenset[ClauseId]:
    """An intimate clause goes forward alone, so nothing is proposed beside it."""
    return together if terms.category is Category.ORDINARY else frozenset()


def _on_the_way(terms: Terms, state: State, moment: Moment) -> StillNeeded | None:
    """Return where a clause stands that is agreed or on the table; None where it is neither."""
    agreement = state.ground.agreement
    held = in_force(agreement, terms.clause, moment.at)
    if held is not None and held.terms == terms:
        return StillNeeded(Stage.IN_FORCE)
    cools_until = _cools_until(terms, agreement, moment.at)
    if cools_until is not None:
        return StillNeeded(Stage.COOLING_OFF, until=cools_until)
    tabled = [
        _on_the_table(proposal, state, moment, is_same=terms in words)
        for proposal, words in _words_on_the_table(agreement)
        if any(terms.clause == each.clause for each in words)
    ]
    return min(tabled, key=lambda each: each.stage is Stage.OTHER_WORDS, default=None)


def _words_on_the_table(agreement: AgreementState) -> Iterator[tuple[Proposal, tuple[Terms, ...]]]:
    for proposal in agreement.proposals.values():
        put = (item for item in proposal.items if isinstance(item, Adopt) and not item.repinned)
        yield proposal, tuple(item.wording.terms for item in put)


def _cools_until(terms: Terms, agreement: AgreementState, at: datetime) -> datetime | None:
    last = latest(agreement, terms.clause)
    if last is None or last.terms != terms or at >= last.since:
        return None
    ended = clause_ends(last)
    return last.since if ended is None or at < ended else None


def _on_the_table(
    proposal: Proposal, state: State, moment: Moment, *, is_same: bool
) -> StillNeeded:
    ground = state.ground
    missing = tuple(id_ for id_ in ground.dynamic.member_ids if id_ not in proposal.consents)
    old = is_expired(proposal, ground.dynamic, moment.at) or is_stale(
        ground.agreement, proposal, moment.at
    )
    if not is_same:
        return StillNeeded(Stage.OTHER_WORDS, proposal=proposal.id)
    if old:
        return StillNeeded(Stage.OUTDATED, proposal=proposal.id)
    return StillNeeded(Stage.CONSENT, proposal=proposal.id, consents_from=missing)
