"""How the lives begin: two people agree to a starting shape, and renew what comes to its end."""

from functools import cache

from tests.given import ASH, WREN, Couple
from troth.application.plans.file import Plan, parse_plan
from troth.application.plans.text import PlanNotUsable, read_yaml
from troth.application.plans.work import commands
from troth.domain.agreement.commands import RenewConsent
from troth.domain.agreement.state import Clause, all_in_force, review_by, standing_consent
from troth.domain.dynamic.commands import Activate
from troth.domain.dynamic.events import Member
from troth.domain.kernel import MemberId, ProposalId
from troth.presets import load_preset

SHAPE = "full-time"
RENEWED_DAYS = 6
"""Renewing in the last days of a term: a trial may not be renewed sooner."""


def begun(couple: Couple) -> Couple:
    """Let both meet, agree to everything in the shape that needs no waiting, and begin."""
    couple.have_met()
    agree(couple)
    couple.does(WREN, Activate())
    return couple


def agree(couple: Couple) -> None:
    """Put forward whatever of the shape can be agreed now, and have both consent to it."""
    ids = (ProposalId(f"shape-{couple.now:%Y-%m-%d-%H}-{n}") for n in range(50))
    for command in commands(_shape(), couple.state, couple.moment(), ids):
        couple.does(ASH, command)
    for proposal in tuple(couple.state.ground.agreement.proposals):
        for member in (ASH, WREN):
            couple.consents(member, proposal)


def renew(couple: Couple) -> None:
    """Have both renew their consent to each clause that is soon to be looked at again."""
    for clause in tuple(all_in_force(couple.state.ground.agreement, couple.now)):
        for member in (ASH, WREN):
            if _is_due(couple, clause, member):
                couple.does(member, RenewConsent(clause.terms.clause, clause.digest))


def _is_due(couple: Couple, clause: Clause, member: MemberId) -> bool:
    review = review_by(clause, standing_consent(clause, member))
    return review is not None and (review - couple.now).days < RENEWED_DAYS


@cache
def _shape() -> Plan:
    text = load_preset(SHAPE)
    assert isinstance(text, str)
    # Rhythms that began early enough for a long life to end before today.
    data = read_yaml(text.replace("start: 2026-", "start: 2006-"))
    assert not isinstance(data, PlanNotUsable), data.sentence
    ash = Member(ASH, "Ash", "Europe/London", adult=True)
    wren = Member(WREN, "Wren", "Europe/London", adult=True)
    plan = parse_plan(data, ash, wren, Couple().moment())
    assert isinstance(plan, Plan), plan.sentence
    return plan
