"""One question: heard, answered, decided; or decided, with what can be said and done about it."""

from troth.domain.decisions.commands import (
    ConsentToOutcome,
    Decide,
    GiveOpinion,
    Pass,
    TakeOutcomeBack,
)
from troth.domain.decisions.events import Answer, MatterId, OpinionId
from troth.domain.decisions.hearing import current_route
from troth.domain.kernel import Digest
from troth.domain.routing.routes import owes_reasons
from troth.web.ahead import read_again
from troth.web.form import Form
from troth.web.plan_view import (
    Begun,
    answered_numbers,
    answers_prefix,
    begun_name,
    drafts,
    matter_at,
    plan_address,
    read_answers,
    show_plan,
)
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

VIEW_WANTED = "Write what you think, or choose that you have nothing to add."
WEIGHT_WANTED = "Choose how this view counted."
WHY_WANTED = "Write why: it goes with the decision."
OUTCOME_WANTED = "Write what is decided."
REASONS_WANTED = "Write your reasons."


def plan(visit: Visit, at: str) -> Answered:
    """Show one question or decision."""
    return show_plan(visit, at)


def say(visit: Visit, form: Form, at: str) -> Answered:
    """Keep a view, or that somebody has nothing to add."""
    id_, read = matter_at(visit, at), Digest(form["read"])
    if form.has("nothing"):
        if visit.act(form, Pass(id_, read)) is None:
            return show_plan(visit, at, form)
        return visit.go(plan_address(id_), Told.NOTHING_TO_ADD)
    text = form.text("text", visit.words.plain(VIEW_WANTED))
    said = GiveOpinion(id_, OpinionId(form.new_id("o")), read, text)
    if not text or visit.act(form, said) is None:
        return show_plan(visit, at, form)
    return visit.go(plan_address(id_), Told.SAID)


def decide(visit: Visit, form: Form, at: str) -> Answered:
    """Record a decision, put an outcome to both, or keep what is written for later."""
    id_ = matter_at(visit, at)
    if form.has("later"):
        return _keep_for_later(visit, form, id_)
    answers = _answers(visit, form)
    outcome = form.text("outcome", visit.words.plain(OUTCOME_WANTED))
    reasons = form.text("reasons", _reasons_wanted(visit, id_))
    again = read_again(visit, form)
    if form.wanting:
        return show_plan(visit, at, form)
    is_looked_at = form.has("considered")
    read = Digest(form["read"])
    command = Decide(id_, read, outcome, reasons, answers, again, considered=is_looked_at)
    answer = visit.act(form, command)
    if answer is None:
        return show_plan(visit, at, form)
    _forget(visit, id_, answers)
    is_decided = id_ in answer.state.decisions.decisions
    return visit.go(plan_address(id_), Told.DECIDED if is_decided else Told.PUT_TO_BOTH)


def agree(visit: Visit, form: Form, at: str) -> Answered:
    """Agree to exactly the outcome that was read; or write other words; or leave it for now."""
    id_ = matter_at(visit, at)
    if form["how"] == "later":
        return visit.go("/plans")
    if form["how"] == "words":
        return show_plan(visit, at, form)
    answers = _answers(visit, form)
    if form.wanting:
        return show_plan(visit, at, form)
    if visit.act(form, ConsentToOutcome(id_, Digest(form["outcome-read"]), answers)) is None:
        return show_plan(visit, at, form)
    _forget(visit, id_, answers)
    return visit.go(plan_address(id_), Told.DECIDED)


def take_outcome_back(visit: Visit, form: Form, at: str) -> Answered:
    """Take back one's yes to an outcome that both have yet to agree to."""
    id_ = matter_at(visit, at)
    if visit.act(form, TakeOutcomeBack(id_)) is None:
        return show_plan(visit, at, form)
    return visit.go(plan_address(id_), Told.TAKEN_BACK)


def _reasons_wanted(visit: Visit, id_: MatterId) -> str:
    """Return what is said where reasons are missing; nothing where nobody else has a say."""
    matter = visit.state.decisions.matters.get(id_)
    ground, moment = visit.state.ground, visit.moment
    owed = matter is None or owes_reasons(current_route(matter, ground, moment))
    return visit.words.plain(REASONS_WANTED) if owed else ""


def _answers(visit: Visit, form: Form) -> tuple[Answer, ...]:
    plain = visit.words.plain
    return read_answers(form, (plain(WEIGHT_WANTED), plain(WHY_WANTED)))


def _keep_for_later(visit: Visit, form: Form, id_: MatterId) -> Answered:
    """Keep what is written where nobody else sees it, however little of it there is."""
    numbers = [(n, form[f"opinion-{n}"]) for n in answered_numbers(form)]
    begun = Begun(
        form.text("outcome"),
        form.text("reasons"),
        weights={opinion: form[f"weight-{n}"] for n, opinion in numbers},
        whys={opinion: form.text(f"why-{n}") for n, opinion in numbers},
    )
    drafts(visit).keep(begun_name(id_), begun)
    return visit.go(plan_address(id_), Told.FOR_LATER)


def _forget(visit: Visit, id_: MatterId, answers: tuple[Answer, ...]) -> None:
    names = [answers_prefix(id_) + each.opinion for each in answers]
    drafts(visit).drop(begun_name(id_), *names)


ROUTES = (
    shows("/plans/{at:str}", Visit, plan),
    takes("/plans/{at:str}/views", Visit, say),
    takes("/plans/{at:str}/decision", Visit, decide),
    takes("/plans/{at:str}/outcome", Visit, agree),
    takes("/plans/{at:str}/outcome/back", Visit, take_outcome_back),
)
