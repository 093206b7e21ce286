"""Evenings of two people: a line changed, a slip put right, a talk, the weekly hour, the end."""

from tests.browser.life import PASSPHRASES, Life
from tests.browser.people import Person

LINEN = "The linen is fresh at the weekend."
OFFER = "Ash can offer that we talk about it, half an hour at most."
KINDER = "Ash can offer that we talk about it over tea, half an hour at most."


def they_come_back(life: Life) -> None:
    """After a pause it goes on once both have said so, in their own time."""
    first, second = life.wren, life.ash
    first.chooses("Paused")
    first.presses("I am ready to come back")
    first.reads("Said. It goes on once you are both ready.")
    second.opens("Today")
    second.reads("Paused by Wren")
    second.chooses("Come back, or stay as you are")
    second.reads("Wren is ready when you are. There is no hurry.")
    second.presses("I am ready to come back")
    second.reads("You are both back. What you agreed holds again from now.")
    first.opens("Today")
    first.reads_nothing_of("Paused by Wren")


def they_agree_on_a_line_of_their_own(life: Life) -> None:
    """Ash suggests, Wren finds other words, and what stands in the book is what both meant."""
    life.ash.opens("Book")
    life.ash.chooses("Suggest a line")
    life.ash.chooses("How a slip is put right")
    life.ash.writes(OFFER, "The words you would both agree to")
    life.ash.ticks("A talk about it")
    life.ash.writes("30", "How long at most, in minutes?")
    life.ash.presses("Put it forward")
    life.wren.opens("Book")
    life.wren.chooses("Ash can offer that we talk about it")
    life.wren.presses("Suggest other words")
    life.wren.writes(KINDER, "The words you would both agree to")
    life.wren.presses("Put it forward")
    agrees(life.wren)
    life.wren.reads("You have agreed. It takes both of you, to the same words.")
    life.passes(minutes=6)
    life.ash.opens("Book")
    life.ash.chooses("Ash can offer that we talk about it")
    life.ash.writes(PASSPHRASES["Ash"], "Your passphrase, once more")
    agrees(life.ash)
    life.ash.reads("Agreed by both of you. It stands in your agreement now.")


def agrees(person: Person) -> None:
    """Agree to the words that are read."""
    person.presses("I agree to this wording")


def a_slip_is_heard(life: Life) -> None:
    """It is asked about, answered in one's own words, and weighed."""
    life.ash.opens("Today")
    life.ash.chooses("Note something")
    life.ash.chooses("Putting right")
    life.ash.chooses("Ask about something")
    life.ash.picks(f"Wren: {LINEN}", "Which line?")
    life.ash.writes("The basket was full on Sunday.", "In your own words")
    life.ash.presses("Ask about it")
    life.ash.reads("Asked. Nothing happens until it is heard.")
    opens_the_slip(life.wren)
    life.wren.writes("I forgot it over the visit.", "In your own words")
    life.wren.presses("It slipped")
    life.wren.reads("Answered.")
    opens_the_slip(life.ash)
    life.ash.presses("It slipped")


def opens_the_slip(person: Person) -> None:
    """Open what is being put right, from what waits for somebody today."""
    person.opens("Today")
    person.chooses(LINEN)


def finds_the_slip(person: Person) -> None:
    """Open it where it waits for nobody, from the list of what is open."""
    person.opens("Today")
    person.chooses("Note something")
    person.chooses("Putting right")
    person.chooses(LINEN)


def ash_offers_what_they_agreed(life: Life) -> None:
    """Offer what both agreed may be offered."""
    opens_the_slip(life.ash)
    life.ash.ticks(KINDER)
    life.ash.writes("30", "For how many minutes, at most?")
    life.ash.presses("Offer this")
    life.ash.reads("Offered. Not now closes it, and is held against nobody.")


def nothing_is_put_right_in_a_pause(life: Life) -> None:
    """HELD: what is offered rests, and would need a new yes."""
    life.passes(minutes=2)
    life.wren.chooses("Pause")
    life.wren.presses("Pause")
    life.wren.reads("You stand side by side")
    finds_the_slip(life.wren)
    life.wren.reads("Nothing is offered, accepted or begun until you are both back.")


def it_is_put_right(life: Life) -> None:
    """Accepted, begun, done, cared for, and closed for good."""
    opens_the_slip(life.wren)
    life.wren.presses("I accept")
    life.wren.presses("I begin")
    life.passes(minutes=5)
    life.wren.presses("It is done")
    opens_the_slip(life.ash)
    life.ash.writes("We drank the tea and laughed.", "What care there was")
    life.ash.presses("There was care")
    life.ash.presses("Close it for good")
    life.ash.reads("It is closed for good. It is on no list and no chart.")


def they_talk(life: Life) -> None:
    """Asked for by one, seen by the other, given a time by both, and closed by who asked."""
    life.wren.opens("Today")
    life.wren.chooses("Ask to talk")
    life.wren.writes("My mother's birthday", "What about?")
    life.wren.ticks("In the next days")
    life.wren.presses("Ask to talk")
    life.wren.reads("Asked. Both of you can see it.")
    life.ash.opens("Talk")
    life.ash.chooses("My mother's birthday")
    life.ash.picks("Today", "Which day?")
    life.ash.writes("21:00", "At what time?")
    life.ash.presses("I have seen this, and suggest this time")
    life.wren.opens("Talk")
    life.wren.chooses("My mother's birthday")
    life.wren.presses("Yes, then")
    life.wren.reads("You both said yes to this time.")


def they_have_talked(life: Life) -> None:
    """Only whoever asked closes it."""
    life.ash.opens("Talk")
    life.ash.chooses("My mother's birthday")
    life.ash.presses("We have talked")
    life.ash.reads("Noted: you have talked. Whoever asked for it closes it.")
    life.wren.opens("Talk")
    life.wren.chooses("My mother's birthday")
    life.wren.presses("We have talked")
    life.wren.reads("Closed.")


def each_prepares_alone(life: Life) -> None:
    """Each alone; what one writes is nowhere to be seen for the other."""
    prepares(life.ash, "Something I am glad of", "The mornings with tea")
    prepares(life.wren, "Something hard", "The offer from the other town")
    life.ash.goes("Talk", "Weekly talk")
    life.ash.reads_nothing_of("The offer from the other town")


def prepares(person: Person, box: str, words: str) -> None:
    """Write in one of the boxes, and mean to bring it."""
    person.goes("Talk", "Weekly talk")
    person.chooses("Prepare")
    person.writes(words, box)
    person.presses("Keep this")
    person.reads("Kept. Only you can see it.")


def they_sit_down(life: Life) -> None:
    """It opens once both have said that they are here, and each brings what they choose to."""
    for each in life.both:
        each.goes("Talk", "Weekly talk")
        each.presses("I am here")
    for each, words in ((life.ash, "The mornings with tea"), (life.wren, "The offer from")):
        each.goes("Talk", "Weekly talk")
        each.ticks(words)
        each.presses("Bring what is ticked")
        each.reads("Brought. Both of you see it now.")


def they_write_down_how_it_was(life: Life) -> None:
    """A line, read back by both, confirmed in the same words; then it is closed."""
    life.ash.chooses("What each is glad of, both ways")
    life.ash.reads("The mornings with tea")
    life.ash.writes("We keep tea at seven.", "Write down")
    life.ash.presses("Write this line")
    for each in life.both:
        each.goes("Talk", "Weekly talk")
        each.chooses("Read back and confirm")
        each.reads("We keep tea at seven.")
        each.presses("That is how it was")
    life.wren.reads("Confirmed by both of you, in the same words. It is closed.")


def ash_ends_it(life: Life) -> None:
    """At once, without a second question; the other reads it when they next open this."""
    life.ash.chooses("Pause")
    life.ash.chooses("End the arrangement")
    life.ash.presses("End it")
    life.ash.reads("It has ended")
    life.wren.opens("Today")
    life.wren.reads("It has ended. Nothing is owed, and what is yours stays yours.")
    for each in life.both:
        each.chooses("What stays, and beginning again")
        each.chooses("Read what was")
        each.reads("Neither of you can rewrite it.")
