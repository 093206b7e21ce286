"""Help: how this works, its words, what it cannot do, leaving safely, and people to talk to.

The same pages whether somebody is in or not, and nothing on them is recorded anywhere.
"""

from typing import Any

from troth.web.cookies import LOGIN
from troth.web.guest import Guest
from troth.web.helplines import COUNTRIES, KINK_AWARE
from troth.web.routes import Answered, shows


def _page(guest: Guest, template: str, **context: Any) -> Answered:  # noqa: ANN401 - whatever the template reads
    return guest.show(template, is_in=guest.is_known(LOGIN), **context)


def help_page(guest: Guest) -> Answered:
    """Answer ten questions briefly, and lead to the other pages of help."""
    return _page(guest, "help.html")


def words(guest: Guest) -> Answered:
    """Say what each word means here."""
    return _page(guest, "help_words.html")


def wrong(guest: Guest) -> Answered:
    """Ask questions one may ask oneself; they are not answered here."""
    return _page(guest, "help_wrong.html")


def others(guest: Guest) -> Answered:
    """Name other people to talk to, by country."""
    return _page(guest, "help_others.html", kink_aware=KINK_AWARE, countries=COUNTRIES)


def limits(guest: Guest) -> Answered:
    """Say what this cannot do."""
    return _page(guest, "help_limits.html")


def away(guest: Guest) -> Answered:
    """Say how to leave safely, step by step, none of them asked for."""
    return _page(guest, "help_away.html")


ROUTES = (
    shows("/help", Guest, help_page),
    shows("/help/words", Guest, words),
    shows("/help/wrong", Guest, wrong),
    shows("/help/others", Guest, others),
    shows("/help/cannot", Guest, limits),
    shows("/help/away", Guest, away),
)
