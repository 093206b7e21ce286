"""The agreed response: offered, accepted, begun, done, cared for, closed; each by one's own act."""

from typing import assert_never

from troth.domain.agreement.state import Clause, in_force
from troth.domain.agreement.terms import Correction, CorrectionKind, Reward
from troth.domain.conduct.breach import Breach, Response, Stage, is_held, recorded_stage
from troth.domain.conduct.commands import (
    AcceptCorrection,
    BeginCorrection,
    CloseBreach,
    DeclineCorrection,
    Facts,
    FinishCorrection,
    NoteCare,
    OfferCorrection,
    ResponseCommand,
)
from troth.domain.conduct.events import (
    BreachClosed,
    CareNoted,
    CorrectionAccepted,
    CorrectionBegun,
    CorrectionDeclined,
    CorrectionDone,
    CorrectionOffered,
    Footing,
)
from troth.domain.conduct.refusals import (
    BeyondCeiling,
    CareComesFirst,
    KeptPrivate,
    NamesTreat,
    NoLongerAgreed,
    NotAtThisStage,
    NotInMenu,
    NotYours,
    OfferChanged,
    RestsNow,
    TalkComesFirst,
)
from troth.domain.conduct.report import TEXT_LENGTH
from troth.domain.force import Ground, is_operative, operative
from troth.domain.kernel import (
    Digest,
    Moment,
    Occasion,
    Outcome,
    Refusal,
    UnclearWording,
    is_clear,
)
from troth.domain.safety import touched_limits
from troth.domain.standards.duties import rests_on, touches_of

MAY_REST = (Stage.REPORTED, Stage.ANSWERED, Stage.UPHELD, Stage.OFFERED, Stage.ACCEPTED)
"""Where the other may let it rest, before anything has begun."""

AFTER_A_RUN = (Stage.DONE, Stage.OVER, Stage.CUT_SHORT, Stage.CARED_FOR)


def respond(breach: Breach, facts: Facts, command: ResponseCommand, occasion: Occasion) -> Outcome:
    """Decide a step of the response; declining and breaking off are open whenever there is one."""
    match command:
        case OfferCorrection():
            return _offer(breach, facts, command, occasion)
        case AcceptCorrection():
            return _accept(breach, facts, command, occasion)
        case DeclineCorrection():
            return _decline(breach, command, occasion)
        case BeginCorrection():
            return _begin(breach, facts, occasion)
        case FinishCorrection():
            return _finish(breach, facts, occasion)
        case NoteCare():
            return _note_care(breach, command, occasion)
        case CloseBreach():
            return _close(breach, occasion)
        case _:
            assert_never(command)


def _offer(breach: Breach, facts: Facts, command: OfferCorrection, occasion: Occasion) -> Outcome:
    ground, moment = facts.ground, occasion.moment
    stage = recorded_stage(breach, occasion.now)
    if breach.bearer == occasion.by:
        return NotYours()
    if stage is not Stage.UPHELD:
        return NotAtThisStage(stage)
    if breach.bearer in facts.waiting_to_talk:
        return TalkComesFirst()
    if is_held(breach, ground, moment):
        return RestsNow()
    if not _still_stands(breach, ground, moment):
        return NoLongerAgreed()
    held = operative(ground, command.clause, moment)
    if held is None or not isinstance(held.terms.body, Correction) or not _is_for(held, breach):
        return NotInMenu(command.clause)
    refusal = _refuse_item(held.terms.body, ground, command, moment)
    if refusal is not None:
        return refusal
    clauses = rests_on(ground, held, moment.at)
    footing = Footing(clauses, touches_of(ground, held, moment.at))
    return (_offered(command, held.digest, held.terms.body.item, footing),)


def _is_for(held: Clause, breach: Breach) -> bool:
    """A response that names who bears it was agreed for nobody else."""
    return breach.bearer in (held.terms.bearers or {breach.bearer})


def _still_stands(breach: Breach, ground: Ground, moment: Moment) -> bool:
    """A withdrawal or limit from before the report closes the way as one from after it does."""
    clauses = (in_force(ground.agreement, each, moment.at) for each in breach.footing.clauses)
    touched = (touched_limits(ground.limits, each, moment.at) for each in breach.footing.touches)
    return all(each is not None for each in clauses) and not any(touched)


def _refuse_item(
    body: Correction, ground: Ground, command: OfferCorrection, moment: Moment
) -> Refusal | None:
    if not 1 <= command.minutes <= body.ceiling_minutes:
        return BeyondCeiling(body.ceiling_minutes)
    treat = None if command.treat is None else in_force(ground.agreement, command.treat, moment.at)
    is_treat = treat is not None and isinstance(treat.terms.body, Reward)
    pauses_treat = body.item is CorrectionKind.PAUSED_TREAT
    if pauses_treat != is_treat or (command.treat is not None and not pauses_treat):
        return NamesTreat()
    permission = body.permission
    is_permitted = permission is not None and is_operative(ground, permission, moment)
    if body.item is CorrectionKind.PRIVATE and not is_permitted:
        return NotInMenu(command.clause)
    return None


def _offered(
    command: OfferCorrection, agreed: Digest, item: CorrectionKind, footing: Footing
) -> CorrectionOffered:
    return CorrectionOffered(
        breach=command.breach,
        clause=command.clause,
        digest=agreed,
        item=item,
        minutes=command.minutes,
        footing=footing,
        treat=command.treat,
    )


def _accept(breach: Breach, facts: Facts, command: AcceptCorrection, occasion: Occasion) -> Outcome:
    response = breach.response
    refusal = _refuse_step(breach, Stage.OFFERED, occasion)
    if refusal is not None or response is None:
        return refusal or NotAtThisStage(Stage.UPHELD)
    if response.offer != command.offer:
        return OfferChanged()
    refusal = _refuse_going_on(breach, facts, occasion)
    return refusal or (CorrectionAccepted(breach.id, response.offer),)


def _refuse_going_on(breach: Breach, facts: Facts, occasion: Occasion) -> Refusal | None:
    """Each step stands on what holds now: the exchange, the response, and the standard itself."""
    if is_held(breach, facts.ground, occasion.moment):
        return RestsNow()
    still_stands = _still_stands(breach, facts.ground, occasion.moment)
    return None if still_stands else NoLongerAgreed()


def _refuse_step(breach: Breach, expected: Stage, occasion: Occasion) -> Refusal | None:
    stage = recorded_stage(breach, occasion.now)
    if breach.bearer != occasion.by:
        return NotYours()
    return None if stage is expected else NotAtThisStage(stage)


def _decline(breach: Breach, command: DeclineCorrection, occasion: Occasion) -> Outcome:
    """Nobody is kept in it: accepted or begun, one may still say no (C2)."""
    stage = recorded_stage(breach, occasion.now)
    if breach.bearer != occasion.by:
        return NotYours()
    if stage not in (Stage.OFFERED, Stage.ACCEPTED, Stage.BEGUN):
        return NotAtThisStage(stage)
    return (CorrectionDeclined(breach.id, command.talk),)


def _begin(breach: Breach, facts: Facts, occasion: Occasion) -> Outcome:
    refusal = _refuse_step(breach, Stage.ACCEPTED, occasion)
    if refusal is not None:
        return refusal
    refusal = _refuse_going_on(breach, facts, occasion)
    if refusal is not None:
        return refusal
    return KeptPrivate() if _is_private(breach.response) else (CorrectionBegun(breach.id),)


def _finish(breach: Breach, facts: Facts, occasion: Occasion) -> Outcome:
    stage = recorded_stage(breach, occasion.now)
    if _is_private(breach.response) and stage is Stage.ACCEPTED:
        is_resting = is_held(breach, facts.ground, occasion.moment)
        return RestsNow() if is_resting else (CorrectionDone(breach.id),)
    if stage not in (Stage.BEGUN, Stage.OVER):
        return NotAtThisStage(stage)
    return (CorrectionDone(breach.id),)


def _is_private(response: Response | None) -> bool:
    return response is not None and response.item is CorrectionKind.PRIVATE


def _note_care(breach: Breach, command: NoteCare, occasion: Occasion) -> Outcome:
    """Care is open after any run, also one that a pause, a limit or a no has ended."""
    stage = recorded_stage(breach, occasion.now)
    if _is_private(breach.response):
        return KeptPrivate()
    if not is_clear(command.text, longest=TEXT_LENGTH, may_be_empty=True):
        return UnclearWording("note")
    has_run = breach.response is not None and breach.response.begun_at is not None
    is_over = stage in AFTER_A_RUN or (stage is Stage.CLOSED and has_run)
    return (CareNoted(breach.id, command.text),) if is_over else NotAtThisStage(stage)


def _close(breach: Breach, occasion: Occasion) -> Outcome:
    stage = recorded_stage(breach, occasion.now)
    if stage in MAY_REST:
        return NotYours() if breach.bearer == occasion.by else (BreachClosed(breach.id),)
    if stage is Stage.CARED_FOR or (stage is Stage.DONE and _is_private(breach.response)):
        return (BreachClosed(breach.id),)
    return CareComesFirst() if stage in AFTER_A_RUN else NotAtThisStage(stage)
