"""The front: where one arrives, what the browser needs to know, and the empty page."""

import msgspec
from litestar import Response

from troth.web.cookies import AWAY, LEFT, LOGIN, dropped, named
from troth.web.exits import read_away
from troth.web.guest import Guest
from troth.web.routes import Answered, shows

PAPER = "#faf6f0"

MANIFEST = {
    "description": "A private notebook.",
    "start_url": "/",
    "scope": "/",
    "display": "standalone",
    "background_color": PAPER,
    "theme_color": PAPER,
}


def arrive(guest: Guest) -> Answered:
    """Lead whoever is logged in to today, and everybody else to the door."""
    guest.send(dropped(guest.site, LEFT))
    return guest.go("/today" if guest.is_known(LOGIN) else "/in")


def manifest(guest: Guest) -> Answered:
    """Say under which neutral name and picture a phone keeps this on its home screen."""
    address = guest.site.assets.address
    icons = [
        {"src": address(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    called = {"name": guest.outside_name, "short_name": guest.outside_name}
    body = msgspec.json.encode({**called, **MANIFEST, "icons": icons})
    return Response(body, media_type="application/manifest+json")


def blank(guest: Guest) -> Answered:
    """Show nothing; once after Exit, lead on to where this person chose to go."""
    away = read_away(guest.arrival.cookies.get(named(guest.site, AWAY), ""))
    if guest.is_known(AWAY):
        guest.send(dropped(guest.site, AWAY))
    return guest.show("blank.html", away=away)


ROUTES = (
    shows("/", Guest, arrive),
    shows("/app.webmanifest", Guest, manifest),
    shows("/blank", Guest, blank),
)
