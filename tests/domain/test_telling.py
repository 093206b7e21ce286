"""Which parts are told of an event: whoever is not told would have changed nothing."""

from collections.abc import Iterator

import msgspec
import pytest

from tests.given import ASH, WREN
from tests.golden import life
from tests.golden.samples import samples
from troth.application.codec import EVENTS
from troth.domain.conduct.events import BreachWeighed
from troth.domain.dynamic.events import Paused
from troth.domain.kernel import Event, Recorded
from troth.domain.state import PARTS, State, after, told

EVERY = 100
"""So many entries lie between two states that are tried: months of life in a dozen of them."""


def states() -> Iterator[tuple[State, Recorded]]:
    """Yield states along the frozen life, each with the entry that comes next."""
    state = State()
    for number, recorded in enumerate(each for act in life.acts() for each in act.recorded()):
        if number % EVERY == 0:
            yield state, recorded
        state = after(state, recorded)


TRIED = tuple(states())


def test_every_part_of_the_state_can_be_told() -> None:
    assert tuple(PARTS) == State.__struct_fields__


def test_what_rests_or_relieves_is_told_to_every_part() -> None:
    assert told(Paused) == tuple(PARTS)


def test_what_concerns_one_part_is_told_to_that_one_only() -> None:
    assert told(BreachWeighed) == ("conduct",)


@pytest.mark.parametrize("event", EVENTS, ids=lambda each: each.__name__)
def test_a_part_that_is_not_told_would_have_changed_nothing(event: type[Event]) -> None:
    untold = [name for name in PARTS if name not in told(event)]
    for state, coming in TRIED:
        for sample in samples(event):
            for by in (ASH, WREN):
                recorded = Recorded(by, coming.at, sample)
                for name in untold:
                    part = getattr(state, name)
                    assert PARTS[name](part, recorded) == part, name


def test_a_life_comes_out_as_if_every_part_were_told_of_everything() -> None:
    state = asked = State()
    for recorded in (each for act in life.acts() for each in act.recorded()):
        state = after(state, recorded)
        everything = {
            name: evolve(getattr(asked, name), recorded) for name, evolve in PARTS.items()
        }
        asked = msgspec.structs.replace(asked, **everything)
    assert state == asked
