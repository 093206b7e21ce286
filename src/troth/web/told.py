"""What is told after a form: one line at the top of the next page, gone with the page after it.

Between the two pages only its number travels, in a cookie that is dropped at once: nothing of what
was done stands in an address, and nothing stays on the device.
"""

from enum import Enum

COOKIE = "told"


class Told(Enum):
    """Each line that can be told; the number of a line is its place here."""

    KEPT = "Kept. Both of you can see it."
    KEPT_ALONE = "Kept. Only you can see it."
    ALREADY = "That is already so. Nothing was recorded."
    SIGNED_IN = "You are in."
    LOCKED = "Locked. What you were writing is kept."
    LOW_DAY = "Marked as a low day: lighter versions apply. Both of you can see it."
    USUAL_DAY = "Back to a usual day. Both of you can see it."
    MARKED = "Noted, as your own word. Both of you can see it."
    RAISED = "Raised. Both of you can see it."
    SAID = "Said. Both of you can see it."
    NOTHING_TO_ADD = "Noted: nothing to add. You can still say something at any time."
    FOR_LATER = "Kept for later. Only you can see it."
    DECIDED = "Recorded. Both of you can read it, and say something about it at any time."
    PUT_TO_BOTH = "Put to you both. It holds once both of you agree to these words."
    TAKEN_BACK = "Taken back."
    FOR_BOTH = "It is one for both of you now. You can take it back until it is decided."
    LEFT_TO_OTHER = "Left to the other. You can take it back until it is decided."
    YOURS_AGAIN = "It is yours to decide again."
    AT_ONCE = "Recorded. The hearing stays open."
    WITHDRAWN = "Withdrawn."
    STANDS = "Looked at again. It stands."
    SET_ASIDE = "Set aside. It no longer holds."
    ASKED_ASIDE = "Asked. What you decided together takes you both."
    ASKED = "Asked. Both of you can see it."
    TAKEN_UP = "Taken up."
    DONE = "Done."
    NOTHING_FOLLOWS = "It has ended. Nothing follows from it."
    LET_GO = "Let go. Nothing is asked by it any more."
    YES_GIVEN = "Yes. It is still asked in the moment, and a no then is a no."
    NOT_THIS_TIME = "Not this time. Nothing follows from it."
    OFFERED = "Offered, freely."
    TREAT_TAKEN = "Taken. Nothing is owed for it."
    NOT_NOW = "Not now. Nothing follows from it."
    TASK_SET = "Set down. Both of you can see it."
    PUT_FORWARD = "It is put forward. Nothing changes until you both agree to the same words."
    AGREED_ONE = "You have agreed. It takes both of you, to the same words."
    AGREED_BOTH = "Agreed by both of you. It stands in your agreement now."
    NOTHING_CHANGED = "Done. Nothing in your agreement has changed."
    WITHDREW = "You withdrew. It no longer applies, and no reason is asked."
    RENEWED = "Renewed, in exactly these words."
    LATER = "It begins later, as you asked."
    NAMED = "Named. Where it stands is for both of you to agree."
    RECOVERED = "You are in again. The old passphrase and the old code open nothing any more."
    ACCEPTED = "Taken as it stands, as the two of you spoke of it."
    COMPARED = "The words match. You are both here."
    SHAPE = "It is put forward. Read it together, and change whatever you do not mean."
    BEGUN = "It has begun. Either of you can pause or stop at any moment."

    @property
    def number(self) -> str:
        """What stands for the line in the cookie."""
        return str(list(Told).index(self))


def told(number: str) -> Told | None:
    """Return the line a number stands for, if there is one."""
    lines = list(Told)
    return lines[int(number)] if number.isdecimal() and int(number) < len(lines) else None
