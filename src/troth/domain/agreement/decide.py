"""Deciding what is asked of the agreement: negotiation in every state, adoption only by both."""

from datetime import datetime, timedelta
from typing import assert_never

from troth.domain.agreement.commands import (
    AgreementCommand,
    AnswerDayUnusable,
    BaseChanged,
    ConsentToTerms,
    DeclineTerms,
    IntimateStandsAlone,
    LengthenCoolingOff,
    NameArea,
    NotCoolingOff,
    NothingProposed,
    NotRenewable,
    NotYourProposal,
    OwnProposal,
    ProposalExpired,
    ProposeTerms,
    RebaseTerms,
    RenewConsent,
    ReviseTerms,
    StaleRevision,
    TakeBackConsent,
    TooEarlyToRenew,
    TooManyProposals,
    WithdrawConsent,
    WithdrawProposal,
    WordingChanged,
)
from troth.domain.agreement.drafting import bases, draft, drafts_of
from troth.domain.agreement.events import (
    AreaNamed,
    ConsentGiven,
    ConsentRenewed,
    ConsentTakenBack,
    ConsentWithdrawn,
    CoolingOffLengthened,
    Item,
    ProposalWithdrawn,
    Repeal,
    TermsAdopted,
    TermsDeclined,
    TermsProposed,
    TermsRevised,
)
from troth.domain.agreement.state import (
    AgreementState,
    Clause,
    Consent,
    Proposal,
    in_force,
    is_renewable,
    is_trial,
    latest,
    review_by,
    standing_consent,
)
from troth.domain.agreement.terms import (
    Area,
    Category,
    Role,
    Signal,
    Terms,
)
from troth.domain.agreement.validity import Context, refuse_terms
from troth.domain.dynamic.commands import NotYetTwo
from troth.domain.dynamic.events import LONGEST_DEADLINE_DAYS
from troth.domain.dynamic.state import DynamicState, due_at
from troth.domain.kernel import (
    NAME_LENGTH,
    AlreadyThere,
    NotFound,
    Occasion,
    Outcome,
    Refusal,
    UnclearWording,
    backdated,
    is_clear,
)

MOST_ITEMS = 60
"""Most clauses in one proposal: a whole first agreement fits, and it can still be read aloud."""

MOST_PROPOSALS = 50
"""Most proposals open at once: more cannot be kept in mind."""

RENEWAL_DAYS = 7
"""A trial is renewed in its last week at the earliest: before that it has not been tried."""

LONGEST_COOLING_DAYS = 365
"""Either may lengthen a cooling-off, by at most a year: longer is a refusal."""


def missing_for_activation(state: AgreementState, at: datetime) -> tuple[str, ...]:
    """Return what both have yet to agree before the exchange can begin."""
    held = [in_force(state, clause, at) for clause in state.clauses]
    bodies = [clause.terms.body for clause in held if clause is not None]
    wanted = ((Role, "who leads"), (Area, "one part of life"), (Signal, "one signal"))
    return tuple(words for kind, words in wanted if not any(isinstance(b, kind) for b in bodies))


def is_expired(proposal: Proposal, dynamic: DynamicState, now: datetime) -> bool:
    """Tell whether the day to answer by has passed; while the exchange rests it stands still."""
    if proposal.respond_by is None:
        return False
    length = proposal.respond_by - proposal.revised_at
    return now >= due_at(dynamic, proposal.revised_at, length, now)


def is_stale(state: AgreementState, proposal: Proposal, at: datetime) -> bool:
    """Tell whether what a proposal changes or refers to has changed since it was written."""
    return bases(state, proposal.items, at) != proposal.base


def decide(
    state: AgreementState, dynamic: DynamicState, command: AgreementCommand, occasion: Occasion
) -> Outcome:
    """Decide a command about the agreement; negotiating stays open in every state but the end."""
    match command:
        case NameArea():
            return _name_area(command)
        case LengthenCoolingOff():
            return _lengthen(state, command, occasion.now)
        case RenewConsent():
            return _renew(state, command, occasion)
        case WithdrawConsent():
            return _withdraw(state, command, occasion)
        case ProposeTerms():
            return _propose(state, dynamic, command, occasion)
        case ReviseTerms() | RebaseTerms():
            return _revise(state, dynamic, command, occasion)
        case ConsentToTerms():
            return _consent(state, dynamic, command, occasion)
        case TakeBackConsent() | DeclineTerms() | WithdrawProposal():
            return _let_go(state, command, occasion)
        case _:
            assert_never(command)


def _name_area(command: NameArea) -> Outcome:
    if not is_clear(command.area, longest=NAME_LENGTH):
        return UnclearWording("id of the part of life")
    if not is_clear(command.name, longest=NAME_LENGTH):
        return UnclearWording("name of the part of life")
    return (AreaNamed(command.area, command.name, command.third_parties),)


def _propose(
    state: AgreementState, dynamic: DynamicState, command: ProposeTerms, occasion: Occasion
) -> Outcome:
    if command.proposal in state.proposals:
        return AlreadyThere("proposal", command.proposal)
    if len(state.proposals) >= MOST_PROPOSALS:
        return TooManyProposals()
    items = _items(state, dynamic, command, occasion)
    if isinstance(items, Refusal):
        return items
    base = bases(state, items, occasion.now)
    return (TermsProposed(command.proposal, items, base, command.reason, command.respond_by),)


def _revise(
    state: AgreementState,
    dynamic: DynamicState,
    command: ReviseTerms | RebaseTerms,
    occasion: Occasion,
) -> Outcome:
    proposal = state.proposals.get(command.proposal)
    if proposal is None:
        return NotFound("open proposal", command.proposal)
    if isinstance(command, RebaseTerms):
        command = ReviseTerms(
            proposal.id, drafts_of(proposal.items), proposal.reason, None, considered=True
        )
    items = _items(state, dynamic, command, occasion)
    if isinstance(items, Refusal):
        return items
    base = bases(state, items, occasion.now)
    revision = proposal.revision + 1
    return (TermsRevised(proposal.id, revision, items, base, command.reason, command.respond_by),)


def _items(
    state: AgreementState,
    dynamic: DynamicState,
    command: ProposeTerms | ReviseTerms,
    occasion: Occasion,
) -> tuple[Item, ...] | Refusal:
    refusal = refuse_form(dynamic, command, occasion.now) or _refuse_contents(
        state, dynamic, command, occasion
    )
    return refusal or draft(state, command.drafts, occasion.now)


def refuse_form(
    dynamic: DynamicState, command: ProposeTerms | ReviseTerms, now: datetime
) -> Refusal | None:
    """Return why what is put forward cannot be answered as a whole, whatever its terms are."""
    names = {each.clause for each in command.drafts}
    intimate = [each for each in _terms(command) if each.category is not Category.ORDINARY]
    is_whole = 1 <= len(names) <= MOST_ITEMS and len(names) == len(command.drafts)
    checks = (
        (len(dynamic.members) > 1, NotYetTwo()),
        (is_clear(command.reason, may_be_empty=True), UnclearWording("reason")),
        (_is_answerable(command.respond_by, now), AnswerDayUnusable(LONGEST_DEADLINE_DAYS)),
        (is_whole, NothingProposed()),
        (not intimate or len(names) == 1, IntimateStandsAlone()),
    )
    return next((refusal for holds, refusal in checks if not holds), None)


def _refuse_contents(
    state: AgreementState,
    dynamic: DynamicState,
    command: ProposeTerms | ReviseTerms,
    occasion: Occasion,
) -> Refusal | None:
    drafted = {each.clause: each for each in _terms(command)}
    members = frozenset(dynamic.member_ids)
    context = Context(state, members, occasion.now, occasion.moment.zones, drafted)
    for each in drafted.values():
        refusal = refuse_terms(each, context, considered=command.considered)
        if refusal is not None:
            return refusal
    repealed = [each.clause for each in command.drafts if isinstance(each, Repeal)]
    unknown = [name for name in repealed if in_force(state, name, occasion.now) is None]
    return NotFound("clause in force", unknown[0]) if unknown else None


def _is_answerable(respond_by: datetime | None, now: datetime) -> bool:
    if respond_by is None:
        return True
    longest = timedelta(days=LONGEST_DEADLINE_DAYS)
    return respond_by.tzinfo is not None and now < respond_by <= now + longest


def _terms(command: ProposeTerms | ReviseTerms) -> tuple[Terms, ...]:
    return tuple(each for each in command.drafts if isinstance(each, Terms))


def _consent(
    state: AgreementState, dynamic: DynamicState, command: ConsentToTerms, occasion: Occasion
) -> Outcome:
    proposal = state.proposals.get(command.proposal)
    if proposal is None:
        return NotFound("open proposal", command.proposal)
    if command.revision != proposal.revision:
        return StaleRevision(proposal.revision)
    if command.digest != proposal.digest:
        return WordingChanged()
    if is_expired(proposal, dynamic, occasion.now):
        return ProposalExpired()
    if is_stale(state, proposal, occasion.now):
        return BaseChanged(proposal.id)
    if occasion.by in proposal.consents:
        return ()
    given = ConsentGiven(proposal.id, proposal.revision, command.digest)
    consented = {*proposal.consents, occasion.by}
    if not consented.issuperset(dynamic.member_ids):
        return (given,)
    return (given, TermsAdopted(proposal.id, command.digest))


def _let_go(
    state: AgreementState,
    command: TakeBackConsent | DeclineTerms | WithdrawProposal,
    occasion: Occasion,
) -> Outcome:
    proposal = state.proposals.get(command.proposal)
    if proposal is None:
        return NotFound("open proposal", command.proposal)
    is_own = proposal.author == occasion.by
    match command:
        case TakeBackConsent():
            given = occasion.by in proposal.consents
            return (ConsentTakenBack(proposal.id),) if given else ()
        case DeclineTerms():
            return OwnProposal() if is_own else (TermsDeclined(proposal.id),)
        case WithdrawProposal():
            return (ProposalWithdrawn(proposal.id),) if is_own else NotYourProposal()
        case _:
            assert_never(command)


def _lengthen(state: AgreementState, command: LengthenCoolingOff, now: datetime) -> Outcome:
    clause = latest(state, command.clause)
    if clause is None:
        return NotFound("clause", command.clause)
    if command.until.tzinfo is None:
        return NotCoolingOff(command.clause)
    is_later = clause.since < command.until <= now + timedelta(days=LONGEST_COOLING_DAYS)
    if now >= clause.since or not is_later:
        return NotCoolingOff(command.clause)
    return (CoolingOffLengthened(command.clause, command.until),)


def _renew(state: AgreementState, command: RenewConsent, occasion: Occasion) -> Outcome:
    clause = latest(state, command.clause)
    if clause is None:
        return NotFound("clause", command.clause)
    if clause.digest != command.digest:
        return WordingChanged()
    if not is_renewable(clause, occasion.now):
        return NotRenewable(command.clause)
    if occasion.now < _renewable_from(clause, standing_consent(clause, occasion.by)):
        return TooEarlyToRenew(command.clause, RENEWAL_DAYS)
    return (ConsentRenewed(command.clause, clause.digest),)


def _renewable_from(clause: Clause, consent: Consent) -> datetime:
    review = review_by(clause, consent)
    if review is None or not is_trial(clause, consent):
        return clause.since
    return max(clause.since, review - timedelta(days=RENEWAL_DAYS))


def _withdraw(state: AgreementState, command: WithdrawConsent, occasion: Occasion) -> Outcome:
    clause = latest(state, command.clause)
    if clause is None:
        return NotFound("clause", command.clause)
    if clause.until is not None or standing_consent(clause, occasion.by).until is not None:
        return ()
    given_at = standing_consent(clause, occasion.by).at
    since = max(backdated(command.since, occasion.now), given_at)
    return (ConsentWithdrawn(command.clause, since),)
