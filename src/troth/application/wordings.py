"""Looking back on the agreement: every version, and every wording a line ever had."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from troth.application.folding import opened
from troth.application.handle import World
from troth.application.ports import ChainId
from troth.domain.agreement.events import Adopt, ConsentWithdrawn, Item, TermsAdopted
from troth.domain.agreement.evolution import evolve
from troth.domain.agreement.state import AgreementState
from troth.domain.agreement.terms import Terms
from troth.domain.kernel import ClauseId, MemberId, Recorded, Value


class Version(Value, frozen=True):
    """One version of the agreement, and what made it: items both agreed to, or a withdrawal."""

    number: int
    at: datetime
    items: tuple[Item, ...] = ()
    withdrawn: ClauseId | None = None
    by: MemberId | None = None


class Worded(Value, frozen=True):
    """A wording of a line, and when both had agreed to it; no terms: it was taken out."""

    at: datetime
    terms: Terms | None


class Then(Value, frozen=True):
    """The agreement as it became with one version, and when that was."""

    at: datetime
    agreement: AgreementState


def versions(world: World, chain: ChainId) -> tuple[Version, ...]:
    """Return every version there has been, the newest first.

    It reads the record from the beginning, so only somebody's explicit look back calls it.
    """
    found = [_version(before, after, act) for before, after, act in _steps(world, chain)]
    return tuple(reversed(found))


def wordings(world: World, chain: ChainId, clause: ClauseId) -> tuple[Worded, ...]:
    """Return every wording of a line that both agreed to, the newest first; it reads as far."""
    found = [
        worded
        for version in reversed(versions(world, chain))
        for item in version.items
        if (worded := _worded(version.at, item, clause)) is not None
    ]
    return tuple(reversed(found))


def as_of(world: World, chain: ChainId, numbers: Collection[int]) -> Mapping[int, Then]:
    """Return the agreement as each of some versions made it; it reads as far."""
    return {
        after.version: Then(recorded.at, after)
        for _, after, recorded in _steps(world, chain)
        if after.version in numbers
    }


def _steps(
    world: World, chain: ChainId
) -> Iterator[tuple[AgreementState, AgreementState, Recorded]]:
    """Yield each version: the agreement before and after it, and the event that made it."""
    state = AgreementState()
    with world.store.reading(chain) as reading:
        for done in opened(world.keys.of(reading), reading.entries()):
            for recorded in done.act.recorded():
                after = evolve(state, recorded)
                if after.version != state.version:
                    yield state, after, recorded
                state = after


def _version(before: AgreementState, after: AgreementState, recorded: Recorded) -> Version:
    number, at = after.version, recorded.at
    match recorded.event:
        case TermsAdopted(proposal=id_):
            return Version(number, at, before.proposals[id_].items)
        case ConsentWithdrawn(clause=clause):
            return Version(number, at, withdrawn=clause, by=recorded.by)
        case _:
            return Version(number, at)


def _worded(at: datetime, item: Item, clause: ClauseId) -> Worded | None:
    if isinstance(item, Adopt):
        terms = item.wording.terms
        is_worded_anew = terms.clause == clause and not item.repinned
        return Worded(at, terms) if is_worded_anew else None
    return Worded(at, None) if item.clause == clause else None
