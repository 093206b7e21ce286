"""What a member may ask of the dynamic itself, and what is answered."""

from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from troth.domain.dynamic.events import (
    CONSTITUTION_VERSION,
    INVITATION_HOURS,
    Activated,
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
    Paused,
    Phase,
    RecordRestored,
    Resumed,
    ResumptionAffirmed,
    ResumptionRetracted,
    Stopped,
    ZoneChanged,
)
from troth.domain.dynamic.naming import ChangeName, decide_name
from troth.domain.dynamic.state import DynamicState, is_lighter, phase
from troth.domain.kernel import (
    NAME_LENGTH,
    AreaId,
    Command,
    NotAMember,
    Occasion,
    Outcome,
    Protective,
    Refusal,
    UnclearWording,
    backdated,
    is_clear,
)


class BeginDynamic(Command, frozen=True):
    """Open a dynamic as its first member."""

    member: Member


class InviteMember(Command, frozen=True):
    """Invite the second member with a one-time secret, of which only the digest is recorded."""

    secret_digest: str


class JoinDynamic(Command, frozen=True):
    """Join as the second member, with the invitation's secret (its digest)."""

    member: Member
    secret_digest: str


class ChangeZone(Command, frozen=True):
    """Change the zone one's own times are shown in."""

    zone: str


class Activate(Command, frozen=True):
    """Begin the exchange that both have agreed."""


class RaiseCheck(Protective, frozen=True):
    """Ask whether both are all right; nothing new starts until both have said so since."""


class ClearCheck(Command, frozen=True):
    """Say that one is all right."""


class Pause(Protective, frozen=True):
    """Pause the whole exchange, or one area; `since` may say when it was said aloud."""

    area: AreaId | None = None
    since: datetime | None = None


class Stop(Protective, frozen=True):
    """Stop everything; `since` may say when it was said aloud."""

    since: datetime | None = None


class AffirmResumption(Command, frozen=True):
    """Say that one is ready to come back; it takes both, after the latest pause or stop."""

    area: AreaId | None = None


class RetractResumption(Protective, frozen=True):
    """Say that one is not ready after all."""

    area: AreaId | None = None


class BeginLighter(Protective, frozen=True):
    """Set one's own low-capacity state: lighter versions apply."""


class EndLighter(Command, frozen=True):
    """End one's own low-capacity state."""


class RatifyConstitution(Command, frozen=True):
    """Agree to go on under the constitution this program holds."""


class NoteRestore(Command, frozen=True):
    """Note that the record was brought back from a copy: everything rests until both are back.

    Nobody asks for it: the loop does, before anything else, for whoever comes first.
    """


class End(Protective, frozen=True):
    """End the dynamic, at once and for good."""

    since: datetime | None = None


MemberCommand: TypeAlias = (
    InviteMember
    | ChangeZone
    | ChangeName
    | Activate
    | RaiseCheck
    | ClearCheck
    | Pause
    | Stop
    | AffirmResumption
    | RetractResumption
    | BeginLighter
    | EndLighter
    | RatifyConstitution
    | NoteRestore
    | End
)

DynamicCommand: TypeAlias = BeginDynamic | JoinDynamic | MemberCommand


class HasEnded(Refusal, frozen=True):
    """The dynamic is over; nothing more happens in it."""

    says = "This has ended. To begin again, open a new one; earlier texts can come in as proposals."


class AlreadyComplete(Refusal, frozen=True):
    """Both members are there already."""

    says = "Both of you are here already. A dynamic has exactly two members."


class NotAdult(Refusal, frozen=True):
    """A person has not said that they are an adult."""

    says = "Troth is for adults only. Each person says so themselves before joining."


class InvitationNotUsable(Refusal, frozen=True):
    """The invitation is used, past its time, or another one."""

    says = "This invitation has been used, or its time has passed. Ask for a new one."


class UnknownZone(Refusal, frozen=True):
    """A zone is not in the database of time zones."""

    says = "There is no time zone of that name. Give one such as Europe/Paris."


class NotYetTwo(Refusal, frozen=True):
    """The second member has not joined."""

    says = "The other person has not joined yet. Invite them first."


class NotReadyToBegin(Refusal, frozen=True):
    """A role, an area and a signal have to be in force before the exchange begins."""

    missing: str
    says = "Before you begin, both of you need to have agreed: {missing}."


class AlreadyBegun(Refusal, frozen=True):
    """The exchange has begun already."""

    says = "The exchange has begun already."


class NotActive(Refusal, frozen=True):
    """The exchange is not active just now."""

    phase: Phase
    says = "That waits: the exchange is {phase}. Protections and proposals are open meanwhile."


class NothingRests(Refusal, frozen=True):
    """There is no pause or stop to come back from."""

    says = "Nothing is paused or stopped there."


class NothingToCheck(Refusal, frozen=True):
    """Nobody has asked to check in."""

    says = "Nobody has asked to check in."


class NothingToRatify(Refusal, frozen=True):
    """The constitution in force is the one this program holds."""

    says = "There is nothing to ratify: what never changes has not changed."


def decide(
    state: DynamicState, command: DynamicCommand, occasion: Occasion, missing: tuple[str, ...] = ()
) -> Outcome:
    """Decide a command about the dynamic itself; `missing` names what activation still lacks."""
    if isinstance(command, BeginDynamic | JoinDynamic):
        return _decide_joining(state, command, occasion)
    return _decide_by_member(state, command, occasion, missing)


def _decide_joining(
    state: DynamicState, command: BeginDynamic | JoinDynamic, occasion: Occasion
) -> Outcome:
    member = command.member
    if member.id != occasion.by:
        return NotAMember()
    if not is_clear(member.name, longest=NAME_LENGTH):
        return UnclearWording("name")
    if not member.adult:
        return NotAdult()
    if member.zone not in occasion.moment.zones:
        return UnknownZone()
    match command:
        case BeginDynamic():
            begun = DynamicBegun(member, CONSTITUTION_VERSION)
            return AlreadyComplete() if state.members else (begun,)
        case JoinDynamic():
            return _join(state, command, occasion.now)
        case _:
            assert_never(command)


def _join(state: DynamicState, command: JoinDynamic, now: datetime) -> Outcome:
    invitation = state.invitation
    if state.ended_at is not None:
        return HasEnded()
    if len(state.members) != 1 or command.member.id in state.member_ids:
        return AlreadyComplete() if state.members else InvitationNotUsable()
    if (
        invitation is None
        or invitation.secret_digest != command.secret_digest
        or now >= invitation.expires_at
    ):
        return InvitationNotUsable()
    return (MemberJoined(command.member),)


def _decide_by_member(
    state: DynamicState, command: MemberCommand, occasion: Occasion, missing: tuple[str, ...]
) -> Outcome:
    now = occasion.now
    match command:
        case InviteMember(secret_digest=secret_digest):
            return _invite(state, secret_digest, now)
        case ChangeZone(zone=zone):
            return _change_zone(state, zone, occasion)
        case ChangeName(name=name):
            return decide_name(state, occasion.by, name)
        case Activate():
            return _activate(state, now, missing)
        case RaiseCheck():
            return _raise_check(state, now)
        case ClearCheck():
            return _clear_check(state, occasion)
        case Pause(area=area, since=since):
            return (Paused(backdated(since, now), area),)
        case Stop(since=since):
            return (Stopped(backdated(since, now)),)
        case AffirmResumption(area=area):
            return _affirm(state, area, occasion)
        case RetractResumption(area=area):
            return _retract(state, area, occasion)
        case BeginLighter():
            return _begin_lighter(state, occasion)
        case EndLighter():
            return _end_lighter(state, occasion)
        case RatifyConstitution():
            return _ratify(state, occasion)
        case NoteRestore():
            return _note_restore(state, now)
        case End(since=since):
            return (Ended(backdated(since, now)),)
        case _:
            assert_never(command)


def _change_zone(state: DynamicState, zone: str, occasion: Occasion) -> Outcome:
    if zone not in occasion.moment.zones:
        return UnknownZone()
    return () if state.member(occasion.by).zone == zone else (ZoneChanged(zone),)


def _begin_lighter(state: DynamicState, occasion: Occasion) -> Outcome:
    return () if is_lighter(state, occasion.by, occasion.now) else (LighterBegun(),)


def _end_lighter(state: DynamicState, occasion: Occasion) -> Outcome:
    return (LighterEnded(),) if is_lighter(state, occasion.by, occasion.now) else ()


def _invite(state: DynamicState, secret_digest: str, now: datetime) -> Outcome:
    if len(state.members) > 1:
        return AlreadyComplete()
    expires_at = now + timedelta(hours=INVITATION_HOURS)
    return (MemberInvited(Invitation(secret_digest, expires_at)),)


def _activate(state: DynamicState, now: datetime, missing: tuple[str, ...]) -> Outcome:
    if len(state.members) < 2:  # noqa: PLR2004 - a dynamic has two members
        return NotYetTwo()
    if state.activated_at is not None:
        return AlreadyBegun()
    if missing:
        return NotReadyToBegin(", ".join(missing))
    standing = phase(state, now)
    return (Activated(),) if standing is Phase.FORMING else NotActive(standing)


def _raise_check(state: DynamicState, now: datetime) -> Outcome:
    standing = phase(state, now)
    if standing is Phase.CHECKING and state.check is not None:
        return (CheckRaised(),) if state.check.cleared else ()
    return (CheckRaised(),) if standing is Phase.ACTIVE else NotActive(standing)


def _clear_check(state: DynamicState, occasion: Occasion) -> Outcome:
    if state.check is None:
        return NothingToCheck()
    return () if occasion.by in state.check.cleared else (CheckCleared(),)


def _affirm(state: DynamicState, area: AreaId | None, occasion: Occasion) -> Outcome:
    suspension = state.suspension if area is None else state.area_suspensions.get(area)
    if suspension is None:
        return NothingRests()
    if occasion.by in suspension.affirmed:
        return ()
    affirmed = ResumptionAffirmed(area)
    both = (suspension.affirmed | {occasion.by}).issuperset(state.member_ids)
    return (affirmed, Resumed(area)) if both else (affirmed,)


def _retract(state: DynamicState, area: AreaId | None, occasion: Occasion) -> Outcome:
    suspension = state.suspension if area is None else state.area_suspensions.get(area)
    if suspension is None or occasion.by not in suspension.affirmed:
        return ()
    return (ResumptionRetracted(area),)


def _ratify(state: DynamicState, occasion: Occasion) -> Outcome:
    """The first to ratify records the rest that the upgrade was, so that all a pause voids is void.

    Coming back then takes both, as after any pause.
    """
    if state.constitution >= CONSTITUTION_VERSION:
        return NothingToRatify()
    if occasion.by in state.ratified:
        return ()
    ratified = ConstitutionRatified(CONSTITUTION_VERSION)
    is_recorded = bool(state.ratified) or state.suspension is not None
    return (ratified,) if is_recorded else (Paused(occasion.now), ratified)


def _note_restore(state: DynamicState, now: datetime) -> Outcome:
    """What was affirmed may have been taken back since the copy was made, so all of it is void."""
    is_over = phase(state, now) is Phase.ENDED
    return (RecordRestored(),) if is_over else (Paused(now), RecordRestored())
