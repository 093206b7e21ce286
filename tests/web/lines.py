"""Lines that tests of the book are about: where each is read, and how one is put forward."""

from tests.application.homes import CHAIN
from tests.application.signed_up import Town
from tests.given import ASH, WREN
from tests.web.browsing import Browser, Page
from troth.application.read import view
from troth.application.rules import SHARED
from troth.domain.agreement.state import AgreementState
from troth.domain.agreement.terms import Category, Permission, Terms
from troth.domain.kernel import ClauseId
from troth.web.addresses import key, proposal_address

KITCHEN_AT = f"/book/c/{key('kitchen')}"
OLD_WORDS = "The kitchen is settled before bed."
NEW_WORDS = "The kitchen is settled by ten in the evening."


def agreement_of(town: Town) -> AgreementState:
    """Return the agreement as it is now."""
    return view(town.world_of(ASH), CHAIN, SHARED).state.ground.agreement


def proposal_at(town: Town) -> str:
    """Return where the only proposal there is can be read."""
    (id_,) = agreement_of(town).proposals
    return proposal_address(id_)


def proposes_kitchen(browser: Browser, **fields: object) -> Page:
    """Have somebody suggest other words for the line about the kitchen."""
    return browser.sends(f"{KITCHEN_AT}/words", **{"text": NEW_WORDS, **fields})


def agrees(browser: Browser, at: str) -> Page:
    """Have somebody agree to exactly what a page says."""
    return browser.sends(at, answer="agree")


def closeness() -> Terms:
    """Return something intimate and new that Wren can ask Ash for."""
    return Terms(
        ClauseId("closeness"),
        Permission("Only the two of us, until either says stop.", WREN, ClauseId("red")),
        "Wren can ask for an evening that is only ours.",
        category=Category.NEW_INTIMATE,
        review_after_days=90,
    )
