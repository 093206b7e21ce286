"""Words: every sentence of the pages in the reader's language, and its mirror for the other."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from importlib.resources.abc import Traversable

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, match_skeleton
from markupsafe import Markup, escape
from msgspec.structs import asdict

from troth.domain.kernel import Refusal, Value
from troth.projections.phrases import Named, Phrase, Place
from troth.projections.spoken import LISTED, spoken

CATALOGUES = files("troth.web") / "locale"
SOURCE = "en_GB"
"""The language the sentences are written in."""

NAMED_DAY, NAMED_MONTH = re.compile(r"([Ec])\1*"), re.compile(r"([ML])\1{2,}")
"""The parts of a date that are names, as its form is written; four letters are the whole name."""

NAMING = frozenset({"what", "need", "needs", "missing"})
"""Fields of refusals that hold words of ours, several with a comma between them."""


class Words(Value, frozen=True):
    """One language: its catalogue, and how it writes days and numbers.

    `labels`: what the two of whoever reads call otherwise, by the built-in word as it stands alone.
    Whatever has places is said in the words of the language only: a label is no template.
    """

    locale: Locale
    catalogue: NullTranslations
    labels: Mapping[str, str] = {}

    def plain(self, sentence: str) -> str:
        """Return a sentence in this language, its places still open; a label as it was agreed."""
        return self.labels.get(sentence) or self.catalogue.gettext(sentence)

    def say(self, sentence: str, **places: object) -> str:
        """Return a sentence in this language, with its places filled."""
        return self.catalogue.gettext(sentence) % self._each(places)

    def refusal(self, refusal: Refusal) -> str:
        """Return a refusal in this language."""
        said = {name: self._said(name, each) for name, each in asdict(refusal).items()}
        return self.catalogue.gettext(refusal.says).format(**self._each(said))

    def phrase(self, phrase: Phrase, called: Callable[[Named], str] = str) -> str:
        """Return a phrase in this language; `called` gives what a thing is called."""
        return self._filled(phrase, called, str)

    def linked(self, phrase: Phrase, called: Callable[[Named], str]) -> Markup:
        """Return a phrase for a page; what a thing is called may be a link to it."""
        return Markup(self._filled(phrase, called, escape))  # noqa: S704 - escaped, place by place

    def near(self, at: date) -> str:
        """Return a day as it stands within a sentence, with its time where it has one."""
        day = format_date(at, self.pattern("MMMMd", "d MMMM"), locale=self.locale)
        if not isinstance(at, datetime):
            return day
        time = format_time(at, "short", locale=self.locale)
        return self.say("%(day)s, %(time)s", day=day, time=time)

    def pattern(self, skeleton: str, otherwise: str) -> str:
        """Return how this language writes a date that holds some of its parts.

        Where it has no form for just these, the nearest is taken, with its names as long as asked.
        """
        known = self.locale.datetime_skeletons
        nearest = skeleton if skeleton in known else match_skeleton(skeleton, known)
        said = str(known[nearest]) if nearest else otherwise
        # A month that a language writes as a number stays one.
        for name, part in ((NAMED_DAY, "EEEE"), (NAMED_MONTH, "MMMM")):
            if part in skeleton:
                said = name.sub(lambda found: found[1] * 4, said)
        return said

    def _filled(
        self, phrase: Phrase, called: Callable[[Named], str], begin: Callable[[str], str]
    ) -> str:
        def put(value: Place) -> str:
            match value:
                case Phrase():
                    return self._filled(value, called, begin)
                case date():
                    return self.near(value)
                case Named():
                    return called(value)
                case tuple():
                    return begin(", ").join(map(called, value))
                case _:
                    return str(value)

        said = begin(self.catalogue.gettext(phrase.template) if phrase.template else "")
        return said.format(**{name: put(each) for name, each in phrase.places.items()})

    def _said(self, name: str, value: object) -> object:
        """Return what a refusal names: a choice, and the words of ours among its fields."""
        if isinstance(value, str) and name in NAMING:
            pieces = (LISTED.get(each, each) for each in value.split(", "))
            return ", ".join(map(self.catalogue.gettext, pieces))
        return self.phrase(spoken(value)) if isinstance(value, StrEnum) else value

    def _each(self, places: Mapping[str, object]) -> dict[str, object]:
        """Return values with every phrase among them in this language."""
        return {
            name: self.phrase(each) if isinstance(each, Phrase) else each
            for name, each in places.items()
        }

    @property
    def name(self) -> str:
        """What this language calls itself."""
        return str(self.locale.get_display_name(self.locale))

    @property
    def tag(self) -> str:
        """The language as a page names it."""
        return str(self.locale).replace("_", "-")

    @property
    def direction(self) -> str:
        """Which way its lines run."""
        return self.locale.text_direction


def read_words(catalogues: Traversable = CATALOGUES) -> Mapping[str, Words]:
    """Read every language there is, by its tag; the one the sentences are written in needs none."""
    found = {SOURCE: Words(Locale.parse(SOURCE), NullTranslations())}
    folders = catalogues.iterdir() if catalogues.is_dir() else ()
    for folder in folders:
        compiled = folder / "LC_MESSAGES" / "troth.mo"
        if compiled.is_file():
            with compiled.open("rb") as opened:
                catalogue = GNUTranslations(opened)
            found[folder.name] = Words(_locale(folder.name), catalogue)
    return {words.tag: words for words in found.values()}


def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(SOURCE)


class Pair(Value, frozen=True):
    """One sentence in both mirrors: to the one it is about, and to the other about them."""

    own: str
    other: str

    def to(self, *, own: bool) -> str:
        """Return the mirror that a reader sees."""
        return self.own if own else self.other
