"""What can happen to an agreement: areas named, terms put forward, consents given and ended."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from troth.domain.agreement.terms import Wording
from troth.domain.kernel import AreaId, ClauseId, Digest, Event, ProposalId, Value


class ConsentStatus(StrEnum):
    """The life of a consent, in the words of the Data Privacy Vocabulary and ISO/IEC TS 27560."""

    REQUESTED = "requested"
    GIVEN = "given"
    RENEWED = "renewed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"


class Adopt(Value, frozen=True, tag="adopt", tag_field="do"):
    """Put this wording in force; `repinned` when only what it refers to has changed."""

    wording: Wording
    repinned: bool = False


class Repeal(Value, frozen=True, tag="repeal", tag_field="do"):
    """Take a clause out of the agreement."""

    clause: ClauseId


Item: TypeAlias = Adopt | Repeal


class Basis(Value, frozen=True):
    """A clause a proposal stands on, and its digest in force then (None: not in force)."""

    clause: ClauseId
    digest: Digest | None


class AreaNamed(Event, frozen=True, tag="area-named/1"):
    """A member named a part of life, or gave it another name; this binds nobody."""

    area: AreaId
    name: str
    third_parties: bool


class TermsProposed(Event, frozen=True, tag="terms-proposed/1"):
    """A member put wording forward."""

    proposal: ProposalId
    items: tuple[Item, ...]
    base: tuple[Basis, ...]
    reason: str
    respond_by: datetime | None


class TermsRevised(Event, frozen=True, tag="terms-revised/1"):
    """The author revised, or the other countered; every consent given so far is void."""

    proposal: ProposalId
    revision: int
    items: tuple[Item, ...]
    base: tuple[Basis, ...]
    reason: str
    respond_by: datetime | None


class ConsentGiven(Event, frozen=True, tag="consent-given/1"):
    """A member consented to exactly these items."""

    proposal: ProposalId
    revision: int
    digest: Digest


class ConsentTakenBack(Event, frozen=True, tag="consent-taken-back/1"):
    """A member took back their consent to a proposal that is still open."""

    proposal: ProposalId


class TermsDeclined(Event, frozen=True, tag="terms-declined/1"):
    """A member said not now; no reason is owed."""

    proposal: ProposalId


class ProposalWithdrawn(Event, frozen=True, tag="proposal-withdrawn/1"):
    """The author took the proposal back."""

    proposal: ProposalId


class TermsAdopted(Event, frozen=True, tag="terms-adopted/1"):
    """Both have consented to the same revision on its current base."""

    proposal: ProposalId
    digest: Digest


class CoolingOffLengthened(Event, frozen=True, tag="cooling-off-lengthened/1"):
    """A member asked for more time before a new intimate clause begins."""

    clause: ClauseId
    until: datetime


class ConsentRenewed(Event, frozen=True, tag="consent-renewed/1"):
    """A member renewed their consent to exactly this wording."""

    clause: ClauseId
    digest: Digest


class ConsentWithdrawn(Event, frozen=True, tag="consent-withdrawn/1"):
    """A member withdrew from a clause, with effect from `since`; no reason is owed."""

    clause: ClauseId
    since: datetime


AgreementEvent: TypeAlias = (
    AreaNamed
    | TermsProposed
    | TermsRevised
    | ConsentGiven
    | ConsentTakenBack
    | TermsDeclined
    | ProposalWithdrawn
    | TermsAdopted
    | CoolingOffLengthened
    | ConsentRenewed
    | ConsentWithdrawn
)
"""Whatever may change an agreement; nothing else does."""
