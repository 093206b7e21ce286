"""Scope: breach, talk, stop and end.

The same breach, with an unclear finding and "rather talk", which open a talk; a talk that Wren asks
for, acknowledged, held, closed or withdrawn, and overdue after two days; either checks in, stops
or ends. Left out of the key: as in the scope of correction; of a talk, all but how far it has come
and how long is left to acknowledge it. The clock runs within the clauses' first year.
"""

from collections.abc import Hashable, Iterator
from datetime import datetime, timedelta

from tests.given import ASH, WREN
from tests.laws.conduct_laws import (
    BOTH,
    CONDUCT_STATE_LAWS,
    CONDUCT_STEP_LAWS,
    conduct_acts,
    slip,
)
from tests.laws.explore import Act, Node, Scope
from tests.laws.invariants import REFUSAL_LAWS, STATE_LAWS, STEP_LAWS, View, view
from tests.laws.scope_correction import breach_key, start
from troth.domain.conduct.breach import recorded_stage
from troth.domain.decider import State
from troth.domain.dynamic.commands import (
    AffirmResumption,
    ClearCheck,
    End,
    Pause,
    RaiseCheck,
    Stop,
)
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.talks.commands import (
    AcknowledgeTalk,
    AskToTalk,
    CloseTalk,
    HoldTalk,
    WithdrawTalk,
)
from troth.domain.talks.events import Stage, TalkId, Urgency
from troth.domain.talks.state import acknowledgement_due, is_overdue

ASKED, OPENED = TalkId("asked"), TalkId("opened")
STEP = timedelta(hours=24)


def acts(node: Node[View]) -> Iterator[Act]:
    """Yield everything about the breach, the two talks, and what rests or ends it all."""
    yield from conduct_acts(node, OPENED)
    yield Act(WREN, AskToTalk(ASKED, Urgency.SOON))
    for id_ in node.state.talks.talks:
        for by in BOTH:
            yield Act(by, AcknowledgeTalk(id_))
            yield Act(by, CloseTalk(id_))
            yield Act(by, WithdrawTalk(id_))
        yield Act(ASH, HoldTalk(id_))
    for by in BOTH:
        yield Act(by, Stop())
        yield Act(by, AffirmResumption())
        yield Act(by, ClearCheck())
    yield Act(WREN, Pause())
    yield Act(WREN, RaiseCheck())
    yield Act(ASH, End())


def key(state: State, now: datetime) -> Hashable:
    """Return what the future of this scope depends on."""
    dynamic = state.ground.dynamic
    if phase(dynamic, now) is Phase.ENDED:
        breach = slip(state)
        return "ended", None if breach is None else breach.closing
    rest, check = dynamic.suspension, dynamic.check
    return (
        None if rest is None else (rest.rest, rest.affirmed),
        None if check is None else check.cleared,
        tuple(_talk_key(state, id_, now) for id_ in (ASKED, OPENED)),
        breach_key(slip(state), now),
    )


def _talk_key(state: State, id_: TalkId, now: datetime) -> Hashable:
    talk = state.talks.talks.get(id_)
    if talk is None:
        return None
    if talk.stage is not Stage.REQUESTED:
        return talk.asker, talk.stage
    left = acknowledgement_due(talk, state.ground.dynamic, now) - now
    return talk.asker, talk.stage, max(left, timedelta(0))


LIFECYCLES = frozenset(
    {
        *(f"dynamic {each}" for each in Phase if each is not Phase.FORMING),
        *(f"talk {each}" for each in Stage if each is not Stage.SCHEDULED),
        "talk overdue",
        "breach closed: unclear",
        "breach closed: ended",
        "breach cut-short",
    }
)


def labels(node: Node[View]) -> Iterator[str]:
    """Yield which states of a lifecycle are met here."""
    yield f"dynamic {node.view.phase}"
    for talk in node.state.talks.talks.values():
        yield f"talk {talk.stage}"
        if is_overdue(talk, node.state.ground.dynamic, node.now):
            yield "talk overdue"
    breach = slip(node.state)
    if breach is not None:
        yield f"breach {recorded_stage(breach, node.now)}"
        if breach.closing is not None:
            yield f"breach closed: {breach.closing}"


SCOPE = Scope(
    name="breach, talk, stop and end",
    start=start,
    acts=acts,
    clock=(STEP,),
    key=key,
    view=view,
    state_laws={**STATE_LAWS, **CONDUCT_STATE_LAWS},
    step_laws={**STEP_LAWS, **CONDUCT_STEP_LAWS},
    refusal_laws=REFUSAL_LAWS,
    labels=labels,
    lifecycles=LIFECYCLES,
)
