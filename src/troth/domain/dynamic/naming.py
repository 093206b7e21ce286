"""Naming: what a member is called in the record is theirs to say, and the other agrees to nothing.

Whoever signs in does so by the name of their account, which this leaves as it is. Each is known by
an id; so a new name stands beside all that was said before it, too.
"""

from troth.domain.dynamic.events import NameChanged
from troth.domain.dynamic.state import DynamicState, may_be_called
from troth.domain.kernel import (
    NAME_LENGTH,
    Command,
    MemberId,
    Outcome,
    Refusal,
    UnclearWording,
    is_clear,
)


class ChangeName(Command, frozen=True):
    """Change what one is called in the record."""

    name: str


class NameOfTheOther(Refusal, frozen=True):
    """The other is called so: nobody could tell any more who said what."""

    says = "The other is called that here. Choose a name that tells the two of you apart."


def decide_name(state: DynamicState, by: MemberId, name: str) -> Outcome:
    """Decide what a member is called from now on."""
    if not is_clear(name, longest=NAME_LENGTH):
        return UnclearWording("name")
    if not may_be_called(state, by, name):
        return NameOfTheOther()
    return () if state.member(by).name == name else (NameChanged(name),)
