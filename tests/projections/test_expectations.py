"""Expectations side by side: equal in shape, the lead's included, and what has grown is shown."""

from tests.given import ASH, HOUSEHOLD, KITCHEN, WORK, WREN, Couple, usual
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import (
    Protocol,
    Ritual,
    Standard,
    Terms,
)
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import AreaId, ClauseId, MemberId
from troth.domain.schedules import Schedule
from troth.projections.expectations import Expected, expected
from troth.projections.standing import Standing


def standard(name: str, bearer: MemberId, area: AreaId = HOUSEHOLD) -> Terms:
    """Return a standard that one of them keeps."""
    return Terms(
        ClauseId(name), Standard(), f"The words of {name}.", bearers=frozenset({bearer}), area=area
    )


def shared(name: str) -> Terms:
    """Return a ritual both keep, on Tuesdays and Saturdays."""
    schedule = Schedule("FREQ=WEEKLY;BYDAY=TU,SA", "2026-03-03T20:00", "Europe/London", 30)
    return Terms(
        ClauseId(name), Ritual(schedule), "We walk after dinner.", bearers=frozenset({ASH, WREN})
    )


def seen(couple: Couple, viewer: MemberId, area: AreaId | None = None) -> Expected:
    """Return what one of them reads."""
    return expected(couple.state, viewer, couple.moment(), area)


def names(read: Expected, member: MemberId) -> list[str]:
    """Return what one of them keeps, by name."""
    (column,) = (each for each in read.columns if each.member == member)
    return [line.name for line in column.lines]


def test_the_commitments_of_the_one_who_leads_stand_beside_the_others_standards() -> None:
    couple = Couple().have_begun(standard("listening", ASH))
    for viewer in (ASH, WREN):
        read = seen(couple, viewer)
        assert read.columns[0].member == viewer
        assert names(read, ASH) == ["listening"]
        assert names(read, WREN) == ["kitchen"]


def test_what_both_keep_stands_in_both_lists_with_every_time_of_the_week() -> None:
    read = seen(Couple().have_begun(shared("walk")), WREN)
    for column in read.columns:
        (walk,) = (line for line in column.lines if line.name == "walk")
        assert [turn.start.day for turn in walk.turns] == [3, 7]


def test_a_protocol_says_when_it_applies() -> None:
    body = Protocol("When one comes home", "Say hello first.")
    hello = Terms(ClauseId("hello"), body, "Hello first.", bearers=frozenset({ASH, WREN}))
    read = seen(Couple().have_begun(hello), WREN)
    (line,) = (each for each in read.columns[1].lines if each.name == "hello")
    assert (line.kind, line.when) == ("protocol", "When one comes home")


def test_a_filter_shows_one_part_of_life() -> None:
    couple = Couple().have_begun(standard("news", ASH, WORK), shared("walk"))
    read = seen(couple, WREN, WORK)
    assert names(read, ASH) == ["news"]
    assert names(read, WREN) == []


def test_a_list_more_than_three_times_as_long_is_pointed_out_to_both_in_the_same_way() -> None:
    mine = [standard(name, WREN) for name in ("garden", "letters")]
    couple = Couple().have_begun(standard("listening", ASH), *mine)
    assert seen(couple, ASH).longer is None
    couple.agrees(standard("laundry", WREN))
    assert seen(couple, ASH).longer == seen(couple, WREN).longer == WREN


def test_the_longer_list_is_pointed_out_whoever_keeps_it() -> None:
    his = [standard(name, ASH) for name in ("one", "two", "three", "four")]
    assert seen(Couple().have_begun(*his), WREN).longer == ASH


def test_one_part_of_life_is_not_compared() -> None:
    mine = [standard(name, WREN) for name in ("one", "two", "three", "four")]
    assert seen(Couple().have_begun(*mine), WREN, HOUSEHOLD).longer is None


def test_in_a_pause_both_lists_rest_and_the_page_says_so() -> None:
    couple = Couple().have_begun(standard("listening", ASH))
    couple.does(ASH, Pause())
    read = seen(couple, WREN)
    assert names(read, ASH) == names(read, WREN) == []
    assert read.longer is None
    assert read.ribbon is not None
    assert read.ribbon.standing is Standing.PAUSED


def test_three_widenings_of_one_area_in_two_months_are_shown_to_both_with_the_way_back() -> None:
    couple = Couple().have_begun(drafts=_usual_without_household_lines())
    for name in ("garden", "letters"):
        couple.later(days=10)
        couple.agrees(standard(name, WREN))
    for viewer in (ASH, WREN):
        (found,) = seen(couple, viewer).widened
        assert found.name == "The household"
        assert set(found.lines) == {"household", "garden", "letters"}


def test_fewer_than_three_widenings_are_not_pointed_out() -> None:
    couple = Couple().have_begun(drafts=_usual_without_household_lines())
    couple.agrees(standard("garden", WREN))
    assert seen(couple, WREN).widened == ()


def test_widenings_of_more_than_two_months_ago_no_longer_count() -> None:
    couple = Couple().have_begun(drafts=_usual_without_household_lines())
    for name in ("garden", "letters"):
        couple.agrees(standard(name, WREN))
    assert seen(couple, WREN).widened
    couple.later(days=63)
    assert seen(couple, WREN).widened == ()


def test_the_way_back_leaves_out_what_was_left_already() -> None:
    couple = Couple().have_begun(standard("garden", WREN), standard("letters", WREN))
    couple.does(WREN, WithdrawConsent(KITCHEN))
    (found,) = seen(couple, WREN).widened
    assert KITCHEN not in found.lines
    assert "garden" in found.lines


def test_other_parts_of_life_are_left_out_of_a_filtered_notice() -> None:
    couple = Couple().have_begun(standard("garden", WREN), standard("letters", WREN))
    assert [each.area for each in seen(couple, WREN, HOUSEHOLD).widened] == [HOUSEHOLD]
    assert seen(couple, WREN, WORK).widened == ()


def _usual_without_household_lines() -> list[Terms]:
    """Return the usual agreement, with the household itself as its only widening."""
    return [each for each in usual() if each.area != HOUSEHOLD]
