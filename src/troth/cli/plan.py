"""Putting wording forward: clause by clause, from a plan file, or from a starting shape."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
from msgspec.structs import replace

from troth.application.plans.work import (
    Plan,
    Stage,
    StillNeeded,
    commands,
    parse_plan,
    read_yaml,
    revisions,
    still_needed,
)
from troth.bootstrap import new_id
from troth.cli.agree import CONSIDERED, REASON, RESPOND_BY, put_forward, put_other_words
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.completing import PROPOSALS
from troth.cli.times import shown
from troth.domain.agreement.drafting import drafts_of
from troth.domain.agreement.state import latest
from troth.domain.agreement.terms import Terms
from troth.domain.dynamic.events import Member
from troth.domain.force import role_in_force
from troth.domain.kernel import ClauseId, Command, NotFound, ProposalId, Refusal
from troth.presets import list_presets, load_preset

_LEAD = click.option(
    "--lead", metavar="NAME", help="Who leads; by default as agreed, or whoever asks."
)
_TEXT = click.option("--text", help="The words of the clause.")
_KIND = click.option(
    "--kind", metavar="KIND", help="Such as standard, ritual, permission, area or role."
)
_SET = click.option(
    "--set",
    "fields",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Any field of a plan file: --set bearers=follow --set area=household",
)


@click.command()
@click.argument("clause")
@_KIND
@_TEXT
@_SET
@_LEAD
@REASON
@RESPOND_BY
@CONSIDERED
@click.pass_obj
def propose(
    caller: Caller,
    clause: str,
    kind: str | None,
    text: str | None,
    fields: tuple[str, ...],
    lead: str | None,
    reason: str,
    answer_by: datetime | None,
    *,
    considered: bool,
) -> None:
    """Put CLAUSE forward: a new one with --kind, other words for one there is with --text."""
    terms = _terms(caller, clause, {"kind": kind, "text": text}, fields, lead)
    put_forward(caller, (terms,), reason, answer_by, considered=considered)


@click.command()
@click.argument("proposal", shell_complete=PROPOSALS)
@click.argument("clause")
@_KIND
@_TEXT
@_SET
@_LEAD
@REASON
@CONSIDERED
@click.pass_obj
def revise(
    caller: Caller,
    proposal: str,
    clause: str,
    kind: str | None,
    text: str | None,
    fields: tuple[str, ...],
    lead: str | None,
    reason: str,
    *,
    considered: bool,
) -> None:
    """Suggest other words for CLAUSE in PROPOSAL; what was agreed to it so far is void."""
    open_ = caller.open_proposal(proposal)
    drafts = {draft.clause: draft for draft in drafts_of(open_.items)}
    before = drafts.get(ClauseId(clause))
    known = before if isinstance(before, Terms) else None
    terms = _terms(caller, clause, {"kind": kind, "text": text}, fields, lead, known)
    drafts[terms.clause] = terms
    put_other_words(caller, proposal, tuple(drafts.values()), reason, considered=considered)


def _terms(
    caller: Caller,
    clause: str,
    said: dict[str, str | None],
    fields: tuple[str, ...],
    lead: str | None,
    known: Terms | None = None,
) -> Terms:
    """Return terms from options: read as a plan file of one clause, or other words for known ones.

    Reading them as a plan keeps one way to say a clause, with one set of sentences for slips.
    """
    if said["kind"] is None:
        return _other_words(caller, clause, said["text"], fields, known)
    here = caller.own_view.state.ground.agreement
    item: dict[str, object] = {"id": clause, **{k: v for k, v in said.items() if v is not None}}
    for field in fields:
        item |= _field(field)
    data: dict[str, object] = {
        "areas": [{"id": area, "name": named.name} for area, named in here.areas.items()],
        "clauses": [item],
        "trial_days": item.pop("trial_days", None),
        "already_agreed": sorted(here.clauses),
    }
    return _plan(caller, data, lead).clauses[0]


def _field(field: str) -> dict[str, object]:
    name, found, value = field.partition("=")
    if not found:
        raise Refused(f"Write --set as FIELD=VALUE, such as bearers=follow; not “{field}”.")
    read = read_yaml(f"{name}: {value}")
    if isinstance(read, Refusal):
        refuse(read)
    return read


def _other_words(
    caller: Caller, clause: str, text: str | None, fields: tuple[str, ...], known: Terms | None
) -> Terms:
    held = latest(caller.own_view.state.ground.agreement, ClauseId(clause))
    terms = known or (held.terms if held is not None else None)
    if terms is None:
        refuse(NotFound("clause", clause))
    if text is None or fields:
        raise Refused("Give the other words with --text, or the whole clause with --kind.")
    return replace(terms, text=text)


def _plan(caller: Caller, data: dict[str, object], lead: str | None) -> Plan:
    leads, follows = _lead_and_follow(caller, lead)
    plan = parse_plan(data, leads, follows, caller.own_view.moment)
    if isinstance(plan, Refusal):
        refuse(plan)
    return plan


def _lead_and_follow(caller: Caller, lead: str | None) -> tuple[Member, Member]:
    dynamic = caller.members
    if len(dynamic.members) < 2:  # noqa: PLR2004 - a dynamic has two members
        raise Refused("The other person has not joined yet. Invite them first: troth invite")
    role = role_in_force(caller.own_view.state.ground, caller.own_view.moment)
    agreed = caller.member if role is None else role.leads
    leads = agreed if lead is None else caller.person(lead)
    return dynamic.member(leads), dynamic.member(dynamic.other(leads))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_LEAD
@click.option("--revise", is_flag=True, help="Also bring open proposals to the words of the file.")
@click.pass_obj
def apply(caller: Caller, file: Path, lead: str | None, *, revise: bool) -> None:
    """Propose a whole agreement from a plan FILE, and say what is still needed."""
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{file.name} is not a text file in UTF-8. Save it as one.") from None
    _apply(caller, text, lead, revise=revise)


@click.command()
@click.argument("name", required=False)
@click.option(
    "--propose", "is_proposed", is_flag=True, help="Put it forward; nobody has agreed yet."
)
@_LEAD
@click.pass_obj
def presets(caller: Caller, name: str | None, lead: str | None, *, is_proposed: bool) -> None:
    """Show the starting shapes; with NAME its plan file, and with --propose put it forward."""
    if name is None:
        shapes = list_presets()
        width = max(len(each.name) for each in shapes)
        lines = [f"{each.name:{width}}  {each.title}. {each.summary}" for each in shapes]
        lines += ["", "None of these weakens what never changes.", "Read one: troth presets NAME"]
        caller.show(shapes, "\n".join(lines))
        return
    text = load_preset(name)
    if isinstance(text, Refusal):
        refuse(text)
    if is_proposed:
        _apply(caller, text, lead, revise=False)
    elif caller.as_json:
        caller.show({"name": name, "plan": text}, "")
    else:
        click.echo(text)  # never folded: this is a file to begin one's own from


def _apply(caller: Caller, text: str, lead: str | None, *, revise: bool) -> None:
    data = read_yaml(text)
    if isinstance(data, Refusal):
        refuse(data)
    plan = _plan(caller, data, lead)
    view = caller.own_view
    wanted: list[Command] = [*commands(plan, view.state, view.moment, _proposal_ids())]
    if revise:
        wanted += revisions(plan, view.state, view.moment)
    for command in wanted:
        caller.act(command)
    after = caller.view()
    needed = still_needed(plan, after.state, after.moment)
    lines = [line for each in needed for line in _needed_lines(caller, each)]
    caller.show(needed, "\n".join(lines))


def _proposal_ids() -> Iterator[ProposalId]:
    while True:
        yield ProposalId(new_id("p"))


def _needed_lines(caller: Caller, needed: StillNeeded) -> Iterator[str]:
    clauses = ", ".join(needed.clauses)
    waits = ", ".join(needed.waits_for)
    who = " and ".join(caller.name_of(member) for member in needed.consents_from)
    until = "" if needed.until is None else shown(needed.until, caller.zone)
    sentences = {
        Stage.IN_FORCE: "In force",
        Stage.COOLING_OFF: f"Agreed; begins {until}",
        Stage.CONSENT: f"Waits for {who}: troth consent {needed.proposal}",
        Stage.OUTDATED: f"The agreement changed under it: troth rebase {needed.proposal}",
        Stage.OTHER_WORDS: f"On the table in other words: troth proposals {needed.proposal}",
        Stage.TO_PROPOSE: "Not put forward yet: put it forward again",
        Stage.WAITS: f"Waits until this is agreed: {waits}. Then put it forward again",
    }
    yield f"{sentences[needed.stage]}"
    yield f"  {clauses}"
