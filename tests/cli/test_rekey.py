"""A new key at the command line: for the two, with the passphrase, and never for one alone."""

import json

from tests.cli.home import Home
from tests.cli.test_device import trusted
from troth.cli.caller import REFUSED
from troth.cli.rekey import ALONE, RENEWED


def test_what_comes_next_is_sealed_anew_and_both_read_all_of_it(home: Home) -> None:
    before = json.loads(home.ash("--json", "history"))["entries"]
    assert RENEWED.split(".", maxsplit=1)[0] in " ".join(home.wren("rekey").split())
    home.ash("area", "garden", "The garden")
    home.wren("area", "attic", "The attic")
    for shown in (home.ash("history"), home.wren("history")):
        assert "garden" in shown.casefold()
        assert "attic" in shown.casefold()
    after = json.loads(home.wren("--json", "history"))["entries"]
    assert after[2:] == before
    assert "unbroken" in home.ash("verify")


def test_each_new_key_has_a_number_of_its_own(home: Home) -> None:
    assert json.loads(home.ash("--json", "rekey")) == {"epoch": 2}
    assert json.loads(home.wren("--json", "rekey")) == {"epoch": 3}


def test_it_asks_for_the_passphrase_where_that_was_given_a_while_ago(home: Home) -> None:
    home.logs_in("Ash", minutes_ago=6)
    result = home.run("Ash", "rekey", answers="certainly none of these words\n")
    assert result.exit_code == REFUSED
    assert "once more" in result.stderr


def test_whoever_is_not_logged_in_changes_no_key(home: Home) -> None:
    there = trusted(home)
    result = there.run("Wren", "rekey")
    assert result.exit_code == REFUSED
    assert "not logged in" in result.stderr


def test_while_nobody_has_joined_there_is_no_new_key(alone: Home) -> None:
    result = alone.run("Ash", "rekey")
    assert result.exit_code == REFUSED
    assert ALONE.split(".", maxsplit=1)[0] in " ".join(result.stderr.split())
