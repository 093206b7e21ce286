"""A stop in good order: what somebody is just sending is recorded and answered first."""

import signal
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPResponse
from urllib.parse import urlencode

import pytest

from tests.cli.home import Home
from tests.cli.served import Served, served, until, visitors
from troth.store.database import connect
from troth.store.place import DATABASE

PATIENCE_SECONDS = 60
HERE = "127.0.0.1"
NOTED = "You sang on the stairs."


class Sending:
    """A form on its way: its head is there, and what it says is still being sent."""

    def __init__(self, server: Served, token: bytes, fields: dict[str, str]) -> None:
        """Send the head, and wait until the server has begun to read what follows it."""
        self._body = urlencode(fields).encode()
        self._way = socket.create_connection((HERE, server.port), PATIENCE_SECONDS)
        head = (
            "POST /note HTTP/1.1",
            f"Host: {HERE}:{server.port}",
            f"Cookie: visit={token.hex()}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(self._body)}",
            "Expect: 100-continue",
        )
        self._way.sendall("\r\n".join((*head, "", "")).encode())
        assert self._way.recv(64).startswith(b"HTTP/1.1 100")

    def says(self) -> None:
        """Send what it says."""
        self._way.sendall(self._body)

    def gives_up(self) -> None:
        """Leave it unsent."""
        self._way.close()

    def answered(self) -> HTTPResponse:
        """Return what is answered, to the end of it."""
        with closing(self._way):
            answer = HTTPResponse(self._way)
            answer.begin()
            answer.read()
            return answer


def _sending(server: Served, home: Home) -> Sending:
    """Begin to send a note of Ash's, who is logged in."""
    token = home.logs_in("Ash")
    with visitors(server.address, "ash") as people:
        people["ash"].client.cookies.set("visit", token.hex())
        fields = people["ash"].opens("/note").form("/note")
    return Sending(server, token, {**fields, "kind": "praise", "text": NOTED})


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
