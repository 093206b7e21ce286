"""Serving a site that a test has changed, in a process of its own."""

import socket
import sys
from collections.abc import Callable

import uvicorn
from litestar.types import ASGIApp

from tests.browser.servers import HOST
from troth.web.app import make_app
from troth.web.site import Site


def as_it_is(app: ASGIApp) -> ASGIApp:
    """Leave an application as it is."""
    return app


def serve(site: Site, around: Callable[[ASGIApp], ASGIApp] = as_it_is) -> None:
    """Serve a site on a free port, and say on which, until the process is ended."""
    with socket.create_server((HOST, 0)) as opened:
        sys.stdout.write(f"Open http://{HOST}:{opened.getsockname()[1]}/\n")
        sys.stdout.flush()
        config = uvicorn.Config(
            around(make_app(site)), access_log=False, server_header=False, log_level="warning"
        )
        uvicorn.Server(config).run(sockets=[opened])
