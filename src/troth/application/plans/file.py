"""A plan file or preset as proposals: what a whole agreement would say, for these two people."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from graphlib import CycleError, TopologicalSorter
from typing import get_args

import msgspec
from msgspec.structs import replace

from troth.application.plans.fields import (
    Field,
    Plain,
    Reader,
    Shape,
    listed,
    shape_of,
    suggestion,
)
from troth.application.plans.text import PlanNotUsable
from troth.domain.agreement.commands import NameArea
from troth.domain.agreement.decide import MOST_ITEMS
from troth.domain.agreement.state import AgreementState, NamedArea
from troth.domain.agreement.terms import (
    INTIMATE_DAYS,
    NEVER_LAPSE,
    TRIAL_DAYS,
    Area,
    Body,
    Category,
    Permission,
    Protocol,
    Reward,
    Signal,
    SignalMeaning,
    Terms,
)
from troth.domain.agreement.validity import (
    Context,
    IntimateIsNew,
    IntimateNeedsSignal,
    PrivateNeedsPermission,
    refuse_terms,
)
from troth.domain.dynamic.events import Member
from troth.domain.kernel import AreaId, ClauseId, MemberId, Moment, Refusal, Value

BODIES: dict[str, type[msgspec.Struct]] = {
    "treat" if body is Reward else str(body.__struct_config__.tag): body for body in get_args(Body)
}
"""Every kind of clause, by its name in a plan; a treat is never called what is owed."""

RENAMED: dict[type, dict[str, str]] = {Protocol: {"level": "formality"}}
"""Fields that a plan calls by a plainer word than the record does."""

ABOUT = {
    "id": Field(ClauseId, required=True),
    "kind": Field(str, required=True),
    "considered": Field(bool, required=False),
    **{name: field for name, field in shape_of(Terms).items() if name not in ("clause", "body")},
}
"""What a clause of any kind may say; `considered` answers the question about protected needs."""

SHAPES: dict[str, Shape] = {
    kind: {**ABOUT, **shape_of(body, RENAMED.get(body))} for kind, body in BODIES.items()
}


class Plan(Value, frozen=True):
    """A whole agreement as it would be proposed: parts of life to name, and clauses to agree."""

    areas: tuple[NameArea, ...]
    clauses: tuple[Terms, ...]
    title: str = ""
    summary: str = ""

    @property
    def proposals(self) -> tuple[tuple[Terms, ...], ...]:
        """The clauses as they are put forward: ordinary ones together, intimate ones alone."""
        ordinary = tuple(each for each in self.clauses if each.category is Category.ORDINARY)
        alone = tuple((each,) for each in self.clauses if each.category is not Category.ORDINARY)
        return (ordinary, *alone) if ordinary else alone


class _Area(Value, frozen=True):
    """A part of life as a plan names it."""

    id: AreaId
    name: str
    third_parties: bool = False


class _File(Value, frozen=True):
    """The top of a plan file; a first agreement is a trial of a month unless it says otherwise."""

    clauses: tuple[object, ...]
    title: str = ""
    summary: str = ""
    trial_days: int | None = TRIAL_DAYS
    areas: tuple[_Area, ...] = ()
    already_agreed: frozenset[ClauseId] = frozenset()


TOP: Shape = shape_of(_File)
"""What the top of a plan file may say."""

AREA: Shape = shape_of(_Area)
"""What a part of life may say there."""


class _Written(Value, frozen=True):
    """A clause as it stands in the file: where, and whether its wording was considered."""

    place: str
    terms: Terms
    considered: bool = False


def parse_plan(
    data: dict[str, object], lead: Member, follow: Member, moment: Moment
) -> Plan | PlanNotUsable:
    """Return the plan that plain data describes for these two, or the first thing to mend."""
    reader = Reader(lead, follow)
    plain = reader.mapping(TOP, data, "")
    if reader.problems:
        return reader.problems[0]
    file = msgspec.convert(plain, _File)
    written: list[_Written] = []
    for index, item in enumerate(file.clauses):
        place = f"clauses[{index}]"
        clause = _clause(reader, item, place, file.trial_days)
        if clause is None:
            return _in_clause(reader.problems[0], item)
        written.append(clause)
    areas = tuple(NameArea(each.id, each.name, each.third_parties) for each in file.areas)
    plan = Plan(areas, tuple(each.terms for each in written), file.title, file.summary)
    members = frozenset({lead.id, follow.id})
    checks = (_whole(file, written), _by_rules(file, written, members, moment))
    return next((problem for check in checks for problem in check), plan)


def _in_clause(problem: PlanNotUsable, item: object) -> PlanNotUsable:
    """Say which clause a problem is in by its id too: places count from 0, people from 1."""
    id_ = item.get("id") if isinstance(item, dict) else None
    return replace(problem, place=f"{problem.place} (“{id_}”)") if id_ else problem


def _clause(reader: Reader, item: object, place: str, trial_days: int | None) -> _Written | None:
    kind = item.get("kind") if isinstance(item, dict) else None
    shape = SHAPES.get(str(kind))
    if isinstance(item, dict) and "kind" in item and shape is None:
        known = f"kinds are {listed(BODIES)}.{suggestion(kind, BODIES)}"
        reader.problem(f"{place}.kind", f"there is no kind “{kind}”; {known}")
        return None
    plain = reader.mapping(shape or ABOUT, item, place)
    if reader.problems:
        return None
    return _Written(place, _terms(plain, str(kind), trial_days), plain.get("considered") is True)


def _terms(plain: Plain, kind: str, trial_days: int | None) -> Terms:
    """Convert what was read; what a clause does not say of its term follows from what it is."""
    body = BODIES[kind]
    names = {surface: name for name, surface in RENAMED.get(body, {}).items()}
    own = {names.get(k, k): v for k, v in plain.items() if k not in ABOUT}
    said = {k: v for k, v in plain.items() if k in ABOUT and k not in ("id", "kind", "considered")}
    category = said.get("category", Category.ORDINARY.value)
    if category == Category.NEW_INTIMATE:
        trial_days = TRIAL_DAYS
    if category != Category.ORDINARY:
        said.setdefault("review_after_days", INTIMATE_DAYS)
    said.setdefault("trial_days", None if issubclass(body, NEVER_LAPSE) else trial_days)
    tag = str(body.__struct_config__.tag)
    return msgspec.convert({**said, "clause": plain["id"], "body": {**own, "kind": tag}}, Terms)


def _whole(file: _File, written: list[_Written]) -> Iterator[PlanNotUsable]:
    """Yield what is wrong between clauses: names given twice, references that lead nowhere."""
    yield from _counts(file, written)
    terms = {each.terms.clause: each.terms for each in written}
    named = {each.id for each in file.areas} | file.already_agreed
    for before, each in enumerate(written):
        id_ = each.terms.clause
        if any(id_ == earlier.terms.clause for earlier in written[:before]):
            yield PlanNotUsable(f"{each.place}.id", f"there is a clause “{id_}” already.")
        yield from _references(each, terms, file)
        yield from _unnamed(each, named)
    yield from _circle(terms)


def _counts(file: _File, written: list[_Written]) -> Iterator[PlanNotUsable]:
    ordinary = [each for each in written if each.terms.category is Category.ORDINARY]
    if not written or len(ordinary) > MOST_ITEMS:
        problem = f"between 1 and {MOST_ITEMS} ordinary clauses can be put forward at once."
        yield PlanNotUsable("clauses", problem)
    if len({each.id for each in file.areas}) < len(file.areas):
        yield PlanNotUsable("areas", "one part of life is named twice.")


def _circle(terms: dict[ClauseId, Terms]) -> Iterator[PlanNotUsable]:
    try:
        TopologicalSorter({id_: each.references for id_, each in terms.items()}).prepare()
    except CycleError as circle:
        problem = f"{listed(sorted(set(circle.args[1])))} rest on each other in a circle."
        yield PlanNotUsable("clauses", problem)


def _references(
    written: _Written, terms: dict[ClauseId, Terms], file: _File
) -> Iterator[PlanNotUsable]:
    known = terms.keys() | file.already_agreed
    for missing in sorted(written.terms.references - known):
        close = suggestion(missing, known)
        problem = (
            f"it rests on “{missing}”, which is no clause of this file.{close} "
            "What you agreed before is listed under already_agreed."
        )
        yield _in(written, problem)
    body = written.terms.body
    signal = (
        terms.get(body.stop_signal) if isinstance(body, Permission) and body.stop_signal else None
    )
    if signal is not None and not _means_stop(signal):
        yield _in(written, f"“{signal.clause}” is not a signal that means stop.")


def _means_stop(terms: Terms) -> bool:
    return isinstance(terms.body, Signal) and terms.body.meaning is SignalMeaning.STOP


def _unnamed(written: _Written, named: AbstractSet[str]) -> Iterator[PlanNotUsable]:
    body = written.terms.body
    if not isinstance(body, Area):
        return
    own = () if body.everything_else else (written.terms.clause,)
    for area in sorted({*own, *body.exceptions} - named):
        yield _in(written, f"“{area}” is not among the areas of this file. Name it there.")


def _by_rules(
    file: _File, written: list[_Written], members: frozenset[MemberId], moment: Moment
) -> Iterator[PlanNotUsable]:
    """Yield what the agreement itself would not take, as far as the file alone can tell."""
    areas = {each.id: NamedArea(each.name, each.third_parties) for each in file.areas}
    drafted = {each.terms.clause: each.terms for each in written}
    agreement = AgreementState(areas=areas)
    context = Context(agreement, members, moment.at, moment.zones, drafted)
    for each in written:
        refusal = refuse_terms(each.terms, context, considered=each.considered)
        if refusal is not None and not _depends_on_agreed(refusal, each.terms, file):
            yield _in(each, refusal.sentence)


def _depends_on_agreed(refusal: Refusal, terms: Terms, file: _File) -> bool:
    """Tell whether what is agreed already may lift a refusal: then proposing will tell."""
    match refusal:
        case IntimateIsNew():
            return True
        case IntimateNeedsSignal() | PrivateNeedsPermission():
            return bool(terms.references & file.already_agreed)
        case _:
            return False


def _in(written: _Written, problem: str) -> PlanNotUsable:
    return PlanNotUsable(f"{written.place} (“{written.terms.clause}”)", problem)
