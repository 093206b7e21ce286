"""An archive is kept in parts, in order, by its owner alone; nothing in it has effect."""

import pytest

from tests.given import ASH, START, WREN
from troth.domain.archives import (
    MOST_PARTS,
    PART_LENGTH,
    ArchivePartKept,
    ArchiveState,
    ArchiveTooLong,
    KeepArchivePart,
    NotYourArchive,
    decide,
    evolve,
)
from troth.domain.dynamic.events import Paused
from troth.domain.kernel import AlreadyThere, MemberId, Moment, Occasion, Recorded


def occasion(by: MemberId = WREN) -> Occasion:
    return Occasion(by, Moment(START))


def with_parts(count: int) -> ArchiveState:
    state = ArchiveState()
    for part in range(1, count + 1):
        state = evolve(state, Recorded(WREN, START, ArchivePartKept(part, "x")))
    return state


def test_parts_are_kept_one_after_another() -> None:
    assert decide(ArchiveState(), KeepArchivePart(1, "x"), occasion()) == (ArchivePartKept(1, "x"),)
    assert decide(with_parts(1), KeepArchivePart(2, "y"), occasion()) == (ArchivePartKept(2, "y"),)


@pytest.mark.parametrize("part", [0, 1, 2, 4, -1])
def test_no_part_is_kept_twice_or_out_of_turn(part: int) -> None:
    assert isinstance(decide(with_parts(2), KeepArchivePart(part, "x"), occasion()), AlreadyThere)


def test_an_archive_is_its_owners_alone() -> None:
    assert decide(with_parts(1), KeepArchivePart(2, "x"), occasion(ASH)) == NotYourArchive()


@pytest.mark.parametrize("text", ["", "x" * (PART_LENGTH + 1)])
def test_a_part_holds_something_and_not_too_much(text: str) -> None:
    assert decide(ArchiveState(), KeepArchivePart(1, text), occasion()) == ArchiveTooLong()
    whole = KeepArchivePart(1, "x" * PART_LENGTH)
    assert isinstance(decide(ArchiveState(), whole, occasion()), tuple)


def test_an_archive_has_an_end() -> None:
    full = ArchiveState(WREN, MOST_PARTS)
    assert decide(full, KeepArchivePart(MOST_PARTS + 1, "x"), occasion()) == ArchiveTooLong()


def test_nothing_else_has_any_effect_there() -> None:
    state = with_parts(1)
    assert evolve(state, Recorded(WREN, START, Paused(START))) == state
