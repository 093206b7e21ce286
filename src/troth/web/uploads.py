"""Uploads: a form with one file, taken apart in memory; nothing of it ever touches a disk."""

from io import BytesIO

from multipart import (  # type: ignore[import-untyped]  # the library has no types
    MultipartError,
    MultipartParser,
)

from troth.web.form import Form

LARGEST_FILE = 24 << 20
"""Bytes of a file: a copy of many years, packed; a longer one is brought in where Troth runs."""

MOST_PARTS = 8
"""Parts of such a form: the file, its operation id, and some to spare."""


class NotAForm(Exception):
    """Raised when what was sent cannot be taken apart as a form with one file."""


def read_upload(body: bytes, boundary: str) -> Form:
    """Return the form in a multipart body; raises NotAForm."""
    fields, file = list[tuple[str, str]](), b""
    # Whatever is spooled would be written down plainly; so nothing is.
    parser = MultipartParser(
        BytesIO(body),
        boundary,
        strict=True,
        part_limit=MOST_PARTS,
        spool_limit=len(body) + 1,
        memory_limit=len(body) + 1,
        disk_limit=0,
    )
    try:
        for part in parser:
            if part.filename is None:
                fields.append((part.name, part.value))
            else:
                file = part.raw
    except (MultipartError, ValueError) as error:
        raise NotAForm from error
    return Form(fields, file)
