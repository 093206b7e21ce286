"""The text of a plan as plain data: YAML whose every word stands where it is read."""

import re

import yaml
from yaml.events import Event as Found
from yaml.nodes import MappingNode, Node

from troth.domain.kernel import Refusal

PLAN_BYTES = 256 << 10
"""Longest plan: sixty full clauses with their reasons fit several times over."""

DEEPEST = 8
"""A plan nests six deep at most; anything deeper is a slip, or meant to exhaust the reader."""

MOST_NODES = 8_000
"""Most words and groups in a plan: a hundred clauses in full; many more would take seconds."""


class PlanNotUsable(Refusal, frozen=True):
    """A plan cannot be read: where, and what would mend it; nothing was proposed."""

    place: str
    problem: str
    says = "{place}: {problem}"


def read_yaml(text: str) -> dict[str, object] | PlanNotUsable:
    """Return the plain data of a plan file, or where the text cannot be read.

    Of YAML only what looks like what it means is read: `yes`, `19:00` and a date stay text, and
    an anchor, a tag or a name given twice would let the same file show one thing and say another.
    """
    if len(text.encode("utf-8", "surrogatepass")) > PLAN_BYTES:
        kilobytes = PLAN_BYTES >> 10
        return PlanNotUsable("The file", f"it is longer than {kilobytes} KiB. Split it in two.")
    try:
        data = _Loader(text).get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        return _unreadable(line, column, error.problem or "this is not YAML")
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        column = error.position - before.rfind("\n") - 1
        return _unreadable(before.count("\n"), column, "this character cannot be seen")
    if not isinstance(data, dict):
        return PlanNotUsable("The file", "it holds no plan. Begin with `clauses:` and list them.")
    return data


def _unreadable(line: int, column: int, problem: str) -> PlanNotUsable:
    return PlanNotUsable(f"Line {line + 1}, column {column + 1}", f"{problem}.")


class _Loader(yaml.SafeLoader):
    """The library's safe reading, with fewer ways to write the same thing."""

    yaml_implicit_resolvers = {}
    _depth = 0
    _nodes = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        """Read one node; nesting is held before it is followed, so that no text exhausts us."""
        found = self.peek_event()  # type: ignore[no-untyped-call]  # its stub is bare
        self._depth += 1
        self._nodes += 1
        problem = _unwanted(found, self._depth, self._nodes)
        if problem is not None:
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=found.start_mark)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_mapping(
        self,
        node: MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - the library calls it this way
    ) -> dict[object, object]:
        """Read one mapping; of a name given twice the library would silently keep the last."""
        seen: set[object] = set()
        for key, _ in node.value:
            is_name = key.tag == self.DEFAULT_SCALAR_TAG
            if not is_name or key.value in seen:
                problem = "this name is given twice" if is_name else "a word belongs here"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
            seen.add(key.value)
        return dict(super().construct_mapping(node, deep=deep))


def _unwanted(found: Found, depth: int, nodes: int) -> str | None:
    if getattr(found, "anchor", None) is not None:
        return "anchors (&) and aliases (*) are not read here, so write it out"
    if getattr(found, "tag", None) is not None:
        return "tags (!) are not read here, so leave it out"
    if nodes > MOST_NODES:
        return "this is more than one plan holds, so split it in two"
    return "this is nested too deeply" if depth > DEEPEST else None


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    # Eight digits are enough for any number of minutes or days.
    ("int", r"^-?(?:0|[1-9][0-9]{0,7})$", "-0123456789"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))
