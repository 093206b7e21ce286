"""Protected needs in wording: words that make the program ask before a clause goes forward."""

import re

from troth.domain.agreement.terms import Need

WORDS: dict[str, dict[Need, tuple[str, ...]]] = {
    "en": {
        Need.FOOD: ("eat", "eating", "food", "meal", "meals", "dinner", "breakfast", "fast"),
        Need.WATER: ("drink", "drinking", "water"),
        Need.SLEEP: ("sleep", "sleeping", "asleep", "nap", "awake", "wake"),
        Need.TOILET: ("toilet", "bathroom", "lavatory"),
        Need.MEDICATION: ("medication", "medicine", "pill", "pills", "insulin", "inhaler"),
        Need.HEALTH_CARE: ("doctor", "dentist", "therapy", "therapist", "clinic", "hospital"),
        Need.EMERGENCY_HELP: ("emergency", "ambulance", "police"),
        Need.REST_WHEN_ILL: ("ill", "illness", "sick", "fever"),
        Need.MONEY: ("money", "wage", "wages", "salary", "bank", "account", "allowance"),
        Need.WORK_AND_STUDY: ("job", "study", "studies", "college", "university", "employer"),
        Need.DOCUMENTS: ("passport", "documents", "licence", "visa"),
        Need.PHONE: ("phone", "telephone", "mobile", "messages"),
        Need.KEY: ("key", "keys"),
        Need.CONTACT: ("friend", "friends", "family", "mother", "father", "sister", "brother"),
        Need.PROTECTED_ACTS: ("safeword", "leave", "leaving"),
    }
}
"""Per language, the plain words for each need. It asks too often rather than too seldom."""


def touched_needs(text: str, language: str = "en") -> tuple[Need, ...]:
    """Return the protected needs a text seems to touch, by whole words."""
    found = set(re.findall(r"[a-z]+", text.lower()))
    return tuple(need for need, words in WORDS[language].items() if found.intersection(words))
