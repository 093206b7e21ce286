"""What a member may ask of the agreement, and the refusals they may meet."""

from datetime import datetime
from typing import TypeAlias

from troth.domain.agreement.drafting import Draft
from troth.domain.kernel import (
    AreaId,
    ClauseId,
    Command,
    Digest,
    ProposalId,
    Protective,
    Refusal,
)


class NameArea(Command, frozen=True):
    """Name a part of life, or give it another name; this binds nobody."""

    area: AreaId
    name: str
    third_parties: bool = False


class ProposeTerms(Command, frozen=True):
    """Put wording forward; `considered` answers the question about protected needs."""

    proposal: ProposalId
    drafts: tuple[Draft, ...]
    reason: str = ""
    respond_by: datetime | None = None
    considered: bool = False


class ReviseTerms(Command, frozen=True):
    """Change one's own proposal, or counter the other's; all consents to it become void."""

    proposal: ProposalId
    drafts: tuple[Draft, ...]
    reason: str = ""
    respond_by: datetime | None = None
    considered: bool = False


class RebaseTerms(Command, frozen=True):
    """Put the same wording forward again on today's agreement; consents to it become void."""

    proposal: ProposalId


class ConsentToTerms(Command, frozen=True):
    """Consent to exactly this revision, named by the digest of what was read."""

    proposal: ProposalId
    revision: int
    digest: Digest


class TakeBackConsent(Protective, frozen=True):
    """Take back one's consent to a proposal that is still open."""

    proposal: ProposalId


class DeclineTerms(Protective, frozen=True):
    """Say not now to the other's proposal; no reason is owed."""

    proposal: ProposalId


class WithdrawProposal(Protective, frozen=True):
    """Take back one's own proposal."""

    proposal: ProposalId


class LengthenCoolingOff(Protective, frozen=True):
    """Ask for more time before a new intimate clause begins."""

    clause: ClauseId
    until: datetime


class RenewConsent(Command, frozen=True):
    """Renew one's consent to a clause, in exactly this wording."""

    clause: ClauseId
    digest: Digest


class WithdrawConsent(Protective, frozen=True):
    """Withdraw from a clause, at once; `since` may say when it was said aloud."""

    clause: ClauseId
    since: datetime | None = None


ProposalCommand: TypeAlias = (
    ProposeTerms
    | ReviseTerms
    | RebaseTerms
    | ConsentToTerms
    | TakeBackConsent
    | DeclineTerms
    | WithdrawProposal
)

AgreementCommand: TypeAlias = (
    NameArea | ProposalCommand | LengthenCoolingOff | RenewConsent | WithdrawConsent
)


class NothingProposed(Refusal, frozen=True):
    """A proposal holds no clause, too many, or the same clause twice."""

    says = "A proposal holds at least one clause, at most sixty, and each only once."


class IntimateStandsAlone(Refusal, frozen=True):
    """An intimate clause is never bundled with others."""

    says = "Something intimate is proposed by itself, so that it can be answered by itself."


class TooManyProposals(Refusal, frozen=True):
    """More proposals are open than two people can keep in mind."""

    says = "Fifty proposals are open. Answer or withdraw some of them first."


class StaleRevision(Refusal, frozen=True):
    """The proposal was changed since it was read."""

    revision: int
    says = "The wording has changed since you read it. Read version {revision}, then answer."


class WordingChanged(Refusal, frozen=True):
    """The digest given is not that of what is proposed."""

    says = "That is not the wording that is proposed now. Read it again, then answer."


class BaseChanged(Refusal, frozen=True):
    """What the proposal stands on has changed since."""

    proposal: str
    says = (
        "The agreement under “{proposal}” has changed since it was written. "
        "Put it forward again on today's agreement, then both can answer."
    )


class ProposalExpired(Refusal, frozen=True):
    """Nobody answered by the day named; it was never adopted."""

    says = "The day to answer by has passed, so nothing changed. Put it forward again."


class OwnProposal(Refusal, frozen=True):
    """The author withdraws a proposal; the other declines it."""

    says = "This proposal is your own: withdraw it, or change it."


class NotYourProposal(Refusal, frozen=True):
    """Only its author withdraws a proposal."""

    says = "This proposal is not yours to withdraw. You can say not now, or suggest other words."


class AnswerDayUnusable(Refusal, frozen=True):
    """A day to answer by is later than now, and not so late that it means nothing."""

    days: int
    says = "Say a day to answer by that is later than now and within {days} days, or none."


class TooEarlyToRenew(Refusal, frozen=True):
    """A trial is renewed once it has been tried, and nothing before it has begun."""

    clause: str
    days: int
    says = "“{clause}” is still being tried. Renew it in the last {days} days of the trial."


class NotRenewable(Refusal, frozen=True):
    """A consent that was withdrawn, ended or long expired is not used again."""

    clause: str
    says = "“{clause}” can no longer be renewed as it stands. Propose it again."


class NotCoolingOff(Refusal, frozen=True):
    """The clause is not waiting, or would wait for too long or for less than now."""

    clause: str
    says = "“{clause}” is not waiting to begin, or that is not a later day within a year."
