"""Unfinished: what is being written in a form, kept while it is written, read again, and let go."""

from http import HTTPStatus

from litestar import Response

from troth.application.private.unfinished import let_go
from troth.web.addresses import is_own
from troth.web.form import Form
from troth.web.routes import Answered, shows, takes
from troth.web.visit import Visit
from troth.web.written import PAGE, TO, keep_written


def begun(visit: Visit) -> Answered:
    """Show all that was begun and not sent, with its words: its form may be gone meanwhile."""
    return visit.show("begun.html", here="today")


def kept(visit: Visit, form: Form) -> Answered:
    """Keep what the page's script sends while somebody writes."""
    is_kept = keep_written(visit, form)
    status = HTTPStatus.NO_CONTENT if is_kept else HTTPStatus.UNPROCESSABLE_ENTITY
    return Response(b"", status_code=status, media_type="text/plain")


def afresh(visit: Visit, form: Form) -> Answered:
    """Let go of what was begun on a page, and show the page as it is without."""
    page = form[PAGE]
    let_go(visit.world, visit.chain, lambda each: each.page == page)
    return visit.go(page if is_own(page) else "/today")


def drop(visit: Visit, form: Form) -> Answered:
    """Let go of what was begun in one form."""
    let_go(visit.world, visit.chain, lambda each: each.is_of(form[TO], form[PAGE]))
    return visit.go("/kept")


ROUTES = (
    shows("/kept", Visit, begun),
    takes("/kept", Visit, kept),
    takes("/kept/off", Visit, afresh),
    takes("/kept/drop", Visit, drop),
)
