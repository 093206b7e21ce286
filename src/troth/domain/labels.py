"""Labels: words of their own for what the pages have a word for; it takes both to call it so."""

from enum import StrEnum
from typing import TypeAlias, assert_never

from msgspec.structs import replace

from troth.domain.kernel import (
    Command,
    Event,
    MemberId,
    Occasion,
    Outcome,
    Recorded,
    UnclearWording,
    Value,
    is_clear,
    with_item,
    without,
)

LABEL_LENGTH = 40
"""Longest label: it stands in lists and above pages, where half a line of a phone has to do."""


class BuiltIn(StrEnum):
    """The words that can be called otherwise: they name things, and none of them protects."""

    STANDARDS = "standards"
    STANDARD = "standard"
    COMMITMENT = "commitment"
    PROTOCOL = "protocol"
    RITUAL = "ritual"
    SLIP = "slip"
    CORRECTION = "correction"
    LIMIT = "limit"
    WEEKLY_TALK = "weekly-talk"
    CHECK_IN = "check-in"
    EBB_AND_FLOW = "ebb-and-flow"
    RESET = "reset"


class LabelSuggested(Event, frozen=True, tag="label-suggested/1"):
    """A member would like to call something so; until the other agrees, nothing changes."""

    of: BuiltIn
    label: str


class LabelAgreed(Event, frozen=True, tag="label-agreed/1"):
    """The other agreed to the label that was suggested last, so it is called so from now on."""

    of: BuiltIn


class LabelLetGo(Event, frozen=True, tag="label-let-go/1"):
    """A member went back to the built-in word, from a label or from one only suggested."""

    of: BuiltIn


class Suggestion(Value, frozen=True):
    """A label one of the two would like."""

    label: str
    by: MemberId


class LabelsState(Value, frozen=True):
    """What both call otherwise, and what one of them would like to."""

    agreed: dict[BuiltIn, str] = {}
    suggested: dict[BuiltIn, Suggestion] = {}


def is_label(text: str) -> bool:
    """Tell whether a text can be a label: one line of it, visible throughout, and short.

    Of one whose author erased its words nothing is left: then the built-in word stands.
    """
    return is_clear(text, longest=LABEL_LENGTH, may_be_empty=True)


def evolve(state: LabelsState, recorded: Recorded) -> LabelsState:
    """Return the labels after an event; one alone calls nothing otherwise."""
    match recorded.event:
        case LabelSuggested(of=of, label=label):
            suggestion = Suggestion(label, recorded.by)
            return replace(state, suggested=with_item(state.suggested, of, suggestion))
        case LabelAgreed(of=of):
            found = state.suggested.get(of)
            if found is None or found.by == recorded.by:
                return state
            agreed = with_item(state.agreed, of, found.label)
            return LabelsState(agreed, without(state.suggested, of))
        case LabelLetGo(of=of) if of in state.agreed or of in state.suggested:
            return LabelsState(without(state.agreed, of), without(state.suggested, of))
        case _:
            return state


class CallIt(Command, frozen=True):
    """Suggest a label, or agree to exactly the one the other suggested."""

    of: BuiltIn
    label: str


class UseBuiltIn(Command, frozen=True):
    """Go back to the built-in word at once; a suggestion goes with it."""

    of: BuiltIn


LabelCommand: TypeAlias = CallIt | UseBuiltIn


def decide(state: LabelsState, command: LabelCommand, occasion: Occasion) -> Outcome:
    """Decide a command about labels: agreeing takes both, going back takes either."""
    match command:
        case CallIt(of=of, label=label):
            return _call(state, of, label, occasion.by)
        case UseBuiltIn(of=of):
            return (LabelLetGo(of),) if of in state.agreed or of in state.suggested else ()
        case _:
            assert_never(command)


def _call(state: LabelsState, of: BuiltIn, label: str, by: MemberId) -> Outcome:
    if not label or not is_label(label):
        return UnclearWording("label")
    suggestion = state.suggested.get(of)
    if suggestion is not None and suggestion.label == label:
        return () if suggestion.by == by else (LabelAgreed(of),)
    return () if state.agreed.get(of) == label else (LabelSuggested(of, label),)
