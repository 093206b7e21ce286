"""States of pages that no link leads to: what a form answers, what goes wrong, how things stand.

Each is reached as a person reaches it, and is looked at and pictured like every other page.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import expect

from tests.browser.failing import FAILS, UNFORESEEN, UNREADABLE
from tests.browser.homes import NAMES, STRANGER, enter
from tests.browser.scenes import DEMO, INVITATION
from tests.browser.visitors import Visitor
from troth.application.accounts.throttle import FREE_TRIES
from troth.demo.people import PEOPLE
from troth.web.cookies import LOGIN
from troth.web.routes import LONGEST_BODY

WRONG = "nobody has this passphrase"

Reach = Callable[[Visitor], None]
BOTH = tuple(NAMES)
ASH, WREN = ((name,) for name in NAMES)
OUTSIDE = (STRANGER,)


class State(NamedTuple):
    """A state of a page: its name, in which scene it is, how one gets there, and who does."""

    name: str
    scene: str
    reach: Reach
    by: tuple[str, ...]
    wants: bool = False
    """Whether it says what a form wants."""


def at(address: str) -> Reach:
    """Open a page, whatever it answers."""
    return lambda visitor: visitor.goes(address)


def sent(address: str, button: str, **fields: str) -> Reach:
    """Send a form of a page; fields are given by their names."""

    def reach(visitor: Visitor) -> None:
        visitor.goes(address)
        for name, text in fields.items():
            visitor.page.locator(f"main [name='{name}']").first.fill(text)
        press(visitor, button)

    return reach


def press(visitor: Visitor, button: str) -> None:
    """Press a button of the page that is open, and wait for what comes."""
    with visitor.page.expect_navigation(wait_until="load"):
        visitor.page.get_by_role("main").get_by_role("button", name=button).first.click()


def asked(visitor: Visitor) -> None:
    """Ask who decides something that matters to both."""
    page = visitor.open("/ask")
    page.get_by_label("Which part of life?").select_option(label="The household")
    page.get_by_label("Both of us").check()
    page.get_by_label("It matters").check()
    press(visitor, "See who decides")


def carried(visitor: Visitor) -> None:
    """Raise what was asked about."""
    asked(visitor)
    press(visitor, "Raise it with")


def outdated(visitor: Visitor) -> None:
    """Agree to a wording that changed since the page was made."""
    page = visitor.open("/book/p/first")
    page.eval_on_selector_all("[name=seen]", "all => all.forEach(each => each.value = 1)")
    press(visitor, "I agree to this wording")


def too_often(visitor: Visitor) -> None:
    """Try passphrases until one has to wait."""
    for _ in range(FREE_TRIES + 1):
        sent("/in", "Sign in", name="Nobody", passphrase=WRONG)(visitor)
    expect(visitor.page.locator("#problems")).to_contain_text("The next try counts")


def failed(how: str, then: Reach) -> Reach:
    """Do something while the record cannot be read."""

    def reach(visitor: Visitor) -> None:
        visitor.goes("/note")
        visitor.context.add_cookies([{"name": FAILS, "value": how, "url": visitor.address}])
        then(visitor)
        visitor.context.clear_cookies(name=FAILS)

    return reach


def noted(visitor: Visitor) -> None:
    """Keep a note on the page that is open."""
    visitor.page.get_by_label("A few words").fill("The stairs were swept.")
    press(visitor, "Keep this note")


def trusted(visitor: Visitor) -> None:
    """See on a phone that is trusted what it shows out of reach, with nobody signed in."""
    visitor.context.clear_cookies()
    enter(visitor, PEOPLE[1])
    visitor.open("/set/devices").get_by_role("link", name="this one").click()
    press(visitor, "Let it pause and stop")
    visitor.context.clear_cookies(name=re.compile(LOGIN))
    visitor.goes("/offline")


def written(then: Reach) -> Reach:
    """Leave a page while writing on it, and go on."""

    def reach(visitor: Visitor) -> None:
        visitor.goes("/talk/new")
        with visitor.page.expect_response("**/kept"):
            visitor.page.locator("[name='topic']").fill("The stairs, and who sweeps them.")
        then(visitor)

    return reach


def doubted(visitor: Visitor) -> None:
    """Read what is wrong with a record, and what can be done about it."""
    visitor.goes("/in/seen")
    expect(visitor.page.get_by_role("main")).to_contain_text("ends before the entry you last saw")


def recovering(visitor: Visitor) -> None:
    """Come in with a recovery code, as far as the new passphrase."""
    person = PEOPLE[1]
    sent("/in/code", "Go on", name=person.name, code=person.recovery_code)(visitor)


INVITED = {"invitation": INVITATION.words}


def invited(then: Reach) -> Reach:
    """Come with the ten words, and go on."""

    def reach(visitor: Visitor) -> None:
        sent("/join", "Go on", **INVITED)(visitor)
        then(visitor)

    return reach


STATES = (
    State("begin", "nobody", at("/begin"), OUTSIDE),
    State("begin-you", "nobody", at("/begin/you"), OUTSIDE),
    State("begin-wanting", "nobody", sent("/begin/you", "Create"), OUTSIDE, wants=True),
    State("start-alone", "alone", at("/start"), ASH),
    State("invited", "alone", sent("/start/invite", "Make an invitation"), ASH),
    State("today-alone", "alone", at("/today"), ASH),
    State("join", "invited", at("/join"), OUTSIDE),
    State("join-wanting", "invited", sent("/join", "Go on"), OUTSIDE, wants=True),
    State("join-you", "invited", sent("/join", "Go on", **INVITED), OUTSIDE),
    State(
        "join-you-wanting",
        "invited",
        invited(lambda visitor: press(visitor, "Create")),
        OUTSIDE,
        wants=True,
    ),
    State("pair", "met", at("/start/pair"), BOTH),
    State("pair-differs", "met", sent("/start/pair", "do not match"), WREN, wants=True),
    State("in", DEMO, at("/in"), OUTSIDE),
    State("in-wanting", DEMO, sent("/in", "Sign in"), OUTSIDE, wants=True),
    State("in-too-often", "ended", too_often, OUTSIDE, wants=True),
    State("in-code", DEMO, at("/in/code"), OUTSIDE),
    State("in-code-wanting", DEMO, sent("/in/code", "Go on"), OUTSIDE, wants=True),
    State("in-anew", DEMO, recovering, OUTSIDE),
    State("in-seen", "doubted", doubted, ASH),
    State("today-doubted", "doubted", at("/today"), ASH),
    State("in-which", "several", at("/in/which"), ASH),
    State("today-forming", "proposing", at("/today"), BOTH),
    State("today-checking", "checking", at("/today"), BOTH),
    State("today-paused", "paused", at("/today"), BOTH),
    State("pause-paused", "paused", at("/pause"), BOTH),
    State("today-stopped", "stopped", at("/today"), BOTH),
    State("pause-stopped", "stopped", at("/pause"), BOTH),
    State("today-ended", "ended", at("/today"), BOTH),
    State("book-ended", "ended", at("/book"), WREN),
    State("week-sitting", "sitting", at("/week"), BOTH),
    State("minutes-sitting", "sitting", at("/week/minutes"), BOTH),
    State("begun", "sitting", written(at("/kept")), WREN),
    State("begun-again", "sitting", written(at("/talk/new")), WREN),
    State("ask-answered", DEMO, asked, BOTH),
    State("plans-carried", DEMO, carried, WREN),
    State("plans-wanting", DEMO, sent("/plans/new", "Raise"), WREN, wants=True),
    State("mine-wanting", DEMO, sent("/mine", "Keep this note"), ASH, wants=True),
    State("limits-wanting", DEMO, sent("/prefs", "Set this limit"), WREN, wants=True),
    State("talk-wanting", DEMO, sent("/talk/new", "Ask to talk"), ASH, wants=True),
    State("book-outdated", "proposing", outdated, WREN, wants=True),
    State("not-found", DEMO, at("/nowhere"), (*WREN, STRANGER)),
    State("too-long", DEMO, sent("/note", "Keep", text="w" * LONGEST_BODY), WREN),
    State("fault", "failing", failed(UNFORESEEN, at("/book")), ASH),
    State("fault-in-a-form", "failing", failed(UNFORESEEN, noted), WREN),
    State("unreadable", "failing", failed(UNREADABLE, at("/book")), ASH),
    State("offline", DEMO, at("/offline"), OUTSIDE),
    State("offline-trusted", DEMO, trusted, OUTSIDE),
    State("offline-kept", DEMO, at("/offline/kept"), OUTSIDE),
    State("offline-lost", DEMO, at("/offline/lost"), OUTSIDE),
)
