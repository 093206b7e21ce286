"""What is left open before pages are measured: a question, a suggestion, a slip and a note.

Otherwise the pages of such things would not be there, on whichever day a life was broken off.
"""

from datetime import timedelta
from os import urandom

from benchmarks.acting import MeasuredWrongError
from tests.given import ASH, WREN
from tests.keys import keys_of
from tests.lives.everyday import HOUSEHOLD, KITCHEN
from tests.lives.recorded import CHAIN
from troth.application.handle import Host, Request, handle
from troth.application.ports import OperationId, Store
from troth.application.rules import PRIVATE, SHARED
from troth.bootstrap import SystemClock, Zones
from troth.domain.agreement.commands import ProposeTerms
from troth.domain.agreement.terms import Practice, Terms
from troth.domain.conduct.commands import ReportBreach
from troth.domain.conduct.events import BreachId
from troth.domain.decisions.commands import RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.domain.kernel import ClauseId, ProposalId, Refusal, Significance
from troth.domain.notes import KeepNote
from troth.domain.routing.matter import Declaration, Facet
from troth.domain.standards.events import ClauseDuty

BOTH = Declaration(frozenset({ASH, WREN}), Significance.SIGNIFICANT)
QUESTION = "Shall we have the hall painted before the summer, and in which colour?"
WALK = Terms(ClauseId("walk-on-sundays"), Practice(), "We walk on Sundays.", area=HOUSEHOLD)


def leave_open(store: Store) -> None:
    """Have each leave something open; raises MeasuredWrongError for what cannot be done."""
    host = Host(store, SystemClock(), Zones())
    worlds = {member: host.world(keys) for member, keys in keys_of(store, CHAIN).items()}
    earlier = host.clock.now() - timedelta(minutes=1)
    slip = ReportBreach(BreachId("left-open"), WREN, ClauseDuty(KITCHEN), earlier, "The pans.")
    raised = RaiseMatter(
        MatterId("left-open"), QUESTION, (Facet(HOUSEHOLD, declared={WREN: BOTH}),)
    )
    proposed = ProposeTerms(ProposalId("left-open"), (WALK,))
    for by, command in ((WREN, raised), (ASH, proposed), (ASH, slip)):
        answer = handle(worlds[by], CHAIN, SHARED, Request(_operation(), command))
        if isinstance(answer, Refusal):
            raise MeasuredWrongError(answer.sentence)
    world = worlds[WREN]
    handle(world, world.keys.own_chain, PRIVATE, Request(_operation(), KeepNote("Ask about May.")))


def _operation() -> OperationId:
    return OperationId(urandom(16).hex())
