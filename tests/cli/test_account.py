"""Logging in and out: a passphrase opens one's own keys for a while, and a name opens nothing."""

from datetime import timedelta

import pytest

from tests.cli.home import Home, passphrase_of
from tests.given import WREN
from troth.application.accounts.devices import devices
from troth.application.accounts.logins import LEAST_IDLE_MINUTES, LONGEST, MOST_IDLE_MINUTES, resume
from troth.application.accounts.throttle import FREE_TRIES
from troth.cli.caller import REFUSED
from troth.cli.tokens import TokenFiles

WRONG_USAGE = 2
NAMES = ("Ash", "Wren")


def logs_in(home: Home, name: str, *typed: str, passphrase: str | None = None) -> str:
    """Let somebody log in with their passphrase, which goes well."""
    answer = passphrase_of(name) if passphrase is None else passphrase
    result = home.run(None, "login", name, *typed, answers=f"{answer}\n")
    assert result.exit_code == 0, result.output
    return result.stdout


def is_open(home: Home, name: str) -> bool:
    """Tell whether somebody's login on this machine opens their day."""
    return home.run(name, "today").exit_code == 0


def later(home: Home, token: bytes, *, minutes: float) -> bool:
    """Use a login some minutes from now (before now, where it is negative); tell if it opens."""
    with home.host(days_ago=-minutes / (24 * 60)) as host:
        return resume(host, token) is not None


@pytest.mark.parametrize("name", NAMES)
def test_a_passphrase_opens_ones_own_day_without_saying_who_one_is(home: Home, name: str) -> None:
    there = home.elsewhere()
    said = logs_in(there, name)
    assert said.startswith(f"Logged in as {name}. It ends after 10 minutes without a command")
    assert f", {name}\n" in there.run(None, "today").stdout


def test_the_case_of_a_name_and_the_layout_of_a_passphrase_do_not_matter(home: Home) -> None:
    there = home.elsewhere()
    typed = f"  {passphrase_of('Wren').replace(' ', '-')} "
    said = logs_in(there, "wREN", passphrase=typed)
    assert said.startswith("Logged in as Wren.")
    assert is_open(there, "WREN")


@pytest.mark.parametrize(("name", "passphrase"), [("Wren", ""), ("Wren", "Ash"), ("Nobody", "Ash")])
def test_a_wrong_passphrase_and_an_unknown_name_are_told_alike(
    home: Home, name: str, passphrase: str
) -> None:
    there = home.elsewhere()
    answer = passphrase and passphrase_of(passphrase)
    result = there.run(None, "login", name, answers=f"{answer}\n")
    assert result.exit_code == REFUSED
    assert "That name and passphrase do not open anything here." in result.stderr
    assert not there.logins.exists()


def test_no_passphrase_is_ever_shown(home: Home) -> None:
    typed = f"{passphrase_of('Wren')}\n"
    result = home.elsewhere().run(None, "login", "Wren", answers=typed)
    assert "bees" not in result.output
    assert "bees" not in home.elsewhere().run(None, "login", "Ash", answers=typed).output


def test_nobody_is_believed_who_only_says_who_they_are(home: Home) -> None:
    there = home.elsewhere()
    logs_in(there, "Wren")
    said = there.refused("Ash", "today")
    assert said == "Ash is not logged in here. Log in: troth login Ash"
    assert "Robin is not logged in here." in there.refused("Robin", "pause")


def test_of_two_who_are_logged_in_one_says_who_it_is(home: Home) -> None:
    there = home.elsewhere()
    for name in NAMES:
        logs_in(there, name)
    assert there.refused(None, "today").endswith("Say which of them you are: --as NAME")
    assert all(is_open(there, name) for name in NAMES)


def test_a_login_that_is_over_is_in_nobodys_way(home: Home) -> None:
    there = home.elsewhere()
    logs_in(there, "Ash")
    there.logs_in("Wren", minutes_ago=MOST_IDLE_MINUTES + 1)
    assert ", Ash\n" in there.run(None, "today").stdout
    assert len(there.login_files()) == 1


def test_logging_out_ends_the_login_and_drops_its_file(home: Home) -> None:
    token = home.logs_in("Wren")
    assert home.wren("logout") == "Logged out.\n"
    assert not later(home, token, minutes=0)
    assert home.refused("Wren", "today") == "Wren is not logged in here. Log in: troth login Wren"
    assert "not logged in" in home.refused("Wren", "logout")
    assert is_open(home, "Ash")


def test_a_file_put_back_after_logging_out_opens_nothing(home: Home) -> None:
    token = home.logs_in("Wren")
    home.wren("logout")
    TokenFiles(home.path, home.logins).keep("Wren", token)
    assert "This login has ended." in home.refused("Wren", "today")


def test_locking_ends_every_login_of_ones_own_everywhere_and_nobody_elses(home: Home) -> None:
    there = home.elsewhere()
    logs_in(there, "Wren")
    assert home.wren("lock") == "Every login of yours has ended.\n"
    assert "This login has ended." in there.refused(None, "today")
    assert not is_open(home, "Wren")
    assert is_open(home, "Ash")


def test_locking_where_both_are_logged_in_says_who(home: Home) -> None:
    assert "--as NAME" in home.refused(None, "lock")
    assert all(is_open(home, name) for name in NAMES)


@pytest.mark.parametrize("verb", ["logout", "lock"])
def test_whoever_is_not_logged_in_ends_nothing(home: Home, verb: str) -> None:
    assert "Nobody is logged in here." in home.elsewhere().refused(None, verb)
    assert all(is_open(home, name) for name in NAMES)


def test_a_login_ends_by_itself_when_it_is_not_used(home: Home) -> None:
    home.logs_in("Wren", minutes_ago=11, idle=10)
    said = home.refused("Wren", "today")
    assert said == "This login has ended. Log in again: troth login Wren"
    assert "not logged in here" in home.refused("Wren", "today")
    assert is_open(home, "Ash")


def test_each_command_lets_it_live_on(home: Home) -> None:
    used, unused = (home.logs_in(name, minutes_ago=9, idle=10) for name in NAMES)
    home.ash("today")
    assert later(home, used, minutes=9)
    assert not later(home, unused, minutes=9)


def test_choosing_among_logins_is_no_use_of_them(home: Home) -> None:
    tokens = [home.logs_in(name, minutes_ago=9, idle=10) for name in NAMES]
    assert "Several are logged in here." in home.refused(None, "today")
    assert not any(later(home, token, minutes=9) for token in tokens)


def test_no_use_makes_it_last_longer_than_half_a_day(home: Home) -> None:
    hours = LONGEST / timedelta(hours=1)
    token = home.logs_in("Wren", minutes_ago=60 * hours)
    for half_hours in range(1, 2 * int(hours)):
        assert later(home, token, minutes=-60 * hours + 30 * half_hours)
    assert "This login has ended." in home.refused("Wren", "today")


@pytest.mark.parametrize("minutes", [LEAST_IDLE_MINUTES, MOST_IDLE_MINUTES])
def test_how_long_it_lasts_unused_is_chosen_at_login(home: Home, minutes: int) -> None:
    there = home.elsewhere()
    said = logs_in(there, "Wren", "--idle-minutes", str(minutes))
    assert f"It ends after {minutes} minutes without a command, and after 12 hours" in said
    token = TokenFiles(home.path, there.logins).read(TokenFiles(home.path, there.logins).all()[0])
    assert token is not None
    assert later(home, token, minutes=minutes - 1)


@pytest.mark.parametrize("minutes", ["4", "61", "0", "-5", "soon"])
def test_no_login_lasts_unused_for_longer_or_shorter_than_is_sensible(
    home: Home, minutes: str
) -> None:
    result = home.run(None, "login", "Wren", "--idle-minutes", minutes)
    assert result.exit_code == WRONG_USAGE


def test_logging_in_again_ends_the_login_before(home: Home) -> None:
    before = home.logs_in("Wren")
    logs_in(home, "Wren")
    assert not later(home, before, minutes=0)
    assert is_open(home, "Wren")


def test_a_login_to_one_copy_of_a_record_opens_no_other(home: Home) -> None:
    token = home.logs_in("Wren")
    copy = home.copied(home.path.with_name("copy"))
    later_token = copy.logs_in("Wren")
    TokenFiles(home.path, home.logins).keep("Wren", later_token)
    assert "This login has ended." in home.refused("Wren", "today")
    assert later(home, token, minutes=0)


def test_at_login_one_is_told_how_the_record_goes_on_from_where_one_saw_it(home: Home) -> None:
    there = home.elsewhere()
    assert "ours: Seen for the first time: 9 entries" in logs_in(there, "Wren")
    home.ash("talk", "ask")
    home.wren("note", "keep", "Mine.")
    said = logs_in(there, "Wren")
    assert "ours: Extends the record you last saw (entry 9); one entry was added" in said
    assert "notes" not in said
    assert "nothing was added" in logs_in(there, "Wren")


def test_nobody_keeps_another_out_by_failing(home: Home) -> None:
    here, there = home.elsewhere("here"), home.elsewhere("there")
    logs_in(here, "Wren")
    here.wren("logout")
    for _ in range(FREE_TRIES):
        there.run(None, "login", "Wren", answers="Not it.\n")
    waits = there.run(None, "login", "Wren", answers=f"{passphrase_of('Wren')}\n")
    assert waits.exit_code == REFUSED
    assert "a device you logged in on before does not have to wait" in waits.stderr
    logs_in(here, "Wren")
    assert is_open(here, "Wren")


def test_a_machine_is_known_once_however_often_one_logs_in_there(home: Home) -> None:
    here = home.elsewhere()
    for _ in range(3):
        logs_in(here, "Wren")
    with home.world(WREN) as world:
        assert len(devices(world)) == 1


@pytest.mark.parametrize("content", ["", "5" * 64, "not a token"])
def test_a_machine_that_lost_what_it_is_known_by_is_made_known_again(
    home: Home, content: str
) -> None:
    here = home.elsewhere()
    logs_in(here, "Wren")
    (file,) = (here.logins / "devices").iterdir()
    file.write_text(content)
    logs_in(here, "Wren")
    assert len(bytes.fromhex(file.read_text())) == 32
    assert file.read_text() != content


def test_a_login_in_json_holds_no_token(home: Home) -> None:
    there = home.elsewhere()
    typed = f"{passphrase_of('Wren')}\n"
    result = there.run(None, "--json", "login", "Wren", answers=typed)
    (file,) = there.login_files()
    assert '"idle_minutes": 10' in result.stdout
    assert file.read_text() not in result.output


def test_without_a_record_no_passphrase_is_asked_for(home: Home) -> None:
    nowhere = Home(home.path.with_name("nowhere"))
    result = nowhere.run(None, "login", "Wren", answers=f"{passphrase_of('Wren')}\n")
    assert "troth init" in result.stderr
    assert "Passphrase" not in result.stderr
    assert not nowhere.logins.exists()
