"""The things of the reference model: words, what is held and open, limits, talks, and kinds."""

from dataclasses import dataclass, field

WATCH_HOURS = 6
DAY = 4
MEMORY = 30 * DAY
COOLING, TRIAL, GRACE, LOOSENING = DAY, 30 * DAY, 14 * DAY, 3 * DAY
LAST_WEEK = 7 * DAY
SOON = 2 * DAY

BOTH = frozenset({"ash", "wren"})

Meaning = tuple[object, ...]


@dataclass(frozen=True)
class Words:
    """The wording of a clause: what it says, what it means, and what it refers to, as it meant."""

    id: str
    text: str
    sense: str
    pins: tuple[tuple[str, Meaning], ...] = ()

    @property
    def meaning(self) -> Meaning:
        """What others rely on: the sense and the pins, never the prose."""
        return (self.sense, self.pins)


@dataclass
class Held:
    """A clause both agreed: since when, each one's consent, and who has withdrawn."""

    words: Words
    begins: int
    given: dict[str, int]
    renewed: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


@dataclass
class Open:
    """An open proposal: its author, its words, what it stands on, and who has said yes."""

    author: str
    revision: int
    items: tuple[Words, ...]
    base: dict[str, Words | None]
    asked: int
    within: int | None
    yes: dict[str, int] = field(default_factory=dict)


@dataclass
class Limit:
    """One person's limit on a clause."""

    owner: str
    clause: str
    asked: int | None = None
    over: bool = False


@dataclass
class Talk:
    """A talk somebody asked for."""

    asker: str
    asked: int
    seen: bool = False
    over: bool = False


@dataclass(frozen=True)
class Kind:
    """What the model knows of a clause beforehand."""

    refers_to: tuple[str, ...] = ()
    days: int | None = None
    is_new: bool = False
    area: str | None = None


KINDS = {
    "household": Kind(days=60, area="household"),
    "kitchen": Kind(("household",), days=20, area="household"),
    "red": Kind(),
    "rope": Kind(("red",), days=30, is_new=True),
    "reflection": Kind(days=10),
}
