"""A line in plain words: each part by its name, and what of it has changed."""

from troth.domain.agreement.terms import NEVER_LAPSE, Category, NeedDeclared, Terms
from troth.domain.kernel import Value
from troth.web.clauses.around import Around
from troth.web.clauses.kinds import kind_of
from troth.web.clauses.parts import CONTROLS, all_parts

WRITTEN = ("text", "line", "lines", "each", "each-lines")
"""The shapes in which somebody writes words of their own."""

ALWAYS_SAID = ("without_answer", "answer_within_hours", "presence", "in_role", "review_after_days")
"""Parts that are read before one agrees, also where a line holds them unasked."""


class Part(Value, frozen=True):
    """One part of a line: what it is called, and what it says.

    `is_own`: in the couple's words; `is_term`: it says when the line runs out.
    """

    name: str
    said: str
    is_own: bool = False
    is_term: bool = False


class Changed(Value, frozen=True):
    """One part of a line that differs, in both wordings; empty where it was not there."""

    name: str
    before: str
    after: str


OWN_WORDS = tuple(name for name, each in CONTROLS.items() if each.shape in WRITTEN)
"""Parts that hold what somebody wrote; the others are chosen."""

TERM = ("trial_days", "review_after_days")
"""Parts that say when a line runs out by itself."""

READ_FIRST = ("bearers", "area", "element")
"""Parts that are read before what a kind of line has of its own."""


def parts(terms: Terms, around: Around) -> tuple[Part, ...]:
    """Return what a line says besides its words: what goes without saying is left out."""
    own, term = (_names(names, around) for names in (OWN_WORDS, TERM))
    found = _said(terms, around).items()
    return tuple(Part(name, said, name in own, name in term) for name, said in found)


def changed_parts(before: Terms, after: Terms, around: Around) -> tuple[Changed, ...]:
    """Return the parts that differ between two wordings of a line."""
    old, new = _said(before, around), _said(after, around)
    names = (*old, *(name for name in new if name not in old))
    found = (Changed(name, old.get(name, ""), new.get(name, "")) for name in names)
    return tuple(each for each in found if each.before != each.after)


def kind_name(terms: Terms, around: Around) -> str:
    """Return what kind of line it is, in plain terms."""
    return around.words.plain(kind_of(terms).name)


def _said(terms: Terms, around: Around) -> dict[str, str]:
    found: dict[str, str] = {}
    lapses = not isinstance(terms.body, NEVER_LAPSE)
    in_order = sorted(all_parts(terms), key=lambda part: part[0].name not in READ_FIRST)
    for control, value, is_unasked in in_order:
        if control.name == "review_after_days" and not lapses:
            continue
        goes_unsaid = is_unasked and control.name not in ALWAYS_SAID
        said = "" if goes_unsaid else control.say(value, around)
        if said:
            found[around.words.plain(control.label.said)] = said
    if terms.category is not Category.ORDINARY:
        category = CONTROLS["category"]
        found[around.words.plain(category.label.said)] = category.say(terms.category, around)
    if terms.needs:
        label = around.words.plain("Supports")
        found[label] = ", ".join(_need(each, around) for each in terms.needs)
    return found


def _names(parts: tuple[str, ...], around: Around) -> frozenset[str]:
    return frozenset(around.words.plain(CONTROLS[each].label.said) for each in parts)


def _need(declared: NeedDeclared, around: Around) -> str:
    return around.words.plain(declared.need.value.replace("-", " "))
