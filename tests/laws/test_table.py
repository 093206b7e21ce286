"""The table of the laws is complete, and every test it names is there and runs."""

import ast

from tests.laws.table import LAWS, PAGE, ROOT, RULES, page

EXPECTED = [f"K{number}" for number in range(1, 24)] + [f"L{number}" for number in range(1, 7)]


def test_every_rule_is_in_the_table_once_and_in_order() -> None:
    assert list(RULES) == EXPECTED


def test_every_rule_is_held_by_a_test() -> None:
    assert {law.rule for law in LAWS} == set(EXPECTED)
    assert len(set(LAWS)) == len(LAWS)


def test_every_test_it_names_exists() -> None:
    missing = [law.test for law in LAWS if not _exists(*law.test.split("::"))]
    assert missing == []


def _exists(path: str, name: str) -> bool:
    source = ROOT / path
    tree = ast.parse(source.read_text("utf-8")) if source.exists() else ast.Module([], [])
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assigned = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return name in functions | assigned


def test_the_page_of_the_laws_is_what_the_table_says() -> None:
    is_current = PAGE.read_text("utf-8") == page()
    assert is_current, "write it again: python -m tests.laws.table"
