"""What is around a line: the two, their parts of life and other lines, and how it is read."""

from troth.domain.agreement.state import all_in_force
from troth.domain.agreement.terms import Permission, Signal, SignalMeaning, Terms
from troth.domain.dynamic.events import Member
from troth.domain.kernel import AreaId, ClauseId, MemberId, Value
from troth.web.times import Times
from troth.web.visit import Visit
from troth.web.words import Words

OPENING = 60
"""Characters of a line that name it among others: about one line of a telephone."""


class Around(Value, frozen=True):
    """The two with whoever reads first, what can be referred to, and the reader's own words."""

    members: tuple[Member, ...]
    areas: dict[AreaId, str]
    clauses: dict[ClauseId, str]
    signals: frozenset[ClauseId]
    permissions: frozenset[ClauseId]
    words: Words
    times: Times

    def name(self, member: MemberId | str) -> str:
        """Return somebody's name; of nobody here, what stands there."""
        return next((each.name for each in self.members if each.id == member), str(member))


def around(visit: Visit, drafted: tuple[Terms, ...] = ()) -> Around:
    """Return what is around a line; what is proposed along with it can be referred to as well."""
    agreement = visit.state.ground.agreement
    held = {each.terms.clause: each.terms for each in all_in_force(agreement, visit.moment.at)}
    known = held | {each.clause: each for each in drafted}
    return Around(
        (visit.me, *visit.others),
        {area: named.name for area, named in agreement.areas.items()},
        {id_: opening(terms.text) for id_, terms in known.items()},
        frozenset(id_ for id_, terms in known.items() if _means_stop(terms)),
        frozenset(id_ for id_, terms in known.items() if isinstance(terms.body, Permission)),
        visit.words,
        visit.times,
    )


def opening(text: str) -> str:
    """Return how a line begins: whole words, and dots where it goes on."""
    if len(text) <= OPENING:
        return text
    return text[:OPENING].rpartition(" ")[0].rstrip(" ,;:") + " …"


def _means_stop(terms: Terms) -> bool:
    return isinstance(terms.body, Signal) and terms.body.meaning is SignalMeaning.STOP
