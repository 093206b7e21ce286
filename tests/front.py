"""The smallest proxy that speaks HTTPS before a server, and passes on what it is told to."""

import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

PATIENCE_SECONDS = 30
HERE = "127.0.0.1"

OWN = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})
"""What belongs to one way between two machines, and is made anew for the next."""


class Manners(NamedTuple):
    """How a proxy behaves: where it leads, and what it does to what it passes on."""

    port: int
    keeps_host: bool = True
    adds: tuple[tuple[str, str], ...] = ()
    drops: frozenset[str] = frozenset()


class _Passing(BaseHTTPRequestHandler):
    """Passes one request on, and its answer back."""

    protocol_version = "HTTP/1.1"

    def __init__(self, manners: Manners, *given: Any) -> None:  # noqa: ANN401 - what the server gives
        self.manners = manners
        super().__init__(*given)

    def do_GET(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def log_message(self, *_: object) -> None:
        """Keep no log."""

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        with closing(HTTPConnection(HERE, self.manners.port, timeout=PATIENCE_SECONDS)) as way:
            way.request(self.command, self.path, body, self._told())
            answer = way.getresponse()
            content = answer.read()
        self.send_response_only(HTTPStatus(answer.status))
        left_out = OWN | self.manners.drops
        kept = [each for each in answer.getheaders() if each[0].lower() not in left_out]
        for name, value in (*kept, *self.manners.adds, ("content-length", str(len(content)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _told(self) -> dict[str, str]:
        host = self.headers["host"]
        told = {name: text for name, text in self.headers.items() if name.lower() not in OWN}
        forwarded = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}
        asked = host if self.manners.keeps_host else f"{HERE}:{self.manners.port}"
        return {**told, **forwarded, "X-Forwarded-Host": host, "Host": asked}


@contextmanager
def in_front(manners: Manners, certificate: Path, key: Path) -> Iterator[int]:
    """Stand before a server; give the port that speaks HTTPS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with ThreadingHTTPServer((HERE, 0), partial(_Passing, manners)) as front:
        front.daemon_threads = True
        front.socket = context.wrap_socket(front.socket, server_side=True)
        standing = Thread(target=front.serve_forever, daemon=True)
        standing.start()
        yield front.server_address[1]
        front.shutdown()
        standing.join()
