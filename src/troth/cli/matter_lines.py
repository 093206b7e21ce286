"""One question as text: open, with what it waits for; or decided, with all that was said."""

from collections.abc import Iterable, Iterator

from troth.application.codec import Act
from troth.application.read import Search
from troth.cli.caller import Caller
from troth.cli.record import History, page_text, told_page
from troth.cli.times import shown, shown_day
from troth.domain.decisions.events import Answer
from troth.domain.decisions.hearing import current_route, missing_voices
from troth.domain.decisions.state import Decision, Matter, Opinion
from troth.projections.telling import answer as who


def open_text(caller: Caller, found: Matter, prepared: Iterable[Answer]) -> str:
    """Return an open question: who decides, what was said, whose voice is missing."""
    view = caller.own_view
    ground = view.state.ground
    route = current_route(found, ground, view.moment)
    raised_by = caller.name_of(found.raised_by)
    lines = [
        found.question,
        f"  Raised by {raised_by}. {who(route, ground.dynamic, caller.member)}",
    ]
    lines += [f"  What was wished for: “{found.wanted}”"] if found.wanted else []
    own = {each.opinion: each for each in prepared}
    for opinion in found.opinions:
        lines += _opinion_lines(caller, found, opinion, own.get(opinion.id))
    for each in sorted(missing_voices(found, ground, view.moment)):
        lines.append(f"  Still to be heard: {caller.name_of(each)}")
    if found.proposed is not None:
        words = found.proposed.resolution.outcome
        lines += [f"  Put to both: “{words}”", f"    troth matter consent {found.id}"]
    return "\n".join(lines)


def _opinion_lines(
    caller: Caller, found: Matter, opinion: Opinion, own: Answer | None
) -> Iterator[str]:
    yield f"  {opinion.id}  {caller.name_of(opinion.by)}: “{opinion.text}”"
    given = found.answers.get(opinion.id)
    if given is not None:
        yield f"      {_how(given)}"
    elif own is not None:
        yield f"      Your answer, which only you see until you decide: {_how(own)}"
    elif opinion.by != caller.member:
        yield f"      troth matter answer {found.id} {opinion.id} HOW --why WORDS"


def _how(given: Answer) -> str:
    return f"{given.weight.replace('-', ' ')}: “{given.why}”"


def heard(caller: Caller, found: Decision) -> History:
    """Return from the record all that was said about a decision, before and after it."""

    def is_about(act: Act) -> bool:
        return any(getattr(event, "matter", None) == found.matter for event in act.events)

    return told_page(caller, None, Search(is_about))


def decided_text(caller: Caller, found: Decision, said: History) -> str:
    """Return a decision, its reasons, and how it was heard, newest first."""
    lines = [found.question, f"  Decided on {shown(found.decided_at, caller.zone)}:"]
    lines.append(f"  “{found.resolution.outcome}”")
    reasons = found.resolution.reasons
    lines += [f"  Because: “{reasons}”"] if reasons else []
    if found.review_on is not None:
        lines.append(f"  To be looked at again: {shown_day(found.review_on, caller.zone)}")
        lines.append(f"    troth matter review {found.matter}")
    say = f"You can say what you think at any time: troth matter opinion {found.matter} WORDS"
    return "\n".join([*lines, "", "What was said", page_text(caller, said), "", say])
