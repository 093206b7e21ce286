"""Somebody who has only the page on cryptography opens a whole record, without our program."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import msgspec
import pytest
from cryptography.exceptions import InvalidTag

from tests.application.by_the_page import (
    FIELDS,
    Body,
    check_signature,
    derived_key,
    digest,
    key_id,
    opened,
    passphrase_key,
    public_key,
    read,
    received,
    receiving_key,
    slot_name,
    written,
)
from tests.application.kept_life import (
    ANSWER,
    AREA,
    AUTHENTICATOR,
    CHAIN,
    CHOICES,
    CREDENTIAL,
    DEVICE,
    DRAFT,
    ERASED_CHAIN,
    MACHINE_SECRET,
    MAILBOX,
    NOTE,
    PASSKEY,
    PASSPHRASE,
    PRF,
    KeptLife,
)
from tests.given import ASH, WREN
from troth.application.joining import pairing_words
from troth.application.notices import NOTICES
from troth.application.ports import ChainId, Shelf, Slot
from troth.crypto.codes import recovery_key
from troth.crypto.words import fingerprint_words
from troth.domain.kernel import MemberId


@dataclass
class Reader:
    """Somebody with the file, a passphrase, and the page; what they open, they open once."""

    life: KeptLife

    @cached_property
    def account(self) -> Body:
        """The row of Ash's account, found by their name."""
        with self.life.store.finding() as directory:
            salt = directory.card(Shelf.STORE, "name-salt")
            assert salt is not None
            card = directory.card(Shelf.ACCOUNT, digest("name", salt.body + b"ash"))
        assert card is not None
        return read(card.body)

    @cached_property
    def root(self) -> bytes:
        """Ash's root key, by their passphrase."""
        how = self.account["parameters"]
        key = passphrase_key(PASSPHRASE, how)
        return self.unwrapped(
            "passphrase", key, self.account["by_passphrase"], written("argon2id", **how)
        )

    def unwrapped(self, kind: str, key: bytes, sealed: bytes, derivation: bytes = b"") -> bytes:
        """Open a sealed root key."""
        id_ = key_id(self.account["public"])
        place = written("wrap", kind=kind, member=ASH, id=id_, derivation=derivation)
        return opened(key, place, sealed)

    @cached_property
    def own(self) -> Mapping[str, bytes]:
        """The keys that only Ash has."""
        return {label: derived_key(self.root, label) for label in ("notes", "settings")}

    @cached_property
    def grants(self) -> dict[str, Body]:
        """The grants of the shared chain, by member."""
        with self.life.reading() as reading:
            return {grant["member"]: grant for grant in map(read, reading.grants())}

    def granted(self, member: MemberId) -> bytes:
        """Return the place a chain key was sent to."""
        grant = self.grants[member]
        names = ("chain", "epoch", "member", "public")
        return written("grant-key", **{name: grant[name] for name in names})

    @cached_property
    def chain_key(self) -> bytes:
        """The key of the shared chain, as it was sent to Ash."""
        return received(self.root, self.grants[ASH]["key"], self.granted(ASH))

    def half(self, chain: ChainId, key: bytes, purpose: str) -> Body:
        """Open one half of the last entry of a chain."""
        entry = self.life.last_entry(chain)
        header = json.loads(entry.header)
        names = ("chain", "epoch", "seq", "akid")
        place = written(purpose, **{name: header[name] for name in names})
        sealed = entry.structure if purpose == "structure" else entry.words
        assert sealed is not None
        assert sha256(sealed).hexdigest() == header["ph" if purpose == "structure" else "wh"]
        return read(opened(key, place, sealed))

    def row(self, key: bytes, kind: str, name: str) -> bytes:
        """Open a waiting row of Ash's."""
        slot = slot_name(key, kind, name)
        with self.life.reading() as reading:
            sealed = reading.pending(ASH, Slot(slot))
        assert sealed is not None
        epoch, envelope = int.from_bytes(sealed[:4]), sealed[4:]
        where: Body = {"chain": CHAIN, "epoch": epoch, "member": ASH, "slot": slot}
        row = read(opened(key, written("pending", **where), envelope))
        assert row["name"] == name
        body: bytes = row["body"]
        return body


@pytest.fixture(scope="module")
def reader() -> Reader:
    """Return somebody with the file of a record that is full of everything."""
    return Reader(KeptLife())


def read_structure(reader: Reader) -> None:
    structure = reader.half(CHAIN, reader.chain_key, "structure")
    assert structure["by"] == ASH
    assert AREA not in str(structure)


def read_words(reader: Reader) -> None:
    words = reader.half(CHAIN, reader.chain_key, "words")
    assert words["texts"] == [AREA]
    assert len(words["salt"]) == 16
    note = reader.half(ChainId(f"private-{ASH}"), reader.own["notes"], "words")
    assert note["texts"] == [NOTE]


def read_snapshot(reader: Reader) -> None:
    with reader.life.reading() as reading:
        kept = reading.snapshot()
    assert kept is not None
    epoch = int.from_bytes(kept.body[:4])
    place = written("snapshot", chain=CHAIN, epoch=epoch, seq=kept.seq)
    state = opened(reader.chain_key, place, kept.body[4:])
    assert AREA.encode() in state


def read_pending(reader: Reader) -> None:
    assert DRAFT.encode() in reader.row(reader.own["notes"], "own-", "draft")
    assert ANSWER.encode() in reader.row(reader.chain_key, "both-", "answer")


def read_answer(reader: Reader) -> None:
    waiting = read(reader.row(reader.chain_key, "both-", "answer"))
    answer, signed = read(waiting["answer"]), waiting["signed"]
    (connection, clarity), words = CHOICES, answer["words"]
    assert (answer["connection"], answer["clarity"], words) == (connection, clarity, ANSWER)
    encode = msgspec.msgpack.Encoder(order="sorted").encode
    tie = sha256(encode([signed["salt"], words])).digest()
    assert tie == signed["words"]
    choices = sha256(encode({**answer, "words": ""})).digest()
    asked = {"chain": CHAIN, "question": "answer", "member": ASH}
    message = written("answer", **asked, choices=choices, words_tie=tie)
    check_signature(reader.account["public"], message, signed["signature"])


def read_keyring(reader: Reader) -> None:
    with reader.life.store.finding() as directory:
        card = directory.card(Shelf.KEYRING, ASH)
    assert card is not None
    ring = read(opened(reader.own["settings"], written("keyring", member=ASH), card.body))
    (known,) = ring["memberships"].values()
    assert known["keys"] == {1: reader.chain_key}
    assert known["label"] == CHAIN


def own_row(reader: Reader, kind: str) -> tuple[int, bytes]:
    """Return up to which entry a row of Ash's own is, and what it holds."""
    with reader.life.store.finding() as directory:
        name = f"{kind}/{CHAIN}/{ASH}"
        card = directory.card(Shelf.KEYRING, sha256(name.encode()).hexdigest())
    assert card is not None
    seq, sealed = int.from_bytes(card.body[:8]), card.body[8:]
    with reader.life.reading() as reading:
        (entry,) = reading.entries(seq - 1, 1)
    place = written(kind, chain=CHAIN, member=ASH, seq=seq, link=entry.link)
    return seq, opened(reader.own["settings"], place, sealed)


def read_own_state(reader: Reader) -> None:
    _, state = own_row(reader, "own-state")
    assert AREA.encode() in state


def read_look_back(reader: Reader) -> None:
    seq, body = own_row(reader, "look-back")
    found = read(body)
    assert found["seq"] == seq
    assert 0 < len(found["entries"]) < seq


def read_remembered(reader: Reader) -> None:
    place = written("remembered", member=ASH)
    found = read(opened(reader.own["settings"], place, reader.life.remembered))
    assert found["ends"][CHAIN] == {"seq": reader.life.head.seq, "link": reader.life.head.link}


def read_telling(reader: Reader) -> None:
    key = derived_key(MACHINE_SECRET, "telling")
    card = reader.life.card(Shelf.TELLING, ASH)
    assert read(opened(key, written("telling", member=ASH), card.body))["mailbox"] == MAILBOX


def read_told(reader: Reader) -> None:
    key = derived_key(MACHINE_SECRET, "telling")
    with reader.life.store.finding() as directory:
        card = directory.card(Shelf.TOLD, ASH)
    assert card is not None
    assert read(opened(key, written("told", member=ASH), card.body))["format"] == 1


def read_wrap(reader: Reader) -> None:
    code = reader.unwrapped("code", recovery_key(reader.life.code), reader.account["by_code"])
    login = read(reader.life.card(Shelf.LOGIN, ASH).body)
    token = derived_key(reader.life.login, "login")
    assert code == reader.root == reader.unwrapped("login", token, login["root"])
    assert public_key(reader.root) == reader.account["public"]
    assert receiving_key(reader.root) == reader.account["receives"]


def read_argon2id(reader: Reader) -> None:
    cheaper = written("argon2id", **{**reader.account["parameters"], "passes": 1})
    key = passphrase_key(PASSPHRASE, reader.account["parameters"])
    with pytest.raises(InvalidTag):
        reader.unwrapped("passphrase", key, reader.account["by_passphrase"], cheaper)


def read_passkey(reader: Reader) -> None:
    (passkey,) = reader.account["passkeys"]
    where = written("passkey", credential=CREDENTIAL)
    key = derived_key(PRF, "passkey")
    assert reader.unwrapped("passkey", key, passkey["root"], where) == reader.root


def read_passkey_label(reader: Reader) -> None:
    (passkey,) = reader.account["passkeys"]
    place = written("passkey-label", member=ASH, credential=CREDENTIAL)
    inside = read(opened(reader.own["settings"], place, passkey["label"]))
    assert (inside["label"], inside["public"]) == (PASSKEY, AUTHENTICATOR.public)


def read_grant_key(reader: Reader) -> None:
    assert len(reader.chain_key) == 32
    with pytest.raises(InvalidTag):
        received(reader.root, reader.grants[WREN]["key"], reader.granted(WREN))


def read_grant(reader: Reader) -> None:
    signers = {
        ASH: reader.grants[ASH]["public"],
        WREN: reader.grants[WREN]["voucher"]["invitation"],
    }
    for member, signer in signers.items():
        grant = reader.grants[member]
        message = written(
            "grant",
            grant_key=reader.granted(member),
            receives=grant["receives"],
            key_hash=sha256(grant["key"]).digest(),
            by=key_id(signer),
        )
        check_signature(signer, message, grant["signature"])


def read_voucher(reader: Reader) -> None:
    voucher = reader.grants[WREN]["voucher"]
    given = {name: voucher[name] for name in ("invitation", "expires_at")}
    message = written("voucher", chain=CHAIN, **given)
    check_signature(reader.grants[ASH]["public"], message, voucher["signature"])
    invited = derived_key(reader.life.invitation, "invitation-identity")
    assert public_key(invited) == voucher["invitation"]


def read_invitation(reader: Reader) -> None:
    card = reader.life.invited
    assert card.key == digest("invitation-secret", reader.life.invitation)
    invitation = read(card.body)
    key = derived_key(reader.life.invitation, "invitation-key")
    place = written("invitation", chain=CHAIN, inviter=invitation["inviter"])
    assert opened(key, place, invitation["key"]) == reader.chain_key


def read_pairing(reader: Reader) -> None:
    first, second = sorted(each["public"] + each["receives"] for each in reader.grants.values())
    place = written("pairing", chain=CHAIN, first_keys=first, second_keys=second)
    with reader.life.reading() as reading:
        assert pairing_words(reading) == fingerprint_words(place, 6)


def read_device(reader: Reader) -> None:
    card = reader.life.card(Shelf.DEVICE, ASH)
    assert card.key == digest("token", reader.life.device)
    place = written("device", member=ASH, token_digest=card.key)
    inside = read(opened(reader.own["settings"], place, read(card.body)["sealed"]))
    assert inside["label"] == DEVICE


def read_device_reach(reader: Reader) -> None:
    card = reader.life.card(Shelf.DEVICE, ASH)
    key = derived_key(reader.life.device, "login")
    reach = opened(key, written("device-reach", token_digest=card.key), read(card.body)["reach"])
    assert msgspec.msgpack.decode(reach) == [CHAIN]


def registration_of(reader: Reader) -> tuple[Body, bytes]:
    """Return the owner's word for the device, and what was signed by it."""
    word: Body = read(reader.life.card(Shelf.DEVICE, ASH).body)["registration"]
    keys = {"owner": word["member"], "device": word["device"]}
    return word, written("device-registration", **keys)


def read_device_registration(reader: Reader) -> None:
    word, message = registration_of(reader)
    check_signature(reader.account["public"], message, word["signature"])
    device = derived_key(reader.life.device, "device-identity")
    assert public_key(device) == word["device"]


def read_notice(reader: Reader) -> None:
    reader.life.leave_a_notice()
    with reader.life.reading() as reading:
        (slot,) = reading.pending_slots(NOTICES)
        body = reading.pending(NOTICES, slot)
    assert body is not None
    signed, (word, registration) = read(body), registration_of(reader)
    assert signed["registration"] == word
    message = written("notice", **signed["notice"], registration=registration)
    check_signature(word["device"], message, signed["signature"])


def read_erased(reader: Reader) -> None:
    line = read(reader.life.card(Shelf.ERASED, WREN).body)
    message = written("erased", chain=ERASED_CHAIN, at=line["at"])
    assert line["public"] == reader.account["public"]
    check_signature(line["public"], message, line["signature"])


READ: Mapping[str, Callable[[Reader], None]] = {
    name.removeprefix("read_").replace("_", "-"): step
    for name, step in list(globals().items())
    if name.startswith("read_")
}


def test_every_place_on_the_page_is_tried_here() -> None:
    assert set(READ) == set(FIELDS)


@pytest.mark.parametrize("purpose", sorted(FIELDS))
def test_what_the_page_says_of_a_place_is_enough_to_read_it(purpose: str, reader: Reader) -> None:
    READ[purpose](reader)


def test_an_entry_is_linked_and_signed_as_the_page_says(reader: Reader) -> None:
    entry = reader.life.last_entry()
    assert entry.link.hex() == digest("link", entry.header)
    assert json.loads(entry.header)["akid"] == key_id(reader.account["public"])
    check_signature(reader.account["public"], b"troth/v1/entry\0" + entry.link, entry.signature)


def test_a_checkpoint_is_signed_as_the_page_says(reader: Reader) -> None:
    kept = reader.life.checkpoint
    body, _, line = kept.text.partition("\n\n")
    assert body.splitlines()[0] == f"troth/v1/{CHAIN}"
    assert line.split()[1] == key_id(reader.account["public"])
    (signed,) = kept.signatures
    check_signature(reader.account["public"], f"{body}\n".encode(), signed.signature)
