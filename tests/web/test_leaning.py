"""Parts of life answered apart: each alone, both read both at once, and nothing hints before."""

from collections.abc import Iterator, Mapping

import pytest

from tests.application.signed_up import paired
from tests.given import ASH, HOUSEHOLD, KITCHEN, WORK, WREN
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import alone, begun, entries
from troth.application.read import view
from troth.application.rules import SHARED
from troth.domain.agreement.commands import NameArea
from troth.domain.agreement.events import Adopt
from troth.domain.agreement.terms import Area, Standing, Terms
from troth.domain.dynamic.commands import End, Stop
from troth.domain.kernel import AreaId
from troth.domain.leanings import Leaning
from troth.web.pages.leaning import field_of, owner_field

GARDEN, CHILDREN, MONEY = AreaId("garden"), AreaId("children"), AreaId("money")
SEALED = "Sealed. Both answers are shown once both are in; until then you can change yours."
WANTED = "Choose one for each part, or “not sure yet”."
PAGE = "/start/parts"


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    town = begun()
    town.does(ASH, NameArea(GARDEN, "The garden"))
    town.does(WREN, NameArea(CHILDREN, "The children", third_parties=True))
    with street(town) as opened:
        yield opened


USUAL = {HOUSEHOLD: Leaning.IN, WORK: Leaning.OUT, GARDEN: Leaning.TOGETHER}


def says(browser: Browser, more: Mapping[str, str] | None = None, **parts: Leaning) -> Page:
    """Have somebody choose for each part, as usual but for some, and seal it."""
    page = f"{PAGE}/again" if PAGE not in dict(browser.opens(PAGE).forms) else PAGE
    chosen = {**USUAL, **{AreaId(name): leaning for name, leaning in parts.items()}}
    sent = {field_of(area): leaning.value for area, leaning in chosen.items()}
    return browser.posts(PAGE, {**browser.opens(page).form(PAGE), **sent, **(more or {})})


def offered(page: Page) -> Mapping[str, str]:
    return page.form(f"{PAGE}/offer")


def proposed(here: Street) -> dict[str, Terms]:
    """Return the wordings of every open proposal, by the part of life they are about."""
    state = view(here.town.world_of(ASH), here.chain, SHARED).state
    found = state.ground.agreement.proposals.values()
    items = (item for proposal in found for item in proposal.items)
    terms = (item.wording.terms for item in items if isinstance(item, Adopt))
    return {str(each.clause): each for each in terms}


def test_both_are_asked_the_same_and_nothing_is_chosen(here: Street) -> None:
    for person in here.both:
        page = person.opens(PAGE)
        for said in ("The household", "Work", "The garden", "In", "Advice", "Not sure yet"):
            assert said in page
        assert field_of(HOUSEHOLD) not in page.form(PAGE)
        assert "Sealed until you have both answered." in page


def test_what_is_about_other_people_is_asked_of_nobody(here: Street) -> None:
    page = here.ash.opens(PAGE)
    assert "About other people, so it stays out: The children." in page
    assert field_of(CHILDREN) not in page.html


def test_an_answer_is_sealed_and_nothing_of_it_is_seen_by_the_other(here: Street) -> None:
    before, list_before = here.wren.opens(PAGE), here.wren.opens("/start").words
    recorded = entries(here.town)
    told = says(here.ash, more={"hopes": "That you say when it is too much."})
    assert SEALED in told
    assert "Yours is sealed" in told
    after = here.wren.opens(PAGE)
    assert after.words == before.words
    assert len(after.html) == len(before.html)
    assert here.wren.opens("/start").words == list_before
    assert entries(here.town) == recorded


@pytest.mark.parametrize("order", ["Ash first", "Wren first"])
def test_both_are_shown_in_either_order_where_they_differ_first(here: Street, order: str) -> None:
    first, second = here.both if order == "Ash first" else here.both[::-1]
    says(first, more={"hopes": "An evening off."})
    told = says(second, household=Leaning.ADVICE)
    assert "Both answers are in, and shown to both of you." in told
    for person in here.both:
        page = person.opens(PAGE)
        assert page.words.index("You see these differently") < page.words.index("alike")
        assert "Until you both choose the same, they are not settled" in page
        assert "An evening off." in page
        assert page.words.index("The household") < page.words.index("The garden")


def test_ones_own_answer_is_the_first_column(here: Street) -> None:
    says(here.ash)
    says(here.wren, household=Leaning.ADVICE)
    assert "Part of life You Wren The household In Advice" in here.ash.opens(PAGE)
    assert "Part of life You Ash The household Advice In" in here.wren.opens(PAGE)


def test_a_sealed_answer_comes_back_as_it_was_and_can_be_changed(here: Street) -> None:
    says(here.ash, more={"hopes": "An evening off."})
    kept = here.ash.opens(PAGE).form(PAGE)
    assert kept[field_of(HOUSEHOLD)] == "in"
    assert kept["hopes"] == "An evening off."
    says(here.ash, household=Leaning.NOT_SURE)
    says(here.wren)
    assert "The household Not sure yet In" in here.ash.opens(PAGE)


def test_a_sealed_answer_can_be_taken_back(here: Street) -> None:
    says(here.ash)
    assert "Taken back. Nothing of it was shown." in here.ash.sends(f"{PAGE}/back", PAGE)
    assert field_of(HOUSEHOLD) not in here.ash.opens(PAGE).form(PAGE)
    assert SEALED in says(here.wren)


def test_each_part_is_chosen_for_and_what_was_chosen_stays(here: Street) -> None:
    sent = {field_of(HOUSEHOLD): "together", "hopes": "An evening off."}
    page = here.wren.sends(PAGE, **sent)
    assert page.status == 422
    assert WANTED in page
    assert page.form(PAGE)[field_of(HOUSEHOLD)] == "together"
    assert page.form(PAGE)["hopes"] == "An evening off."


def test_stopping_for_tonight_keeps_what_was_chosen_for_oneself_alone(here: Street) -> None:
    before = here.wren.opens(PAGE).words
    told = here.ash.sends(PAGE, later="1", **{field_of(WORK): "advice"})
    assert told.address == "/start"
    assert "Kept for later. Only you can see it." in told
    assert here.ash.opens(PAGE).form(PAGE)[field_of(WORK)] == "advice"
    assert "Yours is sealed" not in here.ash.opens(PAGE)
    assert here.wren.opens(PAGE).words == before
    assert SEALED in says(here.wren)


def test_a_part_that_is_named_meanwhile_is_still_asked(here: Street) -> None:
    says(here.ash)
    here.town.does(WREN, NameArea(MONEY, "Money"))
    page = here.ash.opens(PAGE)
    assert "Money" in page
    assert "Yours is sealed" in page
    says(here.wren, more={field_of(MONEY): "out"})
    assert "Money Not asked Out" in here.ash.opens(PAGE)


def test_sending_the_second_answer_twice_shows_both_once(here: Street) -> None:
    says(here.ash)
    chosen = {field_of(area): "in" for area in (HOUSEHOLD, WORK, GARDEN)}
    fields = {**here.wren.opens(PAGE).form(PAGE), **chosen}
    recorded = entries(here.town)
    for _ in range(2):
        assert "You see these alike" in here.wren.posts(PAGE, fields)
    assert entries(here.town) == recorded + 1


def test_what_both_chose_alike_is_put_forward_and_takes_both(here: Street) -> None:
    for person in here.both:
        says(person, household=Leaning.TOGETHER, work=Leaning.NOT_SURE, garden=Leaning.ADVICE)
    page = here.wren.opens(PAGE)
    assert "can be put forward as it is: The garden, The household." in page
    missing = here.wren.posts(f"{PAGE}/offer", offered(page))
    assert missing.status == 422
    assert "Choose whose it is." in missing
    told = here.wren.posts(f"{PAGE}/offer", {**offered(missing), owner_field(GARDEN): ASH})
    assert "It is put forward. Nothing changes until you both agree to the same words." in told
    found = proposed(here)
    # What rests on where the household stands comes along, in the same words.
    assert found.keys() == {GARDEN, HOUSEHOLD, KITCHEN}
    assert found[HOUSEHOLD].body == Area(Standing.TOGETHER)
    assert found[GARDEN].body == Area(Standing.OUTSIDE, ASH)
    assert found[GARDEN].text == "The garden: Ash decides, and asks for advice where it matters."


def test_what_is_agreed_or_proposed_already_is_not_offered_again(here: Street) -> None:
    for person in here.both:
        says(person)
    # The household is in and work is out by what they agreed.
    assert "can be put forward as it is: The garden." in here.ash.opens(PAGE)
    here.ash.sends(f"{PAGE}/offer", PAGE)
    for person in here.both:
        assert f"{PAGE}/offer" not in dict(person.opens(PAGE).forms)


def test_words_that_may_touch_a_need_are_looked_at_once_more(here: Street) -> None:
    here.town.does(ASH, NameArea(MONEY, "Money"))
    for person in here.both:
        says(person, more={field_of(MONEY): "in"})
    page = here.ash.sends(f"{PAGE}/offer", PAGE)
    assert page.status == 422
    assert "These words may touch money." in page
    here.ash.posts(f"{PAGE}/offer", {**offered(page), "considered": "1"})
    assert proposed(here)[MONEY].body == Area(Standing.WITHIN)


def test_both_can_choose_once_more_apart_again(here: Street) -> None:
    says(here.ash)
    says(here.wren, household=Leaning.ADVICE)
    assert f"{PAGE}/again" in here.ash.opens(PAGE).links
    told = says(here.ash, household=Leaning.ADVICE)
    assert SEALED in told
    assert "The household In Advice" in here.ash.opens(PAGE)
    says(here.wren, household=Leaning.ADVICE)
    assert "You see these differently" not in here.ash.opens(PAGE)


def test_with_many_parts_the_page_stays_small(here: Street) -> None:
    for number in range(24):
        here.town.does(ASH, NameArea(AreaId(f"part-{number}"), f"A further part, {number}"))
    page = here.wren.opens(PAGE)
    assert "A further part, 23" in page
    assert len(page.html.encode()) <= 20_000


def test_without_a_named_part_one_is_led_to_naming_one() -> None:
    with street(paired()) as here:
        page = here.ash.opens(PAGE)
        assert "No part of life has a name yet." in page
        assert {"/start/shape", "/book/parts"} <= set(page.links)
        assert PAGE not in dict(page.forms)


def test_it_stays_open_while_everything_rests(here: Street) -> None:
    here.town.does(WREN, Stop())
    says(here.ash)
    assert "You see these alike" in says(here.wren)


def test_after_the_end_it_is_read_and_nobody_is_asked(here: Street) -> None:
    says(here.ash)
    says(here.wren)
    here.town.does(WREN, End())
    for person in here.both:
        for address in (PAGE, f"{PAGE}/again"):
            page = person.opens(address)
            assert not [to for to, _ in page.forms if to.startswith(PAGE)]
        assert "You see these alike" in person.opens(PAGE)


def test_a_form_that_is_not_whole_is_not_sealed(here: Street) -> None:
    chosen = {field_of(area): "in" for area in (HOUSEHOLD, WORK, GARDEN)}
    assert here.ash.posts(PAGE, {"op": "1", **chosen}).status == 422
    assert "Yours is sealed" not in here.ash.opens(PAGE)


def test_alone_one_is_led_to_the_invitation() -> None:
    with street(alone()) as here:
        assert here.ash.opens(PAGE).address == "/start/invite"


def test_nobody_else_reads_or_answers_it(here: Street) -> None:
    says(here.ash, more={"hopes": "An evening off."})
    says(here.wren)
    for other in (here.stranger, here.nobody):
        for address in (PAGE, f"{PAGE}/again"):
            assert "An evening off." not in other.opens(address)
        fields = {"op": "ab" * 16, field_of(HOUSEHOLD): "in"}
        assert "An evening off." not in other.posts(PAGE, fields)
