"""The sentences of "who decides?", each with its mirror: to the one it is about, to the other."""

from troth.domain.kernel import Significance, Value
from troth.domain.routing.routes import Label
from troth.domain.routing.rules import Rule
from troth.projections.changes import What
from troth.projections.explain import Miss


class Pair(Value, frozen=True):
    """One sentence in both mirrors; `{name}` is the one it is about, `{other}` the other."""

    own: str
    other: str


def _same(sentence: str) -> Pair:
    return Pair(sentence, sentence)


ANSWERS: dict[Label, Pair] = {
    Label.SELF: Pair("You decide.", "{name} decides."),
    Label.SELF_ADVISED: Pair(
        "You decide. You usually ask {other} first; you need not.",
        "{name} decides, and usually asks you first.",
    ),
    Label.SELF_CONSULTED: Pair(
        "You decide, after hearing {other}.", "{name} decides, after hearing you."
    ),
    Label.LEAD: Pair("You decide, and tell {other}.", "{name} decides, and tells you."),
    Label.LEAD_CONSULTED: Pair(
        "You decide, after hearing {other}.", "{name} decides, after hearing you."
    ),
    Label.JOINT: _same("You decide together, on the same words."),
    Label.RESERVED: Pair(
        "Only you. No agreement can change this.", "Only {name}. No agreement can change this."
    ),
    Label.HELD: _same("Nobody, for now. It waits until you are both back."),
    Label.FORBIDDEN: _same(
        "Nobody. It crosses a limit. Whoever set the limit may change it; "
        "nobody may decide around it."
    ),
}
"""The nine answers, to the one who decides and to the other."""

RULES: dict[Rule, Pair] = {
    Rule.C1: _same("It touches a limit that holds now."),
    Rule.C2: Pair("It is your own body or right.", "It is {name}'s own body or right."),
    Rule.C3: _same("It changes the agreement, and that takes you both."),
    Rule.C4: _same("An agreed response waits while roles rest."),
    Rule.S4: _same("It is about an agreed response, so the answer is heard first."),
    Rule.T: _same("You agreed to decide this part of life together."),
    Rule.D1: _same("Roles rest here just now: what is one's own stays one's own."),
    Rule.D2: _same("No line you agreed covers this part of life, and habit is not a line."),
    Rule.D3: _same("You see it differently, and that gives a hearing, not the last word."),
    Rule.S0: _same("Nobody leads here just now: you stand as equals."),
    Rule.S1: Pair(
        "Within your agreement, everyday, and about you only.",
        "Within your agreement, everyday, and about {name} only.",
    ),
    Rule.S1P: _same("Within your agreement, and more than everyday or more than one person's."),
    Rule.S2: Pair(
        "Outside what is led, and about you only.", "Outside what is led, and about {name} only."
    ),
    Rule.S3: _same("Outside what is led, but it touches more than its owner."),
    Rule.S5: Pair(
        "Within your agreement, and about you only.",
        "Within your agreement, and about {name} only.",
    ),
}
"""Why, by the rule that decided; about the one it touches, where it is about one."""

TOUCHES_ONE = Pair("it touches only you", "it touches only {name}")
TOUCHES_BOTH = "it touches you both"
WEIGHTS: dict[Significance, str] = {
    Significance.ROUTINE: "is everyday",
    Significance.SIGNIFICANT: "matters",
}
SAYS = Pair("You say {touches} and {weight}.", "{name} says {touches} and {weight}.")
TOUCHES_LIMIT = Pair("You say it touches your limit.", "{name} says it touches their limit.")

DISPUTED = "You two see it differently."
CLAUSES = "See {clauses}."
NEARLY: dict[Miss, str] = {
    Miss.LAPSED: "“{clause}” has run out. Renewing it takes you both.",
    Miss.WITHDRAWN: "“{clause}” was withdrawn.",
    Miss.ENDED: "“{clause}” has been replaced or taken out.",
    Miss.WAITS: "“{clause}” is agreed, and has not begun yet.",
    Miss.EXCEPTED: "“{clause}” leaves this part of life out.",
    Miss.NOT_ACTIVE: "“{clause}” rests with the whole exchange.",
    Miss.OUTSIDE_WINDOW: "“{clause}” rests outside your window.",
    Miss.AREA_RESTS: "“{clause}” rests: this part of life is paused.",
    Miss.LIMITED: "“{clause}” rests: a limit touches it.",
    Miss.DEPENDS: "“{clause}” rests: something it stands on has changed or gone.",
}
"""Clauses that would have covered it, and what stands in their way."""

CHANGES: dict[What, Pair] = {
    What.ROUTINE: _same("If it were everyday: {answer}"),
    What.SIGNIFICANT: _same("If it mattered more: {answer}"),
    What.TOUCHES_BOTH: _same("If it touched you both: {answer}"),
    What.TOUCHES_ONLY: Pair(
        "If it touched only you: {answer}", "If it touched only {name}: {answer}"
    ),
    What.SEEN_AS_BY: Pair(
        "If you both saw it as you do: {answer}", "If you both saw it as {name} does: {answer}"
    ),
    What.SEEN_DIFFERENTLY_BY: Pair(
        "If you said it touches you both: {answer}",
        "If {name} said it touches you both: {answer}",
    ),
    What.BEGUN: _same("If you had begun: {answer}"),
    What.PAUSED: _same("If either of you paused: {answer}"),
    What.RESUMED: _same("If you were both back: {answer}"),
    What.WINDOW_OPEN: _same("If a window were open: {answer}"),
    What.NO_OVERLAP_RULE: _same("Without your line on what is shared: {answer}"),
}
"""What would change the answer; the answer was really routed with the change made."""

ALWAYS = "You can say what you think, whatever the answer."
