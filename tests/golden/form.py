"""What the schema of snapshots stands for: the structure of the states, and what they mean."""

import hashlib
import json
from typing import Any

import msgspec

from tests.golden import life
from troth.application.codec import Snapshot
from troth.domain.archives import ArchiveState
from troth.domain.decider import State
from troth.domain.notes import NotesState

LENGTH = 16
"""Hexadecimal digits kept: this tells versions apart, it keeps nobody out."""

TOLD = ("title", "description")
"""What a schema says in words: other words change no snapshot."""


def schema() -> str:
    """Return what SNAPSHOT_SCHEMA is for the code as it is."""
    states = (State, NotesState, ArchiveState)
    structures = [structure(Snapshot[each]) for each in states]  # type: ignore[valid-type]  # one of three
    state = msgspec.msgpack.encode(life.folded(life.acts()), order="deterministic")
    digest = hashlib.sha256(json.dumps(structures, sort_keys=True).encode() + state)
    return digest.hexdigest()[:LENGTH]


def structure(kind: Any) -> Any:  # noqa: ANN401 - JSON of any shape, of any type
    """Return the structure of a type, without the words that explain it."""
    return _unexplained(msgspec.json.schema(kind))


def _unexplained(part: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    if isinstance(part, list):
        # Sets among the defaults are listed in no order, and another one changes no snapshot.
        return sorted((_unexplained(each) for each in part), key=str)
    if not isinstance(part, dict):
        return part
    return {
        key: _unexplained(value)
        for key, value in part.items()
        if not (key in TOLD and isinstance(value, str))
    }
