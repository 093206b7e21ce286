"""Questions a line raises: told from what it says of itself, beside it, and never in the way."""

import re
from collections.abc import Iterator, Mapping

from troth.domain.agreement.events import Adopt
from troth.domain.agreement.state import all_in_force
from troth.domain.agreement.terms import EXPECTED, Terms
from troth.domain.kernel import ClauseId
from troth.web.clauses.proposed import ENOUGH, Proposed
from troth.web.visit import Visit

OTHER_SIDE = "This line says what %(name)s will do. What will %(other)s do?"
TELLING = "Would you both be able to tell whether this was kept?"
OTHER_PEOPLE = (
    "This line names “%(part)s”. Other people can be mentioned only as parts of life that are out."
)


def questions(visit: Visit, proposed: Proposed) -> Mapping[ClauseId, tuple[str, ...]]:
    """Return what to ask each other about the lines of a proposal.

    Nothing is guessed from the words. A starting shape has many lines, and is read as a whole.
    """
    if len(proposed.put) >= ENOUGH:
        return {}
    lines = ((each.clause, each.after) for each in proposed.put)
    return {clause: tuple(_of(visit, terms)) for clause, terms in lines if terms is not None}


def _of(visit: Visit, terms: Terms) -> Iterator[str]:
    if isinstance(terms.body, EXPECTED):
        yield from _other_side(visit, terms)
        if not terms.how_we_tell:
            yield visit.words.plain(TELLING)
    for named in visit.state.ground.agreement.areas.values():
        if named.third_parties and _names(terms.text, named.name):
            yield visit.words.say(OTHER_PEOPLE, part=named.name)


def _other_side(visit: Visit, terms: Terms) -> Iterator[str]:
    """Ask what the other keeps, where no line of that part of life says so yet."""
    dynamic = visit.state.ground.dynamic
    if len(terms.bearers) != 1:
        return
    (one,) = terms.bearers
    other = dynamic.other(one)
    beside = (each for each in _known(visit) if each.area == terms.area)
    if not any(isinstance(each.body, EXPECTED) and other in each.bearers for each in beside):
        yield visit.words.say(OTHER_SIDE, name=visit.name(one), other=visit.name(other))


def _known(visit: Visit) -> Iterator[Terms]:
    """Yield every line that is agreed or proposed."""
    agreement = visit.state.ground.agreement
    yield from (each.terms for each in all_in_force(agreement, visit.moment.at))
    for proposal in agreement.proposals.values():
        yield from (each.wording.terms for each in proposal.items if isinstance(each, Adopt))


def _names(text: str, part: str) -> bool:
    """Tell whether words hold a name as the two wrote it, whole words and in any case."""
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text, re.IGNORECASE) is not None
