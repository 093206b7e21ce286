"""Alarms: what is wrong with a chain beside what one person saw of it, and what that stops.

An alarm stops new acts until the two have spoken. It never stops an act that protects: whoever
could raise one by changing the record could otherwise keep somebody from pausing or leaving.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from troth.application.ports import EMPTY, Fault, Head, Reading, StoreDamaged
from troth.domain.kernel import Refusal
from troth.projections.phrases import Phrase


class Alarm(StrEnum):
    """What can be wrong with a chain beside what was seen of it."""

    KEY_CHANGED = "key-changed"
    GONE = "gone"
    SHORTER = "shorter"
    OTHER_ENTRY = "other-entry"
    NOT_WHOLE = "not-whole"
    FALSE_STATE = "false-state"
    KEY_WITHHELD = "key-withheld"
    ERASURE_UNREADABLE = "erasure-unreadable"
    ERASURE_UNANNOUNCED = "erasure-unannounced"
    DATED_AHEAD = "dated-ahead"


AHEAD_MINUTES = 15
"""How far an act may be dated ahead: clocks that are kept right differ by seconds.

The next act is dated no earlier, so one that is dated far ahead would date every other with it.
"""

ALARMS: Mapping[Alarm, Phrase] = {
    Alarm.KEY_CHANGED: Phrase(
        "The key of one of you is not the one you have seen before, or can no longer be checked. "
        "Somebody may have put in a key of their own."
    ),
    Alarm.GONE: Phrase(
        "Nothing is left of this record here, and neither of you has signed that it was erased."
    ),
    Alarm.SHORTER: Phrase(
        "This record ends before the entry you last saw. "
        "It is an older copy, or its end was taken away."
    ),
    Alarm.OTHER_ENTRY: Phrase(
        "The entry you last saw has been replaced by another. The record was written anew."
    ),
    Alarm.NOT_WHOLE: Phrase(
        "What was added since you last looked is not whole or not truly signed."
    ),
    Alarm.FALSE_STATE: Phrase(
        "The state that was kept here is not the one its signed entries lead to, so what was shown "
        "may be false. Somebody who has the key of this record may have made it up. "
        "Each login folds the state anew from the entries."
    ),
    Alarm.KEY_WITHHELD: Phrase(
        "A part of this record is sealed with a key that you were never given."
    ),
    Alarm.ERASURE_UNREADABLE: Phrase(
        "Nothing is left of this record here, and the line that would say whether it was erased "
        "as announced is damaged."
    ),
    Alarm.ERASURE_UNANNOUNCED: Phrase(
        "Nothing is left of this record here. One of you has signed that it was erased, but no "
        "login of yours has seen it announced for that day."
    ),
    Alarm.DATED_AHEAD: Phrase(
        "The last entry here is dated later than it is now. "
        "A clock was wrong, or somebody wrote it so. It passes once that time has come."
    ),
}
"""Each alarm as a sentence; what to do follows from `WHAT_TO_DO`."""

WHAT_TO_DO = Phrase(
    "Speak with each other before you write here. "
    "Pausing, stopping, ending and taking back work as always."
)

FAULTS: Mapping[Fault, Phrase] = {
    Fault.GAP: Phrase("an entry is missing here"),
    Fault.OUT_OF_ORDER: Phrase("an entry stands in another place than its own"),
    Fault.BROKEN_LINK: Phrase("this entry does not follow from the one before it"),
    Fault.CHANGED_HEADER: Phrase("this entry was changed"),
    Fault.CHANGED_BODY: Phrase("what this entry holds was changed"),
    Fault.CHANGED_WORDS: Phrase("the words of this entry were changed"),
    Fault.FALSE_SIGNATURE: Phrase("this entry was not signed by whom it names"),
    Fault.UNKNOWN_AUTHOR: Phrase("this entry is by somebody who was never given its key"),
    Fault.FALSE_GRANT: Phrase(
        "a key was put in, replaced, moved or taken away among those who may write here"
    ),
    Fault.OLDER_KEY: Phrase("this entry is sealed with a key that had been replaced before it"),
    Fault.WRONG_CHAIN: Phrase("this entry belongs to another record"),
    Fault.REPEATED_OPERATION: Phrase("this entry repeats an earlier one"),
    Fault.UNREADABLE_HEADER: Phrase("this entry is of a form nobody here writes"),
    Fault.MISFILED: Phrase("this entry is filed under another number than its own"),
    Fault.CUT_SHORT: Phrase("the entries from here to the end are missing"),
    Fault.HEAD_DIFFERS: Phrase("the record does not end where it says it does"),
}
"""Each fault in plain words."""


class RecordInDoubt(Refusal, frozen=True):
    """The record is not as this person last saw it, so nothing new is written on it."""

    why: str
    then: str = WHAT_TO_DO
    says = "{why} {then}"


def is_ahead(at: datetime | None, now: datetime) -> bool:
    """Tell whether an act is dated further ahead than two clocks may differ."""
    return at is not None and at > now + timedelta(minutes=AHEAD_MINUTES)


def alarm_beside(reading: Reading, seen: Head) -> Alarm | None:
    """Tell whether a record still goes on from the head that was last seen; one row is read."""
    if seen == EMPTY:
        return None
    try:
        if reading.head.seq < seen.seq:
            return Alarm.SHORTER
        links = [entry.link for entry in reading.entries(seen.seq - 1, 1)]
    except StoreDamaged:
        return Alarm.NOT_WHOLE
    return None if links == [seen.link] else Alarm.OTHER_ENTRY
