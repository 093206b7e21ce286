"""Making the demo: the whole story on a real record of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from troth.bootstrap import open_world
from troth.demo.script import HOME_ZONE, Calendar
from troth.demo.story import LINES, WEEKS
from troth.demo.teller import Teller
from troth.domain.kernel import Refusal


class RecordThere(Refusal, frozen=True):
    """The directory holds a record already, and nobody's record is written into."""

    directory: str
    says = "There is a record in {directory} already. Name another directory for the demo."


def refuse_home(home: Path) -> RecordThere | None:
    """Return why the demo cannot be made there, or None when it can."""
    return RecordThere(str(home)) if (home / "record.sqlite3").exists() else None


def make(home: Path, made_at: datetime | None = None) -> Iterator[str]:
    """Make the demo so that its eight weeks end now, giving a line for each week as it begins.

    Everything in it follows from the moment of making alone: ids, operations and times too.
    """
    world = open_world(home)
    with world.store:
        at = (made_at or world.clock.now()).astimezone(UTC).replace(microsecond=0)
        calendar = Calendar(at, world.zones[HOME_ZONE])
        for week in Teller(world, calendar).tells(LINES):
            yield WEEKS[week - 1]
