"""Leaving out of reach: Exit was pressed and did not arrive, so the next request ends the login."""

from msgspec.structs import replace

from troth.application.accounts.logins import end_login
from troth.web.cookies import LEFT, LOGIN, named, read_token
from troth.web.guest import Arrival


def without_what_was_left(arrival: Arrival) -> Arrival:
    """Return a request without the login that somebody has left, which ends by this.

    Signing in takes the mark of an Exit away, so both are there only where it did not arrive.
    """
    site = arrival.pages.site
    left, login = named(site, LEFT), named(site, LOGIN)
    if left not in arrival.cookies or login not in arrival.cookies:
        return arrival
    token = read_token(arrival.cookies[login])
    if token:
        end_login(site.host, token)
    kept = {name: value for name, value in arrival.cookies.items() if name != login}
    return replace(arrival, cookies=kept)
