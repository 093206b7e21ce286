"""Signing up: a passphrase of one's own or one that is given, and a code that is typed back."""

import json
import re
from pathlib import Path
from typing import ClassVar

import pytest

from tests.cli.home import Home, Newcomer, passphrase_of
from tests.cli.terminal import left_on, sits_at
from troth.application.accounts.account import find_account
from troth.cli.account import QUESTION
from troth.cli.caller import REFUSED, Caller
from troth.cli.entering import AS_YOU_TYPE
from troth.cli.signing_up import AGAIN, CHOOSE, CODE, CODE_AGAIN, WRITTEN_DOWN

INIT = ("init", "--name", "Ash", "--adult", "--zone", "Europe/London")
OWN = "the ferry leaves without us on Thursdays"

GIVEN = ((CHOOSE, ""), (WRITTEN_DOWN, ""))
"""Somebody takes the passphrase they are given, and writes it down."""

CLEARED = "\x1b[2J"
"""How a terminal is told to clear its screen."""


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    """Return a home where nothing is yet."""
    return Home(tmp_path / "new")


class Chooser(Newcomer):
    """Somebody with a passphrase of their own."""

    def hidden(self, question: str) -> str:
        """Type it."""
        super().hidden(question)
        return OWN


class Slipping(Newcomer):
    """Somebody who types something else first, as often as is said."""

    slips: ClassVar[int] = 1
    tries = 0

    def visible(self, question: str) -> str:
        """Type the code with two symbols in each other's place, then as it is."""
        code = super().visible(question)
        self.tries += 1
        return code[::-1] if self.tries <= self.slips else code


class Lost(Slipping):
    """Somebody who has not written the code down."""

    slips = 2


def shown(said: str, what: str) -> str:
    """Return what was shown under a word."""
    found = re.search(f"Your {what}: (.*)", said)
    assert found is not None
    return found[1].strip()


def comes(home: Home, caller: type[Caller]) -> str:
    """Let somebody sign up, and return everything that is shown."""
    result = home.run(None, *INIT, caller=caller)
    assert result.exit_code == 0, result.output
    return result.output


def opens(home: Home, passphrase: str) -> bool:
    """Tell whether a passphrase opens Ash's account, from a machine where nobody is logged in."""
    result = home.elsewhere().run(None, "login", "Ash", answers=f"{passphrase}\n")
    return result.exit_code == 0


def test_a_passphrase_that_is_given_is_six_words_shown_once_and_opens(empty: Home) -> None:
    said = comes(empty, Newcomer)
    passphrase = shown(said, "passphrase")
    assert len(passphrase.split()) == 6
    assert said.count(passphrase) == 1
    assert opens(empty, passphrase)
    assert not opens(empty, passphrase.rsplit(" ", 1)[0])


def test_a_passphrase_of_ones_own_is_not_shown_and_opens(empty: Home) -> None:
    said = comes(empty, Chooser)
    assert "ferry" not in said
    assert "Your passphrase" not in said
    assert opens(empty, OWN)


def test_whoever_signs_up_is_logged_in_and_told_what_to_do_next(empty: Home) -> None:
    assert comes(empty, Newcomer).endswith(f"Opened in {empty.path}. Next: troth invite\n")
    assert ", Ash\n" in empty.run(None, "today").stdout


@pytest.mark.parametrize(
    "weak", ["short", "a" * 40, "password password", "Ash Ash Ash Ash", "x\u0000" * 10, "y" * 300]
)
def test_a_weak_passphrase_is_told_why_and_nothing_is_made(empty: Home, weak: str) -> None:
    result = empty.run(None, *INIT, answers=f"{weak}\n")
    assert result.exit_code == REFUSED
    assert "Take" in result.stderr or "guessed" in result.stderr or "Leave out" in result.stderr
    assert weak not in result.output
    assert not empty.path.exists()


def test_a_code_mistyped_once_is_asked_for_again(empty: Home) -> None:
    said = comes(empty, Slipping)
    assert CODE_AGAIN in said
    assert said.count("Your recovery code") == 1


def test_whoever_cannot_type_the_code_back_has_made_nothing(empty: Home) -> None:
    result = empty.run(None, *INIT, caller=Lost)
    assert result.exit_code == REFUSED
    assert "Nothing was made." in result.stderr
    assert not empty.path.exists()
    assert not empty.logins.exists()


@pytest.mark.parametrize("answers", ["", "\n", f"{OWN}\n", "\nnothing like it\n"])
def test_whoever_breaks_off_at_any_question_leaves_nothing_behind(
    empty: Home, answers: str
) -> None:
    result = empty.run(None, *INIT, answers=answers)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert not empty.path.exists()
    assert not empty.logins.exists()


def test_whoever_breaks_off_while_joining_has_no_account(alone: Home) -> None:
    words = alone.reads("Ash", "invite")["invitation"]
    before = alone.heads()
    assert alone.run(None, "join", words, "--name", "Kit", "--adult", answers="\n").exit_code == 1
    with alone.host() as host:
        assert find_account(host, "Kit") is None
    assert alone.heads() == before


def test_a_name_somebody_has_is_told_before_anything_is_asked(home: Home) -> None:
    result = home.elsewhere().run(None, "init", "--name", "wren", "--adult")
    assert result.exit_code == REFUSED
    assert "Somebody here goes by that name already." in result.stderr
    assert "log in first: troth login wren" in result.stderr
    assert CHOOSE not in result.stderr


def test_what_is_asked_and_shown_meanwhile_is_no_part_of_the_answer(empty: Home) -> None:
    result = empty.run(None, "--json", *INIT, caller=Newcomer)
    assert json.loads(result.stdout)["entry"] == 1
    assert "recovery code" in result.stderr


def test_no_file_holds_name_passphrase_or_code(empty: Home) -> None:
    said = comes(empty, Newcomer)
    secret = shown(said, "passphrase"), shown(said, "recovery code")
    sought = {*secret, secret[1].replace("-", ""), "Ash", "ash", "Europe", "London", "ours"}
    folders = (empty.path, empty.logins)
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    assert len(files) > 3
    for content in (file.read_bytes() for file in files):
        assert not [each for each in sought if each.encode() in content]


def test_at_a_terminal_a_passphrase_is_typed_twice_and_never_seen(empty: Home) -> None:
    answers = ((CHOOSE, OWN), (AGAIN, OWN), (WRITTEN_DOWN, ""), (CODE, "{code}"))
    code, screen = sits_at(empty, *INIT, answers=answers)
    assert code == 0, screen
    assert "ferry" not in screen
    assert screen.count(shown(screen, "recovery code")) == 2
    assert opens(empty, OWN)


def test_at_a_terminal_nothing_secret_is_left_to_be_scrolled_back_to(empty: Home) -> None:
    answers = (*GIVEN, (WRITTEN_DOWN, ""), (CODE, "{code}"))
    code, screen = sits_at(empty, *INIT, answers=answers)
    assert code == 0, screen
    assert opens(empty, shown(screen, "passphrase"))
    assert f"Opened in {empty.path}." in left_on(screen)
    for secret in ("passphrase", "recovery code"):
        assert shown(screen, secret) not in left_on(screen)


def test_whoever_breaks_off_leaves_nothing_secret_on_the_screen_either(empty: Home) -> None:
    twice = ((WRITTEN_DOWN, ""), (CODE, "no"), (WRITTEN_DOWN, ""), (CODE_AGAIN, "no"))
    answers = (*GIVEN, *twice)
    code, screen = sits_at(empty, *INIT, answers=answers)
    assert code == REFUSED
    assert "Nothing was made." in left_on(screen)
    for secret in ("passphrase", "recovery code"):
        assert shown(screen, secret) not in left_on(screen)


def test_a_terminal_that_knows_nothing_but_text_is_sent_nothing_else(empty: Home) -> None:
    answers = (*GIVEN, (WRITTEN_DOWN, ""), (CODE, "{code}"))
    code, screen = sits_at(empty, *INIT, answers=answers, terminal_kind="dumb")
    assert code == 0, screen
    assert "\x1b" not in screen


@pytest.mark.parametrize(
    ("slip", "why"),
    [
        (((CHOOSE, OWN), (AGAIN, f"{OWN}!")), "The two were not the same."),
        (((CHOOSE, "password password"),), "guessed"),
    ],
)
def test_at_a_terminal_a_passphrase_that_cannot_be_taken_is_asked_for_again(
    empty: Home, slip: tuple[tuple[str, str], ...], why: str
) -> None:
    answers = (*slip, (CHOOSE, OWN), (AGAIN, OWN), (WRITTEN_DOWN, ""), (CODE, "{code}"))
    code, screen = sits_at(empty, *INIT, answers=answers)
    assert code == 0, screen
    assert why in left_on(screen)
    assert opens(empty, OWN)


def test_at_a_terminal_a_code_is_typed_from_paper_and_not_from_the_screen(empty: Home) -> None:
    answers = (*GIVEN, (WRITTEN_DOWN, ""), (CODE, "{code}"))
    _, screen = sits_at(empty, *INIT, answers=answers)
    asked = screen.rindex(CODE)
    assert shown(screen, "recovery code") not in screen[screen.rindex(CLEARED, 0, asked) : asked]


def test_at_a_terminal_a_code_mistyped_is_shown_once_more(empty: Home) -> None:
    twice = ((WRITTEN_DOWN, ""), (CODE, "no"), (WRITTEN_DOWN, ""), (CODE_AGAIN, "{code}"))
    code, screen = sits_at(empty, *INIT, answers=(*GIVEN, *twice))
    assert code == 0, screen
    assert screen.count("Your recovery code") == 2


def test_at_a_terminal_a_key_pressed_to_leave_leaves_nothing(empty: Home) -> None:
    code, screen = sits_at(empty, *INIT, answers=((CHOOSE, ""), (WRITTEN_DOWN, "\x03")))
    assert code == 1
    assert "Traceback" not in screen
    assert not empty.path.exists()


def test_what_whoever_runs_the_machine_could_do_is_said_before_a_passphrase_is_asked_for(
    empty: Home,
) -> None:
    said = comes(empty, Newcomer)
    assert said.index("Use a passphrase that you use nowhere else.") < said.index(AS_YOU_TYPE)
    assert said.index(AS_YOU_TYPE) < said.index(CHOOSE)
    given = shown(said, "passphrase")
    answers = ((QUESTION, given),)
    code, screen = sits_at(empty.elsewhere(), "login", "Ash", answers=answers)
    assert code == 0, screen
    read = " ".join(screen.split())
    assert read.index(AS_YOU_TYPE) < read.index(QUESTION)
    piped = empty.elsewhere().run(None, "login", "Ash", answers=f"{given}\n")
    assert AS_YOU_TYPE not in piped.output


def test_at_a_terminal_one_logs_in_unseen(home: Home) -> None:
    typed = passphrase_of("Wren")
    code, screen = sits_at(home.elsewhere(), "login", "Wren", answers=(("Passphrase: ", typed),))
    assert code == 0, screen
    assert "bees" not in screen
    assert ", Wren\n" in home.elsewhere().run(None, "today").stdout
