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
from troth.application.codec import EVENTS, encode_act
from troth.domain.kernel import Event

ACTS = Path(__file__).with_name("acts.json")


def tag_of(event: type[Event]) -> str:
    """Return the name an event is stored under."""
    return str(event.__struct_config__.tag)


def read() -> dict[str, Any]:
    """Return the frozen samples by tag: the bytes of an act as hex, and the same to be read."""
    found: dict[str, Any] = json.loads(ACTS.read_text("utf-8")) if ACTS.exists() else {}
    return found


def main() -> None:
    """Add what is missing."""
    kept = read()
    missing = {tag_of(event): event for event in EVENTS if tag_of(event) not in kept}
    for tag, event in missing.items():
        act = act_of(event)
        events = [msgspec.to_builtins(each, order="deterministic") for each in act.events]
        kept[tag] = {"act": encode_act(act).hex(), "events": events}
    ACTS.write_text(_text(kept), "utf-8")
    life.freeze()
    sys.stdout.write(f"{len(missing)} added, {len(kept)} kept: {', '.join(missing)}\n")
    sys.stdout.write(f'SNAPSHOT_SCHEMA = "{form.schema()}"\n')


def _text(kept: dict[str, Any]) -> str:
    """One line for the bytes and one for each event, so that a change shows where it is."""
    lines = []
    for tag, sample in sorted(kept.items()):
        events = ",\n  ".join(json.dumps(each, ensure_ascii=False) for each in sample["events"])
        lines.append(f'{json.dumps(tag)}: {{"act": "{sample["act"]}", "events": [\n  {events}]}}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    main()
