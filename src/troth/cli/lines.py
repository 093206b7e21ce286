"""Long lines are folded here and nowhere else: to the screen's width, under their own indent."""

import os
import re
from textwrap import wrap

MOST_COLUMNS = 88
"""Widest line on a screen: longer ones are hard to follow back to their beginning."""

FEWEST_COLUMNS = 32
"""Narrowest fold: below it an indented text would be a column of single words."""

_LEAD = re.compile(r" *(?:\S+ {2,})?")
"""What stands before the text of a line: its indent, and a number or an id in a column."""

_COMMAND = re.compile(r" *troth ")


def fold(text: str, columns: int) -> str:
    """Return a text with its long lines folded; what can be copied as a command stays whole."""
    return "\n".join(folded for line in text.split("\n") for folded in _folded(line, columns))


def _folded(line: str, columns: int) -> list[str]:
    if len(line) <= columns or _COMMAND.match(line):
        return [line]
    lead = _LEAD.match(line)
    under = " " * (0 if lead is None or lead.end() > columns // 2 else lead.end())
    # Ids hold hyphens, and a word broken in two reads aloud as two.
    return wrap(
        line, columns, subsequent_indent=under, break_on_hyphens=False, break_long_words=False
    )


def indented(said: str, columns: int) -> str:
    """Return somebody's words with every line under the first: none can pass for the software's."""
    return said.replace("\n", "\n" + " " * columns)


def columns_of(descriptor: int) -> int | None:
    """Return how many columns to fold to; None for a pipe or a file, where lines stay whole."""
    try:
        columns = os.get_terminal_size(descriptor).columns
    except OSError:
        return None
    # A screen that does not know its width says 0.
    return max(FEWEST_COLUMNS, min(columns, MOST_COLUMNS)) if columns else MOST_COLUMNS
