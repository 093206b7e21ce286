"""A matter that somebody has to decide: its parts, and what each of the two declares about them."""

from enum import StrEnum

from troth.domain.kernel import AreaId, MemberId, Significance, Value


class MatterKind(StrEnum):
    """What sort of thing is to be decided (domain design, section 2.7)."""

    ORDINARY = "ordinary"
    AGREEMENT_CHANGE = "agreement-change"
    CORRECTION = "correction"
    OWN_BODY = "own-body"
    OWN_RIGHT = "own-right"


class Declaration(Value, frozen=True):
    """One member's own word: whom it touches, how much hangs on it, whether it meets their limit.

    `touches_limit` is about the limits of the one who declares; the other need not agree.
    """

    affects: frozenset[MemberId]
    significance: Significance
    touches_limit: bool = False


class Facet(Value, frozen=True):
    """One part of a matter; `holder` is the one whose body or rights it is about."""

    area: AreaId | None = None
    element: str | None = None
    tags: frozenset[str] = frozenset()
    kind: MatterKind = MatterKind.ORDINARY
    holder: MemberId | None = None
    declared: dict[MemberId, Declaration] = {}


class Reading(Value, frozen=True):
    """What the declarations of a facet come to: whom it touches, its weight, and any dispute.

    `words` holds whom it touches by each one's own word.
    """

    words: dict[MemberId, frozenset[MemberId]]
    touched: frozenset[MemberId]
    both_say: frozenset[MemberId]
    significance: Significance
    disputed: bool

    def is_shared_by_others(self, lead: MemberId, owner: MemberId | None) -> bool:
        """Tell whether anybody besides the lead says that it touches more than its owner."""
        return any(touched != {owner} for member, touched in self.words.items() if member != lead)

    @property
    def significant(self) -> bool:
        """Whether it matters, so that more is owed than being told."""
        return self.significance is Significance.SIGNIFICANT


def reading(facet: Facet, members: frozenset[MemberId]) -> Reading:
    """Return what the two declared, read with care.

    Who declares nothing leaves it to the other's word. With no word at all the facet counts as
    shared and significant: otherwise silence would be a way around being heard.
    """
    said = {each: word for each, word in facet.declared.items() if each in members}
    # A word that names nobody here is no word on whom it touches: then it counts as shared.
    words = {each: (word.affects & members) or members for each, word in said.items()}
    touched = list(words.values()) or [members]
    weights = {word.significance for word in said.values()}
    routine = weights == {Significance.ROUTINE}
    return Reading(
        words=words,
        touched=frozenset().union(*touched),
        both_say=touched[0].intersection(*touched[1:]),
        significance=Significance.ROUTINE if routine else Significance.SIGNIFICANT,
        disputed=any(each != touched[0] for each in touched),
    )
