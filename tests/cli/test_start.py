"""What each command starts with: nothing it has no use for, and no dump of its memory behind it."""

import os
import subprocess
import sys

import pytest

from tests.cli.home import Home, passphrase_of
from troth import __version__
from troth.bootstrap import new_chain, new_member

SLOW = (
    "argon2",
    "zxcvbn",
    "segno",
    "concurrent",
    "multiprocessing",
    "troth.application.accounts.account",
    "troth.application.joining",
)
"""What only signing up, logging in, inviting and the check of a long record need.

Together it would double every start.
"""

LIMITS = """
import resource
from pathlib import Path
from sys import argv
from troth.bootstrap import open_host
open_host(Path(argv[1])).store.close()
print(*resource.getrlimit(resource.RLIMIT_CORE))
"""

COLLECTING = """
import gc, sys
seen = []
def look(phase, info):
    if phase == "start" and "troth.cli.caller" not in sys.modules:
        seen.append(info)
from troth.cli import main
gc.callbacks.append(look)
sys.argv = ["troth", "--version"]
try:
    main()
finally:
    print(len(seen), gc.isenabled())
"""
"""Run the command line, and count how often the memory was gone through before it was loaded."""


def loaded(home: Home, *typed: str, answers: str = "") -> list[str]:
    """Return the names of all modules that a command loads."""
    settings = {"TROTH_HOME": str(home.path), "PYTHONPROFILEIMPORTTIME": "1"}
    result = subprocess.run(
        [sys.executable, "-m", "troth", *typed],
        env=os.environ | home.settings | settings,
        input=answers,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line.split("|") for line in result.stderr.splitlines() if "import time:" in line]
    return [line[-1].strip() for line in lines]


@pytest.mark.parametrize("typed", [("today",), ("pause",), ("stop",), ("history",)])
def test_an_ordinary_command_loads_nothing_slow(home: Home, typed: tuple[str, ...]) -> None:
    modules = loaded(home, "--as", "Wren", *typed)
    assert "troth.cli.caller" in modules
    assert not [each for each in modules if any(slow in each for slow in SLOW)]


def test_what_asks_for_a_passphrase_loads_how_to_derive_a_key(home: Home) -> None:
    modules = loaded(home, "login", "Wren", answers=f"{passphrase_of('Wren')}\n")
    assert any("argon2" in each for each in modules)
    assert not any("zxcvbn" in each for each in modules)


def test_a_process_that_could_hold_keys_leaves_no_core_dump(home: Home) -> None:
    typed = [sys.executable, "-c", LIMITS, str(home.path)]
    result = subprocess.run(typed, capture_output=True, text=True, check=True)
    assert result.stdout == "0 0\n"


def test_ids_say_nothing_and_are_never_alike() -> None:
    chains, members = ({make() for _ in range(50)} for make in (new_chain, new_member))
    assert len(chains) == len(members) == 50
    for id_ in (*members, *(chain.removeprefix("shared-") for chain in chains)):
        assert len(bytes.fromhex(id_)) == 8


def test_nothing_is_looked_through_for_waste_while_the_command_line_is_loaded() -> None:
    result = subprocess.run(
        [sys.executable, "-c", COLLECTING], capture_output=True, text=True, check=True
    )
    assert result.stdout == f"troth, version {__version__}\n0 True\n"
