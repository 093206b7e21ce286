"""Add a frozen sample of each event that has none; a sample once written is never changed.

Run it with `python -m tests.golden.write` when an event is new, and commit what it adds. It also
says which SNAPSHOT_SCHEMA belongs into the codec.
"""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from tests.golden import form, life
from tests.golden.samples import act_of
from troth.application.codec import EVENTS, WrittenAct, encode_act
from troth.domain.kernel import Event

SALT = bytes(16)
"""Stands for the random salt of an act, so that a sample can be written again to the byte."""

ACTS = Path(__file__).with_name("acts.json")


def tag_of(event: type[Event]) -> str:
    """Return the name an event is stored under."""
    return str(event.__struct_config__.tag)


def read() -> dict[str, Any]:
    """Return the frozen samples by tag: the halves of an act as hex, and the same to be read."""
    found: dict[str, Any] = json.loads(ACTS.read_text("utf-8")) if ACTS.exists() else {}
    return found


def halves(sample: dict[str, Any]) -> WrittenAct:
    """Return the act of a sample as it was written."""
    structure, words = bytes.fromhex(sample["structure"]), sample["words"]
    return WrittenAct(structure, None if words is None else bytes.fromhex(words))


def main() -> None:
    """Add what is missing."""
    kept = read()
    missing = {tag_of(event): event for event in EVENTS if tag_of(event) not in kept}
    for tag, event in missing.items():
        act = act_of(event)
        events = [msgspec.to_builtins(each, order="deterministic") for each in act.events]
        written = encode_act(act, SALT)
        words = None if written.words is None else written.words.hex()
        kept[tag] = {"structure": written.structure.hex(), "words": words, "events": events}
    ACTS.write_text(_text(kept), "utf-8")
    life.freeze()
    sys.stdout.write(f"{len(missing)} added, {len(kept)} kept: {', '.join(missing)}\n")
    sys.stdout.write(f'SNAPSHOT_SCHEMA = "{form.schema()}"\n')


def _text(kept: dict[str, Any]) -> str:
    """One line for the bytes and one for each event, so that a change shows where it is."""
    lines = []
    for tag, sample in sorted(kept.items()):
        events = ",\n  ".join(json.dumps(each, ensure_ascii=False) for each in sample["events"])
        halves = f'"structure": "{sample["structure"]}", "words": {json.dumps(sample["words"])}'
        lines.append(f'{json.dumps(tag)}: {{{halves}, "events": [\n  {events}]}}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    main()
