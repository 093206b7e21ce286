"""The vocabulary of agreeing and deciding: told by name instead of by command and digest."""

from collections.abc import Callable, Iterable

from troth.demo.script import Commands, Scene
from troth.domain.agreement.commands import ConsentToTerms, ProposeTerms, RenewConsent, ReviseTerms
from troth.domain.agreement.drafting import Draft, drafts_of
from troth.domain.agreement.events import ConsentStatus
from troth.domain.agreement.state import all_in_force, in_force, standing_consent
from troth.domain.agreement.terms import Category, Terms
from troth.domain.decider import AnyCommand
from troth.domain.decisions.commands import ConsentToOutcome, Decide, GiveOpinion, Pass, RaiseMatter
from troth.domain.decisions.events import Answer, MatterId, OpinionId, Weight
from troth.domain.decisions.state import Matter
from troth.domain.kernel import AreaId, ClauseId, Digest, MemberId, ProposalId, Significance
from troth.domain.routing.matter import Declaration, Facet, MatterKind

ROUTINE = Significance.ROUTINE
MATTERS = Significance.SIGNIFICANT


# The agreement


def proposes(proposal: str, *drafts: Draft, reason: str = "") -> AnyCommand:
    """Put clauses forward, after thinking about what they touch."""
    return ProposeTerms(ProposalId(proposal), drafts, reason, considered=True)


def suggests(proposal: str, words: Callable[[Scene], Iterable[Terms]], reason: str) -> Commands:
    """Suggest other words for a proposal, and clauses beside those it has."""

    def asks(scene: Scene) -> Iterable[AnyCommand]:
        open_ = scene.state.ground.agreement.proposals[ProposalId(proposal)]
        drafts = {draft.clause: draft for draft in drafts_of(open_.items)}
        drafts |= {terms.clause: terms for terms in words(scene)}
        id_ = ProposalId(proposal)
        return (ReviseTerms(id_, tuple(drafts.values()), reason, considered=True),)

    return asks


def agrees(proposal: str) -> Commands:
    """Agree to exactly what is proposed now."""

    def asks(scene: Scene) -> Iterable[AnyCommand]:
        open_ = scene.state.ground.agreement.proposals[ProposalId(proposal)]
        return (ConsentToTerms(open_.id, open_.revision, open_.digest),)

    return asks


def renews(member: MemberId, *, apart_from: frozenset[str] = frozenset()) -> Commands:
    """Renew what is ordinary and only tried so far, one clause after the other."""

    def asks(scene: Scene) -> Iterable[AnyCommand]:
        return [
            RenewConsent(clause.terms.clause, clause.digest)
            for clause in all_in_force(scene.state.ground.agreement, scene.moment.at)
            if clause.terms.category is Category.ORDINARY and clause.terms.trial_days is not None
            if clause.terms.clause not in apart_from
            if standing_consent(clause, member).status is ConsentStatus.GIVEN
        ]

    return asks


def renews_only(*clauses: str) -> Commands:
    """Renew these clauses."""

    def asks(scene: Scene) -> Iterable[AnyCommand]:
        held = (terms_now(scene, clause) for clause in clauses)
        return [RenewConsent(each.clause, _digest(scene, each.clause)) for each in held]

    return asks


def terms_now(scene: Scene, clause: str) -> Terms:
    """Return a clause as it is in force."""
    held = in_force(scene.state.ground.agreement, ClauseId(clause), scene.moment.at)
    if held is None:
        raise KeyError(clause)
    return held.terms


def _digest(scene: Scene, clause: ClauseId) -> Digest:
    held = in_force(scene.state.ground.agreement, clause, scene.moment.at)
    if held is None:
        raise KeyError(clause)
    return held.digest


# Deciding


def raises(matter: str, question: str, *parts: Facet, wanted: str = "") -> AnyCommand:
    """Raise a question with its parts."""
    return RaiseMatter(MatterId(matter), question, parts, wanted)


def part(
    who: MemberId, area: str, affects: frozenset[MemberId], weight: Significance = MATTERS
) -> Facet:
    """Say which part of life it is about, whom it touches, and how much hangs on it."""
    return Facet(AreaId(area), declared={who: Declaration(affects, weight)})


def of_kind(kind: MatterKind, holder: MemberId | None = None) -> Facet:
    """Say that it is about somebody's own body, or about an agreed response."""
    return Facet(kind=kind, holder=holder)


def _open(scene: Scene, matter: str) -> Matter:
    return scene.state.decisions.matters[MatterId(matter)]


def thinks(matter: str, opinion: str, text: str) -> Commands:
    """Give an opinion on a question as it stands."""
    return lambda scene: (
        GiveOpinion(MatterId(matter), OpinionId(opinion), _open(scene, matter).digest, text),
    )


def has_nothing_to_add(matter: str) -> Commands:
    """Pass on a question as it stands."""
    return lambda scene: (Pass(MatterId(matter), _open(scene, matter).digest),)


def decides(
    matter: str, outcome: str, reasons: str, *answers: Answer, look_again: str | None = None
) -> Commands:
    """Decide a question as it stands, answering each opinion."""
    return lambda scene: (
        Decide(
            MatterId(matter),
            _open(scene, matter).digest,
            outcome,
            reasons,
            answers,
            None if look_again is None else scene.at(look_again),
        ),
    )


def taken(opinion: str, why: str) -> Answer:
    """Answer that an opinion was taken on."""
    return Answer(OpinionId(opinion), Weight.TAKEN, why)


def partly(opinion: str, why: str) -> Answer:
    """Answer that some of an opinion was taken on."""
    return Answer(OpinionId(opinion), Weight.PARTLY, why)


def another_way(opinion: str, why: str) -> Answer:
    """Answer that it went another way."""
    return Answer(OpinionId(opinion), Weight.NOT_TAKEN, why)


def agrees_to_outcome(matter: str, *answers: Answer) -> Commands:
    """Agree to the outcome that was put to both."""

    def asks(scene: Scene) -> Iterable[AnyCommand]:
        proposed = _open(scene, matter).proposed
        return (
            ()
            if proposed is None
            else (ConsentToOutcome(MatterId(matter), proposed.digest, answers),)
        )

    return asks
