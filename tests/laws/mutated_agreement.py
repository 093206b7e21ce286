"""Mistakes about wording and consent, each as one wrong rule."""

from msgspec.structs import replace

from tests.given import WREN
from troth.domain.agreement.commands import ConsentToTerms, WithdrawConsent
from troth.domain.agreement.events import (
    ConsentGiven,
    ConsentStatus,
    TermsAdopted,
    TermsRevised,
)
from troth.domain.agreement.state import AgreementState, Clause
from troth.domain.decider import AnyCommand, State
from troth.domain.kernel import ClauseId, Occasion, Outcome, Recorded, Refusal, with_item


def edit_keeps_consents(before: State, recorded: Recorded, after: State) -> State:
    """An edit keeps the consents given to the words before it."""
    if not isinstance(recorded.event, TermsRevised):
        return after
    id_, proposals = recorded.event.proposal, after.ground.agreement.proposals
    kept = before.ground.agreement.proposals[id_].consents
    revised = with_item(proposals, id_, replace(proposals[id_], consents=kept))
    return _with_agreement(after, replace(after.ground.agreement, proposals=revised))


def _with_agreement(state: State, agreement: AgreementState) -> State:
    return replace(state, ground=replace(state.ground, agreement=agreement))


def _with_last(state: State, last: dict[ClauseId, Clause]) -> State:
    """Return a state in which the last wording of some clauses is another."""
    clauses = dict(state.ground.agreement.clauses)
    for id_, clause in last.items():
        clauses[id_] = (*clauses[id_][:-1], clause)
    return _with_agreement(state, replace(state.ground.agreement, clauses=clauses))


def _last(state: State) -> dict[ClauseId, Clause]:
    return {id_: versions[-1] for id_, versions in state.ground.agreement.clauses.items()}


def silence_adopts(state: State, _: AnyCommand, occasion: Occasion, outcome: Outcome) -> Outcome:
    """Once the day to answer by has passed, no answer counts as a yes."""
    for proposal in state.ground.agreement.proposals.values():
        due = proposal.respond_by
        if due is not None and occasion.now >= due and not isinstance(outcome, Refusal):
            return (TermsAdopted(proposal.id, proposal.digest),)
    return outcome


def any_words_will_do(
    state: State, command: AnyCommand, occasion: Occasion, outcome: Outcome
) -> Outcome:
    """A consent to an older revision counts for what is proposed now."""
    if isinstance(command, ConsentToTerms) and isinstance(outcome, Refusal):
        proposal = state.ground.agreement.proposals.get(command.proposal)
        if proposal is not None and occasion.by not in proposal.consents:
            return (ConsentGiven(proposal.id, proposal.revision, proposal.digest),)
    return outcome


def one_adopts_alone(_: State, command: AnyCommand, __: Occasion, outcome: Outcome) -> Outcome:
    """The first consent adopts."""
    if isinstance(command, ConsentToTerms) and not isinstance(outcome, Refusal) and outcome:
        return (outcome[0], TermsAdopted(command.proposal, command.digest))
    return outcome


def new_begins_at_once(_: State, recorded: Recorded, after: State) -> State:
    """What is new and intimate does not cool off."""
    if not isinstance(recorded.event, TermsAdopted):
        return after
    begun = {id_: replace(each, since=recorded.at) for id_, each in _last(after).items()}
    return _with_last(after, begun)


def withdrawal_is_lost(
    _: State, command: AnyCommand, occasion: Occasion, outcome: Outcome
) -> Outcome:
    """One of the two withdraws and nothing happens."""
    is_lost = isinstance(command, WithdrawConsent) and occasion.by == WREN
    return () if is_lost and not isinstance(outcome, Refusal) else outcome


def old_consents_revive(_: State, recorded: Recorded, after: State) -> State:
    """Saying yes to something new brings withdrawn consents back."""
    if not isinstance(recorded.event, ConsentGiven):
        return after
    revived = {
        id_: replace(each, consents=tuple(replace(c, until=None) for c in each.consents))
        for id_, each in _last(after).items()
    }
    return _with_last(after, revived)


def one_renews_for_both(_: State, __: Recorded, after: State) -> State:
    """When one renews, the other's consent is renewed with it."""
    renewed = {
        id_: replace(
            each,
            consents=tuple(replace(c, status=ConsentStatus.RENEWED) for c in each.consents),
        )
        for id_, each in _last(after).items()
        if any(c.status is ConsentStatus.RENEWED for c in each.consents)
    }
    return _with_last(after, renewed)


def definition_moves_unseen(_: State, recorded: Recorded, after: State) -> State:
    """A clause goes on with what it refers to changed under it."""
    if not isinstance(recorded.event, TermsAdopted):
        return after
    meanings = {id_: each.meaning for id_, each in _last(after).items()}
    moved = {
        id_: replace(
            each,
            wording=replace(
                each.wording,
                pins=tuple(replace(p, meaning=meanings[p.clause]) for p in each.wording.pins),
            ),
        )
        for id_, each in _last(after).items()
    }
    return _with_last(after, moved)
