"""The words of the agenda: what each topic asks, and why a thing lies on the table."""

from troth.domain.conduct.breach import Stage
from troth.domain.decisions.hearing import Stage as Hearing
from troth.domain.resets.state import Reset
from troth.domain.routing.rules import Rule
from troth.domain.sessions.events import Topic
from troth.projections.phrases import Phrase

HEADINGS: dict[Topic, str] = {
    Topic.FIT: "Are we fit to do this?",
    Topic.WELLBEING: "How is each of you?",
    Topic.APPRECIATIONS: "What each is glad of, both ways",
    Topic.TALKS: "Talks asked for",
    Topic.EXPECTATIONS: "What each keeps",
    Topic.CONDUCT: "Putting right, still open",
    Topic.DECISIONS: "Decisions waiting, or to be looked at again",
    Topic.CLAUSES: "Lines of the agreement to read again",
    Topic.BOUNDARIES: "Where it is not clear whose it is",
    Topic.CONNECTION: "How close do you feel?",
    Topic.ONE_CHANGE: "One small change for next week",
    Topic.READ_BACK: "Read back and confirm",
}
"""Every topic, in the order of the session (domain design, section 2.3)."""

QUESTIONS: dict[Topic, str] = {
    Topic.FIT: "Rested, sober, unhurried, both wanting to. If not, put it off; nobody minds.",
    Topic.EXPECTATIONS: "{first} speaks first about their own list; then {second} about theirs.",
    Topic.CLAUSES: "Has it helped? Is there a reason to drop it? To improve it? Read again when?",
    Topic.BOUNDARIES: "Whose is this from now on? Until you both say, habit is not a line.",
    Topic.ONE_CHANGE: "One is enough. Changes to the agreement are proposed, as equals.",
    Topic.READ_BACK: "Read the lines aloud: troth session minutes",
}
"""What a topic asks, where its heading does not say it all."""

QUIET = "A quiet week. Start with what you are glad of."
CARRIED = "Carried over from last time."

TALK_WAITED = "This has waited longer than you both agreed."
TALK_ASKED = "{name} asked to talk."
TALK_TIME_PASSED = "The time you both chose has gone by."
TALK_FROM_RECORD = "It is about {thing} “{about}”."

COMMITMENT = "A commitment of the one who leads."
LIGHTER = "The lighter version holds: {name}'s day is low."
RESTS = "It rests until you have both checked in."

STAGES: dict[Stage, str] = {
    Stage.REPORTED: "It waits for {name}'s own word on it.",
    Stage.ANSWERED: "{name} has answered; it waits to be weighed.",
    Stage.UPHELD: "It slipped. It waits for an offer, or for letting it rest.",
    Stage.OFFERED: "Something agreed was offered; {name} may accept it or say not now.",
    Stage.ACCEPTED: "{name} accepted what was offered.",
    Stage.BEGUN: "{name} has begun.",
    Stage.HELD: "It rests just now.",
    Stage.OVER: "Its time has run out; care comes next.",
    Stage.CUT_SHORT: "It was ended before its time; care comes next.",
    Stage.DONE: "Done; care comes next.",
    Stage.CARED_FOR: "Done and cared for; it can be closed.",
    Stage.CLOSED: "Closed.",
}

HEARINGS: dict[Hearing, str] = {
    Hearing.HEARING: "Still to be heard: {names}.",
    Hearing.READY: "Heard; it waits to be decided.",
    Hearing.HELD: "It waits until you are both back.",
    Hearing.FORBIDDEN: "It crosses a limit; nobody decides around it.",
}
UNANSWERED = "A view waits for its answer."
PUT_TO_BOTH = "An outcome was put to you both."
DECIDED_AT_ONCE = "It was acted on at once; the hearing is still owed."
LOOK_AGAIN = "Decided, and to be looked at again."

REVIEW_DUE = "Its time to be read again has come."
REVIEW_SOON = "It is soon to be read again."
RUN_OUT = "It has run out. Renewing it takes you both."
LINE_NEEDS_LOOK = "Keeping it has been hard more than once, or was not clear: look at the line."
WISHED_CHANGED = "After the reset it was said that it could change."

UNCLEAR: dict[Rule, str] = {
    Rule.D2: "No line you agreed covers this part of life.",
    Rule.D3: "You two see it differently.",
}
"""Why a question is a boundary case, by the rule that decided who decides it."""

UNCLASSIFIED = "Named, and not settled: each decides for themselves there."
CREEP = (
    "More than once in two months something binding was added here. "
    "Is that what you both want? Either of you can withdraw from any of it."
)

NOT_YET_SHOWN = "Each answers apart: troth check-in. It is shown once both have."
ANSWERED = "{name}: {connection}; roles {clarity}."
RESET_ASKED = "{name} asked for a reset."


RESET_RUNS = "A reset is running."


def reset_asked(reset: Reset, name: str) -> Phrase:
    """Return why a reset lies on the table."""
    return Phrase(RESET_ASKED, name=name) if reset.begun_at is None else Phrase(RESET_RUNS)
