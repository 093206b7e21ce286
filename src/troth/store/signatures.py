"""Check many signatures: here for a short chain, on every core for a long one.

Signatures take longer than all the rest of a check. Threads would not help, because the library
holds the interpreter while it checks one.
"""

import os
import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeAlias

from troth.application.headers import ENTRY_TAG
from troth.crypto.keys import is_signed

BATCH_SIGNATURES = 250
"""Handed over at a time: some 50 ms of work, beside which the handing over is nothing."""

WAITING_BATCHES = 16
"""Handed over and not yet answered, at most: enough that no core waits, and little to hold."""

LONG_ENTRIES = 4_000
"""From here several processes pay: starting them takes as long as 1,000 signatures or so."""


Signature: TypeAlias = tuple[int, bytes, bytes, bytes]
"""An entry's number, its author's public key, its link and its signature.

A plain tuple: one with names takes four times as long to be handed to another process.
"""


def first_false(batch: list[Signature]) -> int | None:
    """Return the number of the first entry whose signature is false, if any is."""
    for seq, public, link, signature in batch:
        if not is_signed(public, ENTRY_TAG + link, signature):
            return seq
    return None


class Signatures:
    """Signatures in the order of their entries, checked while the caller goes on reading."""

    def __init__(self, pool: ProcessPoolExecutor | None) -> None:
        self.false: int | None = None
        self._pool = pool
        self._batch: list[Signature] = []
        self._waiting: deque[tuple[list[Signature], Future[int | None] | None]] = deque()

    def put(self, signature: Signature) -> None:
        """Take the signature of the next entry; `false` tells of one that turned out so."""
        self._batch.append(signature)
        if len(self._batch) == BATCH_SIGNATURES:
            self._hand_over()
            self._await(WAITING_BATCHES if self._pool else 0)

    def finish(self) -> int | None:
        """Return the number of the first entry whose signature is false, if any is."""
        self._hand_over()
        self._await(0)
        return self.false

    def _hand_over(self) -> None:
        batch, self._batch = self._batch, []
        self._waiting.append((batch, self._started(batch)))

    def _started(self, batch: list[Signature]) -> Future[int | None] | None:
        if self._pool is None:
            return None
        try:
            return self._pool.submit(first_false, batch)
        except (BrokenExecutor, OSError):
            # A system that starts no further process is no reason to check less.
            self._pool = None
            return None

    def _await(self, most: int) -> None:
        while self.false is None and len(self._waiting) > most:
            batch, future = self._waiting.popleft()
            self.false = first_false(batch) if future is None else _answer(batch, future)


def _answer(batch: list[Signature], future: Future[int | None]) -> int | None:
    try:
        return future.result()
    except BrokenExecutor:
        return first_false(batch)


@contextmanager
def checking(entries: int) -> Iterator[Signatures]:
    """Check the signatures of a chain of about so many entries."""
    cores = os.cpu_count() or 1
    if entries < LONG_ENTRIES or cores == 1:
        yield Signatures(None)
        return
    # Started anew and not forked: a fork would copy open databases and the locks of threads.
    pool = ProcessPoolExecutor(cores, get_context("spawn"), _leave_interrupts_to_the_caller)
    try:
        yield Signatures(pool)
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_the_caller() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
