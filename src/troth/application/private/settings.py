"""Settings: how one person reads and leaves the pages; sealed for them alone, and in no record.

They are one row beside one's own notes. Whatever becomes of it keeps nobody from a page: what
cannot be read counts as never chosen.
"""

from contextlib import suppress
from enum import StrEnum
from typing import Annotated, Literal

import msgspec

from troth.application.accounts.logins import (
    IDLE_MINUTES,
    LEAST_IDLE_MINUTES,
    MOST_IDLE_MINUTES,
    change_idle,
    resume,
)
from troth.application.handle import Host, World
from troth.application.ports import StoreBusy, StoreError, StoreFull
from troth.application.private.drafts import Drafts
from troth.domain.kernel import Value

NAME = "settings"

LONGEST_ADDRESS = 200
"""Characters of the address Exit leads to: a page one reads, and no more is kept of it."""


LONGEST_TAG = 35
"""Characters of the name of a language (RFC 5646, 4.4.1)."""


class Size(StrEnum):
    """How large letters are."""

    SMALL = "s"
    USUAL = "m"
    LARGE = "l"
    LARGEST = "xl"


class Theme(StrEnum):
    """On which ground letters stand; the phone decides unless its owner does."""

    PHONE = "phone"
    LIGHT = "light"
    DARK = "dark"


class Hue(StrEnum):
    """A colour that says who somebody is; none of the four is stronger than another."""

    OCHRE = "p1"
    TEAL = "p2"
    INDIGO = "p3"
    OLIVE = "p4"


class Settings(Value, frozen=True):
    """What one person has chosen for themself; an empty address leads Exit to an empty page.

    `language` is a tag, empty for whatever the phone asks for. `shows_readiness`: one's own pages
    say whether the other is ready to come back. `was_offered_passkey`: they said "not now" to one.
    """

    format: Literal[1] = 1
    size: Size = Size.USUAL
    theme: Theme = Theme.PHONE
    exit_address: Annotated[str, msgspec.Meta(max_length=LONGEST_ADDRESS)] = ""
    leaves_by_shift: bool = True
    idle_minutes: Annotated[int, msgspec.Meta(ge=LEAST_IDLE_MINUTES, le=MOST_IDLE_MINUTES)] = (
        IDLE_MINUTES
    )
    shows_headings_only: bool = False
    has_one_title: bool = False
    own_hue: Hue | None = None
    other_hue: Hue | None = None
    shows_titles: bool = True
    language: Annotated[str, msgspec.Meta(max_length=LONGEST_TAG)] = ""
    shows_readiness: bool = True
    was_offered_passkey: bool = False


UNCHANGED = Settings()
"""How everything is before anybody has chosen."""


def settings_of(world: World) -> Settings:
    """Return what somebody has chosen."""
    with suppress(StoreError, msgspec.DecodeError):
        return Drafts(world, world.keys.own_chain).one(NAME, Settings) or UNCHANGED
    return UNCHANGED


def keep_settings(world: World, settings: Settings) -> None:
    """Keep what somebody has chosen, in place of what they chose before."""
    Drafts(world, world.keys.own_chain).keep(NAME, settings)


def live_as_chosen(host: Host, token: bytes) -> None:
    """Let a new login live unused as long as its owner chose; no disk has to have room for it."""
    keys = resume(host, token)
    minutes = IDLE_MINUTES if keys is None else settings_of(host.world(keys)).idle_minutes
    if minutes != IDLE_MINUTES:
        with suppress(StoreFull, StoreBusy):
            change_idle(host, token, minutes)
