"""Decisions as a list: what waits for whom, what is to be looked at again, what is decided."""

from troth.domain.decider import State
from troth.domain.decisions.hearing import is_review_due, standing
from troth.domain.decisions.state import Decision
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import MemberId, Moment, Value
from troth.projections.open_matters import OpenMatter, open_matters


class Plans(Value, frozen=True):
    """The questions and decisions of the two, by what one of them may do about each."""

    own: tuple[OpenMatter, ...]
    others: tuple[OpenMatter, ...]
    resting: tuple[OpenMatter, ...]
    again: tuple[Decision, ...]
    decided: tuple[Decision, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in any group."""
        return not (self.own or self.others or self.resting or self.again or self.decided)


def plans(state: State, viewer: MemberId, moment: Moment, words: str = "") -> Plans:
    """Return what is open and what stands, of all of it or of what holds these words.

    What waits for both is in one's own group; the decided come newest first. After the end
    nothing waits for anybody, and nothing is looked at again: what was left open rests.
    """
    found = [
        each for each in open_matters(state, viewer, moment).matters if holds(each.question, words)
    ]
    stand = [each for each in standing(state.decisions, moment.at) if _says(each, words)]
    if phase(state.ground.dynamic, moment.at) is Phase.ENDED:
        return Plans(own=(), others=(), resting=tuple(found), again=(), decided=tuple(stand))
    return _while_it_goes_on(found, stand, viewer, moment)


def _while_it_goes_on(
    found: list[OpenMatter], stand: list[Decision], viewer: MemberId, moment: Moment
) -> Plans:
    return Plans(
        own=tuple(each for each in found if viewer in each.waits_for),
        others=tuple(each for each in found if each.waits_for and viewer not in each.waits_for),
        resting=tuple(each for each in found if not each.waits_for),
        again=tuple(each for each in stand if is_review_due(each, moment)),
        decided=tuple(each for each in stand if not is_review_due(each, moment)),
    )


def holds(text: str, words: str) -> bool:
    """Tell whether a text has every one of these words in it, whatever their case."""
    return all(word in text.casefold() for word in words.casefold().split())


def _says(decision: Decision, words: str) -> bool:
    resolution = decision.resolution
    return holds(f"{decision.question} {resolution.outcome} {resolution.reasons}", words)
