"""Decisions: raised, listed, found again; each of the two reads their own mirror of it."""

from collections.abc import Iterator

import pytest

from tests.domain.decisions.deciding import consulted, led
from tests.given import ASH, HOUSEHOLD, WORK, WREN
from tests.web.browsing import Page, Street, street
from tests.web.scenes import alone, begun, days_later, entries
from troth.domain.decisions.commands import Decide, RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.domain.dynamic.commands import End, Pause

FACTS = {"area": HOUSEHOLD, "whom": "both", "weight": "significant"}
QUESTION = "Christmas at home or away?"


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def decided(here: Street, number: int, days: int | None = None) -> None:
    """Have Ash raise and decide something everyday that Ash leads."""
    id_ = MatterId(f"m{number}")
    asked = RaiseMatter(id_, f"Question {number}?", (led(),))
    question = here.town.does(ASH, asked).state.decisions.matters[id_].digest
    again = None if days is None else here.town.clock.at.replace(day=2 + days)
    here.town.does(ASH, Decide(id_, question, f"Outcome {number}.", "So.", (), again))
    here.town.clock.later(minutes=1)


def plan_links(page: Page) -> list[str]:
    """Return the questions and decisions a list leads to."""
    fixed = {"/plans/new", "/plans/asked"}
    return [link for link in page.links if link.startswith("/plans/") and link not in fixed]


def test_an_empty_list_says_what_to_do_first(here: Street) -> None:
    page = here.wren.opens("/plans")
    assert "No open decisions." in page
    assert {"/plans/new", "/ask"} <= set(page.links)


def test_somebody_raises_a_question_and_both_read_it(here: Street) -> None:
    told = here.wren.sends("/plans/new", question=QUESTION, wanted="To stay home.", **FACTS)
    assert "Raised. Both of you can see it." in told
    assert QUESTION in told
    assert "raised by you today" in told
    (address,) = plan_links(here.ash.opens("/plans"))
    other = here.ash.opens(address)
    assert "raised by Wren today" in other
    assert "To stay home." in other
    assert "You decide, after hearing Wren." in other


def test_raising_twice_with_one_form_raises_once(here: Street) -> None:
    form = here.wren.opens("/plans/new").form("/plans/new")
    fields = {**form, **FACTS, "question": QUESTION}
    first, again = (here.wren.posts("/plans/new", fields) for _ in range(2))
    assert first.address == again.address
    assert len(plan_links(here.ash.opens("/plans"))) == 1


def test_what_is_typed_is_kept_when_something_is_missing(here: Street) -> None:
    page = here.wren.sends("/plans/new", question=QUESTION, wanted="To stay.", area=WORK)
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert "Choose whom it touches." in page
    filled = page.form("/plans/new")
    assert (filled["question"], filled["wanted"], filled["area"]) == (QUESTION, "To stay.", WORK)


def test_a_question_needs_words(here: Street) -> None:
    page = here.wren.sends("/plans/new", question="  ", **FACTS)
    assert page.status == 422
    assert "Write the question." in page


def test_one_more_part_is_shown_before_anything_is_raised(here: Street) -> None:
    page = here.wren.sends("/plans/new", question=QUESTION, more="1", **FACTS)
    assert page.status == 200
    assert page.form("/plans/new")["question"] == QUESTION
    assert page.form("/plans/new")["parts"] == "2"
    assert not plan_links(here.ash.opens("/plans"))


def test_a_question_of_two_parts_is_raised_as_one(here: Street) -> None:
    parts = {"parts": "2", "area-2": WORK, "whom-2": "me"}
    page = here.wren.sends("/plans/new", question=QUESTION, **FACTS, **parts)
    assert "You decide together" in page


def test_each_question_is_in_the_group_of_whom_it_waits_for(here: Street) -> None:
    here.town.does(ASH, RaiseMatter(MatterId("m"), QUESTION, (consulted(),)))
    assert f"Waiting for you {QUESTION}" in here.wren.opens("/plans")
    assert f"Waiting for Wren {QUESTION}" in here.ash.opens("/plans")


def test_what_was_decided_is_listed_newest_first(here: Street) -> None:
    for number in (1, 2):
        decided(here, number)
    for person in here.both:
        words = person.opens("/plans").words
        assert words.index("Outcome 2.") < words.index("Outcome 1.")


def test_what_is_due_is_listed_to_look_at_again(here: Street) -> None:
    decided(here, 1, days=3)
    assert "To look at again" not in here.wren.opens("/plans")
    days_later(here, 4)
    for person in here.both:
        assert "To look at again Question 1?" in person.opens("/plans")


def test_a_long_list_is_read_in_pages_without_an_address_for_them(here: Street) -> None:
    for number in range(12):
        decided(here, number)
    first = here.wren.opens("/plans")
    assert "Outcome 11." in first
    assert "Outcome 1." not in first
    later = here.wren.posts("/plans", {"words": "", "page": "2"})
    assert later.address == "/plans"
    assert "Outcome 1." in later
    assert "Outcome 11." not in later
    assert "Newer" in later


@pytest.mark.parametrize("page", ["0", "99", "-1", "one", "9" * 50])
def test_a_page_there_is_not_is_the_nearest_there_is(here: Street, page: str) -> None:
    decided(here, 1)
    assert "Outcome 1." in here.wren.posts("/plans", {"page": page})


def test_words_find_a_question_again_and_are_kept_in_the_form(here: Street) -> None:
    decided(here, 1)
    decided(here, 2)
    found = here.wren.posts("/plans", {"words": "outcome 2"})
    assert found.status == 200
    assert found.address == "/plans"
    assert "Question 2?" in found
    assert "Question 1?" not in found
    assert found.form("/plans")["words"] == "outcome 2"
    assert "Nothing was found with these words." in here.wren.posts("/plans", {"words": "sofa"})


def test_looking_records_nothing(here: Street) -> None:
    decided(here, 1)
    before = entries(here.town)
    for person in here.both:
        person.opens("/plans")
        person.posts("/plans", {"words": "Question"})
        person.posts("/plans/carry", FACTS)
    assert entries(here.town) == before


def test_a_question_can_be_raised_in_a_rest_and_after_the_end_it_is_read_only(
    here: Street,
) -> None:
    here.town.does(WREN, Pause())
    told = here.ash.sends("/plans/new", question=QUESTION, **FACTS)
    assert "You decide together" in told
    fields = here.ash.opens("/plans/new").form("/plans/new")
    here.town.does(WREN, End())
    assert "nothing new is begun here" in here.ash.opens("/plans/new")
    page = here.ash.posts("/plans/new", {**fields, "question": "And now?", **FACTS})
    assert page.status == 422
    assert page.form("/plans/new")["question"] == "And now?"


def test_somebody_alone_is_led_to_the_invitation() -> None:
    with street(alone()) as here:
        assert here.ash.opens("/plans/new").address != "/plans/new"


@pytest.mark.parametrize("address", ["/plans", "/plans/new", "/plans/carry"])
def test_a_stranger_and_nobody_read_and_raise_nothing(here: Street, address: str) -> None:
    here.town.does(ASH, RaiseMatter(MatterId("m"), QUESTION, (consulted(),)))
    before = entries(here.town)
    for other in (here.stranger, here.nobody):
        assert QUESTION not in other.opens(address)
        sent = {"op": "0" * 32, "question": "Mine?", "words": "Christmas", **FACTS}
        assert QUESTION not in other.posts(address, sent)
    assert entries(here.town) == before
