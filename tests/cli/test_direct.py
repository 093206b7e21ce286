"""Directions, permissions and treats from the command line: asked, answered, left."""

import re

import pytest

from tests.cli.home import Home
from tests.given import WREN, clause
from troth.domain.agreement.terms import Authority, Grade, Overlap, Permission, Reward, Terms
from troth.domain.directions.permissions import Answer
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import ClauseId
from troth.projections.asked import ANSWERS

CAR = Terms(ClauseId("car"), Permission("On weekdays.", WREN), "The car is asked for.")
ORDERS = clause("authority", Authority(Overlap.SHARED_PREVAILS, grade=Grade.STANDING_ORDER))


def id_in(shown: str) -> str:
    """Return the id that a command answered with."""
    found = re.search(r"\b[a-z]-[0-9a-f]{8}\b", shown)
    assert found is not None, shown
    return found[0]


def given(home: Home, *more: str) -> str:
    """Let Ash ask something of Wren in what Ash leads, and return its id."""
    typed = ("direct", "give", "Call the plumber.", "--until", "+2d", "--area", "household")
    return id_in(home.ash(*typed, *more))


def test_a_direction_is_shown_to_both_with_how_it_binds_and_its_end(home: Home) -> None:
    id_ = given(home)
    for page in (home.wren("direct", "list"), home.ash("direct", "list")):
        assert f"{id_}  Ash asks of Wren: Call the plumber." in page
        assert "a request, until" in page


@pytest.mark.parametrize("verb", ["cannot", "done"])
def test_whoever_it_is_asked_of_answers_it(home: Home, verb: str) -> None:
    id_ = given(home)
    assert "for the other one to say" in home.refused("Ash", "direct", verb, id_)
    home.wren("direct", verb, id_)
    assert id_ not in home.wren("today")


def test_taking_it_up_is_shown(home: Home) -> None:
    id_ = given(home)
    assert "for the other one to say" in home.refused("Ash", "direct", "take-up", id_)
    home.wren("direct", "take-up", id_)
    assert "taken up" in home.ash("direct", "list")


def test_that_it_cannot_be_done_ends_it_without_a_reason_in_every_state(home: Home) -> None:
    id_ = given(home)
    home.does(WREN, Pause())
    assert "Nothing follows from it." in home.wren("direct", "cannot", id_)
    assert "Nothing is directed" in home.ash("direct", "list")


def test_whoever_gave_it_lets_it_go(home: Home) -> None:
    id_ = given(home)
    assert "for the other one to say" in home.refused("Wren", "direct", "let-go", id_)
    home.ash("direct", "let-go", id_)
    assert "Nothing is directed" in home.wren("direct", "list")


def test_a_standing_order_is_looked_at_again(home: Home) -> None:
    home.agrees(ORDERS, days_ago=1)
    id_ = given(home, "--grade", "standing-order", "--look-again", "+1d")
    assert "a standing order" in home.wren("direct", "list")
    assert "To be looked at again on" in home.ash("direct", "look-again", id_, "+1d")


def test_more_than_was_agreed_is_refused(home: Home) -> None:
    typed = ("direct", "give", "Tidy.", "--until", "+1d", "--area", "household")
    assert "at most a request" in home.refused("Ash", *typed, "--grade", "order")


def test_only_the_one_who_leads_there_directs(home: Home) -> None:
    typed = ("direct", "give", "Call the plumber.", "--until", "+1d", "--area")
    assert "only in what you lead" in home.refused("Wren", *typed, "household")
    assert "only in what you lead" in home.refused("Ash", *typed, "work")


def test_nothing_goes_on_without_an_end(home: Home) -> None:
    typed = ("direct", "give", "Tidy.", "--area", "household", "--until")
    assert "Say when this ends" in home.refused("Ash", *typed, "yesterday")
    assert home.run("Ash", *typed, "some day").exit_code == 2


def test_what_touches_a_protected_need_is_asked_about_first(home: Home) -> None:
    typed = ("direct", "give", "Be asleep by ten.", "--until", "+1d", "--area", "household")
    assert "sleep" in home.refused("Ash", *typed)
    home.ash(*typed, "--considered")


def test_a_direction_nobody_gave_is_refused(home: Home) -> None:
    assert "There is no direction" in home.refused("Wren", "direct", "take-up", "g-0")


def test_a_permission_is_asked_and_answered(home: Home) -> None:
    home.agrees(CAR, days_ago=1)
    id_ = id_in(home.wren("ask", "permission", "car", "On Friday?"))
    assert "waits for an answer" in home.wren("ask", "list")
    assert "a no then is a no" in home.ash("ask", "answer", id_, "yes", "--note", "Of course.")
    page = home.wren("ask", "list")
    assert "still asked in the moment" in page
    assert "Of course." in page


def test_an_answer_can_be_changed_and_taken_back(home: Home) -> None:
    home.agrees(CAR, days_ago=1)
    id_ = id_in(home.wren("ask", "permission", "car", "On Friday?"))
    home.ash("ask", "answer", id_, "yes")
    home.ash("ask", "take-back", id_)
    assert "not this time" in home.wren("ask", "list")
    home.wren("ask", "take-back", id_)
    assert "Nothing was asked lately." in home.wren("ask", "list")


def test_nobody_answers_what_they_asked_themselves(home: Home) -> None:
    home.agrees(CAR, days_ago=1)
    id_ = id_in(home.wren("ask", "permission", "car", "On Friday?"))
    assert "You asked this yourself" in home.refused("Wren", "ask", "answer", id_, "yes")


def test_only_what_was_agreed_can_be_asked_for_and_by_whom(home: Home) -> None:
    home.agrees(CAR, days_ago=1)
    assert "it is the other one who asks" in home.refused("Ash", "ask", "permission", "car", "?")
    assert "not a clause about permission" in home.refused(
        "Wren", "ask", "permission", "kitchen", "?"
    )


def test_a_treat_is_offered_and_taken_and_then_gone(home: Home) -> None:
    id_ = id_in(home.wren("treat", "offer", "An evening out."))
    assert f"{id_}  Wren offers: An evening out." in home.ash("treat", "list")
    assert "Nothing is owed" in home.ash("treat", "take", id_)
    assert "Nothing is on offer." in home.wren("treat", "list")


def test_a_treat_may_be_left_and_an_offer_taken_back(home: Home) -> None:
    first = id_in(home.ash("treat", "offer", "An evening out."))
    second = id_in(home.ash("treat", "offer", "Breakfast."))
    assert "the other one answers" in home.refused("Ash", "treat", "take", first)
    home.wren("treat", "not-now", first)
    home.ash("treat", "take-back", second)
    assert "Nothing is on offer." in home.wren("treat", "list")


def test_a_treat_under_a_clause_needs_that_clause(home: Home) -> None:
    typed = ("treat", "offer", "Cake.", "--under", "cake")
    assert "not a clause about treats" in home.refused("Ash", *typed)
    home.agrees(clause("cake", Reward("Cake.")), days_ago=1)
    home.ash(*typed)


def test_every_empty_list_says_what_to_do_first(home: Home) -> None:
    for verb in ("direct", "ask", "treat"):
        assert f"troth {verb} " in home.wren(verb, "list")


@pytest.mark.parametrize(
    "typed",
    [
        ("direct", "list"),
        ("direct", "cannot", "g-0"),
        ("ask", "list"),
        ("treat", "list"),
        ("treat", "offer", "Cake."),
    ],
)
def test_a_stranger_has_no_part_in_it(home: Home, typed: tuple[str, ...]) -> None:
    home.is_closed_to_strangers(*typed)


def test_whatever_holds_about_something_asked_has_words() -> None:
    assert set(ANSWERS) == set(Answer)


def test_each_list_says_what_either_can_do_about_what_is_in_it(home: Home) -> None:
    home.ash("direct", "give", "Call the plumber.", "--area", "household", "--until", "+2d")
    id_ = home.reads("Ash", "direct", "list")[0]["id"]
    assert f"troth direct cannot {id_}" in home.wren("direct", "list")
    assert f"troth direct let-go {id_}" in home.ash("direct", "list")
    assert "cannot" not in home.ash("direct", "list")
    home.ash("treat", "offer", "A bath.")
    treat = home.reads("Ash", "treat", "list")[0]["id"]
    assert f"troth treat not-now {treat}" in home.wren("treat", "list")
    assert f"troth treat take-back {treat}" in home.ash("treat", "list")
