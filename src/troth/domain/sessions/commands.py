"""What a member may ask of a session, and the refusals they may meet."""

from datetime import datetime
from typing import TypeAlias

from troth.domain.kernel import Command, Digest, MemberId, Protective, Refusal
from troth.domain.sessions.events import Item, LineId, Preparation, SessionId, Treatment


class PlanSession(Command, frozen=True):
    """Plan a session by hand, besides those that come round by their clause."""

    session: SessionId
    at: datetime
    minutes: int
    in_role: bool = False


class RescheduleSession(Command, frozen=True):
    """Move a session to another time; either may, once."""

    session: SessionId
    at: datetime


class CallOffSession(Protective, frozen=True):
    """Call a session off, or end it if it is open; no reason is owed."""

    session: SessionId


class ArriveAtSession(Command, frozen=True):
    """Say "I am here", and whether one is fit to do this."""

    session: SessionId
    fit: bool = True


class BringPreparation(Command, frozen=True):
    """Bring something one prepared by oneself; until then nobody else has it."""

    session: SessionId
    kind: Preparation
    text: str


class TreatItem(Command, frozen=True):
    """Say what became of an item: talked about, carried over, or left."""

    session: SessionId
    item: Item
    treatment: Treatment


class WriteLine(Command, frozen=True):
    """Write a line of the minutes, or one's own line anew; earlier confirmations no longer hold."""

    session: SessionId
    line: LineId
    text: str
    owner: MemberId | None = None
    item: Item | None = None


class StrikeLine(Command, frozen=True):
    """Take out a line one wrote; earlier confirmations no longer hold."""

    session: SessionId
    line: LineId


class ConfirmMinutes(Command, frozen=True):
    """Confirm exactly these minutes; what one sees differently may stand beside them."""

    session: SessionId
    digest: Digest
    dissent: str = ""


AtTheTable: TypeAlias = BringPreparation | TreatItem | WriteLine | StrikeLine | ConfirmMinutes
"""What is done in an open session while both are here."""

SessionCommand: TypeAlias = (
    PlanSession | RescheduleSession | CallOffSession | ArriveAtSession | AtTheTable
)


class SessionTimeNotUsable(Refusal, frozen=True):
    """A session lies in the near future and lasts a sensible while."""

    says = (
        "Choose a time that is still to come, within three months (two weeks when moving one), "
        "and a length between five minutes and four hours."
    )


class TooManySessions(Refusal, frozen=True):
    """More sessions are planned by hand than anybody keeps."""

    says = "Twenty sessions are planned by hand. Call some off first."


class AlreadyMoved(Refusal, frozen=True):
    """A session is moved once; after that it is called off, or held."""

    says = "This session has been moved once already. Call it off, and plan another."


class AlreadyOpen(Refusal, frozen=True):
    """The session has begun, so it cannot be moved."""

    says = "This session is open. End it, or carry over what is left."


class DidNotTakePlace(Refusal, frozen=True):
    """The session's time has gone by."""

    says = "The time of this session has gone by. Plan another one."


class NotYetItsTime(Refusal, frozen=True):
    """Nobody sits down more than a day early."""

    hours: int
    says = "This session is more than {hours} hours away. Move it, or plan one for today."


class SessionNotOpen(Refusal, frozen=True):
    """The session named is not the open one."""

    says = "This session is not open. It opens when both of you have said that you are here."


class SessionRests(Refusal, frozen=True):
    """A pause or stop came in between; nothing of the session is lost."""

    says = "The session rests. It goes on once both of you have said again that you are here."


class TooMuchForOneSession(Refusal, frozen=True):
    """More items or lines than one conversation holds."""

    most: int
    says = "There are {most} already, which is more than one evening holds. Leave some of them."


class NotYourLine(Refusal, frozen=True):
    """Only its author changes a line; the other writes one of their own."""

    says = "This line was written by the other. Write a line of your own beside it."


class MinutesChanged(Refusal, frozen=True):
    """The minutes read differently from what was confirmed."""

    says = "The minutes have changed while you were reading. Read them again, then confirm."
