"""Serve: Troth as two people meet it, in a browser."""

import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

import click
import uvicorn
from uvicorn.supervisors import Multiprocess

from troth.application.accounts.account import find_account
from troth.bootstrap import sends_mail
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.loopback import is_loopback
from troth.cli.serving import Served, tell
from troth.demo.make import make, refuse_home
from troth.demo.people import PEOPLE
from troth.domain.kernel import Value
from troth.web.site import DemoLogin

PORT = 8026
"""One that nothing else is known by; anything free will do."""

MOST_WORKERS = 16

STOP_SECONDS = 10
"""How long a server that stops waits for what it is answering: longer than any act takes."""

ONLY_HERE = (
    "Anybody on the way could read what is sent to {host} without HTTPS. Give a certificate "
    "(--certificate and --key), or say that something in front of this speaks HTTPS: "
    "--behind-proxy. To open it on this machine only, leave --host out."
)
BOTH_OR_NEITHER = "A certificate needs its key, and a key its certificate: --certificate and --key."
UNUSABLE = (
    "The certificate in {certificate} does not open with the key in {key}, or one of the two "
    "cannot be read here. A key that asks for a passphrase cannot be used: nobody is there to type "
    "it."
)

TAKEN = (
    "Something else listens on {host} port {port}, or that address is not this machine's. "
    "Choose another with --port."
)
NOT_THE_DEMO = (
    "The record in {home} is not that of the invented couple. Name a directory of its own for "
    "them: troth --home DIR serve --demo"
)


class Listening(Value, frozen=True):
    """Where a server listens, and how browsers reach it."""

    host: str
    port: int
    certificate: Path | None
    key: Path | None
    is_behind_proxy: bool

    @property
    def is_secure(self) -> bool:
        """Whether browsers come over HTTPS."""
        return self.certificate is not None or self.is_behind_proxy

    def address(self, port: int) -> str:
        """Return what to open in a browser on this machine."""
        scheme = "https" if self.certificate is not None else "http"
        shown = "localhost" if is_loopback(self.host) else self.host
        return f"{scheme}://{shown}:{port}/"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="The port to listen on; 0 takes one that is free.",
)
@click.option("--certificate", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--key", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--behind-proxy", is_flag=True, help="Something in front of this speaks HTTPS.")
@click.option(
    "--workers",
    type=click.IntRange(1, MOST_WORKERS),
    default=1,
    show_default=True,
    help="How many processes answer; one is plenty for a couple.",
)
@click.option("--run-by", default="", help="Who runs this server, as its pages say.")
@click.option(
    "--demo", is_flag=True, help="Serve the invented couple; their passphrases are shown."
)
@click.pass_obj
def serve(
    caller: Caller,
    host: str,
    port: int,
    certificate: Path | None,
    key: Path | None,
    workers: int,
    run_by: str,
    *,
    behind_proxy: bool,
    demo: bool,
) -> None:
    """Open the notebook in a browser, for both of you.

    Without a certificate it listens on this machine only; put something that speaks HTTPS in
    front of it for your phones, such as a private network or a proxy.
    """
    listening = Listening(host, port, certificate, key, behind_proxy)
    _refuse_open(listening)
    if demo:
        _make_demo(caller)
    shown = tuple(DemoLogin(each.name, each.passphrase) for each in PEOPLE) if demo else ()
    tell(Served(str(caller.home), listening.is_secure, run_by, shown))
    # Looked at here once, so that whatever stands in the way is said before anything listens.
    sends_mail()
    caller.open().store.close()
    with _bound(listening) as opened:
        caller.say("\n".join(_lines(listening, opened.getsockname()[1], shown)))
        sys.stdout.flush()
        _run(_config(listening, workers), opened)


def _bound(listening: Listening) -> socket.socket:
    """Take the port before anything is said of it: whoever comes now is answered soon."""
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((listening.host, listening.port))
    except OSError:
        opened.close()
        raise Refused(TAKEN.format(host=listening.host, port=listening.port)) from None
    opened.listen()
    opened.set_inheritable(True)
    return opened


def _config(listening: Listening, workers: int) -> uvicorn.Config:
    certificate, key = listening.certificate, listening.key
    return uvicorn.Config(
        "troth.cli.serving:app",
        factory=True,
        workers=workers,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        # Nothing here asks where a request came from; whatever a header claims changes nothing.
        proxy_headers=False,
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=STOP_SECONDS,
    )


def _run(config: uvicorn.Config, opened: socket.socket) -> None:
    if config.workers > 1:
        Multiprocess(config, sockets=[opened]).run()
    else:
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[opened])


def _refuse_open(listening: Listening) -> None:
    if (listening.certificate is None) != (listening.key is None):
        raise Refused(BOTH_OR_NEITHER)
    if not listening.is_secure and not is_loopback(listening.host):
        raise Refused(ONLY_HERE.format(host=listening.host))
    if listening.certificate is not None and not _opens(listening.certificate, listening.key):
        raise Refused(UNUSABLE.format(certificate=listening.certificate, key=listening.key))


def _opens(certificate: Path, key: Path | None) -> bool:
    """Try a certificate with its key: found out later, each process would end with a traceback."""
    try:
        SSLContext(PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=str)
    except OSError:
        return False
    return True


def _make_demo(caller: Caller) -> None:
    """Make the invented couple in the home, unless they are there already."""
    if caller.has_record():
        if not _is_demo(caller):
            raise Refused(NOT_THE_DEMO.format(home=caller.home))
        return
    refusal = refuse_home(caller.home)
    if refusal is not None:
        refuse(refusal)
    for _ in make(caller.home):
        pass


def _is_demo(caller: Caller) -> bool:
    """Tell whether the invented two are here; others may be called Ash and Wren, too."""
    found = [find_account(caller.host, each.name) for each in PEOPLE]
    members = [each and each.member for each in found]
    return members == [each.themself.id for each in PEOPLE]


def _lines(listening: Listening, port: int, shown: tuple[DemoLogin, ...]) -> Iterator[str]:
    address = listening.address(port)
    # Opened past what stands in front, it would be met without HTTPS.
    is_behind = listening.is_behind_proxy
    yield f"It answers what stands in front of it at {address}" if is_behind else f"Open {address}"
    for each in shown:
        yield f"  {each.name}: {each.passphrase}"
    if shown:
        yield "Anybody can know these, so write nothing of your own here."
    yield "It stops with Ctrl-C."
