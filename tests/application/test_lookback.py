"""A look back reads what changed the agreement, not the years in between; it hides nothing."""

from collections.abc import Callable
from inspect import getmembers, isclass
from typing import get_args

import pytest

from tests.application.counting import CountingStore
from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.application.test_wordings import LATER, agree, consented, proposes
from tests.given import ASH, KITCHEN, WREN, kitchen
from troth.application.lookback import MOST_READ, forget
from troth.application.ports import Card, Shelf
from troth.application.wordings import Version, as_of, versions
from troth.domain.agreement import events
from troth.domain.agreement.commands import ReviseTerms, WithdrawConsent
from troth.domain.agreement.events import Adopt, AgreementEvent, Repeal
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.kernel import Event, MemberId
from troth.store.memory import MemoryStore

BEGINNING = 60
"""More entries than a couple begins with, and the two that a new agreement takes."""

MANY, SHOWN = 40, 5
"""Versions, and how many of them are looked at; of each, what made it and its words are read."""

BESIDE = 3
"""What else one look reads: where it found something before, and that this is of this record."""


def lived(home: Home, notes: int, name: str = "n") -> None:
    """Let Wren note things, which change nothing of what is agreed."""
    for number in range(notes):
        id_ = ObservationId(f"{name}-{number}")
        home.does(WREN, Observe(id_, ASH, ObservationKind.PRAISE, text="A lovely evening."))


def looked_back(home: Home, member: MemberId = ASH) -> tuple[Version, ...]:
    """Return what somebody finds."""
    return versions(home.world_of(member), CHAIN)


def own_rows(home: Home, member: MemberId = ASH) -> tuple[Card, ...]:
    """Return what is kept for somebody beside their keys."""
    with home.store.finding() as directory:
        return directory.cards(Shelf.KEYRING, member)


def test_a_second_look_back_reads_none_of_what_was_lived_in_between() -> None:
    store = CountingStore(MemoryStore())
    home = begun(store)
    lived(home, 4 * BEGINNING)
    store.restart()
    first = looked_back(home)
    assert len(store.restart().read) > 4 * BEGINNING
    assert looked_back(home) == first
    assert len(store.restart().read) < BEGINNING


def test_what_was_agreed_since_is_found_beside_what_was_kept() -> None:
    home = begun()
    lived(home, 2 * MOST_READ)
    before = looked_back(home)
    lived(home, MOST_READ // 2, "m")
    agree(home, "other", kitchen(LATER))
    newest, *earlier = looked_back(home)
    assert tuple(earlier) == before
    assert newest.number == before[0].number + 1
    assert looked_back(home, WREN) == (newest, *earlier)


def test_looking_back_on_a_short_record_leaves_no_trace() -> None:
    home = begun()
    before = own_rows(home)
    looked_back(home)
    assert own_rows(home) == before


def cut(body: bytes) -> bytes:
    """Return half of a row."""
    return body[: len(body) // 2]


def of_later(body: bytes) -> bytes:
    """Return a row that says it is of an entry which is not there yet."""
    return (10**9).to_bytes(8) + body[8:]


def of_none(body: bytes) -> bytes:
    """Return a row that says it is of no entry at all."""
    return bytes(8) + body[8:]


@pytest.mark.parametrize("spoilt", [cut, of_later, of_none])
def test_a_row_that_was_spoilt_hides_no_version(spoilt: Callable[[bytes], bytes]) -> None:
    home = begun()
    lived(home, 2 * MOST_READ)
    agree(home, "other", kitchen(LATER))
    before = own_rows(home)
    found = looked_back(home)
    (kept,) = (each for each in own_rows(home) if each not in before)
    with home.store.filing() as directory:
        directory.put_card(Shelf.KEYRING, Card(kept.key, kept.owner, spoilt(kept.body)))
    assert looked_back(home) == found


def test_a_row_of_the_others_opens_nothing_for_oneself() -> None:
    home = begun()
    lived(home, 2 * MOST_READ)
    before = own_rows(home)
    found = looked_back(home)
    (kept,) = (each for each in own_rows(home) if each not in before)
    agree(home, "other", kitchen(LATER))
    looked_back(home, WREN)
    (others,) = (each for each in own_rows(home, WREN) if each.owner == WREN and each != kept)
    with home.store.filing() as directory:
        directory.put_card(Shelf.KEYRING, Card(kept.key, ASH, others.body))
    assert looked_back(home)[1:] == found


def test_what_was_found_can_be_dropped_and_is_found_again() -> None:
    home = begun()
    lived(home, 2 * MOST_READ)
    before, found = own_rows(home), looked_back(home)
    with home.store.filing() as directory:
        forget(directory, CHAIN, ASH)
    assert own_rows(home) == before
    assert looked_back(home) == found


def test_a_page_of_versions_reads_no_more_than_it_shows_however_many_there_were() -> None:
    store = CountingStore(MemoryStore())
    home = begun(store)
    for number in range(MANY):
        agree(home, f"again-{number}", kitchen(f"The kitchen is settled by {number}."))
    found = looked_back(home)
    for skip in (0, MANY // 2):
        store.restart()
        page = versions(home.world_of(ASH), CHAIN, skip, SHOWN)
        assert page == found[skip : skip + SHOWN]
        assert len(store.restart().read) <= 2 * SHOWN + BESIDE


def test_what_was_agreed_in_other_words_at_last_is_shown_in_those() -> None:
    home = begun()
    proposal = proposes(home, "other", kitchen("The kitchen is settled by nine."))
    home.does(WREN, ReviseTerms(proposal, (kitchen(LATER),)))
    consented(home, proposal)
    lived(home, 2 * MOST_READ)
    for _ in ("found", "kept"):
        (item,) = looked_back(home)[0].items
        assert isinstance(item, Adopt)
        assert item.wording.terms.text == LATER


@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_a_line_that_is_gone_is_told_in_the_words_it_had_at_the_last(*, is_withdrawn: bool) -> None:
    home = begun()
    agree(home, "other", kitchen(LATER))
    if is_withdrawn:
        home.does(WREN, WithdrawConsent(KITCHEN))
    else:
        agree(home, "out", Repeal(KITCHEN))
    assert looked_back(home)[0].gone == (LATER,)


def test_an_earlier_version_is_the_same_whether_or_not_it_was_looked_at_before() -> None:
    home = begun()
    lived(home, 2 * MOST_READ)
    agree(home, "other", kitchen(LATER))
    first = as_of(home.world, CHAIN, (1, 2))
    agree(home, "again", kitchen())
    assert as_of(home.world, CHAIN, (1, 2)) == first
    with home.store.filing() as directory:
        forget(directory, CHAIN, ASH)
    assert as_of(home.world, CHAIN, (2, 1)) == first


def test_every_event_of_an_agreement_is_looked_at() -> None:
    defined = {
        each
        for _, each in getmembers(events, isclass)
        if issubclass(each, Event) and each.__module__ == events.__name__
    }
    assert defined == set(get_args(AgreementEvent))
