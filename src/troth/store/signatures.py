"""Check many signatures: here for a short chain, on every core for a long one.

Signatures take longer than all the rest of a check. Threads would not help, because the library
holds the interpreter while it checks one.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
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

Answer: TypeAlias = Callable[[], int | None]
"""Gives the number of the first entry of a batch whose signature is false, once that is known."""

HandOver: TypeAlias = Callable[[list[Signature]], Answer]
"""Hands a batch over to be checked."""


def first_false(batch: list[Signature]) -> int | None:
    """Return the number of the first entry whose signature is false, if any is."""
    for seq, public, link, signature in batch:
        if not is_signed(public, ENTRY_TAG + link, signature):
            return seq
    return None


class Signatures:
    """Signatures in the order of their entries, checked while the caller goes on reading."""

    def __init__(self, elsewhere: HandOver | None) -> None:
        self.false: int | None = None
        self._most_waiting = WAITING_BATCHES if elsewhere else 0
        self._hand_over = elsewhere or _kept_here
        self._batch: list[Signature] = []
        self._waiting: deque[Answer] = deque()

    def put(self, signature: Signature) -> None:
        """Take the signature of the next entry; `false` tells of one that turned out so."""
        self._batch.append(signature)
        if len(self._batch) == BATCH_SIGNATURES:
            self._pass_on()
            self._await(self._most_waiting)

    def finish(self) -> int | None:
        """Return the number of the first entry whose signature is false, if any is."""
        self._pass_on()
        self._await(0)
        return self.false

    def _pass_on(self) -> None:
        batch, self._batch = self._batch, []
        self._waiting.append(self._hand_over(batch))

    def _await(self, most: int) -> None:
        while self.false is None and len(self._waiting) > most:
            self.false = self._waiting.popleft()()


def _kept_here(batch: list[Signature]) -> Answer:
    return partial(first_false, batch)


@contextmanager
def checking(entries: int) -> Iterator[Signatures]:
    """Check the signatures of a chain of about so many entries."""
    if entries < LONG_ENTRIES or os.cpu_count() == 1:
        yield Signatures(None)
        return
    # Only here: what starts processes would be a tenth of the start of every other command.
    with import_module("troth.store.cores").on_every_core() as hand_over:
        yield Signatures(hand_over)
