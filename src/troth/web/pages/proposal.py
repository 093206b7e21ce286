"""Proposals: read in full, and answered by either; no answer changes nothing."""

from troth.domain.agreement.commands import (
    ConsentToTerms,
    DeclineTerms,
    RebaseTerms,
    TakeBackConsent,
    WithdrawProposal,
)
from troth.domain.agreement.events import TermsAdopted
from troth.domain.agreement.terms import COOLING_OFF_HOURS
from troth.domain.kernel import Command, Digest
from troth.web.addresses import proposal_address
from troth.web.clauses.proposed import Proposed, read_all, read_one
from troth.web.clauses.questions import questions
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

AGREE, OTHER, NOT_NOW = "agree", "other", "not-now"
TAKE_BACK, WITHDRAW, AGAIN = "take-back", "withdraw", "again"
ANSWERS = (AGREE, OTHER, NOT_NOW, TAKE_BACK, WITHDRAW, AGAIN)

ANSWER_WANTED = "Choose an answer, or leave it: no answer changes nothing."


def proposals(visit: Visit) -> Answered:
    """List what is proposed, the oldest first."""
    return visit.show("proposals.html", here="book", proposed=read_all(visit), other=visit.other)


def proposal(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Show one proposal in full, with what can be answered."""
    each = read_one(visit, at)
    return visit.show(
        "proposal.html",
        form,
        here="book",
        each=each,
        questions=questions(visit, each),
        wait_hours=COOLING_OFF_HOURS,
        other=visit.other,
    )


def answer(visit: Visit, form: Form, at: str) -> Answered:
    """Take an answer to exactly what was read."""
    each = read_one(visit, at)
    chosen = form.one_of("answer", ANSWERS, visit.words.plain(ANSWER_WANTED))
    if chosen == OTHER:
        return visit.go(f"{proposal_address(each.proposal.id)}/words")
    if not chosen:
        return proposal(visit, at, form)
    done = visit.act(form, _command(form, each, chosen))
    if done is None:
        return proposal(visit, at, form)
    if chosen == AGREE:
        is_both = any(isinstance(event, TermsAdopted) for event in done.events)
        return visit.go("/book", Told.AGREED_BOTH if is_both else Told.AGREED_ONE)
    if chosen == AGAIN:
        return visit.go(proposal_address(each.proposal.id), Told.PUT_FORWARD)
    return visit.go("/book/p", Told.NOTHING_CHANGED)


def _command(form: Form, each: Proposed, chosen: str) -> Command:
    id_ = each.proposal.id
    if chosen == AGREE:
        return ConsentToTerms(id_, form.number("revision") or 0, Digest(form.raw("digest")))
    others = {
        NOT_NOW: DeclineTerms,
        TAKE_BACK: TakeBackConsent,
        WITHDRAW: WithdrawProposal,
        AGAIN: RebaseTerms,
    }
    return others[chosen](id_)


ROUTES = (
    shows("/book/p", Visit, proposals),
    shows("/book/p/{at:str}", Visit, proposal),
    takes("/book/p/{at:str}", Visit, answer),
)
