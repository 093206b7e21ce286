"""Who decides: one sentence, its reasons, what would change it; asking leaves no trace."""

from collections.abc import Iterator

import pytest

from tests.given import ASH, HOUSEHOLD, WORK, WREN
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import alone, begun, entries
from troth.domain.dynamic.commands import End, Pause, Stop
from troth.domain.safety import LimitId, SetLimit, Target

FACTS = {"area": HOUSEHOLD, "whom": "both", "weight": "significant", "parts": "1"}


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def asks(person: Browser, **facts: object) -> Page:
    """Ask with a form as somebody fills it."""
    return person.posts("/ask", {**FACTS, **facts})


@pytest.mark.parametrize(
    ("facts", "ashs", "wrens"),
    [
        (
            {"whom": "both"},
            "You decide, after hearing Wren.",
            "Ash decides, after hearing you.",
        ),
        ({"area": "-"}, "You decide together", "You decide together"),
        (
            {"kind": "my-body", "area": WORK},
            "Only you. No agreement can change this.",
            "Only you. No agreement can change this.",
        ),
    ],
)
def test_each_reads_the_answer_in_their_own_mirror(
    here: Street, facts: dict[str, object], ashs: str, wrens: str
) -> None:
    assert ashs in asks(here.ash, **facts)
    assert wrens in asks(here.wren, **facts)


def test_what_touches_only_the_one_who_follows_is_told(here: Street) -> None:
    assert "You decide, and tell Wren." in asks(here.ash, whom="other", weight="routine")
    assert "Ash decides, and tells you." in asks(here.wren, whom="me", weight="routine")


def test_the_others_own_body_is_theirs(here: Street) -> None:
    assert "Only Wren. No agreement can change this." in asks(here.ash, kind="their-body")
    assert "Only Wren. No agreement can change this." in asks(here.ash, kind="their-right")


def test_the_answer_is_asked_and_given_without_an_address_that_tells_it(here: Street) -> None:
    page = asks(here.wren)
    assert page.status == 200
    assert page.address == "/ask"
    assert "The household · touches you both · it matters" in page


def test_reasons_lead_to_the_lines_they_rest_on_and_what_would_change_it_is_said(
    here: Street,
) -> None:
    page = asks(here.wren)
    assert "more than everyday or more than one person's" in page
    assert [link for link in page.links if link.startswith("/book/c/")]
    assert "If either of you paused: You decide together" in page
    assert "You can say what you think, whatever the answer." in page


def test_seeing_it_differently_is_said_before_anybody_does(here: Street) -> None:
    page = asks(here.wren, area=WORK, whom="me")
    assert "You decide. You usually ask Ash first; you need not." in page
    assert "If Ash said it touches you both: You decide, after hearing Ash." in page


def test_asking_records_nothing_and_nobody_sees_it(here: Street) -> None:
    before = entries(here.town), here.ash.opens("/today").html.count("row")
    asks(here.wren)
    assert (entries(here.town), here.ash.opens("/today").html.count("row")) == before


@pytest.mark.parametrize(
    ("missing", "wanted"),
    [
        ("area", "Choose a part of life, or something not yet named."),
        ("whom", "Choose whom it touches."),
        ("weight", "Choose how much it matters."),
    ],
)
def test_what_is_missing_is_asked_for_and_the_rest_is_kept(
    here: Street, missing: str, wanted: str
) -> None:
    page = asks(here.wren, **{missing: ""})
    assert page.status == 422
    assert page.title.startswith("Error: Question")
    assert wanted in page
    kept = {name: value for name, value in FACTS.items() if name != missing}
    assert page.form("/ask").items() >= kept.items()


def test_a_part_of_its_own_is_added_and_left_out_again(here: Street) -> None:
    added = asks(here.wren, more="1")
    assert added.status == 200
    assert added.form("/ask")["parts"] == "2"
    assert "looked at by itself" in added
    filled = {"parts": "2", "area-2": WORK, "whom-2": "me"}
    answered = asks(here.wren, **filled)
    assert "You decide together" in answered
    assert asks(here.wren, **filled, less="1").form("/ask")["parts"] == "1"


def test_a_further_part_needs_its_own_facts(here: Street) -> None:
    page = asks(here.wren, parts="2")
    assert page.status == 422
    assert "Choose whom it touches." in page


@pytest.mark.parametrize("parts", ["0", "99", "-1", "many"])
def test_the_number_of_parts_stays_one_that_can_be(here: Street, parts: str) -> None:
    assert asks(here.wren, parts=parts, more="1").status == 200


def test_what_crosses_a_limit_nobody_decides(here: Street) -> None:
    here.town.does(WREN, SetLimit(LimitId("no"), Target.AREA, HOUSEHOLD))
    for person in here.both:
        assert "Nobody. It crosses a limit." in asks(person)


def test_in_a_rest_it_is_together(here: Street) -> None:
    for command in (Pause(), Stop()):
        here.town.does(ASH, command)
        for person in here.both:
            page = asks(person)
            assert "You decide together" in page
            assert "If you were both back:" in page


def test_after_the_end_each_decides_for_themself(here: Street) -> None:
    fields = here.wren.opens("/ask").form("/ask")
    here.town.does(WREN, End())
    for page in (here.wren.opens("/ask"), here.wren.posts("/ask", fields)):
        assert "each of you decides for yourself" in page
        assert "Raise it with" not in page


def test_before_any_agreement_that_is_what_is_said() -> None:
    with street(alone()) as here:
        page = here.ash.opens("/ask")
        assert "Nothing is agreed yet." in page
        assert "Only Wren" not in page
        answered = asks(here.ash, area="-", whom="me")
        assert "You decide." in answered
        assert "Raise it with" not in answered


def test_raising_it_carries_what_was_asked(here: Street) -> None:
    answered = asks(here.wren, area=WORK, whom="both", kind="ordinary")
    carried = here.wren.posts("/plans/carry", answered.form("/plans/carry"))
    assert carried.status == 200
    filled = carried.form("/plans/new")
    assert (filled["area"], filled["whom"], filled["weight"]) == (WORK, "both", "significant")


@pytest.mark.parametrize("address", ["/ask", "/plans/carry"])
def test_a_stranger_and_nobody_learn_nothing(here: Street, address: str) -> None:
    for other in (here.stranger, here.nobody):
        for page in (other.opens(address), other.posts(address, FACTS)):
            assert "The household" not in page
            assert "decides" not in page.words.replace("Who decides?", "")
