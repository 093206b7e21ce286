"""A decision that stands: looked at again, or set aside by whom it takes."""

from collections.abc import Iterator

import pytest

from tests.domain.decisions.deciding import led, shared_evening
from tests.given import ASH, WREN
from tests.web.browsing import Street, street
from tests.web.scenes import begun, days_later, entries
from troth.domain.decisions.commands import Decide, RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.domain.dynamic.commands import End
from troth.domain.kernel import MemberId
from troth.domain.routing.matter import Facet
from troth.web.plan_view import plan_address

M = MatterId("m")
AT = plan_address(M)
OUTCOME = "The hall is painted green."


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def decided(here: Street, facet: Facet, *deciders: MemberId) -> None:
    """Have a question raised and decided."""
    raised = here.town.does(deciders[0], RaiseMatter(M, "Which colour for the hall?", (facet,)))
    question = raised.state.decisions.matters[M].digest
    for member in deciders:
        here.town.does(member, Decide(M, question, OUTCOME, "We both like it."))


def test_whoever_decided_lets_it_stand_until_another_day(here: Street) -> None:
    decided(here, led(), ASH)
    told = here.ash.sends(f"{AT}/again", note="Still glad of it.", again="month")
    assert "Looked at again. It stands." in told
    assert "Looked at again on 1 April." in here.wren.opens(AT)


def test_its_day_brings_it_to_both_and_nothing_more(here: Street) -> None:
    decided(here, led(), ASH)
    here.ash.sends(f"{AT}/again", again="month")
    days_later(here, 31)
    for person in here.both:
        assert "It is to be looked at again." in person.opens(AT)
        assert OUTCOME in person.opens(AT)


def test_a_day_of_ones_own_is_asked_for(here: Street) -> None:
    decided(here, led(), ASH)
    page = here.ash.sends(f"{AT}/again", note="Half written.", again="day")
    assert page.status == 422
    assert "Write the day you mean." in page
    assert page.form(f"{AT}/again")["note"] == "Half written."


def test_whoever_decided_alone_sets_it_aside_alone(here: Street) -> None:
    decided(here, led(), ASH)
    told = here.ash.sends(f"{AT}/aside", reason="It was too dark.")
    assert "Set aside. It no longer holds." in told
    for person in here.both:
        assert "Set aside today" in person.opens(AT)
        assert OUTCOME not in person.opens("/plans")


def test_what_is_not_ones_own_is_neither_looked_at_nor_set_aside(here: Street) -> None:
    decided(here, led(), ASH)
    page = here.wren.opens(AT)
    assert not {f"{AT}/again", f"{AT}/aside"} & set(page.links)
    for form in ("again", "aside"):
        assert here.wren.sends(f"{AT}/{form}").status == 422
    assert "Set aside" not in here.ash.opens(AT).words.partition("What was said")[0]


def test_what_both_decided_takes_both(here: Street) -> None:
    decided(here, shared_evening(), WREN, ASH)
    assert "it takes both of you" in here.wren.opens(f"{AT}/aside")
    told = here.wren.sends(f"{AT}/aside")
    assert "Asked. What you decided together takes you both." in told
    assert "You asked to set this aside." in told
    assert "Wren asks to set this aside. It takes both of you." in here.ash.opens(AT)
    assert f"{AT}/aside" not in told.links
    assert "With your yes it no longer holds." in here.ash.opens(f"{AT}/aside")
    assert "Set aside. It no longer holds." in here.ash.sends(f"{AT}/aside")


def test_asking_again_is_harmless(here: Street) -> None:
    decided(here, shared_evening(), WREN, ASH)
    form = here.wren.opens(f"{AT}/aside").form(f"{AT}/aside")
    for _ in range(2):
        assert "Asked." in here.wren.posts(f"{AT}/aside", form)
    assert "Set aside today" not in here.ash.opens(AT)


def test_after_the_end_a_decision_is_read_only(here: Street) -> None:
    decided(here, led(), ASH)
    fields = here.ash.opens(f"{AT}/again").form(f"{AT}/again")
    here.town.does(WREN, End())
    assert OUTCOME in here.ash.opens(AT)
    assert here.ash.posts(f"{AT}/again", fields).status == 422


@pytest.mark.parametrize("form", ["again", "aside"])
def test_what_is_open_has_neither_page_and_a_stranger_neither(here: Street, form: str) -> None:
    here.town.does(ASH, RaiseMatter(M, "Which colour?", (led(),)))
    assert here.ash.opens(f"{AT}/{form}").status == 404
    before = entries(here.town)
    for other in (here.stranger, here.nobody):
        assert "Which colour?" not in other.opens(f"{AT}/{form}")
        assert "Which colour?" not in other.posts(f"{AT}/{form}", {"op": "0" * 32})
    assert entries(here.town) == before
