"""How a question is seen and whose it is: facts, parts, other words, at once, for both, left."""

from collections.abc import Callable, Mapping

from troth.domain.decisions.commands import (
    Declare,
    Defer,
    EditQuestion,
    Elevate,
    SplitMatter,
    TakeDeferralBack,
    TakeElevationBack,
    TakeUrgently,
    WithdrawMatter,
)
from troth.domain.decisions.events import MatterId
from troth.domain.kernel import Command
from troth.projections.matter import question
from troth.web.errors import NoSuchThing
from troth.web.facets import choices, one_part, read_facets
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.ongoing import Ongoing
from troth.web.plan_view import matter_at, open_at, plan_address, show_plan
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

PART_WANTED = "Choose which part you mean."
ACT_WANTED = "Write the smallest thing that cannot wait."
WHY_WANTED = "Write why it cannot wait."
KIND_WANTED = "Choose whether it protects, or can be undone."
WORDS_WANTED = "Write the question in other words."

HANDED: Mapping[str, tuple[Callable[[MatterId], Command], Told]] = {
    "both": (Elevate, Told.FOR_BOTH),
    "mine": (TakeElevationBack, Told.YOURS_AGAIN),
    "leave": (Defer, Told.LEFT_TO_OTHER),
    "lead": (TakeDeferralBack, Told.YOURS_AGAIN),
    "withdraw": (WithdrawMatter, Told.WITHDRAWN),
}
"""What one press does to a question as a whole."""


def hand(visit: Visit, form: Form, at: str) -> Answered:
    """Make a question one for both, leave it to the other, take either back, or withdraw it."""
    id_ = matter_at(visit, at)
    if form["how"] not in HANDED:
        raise NoSuchThing
    command, line = HANDED[form["how"]]
    return _done(visit, form, at, (command(id_), line)) or show_plan(visit, at, form)


def facts(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Ask how somebody sees a part of the question: whom it touches, and how much."""
    return _show(visit, "plan_facts.html", at, form)


def keep_facts(visit: Visit, form: Form, at: str) -> Answered:
    """Keep how somebody sees a part; the other says how they see it."""
    id_ = matter_at(visit, at)
    numbers = range(1, len(open_at(visit, at).parts) + 1)
    part = form.one_number("part", numbers, visit.words.plain(PART_WANTED))
    declaration = one_part(visit, form)
    if declaration is None or part is None:
        return facts(visit, at, form)
    command = Declare(id_, part - 1, declaration, form.has("intimate"))
    return _done(visit, form, at, (command, Told.SAID)) or facts(visit, at, form)


def part(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Ask which part of the question is to be looked at by itself."""
    return _show(visit, "plan_part.html", at, form)


def keep_part(visit: Visit, form: Form, at: str) -> Answered:
    """Keep that a part of the question is to be looked at by itself."""
    facets = read_facets(visit, form)
    if facets is None:
        return part(visit, at, form)
    command = SplitMatter(matter_at(visit, at), facets)
    return _done(visit, form, at, (command, Told.SAID)) or part(visit, at, form)


def words(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Offer to put one's own question in other words."""
    return _show(visit, "plan_words.html", at, form)


def keep_words(visit: Visit, form: Form, at: str) -> Answered:
    """Put the question in other words; what was said to the earlier ones stays."""
    text = form.text("question", visit.words.plain(WORDS_WANTED))
    if not text:
        return words(visit, at, form)
    command = EditQuestion(matter_at(visit, at), text)
    return _done(visit, form, at, (command, Told.KEPT)) or words(visit, at, form)


def at_once(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Ask for the smallest act that cannot wait for the hearing."""
    return _show(visit, "plan_at_once.html", at, form)


def keep_at_once(visit: Visit, form: Form, at: str) -> Answered:
    """Record an act that could not wait; the hearing is still owed."""
    act = form.text("act", visit.words.plain(ACT_WANTED))
    why = form.text("why", visit.words.plain(WHY_WANTED))
    kinds = set(form.all("kind")) & {"protects", "undone"}
    if not kinds:
        form.want("kind", visit.words.plain(KIND_WANTED))
    if form.wanting:
        return at_once(visit, at, form)
    id_ = matter_at(visit, at)
    command = TakeUrgently(id_, act, why, "protects" in kinds, "undone" in kinds)
    return _done(visit, form, at, (command, Told.AT_ONCE)) or at_once(visit, at, form)


def _done(visit: Visit, form: Form, at: str, asked: tuple[Command, Told]) -> Answered | None:
    command, line = asked
    id_ = matter_at(visit, at)
    return None if visit.act(form, command) is None else visit.go(plan_address(id_), line)


def _show(visit: Visit, template: str, at: str, form: Form) -> Answered:
    matter = open_at(visit, at)
    return visit.show(
        template,
        form,
        here="decide",
        matter=matter,
        read=question(visit.state, matter, visit.member, visit.moment),
        address=plan_address(matter.id),
        offered=choices(visit, form),
        areas={area: named.name for area, named in visit.state.ground.agreement.areas.items()},
    )


ROUTES = (
    takes("/plans/{at:str}/hands", Visit, hand),
    shows("/plans/{at:str}/facts", Ongoing, facts),
    takes("/plans/{at:str}/facts", Visit, keep_facts),
    shows("/plans/{at:str}/parts", Ongoing, part),
    takes("/plans/{at:str}/parts", Visit, keep_part),
    shows("/plans/{at:str}/words", Ongoing, words),
    takes("/plans/{at:str}/words", Visit, keep_words),
    shows("/plans/{at:str}/at-once", Ongoing, at_once),
    takes("/plans/{at:str}/at-once", Visit, keep_at_once),
)
