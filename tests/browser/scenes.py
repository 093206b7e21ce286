"""Scenes: how things can stand between two people, so that every page is somewhere to be seen."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser

from tests.browser.failing import serving_failing
from tests.browser.homes import Home, Serves, visited
from tests.browser.places import BY_A_PRESS, Place
from tests.browser.servers import serving
from tests.browser.visitors import Visitor
from tests.browser.walks import Walk
from tests.cli.home import BEGUN_DAYS, CHAIN, now
from tests.cli.home import Home as TypedHome
from tests.conftest import SOAKING
from tests.given import ASH, HOUSEHOLD, WORK, WREN, usual
from tests.tampering import rewind
from troth.application.joining import Arrival, begin, invite, new_invitation
from troth.application.ports import ChainId
from troth.application.rules import SHARED_PREFIX
from troth.application.seen import look
from troth.bootstrap import new_operation
from troth.domain.agreement.commands import NameArea, ProposeTerms
from troth.domain.dynamic.commands import AffirmResumption, End, Pause, RaiseCheck, Stop
from troth.domain.dynamic.events import Member
from troth.domain.kernel import ProposalId
from troth.domain.sessions.commands import (
    ArriveAtSession,
    BringPreparation,
    PlanSession,
    WriteLine,
)
from troth.domain.sessions.events import LineId, Preparation, SessionId

INVITATION = new_invitation()
OTHER = ChainId(SHARED_PREFIX + "apart")
LEFT_ENTRIES = 4

MOST_LOOKED_AT = 4 if SOAKING else 1
"""Of the pages that show each a thing of one kind, so many are looked at by each."""


class Sight(NamedTuple):
    """A page as somebody sees it."""

    visitor: Visitor
    address: str


class Scene:
    """How things stand on one server, and what each finds there."""

    def __init__(self, visitors: dict[str, Visitor]) -> None:
        """Keep everybody who is there."""
        self.visitors = visitors

    @cached_property
    def walks(self) -> dict[str, Walk]:
        """What each of them reaches by links; they walk when it is first asked for."""
        return {name: Walk(visitor) for name, visitor in self.visitors.items()}

    def sights(self, place: Place) -> list[Sight]:
        """Return how a page is seen here: as each of the two, and as a stranger, if they can."""
        return [
            Sight(self.visitors[name], address)
            for name, walk in self.walks.items()
            for address in _some(_addresses(walk, place), from_the_end=name == "Wren")
        ]


def _some(addresses: list[str], *, from_the_end: bool) -> list[str]:
    """Return a few; one of the two looks from the other end, so that they see different things."""
    return addresses[-MOST_LOOKED_AT:] if from_the_end else addresses[:MOST_LOOKED_AT]


def _addresses(walk: Walk, place: Place) -> list[str]:
    stands_on = BY_A_PRESS.get(place.address)
    if stands_on is None:
        return walk.addresses(place)
    beyond = place.address.removeprefix(stands_on)
    return [
        f"{sheet.address}{beyond}"
        for sheet in walk.sheets
        if sheet.place.address == stands_on and 'name="answer" value="other"' in sheet.text
    ]


def _alone(home: TypedHome) -> None:
    home.knows(WREN)
    home.opens()


def _met(home: TypedHome) -> None:
    home.knows(WREN)
    home.opens(days_ago=BEGUN_DAYS)
    home.come_together(days_ago=BEGUN_DAYS)


def _proposing(home: TypedHome) -> None:
    _met(home)
    for area, called in ((HOUSEHOLD, "The household"), (WORK, "Work")):
        home.does(ASH, NameArea(area, called))
    home.does(ASH, ProposeTerms(ProposalId("first"), usual(), considered=True))


def _paused(home: TypedHome) -> None:
    _met(home)
    home.have_begun()
    home.does(WREN, Pause())


def _checking(home: TypedHome) -> None:
    _met(home)
    home.have_begun()
    home.does(WREN, RaiseCheck())


def _stopped(home: TypedHome) -> None:
    _paused(home)
    home.does(ASH, Stop())
    home.does(WREN, AffirmResumption())


def _sitting(home: TypedHome) -> None:
    _met(home)
    home.have_begun()
    session = SessionId("s")
    home.does(ASH, PlanSession(session, now() + timedelta(minutes=10), 60))
    for member in (ASH, WREN):
        home.does(member, ArriveAtSession(session))
    home.does(WREN, BringPreparation(session, Preparation.GLAD, "That you came."))
    home.does(ASH, WriteLine(session, LineId("line"), "We keep tea at seven.", owner=ASH))


def _ended(home: TypedHome) -> None:
    _met(home)
    home.have_begun()
    home.does(ASH, End())


def _nobody(_home: TypedHome) -> None:
    pass


def _invited(home: TypedHome) -> None:
    _alone(home)
    with home.world(ASH) as world:
        invite(world, CHAIN, new_operation(), INVITATION.secret)


def _several(home: TypedHome) -> None:
    _met(home)
    themself = Member(ASH, "Ash", "Europe/London", adult=True)
    with home.world(ASH) as world:
        begin(world, OTHER, Arrival(new_operation(), themself, "ours-2"))


def _doubted(home: TypedHome) -> None:
    """Let the record end before what its owners have seen."""
    _met(home)
    home.have_begun()
    with home.world(ASH) as world:
        look(world)
        rewind(world, CHAIN, LEFT_ENTRIES)
    with home.world(ASH) as world:
        look(world)


MADE: dict[str, Callable[[TypedHome], None]] = {
    "nobody": _nobody,
    "alone": _alone,
    "met": _met,
    "proposing": _proposing,
    "checking": _checking,
    "paused": _paused,
    "stopped": _stopped,
    "sitting": _sitting,
    "ended": _ended,
}
ASIDE: dict[str, Callable[[TypedHome], None]] = {
    "invited": _invited,
    "several": _several,
    "doubted": _doubted,
    "failing": _met,
}
"""What nobody walks through: it is only gone to for a state that no link leads to."""

SERVES: dict[str, Serves] = {"failing": serving_failing}
"""What is served by a server of another kind."""

DEMO = "demo"
SCENES = (DEMO, *MADE)
"""In this order a page is looked for."""


class Scenes:
    """Every scene, played when it is first asked for."""

    def __init__(self, browser: Browser, demo: Home, folder: Path, stack: ExitStack) -> None:
        """Keep where scenes are played; `stack` ends them."""
        self._browser = browser
        self._folder = folder
        self._demo = demo
        self._stack = stack
        self._played: dict[str, Scene] = {}

    def __getitem__(self, name: str) -> Scene:
        if name not in self._played:
            serves = SERVES.get(name, serving)
            served = visited(self._browser, self._home(name), serves)
            self._played[name] = Scene(self._stack.enter_context(served))
        return self._played[name]

    def __iter__(self) -> Iterator[Scene]:
        return (self[name] for name in SCENES)

    def sights(self, place: Place) -> list[Sight]:
        """Return a page in the first scene where there is one; raises LookupError for none."""
        found = next((sights for scene in self if (sights := scene.sights(place))), None)
        if found is None:
            raise LookupError(f"Nowhere does a link lead to {place}")
        return found

    def _home(self, name: str) -> Home:
        path = self._folder / name
        if name == DEMO:
            return self._demo.copied(path)
        path.mkdir()
        home = Home(path)
        typed = TypedHome(home.record)
        (MADE | ASIDE)[name](typed)
        for who in typed.people:
            home.keep(who, typed.logs_in(who))
        return home
