"""Raising a question, so that it is heard and decided; what was asked before comes along."""

from troth.domain.decisions.commands import RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.web.facets import choices, read_facets
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.ongoing import Ongoing
from troth.web.plan_view import plan_address
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

QUESTION_WANTED = "Write the question."


def new_plan(visit: Visit, form: Form = EMPTY) -> Answered:
    """Ask what is to be decided."""
    return visit.show(
        "plan_new.html", form, here="decide", offered=choices(visit, form), other=visit.other
    )


def carry(visit: Visit, form: Form) -> Answered:
    """Show the form with what was asked about filled in; it stands in no address."""
    return new_plan(visit, form)


def raise_question(visit: Visit, form: Form) -> Answered:
    """Raise a question."""
    if form.has("more") or form.has("less"):
        return new_plan(visit, form)
    text = form.text("question", visit.words.plain(QUESTION_WANTED))
    facets = read_facets(visit, form)
    if not text or facets is None:
        return new_plan(visit, form)
    id_ = MatterId(form.new_id("m"))
    wanted, is_intimate = form.text("wanted"), form.has("intimate")
    if visit.act(form, RaiseMatter(id_, text, facets, wanted, is_intimate)) is None:
        return new_plan(visit, form)
    return visit.go(plan_address(id_), Told.RAISED)


ROUTES = (
    shows("/plans/new", Ongoing, new_plan),
    takes("/plans/new", Visit, raise_question),
    shows("/plans/carry", Ongoing, new_plan),
    takes("/plans/carry", Visit, carry),
)
