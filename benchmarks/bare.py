"""A page of the same framework with nothing of Troth in it: the floor of every page.

Run as `python -m benchmarks.bare BYTES`, it serves a page of that length made of twenty rows.
"""

import socket
import sys

import uvicorn
from jinja2 import Environment
from litestar import Litestar, MediaType, get

ROWS = 20

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Floor</title>
<ul>{% for row in rows %}<li>{{ row }}</li>{% endfor %}</ul>
"""


def bare(length: int) -> Litestar:
    """Return an application with one page of about so many bytes."""
    template = Environment(autoescape=True).from_string(PAGE)
    rows = ["a" * (length // ROWS)] * ROWS

    @get("/", media_type=MediaType.HTML, sync_to_thread=True)
    def page() -> str:
        return template.render(rows=rows)

    return Litestar([page], openapi_config=None)


def main() -> None:
    """Serve it on a free port, and say on which."""
    opened = socket.create_server(("127.0.0.1", 0))
    print(f"Open http://127.0.0.1:{opened.getsockname()[1]}/", flush=True)
    uvicorn.Server(uvicorn.Config(bare(int(sys.argv[1])), log_level="warning")).run([opened])


if __name__ == "__main__":
    main()
