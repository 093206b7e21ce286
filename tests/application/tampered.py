"""A couple's record that one of them has looked at, and what is done to it behind their back."""

import msgspec

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.given import ASH, STRANGER, WREN
from tests.keys import keys_of
from tests.tampering import forger, rewind
from troth.application.grants import FIRST_EPOCH, admitted
from troth.application.handle import Answer, Request, World, handle
from troth.application.rules import SHARED
from troth.application.seen import look
from troth.domain.agreement.commands import NameArea
from troth.domain.kernel import AreaId
from troth.store.memory import MemoryStore

SOMETHING = NameArea(AreaId("garden"), "The garden")
"""An act that changes little and protects nobody."""


def seen_by_wren() -> tuple[Home, World]:
    """Return the home of a couple whose record Wren has looked at."""
    home = begun()
    home.does(ASH, NameArea(AreaId("attic"), "The attic"))
    world, looks = look(home.world_of(WREN))
    assert {each.alarm for each in looks} == {None}
    return home, world


def cut(home: Home) -> None:
    """Take away the newest entry."""
    rewind(home.world_of(ASH), CHAIN, home.view().seq - 1)


def write_anew(home: Home) -> None:
    """Take away the newest entry, and write on as if it had never been."""
    cut(home)
    home.does(ASH, SOMETHING)
    home.does(ASH, NameArea(AreaId("garage"), "The garage"))


def put_words_in_wrens_mouth(home: Home) -> None:
    """Write an act as Wren's, signed by Ash, who has the key of the chain."""
    forged = handle(
        forger(home.world_of(ASH), WREN, CHAIN), CHAIN, SHARED, Request(home.next_op(), SOMETHING)
    )
    assert isinstance(forged, Answer)


def replace_a_key(home: Home) -> None:
    """Admit somebody else in place of Ash, as whoever runs the server could."""
    other = MemoryStore()
    keys_of(other, CHAIN, (STRANGER, WREN))
    with other.reading(CHAIN) as reading:
        founder, _ = sorted(admitted(CHAIN, reading.grants()), key=lambda each: each.member)
    with home.store.acting(CHAIN) as transaction:
        transaction.put_grant(FIRST_EPOCH, ASH, msgspec.msgpack.encode(founder))
