"""Consent statements: the text of what is agreed, and one's own signature under it.

What is written here is a deliberate exception: everything else that leaves the record is unsigned,
so that nobody can show what somebody wrote in confidence. A statement is made to be shown.
"""

from troth.application.codec import Act
from troth.application.folding import Done, after, nothing_yet
from troth.application.grants import admitted
from troth.application.handle import World
from troth.application.keyring import ChainKeys
from troth.application.ports import ChainId, Reading
from troth.application.rules import SHARED
from troth.application.sealing import open_act
from troth.crypto.keys import KeyId
from troth.crypto.pem import public_pem
from troth.domain.agreement.events import (
    ConsentRenewed,
    ConsentWithdrawn,
    CoolingOffLengthened,
    TermsAdopted,
)
from troth.domain.dynamic.events import Ended
from troth.domain.kernel import Refusal, Value
from troth.projections.statement import Party, Place, Standing, has_all_words, statement

CHANGES_IT = (TermsAdopted, ConsentRenewed, ConsentWithdrawn, CoolingOffLengthened, Ended)
"""What happens that a statement says; between two of these it stays the same, to the byte."""

NAME_DIGITS = 8
"""Digits of a key id that name a file: two keys tell apart, and the name says nothing."""


class NothingAgreed(Refusal, frozen=True):
    """No agreement has come about yet."""

    says = "You have agreed on nothing here yet, so there is nothing to state."


class WordsGone(Refusal, frozen=True):
    """The record has lost words that a statement would have to show."""

    says = (
        "Some of the words you agreed on are gone from the record, so nothing is signed. "
        "Look with “troth verify”, and word them anew together."
    )


class StatementDiffers(Refusal, frozen=True):
    """A directory holds the statement of another version, or one that was changed."""

    says = (
        "The statement there is not the one your record gives now. "
        "Choose another directory, and let both of you sign there."
    )


class Statement(Value, frozen=True):
    """A consent statement, and one person's raw Ed25519 signature of exactly its bytes."""

    text: str
    key: KeyId
    signature: bytes
    pem: str

    @property
    def name(self) -> str:
        """What this person's files beside the text are called, without their endings."""
        return f"key-{self.key[:NAME_DIGITS]}"


def sign_statement(world: World, chain: ChainId) -> Statement | Refusal:
    """Return the statement of what is agreed now, signed by this person.

    For somebody who has just proved that it is them: whoever holds the files can show them.
    """
    with world.store.reading(chain) as reading:
        keys = world.keys.of(reading)
        doubt = keys.doubt(reading)
        if doubt is not None:
            return doubt
        standing = _standing(reading, keys)
        if standing is None:
            return NothingAgreed()
        if not has_all_words(standing):
            return WordsGone()
        text = statement(standing, _parties(reading, standing))
    identity = world.keys.identity
    signature = identity.sign(text.encode())
    return Statement(text, identity.id, signature, public_pem(identity.public))


def _standing(reading: Reading, keys: ChainKeys) -> Standing | None:
    """Return the agreement after the last entry that changed it, however long ago that was.

    It is folded from the beginning: what is kept now has lost what ended in the meantime.
    """
    found: Standing | None = None
    fold = nothing_yet(SHARED)
    for entry in reading.entries():
        done = Done(entry.seq, open_act(keys, entry))
        fold = after(SHARED, fold, done)
        if _changes_it(done.act):
            before = None if found is None else found.place
            place = Place(entry.seq, entry.link)
            found = Standing(reading.chain, place, done.act.at, before, fold.state.ground)
    return found


def _changes_it(act: Act) -> bool:
    return any(isinstance(event, CHANGES_IT) for event in act.events)


def _parties(reading: Reading, standing: Standing) -> tuple[Party, ...]:
    """Return the two in the order they came, with the keys they were admitted by."""
    keys = {each.member: each for each in admitted(reading.chain, reading.grants())}
    return tuple(
        Party(member.id, member.name, keys[member.id].id, keys[member.id].public)
        for member in standing.ground.dynamic.members
    )
