"""What each part of a line is called where it is asked and read, and each choice in plain words."""

from collections.abc import Mapping
from enum import StrEnum

from troth.domain.agreement.terms import (
    Category,
    Circumstance,
    CorrectionKind,
    Grade,
    Overlap,
    Presence,
    ProtocolLevel,
    Setting,
    SignalMeaning,
    Standing,
    Style,
    SurvivalKind,
)
from troth.domain.kernel import Value


class Label(Value, frozen=True):
    """What a part is called where it is asked, where it is read, and what helps to answer."""

    asked: str
    said: str
    hint: str = ""


LABELS: Mapping[str, Label] = {
    "text": Label(
        "The words you would both agree to", "Words", "Short is good. Write who does it."
    ),
    "bearers": Label("Who keeps it?", "Kept by"),
    "slip_of": Label(
        "Whose slip can it put right?", "For a slip of", "With nobody chosen, of either of you."
    ),
    "area": Label("Which part of life is it in?", "Part of life"),
    "element": Label("Which part of that?", "Which part of that"),
    "why": Label("Why is it there?", "Why"),
    "how_we_tell": Label("How would you both know whether it was kept?", "How we tell"),
    "concerns": Label("What is there to be careful about?", "To be careful about"),
    "tags": Label(
        "Words a limit can name it by",
        "Named by a limit as",
        "One on each line, such as: photographs",
    ),
    "rests_on": Label(
        "Which lines does it rest on?", "Rests on", "If one of them ends, this rests."
    ),
    "category": Label("How careful is it to be agreed?", "Agreed as"),
    "trial_days": Label("Is it tried first?", "Tried first"),
    "review_after_days": Label("When is it read again?", "Read again after"),
    "lapses_on": Label(
        "Its last day", "Last day", "Without one it goes on until it is read again."
    ),
    "needs": Label("What it supports", "Supports"),
    "lighter": Label("What is enough on a low day?", "On a low day"),
    "due_after_miss": Label("Does it still wait after a time that passed?", "Still waits after"),
    "when": Label("When this happens", "When"),
    "do": Label("This is done", "Then"),
    "level": Label("How formal is it?", "Formality"),
    "settings": Label("Where does it hold?", "Where"),
    "grade": Label("How is it meant?", "Meant as"),
    "schedule": Label("When does it come round?", "Comes round"),
    "bounds": Label("Where does it begin and end?", "Bounds"),
    "asked_by": Label("Who asks?", "Asked by"),
    "stop_signal": Label("Which signal stops it?", "Stopped by"),
    "answer_within_hours": Label("Answered within how many hours?", "Answered within"),
    "without_answer": Label("What holds if no answer comes?", "Without an answer"),
    "risks": Label("What could go wrong?", "What could go wrong"),
    "precautions": Label("What do you do so that it does not?", "Precautions"),
    "care_after": Label("What helps afterwards?", "Care afterwards"),
    "item": Label("What can be suggested?", "What can be suggested"),
    "ceiling_minutes": Label("How long at most, in minutes?", "At most"),
    "permission": Label("On which line does it rest?", "On the line"),
    "treat": Label("What can be given?", "What can be given"),
    "sign": Label("The word or gesture", "Sign"),
    "meaning": Label("What does it ask for?", "Asks for"),
    "at_a_distance": Label("And when you are apart?", "When apart"),
    "in_role": Label("In your roles, or as equals?", "How you sit down"),
    "closed_by": Label("What closes it at once?", "Closed at once by"),
    "form": Label("What do you do to come back?", "What it is"),
    "clears_before": Label("Does it also let go of what went unsaid before?", "What went before"),
    "keeps": Label("What does it protect?", "Protects"),
    "leads": Label("Who leads?", "Leads"),
    "style": Label("How does one lead?", "How"),
    "presence": Label("When is it on?", "When it is on"),
    "titles": Label("Titles you chose", "Titles", "Leave out what you do not use."),
    "forms_of_address": Label("How each is spoken to", "Spoken to as"),
    "standing": Label("Where does it stand?", "Stands"),
    "owner": Label("If it is out: whose is it?", "Whose it is"),
    "elements": Label("Who looks after what in it?", "Looked after", "One thing on each line."),
    "comes_first": Label(
        "Which goes before, when two pull apart?", "Goes before", "A greater number first."
    ),
    "everything_else": Label("Everything you did not name", "Everything you did not name"),
    "exceptions": Label("What stays out of it?", "Stays out of it"),
    "overlap": Label("What holds when something outside touches both?", "What touches both"),
    "standing_instructions": Label(
        "What is settled once and for all?", "Settled beforehand", "One on each line."
    ),
}
"""Every part of a line, by its name in the record."""

CHOICES: Mapping[type[StrEnum], Mapping[str, tuple[str, str]]] = {
    Style: {
        "equal": ("As equals", "Nobody has the last word"),
        "negotiated": ("In named parts of life", "One leads where you said so"),
        "service": ("By care and service", "One says what helps; the other gives it"),
        "total": ("In nearly everything", "With exceptions you name"),
    },
    Presence: {
        "always": ("Always", ""),
        "windows-only": ("Only in times you agreed", ""),
    },
    Standing: {
        "within": ("In", "One leads there, after hearing the other"),
        "together": ("Together", "You decide it on the same words"),
        "outside": ("Out", "One of you decides it alone"),
        "unclassified": ("Not sure yet", "Each decides for themself meanwhile"),
    },
    Overlap: {
        "shared-prevails": ("It is talked through, then the one who leads decides", ""),
        "exclusion-prevails": ("Whose it is decides", ""),
        "together": ("You decide it together", ""),
    },
    Grade: {
        "request": ("A request", "At most it is reminded of"),
        "order": ("A direction", "Given for one time"),
        "standing-order": ("A standing direction", "Holds until it is taken back"),
    },
    ProtocolLevel: {
        "low": ("Hardly at all", ""),
        "medium": ("Somewhat", ""),
        "high": ("Fully", ""),
    },
    Setting: {
        "private": ("When you are alone", ""),
        "company": ("In company", ""),
        "public": ("In public", ""),
    },
    CorrectionKind: {
        "talk": ("A talk about it", ""),
        "reflection": ("Some time to think or write", ""),
        "doing-again": ("Doing it again", ""),
        "small-service": ("A small kindness", ""),
        "paused-treat": ("A treat that waits", ""),
        "private": ("Something private", "It rests on a line of its own"),
    },
    SignalMeaning: {
        "check-in": ("Slow down, and ask each other", ""),
        "pause": ("Stand side by side until both go on", ""),
        "stop": ("Everything stops, at once", ""),
    },
    SurvivalKind: {
        "confidentiality": ("What you told each other", "Looking for help stays open to both"),
        "care-after": ("Care for each other afterwards", ""),
        "return-of-things": ("What is given back", ""),
        "own-data": ("What belongs to each", ""),
    },
    Circumstance: {
        "illness": ("Being ill", ""),
        "grief": ("Grief", ""),
        "company": ("Company", ""),
        "work": ("Work", ""),
        "study": ("Study", ""),
        "children-at-home": ("Children at home", ""),
        "travel": ("Travel", ""),
        "sleep": ("Sleep", ""),
        "needing-quiet": ("Needing quiet", ""),
    },
    Category: {
        "ordinary": ("As everyday things are", ""),
        "intimate": ("As something intimate you both know already", ""),
        "new-intimate": (
            "As something intimate and new",
            "By itself, with a day before it begins, and tried for 30 days first",
        ),
    },
}
"""Every choice a line holds: its words, and what it comes to."""

YES_OR_NO: Mapping[str, tuple[str, str]] = {
    "due_after_miss": ("It still waits", "It is simply over"),
    "without_answer": ("Yes, as agreed here", "No, as agreed here"),
    "in_role": ("In your roles", "As equals"),
    "clears_before": ("It lets go of it, if both say so that day", "It leaves that as it is"),
    "everything_else": ("Yes", "No"),
}
"""What yes and no say, of each part that is one or the other."""
