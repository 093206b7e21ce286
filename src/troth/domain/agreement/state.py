"""What has been agreed, and the one predicate everything rests on: in force."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from troth.domain.agreement.events import (
    Basis,
    ConsentStatus,
    Item,
)
from troth.domain.agreement.terms import (
    GRACE_DAYS,
    NEVER_LAPSE,
    Terms,
    Wording,
)
from troth.domain.kernel import (
    AreaId,
    ClauseId,
    Digest,
    MemberId,
    ProposalId,
    Value,
    digest,
)

CREEP_DAYS = 62
"""Widenings of one area are remembered for two months (domain design, "Creep")."""


class NamedArea(Value, frozen=True):
    """A part of life by name; `classified` once a clause of its own has ever been in force."""

    name: str
    third_parties: bool = False
    classified: bool = False


class Consent(Value, frozen=True):
    """One member's consent to one wording."""

    member: MemberId
    status: ConsentStatus
    at: datetime
    until: datetime | None = None


class Gap(Value, frozen=True):
    """A time a clause was not in force, between running out and being renewed."""

    since: datetime
    until: datetime


class Clause(Value, frozen=True):
    """A wording both consented to, with what became of the consents."""

    wording: Wording
    digest: Digest
    meaning: Digest
    consents: tuple[Consent, ...]
    since: datetime
    until: datetime | None = None
    gaps: tuple[Gap, ...] = ()

    @property
    def terms(self) -> Terms:
        """The terms of the clause."""
        return self.wording.terms

    def reads_as(self, named: Digest) -> bool:
        """Tell whether it reads as it did when its digest was named.

        Nobody erases words that hold. Of those erased since, none can tell; what was recorded
        while they stood goes on counting.
        """
        return named == self.digest or self.terms.is_erased


class Proposal(Value, frozen=True):
    """Wording put forward, who has consented to its current revision, and whose consent is void."""

    id: ProposalId
    author: MemberId
    revision: int
    items: tuple[Item, ...]
    base: tuple[Basis, ...]
    reason: str
    opened_at: datetime
    revised_at: datetime
    respond_by: datetime | None
    consents: dict[MemberId, datetime] = {}
    voided: frozenset[MemberId] = frozenset()

    @property
    def digest(self) -> Digest:
        """The digest of exactly what is being agreed."""
        return digest(self.items)


class Widening(Value, frozen=True):
    """Something binding was added to an area."""

    area: AreaId
    at: datetime


class AgreementState(Value, frozen=True):
    """Named areas, clauses (the last of each id is the current one), and open proposals."""

    version: int = 0
    areas: dict[AreaId, NamedArea] = {}
    clauses: dict[ClauseId, tuple[Clause, ...]] = {}
    proposals: dict[ProposalId, Proposal] = {}
    widenings: tuple[Widening, ...] = ()


def in_force(state: AgreementState, clause: ClauseId, at: datetime) -> Clause | None:
    """Return the wording of a clause that both members' live consents carried at a moment (K1).

    Derived each time from the consents, never kept: so no withdrawal, lapse or changed
    definition can be overlooked. Where words are gone, nobody can show what both consented to:
    they bind nobody.
    """
    for version in reversed(state.clauses.get(clause, ())):
        if version.terms.text and _is_carried(version, at) and _references_hold(state, version, at):
            return version
    return None


def all_in_force(state: AgreementState, at: datetime) -> Iterator[Clause]:
    """Yield every clause in force at a moment, in order of clause id."""
    for clause in sorted(state.clauses):
        version = in_force(state, clause, at)
        if version is not None:
            yield version


def latest(state: AgreementState, clause: ClauseId) -> Clause | None:
    """Return the last wording adopted under an id, in force or not."""
    versions = state.clauses.get(clause, ())
    return versions[-1] if versions else None


def standing_consent(clause: Clause, member: MemberId) -> Consent:
    """Return a member's consent to a clause."""
    return next(consent for consent in clause.consents if consent.member == member)


def consent_status(clause: Clause, consent: Consent, at: datetime) -> ConsentStatus:
    """Return what has become of a consent by a moment; expiry is derived, never recorded."""
    if consent.until is not None and at >= consent.until:
        return ConsentStatus.WITHDRAWN
    if clause.until is not None and at >= clause.until:
        return ConsentStatus.INVALIDATED
    ends = consent_ends(clause, consent)
    return ConsentStatus.EXPIRED if ends is not None and at >= ends else consent.status


def is_trial(clause: Clause, consent: Consent) -> bool:
    """Tell whether a consent is for the trial only; renewing it makes it more."""
    return consent.status is ConsentStatus.GIVEN and clause.terms.days_of_trial is not None


def is_tried(clause: Clause) -> bool:
    """Tell whether a clause is past its trial for both, or never needed one."""
    return not any(is_trial(clause, consent) for consent in clause.consents)


def review_by(clause: Clause, consent: Consent) -> datetime | None:
    """Return when a member's consent is to be looked at again; None where it never lapses."""
    return _carried_until(clause, consent, grace_days=0)


def consent_ends(clause: Clause, consent: Consent) -> datetime | None:
    """Return when a consent runs out by itself: a trial at its end, others after a grace (K22)."""
    ends, stated = _carried_until(clause, consent, GRACE_DAYS), clause.terms.lapses_on
    if ends is None or stated is None:
        return ends or stated
    return min(ends, stated)


def _carried_until(clause: Clause, consent: Consent, grace_days: int) -> datetime | None:
    """Return until when a consent carries: a trial has no grace, and what protects no end."""
    terms = clause.terms
    if isinstance(terms.body, NEVER_LAPSE):
        return None
    tried = terms.days_of_trial if consent.status is ConsentStatus.GIVEN else None
    days = terms.review_after_days + grace_days if tried is None else tried
    return max(consent.at, clause.since) + timedelta(days=days)


def is_renewable(clause: Clause, now: datetime) -> bool:
    """A withdrawn consent is never used again; one that ran out may be, for as long as grace."""
    if clause.until is not None or any(c.until is not None for c in clause.consents):
        return False
    stated = clause.terms.lapses_on
    ends = [consent_ends(clause, consent) for consent in clause.consents]
    grace = timedelta(days=GRACE_DAYS)
    return (stated is None or now < stated) and all(
        end is None or now < end + grace for end in ends
    )


def clause_ends(clause: Clause) -> datetime | None:
    """Return when a clause ends or ended, as far as is known now."""
    ends = [clause.until] + [c.until for c in clause.consents]
    ends += [consent_ends(clause, consent) for consent in clause.consents]
    return min([end for end in ends if end is not None], default=None)


def dependants(state: AgreementState, clause: ClauseId, at: datetime) -> tuple[Clause, ...]:
    """Return the clauses in force that refer to a clause and rest with it."""
    return tuple(
        each
        for each in all_in_force(state, at)
        if any(pin.clause == clause for pin in each.wording.pins)
    )


def _is_carried(version: Clause, at: datetime) -> bool:
    ended = clause_ends(version)
    has_begun = version.since <= at and (ended is None or at < ended)
    return has_begun and not any(gap.since <= at < gap.until for gap in version.gaps)


def _references_hold(state: AgreementState, version: Clause, at: datetime) -> bool:
    """References form a graph without cycles (held when proposing), so this ends."""
    for pin in version.wording.pins:
        referred = in_force(state, pin.clause, at)
        if referred is None or referred.meaning != pin.meaning:
            return False
    return True
