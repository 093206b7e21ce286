"""Consent statements: the text of what is agreed, and one's own signature under it.

What is written here is a deliberate exception: everything else that leaves the record is unsigned,
so that nobody can show what somebody wrote in confidence. A statement is made to be shown.
"""

from msgspec.structs import replace

from troth.application.codec import Act
from troth.application.folding import Fold, Gap, after, nothing_yet, readable
from troth.application.grants import admitted
from troth.application.handle import World
from troth.application.keyring import ChainKeys
from troth.application.own_state import Known, own_card, readable_fold
from troth.application.ports import Card, ChainId, Reading
from troth.application.rules import SHARED
from troth.crypto.keys import KeyId
from troth.crypto.pem import public_pem
from troth.domain.agreement.events import (
    ConsentRenewed,
    ConsentWithdrawn,
    CoolingOffLengthened,
    TermsAdopted,
)
from troth.domain.decider import State
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


class EntriesUnread(Refusal, frozen=True):
    """Entries cannot be read any more, and something that was agreed may hang on them."""

    entries: str
    says = (
        "What you agreed may hang on entries that cannot be read here ({entries}), so nothing is "
        "signed. Look with “troth verify”, and agree anew together on what is to hold."
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
        standing = _standing(reading, keys, _own_card(world, chain))
        if standing is None:
            return NothingAgreed()
        if isinstance(standing, Refusal):
            return standing
        if not has_all_words(standing):
            return WordsGone()
        text = statement(standing, _parties(reading, standing))
    identity = world.keys.identity
    signature = identity.sign(text.encode())
    return Statement(text, identity.id, signature, public_pem(identity.public))


def _own_card(world: World, chain: ChainId) -> Card | None:
    with world.store.finding() as directory:
        return own_card(directory, chain, world.keys.member)


def _standing(
    reading: Reading, keys: ChainKeys, card: Card | None
) -> Standing | EntriesUnread | None:
    """Return the agreement after the last entry that changed it, however long ago that was.

    It is folded from the beginning: what is kept now has lost what ended in the meantime. Entries
    that cannot be read are passed over where one's own copy of the state, which was folded while
    they could be, shows that nothing hangs on them.
    """
    found: Standing | None = None
    fold, unread = nothing_yet(SHARED), list[int]()
    for done in readable(reading, keys):
        if isinstance(done, Gap):
            unread.append(done.seq)
            continue
        fold = after(SHARED, fold, done)
        if _changes_it(done.act):
            before = None if found is None else found.place
            (entry,) = reading.entries(done.seq - 1, 1)
            place = Place(done.seq, entry.link)
            found = Standing(reading.chain, place, done.act.at, before, fold.state.ground)
    if unread and not _is_known(readable_fold(reading, keys, SHARED, card), fold):
        return EntriesUnread(", ".join(map(str, unread)))
    return None if found is None else replace(found, unread=tuple(unread))


def _is_known(known: Known[State], fold: Fold[State]) -> bool:
    return known.is_whole and known.fold.state.ground == fold.state.ground


def _changes_it(act: Act) -> bool:
    return any(isinstance(event, CHANGES_IT) for event in act.events)


def _parties(reading: Reading, standing: Standing) -> tuple[Party, ...]:
    """Return the two in the order they came, with the keys they were admitted by."""
    keys = {each.member: each for each in admitted(reading.chain, reading.grants())}
    return tuple(
        Party(member.id, member.name, keys[member.id].id, keys[member.id].public)
        for member in standing.ground.dynamic.members
    )
