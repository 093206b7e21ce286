"""The database of a record: which one it is, its layout, and the demo on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import apsw
import msgspec
import pytest
from click.testing import CliRunner, Result

from tests.store.postgresql import fresh_schema, run_as_owner, schema_of
from troth.application.ports import StoreUnsuitable
from troth.cli.app import troth
from troth.cli.caller import REFUSED, UNREADABLE
from troth.cli.tokens import SETTING
from troth.config import DATABASE, database_named
from troth.demo.people import PEOPLE

NEWER = "INSERT INTO layout (number, name) VALUES (3, 'of a newer one')"


@pytest.fixture
def url() -> Iterator[str]:
    """Choose a schema of PostgreSQL that is empty yet."""
    with fresh_schema() as fresh:
        yield fresh


class Machine:
    """A machine with a home, and perhaps a database that is named to it."""

    def __init__(self, home: Path, database: str = "") -> None:
        self.home = home
        self.database = database

    def run(self, *typed: str, answers: str = "") -> Result:
        """Type a command."""
        logins = self.home.with_name("logins")
        runner = CliRunner(env={DATABASE: self.database, SETTING: str(logins)})
        return runner.invoke(troth, ["--home", str(self.home), *typed], input=answers)


def test_without_a_setting_the_record_is_a_file_in_the_home(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "home")
    assert "There is no record in" in machine.run("db", "status").output
    assert not machine.home.exists()
    made = machine.run("db", "init")
    assert "An empty record was made." in made.output
    assert (machine.home / "record.sqlite3").exists()
    assert str(machine.home) in made.output
    assert "There is a record already." in machine.run("db", "init").output
    assert "There is nothing to do." in machine.run("db", "migrate").output
    status = machine.run("--json", "db", "status")
    assert msgspec.json.decode(status.output) == {"kind": "sqlite", "found": 2, "newest": 2}


def test_one_setting_puts_the_record_into_postgresql(tmp_path: Path, url: str) -> None:
    machine = Machine(tmp_path / "home", url)
    assert "There is no record in the database" in machine.run("db", "status").output
    assert "There is nothing to do." in machine.run("db", "migrate").output
    assert "An empty record was made." in machine.run("db", "init").output
    status = machine.run("--json", "db", "status")
    assert msgspec.json.decode(status.output) == {"kind": "postgresql", "found": 2, "newest": 2}
    assert url not in machine.run("db", "status").output
    assert not machine.home.exists()


def test_a_newer_record_is_told_and_left_alone(tmp_path: Path, url: str) -> None:
    machine = Machine(tmp_path / "home", url)
    machine.run("db", "init")
    run_as_owner(f"SET search_path = {schema_of(url)}; {NEWER}")
    assert "Update Troth to open it." in machine.run("db", "status").output
    for verb in (("db", "migrate"), ("verify",)):
        refused = machine.run(*verb)
        assert refused.exit_code == UNREADABLE
        assert "layout 3, written by a newer Troth" in refused.output


def test_an_unsealed_record_is_refused_in_one_sentence(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "home")
    machine.run("db", "init")
    apsw.Connection(str(machine.home / "record.sqlite3")).execute("PRAGMA user_version = 1")
    assert "before records were sealed" in machine.run("db", "status").output
    refused = machine.run("db", "migrate")
    assert refused.exit_code == UNREADABLE
    assert "before records were sealed" in refused.output


@pytest.mark.parametrize("named", ["mysql://a:secret@b/c", "host=b password=secret", "secret"])
def test_a_setting_that_names_no_postgresql_is_refused_and_not_repeated(
    tmp_path: Path, named: str
) -> None:
    refused = Machine(tmp_path / "home", named).run("db", "status")
    assert refused.exit_code == UNREADABLE
    assert "secret" not in refused.output
    with pytest.raises(StoreUnsuitable, match=DATABASE):
        database_named({DATABASE: named})


def test_only_what_names_something_is_a_setting() -> None:
    assert database_named({}) is None
    assert database_named({DATABASE: "  "}) is None
    assert database_named({DATABASE: " postgresql://host/x\n"}) == "postgresql://host/x"
    assert database_named({DATABASE: "postgres://host/x"}) == "postgres://host/x"


def test_the_demo_runs_on_postgresql_with_that_one_setting_changed(
    tmp_path: Path, url: str
) -> None:
    machine = Machine(tmp_path / "home", url)
    made = machine.run("demo", str(machine.home))
    assert made.exit_code == 0, made.output
    assert not (machine.home / "record.sqlite3").exists()
    verdict = machine.run("verify").output
    assert "unbroken. Each is signed by one of the two." in verdict
    wren = next(person for person in PEOPLE if person.name == "Wren")
    login = machine.run("login", "Wren", answers=f"{wren.passphrase}\n")
    assert login.exit_code == 0, login.output
    assert "Ash" in machine.run("--as", "wren", "expect").output
    paused = machine.run("--as", "wren", "pause")
    assert paused.exit_code == 0, paused.output
    again = machine.run("demo", str(machine.home))
    assert again.exit_code == REFUSED
    assert "There is a record in the database" in again.output
