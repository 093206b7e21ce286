"""The repository as a newcomer finds it: few things at the root, all from where they should be."""

import hashlib
import re

from tests.house.exceptions import least_ratio
from tests.house.source import ROOT, modules, tracked

ROOT_ENTRIES = 18
"""As many as fit one screen of a forge's first page."""

RATIO_LEAST, RATIO_MOST = 1.3, 1.8
"""Below, something is untested; above, tests repeat the code (median of good projects: 1.6)."""

# The text as published at gnu.org/licenses/agpl-3.0.txt, to the byte.
LICENCE_SHA256 = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
ADDRESS = re.compile(r"https?://([^/\"]+)")
PUBLIC_INDEX = {"pypi.org", "files.pythonhosted.org"}


def test_the_root_holds_few_entries() -> None:
    entries = {name.split("/")[0] for name in tracked()}
    assert len(entries) <= ROOT_ENTRIES, sorted(entries)


def test_the_licence_is_complete() -> None:
    text = (ROOT / "LICENSE").read_bytes()
    assert hashlib.sha256(text).hexdigest() == LICENCE_SHA256


def test_every_locked_package_comes_from_the_public_index_by_hash() -> None:
    lock = (ROOT / "uv.lock").read_text("utf-8")
    assert set(ADDRESS.findall(lock)) == PUBLIC_INDEX
    files = re.findall(r"\{ url = .*\}", lock)
    assert files
    assert [line for line in files if "sha256:" not in line] == []


def ratio() -> float:
    source = sum(module.lines for module in modules("src"))
    return sum(module.lines for module in modules("tests")) / source


def test_tests_are_one_to_two_lines_for_each_line_of_source() -> None:
    assert least_ratio() <= ratio() <= RATIO_MOST, f"{ratio():.2f}"


def test_the_grant_of_fewer_tests_is_still_needed() -> None:
    assert ratio() < RATIO_LEAST, "the budget is met: remove the grant from exceptions.toml"
