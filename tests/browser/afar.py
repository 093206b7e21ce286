"""A server whose every sentence is long, in other letters, and runs from right to left."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from tests.browser.altered import serve
from tests.browser.servers import started
from tests.web.tongues import far_away
from troth.cli.serving import Served, site_of


@contextmanager
def serving_afar(record: Path) -> Iterator[str]:
    """Serve a record in a language nobody speaks, in a process of its own; give the address."""
    with started(("-m", "tests.browser.afar", record), record.with_suffix(".log")) as address:
        yield address


def serve_record(record: str) -> None:
    """Serve a record on a free port in that language."""
    site = replace(site_of(Served(record, is_secure=False)), languages=far_away())
    serve(site)


if __name__ == "__main__":
    serve_record(*sys.argv[1:])
