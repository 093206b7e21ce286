"""A crowd before the passphrases: as many derivations wait as may, really."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Semaphore, Thread

from troth.crypto.passphrases import GATE, WAITING, TooManyLogins


@contextmanager
def busy() -> Iterator[None]:
    """Let as many wait for a derivation as may, until this is over."""
    entered = Semaphore(0)

    def come() -> None:
        with suppress(TooManyLogins), GATE.passing():
            pass
        entered.release()

    with GATE.passing():
        threads = [Thread(target=come) for _ in range(WAITING + 1)]
        for thread in threads:
            thread.start()
        entered.acquire()  # the one too many has been turned away, so the queue is full
        yield
    for thread in threads:
        thread.join()
