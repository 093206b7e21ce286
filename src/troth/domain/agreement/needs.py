"""Protected needs in wording: words that make the program ask before a clause goes forward."""

import re

from troth.domain.agreement.terms import Need

WORDS: dict[str, dict[Need, tuple[str, ...]]] = {
    "en": {
        Need.FOOD: (
            *("eat", "eats", "eating", "food", "meal", "meals", "breakfast", "lunch", "dinner"),
            *("supper", "snack", "snacks", "hungry", "hunger", "fast", "fasting", "diet"),
        ),
        Need.WATER: ("drink", "drinks", "drinking", "water", "thirst", "thirsty"),
        Need.SLEEP: (
            *("sleep", "sleeps", "sleeping", "asleep", "nap", "naps", "awake", "wake", "wakes"),
        ),
        Need.TOILET: ("toilet", "toilets", "bathroom", "lavatory", "loo", "restroom", "pee"),
        Need.MEDICATION: (
            *("medication", "medications", "medicine", "medicines", "meds", "pill", "pills"),
            *("tablet", "tablets", "prescription", "insulin", "inhaler"),
        ),
        Need.HEALTH_CARE: (
            *("doctor", "doctors", "dentist", "nurse", "therapy", "therapist", "clinic"),
            *("hospital", "midwife", "contraception"),
        ),
        Need.EMERGENCY_HELP: ("emergency", "ambulance", "police", "rescue"),
        Need.REST_WHEN_ILL: ("ill", "illness", "sick", "fever"),
        Need.MONEY: (
            *("money", "cash", "wage", "wages", "salary", "income", "savings", "bank", "account"),
            *("accounts", "allowance", "card", "cards", "spending"),
        ),
        Need.WORK_AND_STUDY: (
            *("job", "jobs", "study", "studies", "college", "university", "school", "employer"),
            *("office", "career", "resign", "resigns"),
        ),
        Need.DOCUMENTS: ("passport", "passports", "documents", "licence", "visa", "certificate"),
        Need.PHONE: (
            *("phone", "phones", "telephone", "mobile", "messages", "password", "passwords"),
        ),
        Need.KEY: ("key", "keys", "locked"),
        Need.CONTACT: (
            *("friend", "friends", "family", "mother", "father", "parent", "parents", "sister"),
            *("sisters", "brother", "brothers", "relatives", "contact", "calls", "visit"),
            *("visits", "visitors"),
        ),
        Need.PROTECTED_ACTS: (
            *("safeword", "leave", "leaves", "leaving", "withdraw", "withdraws", "refuse"),
            *("refuses", "refusing", "not go out", "never goes out", "never say", "never says"),
        ),
    }
}
"""Per language, the plain words for each need. It asks too often rather than too seldom."""


def touched_needs(text: str, language: str = "en") -> tuple[Need, ...]:
    """Return the protected needs a text seems to touch, by whole words and short phrases."""
    said = " ".join(("", *re.findall(r"[a-z]+", text.lower()), ""))
    return tuple(
        need
        for need, words in WORDS[language].items()
        if any(f" {word} " in said for word in words)
    )
