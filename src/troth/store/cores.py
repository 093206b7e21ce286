"""Several processes beside this one, which check the signatures of a long chain at once.

Apart from the signatures themselves, because what starts processes takes a tenth of the start of
every command to load, and only the check of a long chain has a use for it.
"""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context

from troth.store.signatures import Answer, HandOver, Signature, first_false


@contextmanager
def on_every_core() -> Iterator[HandOver]:
    """Hand batches of signatures over to processes on every core, as long as this is open."""
    # Started anew and not forked: a fork would copy open databases and the locks of threads.
    pool = ProcessPoolExecutor(
        os.cpu_count() or 1, get_context("spawn"), _leave_interrupts_to_the_caller
    )
    try:
        yield partial(_handed_over, pool)
    finally:
        pool.shutdown(cancel_futures=True)


def _handed_over(pool: ProcessPoolExecutor, batch: list[Signature]) -> Answer:
    try:
        return partial(_awaited, batch, pool.submit(first_false, batch))
    except (BrokenExecutor, OSError):
        # A system that starts no further process is no reason to check less.
        return partial(first_false, batch)


def _awaited(batch: list[Signature], future: Future[int | None]) -> int | None:
    try:
        return future.result()
    except BrokenExecutor:
        return first_false(batch)


def _leave_interrupts_to_the_caller() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
