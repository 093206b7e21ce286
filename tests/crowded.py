"""A crowd before the passphrases: as many derivations wait as may, really."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from threading import Semaphore, Thread

from troth.crypto.passphrases import GATE, WAITING, TooManyLogins


@contextmanager
def busy() -> Iterator[None]:
    """Let as many wait for a derivation as may, until this is over."""
    members = count()
    with _full(lambda: f"member {next(members)}"):
        yield


@contextmanager
def beset() -> Iterator[None]:
    """Let as many wait as may of whom nothing is known, until this is over."""
    with _full(lambda: None):
        yield


@contextmanager
def _full(known: Callable[[], str | None]) -> Iterator[None]:
    entered = Semaphore(0)

    def come() -> None:
        with suppress(TooManyLogins), GATE.passing(known()):
            pass
        entered.release()

    with GATE.passing():
        threads = [Thread(target=come) for _ in range(WAITING + 1)]
        for thread in threads:
            thread.start()
        entered.acquire()  # one too many has been turned away, so the queue is full
        yield
    for thread in threads:
        thread.join()
