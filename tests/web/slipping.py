"""Steps of putting a slip right, each by the form on its page."""

from msgspec.structs import replace

from tests.application.homes import CHAIN
from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, clause
from tests.web.browsing import Browser, Page, Street
from troth.application.read import view
from troth.application.rules import SHARED
from troth.domain.agreement.terms import Correction, CorrectionKind, Reward, Standard, Terms
from troth.domain.conduct.breach import Breach
from troth.domain.kernel import ClauseId
from troth.web.addresses import key

NEW = "/note/slip/new"
WORDS = "The kitchen is settled before bed."
LISTENING = Terms(
    ClauseId("listening"),
    Standard(),
    "Ash asks before deciding.",
    bearers=frozenset({ASH}),
    area=HOUSEHOLD,
)
REPAIR = replace(
    clause("repair", Correction(CorrectionKind.TALK, 45), "Half an hour of listening."),
    bearers=frozenset({ASH}),
)
OUTING = clause("outing", Reward("An outing."), "An outing on Saturday.")
PAUSED = clause("no-outing", Correction(CorrectionKind.PAUSED_TREAT, 600), "A treat pauses.")


def asks(browser: Browser, bearer: str = WREN, name: str = KITCHEN, **fields: object) -> Page:
    """Ask about a line one of them keeps."""
    return browser.sends(NEW, **{"line": f"{bearer}/{key(name)}", "text": "Two pans.", **fields})


def takes(browser: Browser, at: str, step: str, **fields: object) -> Page:
    """Take a step on the page of a slip, by the form of that step."""
    page = browser.opens(at)
    found = [form for to, form in page.forms if to == at and form.get("step") == step]
    assert found, f"no form for {step} on {page.words}"
    return browser.posts(at, {**found[0], **fields})


def has_step(browser: Browser, at: str, step: str) -> bool:
    return any(form.get("step") == step for to, form in browser.opens(at).forms if to == at)


def breach_of(here: Street) -> Breach:
    state = view(here.town.world_of(ASH), CHAIN, SHARED).state
    return list(state.conduct.breaches.breaches.values())[-1]


def upheld(here: Street) -> str:
    """Have it asked, answered, and weighed as a slip; return where it is read."""
    at = asks(here.ash).address
    takes(here.wren, at, "answer", how="acknowledged", text="I went up.")
    takes(here.ash, at, "weigh", how="upheld")
    return at


def offered(here: Street) -> str:
    at = upheld(here)
    takes(here.ash, at, "offer", do="offer", item=key("reflection"), minutes="20")
    return at
