"""A checkpoint kept elsewhere shows whether a record goes on from where it stood."""

import base64
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.application.tampered import (
    SOMETHING,
    cut,
    put_words_in_wrens_mouth,
    replace_a_key,
    seen_by_wren,
    write_anew,
)
from tests.given import ASH, STRANGER, WREN
from tests.keys import identity
from troth.application.alarms import RecordInDoubt
from troth.application.keyring import NotTheirs
from troth.application.ports import ChainId
from troth.application.proofs.checkpoints import (
    CHECKPOINT_BYTES,
    CHECKPOINT_WORDS,
    DIFFERENCES,
    Checkpoint,
    Difference,
    NotACheckpoint,
    NothingRecorded,
    Signature,
    checkpoint,
    difference,
    note_key,
    read_checkpoint,
    receipt,
    standing,
    together,
)
from troth.application.seen import look
from troth.domain.kernel import MemberId


def taken(home: Home, by: MemberId = WREN) -> Checkpoint:
    """Take a checkpoint as one of the two."""
    found = checkpoint(home.world_of(by), CHAIN)
    assert isinstance(found, Checkpoint)
    return found


def signed_by(unsigned: Checkpoint, member: MemberId, named: MemberId) -> Checkpoint:
    """Sign a checkpoint with somebody's key under somebody's name."""
    signer, name = identity(member), identity(named)
    signature = signer.sign(unsigned.body.encode())
    signed = Signature(name.id, note_key(name.id, name.public), signature)
    return replace(unsigned, signatures=(signed,))


def test_a_record_that_goes_on_goes_on_from_its_checkpoint() -> None:
    home = begun()
    kept = read_checkpoint(taken(home).text.encode())
    assert isinstance(kept, Checkpoint)
    assert difference(home.store, kept) is None
    home.does(ASH, SOMETHING)
    assert difference(home.store, kept) is None


def test_a_checkpoint_is_a_signed_note_that_others_can_check() -> None:
    home = begun()
    text = taken(home).text
    body, _, signature_line = text.partition("\n\n")
    origin, size, link = body.split("\n")
    with home.store.reading(CHAIN) as reading:
        assert (origin, size) == (f"troth/v1/{CHAIN}", str(reading.head.seq))
        assert base64.b64decode(link) == reading.head.link
    dash, name, written = signature_line.rstrip("\n").split(" ")
    assert (dash, name) == ("—", identity(WREN).id)
    signature = base64.b64decode(written)[4:]
    public = Ed25519PublicKey.from_public_bytes(identity(WREN).public)
    public.verify(signature, f"{body}\n".encode())


def test_eight_words_stand_for_it_and_change_with_it() -> None:
    home = begun()
    before = taken(home)
    assert len(before.words.split()) == CHECKPOINT_WORDS
    assert before.words == taken(home, ASH).words
    assert before.line == f"The record ends with entry {before.seq}: {before.words}"
    home.does(ASH, SOMETHING)
    assert taken(home).words != before.words


def test_both_can_sign_the_same_one() -> None:
    home = begun()
    both = together(taken(home, ASH), taken(home, WREN))
    assert both is not None
    assert both == together(both, taken(home, ASH))
    again = read_checkpoint(both.text.encode())
    assert again == both
    assert difference(home.store, both) is None
    home.does(ASH, SOMETHING)
    assert together(both, taken(home)) is None


def erase(home: Home) -> None:
    """Drop the whole record."""
    with home.store.acting(CHAIN) as transaction:
        transaction.erase_chain()


RECORDS: dict[Difference, Callable[[Home], None]] = {
    Difference.SHORTER: cut,
    Difference.OTHER_ENTRY: write_anew,
    Difference.FALSE_GRANT: replace_a_key,
    Difference.OTHER_RECORD: erase,
}

FILES: dict[Difference, Callable[[Checkpoint], Checkpoint]] = {
    Difference.UNKNOWN_SIGNER: lambda kept: signed_by(kept, STRANGER, STRANGER),
    Difference.FALSE_SIGNATURE: lambda kept: signed_by(kept, ASH, WREN),
}


@pytest.mark.parametrize("wrong", RECORDS)
def test_what_was_done_to_the_record_is_named(wrong: Difference) -> None:
    home = begun()
    kept = taken(home)
    RECORDS[wrong](home)
    assert difference(home.store, kept) is wrong


@pytest.mark.parametrize("wrong", FILES)
def test_what_is_wrong_with_the_file_is_named(wrong: Difference) -> None:
    home = begun()
    assert difference(home.store, FILES[wrong](taken(home))) is wrong


def test_every_difference_has_its_words() -> None:
    assert set(DIFFERENCES) == set(Difference)
    assert {*RECORDS, *FILES, Difference.NOT_WHOLE} == set(Difference)


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: replace(kept, seq=kept.seq - 1),
        lambda kept: replace(kept, link=bytes(32)),
        lambda kept: replace(kept, chain=ChainId("shared-other")),
        lambda kept: replace(kept, signatures=(replace(kept.signatures[0], note_key=bytes(4)),)),
    ],
)
def test_a_changed_checkpoint_shows_as_changed(change: Callable[[Checkpoint], Checkpoint]) -> None:
    home = begun()
    wrong = difference(home.store, change(taken(home)))
    assert wrong in {Difference.FALSE_SIGNATURE, Difference.OTHER_RECORD}


@pytest.mark.parametrize(
    "change",
    [
        lambda _: b"",
        lambda raw: raw[:-1],
        lambda raw: raw + b"\n",
        lambda raw: b"\n" + raw,
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw.replace(b"troth/v1/", b"troth/v2/"),
        lambda raw: raw.replace(b"\n\n", b"\nmore\n\n"),
        lambda raw: raw.replace(b"\n\n", b"\n"),
        lambda raw: raw.partition(b"\n\n")[0] + b"\n\n",
        lambda raw: raw.replace("—".encode(), b"-"),
        lambda raw: raw.replace("—".encode(), "——".encode()),
        lambda raw: raw.replace(b"=\n\n", b"\n\n"),
        lambda raw: raw.replace(b"\n\n", b"\n\n" + raw.partition(b"\n\n")[2] * 2),
        lambda raw: raw.replace(b"shared-", b"shared \xc2\xa0"),
        lambda raw: raw.replace(b"shared-", b"\xff\xfe"),
        lambda raw: raw * CHECKPOINT_BYTES,
    ],
)
def test_only_the_form_that_is_written_is_read(change: Callable[[bytes], bytes]) -> None:
    raw = taken(begun()).text.encode()
    assert isinstance(read_checkpoint(raw), Checkpoint)
    assert isinstance(read_checkpoint(change(raw)), NotACheckpoint)


@pytest.mark.parametrize("number", ["0", "-1", "+5", "05", "5.0", "1" * 17, "five", "\u0665"])
def test_a_number_of_an_entry_has_one_spelling(number: str) -> None:
    lines = taken(begun()).text.split("\n")
    lines[1] = number
    assert isinstance(read_checkpoint("\n".join(lines).encode()), NotACheckpoint)


def test_a_link_has_one_spelling() -> None:
    lines = taken(begun()).text.split("\n")
    # The last letter holds two bits that no byte fills.
    lines[2] = f"{lines[2][:-2]}{chr(ord(lines[2][-2]) + 1)}="
    assert isinstance(read_checkpoint("\n".join(lines).encode()), NotACheckpoint)


@given(st.binary(max_size=2 * CHECKPOINT_BYTES))
def test_any_bytes_are_refused_without_an_error(raw: bytes) -> None:
    assert isinstance(read_checkpoint(raw), NotACheckpoint)


def test_a_record_in_doubt_gets_no_signature() -> None:
    home, world = seen_by_wren()
    put_words_in_wrens_mouth(home)
    world, _ = look(world)
    assert isinstance(checkpoint(world, CHAIN), RecordInDoubt)


def test_a_record_without_an_entry_stands_nowhere() -> None:
    home = Home()
    assert isinstance(checkpoint(home.world, CHAIN), NothingRecorded)
    with home.store.reading(CHAIN) as reading:
        assert isinstance(standing(reading), NothingRecorded)


def test_a_stranger_signs_nothing() -> None:
    with pytest.raises(NotTheirs):
        checkpoint(begun().world_of(STRANGER), CHAIN)


def test_a_receipt_says_where_the_record_stands() -> None:
    home = begun()
    assert receipt(home.store, CHAIN) == taken(home).line
    assert "Nothing is recorded here yet" in receipt(home.store, ChainId("shared-none"))
