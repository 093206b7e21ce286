"""A server whose every sentence is long, in other letters, and runs from right to left."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from msgspec.structs import replace

from tests.browser.servers import HOST, started
from tests.web.tongues import far_away
from troth.cli.serving import Served, site_of
from troth.web.app import make_app


@contextmanager
def serving_afar(record: Path) -> Iterator[str]:
    """Serve a record in a language nobody speaks, in a process of its own; give the address."""
    with started(("-m", "tests.browser.afar", record), record.with_suffix(".log")) as address:
        yield address


def serve(record: str) -> None:
    """Serve a record on a free port in that language."""
    site = replace(site_of(Served(record, is_secure=False)), languages=far_away())
    with socket.create_server((HOST, 0)) as opened:
        sys.stdout.write(f"Open http://{HOST}:{opened.getsockname()[1]}/\n")
        sys.stdout.flush()
        config = uvicorn.Config(
            make_app(site), access_log=False, server_header=False, log_level="warning"
        )
        uvicorn.Server(config).run(sockets=[opened])


if __name__ == "__main__":
    serve(*sys.argv[1:])
