"""The minutes of the open session, as both confirm them on the same digest."""

from troth.domain.decider import State
from troth.domain.kernel import Digest, MemberId, Value
from troth.domain.sessions.events import Item, LineId, SessionId
from troth.domain.sessions.state import Line, OpenSession, Treated, left_over


class WrittenLine(Value, frozen=True):
    """One line: who wrote it, and who takes it on."""

    id: LineId
    author: MemberId
    text: str
    owner: MemberId | None
    item: Item | None


class Confirmed(Value, frozen=True):
    """One member's confirmation of exactly these minutes, and what they see differently."""

    by: MemberId
    own_line: str


class Minutes(Value, frozen=True):
    """What was talked about, what was written down, who confirmed it, and what is carried over."""

    session: SessionId
    digest: Digest
    treated: tuple[Treated, ...]
    lines: tuple[WrittenLine, ...]
    confirmed: tuple[Confirmed, ...]
    carried: tuple[Item, ...]


def minutes(state: State) -> Minutes | None:
    """Return the minutes of the open session as they read now; None when no session is open."""
    open_ = state.sessions.open
    if open_ is None:
        return None
    return Minutes(
        session=open_.id,
        digest=open_.minutes,
        treated=open_.items,
        lines=tuple(_line(id_, line) for id_, line in _in_order(open_)),
        confirmed=tuple(Confirmed(by, each.dissent) for by, each in open_.confirmations.items()),
        carried=left_over(state.sessions),
    )


def _in_order(open_: OpenSession) -> list[tuple[LineId, Line]]:
    """Lines are read in the order they were first written, whatever their ids."""
    return sorted(open_.lines.items(), key=lambda each: (each[1].at, each[0]))


def _line(id_: LineId, line: Line) -> WrittenLine:
    return WrittenLine(id_, line.author, line.text, line.owner, line.item)
