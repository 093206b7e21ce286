"""Putting a slip right, never by itself: ask, answer, weigh, offer, accept or not, care, close."""

from datetime import datetime, tzinfo

import click

from troth.bootstrap import new_id
from troth.cli.agree import DIGEST_SHOWN
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.completing import BREACHES
from troth.cli.groups import Acts
from troth.cli.keep import duty_called
from troth.cli.times import When, shown
from troth.domain.agreement.terms import Need
from troth.domain.conduct.breach import Breach
from troth.domain.conduct.commands import (
    AcceptCorrection,
    AnswerBreach,
    BeginCorrection,
    ChangeFinding,
    CloseBreach,
    DeclineCorrection,
    FinishCorrection,
    NoteCare,
    OfferCorrection,
    ReportBreach,
    WeighBreach,
)
from troth.domain.conduct.events import (
    AnswerKind,
    Because,
    BreachFound,
    BreachId,
    Finding,
    HadChoice,
    HadNeed,
    KeptAnother,
    ProtectedAct,
    UsedRight,
)
from troth.domain.kernel import ClauseId, Digest, MemberId, NotFound
from troth.domain.standards.events import Duty
from troth.projections.keeping import who_keeps
from troth.projections.slips import FINDINGS, Slip, Step, slip, slips

ANSWERS = {
    "slipped": AnswerKind.ACKNOWLEDGED,
    "had-a-reason": AnswerKind.EXPLAINED,
    "differently": AnswerKind.DISPUTED,
    "not-possible": AnswerKind.WAS_IMPOSSIBLE,
}
"""The four answers as typed; none is before another."""

WEIGHED = {
    "leave-it": Finding.NOT_UPHELD,
    "good-reason": Finding.EXCUSED,
    "line-unclear": Finding.UNCLEAR,
    "slipped": Finding.UPHELD,
}

NEXT = {
    Step.ANSWER: f"troth breach answer {{id}} [{'|'.join(ANSWERS)}]",
    Step.WEIGH: f"troth breach weigh {{id}} [{'|'.join(WEIGHED)}]",
    Step.OFFER: "troth correction offer {id} CLAUSE --minutes N    or    troth breach close {id}",
    Step.TAKE_OR_LEAVE: "troth correction accept {id}    or    troth correction decline {id}",
    Step.BEGIN: "troth correction begin {id}    or    troth correction decline {id}",
    Step.FINISH: "troth correction done {id}    or    troth correction decline {id}",
    Step.CARE: "troth correction care {id}",
    Step.CLOSE: "troth breach close {id}",
}

RIGHTS = [each.value for each in ProtectedAct]
NEEDS = [each.value for each in Need]
_RIGHTS, _NEEDS = ", ".join(RIGHTS), ", ".join(NEEDS)

_TEXT = click.argument("text", default="")


@click.group(cls=Acts)
def breach() -> None:
    """Ask about something that was not kept, hear it, weigh it, close it."""


@breach.command("report")
@click.argument("line")
@_TEXT
@click.option("--by", "who", help="Whose slip: me, other, or a name; by default whoever keeps it.")
@click.option("--when", "at", type=When(), help="When it was; by default now.")
@click.pass_obj
def report(caller: Caller, line: str, text: str, who: str | None, at: datetime | None) -> None:
    """Ask about LINE: your own slip, or the other's. Nothing follows by itself."""
    view = caller.own_view
    duty = duty_called(caller, line)
    then = at or view.moment.at
    keepers = who_keeps(view.state, duty, view.moment.moved(then))
    bearer = _bearer(caller, keepers) if who is None else caller.person(who)
    id_ = BreachId(new_id("b"))
    answer = caller.act(ReportBreach(id_, bearer, duty, then, text))
    caller.done(answer, f"Asked, as {id_}. Nothing happens until it is heard.")


def _bearer(caller: Caller, keepers: frozenset[MemberId]) -> MemberId:
    if len(keepers) > 1:
        raise Refused("You both keep this one. Say whose slip it is: --by me or --by other.")
    return next(iter(keepers), None) or caller.person("other")


@breach.command("answer")
@click.argument("breach_id", metavar="BREACH", shell_complete=BREACHES)
@click.argument("how", metavar="HOW", type=click.Choice(list(ANSWERS)))
@_TEXT
@click.option(
    "--right", metavar="RIGHT", type=click.Choice(RIGHTS), help=f"You used one: {_RIGHTS}."
)
@click.option("--need", metavar="NEED", type=click.Choice(NEEDS), help=f"It came first: {_NEEDS}.")
@click.option("--choice", help="A question that was left to you, by its id.")
@click.option("--kept", help="Another line that came first, by its name.")
@click.pass_obj
def answer_breach(
    caller: Caller,
    breach_id: str,
    how: str,
    text: str,
    right: str | None,
    need: str | None,
    choice: str | None,
    kept: str | None,
) -> None:
    """Answer what you were asked about. Nothing is read into waiting.

    HOW is slipped, had-a-reason, differently or not-possible. A reason can be named besides.
    """
    other = None if kept is None else duty_called(caller, kept)
    reasons = _reasons(right, need, choice, other)
    if len(reasons) > 1:
        raise Refused("Name one reason; the others can stand in your own words.")
    because = reasons[0] if reasons else None
    command = AnswerBreach(BreachId(breach_id), ANSWERS[how], text, because)
    caller.done(caller.act(command), "Answered. Until it is weighed you can answer anew.")


def _reasons(
    right: str | None, need: str | None, choice: str | None, kept: Duty | None
) -> list[Because]:
    reasons: list[Because] = []
    reasons += [UsedRight(ProtectedAct(right))] if right else []
    reasons += [HadNeed(Need(need))] if need else []
    reasons += [HadChoice(choice)] if choice else []
    return reasons + ([KeptAnother(kept)] if kept is not None else [])


@breach.command("weigh")
@click.argument("breach_id", metavar="BREACH", shell_complete=BREACHES)
@click.argument("how", metavar="HOW", type=click.Choice(list(WEIGHED)))
@_TEXT
@click.pass_obj
def weigh(caller: Caller, breach_id: str, how: str, text: str) -> None:
    """Say what you make of it, once it is answered.

    HOW is leave-it, good-reason, line-unclear (which opens a talk) or slipped.
    """
    finding = WEIGHED[how]
    answer = caller.act(WeighBreach(BreachId(breach_id), finding, text, _talk(finding)))
    is_found = any(isinstance(event, BreachFound) for event in answer.events)
    together = "Noted. This one you weigh together: it takes you both."
    caller.done(answer, f"{FINDINGS[finding]}." if is_found else together)


def _talk(finding: Finding) -> str | None:
    return new_id("t") if finding is Finding.UNCLEAR else None


@breach.command("finding")
@click.argument("breach_id", metavar="BREACH", shell_complete=BREACHES)
@click.argument("how", metavar="HOW", type=click.Choice(list(WEIGHED)))
@_TEXT
@click.pass_obj
def change_finding(caller: Caller, breach_id: str, how: str, text: str) -> None:
    """Change what you made of it, in favour of the one it concerns.

    HOW is leave-it, good-reason or line-unclear.
    """
    finding = WEIGHED[how]
    command = ChangeFinding(BreachId(breach_id), finding, text, _talk(finding))
    caller.done(caller.act(command), f"{FINDINGS[finding]}.")


@breach.command("close")
@click.argument("breach_id", metavar="BREACH", shell_complete=BREACHES)
@click.pass_obj
def close(caller: Caller, breach_id: str) -> None:
    """Close it for good: after care, or earlier by letting it rest."""
    caller.done(caller.act(CloseBreach(BreachId(breach_id))), "Closed, for good.")


@breach.command("list")
@click.pass_obj
def list_breaches(caller: Caller) -> None:
    """Show what is open, of both of you; what is closed is not shown again."""
    view = caller.own_view
    found = slips(view.state, caller.member, view.moment)
    lines = [line for each in found for line in (*_head(caller, each), *_next(each))]
    empty = "Nothing is open. If something slipped: troth breach report LINE, or only a note."
    caller.show(found, "\n".join(lines) or empty)


@breach.command("show")
@click.argument("breach_id", metavar="BREACH", shell_complete=BREACHES)
@click.pass_obj
def show_breach(caller: Caller, breach_id: str) -> None:
    """Show one, with all that was said."""
    view = caller.own_view
    read = slip(view.state, _known(caller, breach_id), caller.member, view.moment)
    lines = _head(caller, read)
    parts = {
        "the line": read.words,
        "asked": read.account,
        "answered": ": ".join(filter(None, (read.answer, read.answer_words))),
        "weighed": read.finding,
        "offered": read.offer,
        "digest": (read.offer_digest or "")[:DIGEST_SHOWN],
        "closed": read.closed,
    }
    lines += [f"    {name}: {said}" for name, said in parts.items() if said]
    caller.show(read, "\n".join([*lines, *_next(read)]))


def _known(caller: Caller, breach_id: str) -> Breach:
    found = caller.own_view.state.conduct.breaches.breaches.get(BreachId(breach_id))
    return refuse(NotFound("breach", breach_id)) if found is None else found


def _head(caller: Caller, read: Slip) -> list[str]:
    zone: tzinfo = caller.zone
    together = ", weighed together" if read.together else ""
    return [
        f"{read.id}  “{read.name}”, {caller.name_of(read.about)}, {shown(read.at, zone)}",
        f"    {read.stands}{together}",
    ]


def _next(read: Slip) -> list[str]:
    return [] if read.step is None else [f"    {NEXT[read.step].format(id=read.id)}"]


@click.group(cls=Acts)
def correction() -> None:
    """Agreed responses: offered, accepted or not, finite, and never owed."""


@correction.command("offer")
@click.argument("breach_id", metavar="BREACH", shell_complete=BREACHES)
@click.argument("clause")
@click.option("--minutes", type=int, required=True, help="For how long at most.")
@click.option("--treat", help="Which agreed treat pauses meanwhile, where that is agreed.")
@click.pass_obj
def offer(caller: Caller, breach_id: str, clause: str, minutes: int, treat: str | None) -> None:
    """Offer the response that CLAUSE agrees on."""
    paused = None if treat is None else ClauseId(treat)
    command = OfferCorrection(BreachId(breach_id), ClauseId(clause), minutes, paused)
    caller.done(caller.act(command), "Offered. “Not now” closes it, and is held against nobody.")


@correction.command("accept")
@click.argument("breach_id", metavar="BREACH", shell_complete=BREACHES)
@click.option("--digest", help="The digest of what you read; without it you are shown it first.")
@click.pass_obj
def accept(caller: Caller, breach_id: str, digest: str | None) -> None:
    """Accept exactly what is offered now."""
    view = caller.own_view
    read = slip(view.state, _known(caller, breach_id), caller.member, view.moment)
    offered = read.offer_digest or ""
    if digest is None and read.step is Step.TAKE_OR_LEAVE:
        caller.say(f"Offered: {read.offer}", err=True)
        click.confirm("Accept exactly this?", abort=True, err=True)
        digest = offered
    typed = digest or ""
    whole = offered.startswith(typed) and len(typed) >= DIGEST_SHOWN
    answer = caller.act(AcceptCorrection(read.id, Digest(offered if whole else typed)))
    caller.done(answer, "Accepted. You can break it off at any moment: troth correction decline")


@correction.command("decline")
@click.argument("breach_id", metavar="BREACH", shell_complete=BREACHES)
@click.option("--rather-talk", is_flag=True, help="You would rather talk; this asks for it.")
@click.pass_obj
def decline(caller: Caller, breach_id: str, *, rather_talk: bool) -> None:
    """Say not now, or break off. That closes it; it is not held against you."""
    talk = new_id("t") if rather_talk else None
    caller.done(
        caller.act(DeclineCorrection(BreachId(breach_id), talk)),
        "Closed, and a talk is asked for." if rather_talk else "Not now. It is closed.",
    )


@correction.command("begin")
@click.argument("breach_id", metavar="BREACH", shell_complete=BREACHES)
@click.pass_obj
def begin(caller: Caller, breach_id: str) -> None:
    """Begin what you accepted."""
    caller.done(caller.act(BeginCorrection(BreachId(breach_id))), "Begun. It ends by itself.")


@correction.command("done")
@click.argument("breach_id", metavar="BREACH", shell_complete=BREACHES)
@click.pass_obj
def done(caller: Caller, breach_id: str) -> None:
    """Say that it is done."""
    caller.done(caller.act(FinishCorrection(BreachId(breach_id))), "Done. Is care wanted?")


@correction.command("care")
@click.argument("breach_id", metavar="BREACH", shell_complete=BREACHES)
@_TEXT
@click.pass_obj
def care(caller: Caller, breach_id: str, text: str) -> None:
    """Note how you cared for each other afterwards."""
    caller.done(caller.act(NoteCare(BreachId(breach_id), text)), "Noted. Now it can be closed.")
