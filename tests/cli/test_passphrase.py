"""A new passphrase: what was open with the old one ends, and only the code replaces a lost one."""

import re
from typing import ClassVar

import pytest

from tests.cli.home import Home, passphrase_of
from tests.cli.terminal import left_on, sits_at
from tests.cli.test_account import is_open, logs_in
from troth.cli.caller import REFUSED, Caller
from troth.cli.passphrase import CODE, PRESENT
from troth.cli.signing_up import CHOOSE, WRITTEN_DOWN

NEW = "a lighthouse nobody has painted since"


class Changer(Caller):
    """Somebody at the keyboard who changes their passphrase, or comes back with their code."""

    code: ClassVar[str] = ""
    present: ClassVar[str] = passphrase_of("Wren")
    new: ClassVar[str] = NEW
    shown = ""

    def say(self, text: str, *, err: bool = False) -> None:
        """Print a text, and remember it."""
        self.shown += text
        super().say(text, err=err)

    def hidden(self, question: str) -> str:
        """Type the present passphrase where that is asked for, else the new one."""
        return self.present if question == PRESENT else self.new

    def visible(self, question: str) -> str:
        """Type the old code where that is asked for, else the new one back."""
        return self.code if question == CODE else code_in(self.shown)


def code_in(said: str) -> str:
    """Return the recovery code that was shown."""
    found = re.search(r"recovery code: (\S+)", said)
    assert found is not None
    return found[1]


def opens(home: Home, passphrase: str, name: str = "Wren") -> bool:
    """Tell whether a passphrase opens somebody's account from elsewhere."""
    result = home.elsewhere("tried").run(None, "login", name, answers=f"{passphrase}\n")
    return result.exit_code == 0


def recovers(home: Home, code: str, name: str = "Kit") -> tuple[int, str]:
    """Let somebody come back with a recovery code; return the exit code and what is shown."""
    typing = type("Typing", (Changer,), {"code": code})
    result = home.elsewhere("new").run(None, "recover", name, caller=typing)
    return result.exit_code, result.output


@pytest.fixture
def lost(home: Home) -> tuple[Home, str]:
    """Return a home where Kit, too, has an account, and the recovery code of it."""
    result = home.run(None, "init", "--name", "Kit", "--adult", caller=Changer)
    assert result.exit_code == 0, result.output
    return home, code_in(result.stderr)


def test_a_changed_passphrase_opens_and_the_one_before_does_not(home: Home) -> None:
    result = home.run("Wren", "passphrase", caller=Changer)
    assert result.stdout == "Your passphrase is changed. Every other login of yours has ended.\n"
    assert opens(home, NEW)
    assert not opens(home, passphrase_of("Wren"))
    assert opens(home, passphrase_of("Ash"), "Ash")


def test_a_given_one_is_shown_at_a_terminal_until_it_is_on_paper_and_then_no_more(
    home: Home,
) -> None:
    answers = ((PRESENT, passphrase_of("Wren")), (CHOOSE, ""), (WRITTEN_DOWN, ""))
    code, screen = sits_at(home, "--as", "Wren", "passphrase", answers=answers)
    assert code == 0, screen
    (given,) = re.findall(r"Your passphrase: (.*)\n", screen)
    assert opens(home, given)
    assert given not in left_on(screen)
    assert "Your passphrase is changed." in left_on(screen)


def test_changing_it_ends_every_other_login_of_ones_own_and_not_this_one(home: Home) -> None:
    there = home.elsewhere()
    logs_in(there, "Wren")
    assert home.run("Wren", "passphrase", caller=Changer).exit_code == 0
    assert is_open(home, "Wren")
    assert is_open(home, "Ash")
    assert not is_open(there, "Wren")


def test_what_was_written_before_is_read_after(home: Home) -> None:
    home.wren("note", "keep", "Still mine.")
    assert home.run("Wren", "passphrase", caller=Changer).exit_code == 0
    assert "Still mine." in home.wren("note", "list")
    home.wren("talk", "ask", "And this is new.")
    assert "And this is new." in home.ash("history")


@pytest.mark.parametrize(
    ("name", "present", "new"),
    [
        ("Wren", passphrase_of("Ash"), NEW),
        ("Ash", passphrase_of("Wren"), NEW),
        ("Wren", passphrase_of("Wren"), "too short"),
    ],
)
def test_without_the_present_one_or_with_a_weak_one_nothing_changes(
    home: Home, name: str, present: str, new: str
) -> None:
    typing = type("Typing", (Changer,), {"present": present, "new": new})
    assert home.run(name, "passphrase", caller=typing).exit_code == REFUSED
    assert opens(home, passphrase_of("Wren"))
    assert opens(home, passphrase_of("Ash"), "Ash")


def test_whoever_is_not_logged_in_changes_no_passphrase(home: Home) -> None:
    assert "Nobody is logged in here." in home.elsewhere().refused(None, "passphrase")


def test_with_the_code_one_comes_back_to_everything_as_it_was(lost: tuple[Home, str]) -> None:
    home, code = lost
    home.run("Kit", "note", "keep", "From before.")
    ended, said = recovers(home, code.lower().replace("-", " "))
    assert ended == 0, said
    assert "no device of yours is known or trusted any more" in said
    there = home.elsewhere("new")
    assert "From before." in there.run("Kit", "note", "list").stdout
    assert "Kit opened this record." in there.run("Kit", "history").stdout
    assert not is_open(home, "Kit")
    assert is_open(home, "Wren")


def test_a_code_works_once_and_the_new_one_next(lost: tuple[Home, str]) -> None:
    home, code = lost
    _, said = recovers(home, code)
    assert recovers(home, code)[0] == REFUSED
    assert recovers(home, code_in(said))[0] == 0


def test_another_ones_code_and_an_unknown_name_are_told_alike(lost: tuple[Home, str]) -> None:
    home, code = lost
    for name in ("Wren", "Nobody"):
        ended, said = recovers(home, code, name)
        assert ended == REFUSED
        assert "That name and recovery code do not open anything here." in said
    assert opens(home, passphrase_of("Wren"))


@pytest.mark.parametrize("code", ["", "ABCD", "0" * 32 + "1", "not a code", "U" * 33])
def test_what_is_no_code_is_told_before_anything_else_is_asked(home: Home, code: str) -> None:
    ended, said = recovers(home, code, "Wren")
    assert ended == REFUSED
    assert "recovery code" in said
    assert "passphrase" not in said


def test_a_code_that_does_not_open_is_told_before_a_new_one_is_shown(
    lost: tuple[Home, str],
) -> None:
    home, code = lost
    exit_code, shown = recovers(home, code, "Wren")
    assert exit_code == REFUSED
    assert "recovery code: " not in shown.casefold()
