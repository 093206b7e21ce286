"""The rules of who decides, in their order; the first that applies gives a facet its route."""

from enum import StrEnum

from troth.domain.kernel import ClauseId, Value
from troth.domain.routing.routes import Route


class Rule(StrEnum):
    """Which rule decided (domain design, section 2.4); S1P is S1', and T is "together"."""

    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    S4 = "S4"
    T = "T"
    D1 = "D1"
    D2 = "D2"
    D3 = "D3"
    S0 = "S0"
    S1 = "S1"
    S1P = "S1P"
    S2 = "S2"
    S3 = "S3"
    S5 = "S5"


class Reason(Value, frozen=True):
    """Why a facet has its route: the rule, the clauses it rests on, and any dispute.

    `qualifies` is the rule that a dispute (D3) qualified.
    """

    route: Route
    rule: Rule
    clauses: tuple[ClauseId, ...] = ()
    disputed: bool = False
    qualifies: Rule | None = None


class Routed(Value, frozen=True):
    """The route of a whole matter, and the reason for each facet in order."""

    route: Route
    reasons: tuple[Reason, ...]
