"""Whoever receives what is told: a browser with its keys, its push service, a mail server."""

import json
import ssl
from asyncio import Server
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.application.homes import ToldClock
from tests.certificates import Authority
from tests.crypto.by_hand import hkdf
from tests.given import START, ZONES
from troth.application.ports import Clock, Store
from troth.application.telling import Browser, Wish
from troth.config import MailServer
from troth.notify.browsers import Reach
from troth.notify.dispatch import Dispatch
from troth.notify.voice import speaking

SECRET = bytes(range(32))
TITLE, TEXT = "Notebook", "There is something to look at."
NO_POST = MailServer("localhost", 1, "notebook@home.example", is_sealed=True)
"""A mail server that is named and not there."""

FCM = "https://fcm.googleapis.com/fcm/send/"


class Phone:
    """A browser that asked to be told: it has the keys, and opens what it is sent (RFC 8291)."""

    def __init__(self, service: str = FCM, name: str = "abc") -> None:
        self._private = generate_private_key(SECP256R1())
        self._point = self._private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        self._auth = bytes(range(16))
        self.asked = Browser(f"{service}{name}", self._point, self._auth, START)

    def opens(self, sent: bytes) -> bytes:
        """Return what was sealed for it, with nothing taken off but the end of the record."""
        salt, own, body = sent[:16], sent[21:86], sent[86:]
        theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), own)
        shared = self._private.exchange(ECDH(), theirs)
        secret = hkdf(shared, self._auth, b"WebPush: info\0" + self._point + own, 32)
        key = hkdf(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = hkdf(secret, salt, b"Content-Encoding: nonce\0", 12)
        opened = AESGCM(key).decrypt(nonce, body, None)
        assert opened.endswith(b"\x02")
        return opened[:-1]

    def reads(self, sent: bytes) -> dict[str, Any]:
        """Return what its worker reads."""
        read: dict[str, Any] = json.loads(self.opens(sent))
        return read


@dataclass
class Push:
    """What a push service was given: where, with which headers, and the sealed body."""

    path: str
    headers: Mapping[str, str]
    body: bytes


class PushService:
    """A push service of our own over HTTPS: it keeps what it is given, and answers as told."""

    def __init__(self, directory: Path) -> None:
        self.given: list[Push] = []
        self.status = 201
        self.arrived = Event()
        authority = Authority(directory)
        certificate, key = authority.certify("localhost")
        service = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                service.given.append(Push(self.path, dict(self.headers), body))
                service.arrived.set()
                self.send_response(service.status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = HTTPServer(("localhost", 0), Answering)
        own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        own.load_cert_chain(certificate, key)
        self._server.socket = own.wrap_socket(self._server.socket, server_side=True)
        self._thread = Thread(target=self._server.serve_forever)
        self._thread.start()
        self._authority = authority.file

    @property
    def address(self) -> str:
        """What the addresses it gives out begin with."""
        return f"https://localhost:{self._server.server_port}/sent/"

    @property
    def reach(self) -> Reach:
        """Return what asks this service and no other, and trusts whom it was certified by."""
        name = f"localhost:{self._server.server_port}"
        return Reach((name,), lambda: ssl.create_default_context(cafile=self._authority))

    def closes(self) -> None:
        """Answer nobody any more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def push_service(directory: Path) -> Iterator[PushService]:
    """Run a push service for a while."""
    service = PushService(directory)
    try:
        yield service
    finally:
        service.closes()


class Letters:
    """A mail server that keeps every letter as it came, with who gave it and to whom."""

    def __init__(self) -> None:
        self.given: list[Any] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: ANN401, N802 - as the library calls it
        """Keep a letter."""
        self.given.append(envelope)
        return "250 kept"


class AnyPort(Controller):
    """Takes a port that is free; the library tries the one it was given."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # the library's own


@contextmanager
def mail_server() -> Iterator[tuple[Letters, MailServer]]:
    """Run a mail server on this machine for a while."""
    letters = Letters()
    controller = AnyPort(letters, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        sender = "notebook@home.example"
        yield letters, MailServer("127.0.0.1", controller.port, sender, is_sealed=False)
    finally:
        controller.stop()


def voice_of(
    store: Store, clock: Clock, mail: MailServer | None = None, reach: Reach | None = None
) -> Dispatch:
    """Return a voice that was not started: it tells when it is stepped."""
    return speaking((store, clock, ZONES), lambda: SECRET, mail, reach)


def wish_of(*browsers: Browser, mailbox: str = "") -> Wish:
    """Return a wish to be told in the usual words."""
    return Wish(title=TITLE, text=TEXT, zone="Europe/Paris", mailbox=mailbox, browsers=browsers)


def passed(clock: ToldClock, voice: Dispatch, **time: float) -> None:
    """Let time pass, and whatever is due then be told."""
    clock.later(**time)
    voice.step()
