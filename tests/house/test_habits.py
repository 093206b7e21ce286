"""Habits every file keeps: types, sentences, opt-outs with reasons, names that say something."""

import ast
import re
from collections.abc import Iterable

import pytest

from tests.house.measures import lazy_imports, missing_annotations
from tests.house.source import Module, modules

CODE = ("src", "tests", "benchmarks", "docs")
LINES_PER_IGNORE = 1_000
EMPTY_NAMES = {"utils", "helpers", "common", "base", "services", "manager", "misc", "mocks"}
PORTS = "src/troth/application/ports.py"
FORM = "src/troth/web/form.py"

TYPE_IGNORE = re.compile(r"# type: ignore(?P<code>\[[\w, -]+\])?(?P<reason>\s+#\s\w.{8,})?")
NOQA = re.compile(
    r"# noqa(?P<code>: [A-Z]+\d+(?:, [A-Z]+\d+)*)?(?P<reason>\s+(?:[#-]\s+)?\w.{8,})?"
)
SKIPS = re.compile(r"\b(?:pytest\.(?:skip|xfail|importorskip)|mark\.(?:skip|skipif|xfail))\b")
MOCKS = re.compile(r"\bmonkeypatch\b|\bunittest\.mock\b|\bMagicMock\b")


def lines_with(pattern: re.Pattern[str], *folders: str) -> list[str]:
    """Return where a pattern stands in the code, this file aside, which has to name it."""
    own = "tests/house/test_habits.py"
    return [
        f"{module.path}:{number}: {line.strip()}"
        for module in modules(*folders)
        for number, line in enumerate(module.text.splitlines(), 1)
        if module.path != own and pattern.search(line)
    ]


def numbers_read(module: Module) -> list[str]:
    """Return where a module makes a number of a text by itself; a length of time is none."""
    calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    made = ((call, ast.unparse(call)) for call in calls)
    return [
        f"{module.path}:{call.lineno}: {text}"
        for call, text in made
        if re.match(r"int\(|.*\.is(?:decimal|digit|numeric)\(", text)
        and not text.endswith(".total_seconds())")
    ]


def opt_outs(pattern: re.Pattern[str], found: Iterable[Module]) -> list[tuple[str, re.Match[str]]]:
    """Return the comments that silence a tool, with their places."""
    comments = (
        (f"{module.path}:{line}: {text}", pattern.search(text))
        for module in found
        for line, text in module.comments()
    )
    return [(place, match) for place, match in comments if match]


def unexplained(pattern: re.Pattern[str], found: Iterable[Module]) -> list[str]:
    """Return the opt-outs that name no rule or give no reason."""
    silenced = opt_outs(pattern, found)
    return [place for place, match in silenced if not (match["code"] and match["reason"])]


def first_paragraph(docstring: str) -> str:
    """Join the lines of a docstring up to its first blank line."""
    return " ".join(docstring.strip().split("\n\n")[0].split())


def without_sentence(found: list[Module]) -> list[str]:
    """Return the modules whose first paragraph is missing or is not one whole sentence."""
    paragraphs = {each.path: first_paragraph(ast.get_docstring(each.tree) or "") for each in found}
    return [path for path, text in paragraphs.items() if not is_one_sentence(text)]


def is_one_sentence(text: str) -> bool:
    """Tell whether a text ends in a full stop and holds no other sentence end."""
    return text.endswith(".") and not re.search(r"[.!?] [A-Z]", text[:-1])


def undocumented(found: Iterable[Module]) -> list[str]:
    """Return public classes without a sentence, and exceptions that do not say when they occur."""
    classes = ((module.path, node) for module in found for node in module.classes())
    return [f"{path}:{node.name}" for path, node in classes if not _says_enough(node)]


def _says_enough(node: ast.ClassDef) -> bool:
    docstring = ast.get_docstring(node) or ""
    if node.name.startswith("_"):
        return True
    bases = {ast.unparse(base) for base in node.bases}
    if any(base.endswith(("Error", "Exception")) for base in bases):
        return docstring.startswith("Raised when ")
    return first_paragraph(docstring).endswith(".")


def test_every_function_states_its_types() -> None:
    missing = [
        f"{module.path}:{function.lineno} {function.name}: {missing_annotations(function)}"
        for module in modules(*CODE)
        for function in module.functions()
        if missing_annotations(function)
    ]
    assert not missing, "\n".join(missing)


def test_every_module_begins_with_one_sentence() -> None:
    missing = without_sentence(list(modules(*CODE)))
    assert not missing, "\n".join(missing)


def test_every_event_command_refusal_and_port_has_its_sentence() -> None:
    missing = undocumented(modules("src"))
    assert not missing, "\n".join(missing)


def test_no_import_waits_inside_a_function() -> None:
    waiting = [
        f"{module.path}:{line}" for module in modules(*CODE) for line in lazy_imports(module.tree)
    ]
    assert not waiting, "\n".join(waiting)


def test_types_are_rarely_ignored_and_never_without_a_reason() -> None:
    ignores = [place for place, _ in opt_outs(TYPE_IGNORE, modules(*CODE))]
    lines = sum(module.lines for module in modules(*CODE))
    assert len(ignores) * LINES_PER_IGNORE <= lines, "\n".join(ignores)
    assert unexplained(TYPE_IGNORE, modules(*CODE)) == []


def test_a_silenced_lint_names_its_rule_and_its_reason() -> None:
    silenced = unexplained(NOQA, modules(*CODE))
    assert not silenced, "\n".join(silenced)


def test_no_test_is_skipped_expected_to_fail_or_mocked() -> None:
    assert lines_with(SKIPS, "tests") == []
    assert lines_with(MOCKS, "tests") == []


def test_no_module_is_named_after_nothing() -> None:
    stems = {
        module.path: module.path.removesuffix(".py").split("/")[-1] for module in modules(*CODE)
    }
    assert [path for path, stem in stems.items() if stem.strip("_") in EMPTY_NAMES] == []


def test_typing_protocols_are_ports_only() -> None:
    """A protocol is also something the couple agrees on; the word keeps one place in the code."""
    protocols = re.compile(r"from typing import .*\bProtocol\b|typing\.Protocol")
    assert [place for place in lines_with(protocols, "src") if not place.startswith(PORTS)] == []


def test_a_number_that_was_sent_is_read_in_one_place() -> None:
    """`int` gives up on thousands of digits: a page that called it would answer with a fault."""
    pages = [each for each in modules("src/troth/web") if each.path != FORM]
    assert [place for module in pages for place in numbers_read(module)] == []


@pytest.mark.parametrize("text", ["int(form['shown'])", "form.raw('from').isdecimal()"])
def test_a_number_read_elsewhere_is_found(text: str) -> None:
    assert len(numbers_read(Module("src/troth/web/made_up.py", text))) == 1
