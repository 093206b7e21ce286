"""Serving: on this machine only unless browsers come over HTTPS, and the demo says who is in it."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.cli.home import Home


@contextmanager
def served(home: Path, *options: str) -> Iterator[tuple[list[str], subprocess.Popen[str]]]:
    """Serve a home in a process of its own; give what it says until it answers."""
    command = [sys.executable, "-m", "troth", "--home", str(home), "serve", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line.strip())
            if "Ctrl-C" in line:
                break
        try:
            yield said, process
        finally:
            # Killed at once, it would leave its workers behind.
            process.terminate()


def _address(said: list[str]) -> str:
    return next(line for line in said if line.startswith("Open ")).removeprefix("Open ")


def _read(address: str) -> str:
    with urlopen(address, timeout=30) as answered:  # noqa: S310 - our own server
        text: str = answered.read().decode()
        return text


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_answers_and_stops_when_asked(tmp_path: Path, workers: str) -> None:
    with served(tmp_path / "home", "--workers", workers) as (said, process):
        assert _read(_address(said) + "health") == "ok\n"
        assert "as the first of you" in _read(_address(said))
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in {0, -signal.SIGTERM}


def test_the_demo_is_made_once_and_shows_how_to_come_in(tmp_path: Path) -> None:
    for _ in range(2):
        with served(tmp_path / "demo", "--demo") as (said, _):
            assert "Ash: Ash is invented, and so is this passphrase" in said
            assert "Wren is invented" in _read(_address(said) + "in")


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
