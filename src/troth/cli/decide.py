"""Asking who decides: one sentence, with the reasons and what would change it."""

import click
from msgspec.structs import replace

from troth.cli.caller import Caller, Refused
from troth.cli.completing import AREAS
from troth.domain.kernel import Significance
from troth.domain.routing.matter import Declaration, Facet, MatterKind
from troth.projections.explain import explain
from troth.projections.telling import tell

AREA = click.option("--area", shell_complete=AREAS, help="Which part of life it is about.")
AFFECTS = click.option("--affects", default="both", help="me, other, a name, or both.")
WEIGHT = click.option("--significant/--everyday", default=True, help="Whether it matters.")
OTHER = click.option("--other-affects", help="Whom it touches as the other sees it.")
SPLIT = click.option(
    "--split",
    multiple=True,
    metavar="AREA:WHO",
    help="A further part that is looked at by itself, such as work:me",
)
KIND = click.option("--kind", type=click.Choice([k.value for k in MatterKind]), default="ordinary")
WHOSE = click.option("--whose", help="Whose body or right it is, for those kinds.")


def facets(
    caller: Caller, area: str | None, affects: str, split: tuple[str, ...], *, significant: bool
) -> tuple[Facet, ...]:
    """Return the parts of a question as the caller declares them."""
    weight = Significance.SIGNIFICANT if significant else Significance.ROUTINE
    parts = [(area, affects), *(_split_part(each) for each in split)]
    return tuple(
        Facet(
            area=caller.area(name),
            declared={caller.member: Declaration(caller.people(people), weight)},
        )
        for name, people in parts
    )


def _split_part(part: str) -> tuple[str, str]:
    area, found, people = part.partition(":")
    if not found:
        raise Refused(f"Write --split as AREA:WHO, such as work:me; not “{part}”.")
    return area, people


@click.command("who-decides")
@click.argument("question")
@AREA
@AFFECTS
@WEIGHT
@OTHER
@SPLIT
@KIND
@WHOSE
@click.pass_obj
def who_decides(
    caller: Caller,
    question: str,
    area: str | None,
    affects: str,
    other_affects: str | None,
    split: tuple[str, ...],
    kind: str,
    whose: str | None,
    *,
    significant: bool,
) -> None:
    """Ask who decides QUESTION, and why. Nothing is recorded, and nobody sees it.

    The answer goes by your word alone, unless you say --other-affects as well.
    """
    view = caller.own_view
    if not question.strip():
        raise Refused("Say what it is about: troth who-decides “A job offer” --area work")
    first, *rest = facets(caller, area, affects, split, significant=significant)
    holder = caller.person(whose) if whose else None
    first = replace(first, kind=MatterKind(kind), holder=holder)
    if other_affects is not None:
        first = _as_the_other_sees(caller, first, other_affects)
    explained = explain(view.state.ground, (first, *rest), view.moment)
    told = tell(explained, view.state.ground.dynamic, caller.member)
    lines = [question, "", f"  {told.answer}   ({explained.label.name})", "", "Why"]
    lines += [f"  {each}" for each in (*told.because, *told.nearly)]
    lines += ["", "What would change it"] if told.would_change else []
    lines += [f"  {each}" for each in told.would_change]
    caller.show({"explanation": explained, "told": told}, "\n".join([*lines, "", told.always]))


def _as_the_other_sees(caller: Caller, facet: Facet, affects: str) -> Facet:
    """Suppose that the other declared whom it touches, as much as one's own word weighs."""
    own = facet.declared[caller.member]
    theirs = Declaration(caller.people(affects), own.significance)
    other = caller.members.other(caller.member)
    return replace(facet, declared={caller.member: own, other: theirs})
