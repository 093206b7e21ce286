"""The fixture itself: a couple who have begun, and a record nobody else can use."""

from tests.cli.home import Home


def test_the_couple_of_the_tests_has_begun(home: Home) -> None:
    assert "The kitchen is settled before bed." in home.wren("agreement", "show")


def test_a_stranger_can_neither_read_nor_change_anything(home: Home) -> None:
    home.is_closed_to_strangers("pause")
    home.is_closed_to_strangers("limit", "set", "area", "household")
