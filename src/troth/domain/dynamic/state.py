"""Where a dynamic stands: its members, its rests, and what each event changes."""

from datetime import datetime, timedelta
from unicodedata import normalize

from msgspec.structs import replace

from troth.domain.dynamic.events import (
    CONSTITUTION_VERSION,
    LONGEST_DEADLINE_DAYS,
    Activated,
    Check,
    CheckCleared,
    CheckRaised,
    ConstitutionRatified,
    DynamicBegun,
    Ended,
    Invitation,
    LighterBegun,
    LighterEnded,
    Member,
    MemberInvited,
    MemberJoined,
    NameChanged,
    Paused,
    Phase,
    RecordRestored,
    Rest,
    RestSpan,
    Resumed,
    ResumptionAffirmed,
    ResumptionRetracted,
    Span,
    Stopped,
    Suspension,
    ZoneChanged,
)
from troth.domain.kernel import (
    NAME_LENGTH,
    AreaId,
    MemberId,
    Recorded,
    Value,
    is_clear,
    is_forgotten,
    with_item,
    without,
)


class Deadline(Value, frozen=True):
    """A time to do something by: so long after it was opened, in one part of life or in none."""

    opened: datetime
    length: timedelta
    area: AreaId | None = None


class DynamicState(Value, frozen=True):
    """The members and the dynamic's standing, with what is over kept as long as it matters."""

    members: tuple[Member, ...] = ()
    invitation: Invitation | None = None
    constitution: int = CONSTITUTION_VERSION
    ratified: frozenset[MemberId] = frozenset()
    activated_at: datetime | None = None
    ended_at: datetime | None = None
    suspension: Suspension | None = None
    area_suspensions: dict[AreaId, Suspension] = {}
    past_rests: tuple[RestSpan, ...] = ()
    check: Check | None = None
    past_checks: tuple[Span, ...] = ()
    lighter_since: dict[MemberId, datetime] = {}
    past_lighter: tuple[Span, ...] = ()

    @property
    def member_ids(self) -> tuple[MemberId, ...]:
        """The members' ids, in order of joining."""
        return tuple([member.id for member in self.members])

    def member(self, member: MemberId) -> Member:
        """Return a member by id; an unknown id raises KeyError."""
        return {each.id: each for each in self.members}[member]

    def other(self, member: MemberId) -> MemberId:
        """Return the other of the two; before they joined, raises ValueError."""
        (other,) = (each.id for each in self.members if each.id != member)
        return other


def phase(state: DynamicState, at: datetime) -> Phase:
    """Return where the dynamic stood at a moment, within the memory of past rests."""
    if state.ended_at is not None and at >= state.ended_at:
        return Phase.ENDED
    rests = {rest for rest, area in _rests(state, at) if area is None}
    if Rest.STOP in rests:
        return Phase.STOPPED
    if Rest.PAUSE in rests or state.constitution < CONSTITUTION_VERSION:
        return Phase.PAUSED
    if state.activated_at is None or at < state.activated_at:
        return Phase.FORMING
    return Phase.CHECKING if _is_checking(state, at) else Phase.ACTIVE


def _is_checking(state: DynamicState, at: datetime) -> bool:
    is_open = state.check is not None and at >= state.check.since
    return is_open or any(span.since <= at < span.until for span in state.past_checks)


def is_area_resting(state: DynamicState, area: AreaId | None, at: datetime) -> bool:
    """Tell whether this one area was paused at a moment."""
    return area is not None and any(resting == area for _, resting in _rests(state, at))


def is_lighter(state: DynamicState, member: MemberId, at: datetime) -> bool:
    """Tell whether a member's own low-capacity state held at a moment."""
    since = state.lighter_since.get(member)
    is_open = since is not None and since <= at
    past = (span for span in state.past_lighter if span.by == member)
    return is_open or any(span.since <= at < span.until for span in past)


def due_at(state: DynamicState, opened: datetime, length: timedelta, now: datetime) -> datetime:
    """Return when a deadline of at most 92 days falls; while the exchange rests it stands still."""
    return due(state, Deadline(opened, length), now)


def due(state: DynamicState, deadline: Deadline, now: datetime) -> datetime:
    """Return when a deadline falls; a pause of its own part of life holds it up as well."""
    reach = (None, deadline.area)
    spans = [(s.since, s.until) for s in state.past_rests if s.area in reach]
    spans += [(s.since, max(now, s.since)) for s in _open_suspensions(state) if s.area in reach]
    falls_at, reached = deadline.opened + deadline.length, deadline.opened
    for since, until in sorted(spans):
        begins = max(since, reached)
        if begins < falls_at and until > begins:
            falls_at += until - begins
            reached = until
    return falls_at


def _open_suspensions(state: DynamicState) -> tuple[Suspension, ...]:
    whole = () if state.suspension is None else (state.suspension,)
    return (*whole, *state.area_suspensions.values())


def _rests(state: DynamicState, at: datetime) -> list[tuple[Rest, AreaId | None]]:
    opened = [(s.rest, s.area) for s in _open_suspensions(state) if s.since <= at]
    past = [(s.rest, s.area) for s in state.past_rests if s.since <= at < s.until]
    return opened + past


def evolve(state: DynamicState, recorded: Recorded) -> DynamicState:
    """Return the state after an event; events of other parts leave it as it is."""
    by, at = recorded.by, recorded.at
    match recorded.event:
        case DynamicBegun(member=member, constitution=constitution) if not state.members:
            return replace(state, members=(member,), constitution=constitution)
        case MemberInvited(invitation=invitation):
            return replace(state, invitation=invitation)
        case MemberJoined(member=member) if _is_second(state, member, by):
            return replace(state, members=(*state.members, member), invitation=None)
        case ZoneChanged(zone=zone):
            return _after_moving(state, by, zone)
        case NameChanged(name=name):
            return _after_naming(state, by, name)
        case LighterBegun():
            return replace(state, lighter_since=with_item(state.lighter_since, by, at))
        case LighterEnded():
            return _after_lighter(state, by, at)
        case _:
            return _evolve_standing(state, recorded)


def _is_second(state: DynamicState, member: Member, by: MemberId) -> bool:
    """Tell whether somebody joins for themselves: nobody brings a third, or speaks for another."""
    return len(state.members) == 1 and member.id == by and by not in state.member_ids


def _after_moving(state: DynamicState, by: MemberId, zone: str) -> DynamicState:
    moved = tuple(replace(m, zone=zone) if m.id == by else m for m in state.members)
    return replace(state, members=moved)


def _after_naming(state: DynamicState, by: MemberId, name: str) -> DynamicState:
    """Nobody takes the other's name, or one that does not show; erased, the earlier one stands."""
    if not (is_clear(name, longest=NAME_LENGTH) and may_be_called(state, by, name)):
        return state
    named = tuple(replace(m, name=name) if m.id == by else m for m in state.members)
    return replace(state, members=named)


def may_be_called(state: DynamicState, member: MemberId, name: str) -> bool:
    """Tell whether the other is called otherwise, in whatever case and form of its letters."""
    others = (each for each in state.members if each.id != member)
    return all(_read_aloud(each.name) != _read_aloud(name) for each in others)


def _read_aloud(name: str) -> str:
    return normalize("NFKC", normalize("NFKC", name).casefold())


def _evolve_standing(state: DynamicState, recorded: Recorded) -> DynamicState:
    match recorded.event:
        case Activated() if state.activated_at is None:
            return replace(state, activated_at=recorded.at)
        case ConstitutionRatified(version=version):
            return _after_ratifying(state, recorded.by, version)
        case Ended(since=since):
            # Said once more, an end never moves to later: or one of the two could undo it.
            return replace(state, ended_at=min(since, state.ended_at or since))
        case RecordRestored():
            return _after_restoring(state)
        case _:
            return _evolve_rest(state, recorded)


def _evolve_rest(state: DynamicState, recorded: Recorded) -> DynamicState:
    by, at = recorded.by, recorded.at
    match recorded.event:
        case CheckRaised():
            return _after_raising(state, by, at)
        case CheckCleared():
            return _after_clearing(state, by, at)
        case Paused(since=since, area=area):
            return _after_resting(state, Suspension(Rest.PAUSE, by, since, area))
        case Stopped(since=since):
            return _after_resting(state, Suspension(Rest.STOP, by, since))
        case ResumptionAffirmed() | ResumptionRetracted() | Resumed() as event:
            suspension = _suspension(state, event.area)
            return state if suspension is None else _after_word(state, suspension, recorded)
        case _:
            return state


def _after_word(state: DynamicState, rest: Suspension, recorded: Recorded) -> DynamicState:
    """Only the two affirmations end a rest: one alone may write down that it is over."""
    match recorded.event:
        case ResumptionAffirmed():
            return _with(state, replace(rest, affirmed=rest.affirmed | {recorded.by}))
        case ResumptionRetracted():
            return _with(state, replace(rest, affirmed=rest.affirmed - {recorded.by}))
        case Resumed() if rest.affirmed.issuperset(state.member_ids):
            return _after_resuming(state, rest, recorded.at)
        case _:
            return state


def _after_restoring(state: DynamicState) -> DynamicState:
    """The rest that comes with a copy is recorded before it; after the end there is none."""
    rest = state.suspension
    return state if rest is None else _with(state, replace(rest, is_restored=True))


def _after_raising(state: DynamicState, by: MemberId, at: datetime) -> DynamicState:
    """Asked again, every earlier "all right" is asked again too, and it began when it began."""
    since = at if state.check is None else state.check.since
    return replace(state, check=Check(by, since))


def _suspension(state: DynamicState, area: AreaId | None) -> Suspension | None:
    return state.suspension if area is None else state.area_suspensions.get(area)


def _with(state: DynamicState, suspension: Suspension) -> DynamicState:
    if suspension.area is None:
        return replace(state, suspension=suspension)
    areas = with_item(state.area_suspensions, suspension.area, suspension)
    return replace(state, area_suspensions=areas)


def _after_resting(state: DynamicState, new: Suspension) -> DynamicState:
    """A new rest voids every affirmation; it reaches as far back as the earlier one did."""
    before = state.suspension if new.area is None else state.area_suspensions.get(new.area)
    if before is not None:
        rest = Rest.STOP if Rest.STOP in (before.rest, new.rest) else Rest.PAUSE
        new = replace(new, rest=rest, since=min(before.since, new.since))
    return _with(state, new)


def _after_resuming(state: DynamicState, over: Suspension, at: datetime) -> DynamicState:
    kept = tuple(s for s in state.past_rests if _still_matters(state, s, at))
    state = replace(state, past_rests=(*kept, RestSpan(over.rest, over.since, at, over.area)))
    if over.area is None:
        return replace(state, suspension=None)
    return replace(state, area_suspensions=without(state.area_suspensions, over.area))


def _still_matters(state: DynamicState, rest: RestSpan, at: datetime) -> bool:
    """Tell whether a deadline could still be open that the rest held up.

    Time rested since does not count, or a second long pause would forget the first, and what the
    first held up would be overdue all at once.
    """
    longest = timedelta(days=LONGEST_DEADLINE_DAYS)
    areas = {None, *state.area_suspensions, *(each.area for each in state.past_rests)}
    return any(
        at < due(state, Deadline(rest.until, longest, area), at)
        for area in areas
        if rest.area in (None, area) and not _is_covered(state, rest, area)
    )


def _is_covered(state: DynamicState, rest: RestSpan, area: AreaId | None) -> bool:
    """Tell whether a pause of the area that goes on holds up by itself all that the rest did.

    Otherwise an area paused for years would keep every rest of those years.
    """
    going_on = None if area is None else state.area_suspensions.get(area)
    return going_on is not None and going_on.since <= rest.since


def _after_clearing(state: DynamicState, by: MemberId, at: datetime) -> DynamicState:
    check = state.check
    if check is None:
        return state
    cleared = check.cleared | {by}
    if not cleared.issuperset(state.member_ids):
        return replace(state, check=replace(check, cleared=cleared))
    past = (*_remembered(state.past_checks, at), Span(check.by, check.since, at))
    return replace(state, check=None, past_checks=past)


def _after_lighter(state: DynamicState, by: MemberId, at: datetime) -> DynamicState:
    since = state.lighter_since.get(by, at)
    past = (*_remembered(state.past_lighter, at), Span(by, since, at))
    return replace(state, lighter_since=without(state.lighter_since, by), past_lighter=past)


def _remembered(spans: tuple[Span, ...], at: datetime) -> tuple[Span, ...]:
    return tuple(span for span in spans if not is_forgotten(span.until, at))


def _after_ratifying(state: DynamicState, by: MemberId, version: int) -> DynamicState:
    if not state.constitution < version <= CONSTITUTION_VERSION:
        return state  # the two ratify what they can read, and a later one takes both again
    ratified = state.ratified | {by}
    if not ratified.issuperset(state.member_ids):
        return replace(state, ratified=ratified)
    return replace(state, ratified=frozenset(), constitution=version)
