"""The files of logins: opaque, one's own alone, apart from the record, and never merely trusted."""

import stat
from pathlib import Path

import pytest

from tests.cli.home import Home
from troth.cli.tokens import SETTING, TokenFiles, device_directory, login_directory


def file_of(home: Home, name: str) -> Path:
    """Return the file of somebody's login."""
    return TokenFiles(home.path, home.logins).of(name)


def test_only_its_owner_can_read_a_login(home: Home) -> None:
    assert stat.S_IMODE(home.logins.stat().st_mode) == 0o700
    for file in home.login_files():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_login_tells_neither_who_it_is_for_nor_where(home: Home) -> None:
    for file in home.login_files():
        told = (file.name + file.read_text()).casefold()
        for word in ("ash", "wren", "robin", "home", "troth"):
            assert word not in told
        assert len(bytes.fromhex(file.read_text())) == 32


def test_the_record_holds_no_token(home: Home) -> None:
    token = home.logs_in("Wren")
    contents = [each.read_bytes() for each in home.path.iterdir()]
    assert not any(token in each or token.hex().encode() in each for each in contents)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o602])
def test_a_login_others_could_have_read_is_not_used(home: Home, mode: int) -> None:
    file_of(home, "Wren").chmod(mode)
    said = home.refused("Wren", "today")
    assert "Others on this machine could read the login in" in said
    assert "Remove that file, and log in again." in said


def test_a_directory_others_can_look_into_is_not_used(home: Home) -> None:
    home.logins.chmod(0o755)
    assert f"chmod 700 {home.logins}" in home.refused("Wren", "today")
    home.logins.chmod(0o700)
    home.wren("today")


@pytest.mark.parametrize("content", ["", "not a token", "ab" * 31, "ab" * 33, "zz" * 32, "ä" * 64])
def test_a_broken_login_is_told_and_not_used(home: Home, content: str) -> None:
    file_of(home, "Wren").write_text(content, "utf-8")
    assert "There is no login in" in home.refused("Wren", "today")
    home.ash("today")


def test_a_link_to_another_file_is_not_followed(home: Home) -> None:
    file = file_of(home, "Wren")
    target = file.rename(home.path.with_name("elsewhere"))
    file.symlink_to(target)
    assert "There is no login in" in home.refused("Wren", "today")


def test_a_token_that_was_made_up_opens_nothing(home: Home) -> None:
    file_of(home, "Wren").write_text("5" * 64)
    assert "This login has ended." in home.refused("Wren", "today")


def test_a_directory_inside_the_record_is_not_taken(home: Home) -> None:
    inside = Home(home.path, home.people)
    inside.logins = home.path / "logins"
    assert f"with {SETTING}" in inside.refused("Wren", "today")
    assert not inside.logins.exists()


def test_logins_are_kept_where_the_session_ends_or_in_ones_own_home(
    tmp_path: Path,
) -> None:
    named, session = tmp_path / "named", tmp_path / "session"
    settings = {SETTING: str(named), "XDG_RUNTIME_DIR": str(session)}
    assert login_directory(settings) == named
    assert login_directory({"XDG_RUNTIME_DIR": str(session)}) == session / "troth"
    assert login_directory({}) == Path.home() / ".local/state/troth"
    assert device_directory(settings) == named / "devices"
    for other in ({}, {"XDG_RUNTIME_DIR": str(session)}):
        assert device_directory(other) == Path.home() / ".local/state/troth/devices"
