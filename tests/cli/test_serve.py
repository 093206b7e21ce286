"""Serving: on this machine only unless browsers come over HTTPS, and the demo says who is in it."""

import signal
import socket
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.certificates import Authority
from tests.cli.home import Home
from tests.cli.served import served

UNTYPED = "a passphrase that nobody is there to type"


def _read(address: str) -> str:
    with urlopen(address, timeout=30) as answered:  # noqa: S310 - our own server
        text: str = answered.read().decode()
        return text


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_answers_and_stops_when_asked(tmp_path: Path, workers: str) -> None:
    with served(tmp_path / "home", "--workers", workers) as server:
        assert _read(f"{server.address}/health") == "ok\n"
        assert "as the first of you" in _read(server.address)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) in {0, -signal.SIGTERM}


def test_the_demo_is_made_once_and_shows_how_to_come_in(tmp_path: Path) -> None:
    for _ in range(2):
        with served(tmp_path / "demo", "--demo") as server:
            assert "Ash: Ash is invented, and so is this passphrase" in server.said
            assert "Wren is invented" in _read(f"{server.address}/in")


def test_a_record_of_ones_own_is_never_served_as_the_demo(home: Home) -> None:
    told = home.refused(None, "serve", "--demo")
    assert "is not that of the invented couple" in told


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--host", "0.0.0.0"), "Anybody on the way could read"),  # noqa: S104 - what is refused
        (("--host", "notebook.example"), "Anybody on the way could read"),
        (("--host", "::1", "--certificate", __file__), "A certificate needs its key"),
    ],
)
def test_it_listens_to_others_only_over_https(
    home: Home, options: tuple[str, ...], told: str
) -> None:
    assert told in home.refused(None, "serve", *options)


def test_a_port_that_is_taken_is_named(home: Home) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert f"port {port}" in home.refused(None, "serve", "--port", port)


def test_a_certificate_that_cannot_be_used_is_named_before_anything_listens(
    home: Home, tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    certificate, key = authority.certify("notebook.example")
    _, of_another = authority.certify("another.example")
    _, sealed = authority.certify("sealed.example", passphrase=UNTYPED)
    for pair in ((certificate, of_another), (certificate, sealed), (key, key)):
        typed = ("--certificate", str(pair[0]), "--key", str(pair[1]))
        assert str(pair[1]) in home.refused(None, "serve", *typed)


def test_behind_a_proxy_nobody_is_told_to_open_it_past_that(tmp_path: Path) -> None:
    with served(tmp_path / "home", "--behind-proxy") as server:
        assert server.said[0] == f"It answers what stands in front of it at {server.address}/"
        assert not [line for line in server.said if line.startswith("Open ")]
