"""Agreeing: put wording forward, answer it, withdraw from it."""

from datetime import datetime

import click

from troth.application.handle import Answer
from troth.bootstrap import new_id
from troth.cli.caller import Caller, Refused
from troth.cli.completing import CLAUSES, CLAUSES_AND_PROPOSALS, PROPOSALS
from troth.cli.times import When, shown
from troth.domain.agreement.commands import (
    DeclineTerms,
    LengthenCoolingOff,
    NameArea,
    ProposeTerms,
    RebaseTerms,
    ReviseTerms,
    TakeBackConsent,
    WithdrawConsent,
    WithdrawProposal,
)
from troth.domain.agreement.drafting import Draft
from troth.domain.agreement.events import ConsentStatus, Repeal
from troth.domain.agreement.state import Proposal, dependants
from troth.domain.decider import State
from troth.domain.kernel import AreaId, ClauseId, ProposalId
from troth.projections.differences import Change, ClauseChange, Run
from troth.projections.places import STANDS, Place, places
from troth.projections.proposals import ProposalReading, open_proposals, read_proposal

DIGEST_SHOWN = 12
"""Hexadecimal digits of a digest that are shown and asked for: a slip cannot hit by chance."""

NOTHING_PROPOSED = (
    "Nothing is proposed just now. Begin with a starting shape: troth presets\n"
    "Or put one clause forward: troth propose NAME --kind standard --text WORDS"
)

NO_PLACES = "No part of life is named yet. Name one: troth area household “The household”"

REASON = click.option("--reason", default="", help="Why you suggest this; both of you see it.")
RESPOND_BY = click.option("--answer-by", type=When(), help="Past it, nothing is adopted.")
CONSIDERED = click.option(
    "--considered", is_flag=True, help="It neither supports nor limits a protected need."
)


@click.command()
@click.argument("area", required=False)
@click.argument("name", required=False)
@click.option("--about-others", is_flag=True, help="It is about other people, so it stays outside.")
@click.pass_obj
def area(caller: Caller, area: str | None, name: str | None, *, about_others: bool) -> None:
    """Show the parts of life you named, or name one.

    AREA is a short word for it, NAME how you call it.
    """
    if area is None:
        found = places(caller.own_view.state, caller.own_view.moment)
        caller.show(found, "\n".join(_place_line(each) for each in found) or NO_PLACES)
        return
    if name is None:
        raise Refused(f"Say how you call it as well: troth area {area} NAME")
    command = NameArea(AreaId(area), name, about_others)
    caller.done(
        caller.act(command), f"“{name}” is named. Where it stands is for you both to agree."
    )


def _place_line(place: Place) -> str:
    whose = f", {place.owner}'s own" if place.owner else ""
    rests = ", resting" if place.rests else ""
    return f"{place.area}  {place.name}: {STANDS[place.stands]}{whose}{rests}"


@click.command()
@click.argument("clause", shell_complete=CLAUSES)
@REASON
@RESPOND_BY
@click.pass_obj
def repeal(caller: Caller, clause: str, reason: str, answer_by: datetime | None) -> None:
    """Propose to take CLAUSE out of the agreement.

    To leave it by yourself, at once, withdraw from it instead.
    """
    put_forward(caller, (Repeal(ClauseId(clause)),), reason, answer_by)


def put_forward(
    caller: Caller,
    drafts: tuple[Draft, ...],
    reason: str,
    answer_by: datetime | None,
    *,
    considered: bool = False,
) -> None:
    """Propose drafts, and say what happens next."""
    id_ = ProposalId(new_id("p"))
    answer = caller.act(ProposeTerms(id_, drafts, reason, answer_by, considered))
    _say_proposed(caller, answer, id_)


def put_other_words(
    caller: Caller, proposal: str, drafts: tuple[Draft, ...], reason: str, *, considered: bool
) -> None:
    """Revise or counter a proposal, and say what happens next."""
    id_ = ProposalId(proposal)
    answer = caller.act(ReviseTerms(id_, drafts, reason, None, considered))
    _say_proposed(caller, answer, id_)


def _say_proposed(caller: Caller, answer: Answer[State], id_: ProposalId) -> None:
    caller.done(
        answer,
        f"{id_} is put forward. Nothing changes until both of you consent to the same words.\n"
        f"Read it: troth proposals {id_}    Agree to it: troth consent {id_}",
    )


@click.command()
@click.argument("proposal", required=False, shell_complete=PROPOSALS)
@click.pass_obj
def proposals(caller: Caller, proposal: str | None) -> None:
    """Show what is proposed: all of it in short, or one PROPOSAL in full."""
    view = caller.own_view
    if proposal is not None:
        found = read_open(caller, proposal)
        caller.show(found, in_full(caller, found))
        return
    open_ = open_proposals(view.state.ground, view.moment)
    lines = [
        f"{each.id}  version {each.revision}, by {caller.name_of(each.author)}: "
        + ", ".join(change.clause for change in each.changes)
        for each in open_
    ]
    caller.show(open_, "\n".join(lines) or NOTHING_PROPOSED)


def read_open(caller: Caller, proposal: str) -> ProposalReading:
    """Return an open proposal as it is shown, by its id."""
    view = caller.own_view
    return read_proposal(view.state.ground, caller.open_proposal(proposal), view.moment)


def in_full(caller: Caller, proposal: ProposalReading) -> str:
    """Return a proposal in full: every changed word, every changed part, and its digest."""
    lines = [f"{proposal.id}, version {proposal.revision}, by {caller.name_of(proposal.author)}"]
    lines += [f"  “{proposal.reason}”"] if proposal.reason else []
    for change in proposal.changes:
        lines += ["", *clause_lines(caller, change)]
    lines += ["", *_notices(caller, proposal), *_answers(caller, proposal)]
    lines += [f"Digest: {proposal.digest[:DIGEST_SHOWN]}", "No answer changes nothing."]
    return "\n".join(lines)


def _notices(caller: Caller, proposal: ProposalReading) -> list[str]:
    lines = [
        f"It touches a limit of {caller.name_of(limit.owner)} ({limit.target} “{limit.name}”): "
        "while that holds, this would rest."
        for limit in proposal.touched_limits
    ]
    if proposal.is_expired:
        lines.append("The day to answer by has passed, so nothing was agreed. Suggest it anew.")
    elif proposal.answer_by is not None:
        lines.append(
            f"Answer by {shown(proposal.answer_by, caller.zone)}; past it, nothing changes."
        )
    if proposal.is_stale:
        lines.append(f"The agreement under it has changed: troth rebase {proposal.id}")
    return lines


def _answers(caller: Caller, proposal: ProposalReading) -> list[str]:
    by_status: dict[ConsentStatus, list[str]] = {}
    for member, status in proposal.consents.items():
        by_status.setdefault(status, []).append(caller.name_of(member))
    agreed = ", ".join(by_status.get(ConsentStatus.GIVEN, [])) or "nobody"
    earlier = by_status.get(ConsentStatus.INVALIDATED, [])
    lines = [f"Agreed so far: {agreed}"]
    if earlier:
        lines.append(f"Agreed to earlier words, which no longer counts: {', '.join(earlier)}")
    return lines


def clause_lines(caller: Caller, change: ClauseChange) -> list[str]:
    """Return one changed clause in lines: added words in [+ +], removed words in [- -]."""
    words = {"new": change.is_new, "taken out": change.is_repealed, "rests on": change.is_repinned}
    what = next((word for word, holds in words.items() if holds), "changed")
    if change.is_repinned:
        what = "as before, on the new meaning of what it rests on"
    text = "".join(run.text if change.is_new else _marked(run) for run in change.runs)
    lines = [f"{change.clause} ({what})"] + ([f"  {text}"] if text else [])
    for field in change.fields:
        before = f"{field.before} -> " if field.before else ""
        after = field.after or "none"
        part = f"    {field.field.replace('_', ' ')}: {before}{after}"
        # Only the parts: in the words both agree to, nothing is put in place of anything.
        lines.append(caller.with_names(part))
    return lines


def _marked(run: Run) -> str:
    before, after = {
        Change.SAME: ("", ""),
        Change.ADDED: ("[+", "+]"),
        Change.REMOVED: ("[-", "-]"),
    }[run.change]
    words = run.text.rstrip()
    return f"{before}{words}{after}{run.text[len(words) :]}"


@click.command()
@click.argument("proposal", shell_complete=PROPOSALS)
@click.pass_obj
def decline(caller: Caller, proposal: str) -> None:
    """Say not now to the other's PROPOSAL; no reason is owed."""
    caller.done(caller.act(DeclineTerms(ProposalId(proposal))), "Not now. Nothing has changed.")


@click.command()
@click.argument("proposal", shell_complete=PROPOSALS)
@click.pass_obj
def rebase(caller: Caller, proposal: str) -> None:
    """Put PROPOSAL forward again, unchanged, on today's agreement."""
    id_ = ProposalId(proposal)
    _say_proposed(caller, caller.act(RebaseTerms(id_)), id_)


@click.command()
@click.argument("name", shell_complete=CLAUSES_AND_PROPOSALS)
@click.option("--since", type=When(), help="When you said so, if earlier than now.")
@click.pass_obj
def withdraw(caller: Caller, name: str, since: datetime | None) -> None:
    """Withdraw from the clause NAME, or from a proposal of that id; at once, without a reason."""
    view = caller.own_view
    agreement = view.state.ground.agreement
    proposal = agreement.proposals.get(ProposalId(name))
    if proposal is not None:
        _withdraw_proposal(caller, proposal)
        return
    resting = dependants(agreement, ClauseId(name), view.moment.at)
    answer = caller.act(WithdrawConsent(ClauseId(name), since))
    with_it = ", ".join(each.terms.clause for each in resting)
    also = f" With it rests: {with_it}." if resting else ""
    caller.done(answer, f"You withdrew from “{name}”. It no longer applies.{also}")


def _withdraw_proposal(caller: Caller, proposal: Proposal) -> None:
    if proposal.author == caller.member:
        caller.done(caller.act(WithdrawProposal(proposal.id)), "Your proposal is withdrawn.")
    else:
        caller.done(caller.act(TakeBackConsent(proposal.id)), "Your consent to it is taken back.")


@click.command()
@click.argument("clause", shell_complete=CLAUSES)
@click.argument("until", type=When())
@click.pass_obj
def wait(caller: Caller, clause: str, until: datetime) -> None:
    """Ask that the new CLAUSE begins only UNTIL then; either may, alone."""
    answer = caller.act(LengthenCoolingOff(ClauseId(clause), until))
    caller.done(answer, f"“{clause}” begins on {shown(until, caller.zone)} at the earliest.")
