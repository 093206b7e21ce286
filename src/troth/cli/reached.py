"""Looking at a server as a phone meets it: its certificate, its answers, what stands between."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from troth.cli.findings import Finding, Standing, found
from troth.cli.loopback import is_loopback
from troth.domain.kernel import Value

PATIENCE_SECONDS = 10
"""How long an answer may take: whoever holds the phone has given up by then."""

LAST_PART = 6
"""What renews a certificate does so when a third of its life is left; by the last sixth, not."""

APART = timedelta(minutes=1)
"""The clocks of two machines differ by less, unless one of them is wrong."""

LONGEST_ANSWER = 64
"""Bytes that are read of an answer: more than the health check says."""

PORTS = {"http": 80, "https": 443}
"""Where each is asked when the address names no port."""

POLICY = "content-security-policy"
STRICT = "strict-transport-security"

NO_ADDRESS = "“{address}” is no address of a server: write it as https://notebook.example"
OPEN = "Whoever is on the way can read along: phones need an address that begins with https."
NOT_TRUSTED = "This machine does not trust it ({reason}), and phones would warn of it, too."
ENDING = "It ends {when}: renew it, and start the server again if it is its own."
SILENT = "Nothing answers there ({reason}): see whether the server and what stands before it run."
UNREADABLE = "It answers, and cannot read the record: see what it printed where it runs."
ANOTHER = "What answers there is not Troth: see where what stands before it leads."
WRONG_CLOCK = "It is {seconds} seconds from this machine's: set the one that is wrong."
NOT_TOLD = "It does not know that it is reached over HTTPS: start it with --behind-proxy."
CHANGED = "Something on the way changes what pages carry: let it pass every header on as it is."
RENAMED = "Something on the way changes the name that is asked for: let it pass Host on as it is."


class Answer(Value, frozen=True):
    """What a server answered."""

    status: int
    headers: Message
    body: bytes


class Server(Value, frozen=True):
    """A server, under the address a phone has for it."""

    at: SplitResult

    @property
    def host(self) -> str:
        """The name it is asked by."""
        return self.at.hostname or ""

    @property
    def is_sealed(self) -> bool:
        """Whether it is asked over HTTPS."""
        return self.at.scheme == "https"

    @property
    def origin(self) -> str:
        """What a browser says of a form that one of its own pages sends."""
        named = self.at.netloc.lower().removesuffix(f":{PORTS[self.at.scheme]}")
        return f"{self.at.scheme}://{named}"

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None) -> Answer:
        """Ask for something; raises OSError or HTTPException where nothing fit comes back."""
        kind = HTTPSConnection if self.is_sealed else HTTPConnection
        with closing(kind(self.host, self.at.port, timeout=PATIENCE_SECONDS)) as way:
            way.request(method, path, headers=headers or {})
            answer = way.getresponse()
            return Answer(answer.status, answer.headers, answer.read(LONGEST_ANSWER))

    def certified(self) -> tuple[datetime, datetime]:
        """Return from when to when its certificate is good; raises OSError if it is not trusted."""
        place = (self.host, self.at.port or PORTS[self.at.scheme])
        context = ssl.create_default_context()
        with (
            socket.create_connection(place, PATIENCE_SECONDS) as way,
            context.wrap_socket(way, server_hostname=self.host) as sealed,
        ):
            shown = sealed.getpeercert() or {}
        return _moment(str(shown["notBefore"])), _moment(str(shown["notAfter"]))


def look_at(address: str, now: datetime) -> Iterator[Finding]:
    """Give what is found of a server, asking it as a phone does; it records nothing of that."""
    server = _server_at(address)
    if server is None:
        yield Finding("address", Standing.MEND, NO_ADDRESS.format(address=address))
        return
    try:
        yield _of_certificate(server, now)
        yield from _of_answers(server, now)
    except ssl.SSLCertVerificationError as error:
        says = NOT_TRUSTED.format(reason=error.verify_message)
        yield Finding("certificate", Standing.MEND, says)
    except (OSError, HTTPException) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        yield Finding("server", Standing.MEND, SILENT.format(reason=reason))


def _server_at(address: str) -> Server | None:
    """Return the server an address names, if it names one."""
    try:
        at = urlsplit(address)
        is_one = at.scheme in PORTS and bool(at.hostname) and at.port != 0
    except ValueError:
        return None
    return Server(at) if is_one else None


def _of_certificate(server: Server, now: datetime) -> Finding:
    if not server.is_sealed:
        well = "None is needed: it is asked on this machine only."
        return found("certificate", well, (not is_loopback(server.host), OPEN))
    since, until = server.certified()
    when = f"{until:%d %B %Y, %H:%M} UTC"
    if until - now < (until - since) / LAST_PART:
        return Finding("certificate", Standing.LOOK, ENDING.format(when=when))
    return Finding("certificate", Standing.OK, f"Trusted, and good until {when}.")


def _moment(shown: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(shown), UTC)


def _of_answers(server: Server, now: datetime) -> Iterator[Finding]:
    health = server.ask("GET", "/health")
    is_ours = health.body == b"ok\n" and health.status == HTTPStatus.OK
    is_unreadable = health.status == HTTPStatus.SERVICE_UNAVAILABLE
    yield found(
        "server",
        "It answers, and can read the record.",
        (is_unreadable, UNREADABLE),
        (not is_ours, ANOTHER),
    )
    if is_ours:
        yield _of_clock(parsedate_to_datetime(health.headers["date"]), now)
        yield _of_headers(server, health)
        yield _of_forms(server)


def _of_clock(shown: datetime, now: datetime) -> Finding:
    apart = abs(shown - now)
    ill = (apart > APART, WRONG_CLOCK.format(seconds=int(apart.total_seconds())))
    return found("server clock", "It shows the same time as this machine's.", ill)


def _of_headers(server: Server, health: Answer) -> Finding:
    """Look for what every answer of ours carries, once each: then nothing has touched it."""
    is_told = not server.is_sealed or STRICT in health.headers
    kept = [health.headers.get_all(name, []) for name in (POLICY, STRICT, "cache-control")]
    is_changed = len(kept[0]) != 1 or len(kept[1]) > 1 or kept[2] != ["no-store"]
    well = "What keeps a page private reaches the phone as it was sent."
    return found("headers", well, (not is_told, NOT_TOLD), (is_changed, CHANGED))


def _of_forms(server: Server) -> Finding:
    """Send the one form that does nothing where nobody is logged in: that which leaves."""
    answer = server.ask("POST", "/leave", {"Origin": server.origin})
    is_renamed = answer.status == HTTPStatus.FORBIDDEN
    return found("forms", "A form is known as one of its own pages'.", (is_renamed, RENAMED))
