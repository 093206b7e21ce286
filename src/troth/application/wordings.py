"""Looking back on the agreement: every version, and every wording a line ever had."""

from collections.abc import Collection, Mapping
from datetime import datetime

from troth.application.handle import World
from troth.application.lookback import Made, Past, looking_back
from troth.application.ports import ChainId
from troth.domain.agreement.events import (
    Adopt,
    ConsentWithdrawn,
    Item,
    TermsProposed,
    TermsRevised,
)
from troth.domain.agreement.state import AgreementState
from troth.domain.agreement.terms import Terms
from troth.domain.kernel import ClauseId, MemberId, Value


class Version(Value, frozen=True):
    """One version of the agreement, and what made it: items both agreed to, or a withdrawal.

    `gone`: lines that were taken out or withdrawn from, as they read at the last.
    """

    number: int
    at: datetime
    items: tuple[Item, ...] = ()
    withdrawn: ClauseId | None = None
    by: MemberId | None = None
    gone: tuple[str, ...] = ()


class Worded(Value, frozen=True):
    """A wording of a line, and when both had agreed to it; no terms: it was taken out."""

    at: datetime
    terms: Terms | None


class Then(Value, frozen=True):
    """The agreement as it became with one version, and when that was."""

    at: datetime
    agreement: AgreementState


def versions(
    world: World, chain: ChainId, skip: int = 0, most: int | None = None
) -> tuple[Version, ...]:
    """Return the versions there have been, the newest first: so many, after as many left out.

    It may read all that ever changed the agreement, so only an explicit look back calls it.
    """
    with looking_back(world, chain) as past:
        numbered = list(enumerate(past.versions, 1))[::-1]
        wanted = numbered[skip:] if most is None else numbered[skip : skip + most]
        return tuple(_version(past, number, made) for number, made in wanted)


def wordings(world: World, chain: ChainId, clause: ClauseId) -> tuple[Worded, ...]:
    """Return every wording of a line that both agreed to, the newest first; it reads as far."""
    with looking_back(world, chain) as past:
        found = (_worded(past, made, clause) for made in reversed(past.versions))
        return tuple(each for each in found if each is not None)


def as_of(world: World, chain: ChainId, numbers: Collection[int]) -> Mapping[int, Then]:
    """Return the agreement as each of some versions made it; it reads up to the last of them."""
    found: dict[int, Then] = {}
    with looking_back(world, chain) as past:
        last = max((each for each in numbers if each <= len(past.versions)), default=0)
        for step in past.steps() if last else ():
            number = step.after.version
            if step.is_version and number in numbers:
                found[number] = Then(step.recorded.at, step.after)
            if number == last:
                break
    return found


def _version(past: Past, number: int, made: Made) -> Version:
    recorded = past.event(made.at)
    if isinstance(recorded.event, ConsentWithdrawn):
        clause = recorded.event.clause
        last = _last_words(past, clause)
        return Version(number, recorded.at, (), clause, recorded.by, (last,))
    items = _items(past, made)
    gone = tuple(_last_words(past, each.clause) for each in items if not isinstance(each, Adopt))
    return Version(number, recorded.at, items, gone=gone)


def _items(past: Past, made: Made) -> tuple[Item, ...]:
    """Return what both agreed to in a version, or nothing: it is a withdrawal."""
    put_forward = None if made.words is None else past.event(made.words).event
    return put_forward.items if isinstance(put_forward, TermsProposed | TermsRevised) else ()


def _last_words(past: Past, clause: ClauseId) -> str:
    """Return how a line read at the last, or nothing where it never had words."""
    for made in reversed(past.versions):
        if clause in made.lines:
            for item in _items(past, made):
                if isinstance(item, Adopt) and item.wording.terms.clause == clause:
                    return item.wording.terms.text
    return ""


def _worded(past: Past, made: Made, clause: ClauseId) -> Worded | None:
    if clause not in made.lines or made.words is None:
        return None
    at = past.event(made.at).at
    for item in _items(past, made):
        if not isinstance(item, Adopt):
            if item.clause == clause:
                return Worded(at, None)
        elif item.wording.terms.clause == clause and not item.repinned:
            return Worded(at, item.wording.terms)
    return None
