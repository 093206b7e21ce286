"""Words: every sentence of the pages in the reader's language, and its mirror for the other."""

from collections.abc import Mapping
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

from babel.core import Locale, UnknownLocaleError
from msgspec.structs import asdict

from troth.domain.kernel import Refusal, Value

CATALOGUES = files("troth.web") / "locale"
SOURCE = "en_GB"
"""The language the sentences are written in."""


class Words(Value, frozen=True):
    """One language: its catalogue, and how it writes days and numbers."""

    locale: Locale
    catalogue: NullTranslations

    def plain(self, sentence: str) -> str:
        """Return a sentence in this language, its places still open."""
        return self.catalogue.gettext(sentence)

    def say(self, sentence: str, **places: object) -> str:
        """Return a sentence in this language, with its places filled."""
        return self.plain(sentence) % places

    def refusal(self, refusal: Refusal) -> str:
        """Return a refusal in this language."""
        return self.plain(refusal.says).format(**asdict(refusal))

    @property
    def tag(self) -> str:
        """The language as a page names it."""
        return str(self.locale).replace("_", "-")

    @property
    def direction(self) -> str:
        """Which way its lines run."""
        return self.locale.text_direction


def read_words() -> Mapping[str, Words]:
    """Read every language there is, by its tag; the one the sentences are written in needs none."""
    found = {SOURCE: Words(Locale.parse(SOURCE), NullTranslations())}
    folders = CATALOGUES.iterdir() if CATALOGUES.is_dir() else ()
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
