"""An invitation's row that nobody can read: one sentence, and the next invitation goes on."""

import pytest

from tests.application.homes import CHAIN, Home
from tests.given import ASH, STRANGER
from troth.application.handle import Answer
from troth.application.joining import Arrival, digest, invite, is_usable, join
from troth.application.ports import Card, Shelf, StoreDamaged
from troth.domain.dynamic.commands import BeginDynamic
from troth.domain.dynamic.events import Member

SECRET, NEXT = bytes(16), bytes(range(16))


def invited() -> Home:
    home = Home()
    home.does(ASH, BeginDynamic(Member(ASH, "Ash", "UTC", adult=True)))
    assert isinstance(invite(home.world, CHAIN, home.next_op(), SECRET), Answer)
    return home


@pytest.mark.parametrize("body", [b"", b"\xc1", b"\x91\x01", b"\xff" * 300])
def test_an_invitation_of_an_unknown_form_is_told_in_one_sentence(body: bytes) -> None:
    home = invited()
    with home.store.filing() as directory:
        directory.put_card(Shelf.INVITATION, Card(digest(SECRET), ASH, body))
    arrival = Arrival(home.next_op(), Member(STRANGER, "Kit", "UTC", adult=True), "ours")
    with pytest.raises(StoreDamaged, match="invitation"):
        join(home.world_of(STRANGER), SECRET, arrival)
    with pytest.raises(StoreDamaged, match="invitation"):
        is_usable(home.host, SECRET)


@pytest.mark.parametrize("body", [b"", b"\xc1", b"\x91\x01", b"\xff" * 300])
def test_it_keeps_nobody_from_inviting_anew(body: bytes) -> None:
    home = invited()
    with home.store.filing() as directory:
        directory.put_card(Shelf.INVITATION, Card(digest(SECRET), ASH, body))
    assert isinstance(invite(home.world, CHAIN, home.next_op(), NEXT), Answer)
    assert not is_usable(home.host, SECRET)
    assert is_usable(home.host, NEXT)
