"""Checkpoints: a few signed lines that say where a record stood, to be kept somewhere else.

A chain cannot show that its end is missing, nor that all of it was written anew. A checkpoint
kept on a telephone or on paper can: the record has to go on from it.

The form is that of a signed note as transparency logs write them (c2sp.org/tlog-checkpoint and
c2sp.org/signed-note), with the link of the last entry where those have the root of a tree:

    troth/v1/CHAIN
    NUMBER OF THE LAST ENTRY
    ITS LINK, BASE64

    — KEY ID SIGNATURE, BASE64
"""

import base64
import re
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from hashlib import sha256

from msgspec.structs import replace

from troth.application.grants import FalseGrant, admitted
from troth.application.handle import World
from troth.application.ports import KEY_LENGTH, ChainId, Reading, Store, StoreDamaged
from troth.crypto.keys import KeyId, is_signed
from troth.crypto.words import fingerprint_words, plain_words
from troth.domain.kernel import Refusal, Value

ORIGIN = "troth/v1/"
"""Begins the first line, so that no signature of a checkpoint is one of anything else."""

CHECKPOINT_WORDS = 8
"""Words that stand for a checkpoint: 103 bits, so that nobody finds another record with them."""

CHECKPOINT_BYTES = 1024
"""Longest file that is read as one: the longest name and two signatures fit twice over."""

MOST_SIGNATURES = 2
"""Each of the two signs once."""

NOTE_KEY_BYTES = 4
NOTE_ED25519 = b"\n\x01"
"""How a signed note names a key in short, and says that it is an Ed25519 key."""

_BODY = re.compile(
    rf"troth/v1/(?P<chain>[!-~]{{1,{KEY_LENGTH}}})\n(?P<seq>[1-9][0-9]{{0,15}})\n"
    r"(?P<link>[A-Za-z0-9+/]{43}=)\n"
)
_SIGNATURE = re.compile(r"— (?P<key>[0-9a-f]{32}) (?P<signature>[A-Za-z0-9+/]{91}=)\n")


class Signature(Value, frozen=True):
    """Who signed a checkpoint: the id of their key, how a note names it in short, the signature."""

    key: KeyId
    note_key: bytes
    signature: bytes


class Checkpoint(Value, frozen=True):
    """Where a chain stood: its last entry and that entry's link, signed by those who saw it."""

    chain: ChainId
    seq: int
    link: bytes
    signatures: tuple[Signature, ...] = ()

    @property
    def body(self) -> str:
        """The lines that are signed."""
        link = base64.b64encode(self.link).decode()
        return f"{ORIGIN}{self.chain}\n{self.seq}\n{link}\n"

    @property
    def text(self) -> str:
        """The whole note: the lines that are signed, and the signatures."""
        return f"{self.body}\n" + "".join(map(_signature_line, self.signatures))

    @property
    def words(self) -> str:
        """Eight words that stand for it, to be read aloud or written on paper."""
        return fingerprint_words(self.body.encode(), CHECKPOINT_WORDS)

    @property
    def line(self) -> str:
        """One line to print on a receipt or at the end of a session."""
        return f"The record ends with entry {self.seq}: {self.words}"


class NotACheckpoint(Refusal, frozen=True):
    """A file that was given as a checkpoint is none."""

    says = (
        "That file is not a checkpoint as “troth checkpoint --save” writes it. "
        "Use the file itself, unchanged."
    )


class NotEightWords(Refusal, frozen=True):
    """As many words were typed as no checkpoint is shown as."""

    number: int
    says = "A checkpoint is shown as eight words; here the number of words is {number}."


class NothingRecorded(Refusal, frozen=True):
    """A record without an entry stands nowhere yet."""

    says = "Nothing is recorded here yet, so there is nothing to remember of it."


class Difference(StrEnum):
    """Why a record does not go on from a checkpoint."""

    OTHER_RECORD = "other-record"
    FALSE_GRANT = "false-grant"
    UNKNOWN_SIGNER = "unknown-signer"
    FALSE_SIGNATURE = "false-signature"
    SHORTER = "shorter"
    OTHER_ENTRY = "other-entry"
    NOT_WHOLE = "not-whole"


DIFFERENCES: Mapping[Difference, str] = {
    Difference.OTHER_RECORD: "The record it is of is not here.",
    Difference.FALSE_GRANT: "A key was put in, replaced or moved among those who may write here.",
    Difference.UNKNOWN_SIGNER: "It is signed with a key that is not one of the two here.",
    Difference.FALSE_SIGNATURE: "Its signature is false: it was changed, or made up.",
    Difference.SHORTER: (
        "The record here ends before that entry. It is an older copy, or its end was taken away."
    ),
    Difference.OTHER_ENTRY: "The record here has another entry there. It was written anew.",
    Difference.NOT_WHOLE: "The record here is not whole there.",
}
"""Each difference as a sentence about the checkpoint, or the record beside it."""


def standing(reading: Reading) -> Checkpoint | NothingRecorded:
    """Return where a chain stands now, signed by nobody yet."""
    head = reading.head
    return Checkpoint(reading.chain, head.seq, head.link) if head.seq else NothingRecorded()


def end_of(store: Store, chain: ChainId) -> Checkpoint | None:
    """Return where a chain stands now, signed by nobody; None where nothing is recorded."""
    with store.reading(chain) as reading:
        found = standing(reading)
    return found if isinstance(found, Checkpoint) else None


def receipt(store: Store, chain: ChainId) -> str:
    """Return one line that says where a chain stands now, for both to write down and compare."""
    with store.reading(chain) as reading:
        found = standing(reading)
    return found.sentence if isinstance(found, NothingRecorded) else found.line


def checkpoint(world: World, chain: ChainId) -> Checkpoint | Refusal:
    """Return where a chain stands now, signed by this person.

    What goes against what they saw before is not signed: that would help to make it so.
    """
    with world.store.reading(chain) as reading:
        doubt = world.keys.of(reading).doubt(reading)
        found = standing(reading) if doubt is None else doubt
    if not isinstance(found, Checkpoint):
        return found
    identity = world.keys.identity
    signature = identity.sign(found.body.encode())
    signed = Signature(identity.id, note_key(identity.id, identity.public), signature)
    return replace(found, signatures=(signed,))


def together(first: Checkpoint, second: Checkpoint) -> Checkpoint | None:
    """Return one checkpoint with the signatures of two, or None if they are of different ends."""
    if first.body != second.body:
        return None
    both = {each.key: each for each in (*first.signatures, *second.signatures)}
    return replace(first, signatures=tuple(both[key] for key in sorted(both)))


def read_checkpoint(raw: bytes) -> Checkpoint | NotACheckpoint:
    """Read a checkpoint; only the bytes that are written are read, so that it has one meaning."""
    found = _read(raw) if len(raw) <= CHECKPOINT_BYTES else None
    is_as_written = found is not None and found.text.encode() == raw
    return found if found is not None and is_as_written else NotACheckpoint()


def difference(store: Store, kept: Checkpoint) -> Difference | None:
    """Say why a record does not go on from a checkpoint; no key is needed, nor a login.

    That it is whole from there to its end is what `verify` shows.
    """
    if kept.chain not in store.chains():
        return Difference.OTHER_RECORD
    with store.reading(kept.chain) as reading:
        try:
            return _false(reading, kept) or _other(reading, kept)
        except FalseGrant:
            return Difference.FALSE_GRANT
        except StoreDamaged:
            return Difference.NOT_WHOLE


def shown_as(
    store: Store, words: str, only: ChainId | None = None
) -> Checkpoint | NotEightWords | None:
    """Return the checkpoint that was shown as these eight words; None where no entry was.

    No key is needed, nor a login. The words name no entry, so each is tried: of every chain, or
    of one only.
    """
    wanted = plain_words(words)
    number = len(wanted.split())
    if number != CHECKPOINT_WORDS:
        return NotEightWords(number=number)
    for chain in store.chains() if only is None else (only,):
        with store.reading(chain) as reading, suppress(StoreDamaged):
            stood = (Checkpoint(chain, entry.seq, entry.link) for entry in reading.entries())
            found = next((each for each in stood if each.words == wanted), None)
            if found is not None:
                return found
    return None


def note_key(key: KeyId, public: bytes) -> bytes:
    """Return how a signed note names an Ed25519 key in short."""
    return sha256(key.encode() + NOTE_ED25519 + public).digest()[:NOTE_KEY_BYTES]


def _false(reading: Reading, kept: Checkpoint) -> Difference | None:
    """Say whether any of the signatures is nobody's here, or false."""
    publics = {each.id: each.public for each in admitted(kept.chain, reading.grants())}
    for each in kept.signatures:
        public = publics.get(each.key)
        if public is None:
            return Difference.UNKNOWN_SIGNER
        is_named = each.note_key == note_key(each.key, public)
        if not is_named or not is_signed(public, kept.body.encode(), each.signature):
            return Difference.FALSE_SIGNATURE
    return None


def _other(reading: Reading, kept: Checkpoint) -> Difference | None:
    if reading.head.seq < kept.seq:
        return Difference.SHORTER
    (entry,) = reading.entries(kept.seq - 1, 1)
    return None if entry.link == kept.link else Difference.OTHER_ENTRY


def _signature_line(signed: Signature) -> str:
    written = base64.b64encode(signed.note_key + signed.signature).decode()
    return f"— {signed.key} {written}\n"


def _read(raw: bytes) -> Checkpoint | None:
    try:
        body, is_divided, rest = raw.decode().partition("\n\n")
    except UnicodeDecodeError:
        return None
    stands = _BODY.fullmatch(body + "\n")
    lines = [_SIGNATURE.fullmatch(line) for line in rest.splitlines(keepends=True)]
    signatures = tuple(_signature(line) for line in lines if line is not None)
    is_signed_well = len(signatures) == len(lines) and 1 <= len(lines) <= MOST_SIGNATURES
    if stands is None or not is_divided or not is_signed_well:
        return None
    link = base64.b64decode(stands["link"])
    return Checkpoint(ChainId(stands["chain"]), int(stands["seq"]), link, signatures)


def _signature(line: re.Match[str]) -> Signature:
    both = base64.b64decode(line["signature"])
    return Signature(KeyId(line["key"]), both[:NOTE_KEY_BYTES], both[NOTE_KEY_BYTES:])
