"""Pairing: six words that are the same on both screens if nobody stands between the two."""

from troth.application.alarms import ALARMS, RecordInDoubt
from troth.application.handle import World
from troth.application.joining import pairing_words
from troth.application.ports import ChainId
from troth.domain.kernel import Refusal, Value


class Pairing(Value, frozen=True):
    """The six words, and whether the other's key is one this person has seen before."""

    words: str
    is_known: bool


class NobodyElse(Refusal, frozen=True):
    """There is nobody yet to compare words with."""

    says = "The other person has not joined yet. Invite them first: troth invite"


def pairing(world: World, chain: ChainId) -> Pairing | Refusal:
    """Return the six words both see, or say loudly that a key is another than before."""
    with world.store.reading(chain) as reading:
        keys = world.keys.of(reading)
        if keys.alarm is not None:
            return RecordInDoubt(ALARMS[keys.alarm])
        words = pairing_words(reading)
    if words is None:
        return NobodyElse()
    before = world.keys.ring.memberships[chain].authors
    return Pairing(words, is_known=set(keys.authors) == set(before))
