"""Who decides: one sentence, with the reasons and what would change it; nothing is recorded."""

from troth.domain.routing.matter import Facet
from troth.projections.explain import explain
from troth.projections.places import places
from troth.web.facets import carried, choices, read_facets
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.ongoing import Ongoing
from troth.web.reasons import Answer, answered
from troth.web.routes import Answered, shows, takes
from troth.web.visit import Visit

TOUCHES = {
    "me": "touches only you",
    "other": "touches only %(name)s",
    "both": "touches you both",
}
WEIGHTS = {"routine": "everyday", "significant": "it matters"}
"""What was asked about, said again above the answer."""

CHANGES_PARTS = ("more", "less")
"""Buttons that only show one part more or less."""


def ask(visit: Visit, form: Form = EMPTY, answer: Answer | None = None) -> Answered:
    """Ask what it is about."""
    return visit.show(
        "ask.html",
        form,
        here="decide",
        offered=choices(visit, form),
        answer=answer,
        about="" if answer is None else _about(visit, form),
        carried=carried(form) if answer is not None else (),
        is_agreed=bool(visit.state.ground.agreement.clauses),
    )


def who_decides(visit: Visit, form: Form) -> Answered:
    """Answer above the form; what was asked stands in no address, and nobody sees it."""
    if any(form.has(each) for each in CHANGES_PARTS):
        return ask(visit, form)
    facets = read_facets(visit, form)
    return ask(visit, form, None if facets is None else _answer(visit, facets))


def _answer(visit: Visit, facets: tuple[Facet, ...]) -> Answer:
    return answered(visit, explain(visit.state.ground, facets, visit.moment))


def _about(visit: Visit, form: Form) -> str:
    """Say again what was asked about, so that the answer can be read by itself."""
    say = visit.words.say
    names = {str(each.area): each.name for each in places(visit.state, visit.moment)}
    area = names.get(form["area"]) or say("Something not yet named")
    other = next((each.name for each in visit.others), "")
    return " · ".join((area, say(TOUCHES[form["whom"]], name=other), say(WEIGHTS[form["weight"]])))


ROUTES = (
    shows("/ask", Ongoing, ask),
    takes("/ask", Ongoing, who_decides),
)
