"""Erasing: each their own words and notes, at once; the whole record once both have known of it."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import PASSPHRASES, paired
from tests.given import ASH, WREN
from tests.web.browsing import Browser, Page, Street, street
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.dynamic.commands import End, Pause
from troth.domain.erasure import ERASURE_DAYS

ERASE = "/take/erase"
WORDS, NOTES, RECORD = f"{ERASE}/words", f"{ERASE}/notes", f"{ERASE}/record"


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(paired()) as opened:
        yield opened


def wrote(here: Street, text: str, number: int = 1) -> str:
    """Have Wren note something, and return the number of its entry."""
    id_ = ObservationId(f"n-{number:010d}")
    answer = here.town.does(WREN, Observe(id_, ASH, ObservationKind.NOTE, text))
    return str(answer.seq)


def later(here: Street, **how: int) -> None:
    """Let time go by, with both still logged in."""
    here.town.clock.later(**how)
    for browser, member in ((here.ash, ASH), (here.wren, WREN)):
        token = here.town.login_of(member, idle_minutes=60)
        browser.client.cookies.clear()
        browser.client.cookies.set("visit", token.hex())


def test_it_says_what_can_be_erased_and_what_stays(here: Street) -> None:
    for one in here.both:
        page = one.opens(ERASE)
        assert "Copies somebody took stay with them." in page
        assert {WORDS, NOTES, RECORD, "/take"} < set(page.links)


@pytest.mark.parametrize("address", [ERASE, WORDS, NOTES, RECORD])
def test_nobody_else_reads_or_erases_anything(here: Street, address: str) -> None:
    entry = wrote(here, "Only ours.")
    for other in (here.stranger, here.nobody):
        assert "Only ours." not in other.opens(address)
        other.posts(address, {"entry": entry, "sure": "yes", "op": "0" * 32})
    assert "Only ours." in here.ash.opens("/note")


def test_ones_own_words_go_and_that_one_wrote_stays(here: Street) -> None:
    entry = wrote(here, "Said in haste.")
    assert "Said in haste." in here.wren.opens(WORDS)
    page = here.wren.sends(WORDS, entry=entry)
    assert "Erased. The history says that words stood there." in page
    assert "Said in haste." not in page
    for one in here.both:
        assert "Said in haste." not in one.opens("/log")
        assert "Said in haste." not in one.opens("/note")


def test_the_words_of_the_other_are_neither_offered_nor_erased(here: Street) -> None:
    entry = wrote(here, "Wren wrote this.")
    assert "Wren wrote this." not in here.ash.opens(WORDS)
    page = here.ash.posts(WORDS, {"op": "0" * 32, "entry": entry})
    assert page.status == 422
    assert "is not yours" in page
    assert "Wren wrote this." in here.wren.opens("/note")


def test_nothing_chosen_says_what_to_do(here: Street) -> None:
    wrote(here, "Something.")
    for chosen in ("", "x", "9" * 40, "-1"):
        page = here.wren.sends(WORDS, entry=chosen)
        assert page.status == 422
        assert "Choose which of your words to erase." in page


def test_erasing_twice_is_erasing_once(here: Street) -> None:
    entry = wrote(here, "Once.")
    fields = {**here.wren.opens(WORDS).form(WORDS), "entry": entry}
    for _ in range(2):
        assert "Erased." in here.wren.posts(WORDS, fields)


def test_the_passphrase_is_asked_for_again_and_the_choice_is_kept(here: Street) -> None:
    entry = wrote(here, "Kept until then.")
    here.town.clock.later(minutes=6)
    page = here.wren.sends(WORDS, entry=entry)
    assert page.status == 422
    assert "Give your passphrase once more" in page
    assert page.form(WORDS)["entry"] == entry
    fields = {**page.form(WORDS), "passphrase": PASSPHRASES[WREN]}
    assert "Erased." in here.wren.posts(WORDS, fields)


def test_words_are_found_among_ones_own(here: Street) -> None:
    wrote(here, "The river.", 1)
    wrote(here, "The oven.", 2)
    page = here.wren.posts(f"{WORDS}/find", {"find": "RIVER"})
    assert "The river." in page
    assert "The oven." not in page
    assert "None of your words in the record holds these." in here.wren.posts(
        f"{WORDS}/find", {"find": "nowhere"}
    )


def test_further_back_is_a_press_away(here: Street) -> None:
    for number in range(27):
        wrote(here, f"Number {number}.", number)
    page = here.wren.opens(WORDS)
    assert "Number 26." in page
    assert "Number 1." not in page
    assert "Number 1." in here.wren.posts(f"{WORDS}/find", page.forms[-1][1])


def test_all_notes_go_at_once_and_those_of_the_other_stay(here: Street) -> None:
    for one in here.both:
        one.sends("/mine", text="A note of mine.")
    here.wren.sends("/set/reading", size="xl")
    page = here.wren.sends(NOTES, sure="yes")
    assert "You have no notes any more." in page
    assert "A note of mine." not in page
    assert 'data-size="xl"' in page.html
    assert "A note of mine." in here.ash.opens("/mine")


@pytest.mark.parametrize("address", [NOTES])
def test_nothing_is_erased_by_a_slip_of_the_finger(here: Street, address: str) -> None:
    here.wren.sends("/mine", text="A note of mine.")
    page = here.wren.sends(address)
    assert page.status == 422
    assert "Say that you have the copy you want, or want none." in page
    here.town.clock.later(minutes=6)
    assert "Give your passphrase once more" in here.wren.sends(address, sure="yes")
    assert "A note of mine." in here.wren.opens("/mine")


def ask(one: Browser) -> Page:
    return one.sends(RECORD)


def test_whoever_asks_tells_both_and_alone_calls_it_off(here: Street) -> None:
    assert "Both of you see it from now." in ask(here.wren)
    theirs = here.ash.opens(RECORD)
    assert "Wren asked for it." in theirs
    assert f"{RECORD}/off" not in theirs.html
    here.ash.posts(f"{RECORD}/off", {"op": "0" * 32})
    assert "You asked for it." in here.wren.opens(RECORD)
    assert "You no longer ask for it." in here.wren.sends(f"{RECORD}/off", RECORD)
    assert "Either of you can ask." in here.ash.opens(RECORD)


def test_before_its_day_nobody_erases_it(here: Street) -> None:
    fields = {"op": "0" * 32, "sure": "yes"}
    unasked = here.ash.posts(f"{RECORD}/now", fields)
    assert unasked.status == 422
    assert "Nobody has asked to erase this record." in unasked
    ask(here.wren)
    early = here.ash.posts(f"{RECORD}/now", fields)
    assert early.status == 422
    assert "This record can be erased from" in early
    assert here.ash.opens("/note").status == 200


@pytest.mark.parametrize("who", ["ash", "wren"])
def test_once_its_day_has_come_either_erases_it_for_both(here: Street, who: str) -> None:
    ask(here.wren)
    later(here, days=ERASURE_DAYS, hours=1)
    one: Browser = getattr(here, who)
    assert "Its day has come" in one.opens(RECORD)
    assert one.posts(f"{RECORD}/now", {"op": "0" * 32}).status == 422
    page = one.sends(f"{RECORD}/now", RECORD, sure="yes")
    assert page.address == "/start/new"
    with here.town.store.reading(here.chain) as reading:
        assert reading.head.seq == 0


def test_both_may_ask_and_it_is_due_from_the_first_day(here: Street) -> None:
    ask(here.wren)
    later(here, days=10)
    assert "Both of you have asked for it." in [ask(here.ash), here.ash.opens(RECORD)][1]
    later(here, days=ERASURE_DAYS - 9)
    assert "Its day has come" in here.ash.opens(RECORD)


@pytest.mark.parametrize("command", [Pause(), End()])
def test_no_pause_and_no_end_keeps_anybody_from_erasing(here: Street, command: Pause | End) -> None:
    entry = wrote(here, "Before it rested.")
    here.town.does(ASH, command)
    assert "Erased." in here.wren.sends(WORDS, entry=entry)
    assert "Both of you see it from now." in ask(here.wren)
