"""What both agreed, signed by each, and checked by somebody who has never heard of Troth."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.home import Home, passphrase_of


def signs(home: Home, name: str, directory: Path) -> str:
    """Sign the statement, the warning read; return what the files are called."""
    return str(home.reads(name, "statement", str(directory), "--yes")["name"])


def is_verified(directory: Path, name: str) -> bool:
    """Check a signature with what stands in the how-to."""
    command = f"openssl pkeyutl -verify -pubin -inkey {name}.pem -rawin -in statement.txt"
    done = subprocess.run(
        [*command.split(), "-sigfile", f"{name}.sig"],
        cwd=directory,
        check=False,
        capture_output=True,
        text=True,
    )
    return (done.returncode, done.stdout) == (0, "Signature Verified Successfully\n")


def test_both_sign_the_same_text_and_openssl_verifies_each(home: Home, tmp_path: Path) -> None:
    directory = tmp_path / "statement"
    names = [signs(home, name, directory) for name in ("Ash", "Wren")]
    assert len(set(names)) == 2
    assert all(is_verified(directory, name) for name in names)
    text = directory / "statement.txt"
    text.write_text(text.read_text("utf-8").replace("at any moment", "at no moment"), "utf-8")
    assert not any(is_verified(directory, name) for name in names)


def test_names_of_files_say_nothing(home: Home, tmp_path: Path) -> None:
    name = signs(home, "Wren", tmp_path / "x")
    found = sorted(file.name for file in (tmp_path / "x").iterdir())
    assert found == [f"{name}.pem", f"{name}.sig", "statement.txt"]
    assert name.startswith("key-")


def test_the_warning_is_read_before_anything_is_written(home: Home, tmp_path: Path) -> None:
    directory = tmp_path / "x"
    said = home.run("Wren", "statement", str(directory), answers="n\n")
    assert said.exit_code == 1
    assert "show anybody what you have signed" in said.stderr
    assert not directory.exists()
    assert home.run("Wren", "statement", str(directory), answers="y\n").exit_code == 0


def test_the_passphrase_is_asked_again_where_it_was_given_a_while_ago(
    home: Home, tmp_path: Path
) -> None:
    typed = ("statement", str(tmp_path / "x"), "--yes")
    home.logs_in("Wren", minutes_ago=6)
    wrong = home.run("Wren", *typed, answers="wrong\n")
    assert wrong.exit_code == 1
    assert not (tmp_path / "x").exists()
    home.logs_in("Wren", minutes_ago=6)
    given = home.run("Wren", *typed, answers=f"{passphrase_of('Wren')}\n")
    assert given.exit_code == 0, given.output
    assert "Passphrase, once more" in given.stderr
    again = home.run("Wren", *typed)
    assert (again.exit_code, again.stderr) == (0, "")


def test_a_text_of_another_version_is_left_as_it_is(home: Home, tmp_path: Path) -> None:
    directory = tmp_path / "x"
    signs(home, "Ash", directory)
    before = (directory / "statement.txt").read_bytes()
    home.wren("withdraw", "kitchen")
    assert "Choose another directory" in home.refused("Wren", "statement", str(directory), "--yes")
    assert (directory / "statement.txt").read_bytes() == before


def test_before_anything_is_agreed_there_is_nothing_to_state(met: Home, tmp_path: Path) -> None:
    said = met.refused("Wren", "statement", str(tmp_path / "x"), "--yes")
    assert "agreed on nothing" in said


@pytest.mark.parametrize("name", ["Ash", "Wren"])
def test_whoever_signs_is_told_how_anybody_checks_it(home: Home, tmp_path: Path, name: str) -> None:
    said = home.run(name, "statement", str(tmp_path / "x"), "--yes").stdout
    assert "openssl pkeyutl -verify -pubin -inkey key-" in said
    assert "The other adds their own signature" in said
    assert "for good" in said


def test_strangers_state_nothing(home: Home, tmp_path: Path) -> None:
    home.is_closed_to_strangers("statement", str(tmp_path / "x"), "--yes")
