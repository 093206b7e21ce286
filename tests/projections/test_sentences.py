"""Every event is told to both in one plain sentence, in any zone, and names people only by name."""

import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.given import ASH, HOUSEHOLD, START, WREN, ZONES, Couple
from tests.golden import life
from tests.golden.write import halves, read
from tests.house.vocabulary import Phrase, offences, words
from troth.application.codec import EVENTS, decode_act
from troth.domain.archives import ArchivePartKept
from troth.domain.checkins import Answer, Clarity, Connection, RevealCheckIn, round_of
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.dynamic.commands import ChangeZone, NoteRestore, Pause
from troth.domain.dynamic.events import Member, Paused
from troth.domain.dynamic.naming import ChangeName
from troth.domain.dynamic.state import DynamicState
from troth.domain.kernel import AreaId, MemberId, Recorded
from troth.domain.notes import NoteErased, NoteKept
from troth.projections.sentences import (
    CHAPTERS,
    Chapter,
    Sentence,
    Telling,
    is_shown,
    matches,
    sentence,
    sentences,
    telling,
)

GOLDEN = {tag: decode_act(halves(sample)).recorded() for tag, sample in read().items()}
ANOTHER = MemberId("memberid")
"""Whom the golden samples name where somebody else is meant."""

SHOWN = sorted(tag for tag, acts in GOLDEN.items() if is_shown(acts[0].event))
each_shown = pytest.mark.parametrize("tag", SHOWN)
TAGS = [tag for templates in CHAPTERS.values() for tag in templates]

COUPLE = DynamicState(
    members=(
        Member(ASH, "Ash", "Europe/London", adult=True),
        Member(ANOTHER, "Wren", "Europe/London", adult=True),
    )
)
AREAS = {AreaId("areaid"): "The household"}
FAR = ("Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")


def told(tag: str, zone: str = "Europe/London") -> tuple[Sentence, ...]:
    """Return a golden event, in each of its forms, as sentences."""
    return sentences(GOLDEN[tag], Telling(COUPLE, AREAS, ZoneInfo(zone)))


def test_every_event_is_told_to_both_except_what_somebody_writes_for_themself() -> None:
    untold = {event for event in EVENTS if str(event.__struct_config__.tag) not in TAGS}
    assert untold == {NoteKept, NoteErased, ArchivePartKept}


def test_no_sentence_is_kept_for_an_event_there_is_not() -> None:
    assert set(TAGS) <= {str(event.__struct_config__.tag) for event in EVENTS}
    assert len(TAGS) == len(set(TAGS))


@each_shown
def test_every_event_ever_stored_is_told_in_any_zone(tag: str) -> None:
    for each in (each for zone in FAR for each in told(tag, zone)):
        assert each.text.endswith(".")
        assert each.text == " ".join(each.text.split())


@each_shown
def test_nobody_is_told_of_by_an_id(tag: str) -> None:
    for each in told(tag):
        assert not re.search(rf"\b({ASH}|{ANOTHER}|areaid)\b", each.text)


@each_shown
def test_no_value_is_told_as_the_program_writes_it(tag: str) -> None:
    for each in told(tag):
        assert not re.search(r"None|True|False|[(){}<>\[\]]|\w=|datetime|frozenset", each.text)


@each_shown
def test_no_sentence_hurries_scolds_or_ranks(tag: str) -> None:
    shown = [Phrase(tag, 1, each.text) for each in told(tag)]
    assert offences(shown, words()) == []


@each_shown
def test_what_somebody_said_stands_beside_the_sentence_and_not_in_it(tag: str) -> None:
    named = {"area-named/1", "limit-set/1", "name-changed/1", "zone-changed/1"}
    for each in told(tag):
        assert all(each.said)
        assert tag in named or "wörds" not in each.text


@given(st.sampled_from(sorted(ZONES)))
def test_a_frozen_life_is_told_from_the_first_entry_to_the_last(zone: str) -> None:
    acts = life.acts()
    here = telling(life.folded(acts).ground, ZONES[zone])
    everything = [each for act in acts for each in sentences(act.recorded(), here)]
    # A life does not come back from a copy, nor is it erased; that is told below.
    assert {each.chapter for each in everything} == set(Chapter) - {Chapter.RECORD}
    assert not any(re.search(r"\b(ash|wren)\b", each.text) for each in everything)


def test_a_time_is_told_in_the_readers_zone_and_not_in_the_writers() -> None:
    texts = {zone: told("direction-given/1", zone)[0].text for zone in FAR}
    assert len(set(texts.values())) == len(FAR)


def paused(couple: Couple, area: AreaId | None) -> str:
    """Return the sentence of a pause."""
    event = Paused(START, area)
    return sentence(Recorded(WREN, START, event), telling(couple.state.ground, ZONES["UTC"])).text


def test_a_part_of_life_is_told_by_the_name_both_gave_it() -> None:
    couple = Couple().have_begun()
    assert paused(couple, HOUSEHOLD) == "Wren paused The household."
    assert paused(couple, None) == "Wren paused everything."


def test_a_part_of_life_nobody_named_is_told_by_its_short_word() -> None:
    assert paused(Couple().have_begun(), AreaId("garden")) == "Wren paused garden."


def test_an_event_no_history_shows_has_no_sentence() -> None:
    (kept, *_) = GOLDEN["note-kept/1"]
    assert not is_shown(kept.event)
    with pytest.raises(KeyError):
        sentence(kept, Telling(COUPLE, AREAS, ZoneInfo("UTC")))


def test_a_search_reads_the_sentence_and_what_was_said_in_any_case() -> None:
    (one, *_) = told("talk-requested/1")
    assert matches(one, "ASKED TO TALK", None)
    assert matches(one, "SOME “WÖRDS”", None)
    assert matches(one, "", Chapter.TALKS)
    assert not matches(one, "asked", Chapter.RESTS)
    assert not matches(one, "kitchen", Chapter.TALKS)


def test_the_name_somebody_has_does_not_change_what_is_told_of_the_other() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, ChangeZone("Europe/Paris"))
    couple.does(ASH, Pause())
    here = telling(couple.state.ground, ZONES["UTC"])
    assert [each.text for each in sentences(tuple(couple.record[-2:]), here)] == [
        "Wren's times are now shown in Europe/Paris.",
        "Ash paused everything.",
    ]


def test_whoever_takes_another_name_is_called_so_from_the_beginning() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause())
    couple.does(WREN, ChangeName("Robin"))
    here = telling(couple.state.ground, ZONES["UTC"])
    assert [each.text for each in sentences(tuple(couple.record[-2:]), here)] == [
        "Robin paused everything.",
        "Robin took the name Robin here.",
    ]


def test_whose_words_are_erased_is_told_where_they_stood() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Observe(ObservationId("n1"), ASH, ObservationKind.PRAISE, "The warm supper."))
    here = telling(couple.state.ground, ZONES["UTC"])
    (erased,) = sentences(tuple(couple.record[-1:]), here, are_words_erased=True)
    assert erased.text.endswith("(words erased by Wren)")


def test_words_of_both_in_one_entry_are_not_told_as_erased_by_one() -> None:
    couple = Couple().have_begun()
    answer = Answer(Connection.CLOSE, Clarity.CLEAR, "The walk.")
    round_ = round_of(couple.now)
    couple.does(WREN, RevealCheckIn(round_, {ASH: answer, WREN: answer}))
    here = telling(couple.state.ground, ZONES["UTC"])
    (erased,) = sentences(tuple(couple.record[-1:]), here, are_words_erased=True)
    assert erased.text.endswith("(words erased)")


def test_a_record_back_from_a_copy_is_told_as_that_and_as_nobodys_pause() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, NoteRestore())
    here = telling(couple.state.ground, ZONES["UTC"])
    (only,) = sentences(tuple(couple.record[-2:]), here)
    assert only.chapter is Chapter.RECORD
    assert "Wren" not in only.text
