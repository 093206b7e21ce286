"""Mirrored sentences: where a page says one thing to one of the two, it says as much to the other.

Sentences that stand in pairs in the code are looked at where every sentence is. Here are those that
templates choose between by who reads.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from jinja2 import Environment, nodes

from tests.house.source import ROOT
from tests.web.test_written_words import APART, PLACE, SHORT

TEMPLATES = ROOT / "src" / "troth" / "web" / "templates"
READERS = frozenset({"visit.me.id", "visit.me.name", "visit.member", "is_own", "read.is_own"})
"""By what a template tells who reads."""


class Mirrored(NamedTuple):
    """What is said to the one, and what to the other, on one line of a template."""

    place: str
    own: str
    other: str

    @property
    def is_uneven(self) -> bool:
        """Whether one of the two is told more."""
        lengths = sorted(len(PLACE.sub("name", each)) for each in (self.own, self.other))
        return lengths[1] - lengths[0] > max(SHORT, APART * lengths[1])


def mirrored(text: str, name: str) -> Iterator[Mirrored]:
    """Return the sentences of a template that one of the two reads, beside the other's."""
    tree = Environment(autoescape=True, trim_blocks=True).parse(text)
    choices = [
        *((each.test, each.expr1, each.expr2, each) for each in tree.find_all(nodes.CondExpr)),
        *(choice for each in tree.find_all(nodes.If) for choice in _arms(each)),
    ]
    for test, own, other, at in choices:
        said = [_said(each) for each in (own, other)]
        if all(said) and _tells_readers_apart(test):
            yield Mirrored(f"{name}:{at.lineno}", *said)


def _arms(choice: nodes.If) -> Iterator[tuple[nodes.Node, nodes.Node, nodes.Node, nodes.If]]:
    """Return each condition with what is shown under it, and what is shown next to that."""
    arms = [(each.test, nodes.Output(each.body), each) for each in (choice, *choice.elif_)]
    bodies = [*(body for _, body, _ in arms), nodes.Output(choice.else_)]
    for (test, _, at), (own, other) in zip(arms, pairwise(bodies), strict=True):
        yield test, own, other, at


def _tells_readers_apart(test: nodes.Node) -> bool:
    """Tell whether nothing but who reads is asked."""
    inside = list(_inside(test))
    is_plain = not any(isinstance(each, nodes.And | nodes.Or) for each in inside)
    return is_plain and bool(READERS & {_path(each) for each in inside})


def _said(node: nodes.Node | None) -> str:
    """Return the sentences of a part of a page; nothing where one can do something there too."""
    inside = [] if node is None else list(_inside(node))
    if any(_is_more(each) for each in inside):
        return ""
    calls = [each for each in inside if isinstance(each, nodes.Call) and _path(each.node) == "_"]
    said = [each for call in calls for each in call.args if isinstance(each, nodes.Const)]
    return " ".join(each.value for each in said)


def _is_more(node: nodes.Node) -> bool:
    match node:
        case nodes.CondExpr() | nodes.If() | nodes.For():
            return True
        case nodes.Call():
            return _path(node.node).startswith("p.")
        case nodes.TemplateData():
            return "<form" in node.data
        case _:
            return False


def _inside(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for each in node.iter_child_nodes():
        yield from _inside(each)


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else ""


def _all() -> list[Mirrored]:
    return [
        each
        for path in sorted(TEMPLATES.glob("*.html"))
        for each in mirrored(path.read_text("utf-8"), path.name)
    ]


def test_a_page_tells_neither_of_the_two_more_than_the_other() -> None:
    assert _all()
    assert [each for each in _all() if each.is_uneven] == []


def test_an_uneven_pair_would_be_found() -> None:
    uneven = (
        '{% if by == visit.member %}{{ _("You said so.") }}{% elif x %}{{ _("Nobody did.") }}'
        '{% else %}{{ _("No") }}{% endif %}'
        '{{ _("Yours.") if is_own else _("That is theirs, and they may say what follows.") }}'
        '{{ _("Long ago.") if is_long else _("That was not so long ago, as it seems to me.") }}'
    )
    assert [each[1:] for each in mirrored(uneven, "x") if each.is_uneven] == [
        ("Yours.", "That is theirs, and they may say what follows.")
    ]
    assert len(list(mirrored(uneven, "x"))) == 2
