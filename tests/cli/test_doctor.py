"""The doctor: what the record stands on, each finding in a line, telling nothing of anybody."""

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.cli.home import Home
from troth.cli.doctor import MENDING
from troth.config import MAIL, MAIL_FROM
from troth.store.database import connect
from troth.store.generation import FILE
from troth.store.place import BALLAST, DATABASE

WHAT = ["settings", "home", "file system", "disk", "clock", "sqlite", "sealing", "time zones"]


def findings(home: Home, *typed: str, mends: bool = False) -> dict[str, dict[str, Any]]:
    """Return what the doctor finds, by what was looked at; nobody is logged in."""
    result = home.elsewhere().run(None, "--json", "doctor", *typed)
    assert result.exit_code == (MENDING if mends else 0), result.output
    return {each["what"]: each for each in msgspec.json.decode(result.stdout)}


def standings(home: Home, *typed: str, mends: bool = False) -> dict[str, str]:
    found = findings(home, *typed, mends=mends)
    return {what: each["standing"] for what, each in found.items()}


def test_everything_is_well_where_everything_is_well(home: Home) -> None:
    home.elsewhere().run(None, "backup")
    found = standings(home)
    assert set(found.values()) == {"ok"}
    assert list(found) == [*WHAT, "record", "nights", "copy", "backups", "logins", "telling"]


def test_each_finding_is_one_line_in_whole_words(home: Home) -> None:
    shown = home.elsewhere().run(None, "doctor").stdout.splitlines()
    assert len(shown) == len(WHAT) + 6
    assert all(": " in line and line.endswith((".", "verify", "backup")) for line in shown)


def test_without_a_backup_there_is_something_to_look_at(home: Home) -> None:
    found = findings(home)
    assert found["backups"]["standing"] == "look at this"
    assert "troth backup" in found["backups"]["says"]


def test_a_home_others_can_look_into_is_to_be_mended(home: Home) -> None:
    (home.path / DATABASE).chmod(0o644)
    found = findings(home, mends=True)
    assert found["home"]["standing"] == "mend this"
    assert "chmod" in found["home"]["says"]


def test_by_what_people_can_be_told_is_said_and_half_a_setting_is_to_be_mended(home: Home) -> None:
    def told(settings: dict[str, str]) -> str:
        return home.elsewhere().run(None, "doctor", settings=settings).stdout.splitlines()[-1]

    whole = {MAIL: "smtps://me:secret@mail.example", MAIL_FROM: "notebook@mail.example"}
    assert "ok: By browsers; e-mail takes TROTH_MAIL." in told({})
    assert "ok: By browsers, and e-mail." in told(whole)
    half = told({**whole, MAIL_FROM: ""})
    assert "mend this: TROTH_MAIL is written as" in half
    assert "secret" not in half


def test_a_clock_behind_the_record_is_noticed(home: Home) -> None:
    ahead = (home.path / DATABASE).stat().st_mtime + 86_400
    os.utime(home.path / DATABASE, (ahead, ahead))
    assert standings(home, mends=True)["clock"] == "mend this"


def test_a_ballast_that_was_given_up_is_worth_a_look(home: Home) -> None:
    (home.path / BALLAST).unlink()
    assert standings(home)["disk"] == "look at this"


def test_a_record_that_came_from_elsewhere_is_said_to_rest(home: Home) -> None:
    (home.path / FILE).unlink()
    assert standings(home)["copy"] == "look at this"


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entry SET signature = zeroblob(64) WHERE seq = 4",
        "UPDATE snapshot SET seq = 1",
        "DELETE FROM entry WHERE seq = 5",
    ],
)
def test_a_damaged_record_is_to_be_mended(home: Home, damage: str) -> None:
    database = connect(home.path / DATABASE)
    database.rows(damage)
    database.close()
    assert standings(home, mends=True)["record"] == "mend this"


def test_a_backup_that_does_not_open_is_to_be_mended(home: Home, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    home.elsewhere().run(None, "backup", str(kept))
    (file,) = kept.iterdir()
    file.write_bytes(file.read_bytes()[:-4096])
    assert standings(home, "--backups", str(kept), mends=True)["backups"] == "mend this"


def test_an_old_backup_is_worth_a_look(home: Home) -> None:
    home.elsewhere().run(None, "backup")
    (file,) = (home.path / "backups").iterdir()
    file.rename(file.with_name("backup-20260101-000000.sqlite3"))
    found = findings(home)["backups"]
    assert found["standing"] == "look at this"
    assert "days old" in found["says"]


def test_a_backup_of_today_is_not_told_in_days(home: Home) -> None:
    home.elsewhere().run(None, "backup")
    says = findings(home)["backups"]["says"]
    assert says == "the newest is from the last 24 hours and whole."


def test_a_sealed_backup_is_said_to_be_one(home: Home) -> None:
    answer = "velvet orbit cactus lantern mosaic drift\n"
    home.elsewhere().run(None, "backup", "--encrypt", answers=answer)
    assert "sealed" in findings(home)["backups"]["says"]


def test_nothing_anybody_does_in_private_shows(home: Home) -> None:
    before = findings(home)
    home.wren("note", "keep", "Mine.")
    home.logs_in("Ash")
    after = findings(home)
    for found in (before, after):
        found.pop("disk")
    assert after == before


def test_where_there_is_no_record_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    result = Home(tmp_path / "nowhere").run(None, "doctor")
    assert "There is no record" in result.stderr
