"""Serving: each process of a server makes its own application, from what it was told."""

import gc
import os
import signal
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread

import msgspec
from litestar.types import ASGIApp

from troth.bootstrap import local_zone, new_chain, new_member, new_operation, open_serving
from troth.cli.nights import Nights
from troth.domain.kernel import Value
from troth.web.app import make_app
from troth.web.assets import read_assets
from troth.web.site import DemoLogin, Fresh, Site
from troth.web.words import read_words

TOLD_IN = "TROTH_SERVED"
"""The variable in which a server tells its processes what to serve; nobody else sets it."""


class Served(Value, frozen=True):
    """What is served: the home, whether browsers come over HTTPS, and what the door says."""

    home: str
    is_secure: bool
    run_by: str = ""
    demo: tuple[DemoLogin, ...] = ()


def tell(served: Served) -> None:
    """Leave for every process of this server what it serves."""
    os.environ[TOLD_IN] = msgspec.json.encode(served).decode()


def app() -> ASGIApp:
    """Return the application of this process; raises KeyError where nothing was told."""
    _stop_with_parent()
    site = site_of(msgspec.json.decode(os.environ[TOLD_IN], type=Served))
    made = make_app(site)
    # What lasts as long as the process is looked through once, and not within somebody's page:
    # that took 60 ms each time.
    gc.collect()
    gc.freeze()
    Nights(site.host, site.local_zone).start()
    return made


def _stop_with_parent() -> None:
    """Let a process of several stop in good order once the one that started it is gone.

    Killed, that one tells nobody: these would go on answering, with nobody left to stop them.
    """
    parent = parent_process()
    if parent is not None:
        Thread(target=_stop_after, args=(parent,), daemon=True).start()


def _stop_after(parent: BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def site_of(served: Served) -> Site:
    """Return the site of a home."""
    return Site(
        host=open_serving(Path(served.home)),
        fresh=Fresh(new_operation, new_member, new_chain),
        assets=read_assets(),
        languages=read_words(),
        is_secure=served.is_secure,
        run_by=served.run_by,
        local_zone=local_zone(),
        demo=served.demo,
    )
