"""Several processes serve one record: what one has done and who came in by it, the others know."""

from collections.abc import Iterator
from http import HTTPStatus
from itertools import cycle
from pathlib import Path

import pytest

from tests.cli.served import is_running, resting, served, until, visitors
from tests.store.postgresql import fresh_schema
from tests.web.browsing import Browser
from tests.web.test_arriving import begins, invitation_of, joins, six_words
from troth.config import DATABASE

TWO = ("--workers", "2")


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def settings(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Return the settings of a machine that keeps its record there; it is empty yet."""
    if request.param == "SQLite":
        yield {}
        return
    with fresh_schema() as url:
        yield {DATABASE: url}


def test_who_came_in_or_left_by_one_process_is_in_or_out_of_the_other(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    with (
        served(tmp_path / "home", *TWO, settings=settings) as server,
        visitors(server.address, "ash", "wren") as people,
    ):
        first, second = server.workers()
        # Whoever watches over them would take one that rests for one that hangs.
        with resting(server.process.pid):
            _arrive(people["ash"], people["wren"], (first, second))
            token = people["ash"].client.cookies["visit"]
            with resting(first):
                people["ash"].posts("/leave", {})
            people["ash"].client.cookies.clear()
            people["ash"].client.cookies.set("visit", token)
            with resting(second):
                assert people["ash"].opens("/today").address == "/in"


def _arrive(ash: Browser, wren: Browser, processes: tuple[int, int]) -> None:
    """Let two people come together, and let each step be answered by the other process."""
    turns = cycle(processes)
    with resting(next(turns)):
        assert begins(ash).address == "/start"
    with resting(next(turns)):
        invitation = invitation_of(ash)
    with resting(next(turns)):
        assert joins(wren, invitation).address == "/start/pair"
    with resting(next(turns)):
        assert six_words(ash) == six_words(wren)
    for each in (ash, wren):
        with resting(next(turns)):
            assert "The words match" in each.sends("/start/pair", answer="match")
    with resting(next(turns)):
        assert ash.opens("/today").status == wren.opens("/today").status == HTTPStatus.OK


def test_when_whoever_started_them_is_killed_none_goes_on_answering(tmp_path: Path) -> None:
    with served(tmp_path / "home", *TWO) as server:
        processes = server.workers()
        server.process.kill()
        server.process.wait()
        until(lambda: not any(map(is_running, processes)))
