"""Telling by e-mail: the same few words, from a neutral name, through the host's mail server."""

from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid
from smtplib import SMTP, SMTP_SSL, SMTPException
from ssl import create_default_context

from troth.application.ports import Clock
from troth.application.telling import Wish
from troth.config import MailServer

ALLOWED_SECONDS = 10.0
"""How long a mail server may take for each answer."""


class MailNotTaken(OSError):
    """Raised when a mail server does not take a message; nothing of the message is in its text."""


class Mail:
    """Tells somebody at the mailbox they named."""

    def __init__(self, server: MailServer, clock: Clock) -> None:
        self._server = server
        self._clock = clock

    def __call__(self, wish: Wish) -> frozenset[str]:
        """Send the words, if somebody wants them by e-mail."""
        if wish.mailbox:
            try:
                self._send(message(wish, self._server.sender, self._clock))
            except SMTPException as refused:
                raise MailNotTaken(type(refused).__name__) from None
        return frozenset()

    def _send(self, written: EmailMessage) -> None:
        server = self._server
        with self._line() as line:
            if not server.is_sealed and not server.is_here:
                line.starttls(context=create_default_context())
            if server.user:
                line.login(server.user, server.password)
            line.send_message(written)

    def _line(self) -> SMTP:
        """Connect under the sender's domain: the name of this machine is nobody's business."""
        host, port = self._server.host, self._server.port
        own = self._server.sender.rpartition("@")[2]
        if self._server.is_sealed:
            trusted = create_default_context()
            return SMTP_SSL(host, port, own, timeout=ALLOWED_SECONDS, context=trusted)
        return SMTP(host, port, own, ALLOWED_SECONDS)


def message(wish: Wish, sender: str, clock: Clock) -> EmailMessage:
    """Return what is sent: it names nobody but whom it goes to, and leads nowhere."""
    written = EmailMessage()
    written["From"] = formataddr((wish.title, sender))
    written["To"] = wish.mailbox
    written["Subject"] = wish.title
    written["Date"] = format_datetime(clock.now())
    written["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    written["Auto-Submitted"] = "auto-generated"
    written.set_content(wish.text)
    return written
