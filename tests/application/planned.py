"""A small plan, its two people, and short ways to bring a couple through one."""

from collections.abc import Iterator

from tests.given import ASH, WREN, Couple
from troth.application.plans.work import (
    Plan,
    PlanCommand,
    PlanNotUsable,
    commands,
    parse_plan,
    read_yaml,
)
from troth.domain.agreement.terms import Terms
from troth.domain.dynamic.events import Member
from troth.domain.kernel import ProposalId

ASH_HERSELF = Member(ASH, "Ash", "Europe/London", adult=True)
WREN_THEMSELF = Member(WREN, "Wren", "America/New_York", adult=True)

SMALL = """
title: A small one
areas:
  - {id: household, name: The household}
clauses:
  - {id: role, kind: role, leads: lead, style: negotiated, text: <lead> leads and <follow> follows.}
  - {id: household, kind: area, standing: within, text: <lead> leads at home.}
  - {id: red, kind: signal, sign: red, meaning: stop, text: Red ends what is happening.}
  - id: kitchen
    kind: standard
    bearers: follow
    area: household
    text: >-
      The kitchen is settled
      before the day ends.
    why: The morning begins clear.
  - id: weekly
    kind: session
    schedule: {rule: FREQ=WEEKLY;BYDAY=SU, start: 2026-01-04T19:00, zone: follow, minutes: 60}
    text: We sit down on Sundays.
  - id: evening
    kind: permission
    category: new-intimate
    asked_by: follow
    stop_signal: red
    bounds: At home, and only the two of us.
    text: <follow> asks, and <lead> answers the same day.
"""


def read(text: str) -> Plan | PlanNotUsable:
    """Read a plan that Ash leads."""
    data = read_yaml(text)
    if isinstance(data, PlanNotUsable):
        return data
    return parse_plan(data, ASH_HERSELF, WREN_THEMSELF, Couple().moment())


def usable(text: str = SMALL) -> Plan:
    """Read a plan that can be used."""
    plan = read(text)
    assert isinstance(plan, Plan), plan.sentence
    return plan


def clause(id_: str, text: str = SMALL) -> Terms:
    """Return one clause of a plan."""
    return next(each for each in usable(text).clauses if each.clause == id_)


def unusable(text: str) -> str:
    """Return the sentence that says why a plan cannot be used."""
    plan = read(text)
    assert isinstance(plan, PlanNotUsable)
    return plan.sentence


def ids(couple: Couple) -> Iterator[ProposalId]:
    """Yield ids nobody has used."""
    return (ProposalId(f"plan-{len(couple.record)}-{n}") for n in range(100))


def asked(couple: Couple, plan: Plan) -> tuple[PlanCommand, ...]:
    """Return what applying the plan asks for now."""
    return commands(plan, couple.state, couple.moment(), ids(couple))


def applies(couple: Couple, plan: Plan) -> tuple[PlanCommand, ...]:
    """Have Ash apply the plan, and return what that asked for."""
    all_asked = asked(couple, plan)
    for command in all_asked:
        couple.does(ASH, command)
    return all_asked


def consent_to_all(couple: Couple) -> None:
    """Have both consent to everything on the table."""
    for proposal in tuple(couple.state.ground.agreement.proposals):
        for member in (ASH, WREN):
            couple.consents(member, proposal)


def settle(couple: Couple, plan: Plan) -> Couple:
    """Apply the plan, consent and wait out each cooling-off, until nothing is left to propose."""
    for _ in range(5):
        if not applies(couple, plan):
            return couple
        consent_to_all(couple)
        couple.later(hours=25)
    raise AssertionError("the plan still asks for something after five rounds")
