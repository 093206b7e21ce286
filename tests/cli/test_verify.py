"""A check of the record: without a passphrase, with one's keys, beside a checkpoint kept."""

import os
import re
import subprocess
import sys
from pathlib import Path

import apsw
import msgspec
import pytest

from tests.cli.home import CHAIN, ROBIN, Home, passphrase_of
from tests.given import ASH, WREN
from tests.store.hosted import tamper
from tests.store.writing import admit, write
from tests.tampering import forger, keep_state, rewind
from troth.application.handle import Answer, Request, handle
from troth.application.ports import PROGRESS_ENTRIES, ChainId
from troth.application.read import view
from troth.application.rules import SHARED
from troth.bootstrap import new_operation
from troth.cli.tokens import SETTING
from troth.cli.verify import DAMAGED
from troth.domain.agreement.commands import NameArea
from troth.domain.kernel import AreaId
from troth.store.sqlite import SqliteStore

SOMETHING = NameArea(AreaId("garden"), "The garden")


def length(home: Home) -> int:
    """Return the number of the last entry."""
    return int(home.reads("Ash", "verify")[CHAIN]["entries"])


def rows(home: Home, statement: str) -> None:
    """Change rows as somebody with the file at hand could."""
    database = apsw.Connection(str(home.path / "record.sqlite3"))
    database.execute(statement)
    database.close()


def kept(home: Home, tmp_path: Path) -> Path:
    """Let Wren keep a checkpoint on a device of their own."""
    file = tmp_path / "kept"
    home.wren("checkpoint", "--save", str(file))
    return file


def test_anybody_checks_the_record_without_a_passphrase(home: Home) -> None:
    nobody = home.elsewhere()
    said = nobody.run(None, "verify")
    assert said.stderr == ""
    assert f"the last: {length(home)}, unbroken. Each is signed by one of the two." in said.stdout
    assert "opened with your key" not in said.stdout


def test_whoever_is_logged_in_has_everything_of_theirs_opened(home: Home) -> None:
    home.wren("note", "keep", "Only mine.")
    assert f"opened with your key: {length(home)} entries" in home.wren("verify")
    home.knows(ROBIN)
    assert "opened with your key" not in home.run("Robin", "verify").stdout


def test_words_that_were_erased_are_counted(home: Home) -> None:
    home.wren("observe", "praise", "Thank you for the supper.")
    seq = length(home)
    rows(home, f"UPDATE entry SET words = NULL WHERE chain = '{CHAIN}' AND seq = {seq}")  # noqa: S608 - our own chain
    nobody = home.elsewhere().run(None, "verify")
    assert nobody.exit_code == 0
    assert "Words that are gone: 1; whether their authors erased them" in nobody.stdout
    seen = home.run("Wren", "verify")
    assert seen.exit_code == DAMAGED
    assert f"The words of entry {seq} are gone, and nobody erased them." in seen.stdout


def test_whoever_is_named_and_not_logged_in_is_told_how_to_check_without_a_key(home: Home) -> None:
    there = home.elsewhere()
    said = there.refused("Wren", "verify")
    assert said.startswith("Wren is not logged in here, so nothing was opened with a key.")
    assert "Log in: troth login Wren; or check without a key" in said
    assert "unbroken" in there.run(None, "verify").stdout


def test_a_forged_act_is_named_with_its_entry_and_told_at_login(home: Home) -> None:
    with home.world(ASH) as world:
        forged = Request(new_operation(), SOMETHING)
        assert isinstance(handle(forger(world, WREN, CHAIN), CHAIN, SHARED, forged), Answer)
    found = home.run(None, "verify")
    assert found.exit_code == DAMAGED
    assert "this entry was not signed by whom it names (false-signature)" in found.stdout


def test_a_made_up_state_shows_only_with_a_key(home: Home) -> None:
    with home.world(ASH) as world:
        before = view(world, CHAIN, SHARED).state
        assert isinstance(handle(world, CHAIN, SHARED, Request(new_operation(), SOMETHING)), Answer)
        keep_state(world, CHAIN, before)
    assert home.elsewhere().run(None, "verify").exit_code == 0
    found = home.run("Wren", "verify")
    assert found.exit_code == DAMAGED
    assert "The state that was kept is not the one these entries lead to." in found.stdout


def test_what_no_chain_vouches_for_is_inspected_last(home: Home) -> None:
    rows(home, "UPDATE snapshot SET body = zeroblob(99)")
    found = home.elsewhere().run(None, "verify")
    assert found.exit_code == DAMAGED
    assert found.stdout.rstrip().endswith(f"The snapshot of {CHAIN} is not as it was written.")


def test_a_replaced_key_is_named_and_blocks_loudly(home: Home) -> None:
    assert home.run("Wren", "login", "Wren", answers=passphrase_of("Wren")).exit_code == 0
    rows(home, f"DELETE FROM epoch_grant WHERE chain = '{CHAIN}' AND member = 'ash'")  # noqa: S608 - our own chain
    found = home.elsewhere().run(None, "verify")
    assert found.exit_code == DAMAGED
    assert "among those who may write here (false-grant)" in found.stdout
    for typed in (("pairing",), ("area", "garden", "The garden"), ("checkpoint",)):
        assert "is not the one you have seen before" in home.refused("Wren", *typed)
    seen = home.run("Wren", "login", "Wren", answers=passphrase_of("Wren"))
    assert "is not the one you have seen before" in seen.stdout
    home.wren("pause")


def test_a_record_goes_on_from_a_checkpoint(home: Home, tmp_path: Path) -> None:
    file = kept(home, tmp_path)
    home.ash("area", "garden", "The garden")
    found = home.elsewhere().run(None, "verify", "--against", str(file))
    assert found.exit_code == 0
    assert "it goes on from the checkpoint of entry" in found.stdout
    told = home.reads("Wren", "verify", "--against", str(file))[CHAIN]
    assert (told["against"]["chain"], told["differs"]) == (CHAIN, None)


def test_the_eight_words_of_a_checkpoint_are_enough(home: Home) -> None:
    kept = home.reads("Wren", "checkpoint")
    home.ash("observe", "praise", "The kitchen was lovely.")
    found = home.run(None, "verify", "--words", kept["words"].upper().replace(" ", ", "))
    assert found.exit_code == 0, found.output
    assert f"it goes on from the checkpoint of entry {kept['entry']}: {kept['words']}." in (
        found.stdout
    )


def test_an_account_that_is_gone_is_named_though_every_chain_is_whole(home: Home) -> None:
    rows(home, "DELETE FROM card WHERE shelf = 'account'")
    found = home.elsewhere().run(None, "verify")
    assert found.exit_code == DAMAGED
    assert "they cannot log in." in found.stdout


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"public": bytes(range(32))}, "has other keys than those they write with"),
        (
            {"parameters": {"memory_kib": 8, "passes": 1, "lanes": 4, "salt": bytes(16)}},
            "changed how",
        ),
        ({"format": 2}, "of an unknown form. It is the account of"),
    ],
)
def test_an_account_that_was_changed_is_named_whatever_its_digest(
    home: Home, changed: dict[str, object], named: str
) -> None:
    def change(body: bytes) -> bytes:
        return msgspec.msgpack.encode({**msgspec.msgpack.decode(body), **changed})

    tamper(home.path, "UPDATE card SET body = change(body) WHERE shelf = 'account'", change=change)
    found = home.elsewhere().run(None, "verify")
    assert found.exit_code == DAMAGED
    assert named in found.stdout


def test_words_that_no_entry_was_shown_as_are_told(home: Home) -> None:
    kept = home.reads("Wren", "checkpoint")
    for words in (" ".join(reversed(kept["words"].split())), kept["words"][:-1]):
        found = home.run(None, "verify", "--words", words)
        assert found.exit_code == DAMAGED
        assert "Look whether they are typed as they were written down." in found.stderr
    assert "the number of words is 2." in home.refused(None, "verify", "--words", "one two")


def test_a_file_and_words_are_not_asked_about_together(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "kept.txt"
    home.wren("checkpoint", "--save", str(file))
    asked = home.run(None, "verify", "--against", str(file), "--words", "one two")
    assert "one of the two" in asked.stderr


def test_a_record_that_lost_its_end_does_not(home: Home, tmp_path: Path) -> None:
    file = kept(home, tmp_path)
    with home.world(ASH) as world:
        rewind(world, CHAIN, length(home) - 1)
    assert home.elsewhere().run(None, "verify").exit_code == 0
    found = home.elsewhere().run(None, "verify", "--against", str(file))
    assert found.exit_code == DAMAGED
    assert "(shorter). The record here ends before that entry." in found.stdout


def test_a_checkpoint_of_another_record_is_told(home: Home, alone: Home, tmp_path: Path) -> None:
    file = tmp_path / "kept"
    home.wren("checkpoint", "--save", str(file))
    file.write_text(file.read_text("utf-8").replace(CHAIN, "shared-other"), "utf-8")
    found = alone.elsewhere().run(None, "verify", "--against", str(file))
    assert found.exit_code == DAMAGED
    assert "shared-other: it does not go on" in found.stdout
    assert "shared-other: checked" not in found.stdout


@pytest.mark.parametrize("content", [b"", b"Dear Wren", b"\xff" * 5000])
def test_what_is_no_checkpoint_is_said_to_be_none(
    home: Home, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "letter"
    file.write_bytes(content)
    assert "is not a checkpoint" in home.refused(None, "verify", "--against", str(file))


LONG = ChainId("shared-long")


def long_record(path: Path) -> None:
    """Write so many entries that a check of them takes a while to watch."""
    with SqliteStore(path) as store:
        admit(store, LONG)
        with store.acting(LONG) as transaction:
            for number in range(1, 2 * PROGRESS_ENTRIES + 2):
                write(transaction, number, b"state")


def test_a_long_check_tells_how_far_it_has_come_where_somebody_watches(tmp_path: Path) -> None:
    home = tmp_path / "home"
    long_record(home)
    screen, terminal = os.openpty()
    checked = subprocess.run(
        [sys.executable, "-m", "troth", "--home", str(home), "verify"],
        # Nobody has an account in this record, so what is said last is that they are gone.
        check=False,
        stdout=subprocess.PIPE,
        stderr=terminal,
        env={**os.environ, SETTING: str(tmp_path / "logins")},
    )
    os.close(terminal)
    watched = os.read(screen, 10_000).decode()
    os.close(screen)
    assert [int(each) for each in re.findall(r"(\d+) entries checked", watched)] == [500, 1000]
    assert watched.endswith("\r\x1b[K")
    assert b"entries checked" not in checked.stdout
    assert b"to the last: 1001, unbroken." in checked.stdout


def test_a_check_that_nobody_watches_prints_its_end_only(tmp_path: Path) -> None:
    long_record(tmp_path / "home")
    said = Home(tmp_path / "home").elsewhere().run(None, "verify")
    assert said.stderr == ""
