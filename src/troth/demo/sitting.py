"""The vocabulary of the weekly sessions: arriving, bringing, minutes, confirming."""

from collections.abc import Callable

from troth.demo.script import Commands, Scene
from troth.domain.decider import AnyCommand
from troth.domain.kernel import MemberId
from troth.domain.sessions.commands import (
    ArriveAtSession,
    BringPreparation,
    CallOffSession,
    ConfirmMinutes,
    TreatItem,
    WriteLine,
)
from troth.domain.sessions.events import (
    Item,
    LineId,
    Preparation,
    SessionId,
    Topic,
    Treatment,
)
from troth.domain.sessions.state import OpenSession, upcoming


def session(scene: Scene) -> SessionId:
    """Return the open session, or the next one to come."""
    sessions = scene.state.sessions
    if sessions.open is not None:
        return sessions.open.id
    return upcoming(sessions, scene.state.ground, scene.moment)[0].id


def _open(scene: Scene) -> OpenSession:
    open_ = scene.state.sessions.open
    if open_ is None:
        raise LookupError("no session is open")
    return open_


def _at_session(command: Callable[[SessionId], AnyCommand]) -> Commands:
    return lambda scene: (command(session(scene)),)


def arrives() -> Commands:
    """Say "I am here", and that one is fit for it."""
    return _at_session(ArriveAtSession)


def calls_off() -> Commands:
    """Call the next session off; no reason is owed."""
    return _at_session(CallOffSession)


def brings(kind: Preparation, text: str) -> Commands:
    """Bring something one prepared by oneself."""
    return _at_session(lambda id_: BringPreparation(id_, kind, text))


def treats(topic: Topic, treatment: Treatment, name: str = "") -> Commands:
    """Say what became of a thing on the agenda."""
    return _at_session(lambda id_: TreatItem(id_, Item(topic, name), treatment))


def writes(line: str, text: str, owner: MemberId | None = None) -> Commands:
    """Write a line of the minutes."""
    return _at_session(lambda id_: WriteLine(id_, LineId(line), text, owner))


def confirms(dissent: str = "") -> Commands:
    """Confirm the minutes as they read now."""
    return lambda scene: (ConfirmMinutes(_open(scene).id, _open(scene).minutes, dissent),)
