"""What each event changes in the agreement."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from troth.domain.agreement.events import (
    Adopt,
    AreaNamed,
    ConsentGiven,
    ConsentRenewed,
    ConsentStatus,
    ConsentTakenBack,
    ConsentWithdrawn,
    CoolingOffLengthened,
    Item,
    ProposalWithdrawn,
    TermsAdopted,
    TermsDeclined,
    TermsProposed,
    TermsRevised,
)
from troth.domain.agreement.state import (
    CREEP_DAYS,
    AgreementState,
    Clause,
    Consent,
    Gap,
    NamedArea,
    Proposal,
    Widening,
    clause_ends,
    in_force,
    is_renewable,
    latest,
    standing_consent,
)
from troth.domain.agreement.terms import (
    COOLING_OFF_HOURS,
    EXPECTED,
    Area,
    Authority,
    Body,
    Category,
    Correction,
    Grade,
    Overlap,
    Permission,
    Protocol,
    Standing,
    Terms,
    Wording,
)
from troth.domain.agreement.validity import ROLE
from troth.domain.kernel import (
    AreaId,
    ClauseId,
    Digest,
    Recorded,
    is_forgotten,
    with_item,
    without,
)

_BINDING = (*EXPECTED, Authority, Correction, Permission)
"""The kinds by which something is added to what binds in a part of life."""

BOTH = 2
"""So many consents are both: an entry is signed by one of the two, nobody else can write one."""


def evolve(state: AgreementState, recorded: Recorded) -> AgreementState:
    """Return the agreement after an event; events of other parts leave it as it is."""
    match recorded.event:
        case AreaNamed(area=area, name=name, third_parties=third_parties):
            known = state.areas.get(area, NamedArea(name))
            # About others once is about others for good: or one of the two could, by renaming it,
            # bring it under what "everything else" grants.
            named = replace(known, name=name, third_parties=third_parties or known.third_parties)
            return replace(state, areas=with_item(state.areas, area, named))
        case TermsProposed() as proposed if proposed.proposal not in state.proposals:
            return _after_proposing(state, proposed, recorded)
        case TermsRevised() as revised:
            return _after_revising(state, revised, recorded.at)
        case ConsentGiven() | ConsentTakenBack() | TermsAdopted() as event:
            proposal = state.proposals.get(event.proposal)
            return state if proposal is None else _after_answer(state, proposal, recorded)
        case TermsDeclined(proposal=id_) | ProposalWithdrawn(proposal=id_):
            return replace(state, proposals=without(state.proposals, id_))
        case _:
            return _evolve_clause(state, recorded)


def _after_answer(state: AgreementState, proposal: Proposal, recorded: Recorded) -> AgreementState:
    """Count a consent for exactly what it names, and adopt only what both have consented to (K1).

    Either of the two can write any event into the record: what it says of the other is not believed
    but derived from what the other wrote.
    """
    match recorded.event:
        case ConsentGiven(revision=revision, digest=named):
            is_this = revision == proposal.revision and _is_of(proposal, named)
            return _with_consent(state, proposal, recorded) if is_this else state
        case ConsentTakenBack():
            taken_back = replace(proposal, consents=without(proposal.consents, recorded.by))
            return replace(state, proposals=with_item(state.proposals, proposal.id, taken_back))
        case TermsAdopted(digest=named):
            is_agreed = len(proposal.consents) == BOTH and _is_of(proposal, named)
            return _after_adopting(state, proposal, recorded.at) if is_agreed else state
        case _:
            return state


def _is_of(proposal: Proposal, named: Digest) -> bool:
    """Tell whether a digest names what is proposed, or what it was before its words were erased."""
    adopted = [item for item in proposal.items if isinstance(item, Adopt)]
    are_gone = bool(adopted) and not any(item.wording.terms.text for item in adopted)
    return are_gone or named == proposal.digest


def _evolve_clause(state: AgreementState, recorded: Recorded) -> AgreementState:
    match recorded.event:
        case CoolingOffLengthened() | ConsentRenewed() | ConsentWithdrawn() as event:
            clause = latest(state, event.clause)
            return state if clause is None else _after_word(state, clause, recorded)
        case _:
            return state


def _after_word(state: AgreementState, clause: Clause, recorded: Recorded) -> AgreementState:
    """What would bring a clause on sooner, or back once it was withdrawn, changes nothing."""
    by, at = recorded.by, recorded.at
    match recorded.event:
        case CoolingOffLengthened(until=until) if at < clause.since < until:
            return _changed(state, replace(clause, since=until))
        case ConsentRenewed(digest=named) if _is_renewed(clause, named, at):
            renewed = Consent(by, ConsentStatus.RENEWED, at)
            return _changed(state, _with_own_consent(_with_gap(clause, at), renewed))
        case ConsentWithdrawn(since=since) if standing_consent(clause, by).until is None:
            withdrawn = replace(standing_consent(clause, by), until=since)
            state = _changed(state, _with_own_consent(clause, withdrawn))
            return replace(state, version=state.version + 1)
        case _:
            return state


def _is_renewed(clause: Clause, named: Digest, at: datetime) -> bool:
    """Where the words were erased since, their digest went with them, and nobody is bound."""
    is_this = named == clause.digest or not clause.terms.text
    return is_this and is_renewable(clause, at)


def _with_own_consent(clause: Clause, consent: Consent) -> Clause:
    others = tuple(each for each in clause.consents if each.member != consent.member)
    return replace(clause, consents=(*others, consent))


def _with_gap(clause: Clause, at: datetime) -> Clause:
    """A renewal never reaches back: what had run out stays out until it was renewed (L4)."""
    ended = clause_ends(clause)
    if ended is None or at <= ended:
        return clause
    kept = tuple(gap for gap in clause.gaps if not is_forgotten(gap.until, at))
    return replace(clause, gaps=(*kept, Gap(ended, at)))


def _changed(state: AgreementState, clause: Clause) -> AgreementState:
    id_ = clause.terms.clause
    versions = (*state.clauses[id_][:-1], clause)
    return replace(state, clauses=with_item(state.clauses, id_, versions))


def _after_proposing(
    state: AgreementState, proposed: TermsProposed, recorded: Recorded
) -> AgreementState:
    proposal = Proposal(
        id=proposed.proposal,
        author=recorded.by,
        revision=1,
        items=proposed.items,
        base=proposed.base,
        reason=proposed.reason,
        opened_at=recorded.at,
        revised_at=recorded.at,
        respond_by=proposed.respond_by,
    )
    return replace(state, proposals=with_item(state.proposals, proposal.id, proposal))


def _after_revising(state: AgreementState, revised: TermsRevised, at: datetime) -> AgreementState:
    before = state.proposals.get(revised.proposal)
    if before is None or revised.revision != before.revision + 1:
        return state  # a revision that came back would bring back what was consented to in it
    proposal = replace(
        before,
        revision=revised.revision,
        items=revised.items,
        base=revised.base,
        reason=revised.reason,
        revised_at=at,
        respond_by=revised.respond_by,
        consents={},
        voided=before.voided | before.consents.keys(),
    )
    return replace(state, proposals=with_item(state.proposals, proposal.id, proposal))


def _with_consent(state: AgreementState, proposal: Proposal, recorded: Recorded) -> AgreementState:
    consents = with_item(proposal.consents, recorded.by, recorded.at)
    voided = proposal.voided - {recorded.by}
    proposal = replace(proposal, consents=consents, voided=voided)
    return replace(state, proposals=with_item(state.proposals, proposal.id, proposal))


def _after_adopting(state: AgreementState, proposal: Proposal, at: datetime) -> AgreementState:
    state = replace(
        state,
        version=state.version + 1,
        proposals=without(state.proposals, proposal.id),
        widenings=_widenings(state, proposal, at),
    )
    for item in proposal.items:
        state = _after_item(state, item, proposal, at)
    return replace(state, clauses=_remembered(state, at))


def _remembered(state: AgreementState, at: datetime) -> dict[ClauseId, tuple[Clause, ...]]:
    """Leave out what ended before the memory; the last word on who leads is always kept.

    Whether the exchange is only on in windows is read from it: forgetting it would open them all.
    """
    kept = {
        id_: tuple(
            each
            for each in versions
            if not is_forgotten(clause_ends(each) or at, at)
            or (id_ == ROLE and each is versions[-1])
        )
        for id_, versions in state.clauses.items()
    }
    return {id_: versions for id_, versions in kept.items() if versions}


def _after_item(
    state: AgreementState, item: Item, proposal: Proposal, at: datetime
) -> AgreementState:
    id_ = item.wording.terms.clause if isinstance(item, Adopt) else item.clause
    earlier = tuple(
        each if each.until is not None else replace(each, until=at)
        for each in state.clauses.get(id_, ())
    )
    added = (_adopted(item.wording, proposal, at),) if isinstance(item, Adopt) else ()
    clauses = with_item(state.clauses, id_, (*earlier, *added))
    return replace(state, clauses=clauses, areas=_classified(state, item))


def _adopted(wording: Wording, proposal: Proposal, at: datetime) -> Clause:
    consents = tuple(
        Consent(member, ConsentStatus.GIVEN, given_at)
        for member, given_at in sorted(proposal.consents.items())
    )
    is_new = wording.terms.category is Category.NEW_INTIMATE
    since = at + timedelta(hours=COOLING_OFF_HOURS) if is_new else at
    return Clause(wording, wording.digest, wording.meaning, consents, since)


def _classified(state: AgreementState, item: Item) -> dict[AreaId, NamedArea]:
    """Remember that an area had a clause of its own, also one that nobody had named.

    Otherwise "everything else" would take it back once its own clause is withdrawn.
    """
    body = item.wording.terms.body if isinstance(item, Adopt) else None
    if not isinstance(item, Adopt) or not isinstance(body, Area) or body.everything_else:
        return state.areas
    area = AreaId(item.wording.terms.clause)
    known = state.areas.get(area, NamedArea(area))
    return with_item(state.areas, area, replace(known, classified=True))


def _widenings(state: AgreementState, proposal: Proposal, at: datetime) -> tuple[Widening, ...]:
    kept = [w for w in state.widenings if w.at > at - timedelta(days=CREEP_DAYS)]
    new = [
        Widening(AreaId(terms.area or terms.clause), at)
        for terms in (i.wording.terms for i in proposal.items if isinstance(i, Adopt))
        if _widens(state, terms, at)
    ]
    return (*kept, *new)


def _widens(state: AgreementState, terms: Terms, at: datetime) -> bool:
    before = in_force(state, terms.clause, at)
    match terms.body:
        case Area(standing=Standing.WITHIN):
            was = None if before is None else before.terms.body
            return not isinstance(was, Area) or was.standing is not Standing.WITHIN
        case Area():
            return False
        case _:
            was = None if before is None else before.terms.body
            return isinstance(terms.body, _BINDING) and _asks_more(was, terms.body)


def _asks_more(was: Body | None, now: Body) -> bool:
    """Tell whether something binding was added, or what was there reaches further."""
    match was, now:
        case (Correction(), Correction()):
            return now.ceiling_minutes > was.ceiling_minutes
        case (Authority(), Authority()):
            shared = Overlap.SHARED_PREVAILS
            reaches_further = now.overlap is shared and was.overlap is not shared
            return reaches_further or _rises(was.grade, now.grade)
        case (Protocol(), Protocol()):
            return _rises(was.grade, now.grade)
        case _:
            return not isinstance(was, _BINDING)


def _rises(was: Grade, now: Grade) -> bool:
    grades = tuple(Grade)
    return grades.index(now) > grades.index(was)
