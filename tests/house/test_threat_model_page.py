"""The threat model promises what a test shows, and no document promises more than is true."""

import re
import subprocess
import sys
from functools import cache

import pytest

from tests.house.pages import codes, page, tables
from tests.house.source import ROOT, tracked

NAME = "docs/reference/threat-model.md"
TEXT = page(NAME)
ROWS = {row[""]: row for row in tables(TEXT)["What shows it / "]}
CLAIMS: list[str] = sorted(ROWS, key=lambda name: int(name[1:]))

PROMISES = re.compile(
    r"zero[- ]knowledge|end[- ]to[- ]end|tamper[- ]?proof|legally binding|unbreakable|unhackable"
    r"|(?:military|bank)[- ]grade|(?:100 ?%|completely) (?:safe|secure|private|anonymous)",
    re.IGNORECASE,
)
"""What nobody can promise, and others do."""

SAID_TO_BE_REFUSED = "docs/explanation/refused.md"


@cache
def collected() -> frozenset[str]:
    """Return every test that the gate runs in the files the page names, without its parameters."""
    files = sorted({each.split("::")[0] for each in shown_by()})
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert listed.returncode == 0, listed.stdout[-2000:]
    return frozenset(line.partition("[")[0] for line in listed.stdout.splitlines())


def shown_by() -> list[str]:
    """Return every test the page names."""
    return [test for row in ROWS.values() for test in codes(row["Shown by"])]


@pytest.mark.parametrize("claim", CLAIMS)
def test_each_claim_is_shown_by_tests_that_the_gate_runs(claim: str) -> None:
    tests = codes(ROWS[claim]["Shown by"])
    assert tests
    assert [test for test in tests if test not in collected()] == []


def test_each_number_in_the_text_leads_to_a_claim_and_each_claim_is_made_in_the_text() -> None:
    introduction, _, rest = TEXT.partition("Two sentences first")
    text, _, _ = rest.partition("## What shows it")
    assert "T4" in introduction
    assert set(re.findall(r"\bT\d+\b", text)) == set(ROWS)


def test_claims_are_numbered_in_order() -> None:
    assert list(ROWS) == CLAIMS == [f"T{number}" for number in range(1, len(ROWS) + 1)]


def test_no_document_promises_what_nobody_can() -> None:
    promised = [
        f"{name}: {found[0]}"
        for name in tracked("*.md")
        if name != SAID_TO_BE_REFUSED
        for found in PROMISES.finditer((ROOT / name).read_text("utf-8"))
    ]
    assert not promised, "\n".join(promised)


def test_the_page_that_refuses_such_promises_still_does() -> None:
    assert PROMISES.search(page(SAID_TO_BE_REFUSED))


@pytest.mark.parametrize("promise", ["It is Tamper-proof.", "End-to-end encrypted", "unhackable"])
def test_such_a_promise_is_found(promise: str) -> None:
    assert PROMISES.search(promise)
