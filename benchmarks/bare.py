"""A page of the same framework with nothing of Troth in it: the floor of every page and act.

Run as `python -m benchmarks.bare BYTES FILE`, it serves a page of that length made of twenty rows,
and for each form sent writes one row to the file and waits for the disk.
"""

import socket
import sys
from pathlib import Path
from threading import Lock

import uvicorn
from jinja2 import Environment
from litestar import Litestar, MediaType, get, post
from litestar.response import Redirect

from benchmarks.floor import OneRow

ROWS = 20

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Floor</title>
<ul>{% for row in rows %}<li>{{ row }}</li>{% endfor %}</ul>
"""


def bare(length: int, file: Path) -> Litestar:
    """Return an application with one page of about so many bytes, and one act."""
    template = Environment(autoescape=True).from_string(PAGE)
    rows = ["a" * (length // ROWS)] * ROWS

    @get("/", media_type=MediaType.HTML, sync_to_thread=True)
    def page() -> str:
        return template.render(rows=rows)

    row, turn = OneRow(file), Lock()

    @post("/note", sync_to_thread=True)
    def act() -> Redirect:
        with turn:
            row.commit()
        return Redirect("/", status_code=303)

    return Litestar([page, act], openapi_config=None)


def main() -> None:
    """Serve it on a free port, and say on which."""
    opened = socket.create_server(("127.0.0.1", 0))
    print(f"Open http://127.0.0.1:{opened.getsockname()[1]}/", flush=True)
    uvicorn.Server(
        uvicorn.Config(bare(int(sys.argv[1]), Path(sys.argv[2])), log_level="warning")
    ).run([opened])


if __name__ == "__main__":
    main()
