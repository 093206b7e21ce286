"""Settings: one's own, sealed, kept beside one's notes; nothing of them ever stands in the way."""

import msgspec
import pytest

from tests.application.homes import CHAIN
from tests.application.signed_up import Town, paired
from tests.given import ASH, WREN
from troth.application.accounts.logins import (
    LEAST_IDLE_MINUTES,
    MOST_IDLE_MINUTES,
    change_idle,
    end_login,
    find_login,
    resume,
)
from troth.application.copies.exported import write_export
from troth.application.copies.exporting import export_of
from troth.application.erasing import erase_own_chain
from troth.application.private.drafts import Drafts
from troth.application.private.notes import notes_chain
from troth.application.private.settings import (
    LONGEST_ADDRESS,
    NAME,
    UNCHANGED,
    Hue,
    Settings,
    Size,
    Theme,
    keep_settings,
    settings_of,
)
from troth.domain.kernel import MemberId

CHOSEN = Settings(
    size=Size.LARGEST,
    theme=Theme.DARK,
    exit_address="https://weather.example/today",
    leaves_by_shift=False,
    idle_minutes=45,
    shows_headings_only=True,
    has_one_title=True,
    own_hue=Hue.OLIVE,
    other_hue=Hue.TEAL,
)


def rows(town: Town, member: MemberId) -> list[bytes]:
    """Return what lies on the server beside somebody's notes."""
    with town.store.reading(notes_chain(member)) as reading:
        found = [reading.pending(member, slot) for slot in reading.pending_slots(member)]
    return [row for row in found if row is not None]


def test_before_anybody_chooses_everything_is_as_it_comes() -> None:
    assert settings_of(Town().world_of(WREN)) == UNCHANGED


def test_what_is_chosen_is_kept_and_chosen_anew() -> None:
    town = Town()
    keep_settings(town.world_of(WREN), CHOSEN)
    assert settings_of(town.world_of(WREN)) == CHOSEN
    keep_settings(town.world_of(WREN), UNCHANGED)
    assert settings_of(town.world_of(WREN)) == UNCHANGED
    assert len(rows(town, WREN)) == 1


def test_the_other_has_settings_of_their_own_and_cannot_read_these() -> None:
    town = paired()
    keep_settings(town.world_of(WREN), CHOSEN)
    assert settings_of(town.world_of(ASH)) == UNCHANGED
    (row,) = rows(town, WREN)
    assert b"weather" not in row
    assert rows(town, ASH) == []


def test_they_are_in_no_copy_of_the_record() -> None:
    town = paired()
    keep_settings(town.world_of(WREN), CHOSEN)
    for member in (ASH, WREN):
        taken = write_export(export_of(town.world_of(member), CHAIN))
        assert b"weather" not in taken.encode()


def test_they_outlive_the_notes_they_are_kept_beside() -> None:
    town = Town()
    keep_settings(town.world_of(WREN), CHOSEN)
    world = erase_own_chain(town.world_of(WREN), notes_chain(WREN))
    assert settings_of(world) == CHOSEN


def test_a_row_that_was_damaged_keeps_nobody_from_a_page_nor_from_erasing() -> None:
    town = Town()
    keep_settings(town.world_of(WREN), CHOSEN)
    with town.store.acting(notes_chain(WREN)) as transaction:
        (slot,) = transaction.pending_slots(WREN)
        transaction.put_pending(WREN, slot, bytes(80))
    assert settings_of(town.world_of(WREN)) == UNCHANGED
    erase_own_chain(town.world_of(WREN), notes_chain(WREN))
    keep_settings(town.world_of(WREN), CHOSEN)
    assert settings_of(town.world_of(WREN)) == CHOSEN


@pytest.mark.parametrize(
    "kept",
    [
        {"format": 2},
        {"size": "huge"},
        {"idle_minutes": MOST_IDLE_MINUTES + 1},
        {"exit_address": "x" * (LONGEST_ADDRESS + 1)},
        ["not", "settings"],
    ],
)
def test_what_this_program_does_not_write_counts_as_never_chosen(kept: object) -> None:
    town = Town()
    Drafts(town.world_of(WREN), notes_chain(WREN)).keep(NAME, kept)
    assert settings_of(town.world_of(WREN)) == UNCHANGED


def test_nothing_chosen_shows_in_a_traceback() -> None:
    assert "weather" not in repr(CHOSEN)
    assert b"weather" in msgspec.msgpack.encode(CHOSEN)


def test_a_login_lives_as_long_unused_as_its_owner_chose() -> None:
    town = Town()
    short, usual = town.login_of(WREN), town.login_of(WREN)
    change_idle(town.host, short, 5)
    town.clock.later(minutes=6)
    assert resume(town.host, short) is None
    assert resume(town.host, usual) is not None


def test_it_is_never_shorter_or_longer_than_may_be() -> None:
    town = Town()
    token = town.login_of(WREN)
    for asked, kept in ((0, LEAST_IDLE_MINUTES), (600, MOST_IDLE_MINUTES)):
        change_idle(town.host, token, asked)
        login = find_login(town.host, token)
        assert login is not None
        assert login.idle_minutes == kept


def test_a_login_that_has_ended_stays_ended() -> None:
    town = Town()
    token = town.login_of(WREN)
    end_login(town.host, token)
    change_idle(town.host, token, 60)
    assert resume(town.host, token) is None
