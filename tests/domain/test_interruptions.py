"""A stop in the middle of something: it takes effect at once, and nothing is done behind it."""

from tests.given import ASH, WREN, Couple, clause
from troth.domain.agreement.commands import ConsentToTerms, ProposeTerms
from troth.domain.agreement.state import in_force
from troth.domain.agreement.terms import ResetForm
from troth.domain.dynamic.commands import (
    AffirmResumption,
    Pause,
    RetractResumption,
    Stop,
)
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.force import Hindrance, hindrance
from troth.domain.kernel import ClauseId, ProposalId
from troth.domain.talks.commands import AskToTalk, CloseTalk, SuggestTalkTime
from troth.domain.talks.events import TalkId, Urgency

WAY_BACK = ClauseId("way-back")
FORM = clause("way-back", ResetForm("An evening without screens."))
TALK = TalkId("talk")


def test_a_stop_inside_the_signing_of_a_resumption_leaves_it_unsigned() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause())
    couple.does(ASH, AffirmResumption())
    couple.does(WREN, Stop())
    couple.does(WREN, AffirmResumption())
    assert phase(couple.state.ground.dynamic, couple.now) is Phase.STOPPED
    couple.does(WREN, RetractResumption())
    couple.does(ASH, AffirmResumption())
    assert phase(couple.state.ground.dynamic, couple.now) is Phase.STOPPED


def test_a_stop_inside_a_negotiation_leaves_it_open_and_adopts_nothing() -> None:
    couple = Couple().have_begun()
    proposal = ProposalId("p")
    couple.does(ASH, ProposeTerms(proposal, (FORM,), considered=True))
    couple.consents(ASH, proposal)
    couple.does(WREN, Stop())
    couple.later(days=30)
    held = couple.state.ground.agreement.proposals[proposal]
    assert set(held.consents) == {ASH}
    couple.does(WREN, ConsentToTerms(proposal, held.revision, held.digest))
    assert in_force(couple.state.ground.agreement, WAY_BACK, couple.now) is not None
    assert hindrance(couple.state.ground, WAY_BACK, couple.moment()) is Hindrance.NOT_ACTIVE


def test_a_stop_leaves_every_talk_where_it_was() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, AskToTalk(TALK, Urgency.SOON))
    before = couple.state.talks
    couple.does(ASH, Stop())
    assert couple.state.talks == before
    couple.does(ASH, SuggestTalkTime(TALK, couple.later(hours=1).replace(hour=23)))
    couple.does(WREN, CloseTalk(TALK))
