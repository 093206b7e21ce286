"""Unfinished: what is being written in a form, kept while it is written, and let go."""

from http import HTTPStatus

from litestar import Response

from troth.application.private.unfinished import let_go
from troth.web.addresses import is_own
from troth.web.form import Form
from troth.web.routes import Answered, takes
from troth.web.visit import Visit
from troth.web.written import PAGE, TO, keep_written


def kept(visit: Visit, form: Form) -> Answered:
    """Keep what the page's script sends while somebody writes."""
    is_kept = keep_written(visit, form)
    status = HTTPStatus.NO_CONTENT if is_kept else HTTPStatus.UNPROCESSABLE_ENTITY
    return Response(b"", status_code=status, media_type="text/plain")


def afresh(visit: Visit, form: Form) -> Answered:
    """Let go of what was begun, and show the page as it is without."""
    let_go(visit.world, visit.chain, form.all(TO))
    return visit.go(form[PAGE] if is_own(form[PAGE]) else "/today")


ROUTES = (
    takes("/kept", Visit, kept),
    takes("/kept/off", Visit, afresh),
)
