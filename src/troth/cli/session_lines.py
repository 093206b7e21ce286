"""A session's agenda and minutes put into lines of text."""

from collections.abc import Iterator

from troth.application.private.preparations import Prepared
from troth.cli.caller import Caller
from troth.cli.times import shown, shown_day
from troth.domain.kernel import MemberId
from troth.domain.sessions.events import Item, Topic, Treatment
from troth.domain.sessions.state import Plan
from troth.domain.standards.expectations import Turn
from troth.projections.agenda import Agenda, Entry, Section
from troth.projections.agenda_words import CARRIED, QUIET
from troth.projections.minutes import Minutes

DIGEST_SHOWN = 12
"""How much of a digest is shown and typed: 48 bits, and only the minutes of one session differ."""

TREATED = {
    Treatment.TALKED: "talked about",
    Treatment.CARRIED: "carried over",
    Treatment.LEFT: "left",
}

NOT_HELD = "The session of {day} did not take place."


def name_of_item(item: Item) -> str:
    """Return an item as it is typed: its topic, and the id of what it is about."""
    return f"{item.topic}/{item.name}" if item.name else str(item.topic)


def item_named(typed: str) -> tuple[str, str]:
    """Return the topic and the id of an item as typed."""
    topic, _, name = typed.partition("/")
    return topic, name


def agenda_text(caller: Caller, agenda: Agenda) -> str:
    """Return the whole agenda, each thing under the word by which it is named."""
    lines = [NOT_HELD.format(day=shown_day(at, caller.zone)) for at in agenda.not_held]
    lines.append(_standing(caller, agenda))
    lines += [QUIET] if agenda.is_quiet else []
    for number, section in enumerate(agenda.sections, 1):
        lines += ["", f"{number}. {section.heading}", *_section_lines(caller, section)]
    return "\n".join(lines)


def _standing(caller: Caller, agenda: Agenda) -> str:
    if agenda.session is None:
        return "No session is planned. Agree on a rhythm, or plan one: troth session plan"
    said = plan_line(caller, agenda.session)
    if agenda.rests:
        return f"{said} It rests until you both say again: troth session here"
    how = "in role" if agenda.in_role else "as equals"
    return f"{said} It is open; you talk {how}." if agenda.is_open else said


def plan_line(caller: Caller, plan: Plan) -> str:
    """Return when a session is, and how."""
    how = "in role" if plan.in_role else "as equals"
    return f"{shown(plan.at, caller.zone)}, {plan.minutes} minutes, {how} ({plan.id})."


def _section_lines(caller: Caller, section: Section) -> Iterator[str]:
    if section.asks:
        yield f"   {section.asks}"
    for said in section.said:
        yield f"   {caller.name_of(said.by)}: “{said.text}”"
    for entry in section.entries:
        yield from _entry_lines(caller, entry)


def _entry_lines(caller: Caller, entry: Entry) -> Iterator[str]:
    thing = entry.thing
    mark = "" if entry.treatment is None else f"  [{TREATED[entry.treatment]}]"
    whose = _whose(caller, thing.item.topic, thing.member)
    day = "" if thing.at is None else f" ({shown_day(thing.at, caller.zone)})"
    about = f"  {whose}{thing.about}{day}" if thing.about else ""
    yield f"   {name_of_item(thing.item)}{about}{mark}"
    if entry.carried:
        yield f"      {CARRIED}"
    yield from (f"      {each}" for each in thing.why)
    yield from (f"      {_word(caller, turn)}" for turn in thing.turns)
    yield from (f"      troth withdraw {each}" for each in thing.related)


def _word(caller: Caller, turn: Turn) -> str:
    word = "" if turn.mark is None else turn.mark.replace("-", " ")
    return f"{shown_day(turn.start, caller.zone)}: {word}"


def _whose(caller: Caller, topic: Topic, member: MemberId | None) -> str:
    is_spoken_for = topic in (Topic.EXPECTATIONS, Topic.CONDUCT)
    return f"{caller.name_of(member)}: " if member is not None and is_spoken_for else ""


def minutes_text(caller: Caller, minutes: Minutes) -> str:
    """Return the minutes as both read them aloud."""
    lines = [f"{line.id}  {_line_text(caller, line.text, line.owner)}" for line in minutes.lines]
    lines = lines or ["No lines yet. Write one: troth session line"]
    treated = [
        f"  {name_of_item(each.item)}: {TREATED[each.treatment]}" for each in minutes.treated
    ]
    lines += ["", *treated] if treated else []
    if minutes.carried:
        carried = ", ".join(name_of_item(each) for each in minutes.carried)
        lines += ["", f"Carried over to next time: {carried}"]
    lines.append("")
    for each in minutes.confirmed:
        own = f" Their own line: “{each.own_line}”" if each.own_line else ""
        lines.append(f"{caller.name_of(each.by)}: that is how it was.{own}")
    lines.append(f"Digest: {minutes.digest[:DIGEST_SHOWN]}")
    return "\n".join(lines)


def _line_text(caller: Caller, text: str, owner: MemberId | None) -> str:
    return text if owner is None else f"{text} ({caller.name_of(owner)})"


def prepared_text(prepared: dict[str, Prepared]) -> str:
    """Return what one has prepared, by id."""
    lines = [f"{id_}  {each.kind}: “{each.text}”" for id_, each in prepared.items()]
    return "\n".join(lines) or (
        "Nothing prepared. Only you see this until you bring it: troth session prepare glad “…”"
    )
