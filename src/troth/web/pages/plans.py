"""Decisions: what waits for whom, what is to be looked at again, and what was decided."""

from troth.projections.open_matters import OpenMatter
from troth.projections.plans import plans as read_plans
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.plan_view import plan_address
from troth.web.routes import Answered, shows, takes
from troth.web.rows import brief
from troth.web.visit import Visit
from troth.web.words import Pair

PAGE_LENGTH = 10
"""Decisions on one page: as many as one looks over at a glance."""

RAISED = Pair("You raised it %(day)s.", "%(name)s raised it %(day)s.")


def plans(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show the questions and decisions, or those that hold the words looked for."""
    read = read_plans(visit.state, visit.member, visit.moment, form.text("words"))
    shown = _page(form, len(read.decided))
    first = (shown - 1) * PAGE_LENGTH
    return visit.show(
        "plans.html",
        form,
        here="decide",
        read=read,
        decided=read.decided[first : first + PAGE_LENGTH],
        page=shown,
        has_later=len(read.decided) > first + PAGE_LENGTH,
        has_any=bool(visit.state.decisions.matters or visit.state.decisions.decisions),
        brief=brief,
        address=plan_address,
        meta=lambda each: _meta(visit, each),
    )


def _page(form: Form, count: int) -> int:
    """Return which page of the decided is asked for, of those there are."""
    last = max(1, -(-count // PAGE_LENGTH))
    return min(form.number("page") or 1, last)


def _meta(visit: Visit, each: OpenMatter) -> str:
    said = RAISED.to(own=each.raised_by == visit.member)
    name, day = visit.name(each.raised_by), visit.times.day(each.raised_at)
    raised = visit.words.say(said, name=name, day=day)
    return raised if visit.has_ended else f"{visit.words.phrase(each.who)} {raised}"


ROUTES = (
    shows("/plans", Visit, plans),
    takes("/plans", Visit, plans),
)
