"""A couple who act through the one loop, and everything one of the two can read there."""

from collections.abc import Iterator

import msgspec

from tests.application.homes import Home
from tests.given import ASH, HOUSEHOLD, WORK, WREN, clause, usual
from troth.application.codec import encode_snapshot
from troth.application.ports import Store
from troth.application.private.drafts import Drafts
from troth.application.private.notes import notes, notes_chain
from troth.application.private.preparations import all_prepared
from troth.application.read import history, verify
from troth.application.sealed import own_answers
from troth.domain.agreement.commands import ConsentToTerms, NameArea, ProposeTerms
from troth.domain.agreement.terms import ResetForm
from troth.domain.checkins import Answer
from troth.domain.dynamic.commands import Activate, BeginDynamic, InviteMember, JoinDynamic
from troth.domain.dynamic.events import Member
from troth.domain.kernel import ClauseId, MemberId, ProposalId
from troth.domain.resets.commands import AskReset, FinishReset, OptIntoReset
from troth.domain.resets.events import ResetId
from troth.projections.agenda import agenda
from troth.projections.connection import check_in, ebb, resets
from troth.projections.open_matters import open_matters
from troth.projections.today import today
from troth.projections.waiting import Viewing

BACK = ClauseId("back")
RESET = ResetId("r")


def begun(store: Store | None = None) -> Home:
    """Return the home of a couple who have begun, with an agreed way back."""
    home = Home(store)
    home.does(ASH, BeginDynamic(Member(ASH, "Ash", "Europe/London", adult=True)))
    home.does(ASH, InviteMember("secret"))
    home.does(WREN, JoinDynamic(Member(WREN, "Wren", "Europe/Paris", adult=True), "secret"))
    for area, name in ((HOUSEHOLD, "The household"), (WORK, "Work")):
        home.does(ASH, NameArea(area, name))
    terms = (*usual(), clause(BACK, ResetForm("An evening without talk.")))
    id_ = ProposalId("p")
    proposed = home.does(ASH, ProposeTerms(id_, terms, considered=True))
    digest = proposed.state.ground.agreement.proposals[id_].digest
    for member in (ASH, WREN):
        home.does(member, ConsentToTerms(id_, 1, digest))
    home.does(WREN, Activate())
    return home


def after_a_reset() -> Home:
    """Return that home after a reset was done."""
    home = begun()
    home.does(WREN, AskReset(RESET, BACK))
    for member in (ASH, WREN):
        home.does(member, OptIntoReset(RESET))
    home.does(ASH, FinishReset(RESET))
    return home


def drafts(home: Home, member: MemberId) -> Drafts:
    """Return one member's drafts."""
    return Drafts(home.world_of(member), home.chain)


def read_by(home: Home, member: MemberId) -> bytes:
    """Return the bytes of everything one of the two can read."""
    return msgspec.json.encode(list(_readings(home, member)), enc_hook=str)


def _readings(home: Home, member: MemberId) -> Iterator[object]:
    view = home.view()
    state, moment = view.state, view.moment
    own = drafts(home, member)
    yield encode_snapshot(moment.at, state)
    yield view.seq
    yield history(home.world_of(member), home.chain)
    yield verify(home.store, home.chain)
    yield agenda(state, moment)
    yield open_matters(state, member, moment)
    yield today(state, Viewing(member, moment))
    yield check_in(state, moment, {})
    yield ebb(state, moment)
    yield resets(state, moment)
    yield own_answers(home.world_of(member), home.chain, "check-in/", Answer)
    yield all_prepared(own)
    yield notes(home.world_of(member), notes_chain(member))
