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

    @property
    def number(self) -> str:
        """What stands for the line in the cookie."""
        return str(list(Told).index(self))


def told(number: str) -> Told | None:
    """Return the line a number stands for, if there is one."""
    lines = list(Told)
    return lines[int(number)] if number.isdecimal() and int(number) < len(lines) else None
