"""Limits: one's own alone, at once; the other's are read beside them, and their reasons are not."""

from collections.abc import Iterator

import pytest

from tests.application.homes import CHAIN
from tests.application.signed_up import paired
from tests.application.test_everywhere import BrokenStore
from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN
from tests.web.browsing import Browser, Page, Street, browsers, street
from tests.web.scenes import alone, begun, days_later, entries
from troth.application.read import view
from troth.application.rules import SHARED
from troth.domain.dynamic.commands import End, Pause, RaiseCheck, Stop
from troth.domain.kernel import Command
from troth.domain.safety import Limit, LimitId, SetLimit, Target, live_limits
from troth.web.addresses import key

AT = "/prefs"


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def sets(browser: Browser, **fields: object) -> Page:
    return browser.sends(AT, **{"name": "jokes in company", "how": "never", **fields})


def limits_of(here: Street) -> tuple[Limit, ...]:
    read = view(here.town.world_of(ASH), CHAIN, SHARED)
    return live_limits(read.state.ground.limits, read.moment.at)


def own_page(browser: Browser) -> str:
    return next(link for link in browser.opens(AT).links if link.startswith("/prefs/"))


def test_a_limit_holds_at_once_and_both_read_it_in_the_same_shape(here: Street) -> None:
    told = sets(here.wren)
    assert "Set, from now. Only you can loosen it." in told
    for browser in here.both:
        assert "jokes in company Never" in browser.opens(AT)
    assert limits_of(here)[0].owner == WREN
    wren, ash = here.wren.opens(AT), here.ash.opens(AT)
    assert wren.words.index("You jokes") < wren.words.index("Ash None set.")
    assert ash.words.index("You None set.") < ash.words.index("Wren jokes")


def test_a_limit_can_be_set_on_what_has_a_name_here(here: Street) -> None:
    for target, name in ((Target.AREA, HOUSEHOLD), (Target.CLAUSE, KITCHEN)):
        sets(here.wren, about=key(f"{target}/{name}"), name="")
    assert {(each.target, each.name) for each in limits_of(here)} == {
        (Target.AREA, HOUSEHOLD),
        (Target.CLAUSE, KITCHEN),
    }
    assert "The household Never" in here.ash.opens(AT)
    assert "The kitchen is settled before bed. Never" in here.ash.opens(AT)


def test_one_that_is_not_never_says_under_which_conditions(here: Street) -> None:
    sets(here.ash, how="if", conditions="Not while I am at work.")
    assert "Only if asked each time Not while I am at work." in here.wren.opens(AT)


def test_what_is_missing_is_said_and_what_was_written_is_kept(here: Street) -> None:
    page = sets(here.wren, name="", how="", reason="Mine.")
    assert page.status == 422
    assert "Write in a few words what it is about." in page
    assert "Choose whether never, or only under conditions." in page
    assert page.form(AT)["reason"] == "Mine."
    page = sets(here.wren, how="if")
    assert "Write under which conditions, or choose never." in page
    assert not limits_of(here)


def test_a_limit_said_earlier_counts_from_then(here: Street) -> None:
    sets(here.ash, day="2026-03-01", at="20:00")
    assert f"{limits_of(here)[0].since:%d %H:%M}" == "01 20:00"
    page = sets(here.ash, name="another", day="2026-03-01", at="supper")
    assert page.status == 422
    assert "Write the time it was said" in page


def test_sent_twice_it_is_set_once(here: Street) -> None:
    fields = {**here.wren.opens(AT).form(AT), "name": "calls", "how": "never"}
    for _ in range(2):
        here.wren.posts(AT, fields)
    assert len(limits_of(here)) == 1


def test_no_passphrase_is_asked_and_a_form_that_is_not_whole_sets_it_all_the_same(
    here: Street,
) -> None:
    assert "passphrase" not in here.wren.opens(AT).form(AT)
    here.wren.posts(AT, {"name": "calls", "how": "never"})
    assert len(limits_of(here)) == 1


# A reason of one's own.


def test_a_reason_is_read_by_nobody_else(here: Street) -> None:
    sets(here.wren, reason="It makes me small.")
    address = own_page(here.wren)
    assert "It makes me small." in here.wren.opens(address)
    for other in (here.ash, here.stranger, here.nobody):
        assert "small" not in other.opens(AT)
        assert "small" not in other.opens(address)


def test_a_reason_adds_nothing_to_the_record_and_can_be_changed_and_emptied(here: Street) -> None:
    sets(here.wren)
    address, before = own_page(here.wren), entries(here.town)
    told = here.wren.sends(address, do="reason", reason="For my sister.")
    assert "Only you can see it." in told
    assert "For my sister." in told
    assert "For my sister." not in here.wren.sends(address, do="reason", reason="")
    assert entries(here.town) == before


# Loosening.


def test_loosening_is_asked_waits_three_days_and_is_asked_again_of_its_owner(here: Street) -> None:
    sets(here.wren)
    address = own_page(here.wren)
    assert "In three days you are asked" in here.wren.sends(address, do="ask")
    assert "You are asked again on Thursday at 19:00." in here.wren.opens(AT)
    assert "asked to loosen" not in here.ash.opens(AT)
    assert 'value="loosen"' not in here.wren.opens(address).html
    days_later(here, 3)
    assert "Do you still want this?" in here.wren.opens(AT)
    assert "still want this" not in here.ash.opens(AT)
    assert "Loosened. This alone agrees to nothing." in here.wren.sends(address, do="loosen")
    assert not limits_of(here)


def test_it_can_be_kept_after_all_at_any_time(here: Street) -> None:
    sets(here.wren)
    address = own_page(here.wren)
    here.wren.sends(address, do="ask")
    assert "Kept as it was." in here.wren.sends(address, do="keep")
    days_later(here, 4)
    assert 'value="loosen"' not in here.wren.opens(address).html


def test_the_wait_cannot_be_passed_over_and_while_it_rests_nothing_loosens(here: Street) -> None:
    sets(here.wren)
    address = own_page(here.wren)
    here.wren.sends(address, do="ask")
    refused = here.wren.sends(address, do="loosen")
    assert refused.status == 422
    assert "hours after its owner asked" in refused
    days_later(here, 4)
    here.town.does(ASH, Pause())
    assert here.wren.sends(address, do="loosen").status == 422
    assert len(limits_of(here)) == 1


def test_nobody_else_keeps_or_loosens_it(here: Street) -> None:
    sets(here.wren)
    address = own_page(here.wren)
    fields = here.wren.opens(address).form(address)
    assert not [link for link in here.ash.opens(AT).links if link.startswith("/prefs/")]
    for other in (here.ash, here.stranger, here.nobody):
        assert "jokes" not in other.opens(address)
        other.posts(address, {**fields, "do": "ask"})
        assert "jokes" not in other.opens("/prefs/elsewhere")
    assert limits_of(here)[0].loosening_asked_at is None


# In every state.


@pytest.mark.parametrize("command", [Pause(), Stop(), RaiseCheck()])
def test_a_limit_can_be_set_whatever_rests(here: Street, command: Command) -> None:
    here.town.does(ASH, command)
    sets(here.wren)
    assert len(limits_of(here)) == 1


def test_a_limit_can_be_set_before_anything_is_agreed() -> None:
    with street(paired()) as here:
        assert "“not sure” is a reason to set one" in here.wren.opens(AT)
        sets(here.wren)
        assert "jokes in company" in here.ash.opens(AT)
    town = alone()
    with browsers(town, {"ash": town.login_of(ASH)}) as people:
        assert "jokes in company" in sets(people["ash"])


def test_after_the_end_limits_are_read_and_none_is_asked_for(here: Street) -> None:
    sets(here.wren)
    here.town.does(ASH, End())
    page = here.wren.opens(AT)
    assert "jokes in company" in page
    assert not [to for to, _ in page.forms if to == AT]


def test_many_are_read_in_parts(here: Street) -> None:
    for number in range(27):
        here.town.does(WREN, SetLimit(LimitId(f"l{number}"), Target.TAG, f"word {number:02}"))
        here.town.clock.later(seconds=1)
    page = here.ash.opens(AT)
    assert "word 26" in page
    assert "word 01" not in page
    assert "word 01" in here.ash.posts(AT, {"shown": "50", "more": "1"})


def test_where_it_cannot_be_recorded_it_stays_ready_to_be_sent() -> None:
    store = BrokenStore()
    with street(paired(store)) as here:
        fields = {**here.wren.opens(AT).form(AT), "name": "calls", "how": "never"}
        store.broken.add(CHAIN)
        page = here.wren.posts(AT, fields)
        assert page.status == 503
        store.broken.clear()
        here.wren.posts(AT, page.form(AT))
        assert len(limits_of(here)) == 1


def test_a_stranger_sets_and_reads_nothing_of_theirs(here: Street) -> None:
    sets(here.wren)
    for other in (here.stranger, here.nobody):
        assert "jokes" not in other.opens(AT)
        other.posts(AT, {"op": "a" * 32, "name": "theirs", "how": "never"})
    assert len(limits_of(here)) == 1
