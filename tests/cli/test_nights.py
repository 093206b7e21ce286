"""A server that runs checks the whole record at night, and doctor says what came of it."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from tests.cli.home import ClockAt, Home, now
from tests.store.hosted import tamper
from troth.application.handle import Host
from troth.application.proofs.nights import Night, check_all, last_night
from troth.cli.doctor import MENDING
from troth.cli.nights import Nights, is_night

AT_THREE = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def checks(home: Home, at: datetime) -> Night | None:
    """Let a server look, at a time, whether anything is to be done; return what it has done."""
    with home.host() as host:
        Nights(Host(host.store, ClockAt(at), host.zones), "UTC").step()
        return last_night(host.store)


def finding(home: Home, *, mends: bool = False) -> dict[str, Any]:
    """Return what the doctor finds of the nights."""
    result = home.elsewhere().run(None, "--json", "doctor")
    assert result.exit_code == (MENDING if mends else 0), result.output
    (found,) = [each for each in msgspec.json.decode(result.stdout) if each["what"] == "nights"]
    return dict(found)


def test_it_waits_for_the_night_and_does_it_once(home: Home) -> None:
    assert checks(home, AT_THREE.replace(hour=12)) is None
    found = checks(home, AT_THREE)
    assert found == Night(AT_THREE, AT_THREE)
    assert checks(home, AT_THREE + timedelta(hours=1)) == found
    assert checks(home, AT_THREE + timedelta(days=1)) != found


@pytest.mark.parametrize(("hour", "is_one"), [(0, False), (2, True), (4, True), (5, False)])
def test_night_is_by_the_clock_of_the_server(hour: int, *, is_one: bool) -> None:
    assert is_night(AT_THREE.replace(hour=hour)) is is_one


def test_whole_is_logged_with_no_line_and_told_by_the_doctor(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    assert "No server has checked" in finding(home)["says"]
    checks(home, AT_THREE)
    assert not caplog.records
    with home.host() as host:
        check_all(host.store, ClockAt(now()))
    found = finding(home)
    assert (found["standing"], "unbroken" in found["says"]) == ("ok", True)


def test_one_long_ago_is_worth_a_look(home: Home) -> None:
    with home.host() as host:
        check_all(host.store, ClockAt(now() - timedelta(days=8)))
    assert finding(home)["standing"] == "look at this"


def test_an_account_that_lets_nobody_in_is_one_line_and_told_by_the_doctor(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    turned(home)
    with caplog.at_level(logging.ERROR, "troth.record"):
        checks(home, AT_THREE)
    assert [each.getMessage() for each in caplog.records] == [
        "Not open to all: 1 of the chains here. See: troth verify"
    ]
    turned(home)
    assert "could not have logged in" in finding(home, mends=True)["says"]


def turned(home: Home) -> None:
    """Turn every bit of the accounts; once more, and they are as they were."""
    statement = "UPDATE card SET body = change(body) WHERE shelf = 'account'"
    tamper(home.path, statement, change=lambda body: bytes(0xFF ^ byte for byte in body))


def test_what_is_wrong_is_one_line_without_content(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    tamper(home.path, "UPDATE entry SET signature = zeroblob(64) WHERE seq = 2")
    with caplog.at_level(logging.ERROR, "troth.record"):
        checks(home, AT_THREE)
    (record,) = caplog.records
    assert record.getMessage() == "Not whole: 1 of the chains here. See: troth verify"
    found = finding(home, mends=True)
    assert "not whole" in found["says"]
