"""What the pages are called on the outside, in one browser: its titles, and on its home screen."""

from troth.web.site import NAME

LONGEST = 20
"""Characters: what a home screen shows of a name, and some more."""


def may_be_called(text: str) -> bool:
    """Tell whether pages can be called so: one short line of what can be seen."""
    return 0 < len(text) <= LONGEST and text.isprintable() and text == text.strip()


def write_called(text: str) -> str:
    """Return what they are called as a cookie carries it."""
    return text.encode().hex()


def read_called(text: str) -> str:
    """Return what they are called by a cookie; what nobody here wrote counts as never chosen."""
    try:
        called = bytes.fromhex(text).decode()
    except ValueError:
        return NAME
    return called if may_be_called(called) else NAME
