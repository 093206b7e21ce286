"""What stands in the way between a breach and its end."""

from troth.domain.conduct.breach import Stage
from troth.domain.kernel import Refusal


class NotInMemory(Refusal, frozen=True):
    """Conduct is asked about within a month, and only after it happened."""

    days: int
    says = "This can be asked about something of the last {days} days. You can ask to talk."


class NotExpectedThen(Refusal, frozen=True):
    """Nothing was expected there and then, in any wording: no breach can rest on it (K8)."""

    says = "That was not expected at that time: not in force, resting, or outside a window."


class NotYetOver(Refusal, frozen=True):
    """There is still time for it, so it has not been missed."""

    says = "There is still time for that. You can remind of it, or ask to talk."


class OnlyReminder(Refusal, frozen=True):
    """What was graded a request can only be reminded of."""

    says = "That was agreed as a request. You can remind of it, or ask to talk."


class ProtectedConduct(Refusal, frozen=True):
    """A protected act is never conduct of a breach (K9)."""

    says = "That is about something each of you may always do, so nobody answers for it."


class NoneForCorrection(Refusal, frozen=True):
    """There is no correction of a correction."""

    says = "An agreed response is never itself a reason to ask. You can ask to talk."


class AlreadyReported(Refusal, frozen=True):
    """This conduct has been asked about already; closed stays closed."""

    breach: str
    says = "This has been asked about already, as “{breach}”. What is closed stays closed."


class ClearedByReset(Refusal, frozen=True):
    """Both cleared what was not reported before their reset."""

    says = "Your reset cleared what had not been asked about before it. You can ask to talk."


class TooManyBreaches(Refusal, frozen=True):
    """More are open than two people can talk through."""

    most: int
    says = "{most} are open already. Close some of them, or ask to talk about what is behind them."


class NotYours(Refusal, frozen=True):
    """That step is the other's."""

    says = "That step is for the other one. You can ask to talk."


class NotOwnFinding(Refusal, frozen=True):
    """Nobody finds their own breach (K20)."""

    says = "Nobody weighs what concerns themselves. The other one does."


class NotAtThisStage(Refusal, frozen=True):
    """The step does not follow from where this stands."""

    stage: Stage
    says = "That does not follow from here: it is {stage}. Look at it again and choose a next step."


class AwaitingAnswer(Refusal, frozen=True):
    """Nothing is found before the one it concerns has answered."""

    says = "That waits for an answer from the one it concerns. Nothing is read into waiting."


class AnswerStands(Refusal, frozen=True):
    """The answer names a right, a need, an own choice or another duty: it cannot be upheld."""

    says = "The answer names something that comes before this, so it cannot be upheld."


class NotYourChoice(Refusal, frozen=True):
    """The choice named was not left to the answerer, not about this, or made afterwards."""

    matter: str
    says = "“{matter}” was not a choice left to you about this. Explain it in your own words."


class ThisCameFirst(Refusal, frozen=True):
    """The other duty named did not bind then, or comes after this one."""

    says = "The other one was not expected then, or comes after this. Explain it in your own words."


class OnlyInFavour(Refusal, frozen=True):
    """A finding changes only in favour of the one it concerns."""

    says = "A finding can only be changed in favour of the one it concerns."


class NamesTalk(Refusal, frozen=True):
    """An unclear finding opens a talk, so it names one."""

    says = "This opens a talk about the clause. Give the talk a name."


class RestsNow(Refusal, frozen=True):
    """Nothing is found, offered, accepted or begun while the exchange or the area rests (K6)."""

    says = "This rests just now. It can go on once you have both come back."


class TalkComesFirst(Refusal, frozen=True):
    """A request to talk by the one it concerns has waited too long."""

    says = "The one this concerns has asked to talk and has waited. Answer that first."


class AnsweredForAlready(Refusal, frozen=True):
    """The same conduct has been answered for under another breach; several do not add up."""

    breach: str
    says = "The same conduct was already answered for, under “{breach}”. One response is enough."


class NoLongerAgreed(Refusal, frozen=True):
    """What this stands on is no longer in force, or a limit touches it."""

    says = "What this rests on is no longer agreed, or touches a limit. You can let it rest."


class NotInMenu(Refusal, frozen=True):
    """Only what both agreed beforehand, and what binds just now, can be offered."""

    clause: str
    says = "“{clause}” is not among the responses that both of you agreed and that hold just now."


class BeyondCeiling(Refusal, frozen=True):
    """A response has an end, within its ceiling."""

    minutes: int
    says = "That has to end: say for how long, at most {minutes} minutes as you both agreed."


class NamesTreat(Refusal, frozen=True):
    """Pausing a treat names an agreed treat, and nothing else names one."""

    says = "Pausing a treat names one that both agreed; no other response names a treat."


class OfferChanged(Refusal, frozen=True):
    """What is accepted is not what is offered now."""

    says = "That is not what is offered now. Read it again, then answer."


class KeptPrivate(Refusal, frozen=True):
    """Of a private response nothing is recorded but accepted and done."""

    says = "This one is private: nothing of it is recorded but that it was accepted and done."


class CareComesFirst(Refusal, frozen=True):
    """Care is noted before it is closed."""

    says = "Before this is closed, note how you cared for each other afterwards."
