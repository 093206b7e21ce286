"""Tasks: for oneself, or for the other under a decision that leaves it to whoever sets it."""

from collections.abc import Iterator

import pytest

from tests.domain.decisions.deciding import led, shared_evening
from tests.given import ASH, WREN
from tests.web.browsing import Page, Street, street
from tests.web.scenes import begun, days_later, entries
from troth.domain.decisions.commands import Decide, RaiseMatter, RescindDecision
from troth.domain.decisions.events import MatterId
from troth.domain.kernel import MemberId
from troth.domain.routing.matter import Facet
from troth.web.plan_view import plan_address

M = MatterId("m")
AT = plan_address(M)
OWN = "/plans/asked/own"
TASK = {"text": "Call the plumber.", "kind": "errand", "until": "tomorrow"}


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def decided(here: Street, facet: Facet, *deciders: MemberId) -> None:
    """Have a question raised and decided."""
    raised = here.town.does(deciders[0], RaiseMatter(M, "What of the boiler?", (facet,)))
    question = raised.state.decisions.matters[M].digest
    for member in deciders:
        here.town.does(member, Decide(M, question, "It is mended.", "It is old."))


def link_of(page: Page, begins: str) -> str:
    """Return the one link that begins so, with a key at its end."""
    found = {link for link in page.links if link.startswith(begins)}
    (link,) = (each for each in found if len(each.rpartition("/")[2]) == 10)
    return link


def test_something_is_set_down_for_oneself_and_marked(here: Street) -> None:
    assert "Set down. Both of you can see it." in here.wren.sends(OWN, **TASK)
    assert TASK["text"] in here.ash.opens("/today")
    page = here.wren.opens("/today")
    marked = [link for link in page.links if link.startswith("/today/") and link != "/today/all"]
    told = [here.wren.opens(link) for link in marked]
    (address,) = (each.address for each in told if TASK["text"] in each)
    assert "Noted, as your own word." in here.wren.sends(address, how="kept")


def test_whoever_set_it_down_lets_it_go(here: Street) -> None:
    here.wren.sends(OWN, **TASK)
    address = link_of(here.wren.opens("/plans/asked"), "/plans/asked/")
    assert "Let go." in here.wren.sends(address, how="let-go")
    assert TASK["text"] not in here.ash.opens("/today")


@pytest.mark.parametrize(
    ("missing", "wanted"),
    [
        ("text", "Write what is to be done."),
        ("kind", "Choose what sort of thing it is."),
        ("until", "Choose when."),
    ],
)
def test_what_is_missing_is_asked_for_and_the_rest_is_kept(
    here: Street, missing: str, wanted: str
) -> None:
    page = here.wren.sends(OWN, **{**TASK, missing: ""})
    assert page.status == 422
    assert wanted in page
    kept = {name: value for name, value in TASK.items() if name != missing}
    assert page.form(OWN).items() >= kept.items()


def test_a_day_too_far_ahead_is_said(here: Street) -> None:
    page = here.wren.sends(OWN, **{**TASK, "until": "day", "until-day": "2027-01-01"})
    assert page.status == 422
    assert "within 31 days" in page


def test_words_that_may_touch_a_need_are_asked_about(here: Street) -> None:
    page = here.wren.sends(OWN, **{**TASK, "text": "Call the doctor."})
    assert page.status == 422
    assert "keeps nobody from food" in page
    sent = {**page.form(OWN), **TASK, "text": "Call the doctor.", "considered": "1"}
    assert "Set down." in here.wren.posts(OWN, sent)


def test_whoever_decided_as_the_lead_asks_for_what_follows(here: Street) -> None:
    decided(here, led(), ASH)
    for page in (AT, "/plans/asked"):
        assert f"{AT}/task" in here.ash.opens(page).links
        assert f"{AT}/task" not in here.wren.opens(page).links
    assert "Set down." in here.ash.sends(f"{AT}/task", **TASK)
    assert TASK["text"] in here.wren.opens("/today")


def test_it_goes_when_the_decision_does(here: Street) -> None:
    decided(here, led(), ASH)
    here.ash.sends(f"{AT}/task", **TASK)
    here.town.does(ASH, RescindDecision(M))
    assert TASK["text"] not in here.wren.opens("/today")


def test_what_both_decided_leaves_nobody_to_ask_it_alone(here: Street) -> None:
    decided(here, shared_evening(), WREN, ASH)
    for person in here.both:
        assert f"{AT}/task" not in person.opens(AT).links
        assert person.opens(f"{AT}/task").status == 404


def test_nobody_asks_under_a_decision_of_the_other(here: Street) -> None:
    decided(here, led(), ASH)
    assert here.wren.opens(f"{AT}/task").status == 404
    form = here.wren.opens(OWN).form(OWN)
    assert here.wren.posts(f"{AT}/task", {**form, **TASK}).status == 404
    assert TASK["text"] not in here.ash.opens("/today")


def test_a_task_whose_day_is_over_is_gone_and_leaves_no_word(here: Street) -> None:
    here.wren.sends(OWN, **TASK)
    days_later(here, 3)
    for address in ("/today", "/plans/asked"):
        assert TASK["text"] not in here.wren.opens(address)


@pytest.mark.parametrize("address", [OWN, f"{AT}/task"])
def test_a_stranger_and_nobody_set_nothing_down(here: Street, address: str) -> None:
    decided(here, led(), ASH)
    before = entries(here.town)
    for other in (here.stranger, here.nobody):
        assert "It is mended." not in other.opens(address)
        assert "It is mended." not in other.posts(address, {"op": "0" * 32, **TASK})
    assert entries(here.town) == before
