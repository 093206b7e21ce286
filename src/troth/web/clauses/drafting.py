"""From a form to a line and back: what was said becomes terms, and terms fill a form."""

import re

import msgspec

from troth.domain.agreement.terms import (
    INTIMATE_DAYS,
    NEVER_LAPSE,
    ORDINARY_DAYS,
    TRIAL_DAYS,
    Area,
    Category,
    Effect,
    Need,
    NeedDeclared,
    Terms,
)
from troth.domain.agreement.validity import MayTouchProtectedNeed, undeclared_needs
from troth.domain.kernel import ClauseId
from troth.web.clauses.around import Around
from troth.web.clauses.control import LEFT_OUT, Control, Pairs
from troth.web.clauses.kinds import Kind
from troth.web.clauses.parts import CONTROLS, all_parts, body_parts, first_of, more_of
from troth.web.form import ID_LENGTH, Form

NAME_WORDS = 4
"""Words of a line in its name: enough to know it by in the history."""

NAME_LENGTH = 60
"""Letters of that name; the record takes a few more."""

SUPPORTS, NEITHER = "supports", "neither"
CONSIDERED, TOUCHED = "considered", "touched"
"""The question about protected needs, and which ones it was asked about."""

CHOICES = {
    NEITHER: ("It neither supports nor limits that", "The words only happen to occur"),
    SUPPORTS: ("It supports that", "The line then says so"),
}


def read_terms(form: Form, kind: Kind, clause: ClauseId, around: Around) -> Terms | None:
    """Return the line that a form describes; None where something is still wanted."""
    said = {each.name: each.read(form, around) for each in _asked(kind)}
    if form.wanting:
        return None
    plain = {name: value for name, value in said.items() if value is not LEFT_OUT}
    own = {name: plain.pop(name) for name in list(plain) if name in body_parts(kind.body)}
    category = plain.get("category", Category.ORDINARY.value)
    longest = ORDINARY_DAYS if category == Category.ORDINARY else INTIMATE_DAYS
    days = plain.get("review_after_days", longest)
    if isinstance(days, int):
        plain["review_after_days"] = min(days, longest)
    body = {**kind.set_to, **own, "kind": kind.tag}
    terms = msgspec.convert({**plain, "clause": clause, "body": body, "needs": _needs(form)}, Terms)
    ask_about_needs(form, terms, around)
    return None if form.wanting else terms


def ask_about_needs(form: Form, terms: Terms, around: Around) -> None:
    """Ask about protected needs that the words seem to touch, unless that was answered."""
    needs = ", ".join(undeclared_needs(terms))
    if needs and not (form.raw(CONSIDERED) == NEITHER and form.raw(TOUCHED) == needs):
        form.want(CONSIDERED, around.words.refusal(MayTouchProtectedNeed(needs)))
        form.put(TOUCHED, needs)


def filled(terms: Terms) -> Pairs:
    """Return the fields of a form as a line fills them."""
    parts = (each.fill(value) for each, value, _ in all_parts(terms))
    return (("text", terms.text), *(pair for pairs in parts for pair in pairs))


def unfilled(kind: Kind) -> Pairs:
    """Return the fields of a new line that are not left open: it is tried, and read again."""
    term = () if issubclass(kind.body, NEVER_LAPSE) else (("trial_days", str(TRIAL_DAYS)),)
    return (("category", Category.ORDINARY.value), ("review_after_days", str(ORDINARY_DAYS)), *term)


def new_name(form: Form, taken: frozenset[ClauseId]) -> ClauseId:
    """Return what a new line is called in the history: how it begins, and the same each time."""
    words = re.findall(r"\w+", form.raw("text").lower())[:NAME_WORDS]
    name = ClauseId("-".join(words)[:NAME_LENGTH] or "line")
    return ClauseId(f"{name}-{form.operation[:ID_LENGTH]}") if name in taken else name


def _asked(kind: Kind) -> tuple[Control, ...]:
    return (CONTROLS["text"], *first_of(kind), *more_of(kind))


def _needs(form: Form) -> list[dict[str, str]]:
    if form.raw(CONSIDERED) != SUPPORTS:
        return []
    touched = [each.strip() for each in form.raw(TOUCHED).split(",")]
    known = [Need(each) for each in touched if each in set(Need)]
    declared = [NeedDeclared(need, Effect.SUPPORTS) for need in known]
    return [{"need": each.need.value, "effect": each.effect.value} for each in declared]


def is_place(kind: Kind) -> bool:
    """Tell whether a line says where one part of life stands, and so carries its name."""
    return kind.body is Area and kind.fixed is None
