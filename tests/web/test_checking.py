"""The check-in: each answers apart, both read both at the same moment, and nothing hints before."""

from collections.abc import Iterator

import pytest

from tests.given import WREN
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import alone, begun, days_later, entries
from troth.domain.dynamic.commands import End, Stop

SEALED = "Sealed. Both answers are shown once both are in; until then you can change yours."


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def answers(browser: Browser, address: str = "/check", **fields: str) -> Page:
    """Have somebody answer the check-in."""
    return browser.sends(address, **{"connection": "close", "clarity": "clear", **fields})


def both_answer(here: Street) -> Page:
    """Have both answer, Wren last, and return what Wren reads then."""
    answers(here.ash, connection="steady", words="A full week.")
    return answers(here.wren, connection="very-close", clarity="in-between", words="I missed us.")


def test_both_are_asked_the_same_and_nothing_is_chosen(here: Street) -> None:
    for person in here.both:
        page = person.opens("/check")
        assert "How close do you feel?" in page
        assert "How clear are the roles to you?" in page
        assert "connection" not in page.form("/check")
        assert "Sealed until you have both answered." in page


def test_an_answer_is_sealed_and_nothing_of_it_is_seen_by_the_other(here: Street) -> None:
    before = here.wren.opens("/check")
    recorded = entries(here.town)
    told = answers(here.ash, words="A full week.")
    assert SEALED in told
    assert "Yours is sealed" in told
    after = here.wren.opens("/check")
    assert after.words == before.words
    assert len(after.html) == len(before.html)
    assert entries(here.town) == recorded


def test_nothing_tells_whether_the_other_has_answered_before_ones_own_is_in(here: Street) -> None:
    first = answers(here.ash)
    assert "Both answers" not in here.ash.opens("/check")
    assert SEALED in first


def test_both_are_shown_side_by_side_ones_own_first(here: Street) -> None:
    told = both_answer(here)
    assert "Both answers are in, and shown to both of you." in told
    for person, order in ((here.wren, ("You", "Ash")), (here.ash, ("You", "Wren"))):
        page = person.opens("/check")
        for said in ("Steady", "Very close", "A full week.", "I missed us."):
            assert said in page
        shown = page.words[page.words.index("Both answers") :]
        assert shown.index(order[0]) < shown.index(order[1])
        assert not [to for to, _ in page.forms if to == "/check"]


def test_a_sealed_answer_can_be_changed_and_comes_back_as_it_was(here: Street) -> None:
    answers(here.ash, connection="steady", words="A full week.")
    kept = here.ash.opens("/check").form("/check")
    assert kept["connection"] == "steady"
    assert kept["words"] == "A full week."
    answers(here.ash, connection="close")
    answers(here.wren)
    assert "Steady" not in here.wren.opens("/check")


def test_a_sealed_answer_can_be_taken_back(here: Street) -> None:
    answers(here.ash)
    told = here.ash.sends("/check/back", "/check")
    assert "Taken back. Nothing of it was shown." in told
    assert SEALED in answers(here.wren)


def test_a_guess_is_shown_in_words_once_both_are_in(here: Street) -> None:
    answers(here.ash, **{"guess-connection": "far-apart", "guess-clarity": "not-clear"})
    assert "Far apart" not in here.wren.opens("/check").words.replace("Far apart A little", "")
    answers(here.wren)
    assert "What Ash thought you would say Far apart. Roles: not clear." in here.wren.opens(
        "/check"
    )
    assert "What you thought Wren would say Far apart." in here.ash.opens("/check")


def test_half_a_guess_asks_for_the_other_half(here: Street) -> None:
    page = answers(here.ash, **{"guess-connection": "close"})
    assert page.status == 422
    assert "Choose both parts of your guess, or leave both open." in page


@pytest.mark.parametrize("missing", ["connection", "clarity"])
def test_an_answer_lacks_nothing_and_words_are_kept(here: Street, missing: str) -> None:
    page = answers(here.wren, **{missing: "", "words": "Half written."})
    assert page.status == 422
    assert "Choose one, or “rather not say”." in page
    assert page.form("/check")["words"] == "Half written."


def test_sending_the_second_answer_twice_shows_both_once(here: Street) -> None:
    answers(here.ash)
    chosen = {"connection": "close", "clarity": "clear"}
    fields = {**here.wren.opens("/check").form("/check"), **chosen}
    recorded = entries(here.town)
    for _ in range(2):
        assert "Both answers" in here.wren.posts("/check", fields)
    assert entries(here.town) == recorded + 1


def test_last_weeks_answers_may_still_meet(here: Street) -> None:
    answers(here.ash)
    days_later(here, 7)
    assert "/check/last" in here.wren.opens("/check").links
    assert "It can still be answered" in here.wren.opens("/check")
    told = answers(here.wren, "/check/last", connection="steady")
    assert "Both answers are in" in told
    assert "Shown last: the week of 2 March" in here.ash.opens("/check")
    assert "It can still be answered" not in here.ash.opens("/check")


def test_it_stays_open_while_everything_rests(here: Street) -> None:
    here.town.does(WREN, Stop())
    assert "Both answers" in both_answer(here)


def test_after_the_end_nobody_is_asked(here: Street) -> None:
    here.town.does(WREN, End())
    for person in here.both:
        page = person.opens("/check")
        assert "No check-in this week." in page
        assert not [to for to, _ in page.forms if to.startswith("/check")]


def test_a_form_that_is_not_whole_is_not_sealed(here: Street) -> None:
    page = here.ash.posts("/check", {"op": "1", "connection": "close", "clarity": "clear"})
    assert page.status == 422
    assert "Yours is sealed" not in here.ash.opens("/check")


def test_alone_one_is_led_to_the_invitation() -> None:
    with street(alone()) as here:
        assert here.ash.opens("/check").address == "/start/invite"


def test_nobody_else_reads_or_answers_it(here: Street) -> None:
    both_answer(here)
    for other in (here.stranger, here.nobody):
        for address in ("/check", "/check/last"):
            assert "I missed us." not in other.opens(address)
            fields = {"op": "ab" * 16, "connection": "close", "clarity": "clear"}
            assert "I missed us." not in other.posts(address, fields)
