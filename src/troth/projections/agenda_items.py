"""What lies on the table of a session: each topic's things, derived from the state as it is."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from troth.domain.agreement.state import (
    CREEP_DAYS,
    Clause,
    all_in_force,
    clause_ends,
    in_force,
    latest,
    review_by,
)
from troth.domain.agreement.terms import Standing
from troth.domain.checkins import Answer, open_rounds
from troth.domain.conduct.breach import stage as breach_stage
from troth.domain.conduct.state import clauses_for_review, open_breaches
from troth.domain.decider import State, standards_at
from troth.domain.decisions.hearing import Stage as Hearing
from troth.domain.decisions.hearing import is_review_due, missing_voices, stage, unanswered
from troth.domain.decisions.state import Matter, Part
from troth.domain.force import lead, standing_of
from troth.domain.kernel import MEMORY_DAYS, AreaId, ClauseId, MemberId, Moment, Value, is_forgotten
from troth.domain.resets.events import Wish
from troth.domain.resets.state import wished
from troth.domain.routing.rules import routed
from troth.domain.sessions.events import Item, Topic
from troth.domain.sessions.state import Ending
from troth.domain.standards.events import ClauseDuty, Duty
from troth.domain.standards.expectations import Expectation, Horizon, Turn, expectations
from troth.domain.talks.events import Stage as TalkStage
from troth.domain.talks.state import Talk, has_passed_unheld, is_overdue, open_talks
from troth.projections import agenda_words as words
from troth.projections.phrases import Phrase
from troth.projections.spoken import spoken

REVIEW_SOON_DAYS = 14
"""A line is laid on the table two weeks ahead, as in the book: two weekly sessions."""

LOOK_BACK_DAYS = 7
"""What each keeps is looked at over the week that has passed."""

MANY_WIDENINGS = 3
"""From so many widenings of one part of life on they are shown (domain design, "Creep")."""


class AgendaItem(Value, frozen=True):
    """One thing on the table: whose it is, why it is there, and what belongs to it.

    `related`: for a part of life that has widened, the lines either may withdraw from.
    """

    item: Item
    about: str = ""
    member: MemberId | None = None
    why: tuple[Phrase, ...] = ()
    at: datetime | None = None
    turns: tuple[Turn, ...] = ()
    related: tuple[ClauseId, ...] = ()


def last_began(state: State, moment: Moment) -> datetime:
    """Return when the last session began; before the first one, as far as the memory reaches."""
    held = (
        max(plan.arrivals.values(), default=plan.at)
        for plan in state.sessions.plans.values()
        if plan.ending in (Ending.CLOSED, Ending.PARTIAL)
    )
    return max(held, default=moment.at - timedelta(days=MEMORY_DAYS))


def talks(state: State, moment: Moment) -> Iterator[AgendaItem]:
    """Yield the talks not yet held, those that have waited too long first."""
    waiting = [each for each in open_talks(state.talks) if _wants_table(each, moment.at)]
    dynamic, now = state.ground.dynamic, moment.at
    for talk in sorted(waiting, key=lambda each: not is_overdue(each, dynamic, now)):
        why = [Phrase(words.TALK_WAITED)] if is_overdue(talk, dynamic, now) else []
        why += [Phrase(words.TALK_ASKED, name=_name(state, talk.asker))]
        why += [Phrase(words.TALK_TIME_PASSED)] if has_passed_unheld(talk, now) else []
        if talk.about is not None:
            thing = talk.about.thing.replace("-", " ")
            why += [Phrase(words.TALK_FROM_RECORD, thing=thing, about=talk.about.name)]
        item = Item(Topic.TALKS, talk.id)
        yield AgendaItem(item, talk.topic, talk.asker, tuple(why), talk.asked_at)


def _wants_table(talk: Talk, now: datetime) -> bool:
    """A talk with a time of its own still to come, or held already, is not this evening's."""
    has_own_time = talk.stage is TalkStage.SCHEDULED and not has_passed_unheld(talk, now)
    return talk.stage is not TalkStage.HELD and not has_own_time


def speaking_order(state: State, moment: Moment) -> tuple[MemberId, ...]:
    """Return who speaks first about what they keep: the one who follows, then the one who leads."""
    leads = lead(state.ground, moment)
    return tuple(sorted(state.ground.dynamic.member_ids, key=lambda member: member == leads))


def kept(state: State, moment: Moment) -> Iterator[AgendaItem]:
    """Yield what is expected of each, with their own words on the week that has passed."""
    known = standards_at(state, moment)
    horizon = Horizon(moment, moment.at - timedelta(days=LOOK_BACK_DAYS), moment.at)
    for member in speaking_order(state, moment):
        for each in expectations(state.ground, known, member, horizon):
            yield _kept(state, each)


def _kept(state: State, each: Expectation) -> AgendaItem:
    why = [Phrase(words.COMMITMENT)] if each.is_commitment else []
    why += [Phrase(words.LIGHTER, name=_name(state, each.bearer))] if each.lighter else []
    why += [Phrase(words.RESTS)] if each.rests else []
    told = tuple(turn for turn in each.turns if turn.mark is not None)
    item = Item(Topic.EXPECTATIONS, _duty_name(each.duty))
    return AgendaItem(item, each.text, each.bearer, tuple(why), turns=told)


def conduct(state: State, moment: Moment) -> Iterator[AgendaItem]:
    """Yield what is being put right, of both, the earliest first."""
    for breach in open_breaches(state.conduct.breaches):
        now = breach_stage(breach, state.ground, moment)
        why = Phrase(words.STAGES[now], name=_name(state, breach.bearer))
        item = Item(Topic.CONDUCT, breach.id)
        about = _duty_name(breach.duty)
        yield AgendaItem(item, about, breach.bearer, (why,), breach.conduct_at)


def decisions(state: State, moment: Moment) -> Iterator[AgendaItem]:
    """Yield the questions nobody has decided yet, then the decisions to be looked at again."""
    known = state.decisions
    for matter in sorted(known.matters.values(), key=lambda each: (each.raised_at, each.id)):
        item = Item(Topic.DECISIONS, matter.id)
        why = tuple(_hearing(state, matter, moment))
        yield AgendaItem(item, matter.question, matter.raised_by, why, matter.raised_at)
    for decision in known.decisions.values():
        if is_review_due(decision, moment):
            item = Item(Topic.DECISIONS, decision.matter)
            why = (Phrase(words.LOOK_AGAIN),)
            yield AgendaItem(item, decision.question, None, why, decision.review_on)


def _hearing(state: State, matter: Matter, moment: Moment) -> Iterator[Phrase]:
    standing = stage(matter, state.ground, moment)
    missing = missing_voices(matter, state.ground, moment)
    if standing is not Hearing.READY or matter.proposed is None:
        names = ", ".join(_name(state, member) for member in sorted(missing))
        yield Phrase(words.HEARINGS[standing], names=names)
    if unanswered(matter):
        yield Phrase(words.UNANSWERED)
    if matter.proposed is not None:
        yield Phrase(words.PUT_TO_BOTH)
    if matter.urgent is not None:
        yield Phrase(words.DECIDED_AT_ONCE)


def clauses(state: State, moment: Moment) -> Iterator[AgendaItem]:
    """Yield the lines to be read again: by their own date, or because something raised it."""
    agreement = state.ground.agreement
    for id_ in sorted(agreement.clauses):
        held = in_force(agreement, id_, moment.at)
        last = held or latest(agreement, id_)
        if last is None:
            continue
        why, at = _run_out(last, moment) if held is None else _again(state, held, moment)
        if why:
            yield AgendaItem(Item(Topic.CLAUSES, id_), last.terms.text, None, why, at)


def _run_out(last: Clause, moment: Moment) -> tuple[tuple[Phrase, ...], datetime | None]:
    """Say when a line ran out by itself; what somebody ended on purpose is not asked about."""
    on_purpose = last.until is not None or any(each.until is not None for each in last.consents)
    ends = clause_ends(last)
    if on_purpose or ends is None or ends > moment.at or is_forgotten(ends, moment.at):
        return (), None
    return (Phrase(words.RUN_OUT),), ends


def _again(
    state: State, held: Clause, moment: Moment
) -> tuple[tuple[Phrase, ...], datetime | None]:
    """Say why a line in force is to be read again, and when its own date is."""
    raised = tuple(_raised(state, held, moment))
    reviews = (review_by(held, consent) for consent in held.consents)
    review = min((each for each in reviews if each is not None), default=None)
    if review is None or review > moment.at + timedelta(days=REVIEW_SOON_DAYS):
        return raised, None
    when = words.REVIEW_DUE if review <= moment.at else words.REVIEW_SOON
    return (Phrase(when), *raised), review


def _raised(state: State, held: Clause, moment: Moment) -> Iterator[Phrase]:
    """A sign about the line as it reads now; what was found about earlier words is answered."""
    id_ = held.terms.clause
    breaches = state.conduct.breaches
    is_of_these_words = any(each.digest == held.digest for each in breaches.breaches.values())
    if is_of_these_words and id_ in clauses_for_review(breaches, moment.at):
        yield Phrase(words.LINE_NEEDS_LOOK)
    last = state.resets.last
    if last is not None and held.since <= last.at and id_ in wished(state.resets, Wish.CHANGE):
        yield Phrase(words.WISHED_CHANGED)


def boundaries(state: State, moment: Moment) -> Iterator[AgendaItem]:
    """Yield boundary cases since the last session, unsettled parts of life, and creep."""
    for matter in state.decisions.matters.values():
        why = _unclear(state, matter.parts, moment)
        if why:
            yield AgendaItem(Item(Topic.BOUNDARIES, matter.id), matter.question, None, why)
    since = last_began(state, moment)
    for each in state.decisions.decisions.values():
        why = _unclear(state, each.parts, moment)
        if why and each.decided_at >= since:
            yield AgendaItem(Item(Topic.BOUNDARIES, each.matter), each.question, None, why)
    yield from _areas(state, moment)


def _unclear(state: State, parts: tuple[Part, ...], moment: Moment) -> tuple[Phrase, ...]:
    facets = tuple(part.facet for part in parts)
    rules = {reason.rule for reason in routed(state.ground, facets, moment).reasons}
    return tuple(Phrase(said) for rule, said in words.UNCLEAR.items() if rule in rules)


def _areas(state: State, moment: Moment) -> Iterator[AgendaItem]:
    agreement = state.ground.agreement
    since = moment.at - timedelta(days=CREEP_DAYS)
    widened = [each.area for each in agreement.widenings if each.at > since]
    for area in dict.fromkeys((*agreement.areas, *widened)):
        named = agreement.areas.get(area)
        standing = standing_of(state.ground, area, moment).standing
        is_unsettled = named is not None and standing is Standing.UNCLASSIFIED
        has_crept = widened.count(area) >= MANY_WIDENINGS
        why = tuple(
            Phrase(said)
            for said, is_so in ((words.UNCLASSIFIED, is_unsettled), (words.CREEP, has_crept))
            if is_so
        )
        if why:
            related = _added(state, area, since, moment.at) if has_crept else ()
            about = area if named is None else named.name
            item = Item(Topic.BOUNDARIES, area)
            yield AgendaItem(item, about, None, why, related=related)


def _added(state: State, area: AreaId, since: datetime, now: datetime) -> tuple[ClauseId, ...]:
    """Return the way back: the lines of a part of life that came in since, and still hold."""
    return tuple(
        each.terms.clause
        for each in all_in_force(state.ground.agreement, now)
        if area in (each.terms.area, AreaId(each.terms.clause)) and each.since > since
    )


def connection(state: State, moment: Moment) -> Iterator[AgendaItem]:
    """Yield the check-in, shown only where both have answered, and a reset in hand."""
    last = state.checkins.last
    why: tuple[Phrase, ...] = (Phrase(words.NOT_YET_SHOWN),)
    if last is not None and last.round in open_rounds(moment.at):
        members = state.ground.dynamic.member_ids
        why = tuple(_answered(_name(state, each), last.answers[each]) for each in members)
    yield AgendaItem(Item(Topic.CONNECTION), "", None, why)
    reset = state.resets.current
    if reset is not None:
        said = words.reset_asked(reset, _name(state, reset.asked_by))
        item = Item(Topic.CONNECTION, reset.id)
        yield AgendaItem(item, reset.clause, reset.asked_by, (said,), reset.asked_at)


def _answered(name: str, answer: Answer) -> Phrase:
    connection, clarity = spoken(answer.connection), spoken(answer.clarity)
    return Phrase(words.ANSWERED, name=name, connection=connection, clarity=clarity)


def _duty_name(duty: Duty) -> str:
    return str(duty.clause if isinstance(duty, ClauseDuty) else duty.task)


def _name(state: State, member: MemberId) -> str:
    return state.ground.dynamic.member(member).name
