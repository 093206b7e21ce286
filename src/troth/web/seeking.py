"""Seeking: a search is sent as a form, and what it finds is a page that can be gone back to.

A search in an address would stand in the browser's list of pages seen, and a page that answers a
form is gone once somebody follows a link from it. So the search is kept, and its page has an id.
"""

from collections.abc import Callable

from litestar.handlers import HTTPRouteHandler

from troth.application.ports import StoreError
from troth.application.private.searches import Search, find_search, keep_search
from troth.web.addresses import DIGITS
from troth.web.errors import NoSuchThing
from troth.web.form import Form
from troth.web.routes import Answered, shows, takes
from troth.web.visit import Visit

FOUND = "/f/"
"""Stands between the address of a search and its id."""

LONGEST = 500
"""Characters of a field of a search: more is nothing somebody looks for."""


def seeks(address: str, show: Callable[..., Answered]) -> tuple[HTTPRouteHandler, ...]:
    """Make a search of an address, which `show` answers; one of long ago is not found any more."""

    def ask(visit: Visit, form: Form, **at: object) -> Answered:
        id_ = visit.operation()[:DIGITS]
        fields = tuple((name, text[:LONGEST]) for name, text in form.sent())
        try:
            keep_search(visit.world, visit.chain, Search(id_, visit.world.clock.now(), fields))
        except StoreError:  # looking has to go on where nothing can be written
            return show(visit, form, **at)
        return visit.go(f"{visit.arrival.address}{FOUND}{id_}")

    def found(visit: Visit, search: str, **at: object) -> Answered:
        kept = find_search(visit.world, visit.chain, search)
        if kept is None:
            raise NoSuchThing
        return show(visit, Form(kept.fields), **at)

    return (
        takes(address, Visit, ask),
        shows(f"{address}{FOUND}{{search:str}}", Visit, found),
    )
