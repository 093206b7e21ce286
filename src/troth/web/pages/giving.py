"""Asking something of the other: in what one leads, under what both agreed, or as a free gift."""

from troth.domain.agreement.state import Clause
from troth.domain.agreement.terms import Grade
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import GiveDirection
from troth.domain.directions.permissions import AskPermission, PermissionId
from troth.domain.directions.treats import OfferTreat, TreatId
from troth.domain.kernel import ClauseId
from troth.projections.things import MayAsk, may_ask
from troth.web.ahead import ANOTHER, offered, read_until
from troth.web.facets import area_of, choices, one_part
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.marks import GRADES
from troth.web.needs import asks_needs
from troth.web.ongoing import Ongoing
from troth.web.routes import Answered, shows, takes
from troth.web.rows import brief
from troth.web.told import Told
from troth.web.visit import Visit

TEXT_WANTED = "Write what you ask."
TREAT_WANTED = "Write what you offer."
CLAUSE_WANTED = "Choose what you agreed on."
GRADE_WANTED = "Choose how it is meant."

UNTIL = ("today", "tomorrow", "week", ANOTHER)
STANDING_UNTIL = ("today", "tomorrow", "week", "month", "quarter", ANOTHER)


def direct(visit: Visit, form: Form = EMPTY) -> Answered:
    """Ask what somebody asks of the other in what they lead."""
    may = may_ask(visit.state, visit.member, visit.moment)
    return visit.show(
        "asked_direct.html",
        form,
        here="decide",
        other=visit.other,
        grades=[(each.value, visit.words.plain(GRADES[each]), "") for each in may.grades],
        may_stand=Grade.STANDING_ORDER in may.grades,
        offered=choices(visit, form),
        until=offered(visit, *(STANDING_UNTIL if Grade.STANDING_ORDER in may.grades else UNTIL)),
        again=offered(visit, "week", "month", ANOTHER),
        asks_needs=asks_needs(visit, form),
    )


def keep_direction(visit: Visit, form: Form) -> Answered:
    """Ask something of the other, with an end."""
    text = form.text("text", visit.words.plain(TEXT_WANTED))
    grade = form.choice("grade", Grade, visit.words.plain(GRADE_WANTED))
    area = area_of(visit, form)
    declaration = one_part(visit, form)
    until = read_until(visit, form)
    stands = grade is Grade.STANDING_ORDER
    review = read_until(visit, form, "again") if stands else None
    if form.wanting or grade is None or declaration is None or until is None:
        return direct(visit, form)
    command = GiveDirection(
        direction=DirectionId(form.new_id("g")),
        text=text,
        declaration=declaration,
        until=until,
        area=area,
        grade=grade,
        review_on=review,
        considered=form.has("considered"),
    )
    return direct(visit, form) if visit.act(form, command) is None else _asked(visit, Told.ASKED)


def permission(visit: Visit, form: Form = EMPTY) -> Answered:
    """Ask for something that an agreed permission leaves to be asked."""
    may = may_ask(visit.state, visit.member, visit.moment)
    return visit.show(
        "asked_permission.html",
        form,
        here="decide",
        other=visit.other,
        clauses=_offered(may.permissions),
    )


def keep_permission(visit: Visit, form: Form) -> Answered:
    """Ask under an agreed permission."""
    known = {str(each.terms.clause) for each in _may(visit).permissions}
    clause = form.one_of("clause", known, visit.words.plain(CLAUSE_WANTED))
    text = form.text("text", visit.words.plain(TEXT_WANTED))
    command = AskPermission(PermissionId(form.new_id("q")), ClauseId(clause), text)
    if form.wanting or visit.act(form, command) is None:
        return permission(visit, form)
    return _asked(visit, Told.ASKED)


def treat(visit: Visit, form: Form = EMPTY) -> Answered:
    """Offer the other something, freely."""
    may = may_ask(visit.state, visit.member, visit.moment)
    return visit.show(
        "asked_treat.html", form, here="decide", other=visit.other, clauses=_offered(may.treats)
    )


def keep_treat(visit: Visit, form: Form) -> Answered:
    """Offer a treat, of one's own accord or under what both agreed."""
    text = form.text("text", visit.words.plain(TREAT_WANTED))
    clause = form["clause"]
    command = OfferTreat(TreatId(form.new_id("f")), text, ClauseId(clause) if clause else None)
    if form.wanting or visit.act(form, command) is None:
        return treat(visit, form)
    return _asked(visit, Told.OFFERED)


def _may(visit: Visit) -> MayAsk:
    return may_ask(visit.state, visit.member, visit.moment)


def _offered(clauses: tuple[Clause, ...]) -> list[tuple[str, str, str]]:
    return [(str(each.terms.clause), brief(each.terms.text), "") for each in clauses]


def _asked(visit: Visit, line: Told) -> Answered:
    return visit.go("/plans/asked", line)


ROUTES = (
    shows("/plans/asked/new", Ongoing, direct),
    takes("/plans/asked/new", Visit, keep_direction),
    shows("/plans/asked/open", Ongoing, permission),
    takes("/plans/asked/open", Visit, keep_permission),
    shows("/plans/asked/treat", Ongoing, treat),
    takes("/plans/asked/treat", Visit, keep_treat),
)
