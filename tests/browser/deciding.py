"""Questions of every mode, raised, heard and decided as two people do it."""

from typing import NamedTuple

from tests.browser.life import Life
from tests.browser.people import Person

HOME, GUESTS, WORK = "The household", "Guests and hospitality", "Work and livelihood"
EVERYDAY, MATTERS = "Everyday", "It matters"


class Asked(NamedTuple):
    """A question, which part of life it is in, whom it touches, how much it matters."""

    question: str
    area: str
    whom: str
    weight: str


PLANTS = Asked("When are the plants watered?", HOME, "Only Wren", EVERYDAY)
SOFA = Asked("A sofa we can both lie on?", HOME, "Both of us", MATTERS)
LUNCH = Asked("Lunch with the others on Friday?", WORK, "Only me", EVERYDAY)
HOURS = Asked("Fewer hours from May on?", WORK, "Only me", MATTERS)
COURSE = Asked("The course on Thursday evenings?", WORK, "Only me", MATTERS)
TOWN = Asked("The offer from the other town?", WORK, "Both of us", MATTERS)
DENTIST = Asked("Do I have the tooth out?", "Something not yet named", "Only me", MATTERS)
COUSINS = Asked("Do the cousins stay overnight?", GUESTS, "Both of us", MATTERS)


def raises(person: Person, asked: Asked, *, body: bool = False) -> None:
    """Raise a question."""
    person.goes("Decide", "Decisions")
    person.chooses("Raise a question")
    says_what(person, asked)
    if body:
        person.unfolds("More about it")
        person.ticks("My own body")
    person.writes(asked.question, "What is to be decided?")
    person.presses("Raise this question")
    person.reads("Raised. Both of you can see it.")


def says_what(person: Person, asked: Asked) -> None:
    """Say what a question is about."""
    person.picks(asked.area, "Which part of life?")
    person.ticks(asked.whom)
    person.ticks(asked.weight)


def opens(person: Person, asked: Asked) -> None:
    """Open a question from the list of them."""
    person.goes("Decide", "Decisions")
    person.chooses(asked.question)


def says(person: Person, view: str) -> None:
    """Say what one thinks, where one's voice is owed."""
    person.writes(view, "Your view")
    person.presses("Send my view")
    person.reads("Said. Both of you can see it.")


def counts(person: Person, how: str, why: str) -> None:
    """Answer the one view there is."""
    person.ticks(how)
    person.writes(why, "why")


def decides(person: Person, outcome: str, reasons: str) -> None:
    """Record a decision."""
    person.writes(outcome, "What is decided")
    person.writes(reasons, "Your reasons")
    person.presses("Record this decision")
    person.reads("Recorded. Both of you can read it")


def ash_decides_and_tells_wren(life: Life) -> None:
    """LEAD: everyday, in the exchange, about the one who follows."""
    raises(life.ash, PLANTS)
    life.ash.reads("You decide, and tell Wren.")
    decides(life.ash, "On Sundays, after our walk.", "You are at home then.")
    opens(life.wren, PLANTS)
    life.wren.reads("On Sundays, after our walk.")


def ash_decides_after_hearing_wren(life: Life) -> None:
    """LEAD_CONSULTED: asked first whose it is, then raised from the answer."""
    life.ash.opens("Decide")
    says_what(life.ash, SOFA)
    life.ash.presses("See who decides")
    life.ash.reads("You decide, after hearing Wren.")
    life.ash.presses("Raise it with Wren")
    life.ash.writes(SOFA.question, "What is to be decided?")
    life.ash.presses("Raise this question")
    life.ash.reads("Comes next, once Wren is heard")
    opens(life.wren, SOFA)
    life.wren.reads("Ash decides, after hearing you.")
    says(life.wren, "One whose cover can be washed.")
    opens(life.ash, SOFA)
    counts(life.ash, "I took this on", "You see to the linen.")
    life.ash.ticks("At our next weekly talk")
    decides(life.ash, "The grey one with the loose cover.", "It can be washed.")
    opens(life.wren, SOFA)
    life.wren.reads("Ash took this on")


def wren_decides_alone(life: Life) -> None:
    """SELF: everyday, outside, one's own."""
    raises(life.wren, LUNCH)
    life.wren.reads("You decide.")
    decides(life.wren, "Yes.", "I like them.")


def wren_decides_and_asks_first(life: Life) -> None:
    """SELF_ADVISED: outside, one's own, and it matters; the other's view is welcome, not owed."""
    raises(life.wren, HOURS)
    life.wren.reads("You decide. You usually ask Ash first; you need not.")
    opens(life.ash, HOURS)
    life.ash.unfolds("Say something about this")
    life.ash.writes("You would sleep more.", "What you think")
    life.ash.presses("Say this")
    opens(life.wren, HOURS)
    counts(life.wren, "I took this on", "It is so.")
    decides(life.wren, "Four days from May on.", "I want the mornings.")


def wren_decides_after_hearing_ash(life: Life) -> None:
    """SELF_CONSULTED: the two see it differently, which brings a hearing and nothing else."""
    raises(life.wren, COURSE)
    opens(life.ash, COURSE)
    life.ash.chooses("Say how you see it")
    life.ash.ticks("Both of us")
    life.ash.ticks(MATTERS)
    life.ash.presses("Say this")
    life.ash.reads("Wren decides, after hearing you.")
    says(life.ash, "It is the one evening we both have.")
    opens(life.wren, COURSE)
    life.wren.reads("You decide, after hearing Ash.")
    counts(life.wren, "I took some of this on", "Every other week, then.")
    decides(life.wren, "Every other Thursday.", "The other one is ours.")


def they_decide_together(life: Life) -> None:
    """JOINT: outside and shared, and they have agreed that such things take both."""
    raises(life.wren, TOWN)
    life.wren.reads("You decide together, on the same words.")
    life.wren.writes("I write and ask for a year.", "What is decided")
    life.wren.writes("Neither of us is ready.", "Your reasons")
    life.wren.presses("Put this to both")
    life.wren.reads("It holds once both of you agree to these words.")
    opens(life.ash, TOWN)
    life.ash.reads("Wren agrees to these words.")
    life.ash.presses("I agree to this")
    life.ash.reads("Recorded.")
    opens(life.wren, TOWN)
    life.wren.reads("I write and ask for a year.")


def wrens_body_is_wrens(life: Life) -> None:
    """RESERVED: no agreement can change whose it is."""
    raises(life.wren, DENTIST, body=True)
    life.wren.reads("Only you. No agreement can change this.")
    opens(life.ash, DENTIST)
    life.ash.reads("Only Wren. No agreement can change this.")
    opens(life.wren, DENTIST)
    decides(life.wren, "Yes, on Tuesday.", "It hurts.")


def nobody_decides_around_a_limit(life: Life) -> None:
    """FORBIDDEN: a limit of one's own is said alone, and holds at once."""
    life.wren.goes("Book", "Limits")
    life.wren.writes("guests overnight", "If you name it yourself: what is it?")
    life.wren.ticks("Never")
    life.wren.presses("Set this limit")
    life.wren.reads("Set, from now. Only you can loosen it.")
    raises(life.ash, COUSINS)
    opens(life.wren, COUSINS)
    life.wren.chooses("Say how you see it")
    life.wren.ticks("Both of us")
    life.wren.ticks(MATTERS)
    life.wren.ticks("It touches a limit of mine")
    life.wren.presses("Say this")
    opens(life.ash, COUSINS)
    life.ash.reads("Nobody. It crosses a limit.")
    life.ash.presses("Withdraw this question")
    life.ash.reads("This question was withdrawn")
