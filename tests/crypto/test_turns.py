"""However many processes serve one home, one of them derives a key at a time."""

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from troth.bootstrap import TURN, open_host
from troth.crypto.passphrases import new_parameters, passphrase_key
from troth.crypto.turns import TURNS, Turns

PATIENCE_SECONDS = 60
"""Far longer than a derivation takes on a busy machine; whoever waits then is stuck."""

NO_TURN_SECONDS = 1.0
"""Several times what a derivation takes: whoever has none by then is waiting."""


def hold(file: Path, told: Connection) -> None:
    """Take a turn, say so, and keep it until killed."""
    turns = Turns()
    turns.share(file)
    with turns.taken():
        told.send("taken")
        signal.pause()


def derived(home: Path) -> Queue[bytes]:
    """Derive a key beside this test, as a worker that serves a home does."""
    open_host(home).store.close()
    keys = Queue[bytes]()
    Thread(
        target=lambda: keys.put(passphrase_key("amber falcon", new_parameters())), daemon=True
    ).start()
    return keys


def test_a_derivation_waits_for_the_one_of_another_process(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    heard, told = multiprocessing.Pipe()
    other = multiprocessing.get_context("forkserver").Process(
        target=hold, args=(home / TURN, told), daemon=True
    )
    other.start()
    try:
        assert heard.poll(PATIENCE_SECONDS)
        keys = derived(home)
        with pytest.raises(Empty):
            keys.get(timeout=NO_TURN_SECONDS)
        assert other.pid is not None
        os.kill(other.pid, signal.SIGKILL)
        assert len(keys.get(timeout=PATIENCE_SECONDS)) == 32
        assert (home / TURN).stat().st_mode & 0o077 == 0
    finally:
        other.kill()
        TURNS.share(None)


def test_a_child_that_was_forked_meanwhile_holds_no_turn(tmp_path: Path) -> None:
    turns = Turns()
    turns.share(tmp_path / TURN)
    with turns.taken():
        child = os.fork()
        if not child:
            signal.pause()
            os._exit(0)
    passed = Queue[str]()

    def take() -> None:
        with turns.taken():
            passed.put("taken")

    Thread(target=take, daemon=True).start()
    try:
        assert passed.get(timeout=PATIENCE_SECONDS) == "taken"
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_a_place_where_no_file_can_be_keeps_nobody_out(tmp_path: Path) -> None:
    turns = Turns()
    turns.share(tmp_path / "nowhere" / TURN)
    with turns.taken():
        pass
