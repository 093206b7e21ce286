"""Devices at the command line: a trusted machine rests everything alone, and does nothing else."""

import json
import re

import pytest

from tests.cli.home import Home, passphrase_of
from tests.cli.test_account import is_open, logs_in
from troth.cli.caller import REFUSED

RESTS = {"pause": "Paused by Wren", "stop": "Stopped by Wren"}
each_rest = pytest.mark.parametrize("rest", RESTS)


def trusted(home: Home, name: str = "Wren", place: str = "elsewhere") -> Home:
    """Return a machine that somebody trusts, and where nobody is logged in."""
    there = home.elsewhere(place)
    logs_in(there, name)
    told = there.run(name, "device", "trust")
    assert told.exit_code == 0, told.output
    there.run(name, "logout")
    return there


def rested(there: Home, *typed: str, name: str | None = None) -> str:
    """Rest everything without a login, which goes well."""
    result = there.run(name, *typed)
    assert result.exit_code == 0, result.output
    return result.stdout


def ids(listed: str) -> list[str]:
    """Return the ids in a list."""
    return re.findall(r"^  ([0-9a-f]{8})  ", listed, re.MULTILINE)


@each_rest
def test_a_trusted_machine_rests_everything_and_says_what_that_means(home: Home, rest: str) -> None:
    said = rested(trusted(home), rest)
    assert ", from now." in said
    assert "The other sees it when they next look." in said
    assert said.endswith("log in: troth login NAME\n")


@each_rest
def test_the_other_sees_it_and_cannot_undo_it_and_coming_back_takes_both(
    home: Home, rest: str
) -> None:
    rested(trusted(home), rest)
    assert RESTS[rest] in home.ash("today")
    assert "it takes both" in home.ash("resume")
    assert RESTS[rest] in home.ash("today")
    assert "You are back." in home.wren("resume")


def test_a_pause_twice_is_one(home: Home) -> None:
    there, before = trusted(home), len(home.acts())
    for _ in range(2):
        rested(there, "pause")
    home.ash("today")
    home.ash("pause")
    assert len(home.acts()) == before + 2
    assert "Wren paused" in home.ash("history")


def test_a_trusted_machine_reads_and_agrees_to_nothing(home: Home) -> None:
    there = trusted(home)
    for typed in (("today",), ("resume",), ("end",), ("check",), ("device", "list"), ("history",)):
        assert "Nobody is logged in here." in there.refused(None, *typed)


@pytest.mark.parametrize(
    "typed",
    [
        ("pause", "--area", "household"),
        ("pause", "--since", "yesterday 20:00"),
        ("stop", "--since", "yesterday 20:00"),
    ],
)
def test_one_part_of_life_and_an_earlier_time_need_a_login(
    home: Home, typed: tuple[str, ...]
) -> None:
    there = trusted(home)
    said = there.refused("Wren", *typed)
    assert said.startswith("Wren is not logged in here. Log in: troth login Wren; without one,")
    assert "from now" in said
    assert "Paused" not in home.ash("today")


@each_rest
def test_a_machine_nobody_trusts_says_what_to_do(home: Home, rest: str) -> None:
    there = home.elsewhere()
    said = there.refused(None, rest)
    assert said == (
        "Nobody is logged in here. Log in: troth login NAME; "
        "then “troth device trust” lets this machine pause and stop without one. "
        "Not recorded. Your word is enough: say it. Record it later with --since."
    )
    logs_in(there, "Wren")
    there.wren("logout")
    assert "Log in: troth login Wren; then “troth device trust”" in there.refused("Wren", rest)


def test_a_login_that_has_run_out_is_in_no_pauses_way(home: Home) -> None:
    there = trusted(home)
    there.logs_in("Wren", minutes_ago=61)
    assert "Paused, from now." in rested(there, "pause", name="Wren")


def test_whoever_is_logged_in_pauses_as_before(home: Home) -> None:
    there = trusted(home)
    logs_in(there, "Wren")
    assert "Roles and expectations rest" in there.wren("pause")


def test_on_a_machine_of_both_one_says_who_it_is_and_pauses_in_no_other_name(home: Home) -> None:
    there = trusted(home)
    logs_in(there, "Ash")
    there.ash("logout")
    assert there.refused(None, "pause").endswith("Say which of them you are: --as NAME")
    assert "Ash is not logged in here." in there.refused("Ash", "pause")
    assert "troth login Wren" in rested(there, "pause", name="Wren")


def test_a_stranger_who_trusts_a_machine_pauses_nothing_of_theirs(home: Home) -> None:
    robin = trusted(home, "Robin", "robins")
    before = home.acts()
    assert "Robin is not logged in here." in robin.refused("Robin", "pause")
    assert "Wren is not logged in here." in robin.refused("Wren", "stop")
    home.ash("today")
    assert home.acts() == before


def test_a_device_that_was_forgotten_rests_nothing(home: Home) -> None:
    there = trusted(home)
    (id_, *_) = ids(home.wren("device", "list"))
    assert "known no more" in home.wren("device", "forget", id_)
    assert "Nobody is logged in here." in there.refused(None, "pause")
    assert "None yet." in home.wren("device", "list")


def test_this_machine_can_be_forgotten_too(home: Home) -> None:
    said = home.wren("device", "trust")
    found = re.search("troth device forget ([0-9a-f]{8})", said)
    assert found is not None
    home.wren("device", "forget", found[1])
    assert not list((home.logins / "devices").iterdir())
    home.wren("logout")
    assert "not logged in here" in home.refused("Wren", "pause")


def test_nobody_forgets_or_ends_what_is_the_others(home: Home) -> None:
    trusted(home)
    known, *open_ = ids(home.wren("device", "list"))
    assert "No device of yours has this id." in home.refused("Ash", "device", "forget", known)
    for id_ in open_:
        assert "No login of yours has this id." in home.refused("Ash", "device", "end", id_)
    assert known in home.wren("device", "list")


@pytest.mark.parametrize("typed", ["", "00000000", "wren"])
def test_an_id_that_is_none_ends_and_forgets_nothing(home: Home, typed: str) -> None:
    home.wren("device", "trust")
    for act in ("forget", "end"):
        assert "troth device list" in home.refused("Wren", "device", act, typed)


@pytest.mark.parametrize("typed", [("trust",), ("forget",)])
def test_trusting_and_forgetting_ask_for_the_passphrase_once_more(
    home: Home, typed: tuple[str, ...]
) -> None:
    trusted(home)
    known, *_ = ids(home.wren("device", "list"))
    more = [known] if typed == ("forget",) else []
    home.logs_in("Wren", minutes_ago=6)
    wrong = home.run("Wren", "device", *typed, *more, answers="Not it.\n")
    assert wrong.exit_code == REFUSED
    assert "passphrase" in wrong.stderr.casefold()
    right = home.run("Wren", "device", *typed, *more, answers=f"{passphrase_of('Wren')}\n")
    assert right.exit_code == 0, right.output


def test_a_new_list_says_what_to_do_first(home: Home) -> None:
    said = home.wren("device", "list")
    assert "None yet. Logging in with your passphrase makes a machine known: troth login" in said
    assert "  this one, last used " in said.replace(ids(said)[0], "")


def test_the_list_tells_this_machine_and_the_trusted_from_others(home: Home) -> None:
    trusted(home)
    logs_in(home, "Wren")
    other, here, *_ = home.wren("device", "list").splitlines()[1:]
    assert other.endswith(": pauses and stops without a login")
    assert "this machine" not in other
    assert ", this machine, known since" in here
    assert here.endswith(": not trusted")


def test_one_login_ends_and_the_others_stay(home: Home) -> None:
    before = ids(home.wren("device", "list"))
    there = home.elsewhere()
    logs_in(there, "Wren")
    _, *logins = ids(home.wren("device", "list"))
    (id_,) = {*logins} - {*before}
    assert home.wren("device", "end", id_) == "That login has ended.\n"
    assert not is_open(there, "Wren")
    assert is_open(home, "Wren")
    assert is_open(home, "Ash")


def test_logging_in_renews_what_a_machine_may_rest(met: Home) -> None:
    there = trusted(met)
    met.wren("--dynamic", "free-days", "init", "--zone", "Europe/London", "--adult")
    rested(there, "pause")
    assert "Paused by Wren" in met.wren("--dynamic", "ours", "today")
    assert "Paused" not in met.wren("--dynamic", "free-days", "today")
    logs_in(there, "Wren")
    there.wren("logout")
    rested(there, "pause")
    assert "Paused by Wren" in met.wren("--dynamic", "free-days", "today")


def test_all_of_it_is_there_in_json_too(home: Home) -> None:
    id_ = home.reads("Wren", "device", "trust")["trusted"]
    read = home.reads("Wren", "device", "list")
    assert [(each["id"], each["is_trusted"]) for each in read["devices"]] == [(id_, True)]
    assert {id_, *(each["id"] for each in read["logins"])} > {*read["here"]} > {id_}
    home.wren("logout")
    result = home.run("Wren", "--json", "pause")
    assert json.loads(result.stdout) == {"left": "pause"}
    home.logs_in("Wren")
    assert home.reads("Wren", "device", "forget", id_) == {"forgotten": id_}
    login = home.reads("Wren", "device", "list")["logins"][0]
    assert home.reads("Wren", "device", "end", login["id"]) == {"ended": login["id"]}


@pytest.mark.parametrize("typed", [("list",), ("trust",), ("forget", "x"), ("end", "x")])
def test_whoever_is_not_logged_in_sees_and_changes_no_device(
    home: Home, typed: tuple[str, ...]
) -> None:
    assert "Nobody is logged in here." in home.elsewhere().refused(None, "device", *typed)
