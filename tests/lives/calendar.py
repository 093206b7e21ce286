"""The calendar of the lives: what happens on which day, year after year, always the same."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from tests.given import Couple
from tests.lives import beginning, everyday, together, weighty

Routine = Callable[[Couple, int], None]

AFTERNOON_HOUR, EVENING_HOUR = 14, 18

EVERY_DAY: tuple[Routine, ...] = (everyday.mark, everyday.remark)

EVERY_WEEK: tuple[tuple[Routine, ...], ...] = (
    (everyday.direction, everyday.task),
    (everyday.treat,),
    (weighty.matter, everyday.direction),
    (weighty.look_again,),
    (everyday.direction, everyday.permission),
    (everyday.treat, everyday.direction),
    (together.session, together.check_in),
)
"""Monday to Sunday."""

EVERY_FOUR_WEEKS: dict[int, Routine] = {
    1: together.talk,
    3: weighty.breach,
    8: together.lighter,
    10: weighty.breach,
    12: together.window,
    15: together.talk,
    17: together.check,
    22: together.rest,
    24: weighty.withdrawn,
    26: weighty.breach,
}
"""Day of the four weeks, beginning with Monday as 0."""

EVERY_QUARTER: dict[int, Routine] = {
    18: weighty.limit,
    33: weighty.custom,
    45: together.reset,
    60: weighty.custom,
    72: weighty.reword,
}
"""Day of the thirteen weeks."""

FIRST_DAYS = 35
"""The intimate clauses of the shape are agreed one after the other, each after its wait."""


def days(couple: Couple) -> Iterator[int]:
    """Let two people begin and live on, and yield after each day; there is always another one."""
    beginning.begun(couple)
    monday = couple.now.replace(hour=0, minute=0, second=0, microsecond=0)
    yield 0
    day = 7
    while True:
        couple.now = monday + timedelta(days=day, hours=AFTERNOON_HOUR)
        for routine in _of(day):
            routine(couple, day)
            couple.later(minutes=10)
        if day < FIRST_DAYS:
            beginning.agree(couple)
        beginning.renew(couple)
        yield day
        day += 1


def _of(day: int) -> Iterator[Routine]:
    yield from EVERY_DAY
    for routine in EVERY_WEEK[day % 7]:
        if routine is not everyday.permission or day > FIRST_DAYS:
            yield routine
    for length, routines in ((28, EVERY_FOUR_WEEKS), (91, EVERY_QUARTER)):
        if day % length in routines:
            yield routines[day % length]
