"""Languages nobody speaks, in which whatever was not looked up is seen: other letters, and long."""

import re
from collections.abc import Mapping
from gettext import NullTranslations
from string import ascii_letters

from babel.core import Locale

from troth.web.words import SOURCE, Words

KEPT = re.compile(r"(%\(\w+\)s|\{\w*\}|<[^>]*>|&\w+;)")
"""What stands in a sentence and is no word of it."""

FAR_LETTERS = "אבגדהוזחטיכלמנסעפצקרשת"
LONGER = 0.4
"""How much longer: German needs a third more than English, and short words more than that."""

_OTHER = {ord(each): FAR_LETTERS[place % 22] for place, each in enumerate(ascii_letters)}


class Far(NullTranslations):
    """A language in which every sentence has other letters, runs to the left, and is longer."""

    def gettext(self, message: str) -> str:
        """Return a sentence in letters that no sentence of ours has."""
        if not message:
            return message
        said = "".join(
            each if KEPT.fullmatch(each) else each.translate(_OTHER) for each in KEPT.split(message)
        )
        return said + " " + "ואת " * round(LONGER * len(message) / 4)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return one of two in the same way."""
        return self.gettext(msgid1 if n == 1 else msgid2)


def far_away() -> Mapping[str, Words]:
    """Return the languages of a site where there is only this one."""
    words = Words(Locale.parse("he"), Far())
    return {SOURCE.replace("_", "-"): words, words.tag: words}
