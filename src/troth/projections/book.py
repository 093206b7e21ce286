"""The agreement as a document: numbered sections, each clause in words with how it stands."""

from datetime import datetime, timedelta
from enum import StrEnum

from troth.domain.agreement.decide import RENEWAL_DAYS
from troth.domain.agreement.state import (
    Clause,
    consent_ends,
    consent_status,
    dependants,
    is_renewable,
    is_trial,
    latest,
    review_by,
    standing_consent,
)
from troth.domain.agreement.terms import (
    Area,
    Authority,
    Foreword,
    ResetForm,
    Role,
    SessionRhythm,
    Signal,
    Survival,
    Window,
)
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.force import Ground, Hindrance, hindrance, touch_of
from troth.domain.kernel import AreaId, ClauseId, MemberId, Moment, Value
from troth.projections.differences import FieldChange, terms_changes

REVIEW_SOON_DAYS = 14
"""A clause is shown as "to be read again" two weeks ahead: two weekly sessions."""


class Mark(StrEnum):
    """How a clause stands; a clause without a mark simply holds."""

    WAITING = "waiting"
    TRIAL = "trial"
    READ_AGAIN = "read-again"
    RESTING = "resting"
    LIMITED = "limited"
    UNAGREED_BASIS = "unagreed-basis"
    ENDED = "ended"
    OVER = "over"


_NAMED = frozenset({"kind", "why", "how_we_tell", "bearers", "lighter"})
"""The parts of a clause that an entry holds by name."""


class ConsentLine(Value, frozen=True):
    """One member's consent to a clause: what it is, since when, and until when to read again."""

    name: str
    status: str
    at: datetime
    review_by: datetime | None
    ends: datetime | None


class Entry(Value, frozen=True):
    """One clause of the document."""

    number: str
    clause: ClauseId
    kind: str
    text: str
    why: str
    how_we_tell: str
    bearers: tuple[str, ...]
    lighter: str
    mark: Mark | None
    mark_until: datetime | None
    consents: tuple[ConsentLine, ...]
    rests_with_it: tuple[ClauseId, ...]
    parts: tuple[FieldChange, ...]
    """What else both agreed to: a schedule, bounds, a sign at a distance; people by their ids."""


class Section(Value, frozen=True):
    """Some clauses under a heading."""

    heading: str
    area: AreaId | None
    entries: tuple[Entry, ...]


class Signed(Value, frozen=True):
    """Whose word stands under the agreement, and when they last gave it to any line of it."""

    name: str
    at: datetime


class Document(Value, frozen=True):
    """The whole agreement, as both can read it aloud.

    `since` is when its youngest line began, `read_again` when the first is to be looked at again,
    and `trial_until` the day on which every trial in it ends, if that is one and the same.
    """

    version: int
    members: tuple[str, ...]
    sections: tuple[Section, ...]
    open_proposals: int
    since: datetime | None = None
    read_again: datetime | None = None
    trial_until: datetime | None = None
    signed: tuple[Signed, ...] = ()


class _Group(Value, frozen=True):
    """Clauses that are read together, before they are numbered."""

    heading: str
    clauses: list[Clause]
    area: AreaId | None = None


_US = (Foreword, Role, Authority)
_SIGNALS = (Signal,)
_TIMES = (SessionRhythm, Window, ResetForm)
_AFTER = (Survival,)


def document(ground: Ground, moment: Moment) -> Document:
    """Return the agreement in force, waiting or just run out, as a document."""
    agreement = ground.agreement
    filled = [group for group in _groups(ground) if group.clauses]
    sections = tuple(
        _section(ground, group, moment, number) for number, group in enumerate(filled, 1)
    )
    members = tuple(member.name for member in ground.dynamic.members)
    entries = [each for section in sections for each in section.entries]
    return Document(
        agreement.version,
        members,
        sections,
        len(agreement.proposals),
        since=_since(filled, moment.at),
        read_again=_read_again(entries, moment.at),
        trial_until=_trial_until(entries),
        signed=_signed(members, entries),
    )


def _since(groups: list[_Group], now: datetime) -> datetime | None:
    begun = (each.since for group in groups for each in group.clauses)
    return max((since for since in begun if since <= now), default=None)


def _read_again(entries: list[Entry], now: datetime) -> datetime | None:
    reviews = (line.review_by for each in entries for line in each.consents)
    return min((each for each in reviews if each is not None and each > now), default=None)


def _trial_until(entries: list[Entry]) -> datetime | None:
    """Return when every trial ends, where that is one day for all: then it is said once."""
    ends = [each.mark_until for each in entries if each.mark is Mark.TRIAL and each.mark_until]
    return ends[0] if ends and len({end.date() for end in ends}) == 1 else None


def _signed(members: tuple[str, ...], entries: list[Entry]) -> tuple[Signed, ...]:
    given = [line for each in entries for line in each.consents]
    last = ((name, [line.at for line in given if line.name == name]) for name in members)
    return tuple(Signed(name, max(times)) for name, times in last if times)


def _groups(ground: Ground) -> list[_Group]:
    shown = [clause for id_ in ground.agreement.clauses if (clause := _shown(ground, id_))]
    return [
        _Group("Us", _of_kinds(shown, _US)),
        *_areas(ground, shown),
        _Group("Signals", _of_kinds(shown, _SIGNALS)),
        _Group("Times set aside", _of_kinds(shown, _TIMES)),
        _Group("What outlasts the end", _of_kinds(shown, _AFTER)),
    ]


def _of_kinds(shown: list[Clause], kinds: tuple[type, ...]) -> list[Clause]:
    """Return the clauses of some kinds, in the order of the kinds: why comes before who leads."""
    found = [clause for clause in shown if isinstance(clause.terms.body, kinds)]
    return sorted(found, key=lambda clause: kinds.index(type(clause.terms.body)))


def _section(ground: Ground, group: _Group, moment: Moment, number: int) -> Section:
    entries = tuple(
        entry(ground, clause, moment, f"{number}.{place}")
        for place, clause in enumerate(group.clauses, 1)
    )
    return Section(group.heading, group.area, entries)


def may_renew(clause: Clause, member: MemberId, now: datetime) -> bool:
    """Tell whether a member's consent is soon to be read again, and can be renewed by then."""
    review = review_by(clause, standing_consent(clause, member))
    if review is None or now < clause.since or not is_renewable(clause, now):
        return False
    return review - timedelta(days=RENEWAL_DAYS) <= now


def entry(ground: Ground, clause: Clause, moment: Moment, number: str = "") -> Entry:
    """Return one clause as it stands in the document."""
    terms = clause.terms
    mark, until = _mark(ground, clause, moment)
    names = {member.id: member.name for member in ground.dynamic.members}
    return Entry(
        number=number,
        clause=terms.clause,
        kind=str(terms.body.__struct_config__.tag),
        text=terms.text,
        why=terms.why,
        how_we_tell=terms.how_we_tell,
        bearers=tuple(names[member] for member in sorted(terms.bearers)),
        lighter=getattr(terms.body, "lighter", ""),
        mark=mark,
        mark_until=until,
        consents=tuple(
            ConsentLine(
                names[consent.member],
                consent_status(clause, consent, moment.at),
                consent.at,
                review_by(clause, consent),
                consent_ends(clause, consent),
            )
            for consent in clause.consents
        ),
        rests_with_it=tuple(
            each.terms.clause for each in dependants(ground.agreement, terms.clause, moment.at)
        ),
        parts=tuple(part for part in terms_changes(None, terms) if part.field not in _NAMED),
    )


def _shown(ground: Ground, clause: ClauseId) -> Clause | None:
    """Return the wording to show: unless both ended it on purpose, it is shown as it stands."""
    last = latest(ground.agreement, clause)
    if last is None or last.until is not None:
        return None
    return None if any(consent.until is not None for consent in last.consents) else last


def _areas(ground: Ground, shown: list[Clause]) -> list[_Group]:
    placed = (*_US, *_SIGNALS, *_TIMES, *_AFTER)
    left = [clause for clause in shown if not isinstance(clause.terms.body, placed)]
    areas = {touch_of(clause).area for clause in left} - {None}
    named = ground.agreement.areas
    groups = [
        _Group(named[area].name if area in named else str(area), _in_area(left, area), area)
        for area in areas
        if area is not None
    ]
    groups.sort(key=lambda group: (_comes_first(group.clauses), group.heading))
    return [*groups, _Group("What else we agreed", [c for c in left if not touch_of(c).area])]


def _in_area(clauses: list[Clause], area: AreaId) -> list[Clause]:
    """What says where the area stands is read before what is kept in it."""
    within = [clause for clause in clauses if touch_of(clause).area == area]
    return sorted(within, key=lambda c: (not isinstance(c.terms.body, Area), c.terms.clause))


def _comes_first(clauses: list[Clause]) -> int:
    """Areas that come first when areas pull apart are read first too."""
    body = clauses[0].terms.body
    return -body.comes_first if isinstance(body, Area) else 0


def _mark(ground: Ground, clause: Clause, moment: Moment) -> tuple[Mark | None, datetime | None]:
    hindered = hindrance(ground, clause.terms.clause, moment)
    if phase(ground.dynamic, moment.at) is Phase.ENDED:
        return None if hindered is None else Mark.OVER, None
    if moment.at < clause.since:
        return Mark.WAITING, clause.since
    return _hindered_mark(clause, hindered, moment)


def _hindered_mark(
    clause: Clause, hindered: Hindrance | None, moment: Moment
) -> tuple[Mark | None, datetime | None]:
    if hindered is Hindrance.NOT_IN_FORCE:
        ends = [e for c in clause.consents if (e := consent_ends(clause, c)) is not None]
        ran_out = any(end <= moment.at for end in ends)
        return (Mark.ENDED, min(ends)) if ran_out else (Mark.UNAGREED_BASIS, None)
    marks = {
        Hindrance.NOT_ACTIVE: Mark.RESTING,
        Hindrance.OUTSIDE_WINDOW: Mark.RESTING,
        Hindrance.AREA_RESTS: Mark.RESTING,
        Hindrance.LIMIT: Mark.LIMITED,
        Hindrance.DEPENDS: Mark.RESTING,
    }
    if hindered is not None:
        return marks[hindered], None
    return _term_mark(clause, moment)


def _term_mark(clause: Clause, moment: Moment) -> tuple[Mark | None, datetime | None]:
    reviews = [r for c in clause.consents if (r := review_by(clause, c)) is not None]
    # What never lapses has no end of a trial either, whatever its wording says of one.
    if reviews and any(is_trial(clause, consent) for consent in clause.consents):
        return Mark.TRIAL, min(reviews)
    soon = [r for r in reviews if (r - moment.at).days < REVIEW_SOON_DAYS]
    return (Mark.READ_AGAIN, min(soon)) if soon else (None, None)
