"""Parts of life: named by either, which binds nobody; where each stands is for both to agree."""

from troth.domain.agreement.commands import NameArea
from troth.domain.kernel import AreaId, ClauseId
from troth.projections.places import STANDS, places
from troth.web.addresses import key
from troth.web.finding import find
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.ongoing import Ongoing
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

NAME_WANTED = "Write what you both call it."


def parts(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show the parts of life that have a name, and offer to name one."""
    found = places(visit.state, visit.moment)
    agreed = {
        each.area for each in found if ClauseId(each.area) in visit.state.ground.agreement.clauses
    }
    return visit.show(
        "parts_of_life.html", form, here="book", places=found, stands=STANDS, agreed=agreed
    )


def name_part(visit: Visit, form: Form) -> Answered:
    """Give a part of life its name."""
    name = form.text("name", visit.words.plain(NAME_WANTED))
    command = NameArea(AreaId(form.new_id("a")), name, form.raw("others") == "yes")
    if not form.wanting and visit.act(form, command) is not None:
        return visit.go("/book/parts", Told.NAMED)
    return parts(visit, form)


def one_part(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Offer another name for a part of life."""
    areas = visit.state.ground.agreement.areas
    area = find(at, areas)
    shown = form if form.wanting else Form((("name", areas[area].name),))
    return visit.show("part_of_life.html", shown, here="book", at=key(area), named=areas[area])


def rename_part(visit: Visit, form: Form, at: str) -> Answered:
    """Give a part of life another name; one that is about others stays so."""
    areas = visit.state.ground.agreement.areas
    area = find(at, areas)
    name = form.text("name", visit.words.plain(NAME_WANTED))
    command = NameArea(area, name, areas[area].third_parties or form.raw("others") == "yes")
    if not form.wanting and visit.act(form, command) is not None:
        return visit.go("/book/parts", Told.NAMED)
    return one_part(visit, at, form)


ROUTES = (
    shows("/book/parts", Visit, parts),
    takes("/book/parts", Visit, name_part),
    shows("/book/parts/{at:str}", Ongoing, one_part),
    takes("/book/parts/{at:str}", Visit, rename_part),
)
