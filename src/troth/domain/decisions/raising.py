"""Raising a question and being heard on it: facts declared, opinions given, choices handed over."""

from typing import assert_never

from troth.domain.decisions.commands import (
    Declare,
    Defer,
    EditQuestion,
    Elevate,
    GiveOpinion,
    HandingCommand,
    HearingCommand,
    HolderMissing,
    NotSplitOff,
    NotYourQuestion,
    NotYoursToDefer,
    NotYoursToElevate,
    OthersWord,
    Pass,
    RaiseMatter,
    SplitMatter,
    TakeDeferralBack,
    TakeElevationBack,
    TooManyMatters,
    WrongParts,
)
from troth.domain.decisions.events import (
    DeferralTakenBack,
    ElevationTakenBack,
    FactsDeclared,
    MatterDeferred,
    MatterElevated,
    MatterRaised,
    MatterSplit,
    OpinionGiven,
    OpinionPassed,
    QuestionEdited,
)
from troth.domain.decisions.hearing import may_defer, may_elevate, parts_route
from troth.domain.decisions.state import DecisionsState, Matter, is_kept
from troth.domain.dynamic.commands import NotYetTwo
from troth.domain.force import Ground
from troth.domain.kernel import (
    NAME_LENGTH,
    AlreadyThere,
    Digest,
    MemberId,
    NotFound,
    Occasion,
    Outcome,
    Refusal,
    UnclearWording,
    digest,
    is_clear,
)
from troth.domain.routing.matter import Facet, MatterKind
from troth.domain.routing.routes import label
from troth.domain.routing.rules import route

MOST_MATTERS = 50
"""Most questions of one of them open at once: more cannot be kept in mind.

Counted by member: otherwise one could ask so much that the other could no longer ask anything.
"""

MOST_PARTS = 8
"""Most parts of one matter: what has more is several questions."""

QUESTION_LENGTH = 1000
"""Longest question: what needs more words is put in an opinion."""

SPLIT_OFF = (MatterKind.ORDINARY, MatterKind.OWN_BODY, MatterKind.OWN_RIGHT)
"""What may be split off; the others have a path of their own and would hold everything up."""


def question_digest(question: str) -> Digest:
    """Return the digest an opinion names, so that it counts for these words only."""
    return digest(question)


def raise_matter(
    state: DecisionsState, ground: Ground, command: RaiseMatter, occasion: Occasion
) -> Outcome:
    """Decide raising a matter; asking is open in every state and style."""
    if len(ground.dynamic.member_ids) < 2:  # noqa: PLR2004 - a dynamic has two members
        return NotYetTwo()
    if is_kept(state, command.matter):
        return AlreadyThere("question", command.matter)
    own = [each for each in state.matters.values() if each.raised_by == occasion.by]
    if len(own) >= MOST_MATTERS:
        return TooManyMatters(MOST_MATTERS)
    if not is_clear(command.question, longest=QUESTION_LENGTH):
        return UnclearWording("question")
    if not is_clear(command.wanted, may_be_empty=True):
        return UnclearWording("wish")
    refusal = _refuse_facets(command.facets, ground, occasion.by)
    if refusal is not None:
        return refusal
    raised = MatterRaised(
        matter=command.matter,
        question=command.question,
        digest=question_digest(command.question),
        facets=command.facets,
        wanted=command.wanted,
        intimate=command.intimate,
        label=label(route(ground, command.facets, occasion.moment)),
    )
    return (raised,)


def hear(matter: Matter, ground: Ground, command: HearingCommand, occasion: Occasion) -> Outcome:
    """Decide what is said to an open matter; only the question itself is its raiser's."""
    match command:
        case GiveOpinion():
            return give_opinion(command, matter)
        case Pass():
            return _pass(command, matter, occasion.by)
        case Declare():
            return _declare(command, matter)
        case EditQuestion():
            return _edit(command, matter, occasion.by)
        case SplitMatter():
            return _split(command, matter, ground, occasion.by)
        case _:
            assert_never(command)


def give_opinion(command: GiveOpinion, matter: Matter | None = None) -> Outcome:
    """Decide an opinion; without an open matter it is one on something already closed.

    One given to words that have changed since is kept as what it is, an opinion on those words.
    """
    given = () if matter is None else matter.opinions
    if command.opinion in {each.id for each in given}:
        return AlreadyThere("opinion", command.opinion)
    if not is_clear(command.opinion, longest=NAME_LENGTH):
        return UnclearWording("id of the opinion")
    if not is_clear(command.text):
        return UnclearWording("opinion")
    return (OpinionGiven(command.matter, command.opinion, command.question, command.text),)


def hand(matter: Matter, ground: Ground, command: HandingCommand, occasion: Occasion) -> Outcome:
    """Decide putting one's own choice to both, leaving the lead's to the other, or neither."""
    match command:
        case Elevate():
            return _elevate(matter, ground, occasion)
        case TakeElevationBack():
            return _take_elevation_back(matter, occasion.by)
        case Defer():
            return _defer(matter, ground, occasion)
        case TakeDeferralBack():
            return _take_deferral_back(matter, occasion.by)
        case _:
            assert_never(command)


def _elevate(matter: Matter, ground: Ground, occasion: Occasion) -> Outcome:
    current = parts_route(matter.parts, ground, occasion.moment)
    if not may_elevate(current, occasion.by):
        return NotYoursToElevate(label(current))
    return () if matter.elevated_by == occasion.by else (MatterElevated(matter.id),)


def _take_elevation_back(matter: Matter, by: MemberId) -> Outcome:
    return (ElevationTakenBack(matter.id),) if matter.elevated_by == by else ()


def _defer(matter: Matter, ground: Ground, occasion: Occasion) -> Outcome:
    current = parts_route(matter.parts, ground, occasion.moment)
    if not may_defer(current, occasion.by):
        return NotYoursToDefer(label(current))
    return () if matter.deferred_by == occasion.by else (MatterDeferred(matter.id),)


def _take_deferral_back(matter: Matter, by: MemberId) -> Outcome:
    return (DeferralTakenBack(matter.id),) if matter.deferred_by == by else ()


def _refuse_facets(
    facets: tuple[Facet, ...], ground: Ground, by: MemberId, *, already: int = 0
) -> Refusal | None:
    if not facets or already + len(facets) > MOST_PARTS:
        return WrongParts(MOST_PARTS)
    refusals = (_refuse_facet(facet, ground, by) for facet in facets)
    return next((refusal for refusal in refusals if refusal is not None), None)


def _refuse_facet(facet: Facet, ground: Ground, by: MemberId) -> Refusal | None:
    names = (facet.area, facet.element, *facet.tags)
    if not all(is_clear(name, longest=NAME_LENGTH) for name in names if name is not None):
        return UnclearWording("part of life")
    if not facet.declared.keys() <= {by}:
        return OthersWord()
    is_ones_own = facet.kind in (MatterKind.OWN_BODY, MatterKind.OWN_RIGHT)
    if is_ones_own and facet.holder not in ground.dynamic.member_ids:
        return HolderMissing()
    return None


def _pass(command: Pass, matter: Matter, by: MemberId) -> Outcome:
    if matter.passed.get(by) == command.question:
        return ()
    return (OpinionPassed(matter.id, command.question),)


def _declare(command: Declare, matter: Matter) -> Outcome:
    if not 0 <= command.part < len(matter.parts):
        return NotFound("part", str(command.part))
    return (FactsDeclared(matter.id, command.part, command.declaration, command.intimate),)


def _edit(command: EditQuestion, matter: Matter, by: MemberId) -> Outcome:
    if matter.raised_by != by:
        return NotYourQuestion()
    if not is_clear(command.question, longest=QUESTION_LENGTH):
        return UnclearWording("question")
    edited = question_digest(command.question)
    if edited == matter.digest:
        return ()
    return (QuestionEdited(matter.id, command.question, edited),)


def _split(command: SplitMatter, matter: Matter, ground: Ground, by: MemberId) -> Outcome:
    for facet in command.facets:
        if facet.kind not in SPLIT_OFF:
            return NotSplitOff(facet.kind)
    refusal = _refuse_facets(command.facets, ground, by, already=len(matter.parts))
    return refusal or (MatterSplit(matter.id, command.facets),)
