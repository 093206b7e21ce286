"""The written form: what was ever stored is read for ever, and anything else is turned away."""

import hashlib
import os
import re
import subprocess
import sys
import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.given import ASH, START, WREN
from tests.golden import form, life
from tests.golden.samples import act_of
from tests.golden.write import SALT, halves, read, tag_of
from troth.application.codec import (
    ACT_FORMAT,
    ERASED,
    EVENTS,
    LAST_YEAR,
    PRIVATE_SNAPSHOTS,
    SHARED_SNAPSHOTS,
    SNAPSHOT_SCHEMA,
    Act,
    Snapshot,
    UnreadableAct,
    WrittenAct,
    asked,
    decode_act,
    decode_snapshot,
    encode_act,
    encode_snapshot,
)
from troth.application.texts import STRUCTURE
from troth.domain.dynamic.commands import Pause
from troth.domain.dynamic.events import Activated, Paused
from troth.domain.kernel import AreaId, Digest, Event
from troth.domain.notes import NoteKept, NotesState

GOLDEN = {tag: halves(sample) for tag, sample in read().items()}
KNOWN = {tag_of(event): event for event in EVENTS}

ANSWERED_SECONDS = 0.5
"""Far longer than any refusal takes, and far shorter than building what forged lengths promise."""

each_event = pytest.mark.parametrize("event", EVENTS, ids=tag_of)
each_golden = pytest.mark.parametrize("tag", sorted(GOLDEN))

PAUSE = Act(ACT_FORMAT, WREN, START, Digest("0" * 64), (Paused(START, AreaId("household")),))
PAUSED = encode_act(PAUSE, SALT).structure
"""The bytes of an act without a text: it has one half only."""

NOTE = Act(ACT_FORMAT, WREN, START, Digest("0" * 64), (NoteKept(1, "The garden."),))
NOTED = encode_act(NOTE, SALT)

PAST = """
    activated arrived begun brought done found given held kept left let put set split struck
    taken withdrawn written
"""


def is_turned_away(structure: bytes, words: bytes | None = None) -> bool:
    """Tell whether bytes are refused as unreadable, soon; any other error is not caught."""
    began = time.perf_counter()
    try:
        decode_act(WrittenAct(structure, words))
    except UnreadableAct:
        return time.perf_counter() - began < ANSWERED_SECONDS
    return False


def changed(**fields: object) -> bytes:
    """Return the bytes of a pause with some fields of the act changed or added."""
    plain = msgspec.msgpack.decode(PAUSED)
    return msgspec.msgpack.encode({**plain, **fields})


def paused(**fields: object) -> bytes:
    """Return the bytes of a pause with some fields of its event changed or added."""
    event = msgspec.msgpack.decode(PAUSED)["events"][0]
    return changed(events=[{**event, **fields}])


# What was ever stored


@each_event
def test_every_event_has_a_frozen_sample(event: type[Event]) -> None:
    assert tag_of(event) in GOLDEN, "add it: python -m tests.golden.write"


@each_golden
def test_what_was_once_written_is_read_and_written_again_to_the_byte(tag: str) -> None:
    act = decode_act(GOLDEN[tag])
    assert {type(event) for event in act.events} == {KNOWN[tag]}
    assert encode_act(act, SALT) == GOLDEN[tag]


@each_golden
def test_a_sample_reads_as_it_says_beside_it(tag: str) -> None:
    plain = msgspec.to_builtins(decode_act(GOLDEN[tag]).events, order="deterministic")
    assert msgspec.json.decode(msgspec.json.encode(plain)) == read()[tag]["events"]


@each_event
def test_every_form_an_event_can_take_is_read_back_as_it_was(event: type[Event]) -> None:
    act = act_of(event)
    assert decode_act(encode_act(act, SALT)) == act


def test_each_event_is_stored_under_a_name_of_its_own() -> None:
    assert len(KNOWN) == len(EVENTS)
    assert not any(event.__subclasses__() for event in EVENTS)


@each_event
def test_a_stored_name_says_what_has_happened_and_in_which_version(event: type[Event]) -> None:
    name, version = tag_of(event).split("/")
    words = name.split("-")
    assert re.fullmatch("[1-9][0-9]*", version)
    assert any(word.endswith("ed") or word in PAST.split() for word in words), name


# Anything else


def test_a_pause_is_read_so_that_the_changes_below_are_the_reason() -> None:
    assert decode_act(WrittenAct(changed(), None)) == PAUSE


@pytest.mark.parametrize(
    "body",
    [
        changed(format=ACT_FORMAT + 1),
        changed(mood="good"),
        changed(by=3),
        changed(at="yesterday"),
        changed(at=START.replace(tzinfo=None)),
        changed(events=[{"type": "house-built/1"}]),
        changed(events=[{"type": "paused/2", "since": START}]),
        changed(events=[{"since": START}]),
        changed(events={}),
        paused(mood="good"),
        paused(since=None),
        paused(area=7),
        b"",
        PAUSED + b"\x00",
    ],
)
def test_another_form_kind_or_field_is_turned_away(body: bytes) -> None:
    assert is_turned_away(body)


def test_a_missing_field_is_turned_away() -> None:
    plain = msgspec.msgpack.decode(PAUSED)
    for name in plain:
        rest = {key: value for key, value in plain.items() if key != name}
        assert is_turned_away(msgspec.msgpack.encode(rest)), name


@pytest.mark.parametrize("tag", ["paused/1", "breach-answered/1", "terms-proposed/1"])
def test_bytes_cut_short_anywhere_are_turned_away(tag: str) -> None:
    structure, words = GOLDEN[tag].structure, GOLDEN[tag].words
    step = max(1, len(structure) // 400)
    assert all(is_turned_away(structure[:end], words) for end in range(0, len(structure), step))
    ends = range(len(words or b""))
    assert all(is_turned_away(structure, (words or b"")[:end]) for end in ends)


@given(st.binary(max_size=2_000))
def test_bytes_of_any_other_origin_are_turned_away(body: bytes) -> None:
    assert is_turned_away(body)


@given(st.sampled_from(sorted(GOLDEN)), st.integers(min_value=0), st.integers(0, 255))
def test_a_changed_byte_gives_an_act_or_is_turned_away(tag: str, place: int, byte: int) -> None:
    body = bytearray(GOLDEN[tag].structure)
    body[place % len(body)] = byte
    try:
        act = decode_act(WrittenAct(bytes(body), GOLDEN[tag].words))
    except UnreadableAct:
        return
    # What is readable after all is written in its one form again.
    assert decode_act(encode_act(act, SALT)) == act


@given(st.binary(max_size=200).filter(lambda words: words != NOTED.words))
def test_words_other_than_those_written_are_turned_away(words: bytes) -> None:
    assert is_turned_away(NOTED.structure, words)


def test_words_of_one_act_do_not_pass_for_those_of_another() -> None:
    longer = encode_act(
        Act(ACT_FORMAT, WREN, START, Digest("0" * 64), (NoteKept(1, "The shed."),)), SALT
    )
    assert is_turned_away(NOTED.structure, longer.words)
    assert is_turned_away(PAUSED, NOTED.words)


def test_erased_words_leave_what_happened_and_no_digest_that_would_confirm_a_guess() -> None:
    act = decode_act(WrittenAct(NOTED.structure, None))
    assert act.are_words_erased
    assert act.events == (NoteKept(1, ""),)
    assert (act.by, act.at, act.asked) == (WREN, START, ERASED)
    again = encode_act(NOTE, b"another salt 16B")
    assert again.structure != NOTED.structure


def left_in(value: object, name: str = "") -> set[str]:
    """Return the names of the fields in which a text is left."""
    if isinstance(value, dict):
        return {each for key, part in value.items() for each in left_in(part, key)}
    if isinstance(value, list):
        return {each for part in value for each in left_in(part, name)}
    return {name} if isinstance(value, str) and "wörds" in value else set()


@each_golden
def test_no_text_of_any_event_is_left_in_the_structure(tag: str) -> None:
    plain = msgspec.msgpack.decode(GOLDEN[tag].structure)
    assert left_in(plain) <= STRUCTURE | {"tags"}


def test_an_act_without_a_text_has_no_words() -> None:
    assert encode_act(PAUSE, SALT).words is None
    assert not decode_act(WrittenAct(PAUSED, None)).are_words_erased


@pytest.mark.parametrize(
    "forged",
    [
        b"\xdd\xff\xff\xff\xff",
        b"\xdd\x0f\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff",
        b"\xdb\xff\xff\xff\xff",
        b"\xc6\xff\xff\xff\xff",
        b"\x91" * 500_000,
        b"\x81\xa4type" * 100_000,
    ],
    ids=["list", "shorter-list", "map", "text", "bytes", "nested-lists", "nested-maps"],
)
def test_lengths_and_depths_nobody_wrote_are_turned_away_at_once(forged: bytes) -> None:
    body = encode_act(Act(ACT_FORMAT, ASH, START, Digest("0" * 64), ()), SALT).structure
    assert body.endswith(b"\x90")
    assert is_turned_away(body[:-1] + forged)
    assert is_turned_away(forged)


def test_the_same_request_has_the_same_digest_and_another_has_not() -> None:
    assert asked(Pause()) == asked(Pause())
    assert asked(Pause()) != asked(Pause(AreaId("household")))


# Snapshots


def test_the_schema_of_snapshots_is_that_of_the_states_and_of_what_they_mean() -> None:
    expected = form.schema()
    assert expected == SNAPSHOT_SCHEMA, f'put SNAPSHOT_SCHEMA = "{expected}" into the codec'


def test_another_structure_has_another_schema_and_other_words_have_not() -> None:
    class Before(msgspec.Struct):
        """One docstring."""

        kept: int

    class After(msgspec.Struct):
        """Another docstring."""

        kept: int
        more: str = ""

    renamed = msgspec.defstruct("Before", [("kept", int)])
    assert form.structure(Before) != form.structure(After)
    assert str(form.structure(Before)) == str(form.structure(renamed))


def test_the_state_of_a_lived_in_record_survives_its_snapshot() -> None:
    state = life.folded(life.acts())
    body = encode_snapshot(START, state)
    snapshot = decode_snapshot(body, SHARED_SNAPSHOTS)
    assert snapshot == Snapshot(SNAPSHOT_SCHEMA, START, state)
    assert encode_snapshot(START, snapshot.state) == body


def test_the_lived_in_record_reaches_every_part_of_the_state() -> None:
    state = life.folded(life.acts())
    empty = type(state)()
    same = [n for n in state.__struct_fields__ if getattr(state, n) == getattr(empty, n)]
    # Nobody whose life is frozen wanted it erased, and it is older than leanings and labels.
    assert same == ["leanings", "labels", "erasure"]


def test_a_private_state_survives_its_snapshot() -> None:
    state = NotesState(WREN, 3, 2)
    snapshot = decode_snapshot(encode_snapshot(START, state), PRIVATE_SNAPSHOTS)
    assert snapshot == Snapshot(SNAPSHOT_SCHEMA, START, state)


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_another_process_folds_the_same_record_to_the_same_bytes(seed: str) -> None:
    here = hashlib.sha256(encode_snapshot(START, life.folded(life.acts()))).hexdigest()
    program = (
        "import hashlib; from tests.golden import life; from tests.given import START; "
        "from troth.application.codec import encode_snapshot; "
        "body = encode_snapshot(START, life.folded(life.acts())); "
        "print(hashlib.sha256(body).hexdigest())"
    )
    told = subprocess.run(  # noqa: S603 - our own interpreter, with the program above
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == here


def test_a_snapshot_of_another_schema_is_left_for_folding_anew() -> None:
    body = encode_snapshot(START, NotesState())
    other = msgspec.msgpack.decode(body) | {"schema": "another"}
    assert decode_snapshot(msgspec.msgpack.encode(other), PRIVATE_SNAPSHOTS) is None


@given(st.binary(max_size=500))
def test_a_snapshot_nobody_wrote_is_left_for_folding_anew(body: bytes) -> None:
    assert decode_snapshot(body, SHARED_SNAPSHOTS) is None


def test_an_act_tells_who_did_each_thing_and_when() -> None:
    act = Act(ACT_FORMAT, ASH, START, Digest("0" * 64), (Activated(), Paused(START)))
    assert [(each.by, each.at) for each in act.recorded()] == [(ASH, START), (ASH, START)]


def test_a_year_from_which_nothing_can_be_reckoned_on_is_turned_away() -> None:
    last = START.replace(year=LAST_YEAR)
    act = Act(ACT_FORMAT, WREN, last, asked(Pause()), (Activated(),))
    assert decode_act(encode_act(act, SALT)) == act
    later = replace(act, at=last.replace(year=LAST_YEAR + 1))
    with pytest.raises(UnreadableAct):
        decode_act(encode_act(later, SALT))
