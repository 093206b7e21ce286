"""The parts of a clause in words for people: what each is called, and what its stored words mean.

What the two wrote themselves stands as they wrote it.
"""

import re
from collections.abc import Mapping

from troth.projections.differences import FieldChange
from troth.projections.places import STANDS

CALLED: Mapping[str, str] = {
    "answer_within_hours": "hours to answer in",
    "area": "part of life",
    "asked_by": "asked by",
    "at_a_distance": "at a distance",
    "bearers": "kept by",
    "bounds": "within these bounds",
    "care_after": "care afterwards",
    "category": "agreed",
    "ceiling_minutes": "minutes at most",
    "clears_before": "lets rest what was before",
    "closed_by": "closes at once with",
    "comes_first": "comes before others, in this order",
    "concerns": "what worries us about it",
    "do": "then",
    "due_after_miss": "is made up for",
    "element": "the part of it",
    "elements": "who looks after what",
    "everything_else": "covers all that has no name",
    "exceptions": "all but",
    "form": "how it goes",
    "forms_of_address": "how each is spoken to",
    "grade": "what it is",
    "how_we_tell": "how we tell",
    "in_role": "held in role",
    "item": "agreed response",
    "keeps": "what outlasts the end",
    "kind": "kind of line",
    "lapses_on": "ends by itself on",
    "leads": "who leads",
    "level": "how much ceremony",
    "lighter": "on a low day",
    "meaning": "what it asks for",
    "needs": "what nobody may take away",
    "overlap": "where something outside is shared",
    "owner": "whose it is",
    "permission": "under the permission",
    "precautions": "what we take care of",
    "presence": "when it holds",
    "rests_on": "stands on",
    "review_after_days": "days until it is read again",
    "risks": "what could go wrong",
    "schedule": "comes round",
    "settings": "where it holds",
    "sign": "the sign",
    "standing": "where it stands",
    "standing_instructions": "what always holds",
    "stop_signal": "stopped by",
    "style": "how it is led",
    "tags": "tags",
    "titles": "titles",
    "treat": "the treat",
    "trial_days": "days it is tried for",
    "when": "when",
    "why": "why",
    "without_answer": "holds without an answer",
}
"""What each part of a clause is called."""

MEANT: Mapping[str, Mapping[str, str]] = {
    "category": {
        "ordinary": "like most things",
        "intimate": "as something intimate",
        "new-intimate": "as something intimate and new",
    },
    "closed_by": {"children-at-home": "children at home", "needing-quiet": "needing quiet"},
    "grade": {"request": "a request", "order": "an order", "standing-order": "a standing order"},
    "item": {
        "talk": "a talk",
        "reflection": "a reflection",
        "doing-again": "doing it again",
        "small-service": "a small service",
        "paused-treat": "a paused treat",
        "private": "something private",
    },
    "keeps": {
        "confidentiality": "what was said in confidence stays so",
        "care-after": "care afterwards",
        "return-of-things": "things go back to whose they are",
        "own-data": "each keeps what is theirs",
    },
    "kind": {
        "correction": "agreed response",
        "reset": "the agreed way back",
        "reward": "treat",
        "session": "rhythm of sessions",
        "survival": "what outlasts the end",
    },
    "level": {"low": "a little", "medium": "some", "high": "much"},
    "meaning": {"check-in": "a check-in", "pause": "a pause", "stop": "a stop"},
    "overlap": {
        "shared-prevails": "what you share comes first",
        "exclusion-prevails": "what is outside comes first",
        "together": "you decide together",
    },
    "presence": {"always": "always", "windows-only": "in windows only"},
    "settings": {"private": "in private", "company": "in company", "public": "in public"},
    "standing": {stands.value: words for stands, words in STANDS.items()},
    "style": {
        "equal": "as equals",
        "negotiated": "as negotiated",
        "service": "as a service",
        "total": "in all that is within",
    },
}
"""What the stored words of a part mean; parts that are not here hold the couple's own words."""

_NEED = re.compile(r"effect (?P<effect>[a-z]+), need (?P<need>[a-z-]+)")


def part_words(part: FieldChange) -> str:
    """Return a part of a clause as a line: what it is called, and what it says."""
    name = CALLED.get(part.field, part.field.replace("_", " "))
    return f"{name}: {_meant(part.field, part.after)}"


def _meant(field: str, said: str) -> str:
    if field == "needs":
        return _NEED.sub(lambda of: f"{of['effect']} {of['need'].replace('-', ' ')}", said)
    meant = MEANT.get(field)
    return said if meant is None else ", ".join(meant.get(each, each) for each in said.split(", "))
