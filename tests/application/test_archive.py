"""A copy that is brought in again is an archive of one's own: to read, and never an agreement."""

import json
from collections.abc import Iterable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.application.planned import ASH_HERSELF, WREN_THEMSELF
from tests.given import ASH, KITCHEN, STRANGER, WREN, Couple
from tests.keys import own_keys
from tests.lives.calendar import days
from tests.lives.recorded import RecordedCouple
from tests.store.figures import chance
from troth.application.copies.archive import (
    Kept,
    bring_in,
    export_in,
    kept_archive,
    kept_archives,
    state_of,
    text_of,
)
from troth.application.copies.exported import (
    LONGEST_BYTES,
    Export,
    NotAnExport,
    read_export,
    summed,
    write_export,
)
from troth.application.copies.exporting import export_of
from troth.application.erasing import erase_own_chain
from troth.application.handle import World
from troth.application.keyring import NotTheirs
from troth.application.plans.work import Plan, commands, parse_plan, read_yaml
from troth.application.plans.writing import NothingToPropose, plan_of
from troth.application.read import verify
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.state import all_in_force
from troth.domain.agreement.terms import Category, Terms
from troth.domain.archives import PART_LENGTH
from troth.domain.kernel import ClauseId, MemberId, NotFound, ProposalId
from troth.store.memory import MemoryStore

MALFORMED = "This is no copy that Troth has made"


def copied(home: Home | None = None) -> bytes:
    """Return the bytes of Wren's copy."""
    return write_export(export_of((home or begun()).world_of(WREN), CHAIN)).encode()


def elsewhere(member: MemberId = WREN) -> World:
    """Return Wren's world in another place, where nothing is yet."""
    return Home().host.world(own_keys(member))


def brought_in(world: World, raw: bytes) -> Kept:
    kept = bring_in(world, raw)
    assert isinstance(kept, Kept), kept
    return kept


def plain(raw: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(raw)
    return found


def why(raw: bytes) -> str:
    """Return why bytes are refused, after checking that nothing was kept."""
    world = elsewhere()
    refused = bring_in(world, raw)
    assert isinstance(refused, NotAnExport), refused
    assert kept_archives(world) == ()
    assert refused.sentence.startswith(MALFORMED)
    return refused.why


def test_a_copy_comes_out_again_byte_for_byte() -> None:
    raw, world = copied(), elsewhere()
    kept = brought_in(world, raw)
    assert text_of(world, kept.chain).encode() == raw
    assert (kept.number, kept.names) == (1, ("Ash", "Wren"))
    assert write_export(export_in(world, kept.chain)).encode() == raw


def test_a_long_copy_is_kept_in_parts_and_comes_out_whole() -> None:
    couple = RecordedCouple(MemoryStore())
    for day in days(couple):
        if day == 90:
            break
    raw = write_export(export_of(couple.world_of(WREN), CHAIN)).encode()
    world = elsewhere()
    kept = brought_in(world, raw)
    assert len(raw) > PART_LENGTH
    assert text_of(world, kept.chain).encode() == raw
    assert state_of(export_in(world, kept.chain)) == couple.seen().state
    assert verify(world.store, kept.chain).is_whole


def test_the_same_copy_twice_is_one_archive_and_another_is_another() -> None:
    home, world = begun(), elsewhere()
    raw = copied(home)
    first = brought_in(world, raw)
    assert brought_in(world, raw) == first
    home.clock.later(days=1)
    second = brought_in(world, copied(home))
    assert [each.chain for each in kept_archives(world)] == [first.chain, second.chain]
    assert kept_archive(world, 2) == second
    assert kept_archive(world, 3) == NotFound("archive", "3")


def test_bringing_in_what_was_agreed_agrees_to_nothing() -> None:
    home = begun()
    before = home.view()
    brought_in(home.world_of(WREN), copied(home))
    assert home.view() == before
    assert list(home.world_of(WREN).keys.ring.memberships) == [CHAIN]


def test_nobody_else_opens_it() -> None:
    home = begun()
    kept = brought_in(home.world_of(WREN), copied(home))
    for other in (ASH, STRANGER):
        assert kept_archives(home.world_of(other)) == ()
        with pytest.raises(NotTheirs):
            text_of(home.world_of(other), kept.chain)


def test_its_name_tells_nobody_what_it_is_a_copy_of() -> None:
    raw = copied()
    chains = {brought_in(elsewhere(member), raw).chain[-16:] for member in (ASH, WREN)}
    assert len(chains) == 2


def test_an_erased_archive_is_gone_and_can_be_brought_in_anew() -> None:
    world, raw = elsewhere(), copied()
    kept = brought_in(world, raw)
    erase_own_chain(world, kept.chain)
    assert kept_archives(world) == ()
    assert brought_in(world, raw) == kept


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"\xef\xbb\xbf{}", b'"x"', b"[" * 100_000],
    ids=["nothing", "cut", "list", "null", "bytes", "mark", "text", "deep"],
)
def test_what_is_no_copy_is_refused_in_one_sentence(raw: bytes) -> None:
    assert why(raw)


def test_what_is_too_long_is_not_even_looked_into() -> None:
    assert "longer than" in why(b" " * (LONGEST_BYTES + 1))


@pytest.mark.parametrize(
    "change",
    [
        {"format": "troth-export/2"},
        {"more": 1},
        {"for": "stranger"},
        {"people": []},
        {"people": [{"id": WREN, "name": "Wren", "zone": "UTC"}] * 2},
        {"made_at": "2026-03-02T18:00:00"},
        {"made_at": "yesterday"},
        {"notes": [{"number": 1, "at": "2026-03-02T18:00:00Z", "text": 7}]},
        {"notes": [{"number": 1, "at": "2026-03-02T18:00:00Z", "text": "\x1b[2J"}]},
        {"drafts": [{"name": "\u202egnp.exe", "body": None}]},
        {"drafts": [{"name": "x", "body": {"\x07": 1}}]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_anything_unknown_or_unseen_is_refused(change: dict[str, Any]) -> None:
    assert why(json.dumps({**plain(copied()), **change}).encode())


@pytest.mark.parametrize(
    "change",
    [
        {"entry": 7},
        {"by": "stranger"},
        {"at": "2020-01-01T00:00:00Z"},
        {"at": "2026-03-02T18:00:00"},
        {"more": True},
        {"events": [{"type": "note-kept/1", "number": 1, "text": "x"}]},
        {"events": [{"type": "invented/1"}]},
        {"events": [{"type": "paused/1", "since": "2026-03-02T18:00:00Z", "more": 1}]},
        {"events": [{"type": "resumed/1"}]},
        {"events": [{"type": "consent-given/1", "proposal": "x", "revision": 1, "digest": "d"}]},
    ],
    ids=lambda change: json.dumps(change)[:40],
)
def test_an_entry_that_could_not_have_been_is_refused(change: dict[str, Any]) -> None:
    found = plain(copied())
    found["entries"][2] |= change
    assert why(json.dumps(found).encode())


def test_what_is_refused_is_not_repeated() -> None:
    found = plain(copied())
    found["entries"][0]["events"][0]["member"]["name"] = {"secret": "words of somebody's"}
    assert "somebody" not in why(json.dumps(found).encode())


@given(st.data())
def test_no_change_of_a_copy_is_anything_but_refused_or_read(data: st.DataObject) -> None:
    raw = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    found = read_export(bytes(raw))
    assert isinstance(found, Export | NotAnExport)


SMALL = copied()


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_any_json_is_refused_or_read(value: object) -> None:
    assert isinstance(read_export(json.dumps(value).encode()), NotAnExport)


def planned(raw: bytes) -> Plan:
    """Return the plan of a copy, as two people read it who meet anew."""
    export = read_export(raw)
    assert isinstance(export, Export)
    text = plan_of(state_of(export), export.made_at)
    assert isinstance(text, str)
    data = read_yaml(text)
    assert isinstance(data, dict), data
    plan = parse_plan(data, ASH_HERSELF, WREN_THEMSELF, Couple().moment())
    assert isinstance(plan, Plan), plan.sentence
    return plan


def test_what_was_agreed_can_be_put_forward_anew_word_for_word() -> None:
    home = begun()
    view = home.view()
    agreed = {
        each.terms.clause: each.terms
        for each in all_in_force(view.state.ground.agreement, view.moment.at)
    }
    plan = planned(copied(home))
    assert {each.clause: each for each in plan.clauses} == agreed
    couple = Couple().have_met()
    ids = (ProposalId(f"p{number}") for number in range(9))
    for command in commands(plan, couple.state, couple.moment(), ids):
        couple.does(ASH, command)
    assert not any(all_in_force(couple.state.ground.agreement, couple.now)), "nobody has agreed yet"


def said(terms: Iterable[Terms]) -> dict[ClauseId, tuple[object, ...]]:
    """Return what clauses say, apart from how long they hold."""
    return {each.clause: (each.body, each.text, each.why, each.bearers) for each in terms}


def test_a_whole_life_can_be_put_forward_anew() -> None:
    couple = RecordedCouple(MemoryStore())
    for day in days(couple):
        if day == 40:
            break
    plan = planned(write_export(export_of(couple.world_of(WREN), CHAIN)).encode())
    held = [each.terms for each in all_in_force(couple.state.ground.agreement, couple.now)]
    assert said(plan.clauses) == said(held)


def test_what_is_intimate_is_new_again_with_whoever_agrees_to_it_now() -> None:
    couple = RecordedCouple(MemoryStore())
    for day in days(couple):
        if day == 40:
            break
    plan = planned(write_export(export_of(couple.world_of(WREN), CHAIN)).encode())
    categories = {each.category for each in plan.clauses}
    assert categories == {Category.ORDINARY, Category.NEW_INTIMATE}


def test_what_was_withdrawn_is_not_put_forward() -> None:
    home = begun()
    home.does(WREN, WithdrawConsent(KITCHEN))
    assert KITCHEN not in {each.clause for each in planned(copied(home)).clauses}


def test_where_nothing_was_agreed_there_is_nothing_to_put_forward() -> None:
    couple = Couple().have_met()
    assert isinstance(plan_of(couple.state, couple.now), NothingToPropose)


def test_a_zone_nobody_knows_here_is_refused() -> None:
    found = plain(copied())
    found["people"][0]["zone"] = "Mars/Olympus"
    moved = msgspec.json.decode(json.dumps(found).encode(), type=Export)
    assert "time zone" in why(write_export(summed(moved)).encode())


def test_a_copy_with_one_changed_letter_is_refused() -> None:
    assert "has changed" in why(copied().replace(b'"Ash"', b'"Ash."'))


FLIPS = 500


def test_a_flipped_bit_in_a_copy_is_noticed_or_changes_nothing() -> None:
    raw = copied()
    whole, draw, noticed = read_export(raw), chance(str(FLIPS), "copies"), 0
    for _ in range(FLIPS):
        place, bit = draw.randrange(len(raw)), 1 << draw.randrange(8)
        flipped = raw[:place] + bytes((raw[place] ^ bit,)) + raw[place + 1 :]
        found = read_export(flipped)
        noticed += isinstance(found, NotAnExport)
        assert isinstance(found, NotAnExport) or found == whole
    assert noticed > FLIPS // 2
