"""Scope: wordings, consents, withdrawal and clock.

A stop signal in two wordings, a second signal that rests on it and is carried along, and a new
intimate permission that rests on it, cools for a day, is tried for 26 and can be renewed. One
proposal is open at a time. Left out of the key: superseded wordings and the revision's number,
which no decision reads again, and the times of consents beyond when each runs out.
"""

from collections.abc import Hashable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache

from msgspec.structs import replace

from tests.given import ASH, WREN, Couple, clause
from tests.laws.explore import Act, Node, Scope
from tests.laws.invariants import REFUSAL_LAWS, STATE_LAWS, STEP_LAWS, View, view
from troth.domain.agreement.commands import (
    ConsentToTerms,
    DeclineTerms,
    ProposeTerms,
    RebaseTerms,
    RenewConsent,
    ReviseTerms,
    TakeBackConsent,
    WithdrawConsent,
    WithdrawProposal,
)
from troth.domain.agreement.decide import is_expired, is_stale
from troth.domain.agreement.drafting import Draft
from troth.domain.agreement.events import ConsentStatus, Repeal
from troth.domain.agreement.state import (
    Clause,
    Proposal,
    consent_ends,
    is_trial,
    latest,
    review_by,
)
from troth.domain.agreement.terms import (
    GRACE_DAYS,
    Category,
    Permission,
    Signal,
    SignalMeaning,
    Terms,
)
from troth.domain.decider import State
from troth.domain.kernel import ClauseId, Digest, ProposalId

RED, YELLOW, ROPE = (ClauseId(name) for name in ("red", "yellow", "rope"))
OPEN = ProposalId("p")
STEP = timedelta(days=20)
BOTH = (ASH, WREN)


def red(sign: str) -> Terms:
    """Return the stop signal in one of its wordings."""
    return clause("red", Signal(sign, SignalMeaning.STOP))


def yellow() -> Terms:
    """Return a signal that rests on the stop signal."""
    slower = clause("yellow", Signal("yellow", SignalMeaning.PAUSE))
    return replace(slower, rests_on=frozenset({RED}))


def rope() -> Terms:
    """Return a new intimate permission, reviewed ten days after it was renewed."""
    terms = clause("rope", Permission("Wrists only.", asked_by=ASH, stop_signal=RED))
    return replace(terms, category=Category.NEW_INTIMATE, trial_days=26, review_after_days=10)


PROPOSED: tuple[tuple[Draft, ...], ...] = (
    (red("red"),),
    (red("crimson"),),
    (rope(),),
    (Repeal(RED),),
)


@cache
def start() -> tuple[State, datetime]:
    """Return a couple that has agreed on the two signals."""
    couple = Couple().have_met()
    couple.agrees(red("red"), yellow(), proposal=OPEN)
    return couple.state, couple.now


def acts(node: Node[View]) -> Iterator[Act]:
    """Yield what each may try: everything about one proposal, and about every clause."""
    agreement = node.state.ground.agreement
    proposal = agreement.proposals.get(OPEN)
    if proposal is None:
        until = node.now + STEP
        yield from (Act(ASH, ProposeTerms(OPEN, each, "", until)) for each in PROPOSED)
    else:
        yield from _answers(proposal, node.now)
    for member in BOTH:
        for id_ in (RED, YELLOW, ROPE):
            yield Act(member, WithdrawConsent(id_))
        yield Act(member, WithdrawConsent(ROPE, since=node.now - timedelta(days=30)))
        held = latest(agreement, ROPE)
        if held is not None:
            yield Act(member, RenewConsent(ROPE, held.digest))


def _answers(proposal: Proposal, now: datetime) -> Iterator[Act]:
    digest = proposal.digest
    for member in BOTH:
        yield Act(member, ConsentToTerms(OPEN, proposal.revision, digest))
        yield Act(member, TakeBackConsent(OPEN))
    yield Act(ASH, ConsentToTerms(OPEN, proposal.revision - 1, digest))
    yield Act(WREN, ConsentToTerms(OPEN, proposal.revision, Digest("of other words")))
    yield Act(WREN, DeclineTerms(OPEN))
    yield Act(ASH, WithdrawProposal(OPEN))
    yield Act(ASH, RebaseTerms(OPEN))
    yield Act(WREN, ReviseTerms(OPEN, (red("crimson"),), "", now + STEP))


def key(state: State, now: datetime) -> Hashable:
    """Return what the future of this scope depends on."""
    agreement = state.ground.agreement
    clauses = tuple(_clause_key(latest(agreement, id_), now) for id_ in (RED, YELLOW, ROPE))
    proposal = agreement.proposals.get(OPEN)
    return clauses, None if proposal is None else _proposal_key(state, proposal, now)


def _clause_key(clause: Clause | None, now: datetime) -> Hashable:
    if clause is None:
        return None
    if clause.until is not None or any(c.until is not None for c in clause.consents):
        return "over"
    ends = tuple(
        sorted((c.member, c.status, _days(consent_ends(clause, c), now)) for c in clause.consents)
    )
    if any(days is not None and days <= -GRACE_DAYS for _, _, days in ends):
        return "over"
    return clause.digest, max(0, _days(clause.since, now) or 0), ends


def _days(at: datetime | None, now: datetime) -> float | None:
    return None if at is None else (at - now) / timedelta(days=1)


def _proposal_key(state: State, proposal: Proposal, now: datetime) -> Hashable:
    expired = is_expired(proposal, state.ground.dynamic, now)
    left = "never" if proposal.respond_by is None else _days(proposal.respond_by, now)
    items = tuple(
        item.clause if isinstance(item, Repeal) else item.wording.digest for item in proposal.items
    )
    base = tuple((each.clause, each.digest) for each in proposal.base)
    return items, base, frozenset(proposal.consents), "expired" if expired else left


LIFECYCLES = frozenset(
    {
        "dynamic forming",
        "proposal open",
        "proposal half agreed",
        "proposal revised",
        "proposal expired",
        "proposal stale",
        "clause cooling off",
        "clause in force",
        "clause on trial",
        "clause review due",
        "clause lapsed",
        "clause withdrawn",
        "clause superseded",
        "clause repealed",
        "clause resting on a withdrawn one",
        "consent given",
        "consent renewed",
    }
)


def labels(node: Node[View]) -> Iterable[str]:
    """Yield which states of a lifecycle are met here."""
    agreement = node.state.ground.agreement
    yield f"dynamic {node.view.phase}"
    for proposal in agreement.proposals.values():
        yield "proposal open"
        if proposal.consents:
            yield "proposal half agreed"
        if proposal.revision > 1:
            yield "proposal revised"
        if is_expired(proposal, node.state.ground.dynamic, node.now):
            yield "proposal expired"
        if is_stale(agreement, proposal, node.now):
            yield "proposal stale"
    for versions in agreement.clauses.values():
        if len(versions) > 1:
            yield "clause superseded"
        yield from _clause_labels(versions[-1], node)


def _clause_labels(clause: Clause, node: Node[View]) -> Iterator[str]:
    yield from (f"consent {c.status}" for c in clause.consents if c.until is None)
    yield f"clause {_stage(clause, node)}"


def _stage(clause: Clause, node: Node[View]) -> str:
    at, consents = node.now, clause.consents
    ends = [consent_ends(clause, c) for c in consents]
    reached = (
        (any(c.until is not None for c in consents), "withdrawn"),
        (clause.until is not None, "repealed"),
        (at < clause.since, "cooling off"),
        (any(end is not None and at >= end for end in ends), "lapsed"),
        (clause.terms.clause not in node.view.digests, "resting on a withdrawn one"),
        (any(is_trial(clause, c) for c in consents), "on trial"),
        (any((review_by(clause, c) or at) < at for c in consents), "review due"),
    )
    return next((stage for is_reached, stage in reached if is_reached), "in force")


def nobody_renews_what_was_withdrawn(node: Node[View]) -> bool:
    """K1: a consent that was withdrawn stays withdrawn, in every later state."""
    return all(
        not (consent.status is ConsentStatus.RENEWED and consent.until is not None)
        or clause.terms.clause not in node.view.digests
        for versions in node.state.ground.agreement.clauses.values()
        for clause in versions[-1:]
        for consent in clause.consents
    )


def what_is_new_cools_for_a_day(node: Node[View]) -> bool:
    """K10: an intimate clause is in force at the earliest a day after the second consent."""
    return all(
        node.now - max(consent.at for consent in clause.consents) >= timedelta(days=1)
        or any(consent.status is ConsentStatus.RENEWED for consent in clause.consents)
        for clause in node.view.clauses
        if clause.terms.category is Category.NEW_INTIMATE
    )


def intimate_needs_its_signal(node: Node[View]) -> bool:
    """K10: without a stop signal in force no intimate permission is."""
    return ROPE not in node.view.digests or RED in node.view.digests


SCOPE = Scope(
    name="wordings, consents, withdrawal and clock",
    start=start,
    acts=acts,
    clock=(STEP,),
    key=key,
    view=view,
    state_laws={
        **STATE_LAWS,
        "K1 withdrawn": nobody_renews_what_was_withdrawn,
        "K10 cooling": what_is_new_cools_for_a_day,
        "K10 signal": intimate_needs_its_signal,
    },
    step_laws=STEP_LAWS,
    refusal_laws=REFUSAL_LAWS,
    labels=labels,
    lifecycles=LIFECYCLES,
)
