"""Sealing: acts, states and pending rows, each opened only by its key and only in its place."""

import os
from typing import TypeVar

import msgspec

from troth.application.answers import Given, answers_in
from troth.application.codec import (
    Act,
    Snapshot,
    UnreadableAct,
    WrittenAct,
    asked,
    decode_act,
    decode_snapshot,
    encode_act,
)
from troth.application.headers import Header, parse_header
from troth.application.keyring import ChainKeys
from troth.application.notices import SignedNotice
from troth.application.ports import Entry, Sealed, StoreDamaged
from troth.application.ports import Snapshot as SealedSnapshot
from troth.crypto.envelope import Unopened, open_sealed, place, seal
from troth.crypto.keys import KeyId
from troth.domain.kernel import Value
from troth.projections.phrases import Phrase

S = TypeVar("S", bound=Value)

SALT_BYTES = 16
EPOCH_BYTES = 4


def seal_act(keys: ChainKeys, seq: int, act: Act) -> Sealed:
    """Seal an act for the place of one entry."""
    written = encode_act(act, os.urandom(SALT_BYTES))
    key = keys.current
    where = (keys.chain, keys.epoch, seq, keys.identity.id)
    structure = seal(key, place("structure", *where), written.structure)
    words = None if written.words is None else seal(key, place("words", *where), written.words)
    return Sealed(keys.epoch, structure, words)


def open_act(keys: ChainKeys, entry: Entry) -> Act:
    """Return the act in an entry.

    Raises StoreDamaged if it does not open in this place, if another is said to have acted than
    the one whose key signed, or whose trusted device did, or if it shows an answer of the other's
    that they have not signed.
    """
    header = parse_header(entry.header)
    if header is None:
        raise StoreDamaged(Phrase("Entry {entry} has no readable header.", entry=entry.seq))
    where = (keys.chain, header.epoch, entry.seq, header.akid)
    act = _decoded(_opened_halves(keys.of_epoch(header.epoch), where, entry), entry.seq)
    if not _is_by_author(keys, header, act):
        raise StoreDamaged(
            Phrase("Entry {entry} was signed by another than it says.", entry=entry.seq)
        )
    if not _are_answers_given(keys, act):
        raise StoreDamaged(
            Phrase(
                "Entry {entry} shows an answer that is not signed by whom it names.",
                entry=entry.seq,
            )
        )
    return act


def _decoded(written: WrittenAct, seq: int) -> Act:
    try:
        return decode_act(written)
    except UnreadableAct:
        raise StoreDamaged(
            Phrase(
                "The words of entry {entry} are not those it was written with, "
                "or it is of a form this version does not know.",
                entry=seq,
            )
        ) from None


def _is_by_author(keys: ChainKeys, header: Header, act: Act) -> bool:
    signer = keys.authors.get(KeyId(header.akid))
    if act.notice is None or signer is None:
        return signer == act.by
    return _is_noticed(keys, header, act, act.notice)


def _is_noticed(keys: ChainKeys, header: Header, act: Act, signed: SignedNotice) -> bool:
    """Tell whether an act is the pause or stop that its author's own device asked for, only that.

    Whoever recorded it could otherwise put words into the other's mouth.
    """
    notice = signed.notice
    return (
        keys.authors.get(signed.registration.id) == act.by
        and (notice.chain, notice.op) == (header.chain, header.op)
        and act.events == (notice.event(act.at),)
        and act.asked == asked(notice.command)
        and signed.is_genuine
    )


def _are_answers_given(keys: ChainKeys, act: Act) -> bool:
    """Tell whether each answer an act shows is of whoever signed the act, or signed by itself."""
    shown = (given for event in act.events for given in answers_in(keys.chain, event))
    return all(given.member == act.by or _is_given(keys, act, given) for given in shown)


def _is_given(keys: ChainKeys, act: Act, given: Given) -> bool:
    signed = act.answered
    return (
        signed is not None
        and keys.authors.get(signed.id) == given.member
        and given.is_signed_by(signed, are_words_erased=act.are_words_erased)
    )


def _opened_halves(key: bytes, where: tuple[str, int, int, str], entry: Entry) -> WrittenAct:
    try:
        structure = open_sealed(key, place("structure", *where), entry.structure)
        if entry.words is None:
            return WrittenAct(structure, None)
        return WrittenAct(structure, open_sealed(key, place("words", *where), entry.words))
    except Unopened:
        raise StoreDamaged(
            Phrase("Entry {entry} does not open with the key of its chain.", entry=entry.seq)
        ) from None


def seal_snapshot(keys: ChainKeys, seq: int, snapshot: bytes) -> bytes:
    """Seal a snapshot's bytes for the entry it is the state after."""
    where = place("snapshot", keys.chain, keys.epoch, seq)
    return keys.epoch.to_bytes(EPOCH_BYTES) + seal(keys.current, where, snapshot)


def open_snapshot(
    keys: ChainKeys, kept: SealedSnapshot, decoder: msgspec.msgpack.Decoder[Snapshot[S]]
) -> Snapshot[S] | None:
    """Return a snapshot, or None when another schema wrote it: then refold.

    Raises StoreDamaged if it does not open.
    """
    return decode_snapshot(opened_snapshot(keys, kept), decoder)


def opened_snapshot(keys: ChainKeys, kept: SealedSnapshot) -> bytes:
    """Return the bytes of a snapshot as they were before they were sealed.

    Raises StoreDamaged if it does not open: it is a copy from elsewhere, or was changed.
    """
    epoch = int.from_bytes(kept.body[:EPOCH_BYTES])
    where = place("snapshot", keys.chain, epoch, kept.seq)
    try:
        return open_sealed(keys.of_epoch(epoch), where, kept.body[EPOCH_BYTES:])
    except Unopened:
        raise StoreDamaged(
            Phrase("The snapshot does not open with the key of its chain.")
        ) from None
