"""A long pause: after thirty days nothing is counted, and nothing has piled up."""

import re

from tests.application.signed_up import Town
from tests.browser.places import FOR_THE_TWO
from tests.domain.decisions.deciding import consulted
from tests.given import ASH, WREN, clause
from tests.web.browsing import Browser, street
from tests.web.scenes import begun, days_later, put_forward
from troth.domain.agreement.terms import Foreword
from troth.domain.decisions.commands import RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.domain.dynamic.commands import Pause
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, Urgency

DRAWN_ANEW = ("/set/keys", "/set/keys/code")
"""Where words or a code are offered that are other ones each time."""

PAGES = tuple(
    place.address
    for place in FOR_THE_TWO
    if not place.names_a_thing and place.address not in DRAWN_ANEW
)
"""Every other page of the two that is not about one thing."""

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
DATES = re.compile(
    rf"\b(?:today|yesterday|tomorrow|(?:on )?(?:{DAYS})(?: \d+ (?:{MONTHS}))?"
    rf"|(?:on )?\d+ (?:{MONTHS})(?: \d{{4}})?|\d\d:\d\d)\b"
)
"""The day itself, however it is said."""


def read(browser: Browser) -> dict[str, str]:
    """Return what somebody reads on each page, without the days."""
    return {at: DATES.sub("·", browser.opens(at).words) for at in PAGES}


def waiting() -> Town:
    """Return a town in which something waits for each of the two."""
    town = begun()
    put_forward(town, WREN, clause("why", Foreword(), "Because we are calmer so."))
    town.does(ASH, RaiseMatter(MatterId("m"), "Christmas at home?", (consulted(ASH),)))
    town.does(WREN, AskToTalk(TalkId("t"), Urgency.SOON, "The summer"))
    return town


def test_after_thirty_paused_days_every_page_is_as_it_was() -> None:
    town = waiting()
    town.does(WREN, Pause())
    with street(town) as here:
        before = [read(each) for each in here.both]
        days_later(here, 30)
        for known, each in zip(before, here.both, strict=True):
            assert read(each) == known


def test_without_a_pause_what_waits_is_seen_to_wait() -> None:
    with street(waiting()) as here:
        before = here.ash.opens("/talk").words
        days_later(here, 30)
        after = here.ash.opens("/talk").words
        assert DATES.sub("·", after) != DATES.sub("·", before)
