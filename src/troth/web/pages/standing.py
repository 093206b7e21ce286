"""A decision that stands: looked at again, set aside, and what is to be done under it."""

from troth.domain.decisions.commands import RescindDecision, ReviewDecision
from troth.projections.matter import decided
from troth.web.ahead import AGAIN, offered, read_again
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.ongoing import Ongoing
from troth.web.plan_view import decision_at, matter_at, plan_address
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit


def look_again(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Ask what somebody finds who looks at a decision again."""
    return _show(visit, "plan_again.html", at, form)


def keep_look(visit: Visit, form: Form, at: str) -> Answered:
    """Keep that a decision was looked at, and stands."""
    again = read_again(visit, form)
    if form.wanting:
        return look_again(visit, at, form)
    id_ = matter_at(visit, at)
    if visit.act(form, ReviewDecision(id_, form.text("note"), again)) is None:
        return look_again(visit, at, form)
    return visit.go(plan_address(id_), Told.STANDS)


def set_aside(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Offer to set a decision aside; what both decided takes both."""
    return _show(visit, "plan_aside.html", at, form)


def keep_aside(visit: Visit, form: Form, at: str) -> Answered:
    """Set a decision aside, or ask the other to."""
    id_ = matter_at(visit, at)
    answer = visit.act(form, RescindDecision(id_, form.text("reason")))
    if answer is None:
        return set_aside(visit, at, form)
    known = answer.state.decisions.decisions.get(id_)
    is_over = known is None or known.until is not None
    return visit.go(plan_address(id_), Told.SET_ASIDE if is_over else Told.ASKED_ASIDE)


def _show(visit: Visit, template: str, at: str, form: Form) -> Answered:
    found = decision_at(visit, at)
    return visit.show(
        template,
        form,
        here="decide",
        found=found,
        read=decided(visit.state, found, visit.member, visit.moment),
        address=plan_address(found.matter),
        again=offered(visit, *AGAIN),
    )


ROUTES = (
    shows("/plans/{at:str}/again", Ongoing, look_again),
    takes("/plans/{at:str}/again", Visit, keep_look),
    shows("/plans/{at:str}/aside", Ongoing, set_aside),
    takes("/plans/{at:str}/aside", Visit, keep_aside),
)
