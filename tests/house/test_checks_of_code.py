"""The checks check: each of them catches a synthetic case of what it is there to catch."""

import ast
import re
from textwrap import dedent

import pytest

from tests.house.budgets import over
from tests.house.measures import complexity, is_dispatch, lazy_imports, missing_annotations
from tests.house.source import Function, Module
from tests.house.test_habits import (
    NOQA,
    TYPE_IGNORE,
    is_one_sentence,
    opt_outs,
    undocumented,
    unexplained,
    without_sentence,
)

DISPATCH = """
def decide(state, command):
    '''Decide.'''
    by, at = command.by, command.at
    match command:
        case Pause():
            return _pause(state, by)
        case Stop():
            return (Stopped(at),)
        case _:
            assert_never(command)
"""


def module(text: str) -> Module:
    """Make a module that is nowhere on disk."""
    return Module("src/troth/made_up.py", dedent(text))


def function(text: str) -> Function:
    """Return the one function of a text."""
    (only,) = module(text).functions()
    return only


def test_a_long_file_is_over_its_budget() -> None:
    assert over([module("x = 1\n" * 400)]) == []
    assert over([module("x = 1\n" * 401)]) == [
        "src/troth/made_up.py: module lines 401, at most 400"
    ]


def test_a_long_function_is_over_its_budget() -> None:
    body = "    x = 1\n"
    assert over([module("def f():\n" + body * 59)]) == []
    assert over([module("def f():\n" + body * 60)]) == [
        "src/troth/made_up.py:f: function lines 61, at most 60"
    ]


def test_a_ninth_path_is_over_its_budget() -> None:
    branches = "\n".join(f"    if x == {n}:\n        return {n}" for n in range(8))
    assert over([module("def f(x):\n" + branches)]) == [
        "src/troth/made_up.py:f: complexity 9, at most 8"
    ]


def test_a_fifth_parameter_is_over_its_budget() -> None:
    assert over([module("def f(self, a, b, c, d): ...")]) == []
    assert over([module("def f(self, a, b, c, *, d, e): ...")]) == [
        "src/troth/made_up.py:f: parameters 5, at most 4"
    ]


@pytest.mark.parametrize(
    ("statement", "paths"),
    [
        ("return 1", 1),
        ("return 1 if x else 2", 2),
        ("for y in x:\n        while y:\n            pass", 3),
        ("try:\n        pass\n    except KeyError:\n        pass", 2),
        ("return [y for y in x]", 2),
        ("match x:\n        case 1:\n            pass\n        case _:\n            pass", 2),
        ("match x:\n        case 1:\n            pass\n        case y if y:\n            pass", 3),
    ],
)
def test_each_decision_adds_a_path(statement: str, paths: int) -> None:
    assert complexity(function(f"def f(x):\n    {statement}")) == paths


def test_a_plain_dispatch_is_known_by_its_shape() -> None:
    assert is_dispatch(function(DISPATCH))


@pytest.mark.parametrize(
    ("plain", "spoilt"),
    [
        ("assert_never(command)", "return None"),
        ("case _:", "case Other():"),
        ("return _pause(state, by)", "return _pause(state) if by else None"),
        ("return _pause(state, by)", "x = 1\n            return _pause(state, x)"),
        ("case Stop():", "case Stop() if by:"),
        ("by, at = command.by, command.at", "by = at = find(command)"),
        ("match command:", "if by: return\n    match command:"),
    ],
)
def test_anything_more_than_a_list_of_cases_is_no_dispatch(plain: str, spoilt: str) -> None:
    assert plain in DISPATCH
    assert not is_dispatch(function(DISPATCH.replace(plain, spoilt)))


def test_a_long_dispatch_is_exempt_and_a_long_match_is_not() -> None:
    arm = "        case Pause():\n            return _pause(state, by)\n"
    dispatch = DISPATCH.replace(arm, arm * 40)
    assert over([module(dispatch)]) == []
    assert len(over([module(dispatch.replace("assert_never(command)", "return None"))])) == 2


def test_a_missing_type_is_named() -> None:
    assert missing_annotations(function("def f(self, a, *b: int, **c): ...")) == [
        "a",
        "c",
        "return",
    ]
    assert missing_annotations(function("def f(self, a: int) -> None: ...")) == []


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    import os",
        "if TYPE_CHECKING:\n    import os",
        "if typing.TYPE_CHECKING:\n    from os import path",
    ],
)
def test_a_waiting_import_is_found(text: str) -> None:
    assert lazy_imports(ast.parse(text)) == [2]


@pytest.mark.parametrize("text", ["x = 1", '"""No full stop"""', '"""One. Two."""'])
def test_a_module_without_one_sentence_is_found(text: str) -> None:
    assert without_sentence([module(text)]) == ["src/troth/made_up.py"]
    assert is_one_sentence("What is expected of each, e.g. on a Friday.")


def test_a_class_without_its_sentence_is_found() -> None:
    text = """
    class Silent: ...
    class Broken(ValueError):
        '''An error.'''
    class Known(LookupError):
        '''Raised when an id is unknown.'''
    """
    assert undocumented([module(text)]) == [
        "src/troth/made_up.py:Silent",
        "src/troth/made_up.py:Broken",
    ]


@pytest.mark.parametrize(
    ("pattern", "comment", "explained"),
    [
        (TYPE_IGNORE, "type: ignore", False),
        (TYPE_IGNORE, "type: ignore[arg-type]", False),
        (TYPE_IGNORE, "type: ignore  # the stub is older", False),
        (TYPE_IGNORE, "type: ignore[arg-type]  # the stub is older", True),
        (NOQA, "noqa", False),
        (NOQA, "noqa: S101", False),
        (NOQA, "noqa: S101, PLR2004", False),
        (NOQA, "noqa: S101 the parser has checked it", True),
        (NOQA, "noqa: S101 - the parser has checked it", True),
        (NOQA, "noqa: S101  # the parser has checked it", True),
    ],
)
def test_an_opt_out_counts_only_with_rule_and_reason(
    pattern: re.Pattern[str], comment: str, *, explained: bool
) -> None:
    silenced = module(f"x = 1  # {comment}\n")
    assert len(opt_outs(pattern, [silenced])) == 1
    assert (unexplained(pattern, [silenced]) == []) is explained


def test_an_opt_out_inside_a_text_is_only_text() -> None:
    assert opt_outs(NOQA, [module('x = "# noqa"\n')]) == []
