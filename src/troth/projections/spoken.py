"""Choices as they are said within a sentence: each stored word in a word or two of ours."""

from collections.abc import Mapping
from enum import StrEnum

from troth.domain.agreement.terms import Grade, Need
from troth.domain.checkins import Clarity, Connection
from troth.domain.conduct.breach import Stage
from troth.domain.conduct.events import AnswerKind, Finding
from troth.domain.conduct.observations import ObservationKind
from troth.domain.dynamic.events import Phase
from troth.domain.labels import BuiltIn
from troth.domain.resets.events import Wish
from troth.domain.routing.matter import MatterKind
from troth.domain.routing.routes import Label
from troth.domain.safety import Target
from troth.domain.sessions.events import Treatment
from troth.domain.standards.events import Mark
from troth.domain.talks.events import Urgency
from troth.projections.phrases import Phrase

SPOKEN: Mapping[type[StrEnum], Mapping[str, Phrase]] = {
    Connection: {
        "far-apart": Phrase("far apart"),
        "a-little-apart": Phrase("a little apart"),
        "steady": Phrase("steady"),
        "close": Phrase("close"),
        "very-close": Phrase("very close"),
        "rather-not-say": Phrase("rather not say"),
    },
    Clarity: {
        "not-clear": Phrase("not clear"),
        "rather-unclear": Phrase("rather unclear"),
        "in-between": Phrase("in between"),
        "fairly-clear": Phrase("fairly clear"),
        "clear": Phrase("clear"),
        "rather-not-say": Phrase("rather not say"),
    },
    AnswerKind: {
        "acknowledged": Phrase("it slipped"),
        "explained": Phrase("there was a reason"),
        "disputed": Phrase("I see it differently"),
        "was-impossible": Phrase("it could not be done"),
    },
    Finding: {
        "not-upheld": Phrase("leave it there"),
        "excused": Phrase("there was good reason"),
        "unclear": Phrase("the line itself needs another look"),
        "upheld": Phrase("it slipped"),
    },
    Mark: {
        "kept": Phrase("kept"),
        "partly": Phrase("partly"),
        "not-this-time": Phrase("not this time"),
        "no-longer-fits": Phrase("no longer fits"),
    },
    ObservationKind: {
        "praise": Phrase("thanks"),
        "note": Phrase("a plain note"),
        "reminder": Phrase("a reminder"),
        "concern": Phrase("a concern"),
    },
    Urgency: {
        "now": Phrase("now"),
        "soon": Phrase("in the next days"),
        "next-session": Phrase("at the next weekly talk"),
    },
    Treatment: {
        "talked": Phrase("talked about"),
        "carried": Phrase("carried over"),
        "left": Phrase("left"),
    },
    Wish: {
        "keep": Phrase("keep"),
        "change": Phrase("change"),
        "drop": Phrase("let go of"),
    },
    Target: {
        "area": Phrase("the part of life"),
        "element": Phrase("what belongs to a part of life:"),
        "clause": Phrase("the line"),
        "tag": Phrase("what is called"),
    },
    BuiltIn: {
        "standards": Phrase("the standards"),
        "standard": Phrase("a standard"),
        "commitment": Phrase("a commitment"),
        "protocol": Phrase("a protocol"),
        "ritual": Phrase("a ritual"),
        "slip": Phrase("a slip"),
        "correction": Phrase("an agreed response"),
        "limit": Phrase("the limits"),
        "weekly-talk": Phrase("the weekly talk"),
        "check-in": Phrase("the check-in"),
        "ebb-and-flow": Phrase("ebb and flow"),
        "reset": Phrase("a reset"),
    },
    Phase: {
        "forming": Phrase("not begun yet"),
        "active": Phrase("on"),
        "checking": Phrase("held by a check-in"),
        "paused": Phrase("paused"),
        "stopped": Phrase("stopped"),
        "ended": Phrase("ended"),
    },
    Stage: {
        "reported": Phrase("asked about"),
        "answered": Phrase("answered"),
        "upheld": Phrase("weighed"),
        "offered": Phrase("offered"),
        "accepted": Phrase("accepted"),
        "begun": Phrase("begun"),
        "held": Phrase("resting"),
        "over": Phrase("over"),
        "cut-short": Phrase("broken off"),
        "done": Phrase("done"),
        "cared-for": Phrase("cared for"),
        "closed": Phrase("closed"),
    },
    Label: {
        "self": Phrase("one's own"),
        "self-advised": Phrase("one's own, after asking the other"),
        "self-consulted": Phrase("one's own, after hearing the other"),
        "lead": Phrase("for the one who leads"),
        "lead-consulted": Phrase("for the one who leads, after hearing the other"),
        "joint": Phrase("for you both"),
        "reserved": Phrase("one's own, whatever is agreed"),
        "held": Phrase("resting"),
        "forbidden": Phrase("past a limit"),
    },
    Grade: {
        "request": Phrase("request"),
        "order": Phrase("order"),
        "standing-order": Phrase("standing order"),
    },
    MatterKind: {
        "ordinary": Phrase("an ordinary question"),
        "agreement-change": Phrase("a change of the agreement"),
        "correction": Phrase("an agreed response"),
        "own-body": Phrase("one's own body"),
        "own-right": Phrase("one's own right"),
    },
    Need: {
        "food": Phrase("food"),
        "water": Phrase("water"),
        "sleep": Phrase("sleep"),
        "toilet": Phrase("the toilet"),
        "medication": Phrase("medication"),
        "health-care": Phrase("health care"),
        "emergency-help": Phrase("emergency help"),
        "rest-when-ill": Phrase("rest when ill"),
        "money": Phrase("money"),
        "work-and-study": Phrase("work and study"),
        "documents": Phrase("documents"),
        "phone": Phrase("a phone"),
        "key": Phrase("a key"),
        "contact": Phrase("contact with others"),
        "protected-acts": Phrase("the protected acts"),
    },
}
"""What each choice is called; a choice without a place here would fail to be told."""

LISTED: Mapping[str, Phrase] = {
    **SPOKEN[Need],
    "who leads": Phrase("who leads"),
    "one part of life": Phrase("one part of life"),
    "one signal": Phrase("one signal"),
}
"""What can stand among others in a refusal: protected needs, and what it takes to begin."""


def spoken(value: StrEnum) -> Phrase:
    """Return a choice as it is said within a sentence."""
    return SPOKEN[type(value)][value.value]
