"""Days ahead in words, on one's own calendar: a form sent twice means the same day both times."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.given import ASH, WREN, clause
from tests.web.browsing import Street, street
from tests.web.scenes import begun, days_later
from troth.domain.agreement.terms import SessionRhythm
from troth.domain.dynamic.commands import ChangeZone
from troth.domain.kernel import MemberId
from troth.domain.schedules import Schedule
from troth.web.ahead import AGAIN, DAYS, NAMES

OWN = "/plans/asked/own"
TASK = {"text": "Call the plumber.", "kind": "errand"}
SUNDAYS = Schedule("FREQ=WEEKLY;BYDAY=SU", "2026-03-01T19:00", "Europe/London", 60)
FACTS = {"area": "-", "whom": "me", "weight": "routine"}


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    weekly = clause("weekly", SessionRhythm(SUNDAYS))
    with street(begun(weekly)) as opened:
        yield opened


def due(here: Street, member: MemberId, **until: str) -> datetime:
    """Have somebody set a task down, and return by when it is due."""
    person = here.ash if member == ASH else here.wren
    told = person.sends(OWN, **TASK, **until)
    assert "Set down." in told, told.words
    tasks = here.town.does(member, ChangeZone("Europe/London")).state.standards.tasks
    (task,) = (each for each in tasks.values() if each.set_by == member)
    return task.due


@pytest.mark.parametrize(("word", "day"), [("today", 2), ("tomorrow", 3), ("week", 9)])
def test_a_day_ends_by_the_clock_of_whoever_named_it(here: Street, word: str, day: int) -> None:
    assert due(here, ASH, until=word) == datetime(2026, 3, day, 23, 59, tzinfo=UTC)
    # Wren reads times in Paris, where the day ends an hour before it does in London.
    assert due(here, WREN, until=word) == datetime(2026, 3, day, 22, 59, tzinfo=UTC)


def test_another_day_is_the_one_that_was_written(here: Street) -> None:
    fields = {"until": "day", "until-day": "2026-03-20"}
    assert due(here, ASH, **fields) == datetime(2026, 3, 20, 23, 59, tzinfo=UTC)


def test_summer_time_between_does_not_move_the_end_of_a_day(here: Street) -> None:
    fields = {"until": "day", "until-day": "2026-03-30"}
    assert due(here, ASH, **fields) == datetime(2026, 3, 30, 22, 59, tzinfo=UTC)


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-02-30", "30.3.2026"])
def test_what_is_no_day_is_asked_for(here: Street, day: str) -> None:
    page = here.wren.sends(OWN, **TASK, until="day", **{"until-day": day})
    assert page.status == 422
    assert "Write the day you mean." in page
    assert page.form(OWN)["until-day"] == day


@pytest.mark.parametrize("day", ["2026-03-01", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_over_or_out_of_reach_is_not_taken(here: Street, day: str) -> None:
    page = here.wren.sends(OWN, **TASK, until="day", **{"until-day": day})
    assert page.status == 422


def test_the_same_form_sent_later_that_day_means_the_same_day(here: Street) -> None:
    fields = {**here.wren.opens(OWN).form(OWN), **TASK, "until": "tomorrow"}
    first = here.wren.posts(OWN, fields)
    here.town.clock.later(minutes=30)
    again = here.wren.posts(OWN, fields)
    assert (again.status, again.address) == (first.status, first.address)
    assert again.words.count(TASK["text"]) == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "never"])
def test_a_day_to_look_again_that_cannot_be_is_asked_for_and_not_left_out(
    here: Street, day: str
) -> None:
    plan = here.wren.sends("/plans/new", question="Which book next?", **FACTS).address
    fields = {"outcome": "The long one.", "reasons": "It is winter.", "again": "day"}
    page = here.wren.sends(f"{plan}/decision", plan, **fields, **{"again-day": day})
    assert page.status == 422
    assert "Write the day you mean." in page


def decided(here: Street, **again: str) -> str:
    """Have Wren raise and decide something of their own; return the page of it."""
    plan = here.wren.sends("/plans/new", question="Which book next?", **FACTS).address
    fields = {"outcome": "The long one.", "reasons": "It is winter.", **again}
    page = here.wren.sends(f"{plan}/decision", plan, **fields)
    assert page.status == 200, page.words
    return page.words


def test_the_next_weekly_talk_is_offered_where_there_is_one(here: Street) -> None:
    told = decided(here, again="talk")
    assert "Looked at again on Sunday." in told


def test_without_a_weekly_talk_it_is_not_offered() -> None:
    with street(begun()) as here:
        plan = here.wren.sends("/plans/new", question="Which book next?", **FACTS)
        assert "In a month" in plan
        assert "At our next weekly talk" not in plan


def test_a_day_to_look_again_begins_in_the_morning(here: Street) -> None:
    decided(here, **{"again": "day", "again-day": "2026-03-10"})
    here.town.clock.at = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)
    days_later(here, 0)
    assert "To look at again" in here.wren.opens("/plans")


def test_looking_again_the_same_day_is_the_end_of_it(here: Street) -> None:
    decided(here, **{"again": "day", "again-day": "2026-03-02"})
    here.town.clock.later(hours=1)
    days_later(here, 0)
    assert "To look at again" not in here.wren.opens("/plans")
    here.town.clock.later(hours=5)
    days_later(here, 0)
    assert "To look at again" in here.wren.opens("/plans")


def test_only_if_one_of_us_asks_is_no_day_at_all(here: Street) -> None:
    assert "Looked at again on" not in decided(here, again="never")
    here.town.clock.at += timedelta(days=300)
    days_later(here, 0)
    assert "To look at again" not in here.wren.opens("/plans")


def test_every_choice_has_its_words() -> None:
    assert set(DAYS) | set(AGAIN) == set(NAMES)
