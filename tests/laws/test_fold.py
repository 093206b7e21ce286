"""The record alone says how things stand: anywhere, in whatever order two acts meet."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.given import ASH, REFLECTION, START, WREN, Couple
from tests.golden import life
from tests.laws.conduct_laws import PENDING, SLIP, slip
from tests.laws.invariants import View, view
from tests.laws.mutants import offered, upheld
from tests.laws.table import ROOT
from troth.application.codec import SHARED_SNAPSHOTS, decode_snapshot, encode_snapshot
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.conduct.breach import recorded_stage
from troth.domain.conduct.commands import AcceptCorrection, BeginCorrection, OfferCorrection
from troth.domain.decider import AnyCommand, evolve
from troth.domain.dynamic.commands import AffirmResumption, End, Pause, Stop
from troth.domain.kernel import MemberId
from troth.domain.safety import LimitId, SetLimit, Target

PYTHONS = sorted(
    {sys.executable, *(str(path) for path in ROOT.glob(".venv*/bin/python") if path.exists())}
)
"""This interpreter, and those of the other versions that `make` has set up here."""

PROGRAM = (
    "import hashlib; from tests.golden import life; from tests.given import START; "
    "from troth.application.codec import encode_snapshot; "
    "print(hashlib.sha256(encode_snapshot(START, life.folded(life.acts()))).hexdigest())"
)


@pytest.mark.parametrize("python", PYTHONS)
def test_another_python_folds_the_same_record_to_the_same_bytes(python: str) -> None:
    here = hashlib.sha256(encode_snapshot(START, life.folded(life.acts()))).hexdigest()
    told = subprocess.run(  # noqa: S603 - an interpreter of ours, with the program above
        [python, "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == here


@settings(max_examples=10)  # each folds months of life twice
@given(st.integers(0, 10_000))
def test_a_state_read_back_goes_on_as_if_it_had_not_been_kept(place: int) -> None:
    record = life.acts()
    cut = place % (len(record) + 1)
    before = life.folded(record[:cut])
    kept = decode_snapshot(encode_snapshot(START, before), SHARED_SNAPSHOTS)
    assert kept is not None
    state = kept.state
    for act in record[cut:]:
        for recorded in act.recorded():
            state = evolve(state, recorded)
    assert encode_snapshot(START, state) == encode_snapshot(START, life.folded(record))


def resting() -> Couple:
    """Return a couple of whom one has said that they are ready to come back."""
    couple = Couple().have_begun()
    couple.does(WREN, Pause())
    couple.does(WREN, AffirmResumption())
    return couple


def half_agreed() -> Couple:
    """Return a couple with a correction accepted."""
    couple = offered()
    breach = slip(couple.state)
    assert breach is not None
    assert breach.response is not None
    couple.does(WREN, AcceptCorrection(SLIP, breach.response.offer))
    return couple


NEVER = SetLimit(LimitId("never"), Target.CLAUSE, REFLECTION)
OFFER = (ASH, OfferCorrection(SLIP, REFLECTION, 60))
BEGIN = (WREN, BeginCorrection(SLIP))
RESUME = (ASH, AffirmResumption())

Doing = tuple[MemberId, AnyCommand]


@pytest.mark.parametrize("protective", [Pause(), Stop(), NEVER, WithdrawConsent(REFLECTION), End()])
@pytest.mark.parametrize(
    ("scene", "burdening"),
    [(upheld, OFFER), (half_agreed, BEGIN), (resting, RESUME)],
    ids=["offer", "begin", "resume"],
)
def test_what_protects_and_what_burdens_at_once_end_as_if_it_came_first(
    scene: Callable[[], Couple], burdening: Doing, protective: AnyCommand
) -> None:
    ends = []
    for order in ([(WREN, protective), burdening], [burdening, (WREN, protective)]):
        couple = scene()
        for by, command in order:
            couple.attempt(by, command)
        ends.append(_left(couple))
    assert ends[0] == ends[1]


def _left(couple: Couple) -> tuple[View, bool]:
    breach = slip(couple.state)
    pends = breach is not None and recorded_stage(breach, couple.now) in PENDING
    return view(couple.state, couple.now), pends


def test_only_what_protects_can_be_told_late() -> None:
    told_late = {
        command.__name__
        for command in _commands(AnyCommand)
        if "since" in {field.name for field in msgspec.structs.fields(command)}
    }
    assert told_late == {"End", "Observe", "Pause", "SetLimit", "Stop", "WithdrawConsent"}


def _commands(union: object) -> Iterator[type[msgspec.Struct]]:
    if isinstance(union, type) and issubclass(union, msgspec.Struct):
        yield union
    for each in get_args(union):
        yield from _commands(each)
