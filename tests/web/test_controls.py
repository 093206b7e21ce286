"""Each part of a line by itself: asked, read as it is recorded, filled in again, and said."""

from datetime import UTC, datetime

import pytest

from tests.given import ASH, START, WREN, ZONES
from troth.domain.agreement.terms import Circumstance, Element, SessionRhythm, Setting, Style
from troth.domain.dynamic.events import Member
from troth.domain.kernel import AreaId, ClauseId
from troth.domain.schedules import Schedule
from troth.web.clauses.around import Around
from troth.web.clauses.control import LEFT_OUT, Control
from troth.web.clauses.parts import CONTROLS
from troth.web.clauses.people import LastDay, Reference, Rhythm, Term, end_of
from troth.web.form import Form
from troth.web.times import Times
from troth.web.words import read_words

WORDS = read_words()["en-GB"]
RED = ClauseId("red")
DAILY = Schedule("FREQ=DAILY", "2026-03-02T19:30", "Europe/Paris")
AROUND = Around(
    (
        Member(WREN, "Wren", "Europe/Paris", adult=True),
        Member(ASH, "Ash", "Europe/London", adult=True),
    ),
    {AreaId("home"): "Home", AreaId("work"): "Work"},
    {RED: "“Red” ends it.", ClauseId("tea"): "Ash makes tea."},
    frozenset({RED}),
    frozenset(),
    WORDS,
    Times(ZONES["Europe/Paris"], WORDS, START),
)


def form(**fields: str | list[str]) -> Form:
    """Return a form with these fields; dots in their names are written as two underscores."""
    pairs = []
    for name, text in fields.items():
        texts = [text] if isinstance(text, str) else text
        pairs += [(name.replace("__", "."), each) for each in texts]
    return Form(pairs)


def read(name: str, sent: Form) -> object:
    return CONTROLS[name].read(sent, AROUND)


def wanted(sent: Form) -> list[tuple[str, str]]:
    return [(each.field, each.sentence) for each in sent.wanting]


@pytest.mark.parametrize(
    ("name", "typed", "recorded"),
    [
        ("text", "  Ash makes tea.  ", "Ash makes tea."),
        ("why", "One line\r\nand another ", "One line\nand another"),
        ("lighter", "A cup\u00a0will do.", "A cup will do."),
        ("element", "the ﬁnances", "the ﬁnances"),
    ],
)
def test_a_text_is_read_in_the_form_in_which_it_is_recorded(
    name: str, typed: str, recorded: str
) -> None:
    assert read(name, form(**{name: typed})) == recorded


@pytest.mark.parametrize("name", ["text", "do", "when", "treat", "sign", "form", "bounds"])
def test_what_a_line_cannot_do_without_is_wanted_by_its_question(name: str) -> None:
    sent = form(**{name: "   "})
    assert read(name, sent) is LEFT_OUT
    assert wanted(sent) == [(name, f"Still open: {CONTROLS[name].label.asked}")]


@pytest.mark.parametrize("name", ["why", "how_we_tell", "lighter", "element", "at_a_distance"])
def test_what_may_be_left_out_is_left_out(name: str) -> None:
    sent = form()
    assert read(name, sent) is LEFT_OUT
    assert wanted(sent) == []


def test_several_things_stand_one_on_a_line() -> None:
    assert read("tags", form(tags="photographs\n\n  in company \n")) == [
        "photographs",
        "in company",
    ]
    assert CONTROLS["tags"].fill(frozenset({"b", "a"})) == (("tags", "a\nb"),)
    assert CONTROLS["tags"].say(frozenset({"b", "a"}), AROUND) == "a, b"


def test_what_is_settled_beforehand_keeps_its_order() -> None:
    control = CONTROLS["standing_instructions"]
    assert control.fill(("second", "first")) == (("standing_instructions", "second\nfirst"),)


@pytest.mark.parametrize(("typed", "number"), [("90", 90), (" 5 ", 5)])
def test_a_number_is_read_from_its_digits(typed: str, number: int) -> None:
    assert read("ceiling_minutes", form(ceiling_minutes=typed)) == number


@pytest.mark.parametrize("typed", ["an hour", "-3", "1.5", "9999999"])
def test_what_is_no_number_is_asked_for_again(typed: str) -> None:
    sent = form(ceiling_minutes=typed)
    assert read("ceiling_minutes", sent) is LEFT_OUT
    assert wanted(sent)[0][1].startswith("Write a whole number:")
    assert sent["ceiling_minutes"] == typed


def test_how_long_is_said_with_what_is_counted() -> None:
    assert CONTROLS["ceiling_minutes"].say(90, AROUND) == "90 minutes"
    assert CONTROLS["answer_within_hours"].say(24, AROUND) == "24 hours"


def test_a_choice_is_one_of_those_there_are() -> None:
    assert read("style", form(style="service")) == "service"
    sent = form(style="tyranny")
    assert read("style", sent) is LEFT_OUT
    assert wanted(sent) == [("style", "Still open: How does one lead?")]
    assert CONTROLS["style"].say(Style.SERVICE, AROUND) == "By care and service"


def test_each_choice_says_what_it_comes_to() -> None:
    offered = CONTROLS["standing"].offered(AROUND)
    assert ("outside", "Out", "One of you decides it alone") in offered
    assert [value for value, _, _ in offered] == ["within", "together", "outside", "unclassified"]


def test_any_of_several_can_be_ticked_and_none_is_an_answer() -> None:
    assert read("settings", form(settings=["company", "elsewhere"])) == ["company"]
    assert read("settings", form()) == []
    ticked = CONTROLS["closed_by"].fill(frozenset({Circumstance.WORK, Circumstance.GRIEF}))
    assert ticked == (("closed_by", "grief"), ("closed_by", "work"))
    assert CONTROLS["settings"].say(frozenset({Setting.PUBLIC}), AROUND) == "In public"


def test_yes_and_no_are_said_by_what_they_come_to() -> None:
    control = CONTROLS["in_role"]
    assert [words for _, words, _ in control.offered(AROUND)] == ["In your roles", "As equals"]
    assert control.read(form(in_role="yes"), AROUND) is True
    assert control.read(form(in_role="no"), AROUND) is False
    assert control.read(form(), AROUND) is LEFT_OUT
    sat_as_equals, sat_in_role = SessionRhythm(DAILY), SessionRhythm(DAILY, in_role=True)
    assert control.say(sat_as_equals.in_role, AROUND) == "As equals"
    assert control.fill(sat_in_role.in_role) == (("in_role", "yes"),)


def test_the_two_are_offered_whoever_reads_first() -> None:
    offered = CONTROLS["leads"].offered(AROUND)
    assert [name for _, name, _ in offered] == ["Wren", "Ash"]
    assert read("leads", form(leads="ash")) == "ash"


def test_nobody_else_can_be_named() -> None:
    sent = form(leads="stranger", bearers=["stranger"])
    assert read("leads", sent) is LEFT_OUT
    assert read("bearers", sent) is LEFT_OUT
    assert [field for field, _ in wanted(sent)] == ["leads", "bearers"]


def test_one_or_both_can_keep_a_line() -> None:
    assert read("bearers", form(bearers=["ash", "wren"])) == ["wren", "ash"]
    assert CONTROLS["bearers"].say(frozenset({ASH, WREN}), AROUND) == "Wren, Ash"
    assert CONTROLS["bearers"].fill(frozenset({WREN})) == (("bearers", "wren"),)


def test_a_title_is_of_one_of_the_two_and_what_is_empty_is_none() -> None:
    assert read("titles", form(titles__ash="Captain", titles__wren=" ")) == {"ash": "Captain"}
    assert CONTROLS["titles"].fill({ASH: "Captain"}) == (("titles.ash", "Captain"),)
    assert CONTROLS["titles"].say({ASH: "Captain"}, AROUND) == "Ash: Captain"


def test_what_each_looks_after_is_the_same_whoever_wrote_it() -> None:
    sent = form(elements__wren="the kitchen", elements__ash="bills\nrepairs")
    found = read("elements", sent)
    assert found == [
        {"name": "bills", "responsible": "ash"},
        {"name": "repairs", "responsible": "ash"},
        {"name": "the kitchen", "responsible": "wren"},
    ]
    things = (Element("the kitchen", WREN), Element("bills", ASH), Element("repairs", ASH))
    assert CONTROLS["elements"].say(things, AROUND) == "Ash: bills, repairs; Wren: the kitchen"
    assert ("elements.ash", "bills\nrepairs") in CONTROLS["elements"].fill(things)


def test_a_part_of_life_is_one_that_has_a_name() -> None:
    control = CONTROLS["area"]
    assert isinstance(control, Reference)
    assert control.named(AROUND) == (("", "None of these"), ("home", "Home"), ("work", "Work"))
    assert control.read(form(area="work"), AROUND) == "work"
    assert control.read(form(area="elsewhere"), AROUND) is LEFT_OUT
    assert control.say(AreaId("home"), AROUND) == "Home"
    assert control.say(None, AROUND) == ""


def test_only_a_signal_that_means_stop_can_stop_something() -> None:
    offered = CONTROLS["stop_signal"].offered(AROUND)
    assert [value for value, _, _ in offered] == ["", "red"]
    assert read("stop_signal", form(stop_signal="tea")) is LEFT_OUT


def test_a_line_can_rest_on_several_and_each_is_said_as_it_begins() -> None:
    control = CONTROLS["rests_on"]
    assert control.read(form(rests_on=["tea", "red", "none"]), AROUND) == ["red", "tea"]
    assert control.fill(frozenset({RED})) == (("rests_on", "red"),)
    assert (
        control.say(frozenset({RED, ClauseId("tea")}), AROUND) == "“Red” ends it.; Ash makes tea."
    )


def test_what_a_line_refers_to_and_is_gone_is_still_named() -> None:
    assert CONTROLS["rests_on"].say(frozenset({ClauseId("gone")}), AROUND) == "gone"


def test_a_last_day_is_over_at_midnight_where_its_author_lives() -> None:
    control = LastDay("lapses_on")
    assert control.read(form(lapses_on="2026-07-31"), AROUND) == "2026-07-31T22:00:00+00:00"
    assert control.read(form(), AROUND) is LEFT_OUT
    sent = form(lapses_on="in July")
    assert control.read(sent, AROUND) is LEFT_OUT
    assert wanted(sent) == [
        ("lapses_on", "Write the day as year, month and day, such as 2027-01-31.")
    ]


def test_a_day_ends_when_the_clocks_there_say_so() -> None:
    autumn = datetime(2026, 10, 25, tzinfo=UTC).date()
    assert end_of(autumn, ZONES["Europe/Paris"]) == datetime(2026, 10, 25, 23, tzinfo=UTC)


def test_when_it_is_read_again_is_said_as_one_says_it() -> None:
    control = CONTROLS["review_after_days"]
    assert isinstance(control, Term)
    assert control.say(365, AROUND) == "a year"
    assert control.say(45, AROUND) == "45 days"
    assert control.say(None, AROUND) == ""
    assert CONTROLS["trial_days"].read(form(trial_days="none"), AROUND) is None
    assert CONTROLS["trial_days"].fill(None) == (("trial_days", "none"),)


def test_a_time_that_comes_round_offers_the_clocks_of_the_two() -> None:
    control = CONTROLS["schedule"]
    assert isinstance(control, Rhythm)
    assert control.clocks(AROUND) == (("Europe/Paris", "Paris"), ("Europe/London", "London"))
    assert [name for _, name, _ in control.days(AROUND)][:2] == ["Monday", "Tuesday"]
    assert [value for value, _, _ in control.every(form(), AROUND)] == [
        *("day", "week", "fortnight", "month")
    ]


def test_a_rule_nobody_can_choose_can_stay() -> None:
    control = CONTROLS["schedule"]
    assert isinstance(control, Rhythm)
    yearly = Schedule("FREQ=YEARLY;BYMONTH=5", "2026-05-02T10:00", "Europe/Paris", 0)
    again = Form(control.fill(yearly))
    assert ("as-is", "As it is now", "FREQ=YEARLY;BYMONTH=5") in control.every(again, AROUND)
    assert control.read(again, AROUND) == {
        "rule": "FREQ=YEARLY;BYMONTH=5",
        "start": "2026-05-02T10:00",
        "zone": "Europe/Paris",
        "minutes": 0,
    }


@pytest.mark.parametrize(
    ("every", "days", "rule"),
    [
        ("day", [], "FREQ=DAILY"),
        ("week", ["SU"], "FREQ=WEEKLY;BYDAY=SU"),
        ("week", ["FR", "MO"], "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("fortnight", ["WE"], "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("month", ["SA"], "FREQ=MONTHLY;BYDAY=1SA"),
    ],
)
def test_how_often_becomes_a_rule_in_one_way(every: str, days: list[str], rule: str) -> None:
    sent = form(schedule__every=every, schedule__days=days, schedule__time="7:30")
    found = read("schedule", sent)
    assert found == {
        "rule": rule,
        "start": "2026-03-02T07:30",
        "zone": "Europe/Paris",
        "minutes": 0,
    }
    assert wanted(sent) == []


def test_a_clock_of_nobody_is_not_kept() -> None:
    sent = form(schedule__every="day", schedule__time="07:30", schedule__zone="Mars/Base")
    found = read("schedule", sent)
    assert isinstance(found, dict)
    assert found["zone"] == "Europe/Paris"


def test_every_part_names_itself_and_nothing_else() -> None:
    for name, control in CONTROLS.items():
        assert isinstance(control, Control)
        assert repr(control).endswith(f" {name}>")
