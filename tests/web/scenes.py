"""Scenes: the town, brought to where a test of a page begins."""

from tests.application.homes import CHAIN
from tests.application.signed_up import Town, paired
from tests.given import ASH, HOUSEHOLD, WORK, WREN, usual
from tests.web.browsing import Street
from troth.domain.agreement.commands import ConsentToTerms, NameArea, ProposeTerms
from troth.domain.agreement.drafting import Draft
from troth.domain.decider import State
from troth.domain.dynamic.commands import Activate
from troth.domain.kernel import MemberId, ProposalId


def alone() -> Town:
    """Return a town in which Ash has opened a record, and nobody has joined yet."""
    town = Town()
    town.begins(ASH)
    return town


def agreed(*extra: Draft) -> Town:
    """Return a town in which the two have agreed on the usual clauses, and not begun."""
    town = paired()
    for area, name in ((HOUSEHOLD, "The household"), (WORK, "Work")):
        town.does(ASH, NameArea(area, name))
    both_agree(town, *usual(), *extra)
    return town


def begun(*extra: Draft) -> Town:
    """Return a town in which the two have begun what they agreed."""
    town = agreed(*extra)
    town.does(WREN, Activate())
    return town


def both_agree(town: Town, *drafts: Draft) -> None:
    """Have Ash put drafts forward, and both agree to them."""
    state = put_forward(town, ASH, *drafts)
    for member in (ASH, WREN):
        ((id_, proposal),) = state.ground.agreement.proposals.items()
        town.does(member, ConsentToTerms(id_, proposal.revision, proposal.digest))


def put_forward(town: Town, by: MemberId, *drafts: Draft) -> State:
    """Have somebody put drafts forward; return the state after that."""
    id_ = ProposalId(f"p-{town.next_op()[-6:]}")
    return town.does(by, ProposeTerms(id_, drafts, considered=True)).state


def days_later(here: Street, days: float) -> None:
    """Let days pass, and both sign in again: a login does not last that long."""
    here.town.clock.later(days=days)
    for member, browser in ((ASH, here.ash), (WREN, here.wren)):
        token = here.town.login_of(member, idle_minutes=60)
        browser.client.cookies.set("visit", token.hex())


def entries(town: Town) -> int:
    """Return how many entries the record of the two has."""
    with town.store.reading(CHAIN) as reading:
        return reading.head.seq
