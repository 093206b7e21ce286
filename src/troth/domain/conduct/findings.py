"""Answering and finding: heard first, found by somebody else, changed only in favour."""

from typing import assert_never

from troth.domain.conduct.breach import Breach, Stage, recorded_stage
from troth.domain.conduct.commands import (
    AnswerBreach,
    ChangeFinding,
    Facts,
    FindingCommand,
    WeighBreach,
)
from troth.domain.conduct.events import (
    IN_FAVOUR,
    BreachAnswered,
    BreachFound,
    BreachWeighed,
    Finding,
    FindingChanged,
    HadChoice,
    KeptAnother,
)
from troth.domain.conduct.refusals import (
    AnswerStands,
    AwaitingAnswer,
    NamesTalk,
    NotAtThisStage,
    NotOwnFinding,
    NotYourChoice,
    NotYours,
    OnlyInFavour,
    RestsNow,
    ThisCameFirst,
)
from troth.domain.conduct.report import TEXT_LENGTH, is_repair
from troth.domain.force import is_suspended
from troth.domain.kernel import Occasion, Outcome, Refusal, UnclearWording, is_clear
from troth.domain.standards.duties import binding, excuses


def find(breach: Breach, facts: Facts, command: FindingCommand, occasion: Occasion) -> Outcome:
    """Decide an answer or a finding."""
    if not is_clear(command.text, longest=TEXT_LENGTH, may_be_empty=True):
        return UnclearWording("answer")
    match command:
        case AnswerBreach():
            return _answer(breach, facts, command, occasion)
        case WeighBreach():
            return _weigh(breach, facts, command, occasion)
        case ChangeFinding():
            return _change(breach, command, occasion)
        case _:
            assert_never(command)


def _answer(breach: Breach, facts: Facts, command: AnswerBreach, occasion: Occasion) -> Outcome:
    stage = recorded_stage(breach, occasion.now)
    if breach.bearer != occasion.by:
        return NotYours()
    if stage not in (Stage.REPORTED, Stage.ANSWERED):
        return NotAtThisStage(stage)
    refusal = _refuse_because(breach, facts, command, occasion)
    if refusal is not None:
        return refusal
    return (BreachAnswered(breach.id, command.answer, command.text, command.because),)


def _refuse_because(
    breach: Breach, facts: Facts, command: AnswerBreach, occasion: Occasion
) -> Refusal | None:
    """A right or a need is taken at the answerer's word; a choice or a duty has to have been."""
    match command.because:
        case HadChoice(matter=matter):
            choice = facts.choices.get(matter)
            is_about_it = choice is not None and breach.area in choice.areas
            is_earlier = choice is not None and choice.decided_at <= breach.conduct_at
            return None if is_about_it and is_earlier else NotYourChoice(matter)
        case KeptAnother(duty=duty) if duty != breach.duty:
            then = occasion.moment.moved(breach.conduct_at)
            kept = binding(facts.ground, facts.standards, duty, then)
            is_borne = kept is not None and breach.bearer in kept.bearers
            area = None if kept is None else kept.area
            is_first = is_borne and excuses(facts.ground, area, breach.area, then)
            return None if is_first else ThisCameFirst()
        case KeptAnother():
            return ThisCameFirst()
        case _:
            return None


def _weigh(breach: Breach, facts: Facts, command: WeighBreach, occasion: Occasion) -> Outcome:
    shared = is_repair(breach, facts.ground, occasion.moment)
    if breach.bearer == occasion.by and not shared:
        return NotOwnFinding()
    refusal = refuse_finding(breach, facts, command, occasion)
    if refusal is not None:
        return refusal
    found = BreachFound(breach.id, command.finding, command.text, command.talk)
    if not shared:
        return (found,)
    other = facts.ground.dynamic.other(occasion.by)
    weighed = BreachWeighed(breach.id, command.finding)
    if breach.weighed.get(occasion.by) is command.finding:
        return ()
    is_agreed = breach.weighed.get(other) is command.finding
    return (weighed, found) if is_agreed else (weighed,)


def refuse_finding(
    breach: Breach, facts: Facts, command: WeighBreach, occasion: Occasion
) -> Refusal | None:
    """Return why a finding cannot be made now, by whomever; None where it can."""
    stage = recorded_stage(breach, occasion.now)
    if stage is Stage.REPORTED:
        return AwaitingAnswer()
    if stage is not Stage.ANSWERED:
        return NotAtThisStage(stage)
    if command.finding is Finding.UPHELD:
        if breach.answer is not None and breach.answer.because is not None:
            return AnswerStands()
        if is_suspended(facts.ground, breach.area, occasion.moment):
            return RestsNow()
    return _refuse_talk(command)


def _refuse_talk(command: WeighBreach | ChangeFinding) -> Refusal | None:
    is_unclear = command.finding is Finding.UNCLEAR
    return NamesTalk() if is_unclear != (command.talk is not None) else None


def _change(breach: Breach, command: ChangeFinding, occasion: Occasion) -> Outcome:
    if breach.bearer == occasion.by:
        return NotOwnFinding()
    if breach.finding is None:
        return NotAtThisStage(recorded_stage(breach, occasion.now))
    if IN_FAVOUR.index(command.finding) <= IN_FAVOUR.index(breach.finding):
        return OnlyInFavour()
    refusal = _refuse_talk(command)
    if refusal is not None:
        return refusal
    return (FindingChanged(breach.id, command.finding, command.text, command.talk),)
