"""The application: every page, around them what each answer carries, and nothing of the record."""

from litestar import Litestar, Response, get
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from troth.application.accounts.account import is_anybody_here
from troth.web import errors
from troth.web.code import Code
from troth.web.errors import NoSuchThing
from troth.web.headers import WithHeaders
from troth.web.pages import (
    afterwards,
    archives,
    arriving,
    asked,
    asking,
    book,
    charting,
    checking,
    clause,
    devices,
    door,
    ending,
    erasing,
    front,
    giving,
    handing,
    helping,
    hours,
    house,
    keys,
    labels,
    leaning,
    limits,
    log,
    marking,
    mine,
    minutes,
    noting,
    offline,
    passkeys,
    pausing,
    places,
    plan,
    plans,
    preparing,
    proposal,
    proposing,
    raising,
    renewing,
    returning,
    settings,
    signing,
    slip,
    slips,
    standing,
    starting,
    table,
    take,
    talk,
    talks,
    tasks,
    telling,
    today,
    unfinished,
    versions,
    weekly,
)
from troth.web.render import Pages
from troth.web.routes import WebRequest
from troth.web.site import Site

FOR_EVER: Code = "public, max-age=31536000, immutable"
"""A file is named by its contents, so no copy of it is ever out of date."""

PAGES: tuple[HTTPRouteHandler, ...] = (
    *front.ROUTES,
    *door.ROUTES,
    *arriving.ROUTES,
    *starting.ROUTES,
    *leaning.ROUTES,
    *helping.ROUTES,
    *log.ROUTES,
    *mine.ROUTES,
    *take.ROUTES,
    *returning.ROUTES,
    *today.ROUTES,
    *marking.ROUTES,
    *asked.ROUTES,
    *giving.ROUTES,
    *tasks.ROUTES,
    *asking.ROUTES,
    *plans.ROUTES,
    *raising.ROUTES,
    *plan.ROUTES,
    *handing.ROUTES,
    *standing.ROUTES,
    *noting.ROUTES,
    *pausing.ROUTES,
    *ending.ROUTES,
    *limits.ROUTES,
    *slips.ROUTES,
    *slip.ROUTES,
    *hours.ROUTES,
    *book.ROUTES,
    *clause.ROUTES,
    *proposal.ROUTES,
    *proposing.ROUTES,
    *versions.ROUTES,
    *signing.ROUTES,
    *places.ROUTES,
    *house.ROUTES,
    *talks.ROUTES,
    *talk.ROUTES,
    *checking.ROUTES,
    *charting.ROUTES,
    *weekly.ROUTES,
    *preparing.ROUTES,
    *table.ROUTES,
    *minutes.ROUTES,
    *renewing.ROUTES,
    *afterwards.ROUTES,
    *settings.ROUTES,
    *labels.ROUTES,
    *telling.ROUTES,
    *keys.ROUTES,
    *passkeys.ROUTES,
    *devices.ROUTES,
    *archives.ROUTES,
    *erasing.ROUTES,
    *offline.ROUTES,
    *unfinished.ROUTES,
)


@get("/static/{name:str}", sync_to_thread=False)
def file(request: WebRequest) -> Response[bytes]:
    """Give one of the files that everybody gets."""
    found = request.app.state.pages.site.assets.at(f"/static/{request.path_params['name']}")
    if found is None:
        raise NoSuchThing
    return Response(found.body, media_type=found.kind, headers={"cache-control": FOR_EVER})


@get("/health", sync_to_thread=True)
def health(request: WebRequest) -> Response[bytes]:
    """Answer whoever watches the server: the record was read, and nothing is said of it."""
    site: Site = request.app.state.pages.site
    is_anybody_here(site.host)
    return Response(b"ok\n", media_type="text/plain")


def make_app(site: Site) -> ASGIApp:
    """Return the web application of a site."""
    inner = Litestar(
        [file, health, *PAGES],
        exception_handlers=errors.handlers(),
        state=State({"pages": Pages(site)}),
        openapi_config=None,
        # What the framework would log may hold what somebody wrote; errors.py logs what may be.
        logging_config=None,
        debug=False,
    )
    return WithHeaders(inner, is_secure=site.is_secure)
