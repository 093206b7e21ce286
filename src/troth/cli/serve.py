"""Serve: Troth as two people meet it, in a browser."""

import click
import uvicorn

from troth.bootstrap import local_zone, new_chain, new_member, new_operation
from troth.cli.caller import Caller
from troth.web.app import make_app
from troth.web.assets import read_assets
from troth.web.site import Fresh, Site
from troth.web.words import read_words


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=int, default=8026, show_default=True, help="The port to listen on.")
@click.pass_obj
def serve(caller: Caller, host: str, port: int) -> None:
    """Open the notebook in a browser, for both of you."""
    site = Site(
        host=caller.open(),
        fresh=Fresh(new_operation, new_member, new_chain),
        assets=read_assets(),
        languages=read_words(),
        local_zone=local_zone(),
    )
    uvicorn.run(make_app(site), host=host, port=port, access_log=False, server_header=False)
