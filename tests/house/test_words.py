"""What the product says hurries, scolds, ranks or outs nobody, and promises only what is true."""

import pytest

from tests.house.source import Module
from tests.house.vocabulary import (
    Phrase,
    everywhere,
    is_kept,
    is_phrase,
    kept,
    offences,
    shown,
    template_phrases,
    words,
)

IN_SHOWN = [word for word in words() if word.where == "shown"]
EVERYWHERE = [word for word in words() if word.where == "everywhere"]


def test_what_is_shown_contains_none_of_the_words() -> None:
    found = offences(shown(), [*IN_SHOWN, *EVERYWHERE])
    assert not found, "\n".join(found)


def test_no_file_contains_the_words_that_belong_nowhere() -> None:
    found = offences(everywhere(), EVERYWHERE)
    assert not found, "\n".join(found)


def test_each_listed_word_says_where_and_why() -> None:
    assert len(IN_SHOWN) + len(EVERYWHERE) == len(words())
    assert [word for word in words() if not word.reason.endswith(".")] == []


def test_a_template_is_read_as_its_reader_sees_it() -> None:
    text = '{# You must not see this. #}<p aria-invalid="true">{{ _("You must see this.") }}</p>'
    assert [each.text for each in template_phrases("x.html", text)] == ["You must see this."]


def test_each_phrase_let_stand_is_still_there() -> None:
    standing = [phrase for phrase in everywhere() if is_kept(phrase)]
    for each in kept():
        assert any(each.file == found.file and each.phrase in found.text for found in standing)


@pytest.mark.parametrize(
    "sentence",
    [
        "You must answer first.",
        "Permission denied.",
        "Wren has three points.",
        "An OVERDUE talk",
        "Please try again.",
        "This record is tamper-proof.",
    ],
)
def test_an_unwanted_word_is_found(sentence: str) -> None:
    assert len(offences([Phrase("src/troth/made_up.py", 1, sentence)], IN_SHOWN)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Wren has not answered yet; the talk has waited longer than you both agreed.",
        "A mustard jar, an appointment, a template.",
    ],
)
def test_ordinary_words_are_left_alone(sentence: str) -> None:
    assert offences([Phrase("src/troth/made_up.py", 1, sentence)], words()) == []


def test_phrases_are_read_and_names_and_docstrings_are_not() -> None:
    text = '"""You must not read this."""\nx = "reward.taken.v1"\ny = "You must read this."\n'
    read = [shown for _, shown in Module("made_up.py", text).strings() if is_phrase(shown)]
    assert read == ["You must read this."]
