"""Labels: both call something otherwise, either goes back alone, and nothing else changes."""

import pytest
from msgspec.structs import replace

from tests.given import ASH, STRANGER, WREN, Couple
from troth.domain.dynamic.commands import End, HasEnded, Pause, Stop
from troth.domain.kernel import NotAMember, UnclearWording
from troth.domain.labels import (
    LABEL_LENGTH,
    BuiltIn,
    CallIt,
    LabelAgreed,
    LabelLetGo,
    LabelsState,
    LabelSuggested,
    UseBuiltIn,
)

RULE = CallIt(BuiltIn.STANDARD, "House rule")
BACK = UseBuiltIn(BuiltIn.STANDARD)


def agreed() -> Couple:
    """Return a couple who both call a standard a house rule."""
    couple = Couple().have_begun()
    couple.does(WREN, RULE)
    couple.does(ASH, RULE)
    return couple


def test_one_suggests_and_it_is_called_so_once_the_other_agrees() -> None:
    couple = Couple().have_begun()
    assert couple.does(WREN, RULE) == (LabelSuggested(BuiltIn.STANDARD, "House rule"),)
    assert couple.state.labels.agreed == {}
    assert couple.does(ASH, RULE) == (LabelAgreed(BuiltIn.STANDARD),)
    assert couple.state.labels == LabelsState({BuiltIn.STANDARD: "House rule"})


def test_suggesting_twice_is_not_the_yes_of_both() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, RULE)
    assert couple.does(WREN, RULE) == ()
    assert couple.state.labels.agreed == {}


def test_a_yes_is_to_exactly_the_word_that_was_read() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, RULE)
    couple.does(WREN, replace(RULE, label="House law"))
    couple.does(ASH, RULE)
    assert couple.state.labels.agreed == {}
    assert couple.state.labels.suggested[BuiltIn.STANDARD].by == ASH


def test_either_goes_back_alone_and_at_once() -> None:
    for member in (ASH, WREN):
        couple = agreed()
        assert couple.does(member, BACK) == (LabelLetGo(BuiltIn.STANDARD),)
        assert couple.state.labels == LabelsState()
        assert couple.does(member, BACK) == ()


def test_going_back_takes_a_suggestion_along() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, RULE)
    couple.does(ASH, BACK)
    couple.does(ASH, RULE)
    assert couple.state.labels.agreed == {}, "the yes came before anybody asked anew"


def test_what_is_called_so_already_is_no_news() -> None:
    couple = agreed()
    assert couple.does(WREN, RULE) == ()
    couple.does(ASH, CallIt(BuiltIn.RITUAL, "House rule"))
    assert set(couple.state.labels.suggested) == {BuiltIn.RITUAL}


@pytest.mark.parametrize("label", ["", " ", "x" * (LABEL_LENGTH + 1), "two\nlines", "a\u202eb"])
def test_a_label_is_one_short_visible_line(label: str) -> None:
    couple = Couple().have_begun()
    couple.is_refused(ASH, CallIt(BuiltIn.SLIP, label), UnclearWording)
    couple.does(ASH, CallIt(BuiltIn.SLIP, "x" * LABEL_LENGTH))


@pytest.mark.parametrize("rest", [Pause(), Stop()])
def test_words_can_be_agreed_while_everything_rests(rest: Pause | Stop) -> None:
    couple = Couple().have_begun()
    couple.does(WREN, rest)
    couple.does(WREN, RULE)
    couple.does(ASH, RULE)
    assert couple.state.labels.agreed == {BuiltIn.STANDARD: "House rule"}


def test_nobody_else_names_anything_and_after_the_end_nobody_does() -> None:
    couple = agreed()
    couple.is_refused(STRANGER, BACK, NotAMember)
    couple.does(ASH, End())
    couple.is_refused(WREN, BACK, HasEnded)
