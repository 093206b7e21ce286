"""The documents are true: what they point to exists, and what the code can say for them it says."""

import re
import subprocess
import sys

from tests.house.source import ROOT, tracked

LINK = re.compile(r"\]\((?!https?://)([^)#]+)(?:#[^)]*)?\)")
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"(?:src|tests|docs|benchmarks)/[\w./-]+")
TARGET = re.compile(r"^\s*make ([\w.-]+)|`make ([\w.-]+)", re.MULTILINE)
KINDS = {
    "tutorial": "*Tutorial.*",
    "how-to": "*How-to.*",
    "reference": "*Reference.*",
    "explanation": "*Explanation.*",
}


def documents() -> dict[str, str]:
    """Return every page, by its path."""
    return {name: (ROOT / name).read_text("utf-8") for name in tracked("*.md")}


def test_every_link_leads_somewhere() -> None:
    broken = [
        f"{name}: {link}"
        for name, text in documents().items()
        for link in LINK.findall(text)
        if not (ROOT / name).parent.joinpath(link).exists()
    ]
    assert not broken, "\n".join(broken)


def test_every_path_a_page_names_exists() -> None:
    named = [
        (name, path)
        for name, text in documents().items()
        for code in CODE.findall(text)
        for path in PATH.findall(code)
    ]
    missing = [f"{name}: {path}" for name, path in named if not (ROOT / path).exists()]
    assert named
    assert not missing, "\n".join(missing)


def test_every_make_target_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([\w.-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        first or second for text in documents().values() for first, second in TARGET.findall(text)
    }
    assert {"run", "test"} <= named
    assert named <= targets


def test_every_page_says_which_kind_it_is_and_is_in_the_index() -> None:
    index = (ROOT / "docs/README.md").read_text("utf-8")
    pages = {name: name.split("/")[1] for name in tracked("docs/*.md") if name.count("/") == 2}
    sorted_pages = {name: folder for name, folder in pages.items() if folder != "adr"}
    assert sorted_pages
    for name, folder in sorted_pages.items():
        assert KINDS[folder] in (ROOT / name).read_text("utf-8"), f"{name} does not say its kind"
        assert name.removeprefix("docs/") in index, f"{name} is not in the index"


def test_the_generated_pages_are_what_the_code_says_today() -> None:
    generated = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert generated.returncode == 0, generated.stdout + generated.stderr
