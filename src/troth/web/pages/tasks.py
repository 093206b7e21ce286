"""Tasks: something to be done once, for oneself, or by the other under a decision that stands."""

from troth.domain.decisions.state import Decision
from troth.domain.kernel import MemberId
from troth.domain.standards.commands import SetTask
from troth.domain.standards.events import TaskId, TaskKind
from troth.projections.matter import Move, decided
from troth.web.ahead import ANOTHER, offered, read_until
from troth.web.errors import NoSuchThing
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.needs import asks_needs
from troth.web.ongoing import Ongoing
from troth.web.plan_view import decision_at, plan_address
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

KINDS = {
    TaskKind.AT_HOME: "Something at home",
    TaskKind.ERRAND: "An errand",
    TaskKind.PREPARATION: "Something to prepare",
    TaskKind.WRITING: "Something to write",
    TaskKind.LEARNING: "Something to learn",
    TaskKind.KINDNESS: "A kindness",
}
"""What a task can be: none of them is something to go without."""

KIND_WANTED = "Choose what sort of thing it is."
TEXT_WANTED = "Write what is to be done."


def own_task(visit: Visit, form: Form = EMPTY) -> Answered:
    """Set something down for oneself."""
    return _show(visit, form, None)


def keep_own_task(visit: Visit, form: Form) -> Answered:
    """Keep a task of one's own."""
    if not _set(visit, form, visit.member, ""):
        return own_task(visit, form)
    return visit.go("/plans/asked", Told.TASK_SET)


def task_under(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Ask for something to be done under a decision."""
    return _show(visit, form, _leaves_it(visit, at))


def keep_task_under(visit: Visit, form: Form, at: str) -> Answered:
    """Keep a task for the other, under a decision that leaves it to whoever sets it."""
    found = decision_at(visit, at)
    if not _set(visit, form, visit.other.id, found.matter):
        return task_under(visit, at, form)
    return visit.go("/plans/asked", Told.TASK_SET)


def _leaves_it(visit: Visit, at: str) -> Decision:
    found = decision_at(visit, at)
    read = decided(visit.state, found, visit.member, visit.moment)
    if Move.SET_TASK not in read.moves:
        raise NoSuchThing
    return found


def _set(visit: Visit, form: Form, bearer: MemberId, source: str) -> bool:
    kind = form.choice("kind", TaskKind, visit.words.plain(KIND_WANTED))
    text = form.text("text", visit.words.plain(TEXT_WANTED))
    due = read_until(visit, form)
    if form.wanting or kind is None or due is None:
        return False
    id_ = TaskId(form.new_id("t"))
    is_looked_at = form.has("considered")
    command = SetTask(id_, bearer, kind, text, due, source, considered=is_looked_at)
    return visit.act(form, command) is not None


def _show(visit: Visit, form: Form, under: Decision | None) -> Answered:
    address = "/plans/asked/own" if under is None else f"{plan_address(under.matter)}/task"
    return visit.show(
        "task.html",
        form,
        here="decide",
        under=under,
        address=address,
        back="/plans/asked" if under is None else plan_address(under.matter),
        kinds=[(each.value, visit.words.plain(said), "") for each, said in KINDS.items()],
        until=offered(visit, "today", "tomorrow", "week", "month", ANOTHER),
        asks_needs=asks_needs(visit, form),
    )


ROUTES = (
    shows("/plans/asked/own", Ongoing, own_task),
    takes("/plans/asked/own", Visit, keep_own_task),
    shows("/plans/{at:str}/task", Ongoing, task_under),
    takes("/plans/{at:str}/task", Visit, keep_task_under),
)
