"""Preparing: written alone, read by nobody else, and brought to the table only by a press."""

from collections.abc import Iterator

import pytest

from tests.application.homes import CHAIN
from tests.given import WREN
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import entries
from tests.web.sitting import seated
from troth.application.private.drafts import Drafts
from troth.application.private.preparations import Prepared, prepare
from troth.domain.sessions.events import Preparation

GLAD = "You sang on the stairs."
HARD = "The evenings are long."


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(seated()) as opened:
        yield opened


def prepares(browser: Browser, **fields: str) -> Page:
    """Have somebody write in the boxes: glad, hard, wish."""
    return browser.sends(
        "/week/prepare", **{f"text-+{kind}": text for kind, text in fields.items()}
    )


def ticked(page: Page) -> list[str]:
    """Return the ids of what a page offers to bring."""
    return [part.split('"')[0] for part in page.html.split('name="bring" value="')[1:]]


def test_three_boxes_and_who_sees_them(here: Street) -> None:
    page = here.wren.opens("/week/prepare")
    for label in ("Something I am glad of", "Something hard", "Something I would like"):
        assert label in page
    assert "Only you see this." in page
    assert "can read what passes through it." in page
    assert page.html.count("checked") == 0


def test_what_is_prepared_is_kept_and_the_other_sees_nothing_of_it(here: Street) -> None:
    other = here.ash.opens("/week").words
    recorded = entries(here.town)
    told = prepares(here.wren, glad=GLAD, hard=HARD)
    assert "Kept. Only you can see it." in told
    assert GLAD in told
    assert HARD in told
    assert "Something more I am glad of" in told
    assert here.ash.opens("/week").words == other
    assert GLAD not in here.ash.opens("/week/prepare")
    assert entries(here.town) == recorded


def test_it_can_be_written_anew_and_dropped(here: Street) -> None:
    page = prepares(here.wren, glad=GLAD)
    (field,) = [name for name, text in page.form("/week/prepare").items() if text == GLAD]
    assert "You sang." in here.wren.sends("/week/prepare", **{field: "You sang."})
    emptied = here.wren.sends("/week/prepare", **{field: ""})
    assert "You sang." not in emptied


def test_a_draft_that_is_called_like_a_kind_is_written_anew_too(here: Street) -> None:
    drafts = Drafts(here.town.world_of(WREN), CHAIN)
    assert prepare(drafts, "hard", Prepared(Preparation.HARD, HARD)) is None
    told = here.wren.sends("/week/prepare", **{"text-hard": "They are shorter now."})
    assert "They are shorter now." in told
    assert HARD not in told


def test_keeping_twice_keeps_one(here: Street) -> None:
    fields = {**here.wren.opens("/week/prepare").form("/week/prepare"), "text-+glad": GLAD}
    for _ in range(2):
        here.wren.posts("/week/prepare", fields)
    assert here.wren.opens("/week/prepare").html.count(GLAD) == 1


def test_a_tick_reminds_and_brings_nothing_by_itself(here: Street) -> None:
    here.wren.sends("/week/prepare", **{"text-+hard": HARD, "bring-+hard": "1"})
    offered = here.wren.opens("/week")
    assert HARD in offered
    assert "checked" in offered.html
    assert HARD not in here.ash.opens("/week")
    assert HARD not in here.ash.opens("/week/2")


def test_a_tick_that_was_taken_away_does_not_come_back(here: Street) -> None:
    here.wren.sends("/week/prepare", **{"text-+hard": HARD, "bring-+hard": "1"})
    kept = here.wren.opens("/week/prepare").form("/week/prepare")
    (text,) = [name for name, words in kept.items() if words == HARD]
    tick = text.replace("text-", "bring-")
    assert kept[tick] == "1"
    page = here.wren.posts("/week/prepare", {"op": "", text: HARD})
    assert page.status == 422
    assert tick not in page.form("/week/prepare")


def test_what_else_is_sent_leaves_a_tick_as_it_is(here: Street) -> None:
    here.wren.sends("/week/prepare", **{"text-+hard": HARD, "bring-+hard": "1"})
    page = here.wren.posts("/week/bring", {"op": "ab" * 16})
    assert page.status == 422
    assert page.html.count("checked") == 1


def test_a_tick_taken_away_while_writing_stays_away(here: Street) -> None:
    here.wren.sends("/week/prepare", **{"text-+hard": HARD, "bring-+hard": "1"})
    form = here.wren.opens("/week/prepare").form("/week/prepare")
    (text,) = [name for name, words in form.items() if words == HARD]
    begun = {"to": "/week/prepare", "page": "/week/prepare", "title": "Prepare"}
    assert here.wren.fetches("/kept", {**begun, f"kept.{text}": f"{HARD} And cold."}).is_success
    page = here.wren.opens("/week/prepare")
    assert page.form("/week/prepare")[text] == f"{HARD} And cold."
    assert page.html.count("checked") == 0


def test_what_is_brought_lies_on_the_table_for_both_and_no_longer_waits(here: Street) -> None:
    prepares(here.wren, hard=HARD, glad=GLAD)
    ids = ticked(here.wren.opens("/week"))
    (hard,) = [each for each in ids if each.endswith("hard")]
    told = here.wren.sends("/week/bring", "/week", bring=[hard])
    assert "Brought. Both of you see it now." in told
    assert HARD not in told
    assert GLAD in told
    assert f"{HARD} Wren Wren says it; you say it back." in here.ash.opens("/week/2")
    assert f"{HARD} Wren You say it; Ash says it back." in here.wren.opens("/week/2")


def test_bringing_nothing_asks_what(here: Street) -> None:
    prepares(here.wren, hard=HARD)
    page = here.wren.sends("/week/bring", "/week")
    assert page.status == 422
    assert "Tick what you want to bring." in page


def test_nobody_brings_what_the_other_prepared(here: Street) -> None:
    prepares(here.wren, hard=HARD)
    prepares(here.ash, glad=GLAD)
    (theirs,) = ticked(here.wren.opens("/week"))
    here.ash.sends("/week/bring", "/week", bring=[theirs])
    for person in here.both:
        assert HARD not in person.opens("/week/2")


def test_a_form_that_is_not_whole_keeps_nothing(here: Street) -> None:
    page = here.wren.posts("/week/prepare", {"op": "", "text-+glad": GLAD})
    assert page.status == 422
    assert page.form("/week/prepare")["text-+glad"] == GLAD
    assert GLAD not in here.wren.opens("/week/prepare")


def test_nobody_else_reads_what_is_prepared(here: Street) -> None:
    prepares(here.wren, glad=GLAD)
    for other in (here.stranger, here.nobody):
        assert GLAD not in other.opens("/week/prepare")
        assert GLAD not in other.posts("/week/bring", {"op": "ab" * 16, "bring": "p-1"})
