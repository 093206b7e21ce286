"""Parts of a question as a form asks for them: which part of life, whom it touches, how much."""

from collections.abc import Mapping

from troth.domain.kernel import AreaId, MemberId, Significance, Value
from troth.domain.routing.matter import Declaration, Facet, MatterKind
from troth.projections.places import places
from troth.web.form import Form
from troth.web.visit import Visit

MOST_PARTS = 4
"""Parts one form offers: a question with more is several questions, and can be split later."""

UNNAMED = "-"
"""Stands for a part of life nobody has named yet."""

AREA_WANTED = "Choose a part of life, or something not yet named."
WHOM_WANTED = "Choose whom it touches."
WEIGHT_WANTED = "Choose how much it matters."

KINDS: Mapping[str, tuple[MatterKind, bool]] = {
    "ordinary": (MatterKind.ORDINARY, False),
    "my-body": (MatterKind.OWN_BODY, True),
    "their-body": (MatterKind.OWN_BODY, False),
    "my-right": (MatterKind.OWN_RIGHT, True),
    "their-right": (MatterKind.OWN_RIGHT, False),
}
"""What sort of thing it is, and whether it is about whoever asks."""

CARRIED = ("area", "whom", "weight", "kind", "limit", "parts")
"""The fields of a question that go with it from asking to raising; further parts are numbered."""


class Choices(Value, frozen=True):
    """What the form of a question offers, and how many parts it shows."""

    areas: tuple[tuple[str, str], ...]
    whom: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str, str], ...]
    parts: tuple[int, ...]
    has_room: bool


def choices(visit: Visit, form: Form) -> Choices:
    """Return what a form of a question offers."""
    say = visit.words.say
    named = [(str(each.area), each.name) for each in places(visit.state, visit.moment)]
    whom = [("me", say("Only me"))]
    kinds = [("ordinary", say("Neither: an ordinary question")), ("my-body", say("My own body"))]
    kinds.append(("my-right", say("A right of my own")))
    for other in visit.others:
        whom += [("other", say("Only %(name)s", name=other.name)), ("both", say("Both of us"))]
        kinds.append(("their-body", say("The other's own body")))
        kinds.append(("their-right", say("A right of the other's")))
    count = _count(form)
    return Choices(
        (("", say("Choose one")), *named, (UNNAMED, say("Something not yet named"))),
        tuple(whom),
        tuple((value, said, "") for value, said in kinds),
        tuple(range(2, count + 1)),
        count < MOST_PARTS,
    )


def read_facets(visit: Visit, form: Form) -> tuple[Facet, ...] | None:
    """Return the parts of a question as whoever asks declares them, or None: the form says why."""
    endings = ("", *(f"-{number}" for number in _numbers(form)))
    said = [_part(visit, form, ending) for ending in endings]
    weight = form.choice("weight", Significance, visit.words.plain(WEIGHT_WANTED))
    if weight is None or form.wanting:
        return None
    limit = form.has("limit")
    facets = [
        Facet(area, declared={visit.member: Declaration(whom, weight, limit)})
        for area, whom in said
    ]
    return (_of_kind(visit, form, facets[0]), *facets[1:])


def area_of(visit: Visit, form: Form, field: str = "area") -> AreaId | None:
    """Return which part of life was chosen; none for something not yet named."""
    known = {str(each.area) for each in places(visit.state, visit.moment)} | {UNNAMED}
    area = form.one_of(field, known, visit.words.plain(AREA_WANTED))
    return None if area in {"", UNNAMED} else AreaId(area)


def _part(visit: Visit, form: Form, ending: str) -> tuple[AreaId | None, frozenset[MemberId]]:
    """Return which part of life one part of a question is, and whom it touches."""
    area = area_of(visit, form, f"area{ending}")
    return area, _whom(visit, form, f"whom{ending}") or frozenset()


def carried(form: Form) -> tuple[tuple[str, str], ...]:
    """Return the fields of a question that go on with it to the next form."""
    further = [f"{field}-{n}" for n in _numbers(form) for field in ("area", "whom")]
    return tuple((field, form[field]) for field in (*CARRIED, *further) if form[field])


def one_part(visit: Visit, form: Form) -> Declaration | None:
    """Return what somebody says of one part that is there already, or None: the form says why."""
    weight = form.choice("weight", Significance, visit.words.plain(WEIGHT_WANTED))
    whom = _whom(visit, form, "whom")
    if weight is None or whom is None:
        return None
    return Declaration(whom, weight, form.has("limit"))


def _of_kind(visit: Visit, form: Form, facet: Facet) -> Facet:
    kind, is_own = KINDS.get(form["kind"], KINDS["ordinary"])
    if kind is MatterKind.ORDINARY:
        return facet
    holder = visit.member if is_own else visit.other.id
    return Facet(facet.area, kind=kind, holder=holder, declared=facet.declared)


def _whom(visit: Visit, form: Form, field: str) -> frozenset[MemberId] | None:
    members = frozenset(each.id for each in (visit.me, *visit.others))
    meant = {
        "me": frozenset({visit.member}),
        "other": members - {visit.member},
        "both": members,
    }
    chosen = form.one_of(field, meant, visit.words.plain(WHOM_WANTED))
    return meant[chosen] if chosen else None


def _count(form: Form) -> int:
    """Return how many parts a form shows: as many as before, or one more or less."""
    shown = form.number("parts")
    wanted = (1 if shown is None else shown) + form.has("more") - form.has("less")
    return max(1, min(wanted, MOST_PARTS))


def _numbers(form: Form) -> tuple[int, ...]:
    return tuple(range(2, _count(form) + 1))
