"""Protection from the command line: at once, alone, without a reason, in every state."""

import re

import pytest

from tests.cli.home import Home


def test_a_pause_is_one_word_and_takes_both_to_come_back(home: Home) -> None:
    assert "Paused." in home.wren("pause")
    assert "takes both" in home.ash("resume")
    assert "You are back." in home.wren("resume")


def test_a_stop_is_never_loosened_by_a_pause(home: Home) -> None:
    assert "Is everyone safe" in home.ash("stop")
    home.wren("pause")
    assert "Still stopped" in home.wren("resume")


def test_readiness_can_be_taken_back(home: Home) -> None:
    home.wren("pause")
    home.ash("resume")
    assert "no hurry" in home.ash("resume", "--not-yet")
    assert "Still paused" in home.wren("resume")


def test_one_part_of_life_rests_by_itself(home: Home) -> None:
    home.wren("pause", "--area", "household")
    asked = ("who-decides", "Paint", "--affects", "both", "--area")
    assert "(JOINT)" in home.wren(*asked, "household")
    assert "(LEAD_CONSULTED)" in home.wren(*asked, "work")


def test_a_pause_of_nothing_that_is_named_says_so_and_pauses_nothing(home: Home) -> None:
    assert "Named so far" in home.refused("Wren", "pause", "--area", "garden")


def test_what_was_said_earlier_counts_from_then(home: Home) -> None:
    home.wren("stop", "--since", "yesterday 23:10")
    acts = home.reads("Ash", "history")
    assert "stopped everything" in acts["entries"][0]["sentences"][0]["text"]


@pytest.mark.parametrize("typed", ["25:00", "soon", "2026-13-01", "yesterday noon", "+3x"])
def test_a_time_nobody_can_read_is_explained(home: Home, typed: str) -> None:
    result = home.run("Wren", "pause", "--since", typed)
    assert result.exit_code == 2
    assert "is not a time" in result.output


def test_nothing_new_starts_until_both_are_all_right(home: Home) -> None:
    assert "Nothing new starts" in home.wren("check")
    home.ash("check", "--clear")
    home.wren("check", "--clear")
    assert "Nobody has asked" in home.refused("Wren", "check", "--clear")


def test_the_end_is_at_once_and_for_good(home: Home) -> None:
    assert "Nothing is owed." in home.ash("end")
    assert "has ended" in home.refused("Wren", "pause")


def limit_of(home: Home, *typed: str) -> str:
    said = home.wren("limit", "set", *typed)
    found = re.search(r"l-[0-9a-f]+", said)
    assert found is not None, said
    return found[0]


def test_a_limit_holds_from_the_moment_it_is_set(home: Home) -> None:
    limit_of(home, "area", "household")
    said = home.ash("who-decides", "Paint", "--area", "household")
    assert "(FORBIDDEN)" in said
    assert "household: never" in home.ash("limit", "list")


def test_only_its_owner_loosens_a_limit_and_only_after_three_days(home: Home) -> None:
    id_ = limit_of(home, "tag", "heights")
    assert "Only the person whose limit" in home.refused("Ash", "limit", "loosen", id_)
    assert "In 72 hours" in home.wren("limit", "loosen", id_)
    assert "72 hours after" in home.refused("Wren", "limit", "loosen", id_, "--still")
    assert "Kept as it was." in home.wren("limit", "keep", id_)


def test_a_soft_limit_states_its_condition(home: Home) -> None:
    limit_of(home, "tag", "heights", "--only-if", "With a rail.")
    assert "With a rail." in home.ash("limit", "list")


def test_a_low_day_is_ones_own_choice(home: Home) -> None:
    home.wren("lighter")
    assert "already so" in home.wren("lighter")
    assert "The surfaces are clear." in home.wren("expect")
    home.wren("lighter", "--over")


def test_a_window_is_opened_by_both_and_closed_by_either(home: Home) -> None:
    assert "once you have both said so" in home.ash("window", "open", "+2h")
    home.wren("window", "open", "+2h")
    assert "Closed." in home.wren("window", "close", "--for", "illness")


def test_a_window_without_an_end_in_reach_is_not_opened(home: Home) -> None:
    assert "within two weeks" in home.refused("Ash", "window", "open", "+5w")


@pytest.mark.parametrize(
    "typed",
    [
        ("pause",),
        ("stop",),
        ("end",),
        ("resume",),
        ("check",),
        ("lighter",),
        ("limit", "set", "tag", "x"),
        ("limit", "list"),
        ("window", "close"),
    ],
)
def test_strangers_protect_and_see_nothing(home: Home, typed: tuple[str, ...]) -> None:
    home.is_closed_to_strangers(*typed)


def test_a_limit_on_something_nobody_named_holds_and_says_so(home: Home) -> None:
    assert "Nothing here is called “huosehold” yet" in home.wren(
        "limit", "set", "area", "huosehold"
    )
    assert "yet" not in home.wren("limit", "set", "area", "household")
    assert "yet" not in home.wren("limit", "set", "tag", "heights")
    assert "huosehold: never" in home.ash("limit", "list")


def test_windows_are_read_by_both_and_by_nobody_else(home: Home) -> None:
    assert "holds always" in home.wren("window", "show")
    home.ash("window", "open", "+2h")
    assert "Ash would like one until" in home.wren("window", "show")
    assert home.reads("Wren", "window", "show")["asked_by"] is not None
    home.is_closed_to_strangers("window", "show")


def test_coming_back_before_it_has_begun_says_that_it_has_not(alone: Home) -> None:
    alone.ash("pause")
    assert "Nothing has begun yet" in alone.ash("resume")
