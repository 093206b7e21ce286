"""How a question is seen and whose it is: what one press does, and who may press."""

from collections.abc import Iterator

import pytest

from tests.domain.decisions.deciding import consulted, led, own_work
from tests.given import ASH, WORK, WREN
from tests.web.browsing import Page, Street, street
from tests.web.scenes import begun, entries
from troth.domain.decisions.commands import GiveOpinion, RaiseMatter
from troth.domain.decisions.events import MatterId, OpinionId
from troth.domain.kernel import Digest, MemberId
from troth.domain.routing.matter import Facet
from troth.web.plan_view import plan_address

M = MatterId("m")
AT = plan_address(M)
QUESTION = "Christmas at home or away?"


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def asked(here: Street, facet: Facet | None = None, by: MemberId = ASH) -> Digest:
    """Have a question raised; return its digest."""
    raised = RaiseMatter(M, QUESTION, (facet or consulted(by),))
    return here.town.does(by, raised).state.decisions.matters[M].digest


def pressed(here: Street, member: MemberId, how: str) -> Page:
    """Press a button of the question as the page has it."""
    person = here.ash if member == ASH else here.wren
    form = person.opens(AT).form(f"{AT}/hands")
    return person.posts(f"{AT}/hands", {**form, "how": how})


def test_what_is_ones_own_is_made_one_for_both_and_taken_back(here: Street) -> None:
    asked(here, own_work(), WREN)
    assert "Make this one for both of us" not in here.ash.opens(AT)
    told = pressed(here, WREN, "both")
    assert "It is one for both of you now." in told
    for person in here.both:
        assert "You decide together" in person.opens(AT)
        assert "Wren made this one for you both." in person.opens(AT)
    assert "It is yours to decide again." in pressed(here, WREN, "mine")
    assert "Wren decides." in here.ash.opens(AT)


def test_what_one_leads_is_left_to_the_other_and_taken_back(here: Street) -> None:
    asked(here, led())
    assert "Leave this to Wren" in here.ash.opens(AT)
    assert "Left to the other." in pressed(here, ASH, "leave")
    assert "Record this decision" in here.wren.opens(AT)
    assert "It is yours to decide again." in pressed(here, ASH, "lead")
    assert "Record this decision" not in here.wren.opens(AT)


def test_whoever_raised_it_withdraws_it(here: Street) -> None:
    asked(here)
    assert "Withdraw this question" not in here.wren.opens(AT)
    assert "Withdrawn." in pressed(here, ASH, "withdraw")
    for person in here.both:
        assert "This question was withdrawn" in person.opens(AT)
        assert QUESTION not in person.opens("/plans")


@pytest.mark.parametrize("how", ["both", "leave", "withdraw"])
def test_what_is_not_ones_own_to_press_changes_nothing(here: Street, how: str) -> None:
    asked(here)
    page = here.wren.posts(f"{AT}/hands", {"op": "a" * 32, "how": how})
    assert page.status == 422
    assert QUESTION in page
    assert here.ash.opens(AT).status == 200


def test_a_press_that_means_nothing_has_no_page(here: Street) -> None:
    asked(here)
    assert here.ash.posts(f"{AT}/hands", {"op": "a" * 32, "how": "x"}).status == 404


def test_each_says_how_they_see_it_and_a_difference_brings_a_hearing(here: Street) -> None:
    asked(here, own_work(), WREN)
    told = here.ash.sends(f"{AT}/facts", whom="both", weight="significant")
    assert "Said. Both of you can see it." in told
    assert "Wren decides, after hearing you." in told
    assert "You see it differently" in here.wren.opens(AT)


def test_ones_own_limit_is_enough_to_say(here: Street) -> None:
    asked(here)
    told = here.wren.sends(f"{AT}/facts", whom="both", weight="significant", limit="1")
    assert "Said." in told
    assert "You say it touches your limit." in told


def test_facts_that_are_missing_are_asked_for(here: Street) -> None:
    asked(here)
    page = here.wren.sends(f"{AT}/facts", weight="routine")
    assert page.status == 422
    assert "Choose whom it touches." in page
    assert page.form(f"{AT}/facts")["weight"] == "routine"


def test_a_part_of_ones_own_stands_by_itself(here: Street) -> None:
    asked(here, consulted(WREN), WREN)
    fields = {"area": WORK, "whom": "me", "weight": "significant"}
    told = here.wren.sends(f"{AT}/parts", **fields)
    assert "Said." in told
    assert "You decide together" in here.ash.opens(AT)
    page = here.wren.opens(f"{AT}/facts")
    assert "Added by Wren" in page
    assert here.wren.posts(f"{AT}/facts", page.form(f"{AT}/facts")).status == 422


def test_one_of_several_parts_is_chosen(here: Street) -> None:
    asked(here, consulted(WREN), WREN)
    here.wren.sends(f"{AT}/parts", area=WORK, whom="me", weight="significant")
    seen = {"whom": "both", "weight": "routine"}
    page = here.ash.sends(f"{AT}/facts", part="3", **seen)
    assert page.status == 422
    assert "Choose which part you mean." in page
    assert "Said." in here.ash.sends(f"{AT}/facts", part="2", **seen)


def test_a_part_without_a_part_of_life_is_asked_for(here: Street) -> None:
    asked(here)
    page = here.wren.sends(f"{AT}/parts", whom="me", weight="routine")
    assert page.status == 422
    assert "Choose a part of life" in page


def test_other_words_are_the_raisers_and_are_heard_anew(here: Street) -> None:
    question = asked(here)
    here.town.does(WREN, GiveOpinion(M, OpinionId("o"), question, "At home."))
    assert here.ash.opens(f"{AT}/words").form(f"{AT}/words")["question"] == QUESTION
    told = here.ash.sends(f"{AT}/words", question="Two days away?")
    assert "Two days away?" in told
    assert "Said to the question in earlier words." in told
    assert "Your view" in here.wren.opens(AT)
    refused = here.wren.sends(f"{AT}/words", question="Mine?")
    assert refused.status == 422
    assert "Two days away?" in here.wren.opens(AT)


def test_no_words_are_no_question(here: Street) -> None:
    asked(here)
    page = here.ash.sends(f"{AT}/words", question=" ")
    assert page.status == 422
    assert "Write the question in other words." in page


def test_the_smallest_act_goes_first_and_the_hearing_stays_open(here: Street) -> None:
    asked(here)
    fields = {"act": "I turned it off.", "why": "Water was on the floor.", "kind": ["protects"]}
    told = here.ash.sends(f"{AT}/at-once", **fields)
    assert "Recorded. The hearing stays open." in told
    other = here.wren.opens(AT)
    for words in ("Done at once", "I turned it off.", "Water was on the floor.", "Your view"):
        assert words in other
    assert f"{AT}/at-once" not in here.ash.opens(AT).links


@pytest.mark.parametrize(
    ("missing", "wanted"),
    [
        ("act", "Write the smallest thing that cannot wait."),
        ("why", "Write why it cannot wait."),
        ("kind", "Choose whether it protects, or can be undone."),
    ],
)
def test_an_act_at_once_says_all_three(here: Street, missing: str, wanted: str) -> None:
    asked(here)
    fields = {"act": "I turned it off.", "why": "Water.", "kind": "undone"}
    page = here.ash.sends(f"{AT}/at-once", **{**fields, missing: ""})
    assert page.status == 422
    assert wanted in page


def test_whoever_does_not_decide_does_nothing_at_once(here: Street) -> None:
    asked(here)
    assert f"{AT}/at-once" not in here.wren.opens(AT).links
    fields = {"act": "I did.", "why": "So.", "kind": "undone"}
    assert here.wren.sends(f"{AT}/at-once", **fields).status == 422
    assert "Done at once" not in here.ash.opens(AT)


@pytest.mark.parametrize("form", ["hands", "facts", "parts", "words", "at-once"])
def test_a_stranger_and_nobody_see_and_do_nothing(here: Street, form: str) -> None:
    asked(here)
    before = entries(here.town)
    sent = {"op": "0" * 32, "how": "withdraw", "question": "Mine?", "whom": "both"}
    for other in (here.stranger, here.nobody):
        assert QUESTION not in other.opens(f"{AT}/{form}")
        assert QUESTION not in other.posts(f"{AT}/{form}", {**sent, "weight": "routine"})
    assert entries(here.town) == before


@pytest.mark.parametrize("page", ["facts", "parts", "words", "at-once"])
def test_what_is_withdrawn_has_none_of_these_pages(here: Street, page: str) -> None:
    asked(here)
    pressed(here, ASH, "withdraw")
    assert here.ash.opens(f"{AT}/{page}").status == 404
