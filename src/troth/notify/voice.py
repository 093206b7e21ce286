"""The voice of a server: its channels put together."""

from collections.abc import Callable, Mapping
from datetime import tzinfo

from troth.application.ports import Clock, Store
from troth.application.telling import Offered
from troth.config import MailServer
from troth.crypto.push import sender_key
from troth.notify.browsers import Browsers, Reach
from troth.notify.dispatch import Channels, Dispatch
from troth.notify.mail import Mail

Rows = tuple[Store, Clock, Mapping[str, tzinfo]]


def speaking(
    rows: Rows, secret: Callable[[], bytes], mail: MailServer | None, reach: Reach | None = None
) -> Dispatch:
    """Return what tells people: browsers always, and by e-mail where a mail server is named."""
    clock = rows[1]
    browsers = Browsers(secret, clock, reach or Reach())
    own = () if mail is None else (Mail(mail, clock),)
    channels = Channels(
        all=(browsers, *own),
        offered=lambda: Offered(sender_key(secret()), has_mail=mail is not None),
        admits=browsers.admits,
    )
    return Dispatch(rows, secret, channels)
