"""The whole story: eight weeks, a line about each, and everything that happens in them."""

from troth.demo import (
    agreeing,
    asking,
    deciding_alone,
    deciding_led,
    deciding_together,
    keeping,
    present,
    resting,
    returning,
    sessions,
    slips,
    talking,
)
from troth.demo.script import Line

WEEKS = (
    "They agree on a first shape, and on other words for some of it.",
    "Closeness, slowly; a slip put right; a stop that is heard.",
    "Opinions count in three ways; a limit; fewer pages.",
    "Tired days, and a slip of Ash's. They go on with what they tried.",
    "An ebb: a pause, and both come back.",
    "Wren works in another zone; an hour a day is theirs.",
    "Home, and the way back. One line needed another look.",
    "Today: a job offer, and what waits for each of them.",
)
"""What each week is about, for whoever watches it being made."""

# At the same minute the earlier theme goes first: words are agreed before they are used.
LINES: tuple[Line, ...] = (
    *agreeing.LINES,
    *resting.LINES,
    *returning.LINES,
    *deciding_alone.LINES,
    *deciding_led.LINES,
    *deciding_together.LINES,
    *asking.LINES,
    *keeping.LINES,
    *slips.LINES,
    *talking.LINES,
    *sessions.LINES,
    *present.LINES,
)
