"""A stop in good order: what somebody is just sending is recorded and answered first."""

import signal
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus

import pytest

from tests.cli.home import Home
from tests.cli.sending import HERE, PATIENCE_SECONDS, Sending
from tests.cli.served import Served, served, until, visitors
from troth.store.database import connect
from troth.store.place import DATABASE

NOTED = "You sang on the stairs."


def _sending(server: Served, home: Home) -> Sending:
    """Begin to send a note of Ash's, who is logged in."""
    token = home.logs_in("Ash")
    with visitors(server.address, "ash") as people:
        people["ash"].client.cookies.set("visit", token.hex())
        fields = people["ash"].opens("/note").form("/note")
    written = {**fields, "kind": "praise", "text": NOTED}
    return Sending(server.port, "/note", f"visit={token.hex()}", written)


def _listens(server: Served) -> bool:
    with suppress(ConnectionError):
        socket.create_connection((HERE, server.port)).close()
        return True
    return False


@contextmanager
def _writing(home: Home) -> Iterator[None]:
    """Write to the record meanwhile, so that every other act waits."""
    with closing(connect(home.path / DATABASE)) as database:
        database.rows("BEGIN IMMEDIATE")
        yield
        database.rows("ROLLBACK")


def _has_noted(home: Home) -> bool:
    return NOTED in home.wren("history")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_form_that_is_being_sent_is_taken_to_its_end(home: Home, workers: str) -> None:
    with served(home.path, "--workers", workers) as server:
        sending = _sending(server, home)
        server.process.send_signal(signal.SIGTERM)
        if workers == "1":
            until(lambda: not _listens(server))
        sending.says()
        assert sending.answered().status == HTTPStatus.SEE_OTHER
        assert server.process.wait(PATIENCE_SECONDS) in {0, -signal.SIGTERM}
    assert _has_noted(home)


def test_an_act_that_waits_for_another_is_recorded_and_answered(home: Home) -> None:
    with served(home.path) as server:
        sending = _sending(server, home)
        with _writing(home):
            sending.says()
            server.process.send_signal(signal.SIGTERM)
            until(lambda: not _listens(server))
        assert sending.answered().status == HTTPStatus.SEE_OTHER
        assert server.process.wait(PATIENCE_SECONDS) in {0, -signal.SIGTERM}
    assert _has_noted(home)


def test_whoever_never_finishes_holds_no_server_back(home: Home) -> None:
    with served(home.path) as server:
        sending = _sending(server, home)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE_SECONDS) in {0, -signal.SIGTERM}
        sending.gives_up()
    assert not _has_noted(home)
