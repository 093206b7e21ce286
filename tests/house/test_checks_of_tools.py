"""The tools check: import contracts and lint rules refuse what they are there to refuse."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

BIN = Path(sys.executable).parent
PACKAGES = (
    "",
    "domain",
    "projections",
    "crypto",
    "application",
    "application/loop",
    "notify",
    "store",
    "web",
    "web/pages",
)
EMPTY_MODULES = (
    "bootstrap.py",
    "cli.py",
    "config.py",
    "crypto/keys.py",
    "domain/dynamic.py",
    "domain/kernel.py",
    "domain/talks.py",
    "notify/mail.py",
    "store/memory.py",
    "store/postgres.py",
    "store/sqlite.py",
    "web/pages/book.py",
    "web/pages/today.py",
)

FORBIDDEN_IMPORTS = [
    ("domain/kernel.py", "import os", "pure"),
    ("domain/kernel.py", "import time", "pure"),
    ("domain/kernel.py", "from zoneinfo import ZoneInfo", "pure"),
    ("projections/today.py", "import sqlite3", "pure"),
    ("domain/kernel.py", "import troth.projections", "layer"),
    ("domain/kernel.py", "import troth.domain.dynamic", "acts stands on"),
    ("domain/surprise.py", "", "acts stands on"),
    ("surprise.py", "", "layer"),
    ("domain/standards.py", "import troth.domain.talks", "acts stands on"),
    ("application/handle.py", "import troth.store", "layer"),
    ("application/handle.py", "import apsw", "port"),
    ("application/read.py", "import troth.application.loop.steps", "entangled"),
    ("store/memory.py", "import troth.cli", "layer"),
    ("cli.py", "import troth.store.sqlite", "concrete store"),
    ("cli.py", "import troth.store.postgres", "concrete store"),
    ("cli.py", "import troth.crypto.keys", "Keys are handled"),
    ("crypto/keys.py", "import troth.domain.kernel", "leaf"),
    ("cli.py", "import troth.notify.mail", "tells somebody outside"),
    ("web/pages/today.py", "import troth.web.pages.book", "do not know each other"),
    ("web/pages/today.py", "import troth.store.memory", "nothing of how it is kept"),
    ("web/pages/today.py", "import troth.crypto.keys", "nothing of how it is kept"),
]

BANNED_CALLS = [
    ("from datetime import datetime, UTC\nx = datetime.now(UTC)\n", "TID251"),
    ("from datetime import date\nx = date.today()\n", "TID251"),
    ("import time\nx = time.time()\n", "TID251"),
    ("import uuid\nx = uuid.uuid4()\n", "TID251"),
    ("import random\nx = random.random()\n", "TID251"),
    ('print("x")\n', "T201"),
    ("def f() -> None:\n    import os\n", "PLC0415"),
    ("def f(x: bool) -> None: ...\n", "FBT001"),
    ("def f(a: int, b: int, c: int, d: int, e: int) -> None: ...\n", "PLR0913"),
]


def lay_out(folder: Path, *, path: str, text: str) -> None:
    """Make a small package of the real shape, with one file that holds the given text."""
    for package in PACKAGES:
        (folder / "troth" / package).mkdir(parents=True)
        (folder / "troth" / package / "__init__.py").touch()
    for module in EMPTY_MODULES:
        (folder / "troth" / module).touch()
    (folder / "troth/application/loop/steps.py").write_text(
        "import troth.application.read" if path == "application/read.py" else "", "utf-8"
    )
    (folder / "troth" / path).write_text(text, "utf-8")


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the project's own contracts on the package in a folder."""
    return subprocess.run(
        [BIN / "lint-imports", "--no-cache", "--config", ROOT / "pyproject.toml"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_package_of_the_right_shape_keeps_every_contract(tmp_path: Path) -> None:
    lay_out(tmp_path, path="domain/talks.py", text="import troth.domain.kernel")
    kept = contracts(tmp_path)
    assert kept.returncode == 0, kept.stdout
    assert "0 broken" in kept.stdout


@pytest.mark.parametrize(("path", "text", "contract"), FORBIDDEN_IMPORTS)
def test_a_forbidden_import_breaks_its_contract(
    tmp_path: Path, path: str, text: str, contract: str
) -> None:
    lay_out(tmp_path, path=path, text=text)
    broken = contracts(tmp_path)
    assert broken.returncode == 1, broken.stdout + broken.stderr
    assert [
        line for line in broken.stdout.splitlines() if line.endswith("BROKEN") and contract in line
    ], broken.stdout


@pytest.mark.parametrize(("text", "rule"), BANNED_CALLS)
def test_a_banned_call_is_refused_in_the_domain(text: str, rule: str) -> None:
    found = subprocess.run(
        [
            BIN / "ruff",
            "check",
            "--output-format=concise",
            "--stdin-filename",
            ROOT / "src/troth/domain/x.py",
            "-",
        ],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert f" {rule} " in found.stdout, found.stdout
