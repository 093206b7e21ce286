"""Whoever runs the server changes the record: each way is found, and named."""

from pathlib import Path

import pytest

from tests.store.figures import Figures
from tests.store.hosted import Hosted, findings, hosted
from tests.store.tampering_accounts import ACCOUNTS
from tests.store.tampering_cases import CASES as RECORDS
from tests.store.tampering_cases import UNNOTICED

CASES = {**RECORDS, **ACCOUNTS}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Hosted:
    """Let a couple live for a while; each case changes a copy."""
    return hosted(tmp_path_factory.mktemp("hosted"))


@pytest.mark.parametrize("name", CASES)
def test_it_is_found_and_named(name: str, record: Hosted, tmp_path: Path, figures: Figures) -> None:
    do, by, named, login = CASES[name]
    copy = record.copied(tmp_path / "home")
    do(copy)
    found = findings(copy)
    first = next(found)
    assert first.by == by
    assert named in first.named
    assert not login or any(each.by == "login" and login in each.named for each in found)
    figures(f"{name}: found by {by}: {named}")


@pytest.mark.parametrize("name", UNNOTICED)
def test_what_cannot_be_noticed_is_known(
    name: str, record: Hosted, tmp_path: Path, figures: Figures
) -> None:
    copy = record.copied(tmp_path / "home")
    UNNOTICED[name](copy)
    assert list(findings(copy)) == []
    figures(f"{name}: found by nothing")


def test_an_untouched_copy_has_nothing_to_find(record: Hosted, tmp_path: Path) -> None:
    assert list(findings(record.copied(tmp_path / "home"))) == []
