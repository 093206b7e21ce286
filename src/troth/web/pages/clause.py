"""One line of the agreement: what it says, who agreed when, and what either can do about it."""

from datetime import UTC, date, datetime, time, timedelta

from troth.application.wordings import wordings
from troth.domain.agreement.commands import (
    LengthenCoolingOff,
    ProposeTerms,
    RenewConsent,
    WithdrawConsent,
)
from troth.domain.agreement.events import Repeal
from troth.domain.agreement.state import Clause, in_force, latest
from troth.domain.agreement.terms import EXPECTED
from troth.domain.kernel import ClauseId, Digest, ProposalId
from troth.projections.book import entry, may_renew
from troth.web.addresses import clause_address, proposal_address
from troth.web.clauses.around import around, opening
from troth.web.clauses.proposed import numbers, read_all
from troth.web.clauses.saying import kind_name, parts
from troth.web.errors import NoSuchThing
from troth.web.finding import find
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

WAITS = {1: "One day more", 3: "Three days more", 7: "A week more", 30: "A month more"}
"""How much later a new line can begin, by days."""

WAIT_WANTED = "Choose how much more time you want."
SINCE_WANTED = "Write the day as year, month and day, and the time as 21:30, or leave both empty."


def clause(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Show one line with everything about it."""
    id_ = _id(visit, at)
    found = _latest(visit, id_)
    known = numbers(visit)
    read = entry(visit.state.ground, found, visit.moment, known.get(id_, ""))
    beside = around(visit)
    proposed = [each for each in read_all(visit) if any(line.clause == id_ for line in each.put)]
    is_in_force = in_force(visit.state.ground.agreement, id_, visit.moment.at) is not None
    return visit.show(
        "clause.html",
        form,
        here="book",
        entry=read,
        digest=found.digest,
        kind=kind_name(found.terms, beside),
        parts=parts(found.terms, beside),
        part=beside.areas.get(found.terms.area) if found.terms.area else "",
        rests=[(each, known.get(each, ""), _opening(visit, each)) for each in read.rests_with_it],
        proposed=proposed,
        is_agreed=id_ in known,
        is_in_force=is_in_force,
        is_kept=is_in_force and isinstance(found.terms.body, EXPECTED),
        may_renew=may_renew(found, visit.member, visit.moment.at),
        waits=WAITS,
    )


def withdraw(visit: Visit, form: Form, at: str) -> Answered:
    """Withdraw from a line at once; when it was said aloud earlier, from then on."""
    id_ = _id(visit, at)
    since = _since(visit, form)
    if form.wanting:
        return clause(visit, at, form)
    if visit.act(form, WithdrawConsent(id_, since)) is None:
        return clause(visit, at, form)
    return visit.go(clause_address(id_), Told.WITHDREW)


def renew(visit: Visit, form: Form, at: str) -> Answered:
    """Renew one's consent to exactly the words that were read."""
    id_ = _id(visit, at)
    if visit.act(form, RenewConsent(id_, Digest(form.raw("digest")))) is None:
        return clause(visit, at, form)
    return visit.go(clause_address(id_), Told.RENEWED)


def wait(visit: Visit, form: Form, at: str) -> Answered:
    """Have a new line begin later."""
    id_ = _id(visit, at)
    days = form.one_number("days", WAITS, visit.words.plain(WAIT_WANTED))
    if days is not None:
        until = _latest(visit, id_).since + timedelta(days=days)
        if visit.act(form, LengthenCoolingOff(id_, until)) is not None:
            return visit.go(clause_address(id_), Told.LATER)
    return clause(visit, at, form)


def take_out(visit: Visit, form: Form, at: str) -> Answered:
    """Suggest that both take a line out."""
    id_ = _id(visit, at)
    new = ProposalId(form.new_id("p"))
    if visit.act(form, ProposeTerms(new, (Repeal(id_),), form.text("reason"))) is None:
        return clause(visit, at, form)
    return visit.go(proposal_address(new), Told.PUT_FORWARD)


def earlier(visit: Visit, at: str) -> Answered:
    """Show every wording a line ever had, the newest first."""
    id_ = _id(visit, at)
    found = wordings(visit.world, visit.chain, id_)
    return visit.show(
        "earlier.html", here="book", id=id_, found=found, number=numbers(visit).get(id_, "")
    )


def _id(visit: Visit, at: str) -> ClauseId:
    return find(at, visit.state.ground.agreement.clauses)


def _latest(visit: Visit, id_: ClauseId) -> Clause:
    found = latest(visit.state.ground.agreement, id_)
    if found is None:
        raise NoSuchThing
    return found


def _opening(visit: Visit, id_: ClauseId) -> str:
    return opening(_latest(visit, id_).terms.text)


def _since(visit: Visit, form: Form) -> datetime | None:
    day, hour = form.raw("day").strip(), form.raw("hour").strip()
    if not day and not hour:
        return None
    try:
        at = datetime.combine(date.fromisoformat(day), time.fromisoformat(hour or "00:00"))
    except ValueError:
        form.want("day", visit.words.plain(SINCE_WANTED))
        return None
    return at.replace(tzinfo=visit.times.zone).astimezone(UTC)


ROUTES = (
    shows("/book/c/{at:str}", Visit, clause),
    shows("/book/c/{at:str}/earlier", Visit, earlier),
    takes("/book/c/{at:str}/withdraw", Visit, withdraw),
    takes("/book/c/{at:str}/renew", Visit, renew),
    takes("/book/c/{at:str}/wait", Visit, wait),
    takes("/book/c/{at:str}/take-out", Visit, take_out),
)
