"""Making the demo: the whole story on a real record of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from troth.application.accounts.signing_up import SignUp, sign_up
from troth.application.handle import Host
from troth.application.keyring import Keyring
from troth.bootstrap import has_record, open_host, place_of
from troth.demo.people import PEOPLE
from troth.demo.script import HOME_ZONE, Calendar
from troth.demo.story import LINES, WEEKS
from troth.demo.teller import StoryBroken, Teller
from troth.domain.kernel import Refusal


class RecordThere(Refusal, frozen=True):
    """The directory holds a record already, and nobody's record is written into."""

    directory: str
    says = "There is a record in {directory} already. Name another directory for the demo."


def refuse_home(home: Path) -> RecordThere | None:
    """Return why the demo cannot be made there, or None when it can."""
    return RecordThere(place_of(home)) if has_record(home) else None


def make(home: Path, made_at: datetime | None = None) -> Iterator[str]:
    """Make the demo so that its eight weeks end now, giving a line for each week as it begins.

    What happens in it follows from the moment of making alone: ids, operations and times too.
    The keys are new each time, so no two demos are sealed alike.
    """
    host = open_host(home)
    with host.store:
        at = (made_at or host.clock.now()).astimezone(UTC).replace(microsecond=0)
        calendar = Calendar(at, host.zones[HOME_ZONE])
        for week in Teller(host, _signed_up(host), calendar).tells(LINES):
            yield WEEKS[week - 1]


def _signed_up(host: Host) -> Iterator[Keyring]:
    for person in PEOPLE:
        who = (person.themself.id, person.name, person.passphrase, person.recovery_code)
        made = sign_up(host, SignUp(*who, person.themself.adult))
        if isinstance(made, Refusal):
            raise StoryBroken(f"{person.name} could not sign up: {made.sentence}")
        yield made
