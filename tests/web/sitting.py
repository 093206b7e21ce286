"""Scenes at the table: the two in an open weekly talk, and one that comes round on Fridays."""

from tests.application.signed_up import Town
from tests.domain.sitting import TONIGHT, WEEKLY
from tests.given import ASH, WREN
from tests.web.scenes import begun
from troth.domain.sessions.commands import ArriveAtSession, PlanSession


def planned() -> Town:
    """Return a town in which the two meet on Fridays at seven; it is Monday evening."""
    return begun(WEEKLY)


def seated() -> Town:
    """Return a town in which both sit at the table, in a talk planned by hand."""
    town = planned()
    town.does(ASH, PlanSession(TONIGHT, town.clock.now(), 60))
    for member in (WREN, ASH):
        town.does(member, ArriveAtSession(TONIGHT))
    return town
