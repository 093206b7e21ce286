"""Copies: what one takes home is one packed file; what one brings is that, or what is in it."""

from collections.abc import Mapping
from datetime import tzinfo
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from troth.application.copies.exported import LONGEST_BYTES, Export
from troth.application.copies.readable import page_of

PAGE, DATA = "notebook.html", "notebook.json"

ZIP = "application/zip"
PACKED = b"PK\x03\x04"
"""How a packed file begins."""


def packed(export: Export, data: str, zones: Mapping[str, tzinfo]) -> bytes:
    """Return a copy packed: a page to read, and the same for programs."""
    body = BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED) as files:
        files.writestr(PAGE, page_of(export, zones))
        files.writestr(DATA, data)
    return body.getvalue()


def unpacked(file: bytes) -> bytes:
    """Return the part for programs of a packed copy; anything else comes back as it is.

    No more is unpacked than any copy has, whatever a file says of itself.
    """
    if not file.startswith(PACKED):
        return file
    try:
        with ZipFile(BytesIO(file)) as files, files.open(DATA) as found:
            return found.read(LONGEST_BYTES + 1)
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError):
        return b""
