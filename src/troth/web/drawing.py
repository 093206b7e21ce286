"""The chart of ebb and flow: drawn by the server, told apart without colour, with no script."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from markupsafe import Markup

from troth.domain.kernel import MemberId, Value
from troth.projections.connection import EbbWeek
from troth.projections.drift import STEPS, Drift, bands, step

LEFT, RIGHT, TOP, BOTTOM = 12.0, 12.0, 36.0, 46.0
HEIGHT = 256.0
SEASON_WIDTH = 340.0
"""On a telephone one unit is one pixel: letters of 13.5 are read as such."""

YEAR_WIDTH = 640.0
"""A year is read on a wide screen, or by moving the chart aside."""

SEASON_WEEKS = 12

WORDS_APART = 5
"""How many dates stand under the chart: more would touch each other."""


class Labels(Value, frozen=True):
    """What stands on the chart in words."""

    title: str
    highest: str
    lowest: str
    rested: str
    reset: str


class Weeks(Value, frozen=True):
    """Where each week and each step lies on the sheet."""

    count: int
    width: float

    def x(self, place: float) -> float:
        """Return how far to the right a week lies."""
        return LEFT + (self.width - LEFT - RIGHT) * place / max(self.count - 1, 1)

    def y(self, found: int) -> float:
        """Return how far down a step lies."""
        return TOP + (HEIGHT - TOP - BOTTOM) * (len(STEPS) - 1 - found) / (len(STEPS) - 1)

    @property
    def stride(self) -> float:
        """How wide one week is."""
        return self.x(1) - self.x(0)


class Sheet(Value, frozen=True):
    """Everything a chart is drawn from: the reader's own line comes last, and lies on top."""

    drift: Drift
    members: tuple[MemberId, ...]
    hues: tuple[str, ...]
    dates: tuple[str, ...]
    labels: Labels


def chart(sheet: Sheet) -> Markup:
    """Return the chart as SVG."""
    drift = sheet.drift
    width = SEASON_WIDTH if len(drift.weeks) <= SEASON_WEEKS else YEAR_WIDTH
    weeks = Weeks(len(drift.weeks), width)
    begin = Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="chart-title">'
        '<title id="chart-title">{}</title>'
    ).format(f"{width:g}", f"{HEIGHT:g}", sheet.labels.title)
    parts = (
        *_rests(drift, weeks, sheet.labels),
        *_grid(weeks, sheet.labels),
        *_dates(weeks, sheet.dates),
        *_resets(drift, weeks, sheet.labels),
        *_lines(sheet, weeks),
    )
    return Markup("").join((begin, *parts, Markup("</svg>")))


def _grid(weeks: Weeks, labels: Labels) -> Iterator[Markup]:
    for found in range(len(STEPS)):
        across = f"M{LEFT:g} {weeks.y(found):.1f}H{weeks.width - RIGHT:g}"
        yield Markup('<path class="grid" d="{}"/>').format(across)
    yield _text("axis", (0, TOP - 18), labels.highest)
    yield _text("axis", (0, HEIGHT - BOTTOM + 20), labels.lowest)


def _dates(weeks: Weeks, dates: tuple[str, ...]) -> Iterator[Markup]:
    last = len(dates) - 1
    places = sorted({round(last * part / (WORDS_APART - 2)) for part in range(WORDS_APART - 1)})
    for place in places:
        anchor = "start" if place == 0 else "end" if place == last else "middle"
        x = 0 if place == 0 else weeks.width if place == last else weeks.x(place)
        yield _text("axis", (x, HEIGHT - 4), dates[place], anchor)


def _rests(drift: Drift, weeks: Weeks, labels: Labels) -> Iterator[Markup]:
    begins = [week.begins for week in drift.weeks]
    for first, last in bands(drift.rested):
        left = weeks.x(begins.index(first)) - weeks.stride / 2
        right = weeks.x(begins.index(last)) + weeks.stride / 2
        left, right = max(left, 0), min(right, weeks.width)
        tall = HEIGHT - TOP - BOTTOM + 16
        yield Markup('<rect class="rest" x="{}" y="{}" width="{}" height="{}" rx="6"/>').format(
            f"{left:.1f}", f"{TOP - 8:g}", f"{right - left:.1f}", f"{tall:g}"
        )
    yield from _rest_words(drift, weeks, labels)


def _rest_words(drift: Drift, weeks: Weeks, labels: Labels) -> Iterator[Markup]:
    """The word stands under each band, where it touches no other word and no line."""
    begins = [week.begins for week in drift.weeks]
    before = -LEAST_APART
    for first, last in bands(drift.rested):
        between = (weeks.x(begins.index(first)) + weeks.x(begins.index(last))) / 2
        middle = min(max(between, BESIDE), weeks.width - LEAST_APART / 2)
        if middle - before >= LEAST_APART:
            yield _text("rest-t", (middle, HEIGHT - BOTTOM + 20), labels.rested, "middle")
            before = middle


BESIDE = 98.0
"""As far to the right as the word of the lowest step leaves room."""

LEAST_APART = 62.0
"""Between the middles of two words of this length, so that they do not run into each other."""


def _resets(drift: Drift, weeks: Weeks, labels: Labels) -> Iterator[Markup]:
    for at in drift.resets:
        x = weeks.x(_place(drift.weeks, at))
        anchor = "end" if x > weeks.width - LEAST_APART else "start"
        yield Markup('<path class="reset" d="{}"/>').format(
            f"M{x:.1f} {TOP - 12:g}V{HEIGHT - BOTTOM:g}"
        )
        yield _text("axis", (x + (-5 if anchor == "end" else 5), TOP - 18), labels.reset, anchor)


def _place(weeks: tuple[EbbWeek, ...], at: datetime) -> int:
    return max((place for place, week in enumerate(weeks) if week.begins <= at), default=0)


def _lines(sheet: Sheet, weeks: Weeks) -> Iterator[Markup]:
    for number, (member, hue) in enumerate(zip(sheet.members, sheet.hues, strict=True), 1):
        found = [step(week, member) for week in sheet.drift.weeks]
        line = "".join(_path(found, weeks))
        if line:
            yield Markup('<path class="l{} {}" d="{}"/>').format(number, hue, line)
        for place, each in enumerate(found):
            if each is not None:
                yield _mark(number, hue, weeks.x(place), weeks.y(each))


def _path(found: list[int | None], weeks: Weeks) -> Iterator[str]:
    """Yield the strokes between weeks that follow one another; a gap stays a gap."""
    for place, (one, next_) in enumerate(pairwise(found)):
        if one is not None and next_ is not None:
            yield f"M{weeks.x(place):.1f} {weeks.y(one):.1f}"
            yield f"L{weeks.x(place + 1):.1f} {weeks.y(next_):.1f}"


def _mark(number: int, hue: str, x: float, y: float) -> Markup:
    """A dot for one, a diamond for the other: told apart where no colour is seen."""
    if number == 1:
        return Markup('<circle class="d1 {}" cx="{}" cy="{}" r="5"/>').format(
            hue, f"{x:.1f}", f"{y:.1f}"
        )
    return Markup('<path class="d2 {}" d="M{} {}l6.5 6.5-6.5 6.5-6.5-6.5z"/>').format(
        hue, f"{x:.1f}", f"{y - 6.5:.1f}"
    )


def _text(kind: str, at: tuple[float, float], words: str, anchor: str = "start") -> Markup:
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        kind, f"{at[0]:.1f}", f"{at[1]:.1f}", anchor, words
    )
