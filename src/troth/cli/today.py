"""Today, and what each may expect of the other."""

from collections.abc import Iterator
from datetime import tzinfo

import click

from troth.application.sealed import own_answers
from troth.cli.caller import Caller
from troth.cli.times import shown, shown_day
from troth.domain.checkins import Answer, RoundId
from troth.domain.conduct.observations import ObservationKind
from troth.domain.standards.events import DutyKind
from troth.domain.standards.expectations import Turn
from troth.projections.expectations import LONGER, Expected, Widened, expected
from troth.projections.keeping import Column, Line
from troth.projections.slips import Step
from troth.projections.standing import Ribbon, Standing, ribbon_sentence
from troth.projections.today import Said, Today
from troth.projections.today import today as read_today
from troth.projections.waiting import Asks, Row, Viewing

CHECK_INS = "check-in/"
"""How the names of one's own sealed answers to check-ins begin; the round follows."""

ROWS: dict[Asks, tuple[str, str]] = {
    Asks.ERASURE: (
        "{name} asked to erase this record for you both, from {text} on.\n    Take your copy",
        "export DIR",
    ),
    Asks.OWN_ERASURE: (
        "You asked to erase this record for you both, from {text} on.",
        "erase record --call-off",
    ),
    Asks.CHECK: ("Are you all right?", "check --clear"),
    Asks.SESSION_OPEN: ("Your session is open.", "session agenda"),
    Asks.SESSION_TODAY: ("Your session is today at {text}.", "session prepare"),
    Asks.TALK: ("{name} asks to talk{about}", "talk seen {id}"),
    Asks.TALK_TIME: ("{name} suggests to talk on {text}.", "talk suggest {id} --yes"),
    Asks.RESUME: ("Come back{to} when you are ready. There is no hurry.", "resume{area}"),
    Asks.VIEW: ("{text}\n    {name} waits to hear your view.", "matter opinion {id}"),
    Asks.ANSWERS: ("{text}\n    What {name} said waits for your answer.", "matter show {id}"),
    Asks.DECISION: ("{text}\n    It is heard, and can be decided.", "matter show {id}"),
    Asks.OUTCOME: ("{text}\n    An outcome was put to you both.", "matter show {id}"),
    Asks.PROPOSAL: ("{name} suggests {text}", "proposals {id}"),
    Asks.OWN_PROPOSAL: ("Your own suggestion takes your yes too: {text}", "proposals {id}"),
    Asks.SLIP: ("“{text}”: {step}", "breach show {id}"),
    Asks.PERMISSION: ("{name} asks: {text}", "ask answer {id} [yes|not-this-time]"),
    Asks.DIRECTION: ("{name} asks of you: {text}", "direct [take-up|cannot] {id}"),
    Asks.LOOK_AGAIN: ("Does this still fit? {text}", "direct [look-again|let-go] {id}"),
    Asks.TREAT: ("{name} offers: {text}", "treat [take|not-now] {id}"),
    Asks.WINDOW: ("{name} would like a window with you.", "window open +2h"),
    Asks.RESET: ("{name} would like the agreed way back. Only if you want it today.", "reset"),
    Asks.READ_AGAIN: ("To be read again: {text}", "agreement show {id}"),
    Asks.WORD: ("{name} would like to call something “{text}”.", "words list"),
    Asks.CHECK_IN: ("This week's check-in. Shown when you have both answered.", "check-in"),
}
"""Each row in words, and where to go on from it."""

FIRST_STEPS = {
    Standing.ALONE: ("Invite them: troth invite",),
    Standing.FORMING: (
        "Choose a starting shape to agree on: troth presets",
        "Once you both have agreed: troth begin",
    ),
}
"""Where nothing is expected yet, what to do first."""

STEPS = {
    Step.ANSWER: "{name} asks about it. Take your time.",
    Step.WEIGH: "it is answered, and waits for what you make of it.",
    Step.OFFER: "it slipped. Offer what you agreed, or let it rest.",
    Step.TAKE_OR_LEAVE: "{name} offers an agreed response. Not now closes it.",
    Step.BEGIN: "you accepted. Begin when you are ready, or not.",
    Step.FINISH: "say when it is done, or break off.",
    Step.CARE: "it is over. Is care wanted?",
    Step.CLOSE: "it can be closed for good.",
}


@click.command()
@click.option("--all", "whole", is_flag=True, help="All that waits, not only three things.")
@click.pass_obj
def today(caller: Caller, *, whole: bool) -> None:
    """Show today: what waits for you, and what each of you keeps."""
    view = caller.own_view
    caller.host.telling.seen(caller.member)
    viewing = Viewing(caller.member, view.moment, _answered(caller))
    read = read_today(view.state, viewing, whole=whole)
    caller.show(read, "\n".join(_today_lines(caller, read)))


def _answered(caller: Caller) -> frozenset[RoundId]:
    """Return the check-ins the caller has answered themselves; nobody else's are looked at."""
    answers = own_answers(caller.world, caller.chain, CHECK_INS, Answer)
    return frozenset(RoundId(name.removeprefix(CHECK_INS)) for name in answers)


def _today_lines(caller: Caller, read: Today) -> Iterator[str]:
    local = read.at.astimezone(caller.zone)
    yield f"{local:%A} {local.day} {local:%B}, {read.name}"
    yield from _ribbon_lines(caller, read.ribbon)
    yield from ("", "Waiting for you")
    for row in read.waiting:
        yield from _row_lines(caller, row)
    if read.more:
        yield caller.here(f"  and {read.more} more: troth today --all")
    if not read.waiting:
        yield "  Nothing is waiting for you."
    yield from ("", "What you each keep today")
    for column in read.columns:
        yield _whose(caller, column)
        yield from _kept_lines(column, caller.zone)
    if read.lately is not None:
        yield from ("", "Lately", f"  {_said(read.lately)}")


def _row_lines(caller: Caller, row: Row) -> Iterator[str]:
    words, go_on = ROWS[row.asks]
    others = [each.name for each in caller.members.members if each.id != caller.member]
    said = {
        "name": others[0],
        "id": row.id,
        "text": row.text,
        "about": f": {row.text}" if row.text else ".",
        "to": f" to {row.text}" if row.text else "",
        "area": f" --area {row.id}" if row.id else "",
    }
    step = STEPS[row.step].format(**said) if row.step is not None else ""
    yield f"  {words.format(step=step, **said)}"
    yield f"      {caller.here(f'troth {go_on.format(**said)}')}"


def _ribbon_lines(caller: Caller, shown_ribbon: Ribbon | None) -> Iterator[str]:
    if shown_ribbon is not None:
        since, zone = shown_ribbon.since, caller.zone
        time = (
            "" if since is None else f"{since.astimezone(zone):%H:%M} on {shown_day(since, zone)}"
        )
        yield from ("", ribbon_sentence(shown_ribbon, time))
        yield from map(caller.here, FIRST_STEPS.get(shown_ribbon.standing, ()))


def _whose(caller: Caller, column: Column) -> str:
    return "You" if column.member == caller.member else column.name


def _kept_lines(column: Column, zone: tzinfo) -> Iterator[str]:
    for line in column.lines:
        lighter = " (lighter today)" if line.lighter else ""
        rests = " (resting)" if line.rests else ""
        yield f"  {line.text}{lighter}{rests}   [{line.name}]"
        for turn in line.turns:
            said = _turn(line, turn, zone)
            yield from [f"      {said}"] if said else []
    if not column.lines:
        yield "  Nothing is set down for today."


def _turn(line: Line, turn: Turn, zone: tzinfo) -> str:
    """Say when it comes round and how it went; a turn nobody spoke of stays without a word."""
    mark = "" if turn.mark is None else turn.mark.replace("-", " ")
    if line.kind == DutyKind.TASK:
        when = f"until {shown(turn.end, zone)}"
    elif line.kind == DutyKind.RITUAL:
        when = shown(turn.start, zone)
    else:
        when = ""
    return ": ".join(part for part in (when, mark) if part)


def _said(said: Said) -> str:
    words = f": “{said.text}”" if said.text else "."
    if said.kind is ObservationKind.PRAISE:
        return f"{said.by} gave thanks, about {said.about}{words}"
    return f"{said.by} noted something about {said.about}{words}"


@click.command()
@click.option("--area", "area", help="Only this part of life.")
@click.pass_obj
def expect(caller: Caller, area: str | None) -> None:
    """Show what each may expect of the other this week."""
    view = caller.own_view
    named = caller.area(area)
    read = expected(view.state, caller.member, view.moment, named)
    caller.show(read, "\n".join(_expected_lines(caller, read)))


def _expected_lines(caller: Caller, read: Expected) -> Iterator[str]:
    yield from _ribbon_lines(caller, read.ribbon)
    for column in read.columns:
        yield from ("", f"What {column.name} keeps")
        for line in column.lines:
            yield from _expectation_lines(line, caller.zone)
        if not column.lines:
            yield "  Nothing here just now. What would you both like to be able to expect?"
            yield "  Suggest it: troth propose NAME --kind standard --text WORDS"
        if read.longer == column.member:
            yield f"  {LONGER}"
    for each in read.widened:
        yield from _widened_lines(each)


def _expectation_lines(line: Line, zone: tzinfo) -> Iterator[str]:
    yield f"  {line.text}   [{line.name}, {line.kind}]"
    parts = {"when": line.when, "on a low day": line.lighter_words, "why": line.why}
    yield from (f"      {name}: {said}" for name, said in parts.items() if said)
    for turn in line.turns:
        said = _turn(line, turn, zone)
        yield from [f"      {said}"] if said else []


def _widened_lines(each: Widened) -> Iterator[str]:
    yield from ("", f"“{each.name}” has widened more than twice in two months.")
    yield "  If it is more than either of you wants, any of it can be left, at once:"
    yield from (f"      troth withdraw {line}" for line in each.lines)
