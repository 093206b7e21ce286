"""Choices as they are said within a sentence: each stored word in a word or two of ours."""

from collections.abc import Mapping
from enum import StrEnum

from troth.domain.checkins import Clarity, Connection
from troth.domain.conduct.events import AnswerKind, Finding
from troth.domain.conduct.observations import ObservationKind
from troth.domain.resets.events import Wish
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
}
"""What each choice is called; a choice without a place here would fail to be told."""


def spoken(value: StrEnum) -> Phrase:
    """Return a choice as it is said within a sentence."""
    return SPOKEN[type(value)][value.value]
