"""Looking back on the agreement: every version, and every wording a line ever had."""

from collections.abc import Collection, Mapping
from datetime import datetime

from troth.application.handle import World
from troth.application.lookback import Step, steps
from troth.application.ports import ChainId
from troth.domain.agreement.events import Adopt, ConsentWithdrawn, Item, TermsAdopted
from troth.domain.agreement.state import AgreementState
from troth.domain.agreement.terms import Terms
from troth.domain.kernel import ClauseId, MemberId, Value


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

    It reads all that ever changed the agreement, so only somebody's explicit look back calls it.
    """
    found = [_version(step) for step in steps(world, chain) if _is_version(step)]
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
        step.after.version: Then(step.recorded.at, step.after)
        for step in steps(world, chain)
        if _is_version(step) and step.after.version in numbers
    }


def _is_version(step: Step) -> bool:
    return step.after.version != step.before.version


def _version(step: Step) -> Version:
    number, at = step.after.version, step.recorded.at
    match step.recorded.event:
        case TermsAdopted(proposal=id_):
            return Version(number, at, step.before.proposals[id_].items)
        case ConsentWithdrawn(clause=clause):
            return Version(number, at, withdrawn=clause, by=step.recorded.by)
        case _:
            return Version(number, at)


def _worded(at: datetime, item: Item, clause: ClauseId) -> Worded | None:
    if isinstance(item, Adopt):
        terms = item.wording.terms
        is_worded_anew = terms.clause == clause and not item.repinned
        return Worded(at, terms) if is_worded_anew else None
    return Worded(at, None) if item.clause == clause else None
