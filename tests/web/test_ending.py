"""The end: by either, at once and for good; what stays is both people's, and nobody else's."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from tests.application.homes import CHAIN
from tests.application.signed_up import paired
from tests.application.test_everywhere import BrokenStore
from tests.given import ASH, clause
from tests.web.browsing import Street, browsers, street
from tests.web.scenes import alone, begun, entries
from troth.application.read import view
from troth.application.rules import SHARED
from troth.application.telling import Offered, Silence
from troth.domain.agreement.terms import Survival, SurvivalKind
from troth.domain.dynamic.commands import Pause, Stop
from troth.domain.dynamic.state import DynamicState
from troth.domain.kernel import Command, MemberId

AT = "/close"
QUIET = clause("quiet", Survival(SurvivalKind.CONFIDENTIALITY), "What was ours stays ours.")


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun(QUIET)) as opened:
        yield opened


def dynamic_of(here: Street) -> DynamicState:
    return view(here.town.world_of(ASH), CHAIN, SHARED).state.ground.dynamic


def test_it_says_what_ends_what_stays_and_when_the_other_is_told(here: Street) -> None:
    for browser, me, other, time in (
        (here.ash, "Ash", "Wren", "18:00"),
        (here.wren, "Wren", "Ash", "19:00"),
    ):
        page = browser.opens(AT)
        assert "What ends at once" in page
        assert "What was ours stays ours." in page
        assert f"When {other} is told: on next opening this. “{me} ended it at {time}.”" in page
        assert "/take" in page.links


def test_one_press_ends_it_and_both_see_that_nothing_is_owed(here: Street) -> None:
    page = here.wren.sends(AT)
    assert "It ended today at 19:00. Nothing is owed" in page
    for browser in here.both:
        assert "It ended today" in browser.opens(AT)
        assert "What was ours stays ours." in browser.opens(AT)
        assert AT in browser.opens("/today").links
    assert dynamic_of(here).ended_at is not None


def test_nothing_of_the_exchange_goes_on_and_the_other_cannot_undo_it(here: Street) -> None:
    fields = here.wren.opens(AT).form(AT)
    here.wren.sends(AT)
    assert not [to for to, _ in here.ash.opens(AT).forms if to == AT]
    assert "This has ended." in here.ash.posts("/pause", {"do": "ready"})
    before = entries(here.town)
    here.wren.posts(AT, {**fields, "op": "e" * 32})
    assert entries(here.town) == before


@pytest.mark.parametrize("command", [Pause(), Stop()])
def test_it_can_be_ended_while_everything_rests(here: Street, command: Command) -> None:
    here.town.does(ASH, command)
    here.wren.sends(AT)
    assert dynamic_of(here).ended_at is not None


def test_before_anything_is_agreed_and_before_anybody_joined_it_can_be_ended() -> None:
    with street(paired()) as here:
        assert "It has ended" in here.ash.sends(AT)
    town = alone()
    with browsers(town, {"ash": town.login_of(ASH)}) as people:
        assert "is told" not in people["ash"].opens(AT)
        assert "It has ended" in people["ash"].sends(AT)


def test_an_end_said_earlier_counts_from_then(here: Street) -> None:
    here.wren.sends(AT, day="2026-03-01", at="20:15")
    assert "It ended yesterday at 19:15." in here.ash.opens(AT)


def test_a_time_nobody_can_read_is_asked_for_before(here: Street) -> None:
    page = here.wren.sends(AT, day="2026-03-01", at="after tea")
    assert page.status == 422
    assert "Write the time it was said" in page
    assert page.form(AT)["at"] == "after tea"
    assert dynamic_of(here).ended_at is None


def test_a_form_that_is_not_whole_ends_it_all_the_same(here: Street) -> None:
    here.wren.posts(AT, {})
    assert dynamic_of(here).ended_at is not None


def test_where_it_cannot_be_recorded_ones_word_is_enough() -> None:
    store = BrokenStore()
    with street(paired(store)) as here:
        fields = here.wren.opens(AT).form(AT)
        store.broken.add(CHAIN)
        page = here.wren.posts(AT, fields)
        assert page.status == 503
        assert "Your word is enough" in page
        store.broken.clear()
        here.wren.posts(AT, page.form(AT))
        assert dynamic_of(here).ended_at is not None


def test_nobody_else_ends_it_or_reads_what_stays(here: Street) -> None:
    for other in (here.stranger, here.nobody):
        assert "stays ours" not in other.opens(AT)
        other.posts(AT, {"op": "a" * 32})
    assert dynamic_of(here).ended_at is None


class Heard(Silence):
    """A machine that can tell, and remembers whom it was to tell."""

    def __init__(self) -> None:
        self.told: list[MemberId] = []

    @property
    def offered(self) -> Offered:
        """E-mail."""
        return Offered(has_mail=True)

    def tell(self, member: MemberId) -> None:
        """Remember whom."""
        self.told.append(member)


@pytest.mark.parametrize(("chosen", "told"), [("now", [ASH]), ("later", [])])
def test_whoever_ends_it_chooses_when_the_other_is_told(chosen: str, told: list[MemberId]) -> None:
    town, heard = begun(), Heard()
    town.host = replace(town.host, telling=heard)
    with street(town) as here:
        page = here.wren.opens(AT)
        assert "When is Ash told?" in page
        assert page.form(AT)["told"] == "later"
        here.wren.sends(AT, told=chosen)
        assert heard.told == told
        assert "It has ended" in here.ash.opens(AT)


def test_where_nothing_can_be_sent_no_choice_is_offered(here: Street) -> None:
    page = here.wren.opens(AT)
    assert "Nothing is sent from here." in page
    assert "told" not in page.form(AT)
