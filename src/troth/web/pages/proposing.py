"""Putting a line forward: a new one of any kind, other words for one, or a counter-proposal."""

from datetime import datetime

from troth.domain.agreement.commands import ProposeTerms, ReviseTerms
from troth.domain.agreement.drafting import Draft, drafts_of
from troth.domain.agreement.state import AgreementState, latest
from troth.domain.agreement.terms import Terms
from troth.domain.kernel import ClauseId, ProposalId, Value
from troth.web.addresses import clause_address, proposal_address
from troth.web.clauses.around import around
from troth.web.clauses.drafting import (
    CHOICES,
    TOUCHED,
    filled,
    is_place,
    new_name,
    read_terms,
    unfilled,
)
from troth.web.clauses.kinds import GROUPS, Kind, kind_of, kinds
from troth.web.clauses.parts import first_of, more_of
from troth.web.clauses.people import end_of
from troth.web.clauses.proposed import Proposed, read_one
from troth.web.clauses.refused import ANSWER_BY, put_beside
from troth.web.errors import NoSuchThing
from troth.web.finding import find
from troth.web.form import Form
from troth.web.ongoing import Ongoing
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

PLACE_WANTED = "Choose which part of life this is about."
DAY_WANTED = "Write the day as year, month and day, such as 2027-01-31."
LEAVE_OUT = "leave-out"


class Writing(Value, frozen=True):
    """What is being written: where the form is sent, of which kind, and in place of what."""

    address: str
    kind: Kind
    before: Terms | None = None
    proposed: Proposed | None = None


def choose(visit: Visit) -> Answered:
    """Show the kinds of lines there are, in plain terms."""
    return visit.show("kinds.html", here="book", groups=GROUPS, other=visit.other)


def new(visit: Visit, kind: str) -> Answered:
    """Ask for a new line."""
    found = _kind(kind)
    return _show(visit, Writing(f"/book/new/{kind}", found), Form(unfilled(found)))


def propose_new(visit: Visit, form: Form, kind: str) -> Answered:
    """Put a new line forward."""
    writing = Writing(f"/book/new/{kind}", _kind(kind))
    name = _name(visit, form, writing.kind)
    terms = read_terms(form, writing.kind, name, around(visit))
    return _propose(visit, form, writing, terms)


def words(visit: Visit, at: str) -> Answered:
    """Ask for other words for a line of the agreement."""
    writing = _of_clause(visit, at)
    return _show(visit, writing, Form(filled(_before(writing))))


def propose_words(visit: Visit, form: Form, at: str) -> Answered:
    """Put other words forward for a line."""
    writing = _of_clause(visit, at)
    before = _before(writing)
    terms = read_terms(form, writing.kind, before.clause, around(visit))
    return _propose(visit, form, writing, terms)


def counter(visit: Visit, at: str, line: str = "") -> Answered:
    """Ask for other words in a proposal; of several lines, for one at a time."""
    writing = _of_proposal(visit, at, line)
    if writing is None:
        return visit.go(proposal_address(read_one(visit, at).proposal.id))
    return _show(visit, writing, Form(filled(_before(writing))))


def propose_counter(visit: Visit, form: Form, at: str, line: str = "") -> Answered:
    """Put other words forward in a proposal; whatever was agreed to it so far is void."""
    writing = _of_proposal(visit, at, line)
    if writing is None or writing.proposed is None:
        raise NoSuchThing
    before, proposed = _before(writing), writing.proposed
    terms = None
    if not form.raw(LEAVE_OUT):
        terms = read_terms(form, writing.kind, before.clause, around(visit, proposed.terms))
    answer_by = _answer_by(visit, form)
    if not form.wanting:
        drafts = _with(drafts_of(proposed.proposal.items), before.clause, terms)
        command = ReviseTerms(
            proposed.proposal.id, drafts, form.text("reason"), answer_by, considered=True
        )
        if visit.act(form, command) is not None:
            return visit.go(proposal_address(proposed.proposal.id), Told.PUT_FORWARD)
    return _show(visit, writing, form)


def _propose(visit: Visit, form: Form, writing: Writing, terms: Terms | None) -> Answered:
    answer_by = _answer_by(visit, form)
    if terms is not None and not form.wanting:
        id_ = ProposalId(form.new_id("p"))
        # What it may touch was asked about while it was read.
        command = ProposeTerms(id_, (terms,), form.text("reason"), answer_by, considered=True)
        if visit.act(form, command) is not None:
            return visit.go(proposal_address(id_), Told.PUT_FORWARD)
    return _show(visit, writing, form)


def _show(visit: Visit, writing: Writing, form: Form) -> Answered:
    put_beside(form)
    proposed = writing.proposed
    beside = around(visit, () if proposed is None else proposed.terms)
    return visit.show(
        "propose.html",
        form,
        here="book",
        writing=writing,
        kind=writing.kind,
        around=beside,
        first=first_of(writing.kind),
        more=more_of(writing.kind),
        is_place=is_place(writing.kind) and writing.before is None,
        places=tuple((str(area), name, "") for area, name in beside.areas.items()),
        about_needs=CHOICES if form[TOUCHED] else {},
        several=proposed is not None and len(proposed.put) > 1,
        other=visit.other,
    )


def _kind(at: str) -> Kind:
    for each in kinds():
        if each.at == at:
            return each
    raise NoSuchThing


def _name(visit: Visit, form: Form, kind: Kind) -> ClauseId:
    """Return what a new line is called in the record; a part of life carries its own name."""
    agreement = visit.state.ground.agreement
    if kind.fixed is not None:
        return kind.fixed
    if is_place(kind):
        return ClauseId(form.one_of("place", agreement.areas, visit.words.plain(PLACE_WANTED)))
    return new_name(form, _taken(agreement, ProposalId(form.new_id("p"))))


def _taken(agreement: AgreementState, own: ProposalId) -> frozenset[ClauseId]:
    """Return the names that other lines have; sent twice, a form does not stand in its own way."""
    others = (each for id_, each in agreement.proposals.items() if id_ != own)
    drafted = (draft.clause for each in others for draft in drafts_of(each.items))
    areas = (ClauseId(area) for area in agreement.areas)
    return frozenset({*agreement.clauses, *drafted, *areas})


def _of_clause(visit: Visit, at: str) -> Writing:
    agreement = visit.state.ground.agreement
    held = latest(agreement, find(at, agreement.clauses))
    if held is None:
        raise NoSuchThing
    address = f"{clause_address(held.terms.clause)}/words"
    return Writing(address, kind_of(held.terms), held.terms)


def _of_proposal(visit: Visit, at: str, line: str) -> Writing | None:
    """Return what is written in place of one line of a proposal; None if it has several."""
    proposed = read_one(visit, at)
    address = f"{proposal_address(proposed.proposal.id)}/words"
    if not line and len(proposed.put) > 1:
        return None
    clauses = {each.clause: each.after or each.before for each in proposed.put}
    before = (
        clauses[find(line, clauses)] if line else proposed.put[0].after or proposed.put[0].before
    )
    if before is None:
        raise NoSuchThing
    return Writing(f"{address}/{line}" if line else address, kind_of(before), before, proposed)


def _before(writing: Writing) -> Terms:
    if writing.before is None:
        raise NoSuchThing
    return writing.before


def _with(drafts: tuple[Draft, ...], clause: ClauseId, terms: Terms | None) -> tuple[Draft, ...]:
    """Return what is put forward with other words for one line, or without it."""
    replaced = (terms if each.clause == clause else each for each in drafts)
    return tuple(each for each in replaced if each is not None)


def _answer_by(visit: Visit, form: Form) -> datetime | None:
    if not form.has(ANSWER_BY):
        return None
    day = form.day(ANSWER_BY, visit.words.plain(DAY_WANTED))
    return None if day is None else end_of(day, visit.times.zone)


ROUTES = (
    shows("/book/new", Ongoing, choose),
    shows("/book/new/{kind:str}", Ongoing, new),
    takes("/book/new/{kind:str}", Visit, propose_new),
    shows("/book/c/{at:str}/words", Ongoing, words),
    takes("/book/c/{at:str}/words", Visit, propose_words),
    shows("/book/p/{at:str}/words", Ongoing, counter),
    takes("/book/p/{at:str}/words", Visit, propose_counter),
    shows("/book/p/{at:str}/words/{line:str}", Ongoing, counter),
    takes("/book/p/{at:str}/words/{line:str}", Visit, propose_counter),
)
