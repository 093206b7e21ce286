"""Pages as text: templates filled for one reader, every word in their language."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import escape

from troth.projections.phrases import Phrase
from troth.web import addresses
from troth.web.site import Site
from troth.web.words import Words

TONGUE = "_words"
"""Where a page finds the words of whoever reads it."""

TABS = (
    ("today", "/today", "Today", "sun", ()),
    ("decide", "/ask", "Decide", "scale", (("/ask", "Who decides?"), ("/plans", "Decisions"))),
    (
        "book",
        "/book",
        "Book",
        "book-open",
        (
            ("/book", "Agreement"),
            ("/house", "Standards"),
            ("/prefs", "Limits"),
            ("/log", "History"),
        ),
    ),
    (
        "talk",
        "/talk",
        "Talk",
        "messages-square",
        (
            ("/talk", "Talks"),
            ("/week", "Weekly talk"),
            ("/check", "Check-in"),
            ("/chart", "Ebb and flow"),
        ),
    ),
    (
        "mine",
        "/mine",
        "Mine",
        "user-round",
        (("/mine", "Private notes"), ("/set", "Settings"), ("/help", "Help")),
    ),
)
"""The five tabs, and what lies under each: key, address, word, icon, pages within."""


class Pages:
    """The templates of a site, ready for every language it has."""

    def __init__(self, site: Site) -> None:
        """Prepare the templates; each is read when it is first shown."""
        self.site = site
        self._of = lru_cache(maxsize=None)(self._environment)

    def page(self, template: str, words: Words, context: Mapping[str, Any]) -> str:
        """Return a page in somebody's language."""
        return self._of(words.tag).get_template(template).render({**context, TONGUE: words})

    def _environment(self, tag: str) -> Environment:
        words = self.site.languages[tag]
        made = Environment(
            loader=PackageLoader("troth.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
            finalize=lambda value: words.phrase(value) if isinstance(value, Phrase) else value,
        )
        made.globals.update(
            asset=self.site.assets.address,
            run_by=self.site.run_by,
            words=words,
            tabs=TABS,
            key=addresses.key,
            clause_address=addresses.clause_address,
            line_address=addresses.line_address,
            proposal_address=addresses.proposal_address,
        )
        catalogue = words.catalogue
        install = made.install_gettext_callables  # type: ignore[attr-defined]  # from "i18n"
        install(_gettext(words), catalogue.ngettext, newstyle=True)
        return made


def _gettext(words: Words) -> Callable[[Context, str], str]:
    """Return how a template looks a sentence up; where the two call it otherwise, it is theirs.

    What stands in a catalogue is trusted as it is, and may have places. A label is only words.
    """

    @pass_context
    def gettext(context: Context, sentence: str) -> str:
        label = context.get(TONGUE, words).labels.get(sentence)
        return words.plain(sentence) if not label else str(escape(label)).replace("%", "%%")

    return gettext
