"""One question or decision as a page: several forms end here, each with what it still needs."""

from collections.abc import Iterator

from troth.application.heard import heard
from troth.application.private.drafts import Drafts
from troth.domain.decisions.events import Answer, MatterId, OpinionGiven, OpinionId, Weight
from troth.domain.decisions.state import Decision, Matter
from troth.domain.kernel import MemberId, Value
from troth.projections.explain import explain
from troth.projections.matter import Question, decided, question
from troth.web.addresses import key
from troth.web.ahead import AGAIN, offered
from troth.web.errors import NoSuchThing
from troth.web.finding import find
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.needs import asks_needs
from troth.web.reasons import answered
from troth.web.routes import Answered
from troth.web.visit import Visit
from troth.web.words import Pair

WEIGHTS = {
    Weight.TAKEN: "I took this on",
    Weight.PARTLY: "I took some of this on",
    Weight.NOT_TAKEN: "I went another way",
}
"""What became of a view, as whoever decides says it."""

COUNTED = {
    Weight.TAKEN: Pair(own="You took this on", other="%(name)s took this on"),
    Weight.PARTLY: Pair(own="You took some of this on", other="%(name)s took some of this on"),
    Weight.NOT_TAKEN: Pair(own="You went another way", other="%(name)s went another way"),
}
"""The same, as both read it afterwards."""


class Begun(Value, frozen=True):
    """A decision somebody has begun to write, and nobody else sees."""

    outcome: str = ""
    reasons: str = ""
    weights: dict[str, str] = {}
    whys: dict[str, str] = {}


def plan_address(matter: str) -> str:
    """Return where a question is read."""
    return f"/plans/{key(matter)}"


def matter_at(visit: Visit, at: str) -> MatterId:
    """Return which question an address means, open or closed; raises NoSuchThing for none."""
    decisions = visit.state.decisions
    return find(at, (*decisions.matters, *decisions.decisions, *decisions.withdrawn))


def open_at(visit: Visit, at: str) -> Matter:
    """Return the open question an address means; raises NoSuchThing where it is closed."""
    found = visit.state.decisions.matters.get(matter_at(visit, at))
    if found is None:
        raise NoSuchThing
    return found


def decision_at(visit: Visit, at: str) -> Decision:
    """Return the decision an address means; raises NoSuchThing where there is none."""
    found = visit.state.decisions.decisions.get(matter_at(visit, at))
    if found is None:
        raise NoSuchThing
    return found


def show_plan(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Show a question or a decision, with whatever a form about it still needs."""
    id_ = matter_at(visit, at)
    decisions = visit.state.decisions
    if id_ in decisions.matters:
        return _show_open(visit, decisions.matters[id_], form)
    if id_ in decisions.decisions:
        return _show_decided(visit, decisions.decisions[id_], form)
    return visit.show("plan_withdrawn.html", form, here="decide")


def _show_open(visit: Visit, matter: Matter, form: Form) -> Answered:
    read = question(visit.state, matter, visit.member, visit.moment)
    is_rewording = form["how"] == "words" or "outcome" in dict(form.sent())
    filled = form if form.sent() else Form()
    for field, text in _prepared(visit, read):
        if text and not filled.has_field(field):
            filled.put(field, text)
    answer = answered(visit, read.explanation)
    return visit.show(
        "plan.html",
        filled,
        here="decide",
        read=read,
        matter=matter,
        address=plan_address(matter.id),
        answer=answer,
        is_rewording=is_rewording,
        weights=[(each.value, visit.words.plain(said)) for each, said in WEIGHTS.items()],
        counted=lambda author, answer: _counted(visit, author, answer),
        again=offered(visit, *AGAIN),
        asks_needs=asks_needs(visit, filled),
        areas={area: named.name for area, named in visit.state.ground.agreement.areas.items()},
    )


def _show_decided(visit: Visit, found: Decision, form: Form) -> Answered:
    said = heard(visit.world, visit.chain, found.matter)
    facets = tuple(part.facet for part in found.parts)
    return visit.show(
        "plan_decided.html",
        form,
        here="decide",
        read=decided(visit.state, found, visit.member, visit.moment),
        found=found,
        address=plan_address(found.matter),
        answer=answered(visit, explain(visit.state.ground, facets, visit.moment)),
        views=[
            (each, each.event, said.answers.get(each.event.opinion))
            for each in said.said
            if isinstance(each.event, OpinionGiven)
        ],
        is_whole=said.is_whole,
        counted=lambda author, answer: _counted(visit, author, answer),
        deciders=[visit.name(member) for member, _ in found.deciders],
        again=offered(visit, *AGAIN),
    )


def _counted(visit: Visit, author: MemberId, answer: Answer) -> str:
    """Say how a view counted; it is always the other of the two who answers one."""
    answerer = visit.state.ground.dynamic.other(author)
    pair = COUNTED[answer.weight]
    return visit.words.say(pair.to(own=answerer == visit.member), name=visit.name(answerer))


def drafts(visit: Visit) -> Drafts:
    """Return what whoever looks has begun, and nobody else sees."""
    return Drafts(visit.world, visit.chain)


def answers_prefix(matter: MatterId) -> str:
    """Return how the names of one's prepared answers to a question begin."""
    return f"answer/{matter}/"


def begun_name(matter: MatterId) -> str:
    """Return the name of the decision one has begun to write."""
    return f"decision/{matter}"


def _prepared(visit: Visit, read: Question) -> Iterator[tuple[str, str]]:
    """Give the fields of the form as they were kept for later, here or on the command line."""
    kept = drafts(visit)
    begun = kept.find(begun_name(read.matter.id), Begun).get(begun_name(read.matter.id), Begun())
    found = kept.find(answers_prefix(read.matter.id), Answer)
    answers = {each.opinion: each for each in found.values()}
    for number, view in enumerate(read.to_answer, 1):
        known = answers.get(view.id)
        weight, why = ("", "") if known is None else (known.weight.value, known.why)
        yield f"weight-{number}", begun.weights.get(view.id) or weight
        yield f"why-{number}", begun.whys.get(view.id) or why
    yield from (("outcome", begun.outcome), ("reasons", begun.reasons))


MOST_ANSWERS = 50
"""Answers one form brings: more than one person's views on an open question are ever kept."""


def answered_numbers(form: Form) -> range:
    """Return the numbers of the views a form has answers to."""
    count = form.number("opinions") or 0
    return range(1, min(count, MOST_ANSWERS) + 1)


def read_answers(form: Form, sentences: tuple[str, str]) -> tuple[Answer, ...]:
    """Return the answers in a form; each one without a choice or without words is asked for."""
    weight_wanted, why_wanted = sentences
    found = []
    for number in answered_numbers(form):
        weight = form.choice(f"weight-{number}", Weight, weight_wanted)
        why = form.text(f"why-{number}", why_wanted)
        if weight is not None and why:
            found.append(Answer(OpinionId(form[f"opinion-{number}"]), weight, why))
    return tuple(found)
