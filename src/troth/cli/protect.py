"""Protecting: check in, pause, stop, come back, end; limits, lighter days, windows."""

from collections.abc import Iterator
from datetime import datetime

import click

from troth.application.notices import Ask
from troth.bootstrap import new_id
from troth.cli.caller import Caller
from troth.cli.groups import Acts
from troth.cli.resting import WhenLoggedIn, check_login, rests_without_login
from troth.cli.times import When, shown, shown_end
from troth.domain.agreement.terms import Circumstance
from troth.domain.dynamic.commands import (
    AffirmResumption,
    BeginLighter,
    ClearCheck,
    End,
    EndLighter,
    Pause,
    RaiseCheck,
    RetractResumption,
    Stop,
)
from troth.domain.dynamic.events import Phase, Resumed
from troth.domain.dynamic.state import phase
from troth.domain.safety import (
    LOOSENING_HOURS,
    AskToLoosen,
    KeepLimit,
    LimitId,
    LoosenLimit,
    SetLimit,
    Target,
    live_limits,
)
from troth.domain.windows import CloseWindow, OpenWindow, WindowOpened
from troth.projections.open_windows import Windows, windows

_AREA = click.option("--area", help="Only this part of life.")
_SINCE_HELP = "When it was said, if earlier than now."
_SINCE = click.option("--since", type=When(), help=_SINCE_HELP)
_RESTING_SINCE = click.option("--since", type=WhenLoggedIn(), help=_SINCE_HELP)
_WORDS = {
    Phase.FORMING: "You are back. Nothing has begun yet: troth begin",
    Phase.ACTIVE: "You are back. What you agreed holds again from now.",
    Phase.CHECKING: "You are back, and still checking in.",
    Phase.PAUSED: "Still paused: it takes both of you to come back.",
    Phase.STOPPED: "Still stopped: it takes both of you to come back.",
}
_AREA_WORDS = {
    True: "You are both back there.",
    False: "That part of life still rests: it takes both of you to come back.",
}


@click.command()
@click.option("--clear", is_flag=True, help="Say that you are all right.")
@click.pass_obj
def check(caller: Caller, *, clear: bool) -> None:
    """Ask whether both are all right; nothing new starts until both have said so."""
    if clear:
        caller.done(caller.act(ClearCheck()), "You said that you are all right.")
    else:
        caller.done(caller.act(RaiseCheck()), "Nothing new starts until you have both said so.")


@click.command()
@_AREA
@_RESTING_SINCE
@click.pass_obj
def pause(caller: Caller, area: str | None, since: datetime | None) -> None:
    """Pause everything, or one part of life. At once, without a reason."""
    if area is not None:
        check_login(caller)
    if rests_without_login(caller, Ask.PAUSE):
        return
    answer = caller.act(Pause(caller.area(area), since))
    rests = "That part of life rests" if area else "Roles and expectations rest"
    caller.done(answer, f"Paused. {rests} until you are both back.")


@click.command()
@_RESTING_SINCE
@click.pass_obj
def stop(caller: Caller, since: datetime | None) -> None:
    """Stop everything. At once, without a reason."""
    if rests_without_login(caller, Ask.STOP):
        return
    caller.done(caller.act(Stop(since)), "Stopped. Is everyone safe and cared for?")


@click.command()
@_AREA
@click.option("--not-yet", is_flag=True, help="Say that you are not ready after all.")
@click.pass_obj
def resume(caller: Caller, area: str | None, *, not_yet: bool) -> None:
    """Say that you are ready to come back; it takes both, after the latest pause."""
    named = caller.area(area)
    if not_yet:
        caller.done(caller.act(RetractResumption(named)), "There is no hurry.")
        return
    answer = caller.act(AffirmResumption(named))
    standing = phase(answer.state.ground.dynamic, caller.view().moment.at)
    is_back = any(isinstance(event, Resumed) for event in answer.events)
    caller.done(answer, _AREA_WORDS[is_back] if area else _WORDS[standing])


@click.command()
@_SINCE
@click.pass_obj
def end(caller: Caller, since: datetime | None) -> None:
    """End it. At once, for good, without a reason; nothing is owed."""
    caller.done(caller.act(End(since)), "It has ended. Nothing is owed. What is yours stays yours.")


@click.group(cls=Acts)
def limit() -> None:
    """Limits: each sets their own, alone and at once; loosening one takes three days."""


@limit.command("set")
@click.argument("target", type=click.Choice([each.value for each in Target]))
@click.argument("name")
@click.option("--only-if", "conditions", help="A soft limit: only under these conditions.")
@_SINCE
@click.pass_obj
def set_limit(
    caller: Caller, target: str, name: str, conditions: str | None, since: datetime | None
) -> None:
    """Set a limit on an area, an element, a clause or a tag."""
    id_ = LimitId(new_id("l"))
    is_hard = conditions is None
    command = SetLimit(id_, Target(target), name, is_hard, conditions or "", since)
    told = f"Set, from now: {id_}. Only you can loosen it."
    if not _is_known(caller, Target(target), name):
        # A limit is never refused, but one set on a slip of the keyboard would protect nothing.
        told += f" Nothing here is called “{name}” yet; it holds as soon as something is."
    caller.done(caller.act(command), told)


def _is_known(caller: Caller, target: Target, name: str) -> bool:
    agreement = caller.own_view.state.ground.agreement
    if target is Target.AREA:
        return name in agreement.areas
    return target is not Target.CLAUSE or name in agreement.clauses


@limit.command("list")
@click.pass_obj
def list_limits(caller: Caller) -> None:
    """Show both people's limits, side by side."""
    view = caller.own_view
    limits = live_limits(view.state.ground.limits, view.moment.at)
    limits = tuple(sorted(limits, key=lambda each: each.since))
    lines = []
    for member in sorted(caller.members.members, key=lambda each: each.id != caller.member):
        own = [each for each in limits if each.owner == member.id]
        lines.append(f"{member.name}")
        lines += [
            f"  {each.id}  {each.target} {each.name}: {each.conditions or 'never'}" for each in own
        ] or ["  None set. “Not sure” is a reason to set one: troth limit set"]
    caller.show(limits, "\n".join(lines))


@limit.command("loosen")
@click.argument("limit_id", metavar="LIMIT")
@click.option("--still", is_flag=True, help="The wait is over, and you still want this.")
@click.pass_obj
def loosen_limit(caller: Caller, limit_id: str, *, still: bool) -> None:
    """Ask to loosen your own limit, and after three days confirm it."""
    if still:
        caller.done(caller.act(LoosenLimit(LimitId(limit_id))), "Loosened. This permits nothing.")
        return
    answer = caller.act(AskToLoosen(LimitId(limit_id)))
    caller.done(answer, f"In {LOOSENING_HOURS} hours you can confirm with --still, or keep it.")


@limit.command("keep")
@click.argument("limit_id", metavar="LIMIT")
@click.pass_obj
def keep_limit(caller: Caller, limit_id: str) -> None:
    """Keep your limit after all."""
    caller.done(caller.act(KeepLimit(LimitId(limit_id))), "Kept as it was.")


@click.command()
@click.option("--over", is_flag=True, help="The low day is over.")
@click.pass_obj
def lighter(caller: Caller, *, over: bool) -> None:
    """Mark your day as low: lighter versions apply. Your own choice, without a reason."""
    command = EndLighter() if over else BeginLighter()
    caller.done(caller.act(command), "Noted. Both of you see it.")


@click.group(cls=Acts)
def window() -> None:
    """Windows of a part-time exchange: opened by both, closed by either."""


@window.command("show")
@click.pass_obj
def show_windows(caller: Caller) -> None:
    """Show whether it is on just now, and the windows of the next two weeks."""
    view = caller.own_view
    read = windows(view.state, view.moment)
    caller.show(read, "\n".join(_window_lines(caller, read)))


def _window_lines(caller: Caller, read: Windows) -> Iterator[str]:
    if read.only_in_windows:
        yield "A window is open." if read.is_open else "No window is open; nothing is expected."
    else:
        yield "What you agreed holds always, not in windows only."
    if read.by_hand_until is not None:
        yield f"Opened by you both until {shown(read.by_hand_until, caller.zone)}."
    if read.asked_by is not None and read.asked_until is not None:
        until = shown(read.asked_until, caller.zone)
        yield f"{caller.name_of(read.asked_by)} would like one until {until}: troth window open +2h"
    for each in read.ahead:
        start, end = each.start.astimezone(caller.zone), each.end.astimezone(caller.zone)
        yield f"  {shown(each.start, caller.zone)} to {shown_end(start, end)}   [{each.clause}]"
    if read.only_in_windows and not read.ahead:
        yield "None is agreed for the next two weeks. Ask for one: troth window open +2h"


@window.command("open")
@click.argument("until", type=When())
@click.pass_obj
def open_window(caller: Caller, until: datetime) -> None:
    """Ask for a window UNTIL then, or say yes to the one the other asked for."""
    asked = caller.own_view.state.ground.windows.asked
    if asked is not None and asked.asked_by != caller.member:
        until = asked.until
    answer = caller.act(OpenWindow(until))
    is_open = any(isinstance(event, WindowOpened) for event in answer.events)
    stands = "You are both in it." if is_open else "It is open once you have both said so."
    caller.done(answer, f"Until {shown(until, caller.zone)}. {stands}")


@window.command("close")
@click.option("--for", "circumstance", type=click.Choice([each.value for each in Circumstance]))
@click.pass_obj
def close_window(caller: Caller, circumstance: str | None) -> None:
    """Close the window at once; a circumstance may be named."""
    named = Circumstance(circumstance) if circumstance else None
    caller.done(caller.act(CloseWindow(named)), "Closed. Outside the window nothing is expected.")
