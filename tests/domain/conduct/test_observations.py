"""Observations: at the time, about either, in every state, and answerable."""

from datetime import datetime, timedelta

import pytest

from tests.given import ASH, KITCHEN, START, STRANGER, WREN, Couple
from troth.domain.conduct.observations import (
    MOST_OBSERVATIONS,
    AnswerObservation,
    NothingToRemindOf,
    Observation,
    ObservationId,
    ObservationKind,
    Observe,
    OwnObservation,
)
from troth.domain.dynamic.commands import End, HasEnded, Pause, RaiseCheck, Stop
from troth.domain.kernel import AlreadyThere, MemberId, NotAMember, NotFound, UnclearWording
from troth.domain.standards.events import ClauseDuty

SEEN = ObservationId("seen")
KEPT_KITCHEN = ClauseDuty(KITCHEN)
PEOPLE = [(ASH, WREN), (WREN, ASH), (ASH, ASH), (WREN, WREN)]


def observe(about: MemberId, kind: ObservationKind = ObservationKind.NOTE) -> Observe:
    """Return the command that says something about one of them."""
    return Observe(SEEN, about, kind, "The table looked lovely.")


def seen(couple: Couple) -> Observation:
    """Return what was said."""
    return couple.state.conduct.observations.observations[SEEN]


@pytest.mark.parametrize(("by", "about"), PEOPLE)
@pytest.mark.parametrize("kind", list(ObservationKind))
def test_either_says_something_about_either(
    by: MemberId, about: MemberId, kind: ObservationKind
) -> None:
    couple = Couple().have_begun()
    couple.does(by, observe(about, kind))
    assert (seen(couple).by, seen(couple).about, seen(couple).kind) == (by, about, kind)


@pytest.mark.parametrize("command", [Pause(), Stop(), RaiseCheck()])
def test_it_is_open_in_every_state_but_the_end(command: Pause | Stop | RaiseCheck) -> None:
    couple = Couple().have_begun()
    couple.does(WREN, command)
    couple.does(WREN, observe(ASH, ObservationKind.CONCERN))
    couple.does(ASH, AnswerObservation(SEEN, "Thank you for saying so."))
    couple.does(ASH, End())
    couple.is_refused(WREN, observe(ASH), HasEnded)


def test_it_may_be_told_afterwards_at_most_a_month_back() -> None:
    couple = Couple().have_begun()
    couple.later(days=60)
    yesterday = couple.now - timedelta(days=1)
    couple.does(ASH, Observe(SEEN, WREN, ObservationKind.PRAISE, since=yesterday))
    assert seen(couple).at == yesterday
    other = ObservationId("long-ago")
    couple.does(ASH, Observe(other, WREN, ObservationKind.PRAISE, since=START))
    known = couple.state.conduct.observations.observations[other]
    assert known.at == couple.now - timedelta(days=30)


def test_the_one_who_did_not_write_it_answers_and_may_answer_anew() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, observe(WREN))
    couple.is_refused(ASH, AnswerObservation(SEEN, "And more."), OwnObservation)
    couple.is_refused(WREN, AnswerObservation(SEEN, ""), UnclearWording)
    couple.does(WREN, AnswerObservation(SEEN, "It took a while."))
    couple.does(WREN, AnswerObservation(SEEN, "It took an hour."))
    assert seen(couple).answer == "It took an hour."
    assert couple.does(WREN, AnswerObservation(SEEN, "It took an hour.")) == ()


def test_praise_needs_no_words_and_the_rest_does() -> None:
    couple = Couple().have_begun()
    couple.is_refused(ASH, Observe(SEEN, WREN, ObservationKind.CONCERN), UnclearWording)
    couple.does(ASH, Observe(SEEN, WREN, ObservationKind.PRAISE))


def test_a_reminder_is_of_something_expected_then() -> None:
    couple = Couple().have_begun()
    remind = Observe(SEEN, WREN, ObservationKind.REMINDER, duty=KEPT_KITCHEN)
    other_one = Observe(SEEN, ASH, ObservationKind.REMINDER, duty=KEPT_KITCHEN)
    couple.is_refused(ASH, other_one, NothingToRemindOf)
    couple.does(ASH, remind)
    couple.later(hours=1)
    couple.does(WREN, Pause())
    later = Observe(ObservationId("b"), WREN, ObservationKind.REMINDER, duty=KEPT_KITCHEN)
    couple.is_refused(ASH, later, NothingToRemindOf)
    no_duty = Observe(ObservationId("c"), WREN, ObservationKind.REMINDER, "The pans.")
    couple.is_refused(ASH, no_duty, NothingToRemindOf)


def test_nobody_else_writes_is_written_about_or_answers() -> None:
    couple = Couple().have_begun()
    couple.is_refused(STRANGER, observe(WREN), NotAMember)
    couple.is_refused(WREN, observe(STRANGER), NotAMember)
    couple.is_refused(WREN, AnswerObservation(SEEN, "What?"), NotFound)


def test_an_id_is_used_once() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, observe(WREN))
    couple.is_refused(WREN, observe(ASH), AlreadyThere)


def test_it_changes_nothing_else() -> None:
    couple = Couple().have_begun()
    ground = couple.state.ground
    couple.does(ASH, observe(WREN, ObservationKind.CONCERN))
    assert couple.state.ground == ground
    assert couple.state.conduct.breaches.breaches == {}


def test_only_the_last_month_and_the_newest_are_at_hand() -> None:
    couple = Couple().have_begun()
    for number in range(MOST_OBSERVATIONS + 5):
        name = ObservationId(f"o{number}")
        couple.does(ASH, Observe(name, WREN, ObservationKind.PRAISE))
    known = couple.state.conduct.observations.observations
    assert len(known) == MOST_OBSERVATIONS
    assert ObservationId("o0") not in known
    couple.later(days=40)
    couple.does(ASH, observe(WREN))
    assert set(couple.state.conduct.observations.observations) == {SEEN}


def test_a_time_without_a_zone_counts_from_now() -> None:
    couple = Couple().have_begun()
    naive: datetime = START.replace(tzinfo=None)
    couple.does(ASH, Observe(SEEN, WREN, ObservationKind.PRAISE, since=naive))
    assert seen(couple).at == couple.now
