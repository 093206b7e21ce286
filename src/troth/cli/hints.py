"""What can be typed next, as it has to be typed here: with the home directory, if it was named."""

import re
import shlex
from pathlib import Path

_COMMAND = re.compile(r"(?<![\w/.-])troth (?=[a-z]|--(?!home ))")
"""Where a command of ours begins in a text; a path or an address that ends so is none."""


def typed_here(text: str, home: Path | None) -> str:
    """Return a text of ours whose commands name the home that was named, if any was.

    Only for texts of ours: what people wrote is shown as they wrote it.
    """
    if home is None:
        return text
    command = f"troth --home {shlex.quote(str(home))} "
    return _COMMAND.sub(lambda _: command, text)
