"""Every edge a toy gets wrong has a test by name, and nothing here can tell anybody anything."""

import ast
from pathlib import Path

import pytest

from tests.laws.edges import EDGES
from tests.laws.table import ROOT

SOURCE = ROOT / "src" / "troth"

LISTED = 36
"""The edges of section 2.6; "a stop inside ..." is four of them."""

SENDS = {
    *("asyncore", "ftplib", "http.client", "imaplib", "poplib", "smtplib", "socket"),
    *("socketserver", "telnetlib", "urllib.request", "xmlrpc", "aiohttp", "httpx", "requests"),
    *("dbus", "notify2"),
}
"""Modules that reach another machine or a person's screen."""

LISTENS = {("serve.py", "socket")}
"""What waits to be asked, and sends nothing by itself."""

LOOKS = {("reached.py", "http.client"), ("reached.py", "socket")}
"""What the doctor asks the server itself with, where somebody has it ask."""

TELLS = {("browsers.py", "http.client"), ("mail.py", "smtplib")}
"""What one fixed sentence leaves by, to whoever has switched it on for themself."""


def test_every_edge_is_listed() -> None:
    assert len(EDGES) == LISTED
    assert all(EDGES.values())


@pytest.mark.parametrize(
    ("path", "name"), sorted({held for each in EDGES.values() for held in each})
)
def test_every_test_of_an_edge_exists(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert f"test_{name}" in names


def test_nothing_is_sent_to_anybody() -> None:
    """Nothing leaves the program but one fixed sentence: no locked screen shows whose it is."""
    reached = {
        (path.name, module)
        for path in SOURCE.rglob("*.py")
        for module in _imported(path)
        if any(module == each or module.startswith(f"{each}.") for each in SENDS)
    }
    assert reached == LISTENS | LOOKS | TELLS


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                found |= {each.name for each in names}
            case ast.ImportFrom(module=str() as module):
                found.add(module)
            case _:
                pass
    return found
