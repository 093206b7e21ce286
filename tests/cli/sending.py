"""A form that is sent by hand, so that it can stop in its middle."""

import socket
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPResponse
from urllib.parse import urlencode

PATIENCE_SECONDS = 60
HERE = "127.0.0.1"


class Sending:
    """A form on its way: its head is there, and what it says is still being sent."""

    def __init__(self, port: int, address: str, cookie: str, fields: Mapping[str, str]) -> None:
        """Send the head, and wait until the server has begun to read what follows it."""
        self._body = urlencode(fields).encode()
        self._way = socket.create_connection((HERE, port), PATIENCE_SECONDS)
        head = (
            f"POST {address} HTTP/1.1",
            f"Host: {HERE}:{port}",
            f"Cookie: {cookie}",
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
