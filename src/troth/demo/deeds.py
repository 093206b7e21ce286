"""The vocabulary of the story: what the two do, told by name instead of by command and digest."""

from collections.abc import Callable, Iterable

from troth.application.sealed import check_in
from troth.demo.script import Commands, Scene, Sealing
from troth.domain.agreement.commands import ConsentToTerms, ProposeTerms, RenewConsent, ReviseTerms
from troth.domain.agreement.drafting import Draft, drafts_of
from troth.domain.agreement.events import ConsentStatus
from troth.domain.agreement.state import all_in_force, in_force, standing_consent
from troth.domain.agreement.terms import Category, Terms
from troth.domain.checkins import Answer as CheckIn
from troth.domain.checkins import Clarity, Connection, Guess, round_of
from troth.domain.conduct.commands import (
    AcceptCorrection,
    AnswerBreach,
    OfferCorrection,
    ReportBreach,
    WeighBreach,
)
from troth.domain.conduct.events import AnswerKind, Because, BreachId, Finding
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.decider import AnyCommand
from troth.domain.decisions.commands import ConsentToOutcome, Decide, GiveOpinion, Pass, RaiseMatter
from troth.domain.decisions.events import Answer, MatterId, OpinionId, Weight
from troth.domain.decisions.state import Matter
from troth.domain.kernel import AreaId, ClauseId, Digest, MemberId, ProposalId, Significance
from troth.domain.routing.matter import Declaration, Facet, MatterKind
from troth.domain.standards.commands import MarkOccurrence
from troth.domain.standards.events import ClauseDuty, Mark

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


# Every day


def says(observation: str, about: MemberId, kind: ObservationKind, text: str) -> AnyCommand:
    """Say something in the moment, about either of the two."""
    return Observe(ObservationId(observation), about, kind, text)


def marks(clause: str, when: str, mark: Mark = Mark.KEPT) -> Commands:
    """Say how something of one's own went."""
    duty = ClauseDuty(ClauseId(clause))
    return lambda scene: (MarkOccurrence(duty, scene.at(when), mark),)


def asks_about(breach: str, bearer: MemberId, expected: tuple[str, str], text: str) -> Commands:
    """Ask about something that was expected of somebody: which clause, and when."""
    clause, when = expected
    duty = ClauseDuty(ClauseId(clause))
    return lambda scene: (ReportBreach(BreachId(breach), bearer, duty, scene.at(when), text),)


def answers(
    breach: str, kind: AnswerKind, text: str = "", because: Because | None = None
) -> AnyCommand:
    """Answer as the one it concerns."""
    return AnswerBreach(BreachId(breach), kind, text, because)


def weighs(breach: str, finding: Finding, text: str = "", talk: str | None = None) -> AnyCommand:
    """Say what one makes of it."""
    return WeighBreach(BreachId(breach), finding, text, talk)


def offers(breach: str, clause: str, minutes: int) -> AnyCommand:
    """Offer an agreed response."""
    return OfferCorrection(BreachId(breach), ClauseId(clause), minutes)


def accepts(breach: str) -> Commands:
    """Accept exactly what is offered."""

    def asks(scene: Scene) -> Iterable[AnyCommand]:
        response = scene.state.conduct.breaches.breaches[BreachId(breach)].response
        return () if response is None else (AcceptCorrection(BreachId(breach), response.offer),)

    return asks


# How each is


def feels(
    connection: Connection, clarity: Clarity, words: str = "", guess: Guess | None = None
) -> Sealing:
    """Answer this week's check-in, sealed until the other has answered too."""
    return Sealing(
        lambda scene: check_in(round_of(scene.moment.at)),
        CheckIn(connection, clarity, words, guess),
    )
