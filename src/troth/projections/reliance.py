"""What relies on exact words, so that nobody erases wording under what still stands on it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from troth.domain.agreement.state import AgreementState, Clause, clause_ends
from troth.domain.agreement.terms import Survival
from troth.domain.decider import State
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.force import Ground
from troth.domain.kernel import KEPT_DAYS, Digest, Value, digest, is_forgotten
from troth.domain.talks.state import TalksState, open_talks
from troth.projections.phrases import Kind, Named, Phrase

UNNAMED = Phrase("Something that is still open stands on these words. Close it, then erase them.")

LINKS = frozenset({"name", "tags"})
"""Texts by which one thing finds another, as a limit finds what it is about."""


class Reliance(Value, frozen=True):
    """One thing that relies on words: what tells whether they changed, and what to do first."""

    words: object
    says: Phrase


def relied_on(state: State, now: datetime) -> dict[str, Reliance]:
    """Return what relies on exact words at a moment, by a name that outlasts the words.

    What was in force counts until nobody may speak of it any more: conduct is judged by the
    wording of its day (K8). After the end only what was agreed to outlast it counts.
    """
    found = _names(state)
    if phase(state.ground.dynamic, now) is Phase.ENDED:
        return dict((*found, *_clauses(_outlasting(state.ground.agreement), now)))
    parts = (_areas, _limits, _decisions, _asked, _directed, _session, _labels)
    of_state = (each for part in parts for each in part(state, now))
    return dict((*found, *_clauses(state.ground.agreement, now), *of_state))


def what_would_change(before: State, after: State, now: datetime) -> Phrase | None:
    """Return the sentence that keeps words from being erased, or None where nothing relies on them.

    `after` is the record folded without the words: all but texts has to come out the same.
    """
    then = relied_on(after, now)
    for name, reliance in relied_on(before, now).items():
        if name not in then or then[name].words != reliance.words:
            return reliance.says
    return None if _is_alike(_live(before, now), _live(after, now)) else UNNAMED


def _names(state: State) -> Iterator[tuple[str, Reliance]]:
    says = Phrase(
        "Your name stands there, and the record names you by it until all of it is erased."
    )
    for member in state.ground.dynamic.members:
        yield f"member {member.id}", Reliance(member.name, says)


def _areas(state: State, _now: datetime) -> Iterator[tuple[str, Reliance]]:
    for area, named in state.ground.agreement.areas.items():
        says = Phrase(
            "A part of life is called “{name}” now. Call it something else first.", name=named.name
        )
        yield f"area {area}", Reliance(named.name, says)


def _limits(state: State, now: datetime) -> Iterator[tuple[str, Reliance]]:
    for limit in state.ground.limits.limits.values():
        named = Named(Kind.LIMIT, limit.id)
        if limit.until is None:
            says = Phrase("Your limit {limit} stands. Loosen it first.", limit=named)
        else:
            says = _remembered(Phrase("Your limit {limit} was loosened", limit=named), limit.until)
        if limit.until is None or not is_forgotten(limit.until, now):
            yield f"limit {limit.id}", Reliance((limit.name, limit.conditions), says)


def _clauses(agreement: AgreementState, now: datetime) -> Iterator[tuple[str, Reliance]]:
    for id_, versions in agreement.clauses.items():
        named = Named(Kind.CLAUSE, id_)
        for version in versions:
            ended = clause_ends(version)
            if ended is None or ended > now:
                says = Phrase(
                    "{clause} is in force in these words. Withdraw from it first.", clause=named
                )
            else:
                says = _remembered(Phrase("{clause} ended", clause=named), ended)
            if ended is None or not is_forgotten(ended, now):
                yield f"clause {id_} {version.since}", Reliance(version.digest, says)
    for proposal in agreement.proposals.values():
        says = Phrase(
            "{proposal} is on the table in these words. Withdraw or revise it first.",
            proposal=Named(Kind.PROPOSAL, proposal.id),
        )
        yield f"proposal {proposal.id}", Reliance(proposal.digest, says)


def _decisions(state: State, _now: datetime) -> Iterator[tuple[str, Reliance]]:
    for matter in state.decisions.matters.values():
        says = Phrase(
            "{matter} is being heard on these words. Decide it or withdraw it first.",
            matter=Named(Kind.MATTER, matter.id),
        )
        proposed = None if matter.proposed is None else matter.proposed.resolution.digest
        yield f"matter {matter.id}", Reliance((matter.question, proposed), says)
    for decision in state.decisions.decisions.values():
        if decision.until is None:
            says = Phrase(
                "The decision on {matter} stands in these words. Take it back first.",
                matter=Named(Kind.MATTER, decision.matter),
            )
            words = (decision.question, decision.resolution.digest)
            yield f"decision {decision.matter}", Reliance(words, says)


def _asked(state: State, now: datetime) -> Iterator[tuple[str, Reliance]]:
    for treat in state.directions.treats.offered.values():
        if not is_forgotten(treat.offered_at, now):
            says = Phrase("Your offer stands in these words. Take it back first.")
            yield f"treat {treat.id}", Reliance(treat.text, says)
    for asked in state.directions.permissions.asked.values():
        if not is_forgotten(asked.answered_at or asked.asked_at, now):
            says = Phrase(
                "What {permission} asks stands in these words. They can go a month after it.",
                permission=Named(Kind.PERMISSION, asked.id),
            )
            yield f"permission {asked.id}", Reliance((asked.text, asked.note), says)


def _directed(state: State, now: datetime) -> Iterator[tuple[str, Reliance]]:
    for task in state.standards.tasks.values():
        ended = task.dropped_at or task.due
        if not is_forgotten(ended, now):
            what = Phrase("The task {task} asks this", task=Named(Kind.TASK, task.id))
            says = _remembered(what, ended)
            yield f"task {task.id}", Reliance(task.digest, says)
    for direction in state.directions.given.directions.values():
        ended = direction.ended_at or direction.until
        if not is_forgotten(ended, now):
            named = Named(Kind.DIRECTION, direction.id)
            says = _remembered(
                Phrase("The direction {direction} asks this", direction=named), ended
            )
            yield f"direction {direction.id}", Reliance(direction.text, says)


def _session(state: State, _now: datetime) -> Iterator[tuple[str, Reliance]]:
    session = state.sessions.open
    if session is not None:
        says = Phrase("Your session is open, and these words are part of it. Close it first.")
        yield "session", Reliance((session.minutes, digest(session.brought)), says)


def _labels(state: State, _now: datetime) -> Iterator[tuple[str, Reliance]]:
    says = Phrase("You both call something so. Go back to the built-in word first.")
    for of, label in state.labels.agreed.items():
        yield f"label {of}", Reliance(label, says)


def _remembered(what: Phrase, ended: datetime) -> Phrase:
    return Phrase(
        "{what}, and can be spoken of for a month. Its words can be erased from {day}.",
        what=what,
        day=(ended + timedelta(days=KEPT_DAYS)).date(),
    )


def _outlasting(agreement: AgreementState) -> AgreementState:
    kept = {
        id_: versions
        for id_, versions in agreement.clauses.items()
        if isinstance(versions[-1].terms.body, Survival)
    }
    return AgreementState(clauses=kept)


def _live(state: State, now: datetime) -> State:
    """Return the state without what no rule looks at any more, though it has not been dropped."""
    ground = state.ground
    agreement = replace(
        ground.agreement,
        clauses={
            id_: tuple(_undigested(each, now) for each in versions)
            for id_, versions in ground.agreement.clauses.items()
        },
    )
    if phase(ground.dynamic, now) is Phase.ENDED:
        return State(ground=Ground(ground.dynamic, agreement=_outlasting(agreement)))
    limits = {
        id_: each
        for id_, each in ground.limits.limits.items()
        if each.until is None or not is_forgotten(each.until, now)
    }
    talks = TalksState({each.id: each for each in open_talks(state.talks)})
    ground = replace(ground, agreement=agreement, limits=replace(ground.limits, limits=limits))
    return replace(state, ground=ground, talks=talks)


def _undigested(clause: Clause, now: datetime) -> Clause:
    """A clause nobody may speak of any more is judged by nothing, so its digest may change."""
    ended = clause_ends(clause)
    if ended is None or not is_forgotten(ended, now):
        return clause
    return replace(clause, digest=Digest(""), meaning=Digest(""))


def _is_alike(before: object, after: object, *, is_link: bool = False) -> bool:
    """Tell whether two values are the same but for texts that are gone."""
    if isinstance(before, str):
        return before == after or (after == "" and not is_link)
    if isinstance(before, msgspec.Struct):
        fields = before.__struct_fields__
        return type(before) is type(after) and all(
            _is_alike(getattr(before, each), getattr(after, each), is_link=each in LINKS)
            for each in fields
        )
    return _are_alike(before, after)


def _are_alike(before: object, after: object) -> bool:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return before.keys() == after.keys() and all(
            _is_alike(each, after[key]) for key, each in before.items()
        )
    if isinstance(before, tuple) and isinstance(after, tuple):
        return len(before) == len(after) and all(map(_is_alike, before, after))
    return before == after
