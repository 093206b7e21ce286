"""What no clause may say, whoever consents: the part of the constitution that concerns terms."""

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo

from troth.domain.agreement.needs import touched_needs
from troth.domain.agreement.state import AgreementState, in_force, is_tried
from troth.domain.agreement.terms import (
    BINDS_NOBODY,
    EXPECTED,
    INTIMATE_DAYS,
    ORDINARY_DAYS,
    PROTECTS,
    TRIAL_DAYS,
    Area,
    Authority,
    Body,
    Category,
    Correction,
    CorrectionKind,
    Effect,
    Need,
    Permission,
    Practice,
    Ritual,
    Role,
    SessionRhythm,
    Signal,
    SignalMeaning,
    Standing,
    Terms,
    Window,
)
from troth.domain.kernel import (
    NAME_LENGTH,
    AreaId,
    ClauseId,
    MemberId,
    Refusal,
    UnclearWording,
    Value,
    is_clear,
)
from troth.domain.schedules import Schedule, refuse_schedule

ROLE = ClauseId("role")
AUTHORITY = ClauseId("authority")
EVERYTHING_ELSE = ClauseId("everything-else")
"""Kinds of which an agreement has one have one id, so that two can never be in force at once."""

CEILING_MINUTES: dict[CorrectionKind, int] = {
    CorrectionKind.TALK: 2 * 60,
    CorrectionKind.REFLECTION: 2 * 60,
    CorrectionKind.DOING_AGAIN: 2 * 60,
    CorrectionKind.SMALL_SERVICE: 2 * 60,
    CorrectionKind.PAUSED_TREAT: 7 * 24 * 60,
    CorrectionKind.PRIVATE: 2 * 60,
}
"""The longest each agreed response may last (domain design, section 2.7)."""

LONGEST_ANSWER_HOURS = 7 * 24
"""An asked permission is answered within a week at most: longer is no answer."""


class Context(Value, frozen=True):
    """What terms are held against: the agreement, members, time, zones, and what comes along."""

    agreement: AgreementState
    members: frozenset[MemberId]
    at: datetime
    zones: Mapping[str, tzinfo]
    drafted: Mapping[ClauseId, Terms] = {}


class WrongClauseName(Refusal, frozen=True):
    """A kind of which there is one carries its own fixed id, and no other clause may."""

    name: str
    says = "An agreement has one such clause: it is called “{name}”."


class MembersOnly(Refusal, frozen=True):
    """A clause names somebody who is not one of the two (K18)."""

    clause: str
    says = "“{clause}” names somebody else. Only the two of you can bear or do anything in it."


class OutsideNeedsOwner(Refusal, frozen=True):
    """An area outside the exchange says whose it is."""

    area: str
    says = "“{area}” is outside the exchange, so say whose it is."


class ThirdPartiesStayOutside(Refusal, frozen=True):
    """Other people appear only as the name of an area outside the exchange (K18)."""

    area: str
    says = "“{area}” is about other people, so it can only be outside the exchange."


class NobodyBears(Refusal, frozen=True):
    """Something expected has to say who keeps it."""

    clause: str
    says = "Say who keeps “{clause}”: one of you, or both."


class LimitsProtectedNeed(Refusal, frozen=True):
    """A clause that limits a protected need cannot bind, even with both consents (K19)."""

    need: str
    says = (
        "A clause cannot limit {need}, even if both of you agree. "
        "It can be kept as a practice, which binds nobody, or asked as a courtesy with an end."
    )


class MayTouchProtectedNeed(Refusal, frozen=True):
    """The wording seems to touch a protected need, so it asks before going forward (K19)."""

    needs: str
    says = (
        "This wording may touch {needs}. Say whether it supports or limits that, "
        "or confirm that it does neither."
    )


class TermTooLong(Refusal, frozen=True):
    """A grant always lapses (K22)."""

    days: int
    says = "That is too long: this has to be looked at again within {days} days."


class ProtectionNeverLapses(Refusal, frozen=True):
    """Signals and what outlasts the end have no last day and no trial (K22)."""

    clause: str
    says = "“{clause}” protects, so it has no last day and no trial. Leave those out."


class LastDayPassed(Refusal, frozen=True):
    """A stated last day is over already, or does not say in which zone it is."""

    clause: str
    says = "Give “{clause}” a last day that is later than now, with its time zone, or none."


class IntimateIsNew(Refusal, frozen=True):
    """An intimate clause that is not in force and tried in this form is new (K10)."""

    clause: str
    says = "“{clause}” is new in this form, so it begins with a day's wait and a trial."


class IntimateNeedsSignal(Refusal, frozen=True):
    """An intimate permission needs a stop signal in force (K10)."""

    clause: str
    says = "Before “{clause}” can be proposed, agree on a stop signal and name it there."


class IntimateNeedsBounds(Refusal, frozen=True):
    """An intimate permission states its bounds (K10)."""

    clause: str
    says = "Say where “{clause}” begins and ends: its bounds."


class CeilingTooHigh(Refusal, frozen=True):
    """An agreed response is finite and has a ceiling."""

    minutes: int
    says = "That lasts too long, or has no end. At most {minutes} minutes."


class PrivateNeedsPermission(Refusal, frozen=True):
    """A private response stands only under an operative permission."""

    clause: str
    says = "“{clause}” is private, so it names the permission it rests on."


def refuse_terms(terms: Terms, context: Context, *, considered: bool) -> Refusal | None:
    """Return the first thing that keeps terms from being proposed, or None."""
    return (
        _refuse_wording(terms)
        or refuse_structure(terms, context)
        or (None if considered else _refuse_unclear_needs(terms))
    )


def refuse_structure(terms: Terms, context: Context) -> Refusal | None:
    """Return the first thing that keeps terms from being agreed, whatever their words are."""
    checks = (
        _refuse_name(terms),
        _refuse_people(terms, context.members),
        _refuse_needs(terms),
        _refuse_length(terms),
        _refuse_last_day(terms, context.at),
        _refuse_body(terms, context),
        _refuse_intimate(terms, context),
    )
    return next((refusal for refusal in checks if refusal is not None), None)


def undeclared_needs(terms: Terms) -> tuple[Need, ...]:
    """Return the protected needs that wording seems to touch, and says nothing of."""
    if isinstance(terms.body, (*BINDS_NOBODY, Signal)):
        return ()
    words = " ".join((terms.text, *_texts(terms)))
    declared = {each.need for each in terms.needs}
    return tuple(need for need in touched_needs(words) if need not in declared)


def _texts(terms: Terms) -> Iterator[str]:
    yield from (terms.why, terms.how_we_tell, terms.concerns, terms.element or "", *terms.tags)
    match terms.body:
        case Role(titles=titles, forms_of_address=forms):
            yield from (*titles.values(), *forms.values())
        case Area(elements=elements):
            yield from (element.name for element in elements)
        case Authority(standing_instructions=instructions):
            yield from instructions
        case Permission(bounds=bounds, risks=risks, precautions=precautions, care_after=care):
            yield from (bounds, risks, precautions, care)
        case _:
            for field in ("lighter", "when", "do", "treat", "sign", "at_a_distance", "form"):
                yield getattr(terms.body, field, "")


def _refuse_wording(terms: Terms) -> Refusal | None:
    if not is_clear(terms.clause, longest=NAME_LENGTH):
        return UnclearWording("name of the clause")
    texts = (is_clear(each, may_be_empty=True) for each in _texts(terms))
    return None if is_clear(terms.text) and all(texts) else UnclearWording("wording")


def _refuse_name(terms: Terms) -> Refusal | None:
    if not is_clear(terms.clause, longest=NAME_LENGTH):
        return UnclearWording("name of the clause")
    fixed = {Role: ROLE, Authority: AUTHORITY}.get(type(terms.body))
    if isinstance(terms.body, Area) and terms.body.everything_else:
        fixed = EVERYTHING_ELSE
    taken = terms.clause in (ROLE, AUTHORITY, EVERYTHING_ELSE)
    if (fixed is not None or taken) and terms.clause != fixed:
        return WrongClauseName(fixed or terms.clause)
    return None


def _refuse_people(terms: Terms, members: frozenset[MemberId]) -> Refusal | None:
    named = set(terms.bearers)
    match terms.body:
        case Role(leads=leads, titles=titles, forms_of_address=forms):
            named |= {leads, *titles, *forms}
        case Area(owner=owner, elements=elements):
            named |= {element.responsible for element in elements}
            named |= {owner} if owner is not None else set()
        case Permission(asked_by=asked_by):
            named.add(asked_by)
        case _:
            pass
    if not named <= members:
        return MembersOnly(terms.clause)
    if isinstance(terms.body, EXPECTED) and not terms.bearers:
        return NobodyBears(terms.clause)
    return None


def _refuse_needs(terms: Terms) -> Refusal | None:
    limited = [each.need for each in terms.needs if each.effect is Effect.LIMITS]
    binds = not isinstance(terms.body, Practice)
    return LimitsProtectedNeed(limited[0]) if limited and binds else None


def _refuse_unclear_needs(terms: Terms) -> Refusal | None:
    unclear = () if isinstance(terms.body, Practice) else undeclared_needs(terms)
    return MayTouchProtectedNeed(", ".join(unclear)) if unclear else None


def _refuse_length(terms: Terms) -> Refusal | None:
    longest = ORDINARY_DAYS if terms.category is Category.ORDINARY else INTIMATE_DAYS
    if not 1 <= terms.review_after_days <= longest:
        return TermTooLong(longest)
    if terms.trial_days is not None and not 1 <= terms.trial_days <= TRIAL_DAYS:
        return TermTooLong(TRIAL_DAYS)
    return None


def _refuse_last_day(terms: Terms, now: datetime) -> Refusal | None:
    last = terms.lapses_on
    if isinstance(terms.body, PROTECTS):
        has_end = last is not None or terms.trial_days is not None
        return ProtectionNeverLapses(terms.clause) if has_end else None
    if last is None or (last.tzinfo is not None and now < last):
        return None
    return LastDayPassed(terms.clause)


def _refuse_body(terms: Terms, context: Context) -> Refusal | None:
    match terms.body:
        case Area() as area:
            return _refuse_area(terms, area, context.agreement)
        case Correction() as correction:
            return _refuse_correction(terms, correction, context)
        case Permission(answer_within_hours=hours):
            return None if 1 <= hours <= LONGEST_ANSWER_HOURS else TermTooLong(7)
        case Ritual(schedule=Schedule() as schedule):
            return refuse_schedule(schedule, context.zones)
        case Window(schedule=Schedule() as schedule) | SessionRhythm(schedule=schedule):
            return refuse_schedule(schedule, context.zones)
        case _:
            return None


def _refuse_area(terms: Terms, area: Area, agreement: AgreementState) -> Refusal | None:
    named = agreement.areas.get(AreaId(terms.clause))
    about_others = named is not None and named.third_parties
    if area.standing is Standing.OUTSIDE and area.owner is None:
        return OutsideNeedsOwner(terms.clause)
    if about_others and area.standing is not Standing.OUTSIDE:
        return ThirdPartiesStayOutside(terms.clause)
    return None


def _refuse_correction(terms: Terms, correction: Correction, context: Context) -> Refusal | None:
    ceiling = CEILING_MINUTES[correction.item]
    if not 1 <= correction.ceiling_minutes <= ceiling:
        return CeilingTooHigh(ceiling)
    if correction.item is not CorrectionKind.PRIVATE:
        return None
    rests_on = _referred(context, correction.permission)
    return None if isinstance(rests_on, Permission) else PrivateNeedsPermission(terms.clause)


def _referred(context: Context, clause: ClauseId | None) -> Body | None:
    """Return what a clause that is named will be, once what is drafted here is agreed."""
    if clause is None:
        return None
    if clause in context.drafted:
        return context.drafted[clause].body
    held = in_force(context.agreement, clause, context.at)
    return None if held is None else held.terms.body


def _refuse_intimate(terms: Terms, context: Context) -> Refusal | None:
    if terms.category is Category.ORDINARY:
        return None
    held = in_force(context.agreement, terms.clause, context.at)
    is_known = held is not None and is_tried(held) and _is_same_form(held.terms, terms)
    if terms.category is Category.INTIMATE and not is_known:
        return IntimateIsNew(terms.clause)
    if not isinstance(terms.body, Permission):
        return None
    if not terms.body.bounds and not terms.is_erased:
        return IntimateNeedsBounds(terms.clause)
    body = _referred(context, terms.body.stop_signal)
    if not isinstance(body, Signal) or body.meaning is not SignalMeaning.STOP:
        return IntimateNeedsSignal(terms.clause)
    return None


def _is_same_form(before: Terms, now: Terms) -> bool:
    """Tell whether an intimate clause goes on as it was; one that was ordinary never was it.

    Once the words of either are gone nobody can tell, and what was done on them still stands.
    """
    was_intimate = before.category is not Category.ORDINARY
    is_gone = before.is_erased or now.is_erased
    is_same = is_gone or before.body == now.body
    return was_intimate and is_same and before.bearers == now.bearers
