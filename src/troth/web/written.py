"""What a page's script sends while somebody writes in one of its forms, to be kept for them."""

from troth.application.ports import OperationId
from troth.application.private.searches import forget_searches
from troth.application.private.unfinished import Writing, keep, let_go
from troth.web.addresses import is_own
from troth.web.form import SECRETS, Form
from troth.web.visit import Visit

FIELD = "kept."
"""How the fields of the form begin that is being written."""

TO, PAGE, TITLE, OP = "to", "page", "title", "kept-op"

NOTES = "/mine"
"""Where notes are written and read."""

LONGEST_TITLE = 100
"""Characters of a page's title: ours are shorter."""


def keep_written(visit: Visit, form: Form) -> bool:
    """Keep what was sent; with no fields, let go of what was begun. False for what is no form."""
    to, page = form[TO], form[PAGE]
    if not is_own(to) or not (is_own(page) or not page):
        return False
    fields = _fields(form)
    if not fields:
        let_go(visit.world, visit.chain, lambda each: each.is_of(to, page))
    else:
        now, title = visit.site.host.clock.now(), form[TITLE][:LONGEST_TITLE]
        op = OperationId(form[OP])
        keep(
            visit.world,
            visit.chain,
            Writing(to, page, title, now, fields, visit.newest_entry, op),
        )
    return True


def forget_notes(visit: Visit, page: str = NOTES) -> None:
    """Let go of what was begun on a page of one's notes, or on any, and of what was looked for.

    A passage one meant to bring holds the words of the note, and so may a search.
    """
    let_go(visit.world, visit.chain, lambda each: f"{each.page}/".startswith(f"{page}/"))
    forget_searches(visit.world, visit.chain)


def _fields(form: Form) -> tuple[tuple[str, str], ...]:
    written = (each for each in form.sent() if each[0].startswith(FIELD))
    named = ((name.removeprefix(FIELD), text) for name, text in written)
    return tuple((name, text) for name, text in named if name not in SECRETS)
