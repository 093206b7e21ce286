"""What may follow on the ground itself, and how the ground is read while a record is folded."""

from datetime import UTC, datetime

from msgspec.structs import replace

from troth.domain.agreement.decide import missing_for_activation
from troth.domain.agreement.events import (
    ConsentGiven,
    TermsAdopted,
    TermsProposed,
    TermsRevised,
)
from troth.domain.agreement.state import AgreementState
from troth.domain.agreement.terms import Presence, Role
from troth.domain.agreement.validity import ROLE
from troth.domain.dynamic.events import (
    Activated,
    DynamicBegun,
    MemberJoined,
    Phase,
    RecordRestored,
)
from troth.domain.dynamic.state import DynamicState, phase
from troth.domain.following.terms import may_be_consented_to, may_be_put, worded
from troth.domain.force import Ground, evolve
from troth.domain.kernel import MemberId, Recorded
from troth.domain.state import State
from troth.domain.windows import Opening, WindowsState

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)

OPEN = WindowsState(opened=(Opening(LAST, FIRST, MemberId(""), opened_at=FIRST),))
CLOSED = WindowsState()


def as_recorded(state: State) -> tuple[State, ...]:
    """Return a state as a record is read: without time zones, and as it was worded then.

    A fold has to come out the same for ever and on every machine, and tables of time zones change.
    So where the exchange is on in windows only, it is read with them open and with them closed,
    and what may follow on either may follow. Nor does anything that followed once cease to,
    because somebody erased the words it stood on.
    """
    ground = replace(state.ground, agreement=worded(state.ground.agreement))
    if not _has_windows(ground.agreement):
        return (replace(state, ground=ground),)
    return tuple(replace(state, ground=replace(ground, windows=each)) for each in (OPEN, CLOSED))


def _has_windows(agreement: AgreementState) -> bool:
    bodies = (each.terms.body for each in agreement.clauses.get(ROLE, ()))
    return any(isinstance(body, Role) and body.presence is not Presence.ALWAYS for body in bodies)


def follows(whole: State, recorded: Recorded) -> bool:
    """Tell whether an event may follow: what takes both needs both, and in time (K1, L4)."""
    ground = whole.ground
    match recorded.event:
        case RecordRestored():
            return True
        case DynamicBegun(member=member):
            may_follow = member.id == recorded.by
        case MemberJoined():
            may_follow = _is_invited(ground.dynamic, recorded.at)
        case Activated():
            may_follow = _may_begin(ground, recorded.at)
        case TermsProposed() | TermsRevised() as event:
            may_follow = may_be_put(ground, event, recorded.at)
        case ConsentGiven() | TermsAdopted() as event:
            proposal = ground.agreement.proposals.get(event.proposal)
            may_follow = proposal is not None and may_be_consented_to(ground, proposal, recorded.at)
        case _:
            may_follow = True
    return may_follow and evolve(ground, recorded) is not ground


def _is_invited(dynamic: DynamicState, at: datetime) -> bool:
    invitation = dynamic.invitation
    return dynamic.ended_at is None and invitation is not None and at < invitation.expires_at


def _may_begin(ground: Ground, at: datetime) -> bool:
    is_forming = phase(ground.dynamic, at) is Phase.FORMING
    is_both = len(ground.dynamic.members) > 1
    return is_both and is_forming and not missing_for_activation(worded(ground.agreement), at)
