"""Measure code: length, decision points, annotations; and know a plain dispatch when seen."""

import ast
from collections.abc import Iterable
from math import ceil

from tests.house.source import Function

DECISIONS = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.comprehension,
)


def length(function: Function) -> int:
    """Count a function's lines from `def` to its end, docstring included, decorators not."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def complexity(function: Function) -> int:
    """Count the paths through a function: one, and one more for each decision in it."""
    return 1 + sum(_decisions(node) for node in ast.walk(function))


def _decisions(node: ast.AST) -> int:
    if isinstance(node, DECISIONS):
        return 1
    if isinstance(node, ast.match_case):
        return 0 if _catches_all(node) else 1
    return 0


def _catches_all(case: ast.match_case) -> bool:
    is_open = isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
    return is_open and case.guard is None


def is_dispatch(function: Function) -> bool:
    """Tell a plain dispatch: one match, single-call arms, closed by assert_never.

    Such a list is as long as the closed set it lists; cutting it up would hide what is missing.
    """
    body = function.body[1:] if ast.get_docstring(function) else function.body
    if not body or not isinstance(body[-1], ast.Match):
        return False
    if not all(_only_names_parts(each) for each in body[:-1]):
        return False
    *arms, last = body[-1].cases
    return _is_assert_never(last) and all(_is_single_call(arm) for arm in arms)


def _only_names_parts(statement: ast.stmt) -> bool:
    """Accept `by, at = recorded.by, recorded.at` before the match: names, no decision, no call."""
    hidden = (ast.Call, ast.IfExp, ast.BoolOp, ast.comprehension)
    return isinstance(statement, ast.Assign) and not any(
        isinstance(node, hidden) for node in ast.walk(statement)
    )


def _is_single_call(case: ast.match_case) -> bool:
    if case.guard is not None or len(case.body) != 1:
        return False
    (statement,) = case.body
    return isinstance(statement, ast.Return | ast.Expr) and _is_call(statement.value)


def _is_call(value: ast.expr | None) -> bool:
    """Accept a call, or a tuple of exactly one: `return (ZoneChanged(zone),)` is one event."""
    if isinstance(value, ast.Tuple) and len(value.elts) == 1:
        return _is_call(value.elts[0])
    return isinstance(value, ast.Call)


def _is_assert_never(case: ast.match_case) -> bool:
    called = [node.func for node in ast.walk(case) if isinstance(node, ast.Call)]
    names = [name.id for name in called if isinstance(name, ast.Name)]
    return _catches_all(case) and len(case.body) == 1 and names == ["assert_never"]


def missing_annotations(function: Function) -> list[str]:
    """Name the parameters without a type, and `return` where the result has none."""
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    starred = [each for each in (arguments.vararg, arguments.kwarg) if each]
    untyped = [each.arg for each in (*named, *starred) if each.annotation is None]
    missing = [name for name in untyped if name not in {"self", "cls"}]
    return missing if function.returns else [*missing, "return"]


def parameters(function: Function) -> int:
    """Count what a caller has to supply, besides self."""
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return len([each for each in named if each.arg not in {"self", "cls"}])


def percentile(values: Iterable[int], share: float) -> int:
    """Return the smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def lazy_imports(tree: ast.Module) -> list[int]:
    """Return the lines of imports that wait inside a function, or behind TYPE_CHECKING."""
    inside = [_imports(node) for node in ast.walk(tree) if _hides_imports(node)]
    return sorted({line for lines in inside for line in lines})


def _hides_imports(node: ast.AST) -> bool:
    return isinstance(node, Function) or (
        isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
    )


def _imports(node: ast.AST) -> list[int]:
    return [each.lineno for each in ast.walk(node) if isinstance(each, ast.Import | ast.ImportFrom)]
