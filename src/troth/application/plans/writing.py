"""Write what was agreed as a plan file, so that it can be put forward anew; nobody has agreed yet.

What `plan_file` reads, this writes: people as `lead` and `follow`, and nothing that has ended.
"""

from datetime import datetime

import msgspec
import yaml

from troth.application.plans.file import ABOUT, BODIES, RENAMED
from troth.domain.agreement.state import AgreementState, all_in_force
from troth.domain.agreement.terms import Area, Category, Role, Terms
from troth.domain.agreement.validity import ROLE
from troth.domain.decider import State
from troth.domain.kernel import AreaId, MemberId, Refusal

_KINDS = {body: kind for kind, body in BODIES.items()}

_LINE = 98

_UNSAID = {field.name: field.default for field in msgspec.structs.fields(Terms)}


class NothingToPropose(Refusal, frozen=True):
    """Nothing was in force in a copy when it was made."""

    says = "Nothing was agreed in that copy when it was made, so there is nothing to put forward."


def plan_of(state: State, at: datetime) -> str | NothingToPropose:
    """Return the plan of what was in force at a moment, as the text of a plan file."""
    held = [each.terms for each in all_in_force(state.ground.agreement, at)]
    members = state.ground.dynamic.member_ids
    if not held or len(members) < 2:  # noqa: PLR2004 - a dynamic has two members
        return NothingToPropose()
    people = _people(held, members)
    plan = {
        "title": f"What was agreed on {at:%Y-%m-%d}",
        "trial_days": None,
        "areas": _areas(state.ground.agreement, held),
        "clauses": [_clause(terms, people, at) for terms in held],
    }
    # Each value apart: the reader takes no aliases, and YAML would make one of an equal list.
    plain = msgspec.json.decode(msgspec.json.encode(plan))
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=_LINE)


def _people(held: list[Terms], members: tuple[MemberId, ...]) -> dict[str, str]:
    """Return how a plan calls each: by who led, or where nobody did by who came first."""
    roles = [each.body for each in held if each.clause == ROLE and isinstance(each.body, Role)]
    lead = roles[0].leads if roles else members[0]
    (follow,) = (each for each in members if each != lead)
    return {str(lead): "lead", str(follow): "follow"}


def _areas(agreement: AgreementState, held: list[Terms]) -> list[dict[str, object]]:
    """Name the parts of life that the clauses need, others' ones among the exceptions."""
    needed = {AreaId(each.clause) for each in held if isinstance(each.body, Area)}
    for each in held:
        needed |= {each.area} - {None} if each.area else set()
        needed |= each.body.exceptions if isinstance(each.body, Area) else frozenset()
    return [
        {"id": area, "name": named.name} | ({"third_parties": True} if named.third_parties else {})
        for area, named in sorted(agreement.areas.items())
        if area in needed
    ]


def _clause(terms: Terms, people: dict[str, str], at: datetime) -> dict[str, object]:
    said = _said(terms, people, at)
    kind = _KINDS[type(terms.body)]
    names = RENAMED.get(type(terms.body), {})
    body = {
        names.get(field.name, field.name): _plain(getattr(terms.body, field.name), people)
        for field in msgspec.structs.fields(type(terms.body))
        if getattr(terms.body, field.name) != field.default
    }
    return {"id": terms.clause, "kind": kind, **body, **said}


def _said(terms: Terms, people: dict[str, str], at: datetime) -> dict[str, object]:
    """Return what a clause says of itself beyond what a plan would say unasked.

    What is intimate is new again with whoever agrees to it now, and a last day that has passed
    is left to be chosen anew.
    """
    said = {
        name: _plain(getattr(terms, name), people)
        for name in ABOUT
        if name in _UNSAID and getattr(terms, name) != _UNSAID[name]
    }
    if terms.category is not Category.ORDINARY:
        said["category"] = Category.NEW_INTIMATE.value
    if terms.lapses_on is not None and terms.lapses_on <= at:
        del said["lapses_on"]
    return said


def _plain(value: object, people: dict[str, str]) -> object:
    """Return a value as plain data, with the words for the two in place of their ids."""
    return _renamed(msgspec.to_builtins(value, order="deterministic"), people)


def _renamed(plain: object, people: dict[str, str]) -> object:
    match plain:
        case str():
            return people.get(plain, plain)
        case dict():
            return {people.get(key, key): _renamed(each, people) for key, each in plain.items()}
        case list() | tuple():
            return [_renamed(each, people) for each in plain]
        case _:
            return plain
