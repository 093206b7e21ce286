"""Write down every sentence a person may be shown, for whoever brings Troth into another language.

Run by `make words`. Templates say their words through `_("...")`. In Python they are the strings
of the pages, of the readings and of refusals: sentences stand in tables there, and are looked up
by what they are when somebody reads them.
"""

import ast
import re
import sys
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "troth"
TEMPLATE = SOURCE / "web" / "locale" / "troth.pot"
SPOKEN = ("web", "projections")
"""Packages whose strings are shown."""

RAISED = ("crypto/codes.py", "crypto/words.py")
"""Modules that say themselves what was mistyped."""

TOLD = ("crypto/strength.py",)
"""Modules of other packages whose strings are shown."""

SAYING = frozenset({"plain", "say", "Pair", "Phrase", "gettext", "ngettext"})
"""What a word goes through that is too short to be known as a sentence by itself."""

NAMING = frozenset({"Phrase", "NotFound", "AlreadyThere", "UnclearWording"})
"""What says the words it is made with on a page, from whichever package it comes."""

UNSPOKEN = frozenset({"Markup", "compile", "TypeVar", "error", "format_date", "pattern"})
"""What takes what no person reads: markup, expressions, lines of a log, patterns of dates."""

CODE = "Code"
"""What a constant is annotated with that only a machine reads."""

MACHINE_READ = frozenset({"media_type", "headers"})
"""What an answer is given for the browser alone."""

SAME_FOR_EVERYBODY = ("projections/statement.py",)
"""Modules that write a file for others to check: in another language it would be another file."""

PLACE = re.compile(r"%\(\w+\)s|\{\w*\}")
"""Where a value stands: alone it is the same in every language."""

PIECES = 2
"""Whole words that make a sentence of what stands around a value; a name has fewer."""

SAID = ("_", "ngettext")
"""What a template says its words through."""

OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true"}
Sentence = str | tuple[str, str]
"""What is said, or what is said of one and of several."""

Found = tuple[Sentence, str]
"""A sentence, and the file it stands in."""


def catalogue() -> Catalog:
    """Return every sentence there is, with the files it stands in."""
    made = Catalog(project="Troth", charset="utf-8", fuzzy=False)
    for sentence, place in sorted(set(_found()), key=lambda each: (each[1], str(each[0]))):
        made.add(sentence, locations=[(place, 0)])
    return made


def written() -> bytes:
    """Return the catalogue as it is kept; it holds no date, so that it changes with its words."""
    body = BytesIO()
    write_po(body, catalogue(), width=100, omit_header=True, include_lineno=False)
    return body.getvalue()


def _found() -> Iterator[Found]:
    for path in sorted((SOURCE / "web" / "templates").glob("*.html")):
        yield from _of_template(path)
    for package in SPOKEN:
        for path in sorted((SOURCE / package).rglob("*.py")):
            if not path.as_posix().endswith(SAME_FOR_EVERYBODY):
                yield from ((each, _named(path)) for each in strings(path.read_text("utf-8")))
    for name in TOLD:
        yield from ((each, f"src/troth/{name}") for each in strings(_text_of(name)))
    for name in RAISED:
        yield from ((each, f"src/troth/{name}") for each in raised(_text_of(name)))
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text("utf-8")
        yield from ((each, _named(path)) for each in (*refusals(text), *named(text)))


def _of_template(path: Path) -> Iterator[Found]:
    with path.open("rb") as opened:
        for _line, _function, message, _comments in babel_extract(opened, SAID, (), OPTIONS):
            # A value that stands in a sentence comes after it, and is no text of the template. What
            # is looked up by a variable stands in a table of the code, and is found there.
            given = (message,) if isinstance(message, str) else (message or ())
            texts = [each for each in given if isinstance(each, str)]
            if texts:
                yield (texts[0] if len(texts) == 1 else (texts[0], texts[1])), _named(path)


def strings(text: str) -> Iterator[str]:
    """Return the sentences among the strings of a module, and each word that is said by itself."""
    tree = ast.parse(text)
    unsaid = {id(each) for each in _unsaid(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in SAYING:
            yield from (each for each in map(_text, node.args) if each)
        elif isinstance(node, ast.Constant) and id(node) not in unsaid:
            found = _text(node)
            if found and is_sentence(found):
                yield found


def refusals(text: str) -> Iterator[str]:
    """Return what the refusals of a module say."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Assign) and [_name(each) for each in node.targets] == ["says"]:
            found = _text(node.value)
            if found:
                yield found


def named(text: str) -> Iterator[str]:
    """Return the words that a module makes a phrase or a refusal with."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and _name(node.func) in NAMING and node.args:
            first = node.args[0]
            arms = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
            yield from (each for each in map(_text, arms) if each)


def pieced(text: str) -> Iterator[str]:
    """Return the sentences a module puts together around its values, as no language but one does.

    What is raised is for whoever keeps the machine, and is shown as what it is.
    """
    tree = ast.parse(text)
    aside = {
        id(each)
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise)
        for each in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and id(node) not in aside:
            found = "".join(_text(each) or "{}" for each in node.values)
            number = sum(map(str.isalpha, found.replace("{}", " ").split()))
            if number >= PIECES + (not is_begun(found)):
                yield found


def unfound(text: str, known: Collection[str]) -> Iterator[str]:
    """Return the sentences of a module that are in no catalogue."""
    for each in strings(text):
        if each not in known and each[0].isupper() and each[-1] in ".?":
            yield each


def raised(text: str) -> Iterator[str]:
    """Return the sentences that a module raises something with."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield from (each for each in map(_text, node.exc.args[:1]) if each)


def is_sentence(text: str) -> bool:
    """Tell words from names of fields, templates, addresses and styles."""
    words = text.split()
    return is_begun(text) or (len(words) > 1 and all(not each.startswith("/") for each in words))


def is_begun(text: str) -> bool:
    """Tell whether a text begins as a sentence does."""
    return text[0].isupper() and text[-1] not in "_/" and not text.isupper()


def _unsaid(tree: ast.Module) -> Iterator[ast.AST]:
    """Return the strings nobody is shown: what stands alone (it explains), and what is raised.

    And what only a machine reads: it stands where no words do, or is marked as such.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield node.value
        elif isinstance(node, ast.Raise | ast.JoinedStr) or _is_code(node):
            yield from ast.walk(node)


def _is_code(node: ast.AST) -> bool:
    match node:
        case ast.Call():
            return _name(node.func) in UNSPOKEN
        case ast.keyword():
            return node.arg in MACHINE_READ
        case ast.AnnAssign():
            return any(_name(each) == CODE for each in ast.walk(node.annotation))
        case _:
            return False


def _text(node: ast.expr) -> str:
    value = node.value if isinstance(node, ast.Constant) else None
    if not isinstance(value, str):
        return ""
    return value if any(map(str.isalpha, value)) and not PLACE.fullmatch(value) else ""


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _text_of(name: str) -> str:
    return (SOURCE / name).read_text("utf-8")


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def main() -> int:
    """Write the catalogue anew."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written())
    sys.stdout.write(f"{len(catalogue())} sentences in {_named(TEMPLATE)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
