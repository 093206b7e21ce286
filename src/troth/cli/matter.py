"""Questions to decide: raised, heard, answered, decided, looked at again."""

from datetime import datetime

import click
from msgspec.structs import replace

from troth.application.private.drafts import Drafts
from troth.bootstrap import new_id
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.completing import MATTERS
from troth.cli.decide import AFFECTS, AREA, KIND, SPLIT, WEIGHT, WHOSE, facets
from troth.cli.groups import Acts
from troth.cli.matter_lines import decided_text, heard, open_text
from troth.cli.times import When, shown_day
from troth.domain.decisions.commands import (
    ConsentToOutcome,
    Decide,
    Declare,
    Defer,
    Elevate,
    GiveOpinion,
    Pass,
    RaiseMatter,
    RescindDecision,
    ReviewDecision,
    SplitMatter,
    TakeDeferralBack,
    TakeElevationBack,
    TakeUrgently,
    WithdrawMatter,
)
from troth.domain.decisions.events import Answer, MatterId, OpinionId, Weight
from troth.domain.decisions.hearing import current_route, standing
from troth.domain.decisions.state import Matter
from troth.domain.kernel import NotFound, Significance
from troth.domain.routing.matter import Declaration, MatterKind
from troth.projections.open_matters import open_matters
from troth.projections.telling import answer as who

_MATTER = click.argument("matter_id", metavar="MATTER", shell_complete=MATTERS)
EMPTY = (
    "No open decisions. Raise a question: troth matter raise QUESTION --area AREA\n"
    "Or only ask whose it is: troth who-decides QUESTION --area AREA"
)


@click.group(cls=Acts)
def matter() -> None:
    """Questions to decide: each is heard and answered before it is decided."""


@matter.command("raise")
@click.argument("question")
@AREA
@AFFECTS
@WEIGHT
@SPLIT
@KIND
@WHOSE
@click.option("--wanted", default="", help="What you would like.")
@click.pass_obj
def raise_matter(
    caller: Caller,
    question: str,
    area: str | None,
    affects: str,
    split: tuple[str, ...],
    kind: str,
    whose: str | None,
    wanted: str,
    *,
    significant: bool,
) -> None:
    """Raise QUESTION, so that it is heard and decided."""
    first, *rest = facets(caller, area, affects, split, significant=significant)
    holder = caller.person(whose) if whose else None
    first = replace(first, kind=MatterKind(kind), holder=holder)
    id_ = MatterId(new_id("m"))
    answer = caller.act(RaiseMatter(id_, question, (first, *rest), wanted))
    route = current_route(
        answer.state.decisions.matters[id_], answer.state.ground, caller.view().moment
    )
    sentence = who(route, answer.state.ground.dynamic, caller.member)
    caller.done(answer, f"{id_} is raised. {sentence}")


@matter.command("list")
@click.pass_obj
def list_matters(caller: Caller) -> None:
    """Show open questions with who decides them, and decisions that stand."""
    view = caller.own_view
    asked = open_matters(view.state, caller.member, view.moment).matters
    stand = standing(view.state.decisions, view.moment.at)
    lines = []
    for each in asked:
        waits_for = ", ".join(caller.name_of(member) for member in sorted(each.waits_for))
        lines += [f"{each.matter}  {each.question}", f"     {each.who}"]
        lines += [f"     It waits for {waits_for}."] if waits_for else []
    for decided in stand:
        again = decided.review_on
        look = f" (look again {shown_day(again, caller.zone)})" if again else ""
        lines.append(f"{decided.matter}  {decided.question}")
        lines.append(f"     Decided: {decided.resolution.outcome}{look}")
    reading = {"open": asked, "decided": stand}
    caller.show(reading, "\n".join(lines) or EMPTY)


@matter.command("show")
@_MATTER
@click.pass_obj
def show_matter(caller: Caller, matter_id: str) -> None:
    """Show one question: who decides, what was said, what was decided and why."""
    id_ = MatterId(matter_id)
    decided = caller.own_view.state.decisions.decisions.get(id_)
    if decided is not None:
        said = heard(caller, decided)
        caller.show({"decision": decided, "said": said}, decided_text(caller, decided, said))
        return
    found = _open(caller, matter_id)
    caller.show(found, open_text(caller, found, _prepared(caller, id_).values()))


def _open(caller: Caller, matter_id: str) -> Matter:
    found = caller.own_view.state.decisions.matters.get(MatterId(matter_id))
    if found is None:
        refuse(NotFound("open question", matter_id))
    return found


@matter.command("declare")
@_MATTER
@AFFECTS
@WEIGHT
@click.option("--part", type=click.IntRange(min=1), default=1, help="Which part, from 1.")
@click.option("--touches-my-limit", is_flag=True, help="It crosses a limit of yours.")
@click.pass_obj
def declare(
    caller: Caller,
    matter_id: str,
    affects: str,
    part: int,
    *,
    significant: bool,
    touches_my_limit: bool,
) -> None:
    """Say how you see it: whom it touches, and whether it matters."""
    weight = Significance.SIGNIFICANT if significant else Significance.ROUTINE
    declaration = Declaration(caller.people(affects), weight, touches_my_limit)
    answer = caller.act(Declare(MatterId(matter_id), part - 1, declaration))
    route = current_route(
        answer.state.decisions.matters[MatterId(matter_id)],
        answer.state.ground,
        caller.view().moment,
    )
    caller.done(answer, who(route, answer.state.ground.dynamic, caller.member))


@matter.command("split")
@_MATTER
@click.argument("area")
@AFFECTS
@WEIGHT
@click.pass_obj
def split_matter(
    caller: Caller, matter_id: str, area: str, affects: str, *, significant: bool
) -> None:
    """Say that the part about AREA is to be looked at by itself."""
    parts = facets(caller, area, affects, (), significant=significant)
    caller.done(caller.act(SplitMatter(MatterId(matter_id), parts)), "The part stands by itself.")


@matter.command("opinion")
@_MATTER
@click.argument("text", required=False)
@click.option("--nothing-to-add", is_flag=True, help="Say that you have nothing to add.")
@click.pass_obj
def opinion(caller: Caller, matter_id: str, text: str | None, *, nothing_to_add: bool) -> None:
    """Say what you think: always welcome, before and after it is decided."""
    decisions = caller.own_view.state.decisions
    id_ = MatterId(matter_id)
    known = decisions.matters.get(id_) or decisions.decisions.get(id_)
    if known is None:
        refuse(NotFound("question", matter_id))
    if nothing_to_add:
        caller.done(caller.act(Pass(id_, known.digest)), "You have nothing to add.")
        return
    if not text:
        raise Refused("Write what you think, or say --nothing-to-add.")
    said = GiveOpinion(id_, OpinionId(new_id("o")), known.digest, text)
    is_open = id_ in decisions.matters
    after = "It is answered before anything is decided." if is_open else "Both of you can read it."
    caller.done(caller.act(said), f"Said. {after}")


@matter.command("answer")
@_MATTER
@click.argument("opinion_id", metavar="OPINION")
@click.argument("weight", metavar="HOW", type=click.Choice([each.value for each in Weight]))
@click.option("--why", required=True, help="Why; it goes with the decision.")
@click.pass_obj
def answer_opinion(caller: Caller, matter_id: str, opinion_id: str, weight: str, why: str) -> None:
    """Prepare your answer to an opinion; it is recorded with the decision.

    HOW it counted is taken, partly or not-taken.
    """
    found = _open(caller, matter_id)
    if opinion_id not in {each.id for each in found.opinions}:
        refuse(NotFound("opinion", opinion_id))
    prepared = Answer(OpinionId(opinion_id), Weight(weight), why)
    _drafts(caller).keep(_prefix(found.id) + opinion_id, prepared)
    caller.say("Kept for the decision; nobody sees it before.")


def _prefix(matter_id: MatterId) -> str:
    return f"answer/{matter_id}/"


def _drafts(caller: Caller) -> Drafts:
    return Drafts(caller.world, caller.chain)


def _prepared(caller: Caller, matter_id: MatterId) -> dict[str, Answer]:
    return _drafts(caller).find(_prefix(matter_id), Answer)


@matter.command("decide")
@_MATTER
@click.argument("outcome")
@click.option("--because", "reasons", default="", help="Your reasons.")
@click.option("--look-again", type=When(), help="When to look at it again.")
@click.option("--considered", is_flag=True, help="It limits no protected need.")
@click.pass_obj
def decide(
    caller: Caller,
    matter_id: str,
    outcome: str,
    reasons: str,
    look_again: datetime | None,
    *,
    considered: bool,
) -> None:
    """Decide, with the answers prepared; where both decide, this puts OUTCOME to both."""
    found = _open(caller, matter_id)
    answers = _prepared(caller, found.id)
    said = tuple(answers.values())
    decided = Decide(
        found.id, found.digest, outcome, reasons, said, look_again, considered=considered
    )
    answer = caller.act(decided)
    _drafts(caller).drop(*answers)
    is_decided = found.id in answer.state.decisions.decisions
    caller.done(answer, "Decided." if is_decided else "Put to both: it takes you both.")


@matter.command("consent")
@_MATTER
@click.pass_obj
def consent_to_outcome(caller: Caller, matter_id: str) -> None:
    """Agree to the outcome that was put to both, in exactly those words."""
    found = _open(caller, matter_id)
    if found.proposed is None:
        raise Refused("Nothing has been put to both there yet: troth matter decide")
    answers = _prepared(caller, found.id)
    said = tuple(answers.values())
    answer = caller.act(ConsentToOutcome(found.id, found.proposed.digest, said))
    _drafts(caller).drop(*answers)
    caller.done(answer, "Decided together.")


@matter.command("elevate")
@_MATTER
@click.option("--back", is_flag=True, help="Decide it alone after all.")
@click.pass_obj
def elevate(caller: Caller, matter_id: str, *, back: bool) -> None:
    """Make what is yours to decide a question for both."""
    id_ = MatterId(matter_id)
    command = TakeElevationBack(id_) if back else Elevate(id_)
    caller.done(caller.act(command), "It is yours again." if back else "It is now for you both.")


@matter.command("defer")
@_MATTER
@click.option("--back", is_flag=True, help="Decide it as the lead after all.")
@click.pass_obj
def defer(caller: Caller, matter_id: str, *, back: bool) -> None:
    """Leave to the other what you would decide as the lead."""
    id_ = MatterId(matter_id)
    command = TakeDeferralBack(id_) if back else Defer(id_)
    caller.done(caller.act(command), "It is yours again." if back else "Left to the other.")


@matter.command("at-once")
@_MATTER
@click.argument("act")
@click.option("--because", "why", required=True, help="Why it cannot wait.")
@click.option("--protective", is_flag=True, help="It protects somebody or something.")
@click.option("--reversible", is_flag=True, help="It can be undone.")
@click.pass_obj
def at_once(
    caller: Caller, matter_id: str, act: str, why: str, *, protective: bool, reversible: bool
) -> None:
    """Take the smallest ACT that cannot wait; the hearing stays open."""
    command = TakeUrgently(MatterId(matter_id), act, why, protective, reversible)
    caller.done(caller.act(command), "Recorded. The hearing is still owed.")


@matter.command("review")
@_MATTER
@click.option("--note", default="", help="What you found.")
@click.option("--look-again", type=When(), help="When to look at it again.")
@click.pass_obj
def review(caller: Caller, matter_id: str, note: str, look_again: datetime | None) -> None:
    """Look at a decision again and leave it standing."""
    caller.done(caller.act(ReviewDecision(MatterId(matter_id), note, look_again)), "It stands.")


@matter.command("rescind")
@_MATTER
@click.option("--because", "reason", default="", help="Why.")
@click.pass_obj
def rescind(caller: Caller, matter_id: str, reason: str) -> None:
    """Set a decision aside; what both decided takes both."""
    caller.done(
        caller.act(RescindDecision(MatterId(matter_id), reason)), "Set aside, or asked for."
    )


@matter.command("withdraw")
@_MATTER
@click.pass_obj
def withdraw_matter(caller: Caller, matter_id: str) -> None:
    """Withdraw a question you raised."""
    caller.done(caller.act(WithdrawMatter(MatterId(matter_id))), "Withdrawn.")
