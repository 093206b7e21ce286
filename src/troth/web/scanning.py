"""Scanning: words drawn as a picture for a camera; its colours come from the style sheet."""

from io import BytesIO

import segno
from markupsafe import Markup


def drawn(words: str) -> Markup:
    """Draw words to be scanned, as small a picture as holds them."""
    written = BytesIO()
    segno.make(words, error="l").save(written, kind="svg", xmldecl=False, omitsize=True)
    return Markup(written.getvalue().decode())  # noqa: S704 - a drawing of the library's
