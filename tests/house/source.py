"""Read the project's own source: modules, functions, classes and the text they would show."""

import ast
import io
import subprocess
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file: where it is, what it says, what it means."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return _parse(self.text)

    @property
    def lines(self) -> int:
        """Physical lines, blank ones and comments included: what a reader scrolls through."""
        return len(self.text.splitlines())

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def classes(self) -> Iterator[ast.ClassDef]:
        """Every class, nested ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))

    def comments(self) -> Iterator[tuple[int, str]]:
        """Every comment, with its line."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return ((each.start[0], each.string) for each in tokens if each.type == tokenize.COMMENT)

    def strings(self) -> Iterator[tuple[int, str]]:
        """Every text a person might be shown, with its line; docstrings only tell developers."""
        explained = {id(_docstring_node(node)) for node in ast.walk(self.tree)}
        constants = (node for node in ast.walk(self.tree) if isinstance(node, ast.Constant))
        for node in constants:
            if isinstance(node.value, str) and id(node) not in explained:
                yield node.lineno, node.value


@cache
def _parse(text: str) -> ast.Module:
    return ast.parse(text)


def _docstring_node(node: ast.AST) -> ast.Constant | None:
    """Return the constant that documents something: its docstring, or a bare string after it."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return node.value
    return None


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Return every Python file under the given folders of the repository, in a fixed order."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(Module(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in paths)


@cache
def tracked(*patterns: str) -> tuple[str, ...]:
    """Return the files under version control, so that what lies about locally does not count."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(sorted(name for name in listed.stdout.splitlines() if (ROOT / name).exists()))
