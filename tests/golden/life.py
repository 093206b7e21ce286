"""The frozen record of a couple's first months: what was written once is folded for ever."""

import base64
import json
import zlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from tests.given import Couple
from tests.lives.calendar import days
from troth.application.codec import ACT_FORMAT, Act, WrittenAct, decode_act, encode_act
from troth.domain.decider import State, evolve
from troth.domain.kernel import Digest

LIFE = Path(__file__).with_name("life.json")
LAST_DAY = 100
"""So long, that everything the lives hold has happened at least once, and some is forgotten."""

LINE = 96


def freeze() -> None:
    """Write the record, if there is none; one that is there is never written again."""
    if LIFE.exists():
        return
    couple = Couple()
    for day in days(couple):
        if day == LAST_DAY:
            break
    acts = [
        encode_act(Act(ACT_FORMAT, each.by, each.at, Digest("0" * 64), (each.event,)), bytes(16))
        for each in couple.record
    ]
    packed = base64.b64encode(zlib.compress(msgspec.msgpack.encode(acts), 9)).decode()
    lines = [packed[start : start + LINE] for start in range(0, len(packed), LINE)]
    LIFE.write_text(json.dumps(lines, indent=1) + "\n", "utf-8")


def acts() -> list[Act]:
    """Return the acts of the frozen record."""
    packed = "".join(json.loads(LIFE.read_text("utf-8")))
    bodies = msgspec.msgpack.decode(
        zlib.decompress(base64.b64decode(packed)), type=list[WrittenAct]
    )
    return [decode_act(body) for body in bodies]


def folded(record: Iterable[Act]) -> State:
    """Return the state that acts lead to."""
    state = State()
    for act in record:
        for recorded in act.recorded():
            state = evolve(state, recorded)
    return state
