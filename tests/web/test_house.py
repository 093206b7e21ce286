"""The house: what each keeps side by side, in the same shape, one's own first."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import paired
from tests.given import ASH, HOUSEHOLD, WREN
from tests.web.browsing import Street, street
from tests.web.lines import KITCHEN_AT, OLD_WORDS
from tests.web.scenes import agreed, begun, both_agree, entries
from troth.domain.agreement.terms import Protocol, Ritual, Standard, Terms
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import ClauseId, MemberId
from troth.domain.schedules import Schedule
from troth.web.addresses import line_address

TEA = Terms(
    ClauseId("tea"),
    Ritual(Schedule("FREQ=WEEKLY;BYDAY=SU", "2026-03-01T08:00", "Europe/London", 20)),
    "Ash brings Wren tea.",
    frozenset({ASH}),
    why="The one who leads begins by giving.",
)


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun(TEA)) as opened:
        yield opened


def test_both_read_both_lists_and_their_own_comes_first(here: Street) -> None:
    ash, wren = (browser.opens("/house") for browser in here.both)
    assert ash.words.index("What you keep") < ash.words.index("What Wren keeps")
    assert wren.words.index("What you keep") < wren.words.index("What Ash keeps")
    for page in (ash, wren):
        assert OLD_WORDS in page
        assert "Ash brings Wren tea." in page


def test_a_line_says_its_kind_its_time_and_what_is_enough_on_a_low_day(here: Street) -> None:
    page = here.wren.opens("/house")
    assert f"{OLD_WORDS} How well On a low day: The surfaces are clear." in page
    assert "Ash brings Wren tea. For its meaning every week on Sunday at 08:00" in page


def test_a_form_for_a_moment_says_when(here: Street) -> None:
    line = Protocol("we have guests", "Wren fills Ash's glass")
    both_agree(here.town, Terms(ClauseId("glass"), line, "The glass first.", frozenset({WREN})))
    assert "The glass first. When this, that When we have guests" in here.ash.opens("/house")


def test_one_part_of_life_can_be_shown_and_stands_in_no_address(here: Street) -> None:
    page = here.wren.sends("/house", area=str(HOUSEHOLD))
    assert page.address == "/house"
    assert OLD_WORDS in page
    assert "Ash brings Wren tea." not in page
    assert page.form("/house")["area"] == HOUSEHOLD


def test_words_find_a_line(here: Street) -> None:
    page = here.wren.sends("/house", find="TEA")
    assert "Ash brings Wren tea." in page
    assert OLD_WORDS not in page
    assert "Nothing here fits that." in page


def test_a_much_longer_list_is_said_to_both_in_the_same_words(here: Street) -> None:
    both_agree(here.town, *(_line(number, WREN) for number in range(4)))
    for browser in here.both:
        page = browser.opens("/house")
        assert page.words.count("This list is much longer than the other.") == 1
        filtered = browser.sends("/house", area=str(HOUSEHOLD))
        assert "much longer" not in filtered


def test_a_part_of_life_that_widened_again_and_again_is_shown_to_both(here: Street) -> None:
    for number in range(3):
        both_agree(here.town, _line(number, WREN, in_household=True))
        here.town.clock.later(minutes=1)
    for browser in here.both:
        page = browser.opens("/house")
        assert "The household has widened more than twice in two months" in page
        assert "Either of you can withdraw from any of these lines, alone:" in page


def test_a_long_list_is_shown_in_parts(here: Street) -> None:
    both_agree(here.town, *(_line(number, WREN) for number in range(27)))
    page = here.ash.opens("/house")
    shown = [number for number in range(27) if f"Line {number}." in page]
    assert len(shown) < 27
    assert "Show more" in page
    more = here.ash.posts("/house", {"shown": "50"})
    assert all(f"Line {number}." in more for number in range(27))


def test_one_line_leads_to_all_that_can_be_said_about_it(here: Street) -> None:
    page = here.ash.opens(line_address("kitchen"))
    assert OLD_WORDS in page
    assert "Wren keeps it." in page
    assert "You keep it." in here.wren.opens(line_address("kitchen"))
    for words in ("Ask about this", "Suggest other words", "Withdraw from it"):
        assert words in page
    assert {f"{KITCHEN_AT}/words", KITCHEN_AT, f"{KITCHEN_AT}/earlier"} <= set(page.links)


def test_what_both_keep_says_so(here: Street) -> None:
    line = Terms(ClauseId("read"), Standard(), "We read aloud.", frozenset({ASH, WREN}))
    both_agree(here.town, line)
    for browser in here.both:
        assert "Both of you keep it." in browser.opens(line_address("read"))


def test_its_history_is_one_of_words_and_not_of_conduct(here: Street) -> None:
    concern = Observe(ObservationId("n"), ASH, ObservationKind.CONCERN, "The tea was cold.")
    here.town.does(WREN, concern)
    page = here.ash.opens(line_address("tea"))
    assert "Why The one who leads begins by giving." in page
    assert "The tea was cold." not in page


def test_side_by_side_nothing_is_expected_of_either(here: Street) -> None:
    here.town.does(WREN, Pause())
    for browser in here.both:
        page = browser.opens("/house")
        assert "You stand side by side. Nothing is expected of either of you just now." in page
        assert OLD_WORDS not in page


def test_before_anything_is_agreed_each_column_asks_one_question() -> None:
    for town in (paired(), agreed()):
        with street(town) as here:
            page = here.ash.opens("/house")
            assert "What would Wren like to be able to expect of you?" in page
            assert "What would you like to be able to expect of Wren?" in page


def test_reading_records_nothing_and_hurries_nobody(here: Street) -> None:
    before = entries(here.town)
    first = here.wren.opens("/house").words
    here.town.clock.later(minutes=30)
    assert here.wren.opens("/house").words == first
    assert entries(here.town) == before


def test_there_is_nothing_at_the_address_of_no_line(here: Street) -> None:
    assert here.wren.opens(line_address("never")).status == 404


def test_nobody_else_reads_it(here: Street) -> None:
    for other in (here.stranger, here.nobody):
        for address in ("/house", line_address("kitchen")):
            assert OLD_WORDS not in other.opens(address)
        assert OLD_WORDS not in other.posts("/house", {"find": "kitchen"})


def _line(number: int, bearer: MemberId, *, in_household: bool = False) -> Terms:
    area = HOUSEHOLD if in_household else None
    return Terms(ClauseId(f"l{number}"), Standard(), f"Line {number}.", frozenset({bearer}), area)
