"""What is open between the two, as one of them reads it: talks asked for, questions to decide."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from troth.domain.decider import State
from troth.domain.decisions.events import MatterId
from troth.domain.decisions.hearing import Stage as Hearing
from troth.domain.decisions.hearing import current_route, missing_voices, stage, unanswered
from troth.domain.decisions.state import Matter
from troth.domain.kernel import MemberId, Moment, Value
from troth.domain.talks.events import About, Stage, TalkId, Urgency
from troth.domain.talks.state import (
    SuggestedTime,
    Talk,
    acknowledgement_due,
    has_passed_unheld,
    is_overdue,
    open_talks,
)
from troth.projections.agenda_words import TALK_TIME_PASSED, TALK_WAITED
from troth.projections.phrases import Phrase
from troth.projections.telling import answer
from troth.projections.words import Pair

TALKS: dict[Stage, Pair] = {
    Stage.REQUESTED: Pair("{other} has not said yet that they have seen it.", "It waits for you."),
    Stage.ACKNOWLEDGED: Pair("{other} has seen it.", "You have seen it."),
    Stage.SCHEDULED: Pair("You both said yes to this time.", "You both said yes to this time."),
    Stage.HELD: Pair("You have talked; you can close it.", "You have talked; {name} can close it."),
}
"""How an open talk stands, to the one who asked and to the other."""

FIRST_NEXT_TIME = "It goes first at your next session."


class Move(StrEnum):
    """What somebody can do about a talk; each is a word of the command line."""

    SEEN = "seen"
    SUGGEST = "suggest"
    HELD = "held"
    CLOSE = "close"
    WITHDRAW = "withdraw"


class OpenTalk(Value, frozen=True):
    """An open talk: who asked, how it stands in words, and what the reader can do."""

    talk: TalkId
    asker: MemberId
    topic: str
    about: About | None
    urgency: Urgency
    in_role: bool
    asked_at: datetime
    acknowledge_by: datetime
    stands: tuple[str, ...]
    suggested: SuggestedTime | None
    scheduled_for: datetime | None
    moves: tuple[Move, ...]


class OpenMatter(Value, frozen=True):
    """An open question: who decides it, in one sentence, and for whom it waits now."""

    matter: MatterId
    question: str
    raised_by: MemberId
    raised_at: datetime
    who: Phrase
    stage: Hearing
    waits_for: frozenset[MemberId]


class OpenMatters(Value, frozen=True):
    """Everything open, as one of the two reads it: what waits for the reader comes first."""

    talks: tuple[OpenTalk, ...]
    matters: tuple[OpenMatter, ...]


def open_matters(state: State, viewer: MemberId, moment: Moment) -> OpenMatters:
    """Return the open talks and questions, as one of the two reads them."""
    asked = tuple(_talk(state, talk, viewer, moment) for talk in open_talks(state.talks))
    raised = [_matter(state, each, viewer, moment) for each in state.decisions.matters.values()]
    raised.sort(key=lambda each: (viewer not in each.waits_for, each.raised_at, each.matter))
    return OpenMatters(asked, tuple(raised))


def _talk(state: State, talk: Talk, viewer: MemberId, moment: Moment) -> OpenTalk:
    return OpenTalk(
        talk=talk.id,
        asker=talk.asker,
        topic=talk.topic,
        about=talk.about,
        urgency=talk.urgency,
        in_role=talk.in_role,
        asked_at=talk.asked_at,
        acknowledge_by=acknowledgement_due(talk, state.ground.dynamic, moment.at),
        stands=tuple(_stands(state, talk, viewer, moment)),
        suggested=talk.suggested,
        scheduled_for=talk.scheduled_for,
        moves=tuple(talk_moves(talk, viewer)),
    )


def _stands(state: State, talk: Talk, viewer: MemberId, moment: Moment) -> Iterator[str]:
    dynamic = state.ground.dynamic
    pair = TALKS[talk.stage]
    said = pair.own if talk.asker == viewer else pair.other
    other = dynamic.member(dynamic.other(talk.asker)).name
    yield said.format(name=dynamic.member(talk.asker).name, other=other)
    if is_overdue(talk, dynamic, moment.at):
        yield f"{TALK_WAITED} {FIRST_NEXT_TIME}"
    if has_passed_unheld(talk, moment.at):
        yield TALK_TIME_PASSED


def talk_moves(talk: Talk, viewer: MemberId) -> Iterator[Move]:
    """Yield what somebody can do about an open talk."""
    if talk.asker != viewer and talk.stage is Stage.REQUESTED:
        yield Move.SEEN
    if talk.stage is not Stage.HELD:
        yield from (Move.SUGGEST, Move.HELD)
    if talk.asker == viewer:
        yield from (Move.CLOSE, Move.WITHDRAW)


def _matter(state: State, matter: Matter, viewer: MemberId, moment: Moment) -> OpenMatter:
    ground = state.ground
    return OpenMatter(
        matter=matter.id,
        question=matter.question,
        raised_by=matter.raised_by,
        raised_at=matter.raised_at,
        who=answer(current_route(matter, ground, moment), ground.dynamic, viewer),
        stage=stage(matter, ground, moment),
        waits_for=_waits_for(state, matter, moment),
    )


def _waits_for(state: State, matter: Matter, moment: Moment) -> frozenset[MemberId]:
    """Whoever is still to be heard; then who decides, or has not agreed to what was put to both."""
    if stage(matter, state.ground, moment) in (Hearing.HELD, Hearing.FORBIDDEN):
        return frozenset()
    deciders = current_route(matter, state.ground, moment).members
    missing = missing_voices(matter, state.ground, moment)
    to_answer = {each for each in deciders if unanswered(matter, each)}
    if missing or to_answer:
        return missing | to_answer
    return deciders - (frozenset() if matter.proposed is None else matter.proposed.consents)
