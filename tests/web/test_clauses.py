"""Lines as forms and as words: nothing a line holds is lost on the way there and back."""

from collections.abc import Iterator

import msgspec
import pytest
from msgspec.structs import replace

from tests.given import ASH, START, WREN, ZONES
from troth.application.plans.work import Plan, parse_plan, read_yaml
from troth.domain.agreement.terms import (
    Area,
    Correction,
    Permission,
    Protocol,
    Ritual,
    Signal,
    SignalMeaning,
    Standard,
    Terms,
)
from troth.domain.dynamic.events import Member
from troth.domain.kernel import ClauseId, Moment
from troth.domain.schedules import Schedule
from troth.presets import list_presets, load_preset
from troth.web.clauses.around import Around, opening
from troth.web.clauses.drafting import CONSIDERED, NEITHER, TOUCHED, filled, read_terms
from troth.web.clauses.kinds import GROUPS, Kind, kind_of, kinds
from troth.web.clauses.labels import CHOICES, LABELS
from troth.web.clauses.parts import CONTROLS, OWN, first_of, more_of
from troth.web.clauses.rhythm import every_of, said
from troth.web.clauses.saying import changed_parts, kind_name, parts
from troth.web.form import Form
from troth.web.times import Times
from troth.web.words import read_words

WORDS = read_words()["en-GB"]
MEMBERS = (
    Member(WREN, "Wren", "Europe/Paris", adult=True),
    Member(ASH, "Ash", "Europe/London", adult=True),
)


def preset(name: str) -> Plan:
    text = load_preset(name)
    assert isinstance(text, str)
    data = read_yaml(text)
    assert isinstance(data, dict)
    plan = parse_plan(data, MEMBERS[1], MEMBERS[0], Moment(START, ZONES))
    assert isinstance(plan, Plan)
    return plan


def around_of(plan: Plan) -> Around:
    lines = {each.clause: each for each in plan.clauses}
    stops = (id_ for id_, each in lines.items() if _means_stop(each))
    return Around(
        MEMBERS,
        {each.area: each.name for each in plan.areas},
        {id_: opening(each.text) for id_, each in lines.items()},
        frozenset(stops),
        frozenset(id_ for id_, each in lines.items() if isinstance(each.body, Permission)),
        WORDS,
        Times(ZONES["Europe/Paris"], WORDS, START),
    )


def _means_stop(terms: Terms) -> bool:
    return isinstance(terms.body, Signal) and terms.body.meaning is SignalMeaning.STOP


def of_presets() -> Iterator[tuple[str, Terms]]:
    for shape in list_presets():
        for terms in preset(shape.name).clauses:
            yield shape.name, terms


@pytest.mark.parametrize("name", [each.name for each in list_presets()])
def test_every_line_of_every_shape_comes_back_from_its_form_as_it_was(name: str) -> None:
    plan = preset(name)
    beside = around_of(plan)
    for terms in plan.clauses:
        form = Form((*filled(terms), *_considered(terms, beside)))
        back = read_terms(form, kind_of(terms), terms.clause, beside)
        assert back is not None, [each.sentence for each in form.wanting]
        assert _plain(back) == _plain(replace(terms, needs=()))


def _considered(terms: Terms, beside: Around) -> tuple[tuple[str, str], ...]:
    """Answer the question about protected needs, where it is asked."""
    form = Form(filled(terms))
    read_terms(form, kind_of(terms), terms.clause, beside)
    return ((CONSIDERED, NEITHER), (TOUCHED, form[TOUCHED]))


def _plain(terms: Terms) -> object:
    """Return terms as plain data; the order in which things are looked after says nothing."""
    plain = msgspec.to_builtins(terms, order="sorted")
    if isinstance(terms.body, Area):
        plain["body"]["elements"] = sorted(map(str, plain["body"]["elements"]))
    return plain


def test_every_part_a_line_can_have_is_asked_by_something_and_has_a_name() -> None:
    holders: tuple[type[msgspec.Struct], ...] = (Terms, *(kind.body for kind in kinds()))
    for holder in holders:
        for field in msgspec.structs.fields(holder):
            if field.name not in OWN:
                assert CONTROLS[field.name].label is LABELS[field.name]


def test_an_agreed_response_asks_whose_slip_it_is_for_and_nobody_keeps_it() -> None:
    (response,) = (kind for kind in kinds() if kind.body is Correction)
    (asked,) = (each for each in more_of(response) if each.name == "bearers")
    assert asked.label is LABELS["slip_of"]
    assert not asked.required


def test_nothing_that_a_kind_needs_can_be_left_open() -> None:
    for kind in kinds():
        asked = {each.name: each for each in (*first_of(kind), *more_of(kind))}
        for field in msgspec.structs.fields(kind.body):
            if field.required:
                assert asked[field.name].required or asked[field.name].shape == "rhythm"


def test_each_kind_asks_everything_that_is_its_own_or_sets_it() -> None:
    for kind in kinds():
        asked = {each.name for each in (*first_of(kind), *more_of(kind))}
        own = {field.name for field in msgspec.structs.fields(kind.body)} - {"everything_else"}
        left = own - asked
        # What stays out is only said of everything that was not named.
        assert left == ({"exceptions"} if kind.at == "part" else set())


def test_every_choice_there_is_has_words() -> None:
    for kind, words in CHOICES.items():
        assert set(words) == {str(each.value) for each in kind}


def test_every_line_is_of_one_kind_and_every_kind_of_one_group() -> None:
    addresses = [kind.at for group in GROUPS for kind in group.kinds]
    assert len(set(addresses)) == len(addresses) == 17
    for _, terms in of_presets():
        assert isinstance(kind_of(terms), Kind)


def test_a_line_is_said_by_names_and_never_by_ids() -> None:
    plan = preset("full-time")
    beside = around_of(plan)
    for terms in plan.clauses:
        text = " ".join(part.said for part in parts(terms, beside)).split()
        assert not {str(WREN), str(ASH), "None", "True", "False"} & set(text)


def test_two_readers_read_the_same_of_a_line_but_for_who_comes_first() -> None:
    plan = preset("equal")
    beside = around_of(plan)
    turned = replace(beside, members=beside.members[::-1])
    for terms in plan.clauses:
        mine, yours = parts(terms, beside), parts(terms, turned)
        assert [each.name for each in mine] == [each.name for each in yours]


def test_what_goes_without_saying_is_left_out_and_what_is_agreed_blindly_is_not() -> None:
    beside = around_of(preset("equal"))
    asking = Terms(ClauseId("x"), Permission("Only us.", WREN), "Wren can ask.")
    shown = {part.name: part.said for part in parts(asking, beside)}
    assert shown["Without an answer"] == "Yes, as agreed here"
    assert shown["Answered within"] == "24 hours"
    assert shown["Read again after"] == "a year"
    assert "What could go wrong" not in shown


def test_what_the_two_wrote_is_told_apart_from_what_they_chose() -> None:
    beside = around_of(preset("equal"))
    asking = Terms(ClauseId("x"), Permission("Only us.", WREN), "Wren can ask.", why="It helps.")
    own = {part.name for part in parts(asking, beside) if part.is_own}
    assert own == {"Bounds", "Why"}


def test_a_change_in_a_part_is_said_with_both() -> None:
    before = Terms(ClauseId("x"), Standard(lighter="Half of it."), "All of it.", frozenset({WREN}))
    after = replace(before, body=Standard(), bearers=frozenset({ASH}))
    found = {each.name: each for each in changed_parts(before, after, around_of(preset("equal")))}
    assert (found["Kept by"].before, found["Kept by"].after) == ("Wren", "Ash")
    assert (found["On a low day"].before, found["On a low day"].after) == ("Half of it.", "")


def test_the_kind_is_said_in_plain_terms() -> None:
    line = Terms(ClauseId("x"), Protocol("we eat", "candles are lit"), "Candles.")
    assert kind_name(line, around_of(preset("equal"))) == "When this happens, that is done"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "every day at 19:30"),
        ("FREQ=WEEKLY;BYDAY=SU", "every week on Sunday at 19:30"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "every second week on Monday, Friday at 19:30"),
        ("FREQ=MONTHLY;BYDAY=1SA", "on the first Saturday of every month at 19:30"),
        ("FREQ=YEARLY;BYMONTH=5", "by the rule FREQ=YEARLY;BYMONTH=5, at 19:30"),
    ],
)
def test_a_time_that_comes_round_is_said_as_one_says_it(rule: str, words: str) -> None:
    schedule = Schedule(rule, "2026-03-02T19:30", "Europe/Paris")
    assert said(schedule, around_of(preset("equal"))) == words


def test_how_long_it_lasts_and_whose_clock_it_is_are_said_where_they_matter() -> None:
    schedule = Schedule("FREQ=DAILY", "2026-03-02T19:30", "Europe/London", 90)
    words = said(schedule, around_of(preset("equal")))
    assert words == "every day at 19:30, for 90 minutes (Europe/London)"


def test_a_rule_of_another_sort_stays_as_it_is() -> None:
    rhythm = Schedule("FREQ=YEARLY;BYMONTH=5", "2026-05-02T10:00", "Australia/Lord_Howe", 20)
    line = Terms(ClauseId("x"), Ritual(rhythm), "Once a year we walk.", frozenset({WREN}))
    assert every_of(rhythm.rule) == ("as-is", ())
    back = read_terms(Form(filled(line)), kind_of(line), line.clause, around_of(preset("equal")))
    assert back is not None
    assert back.body == line.body


def test_a_long_line_is_called_by_how_it_begins() -> None:
    assert opening("Short.") == "Short."
    long = opening("The kitchen is settled before the last of us goes up to bed in the evening.")
    assert long == "The kitchen is settled before the last of us goes up to bed …"


def test_nothing_of_a_line_is_in_what_a_traceback_would_show() -> None:
    assert repr(CONTROLS["text"]) == "<Control text>"
    assert repr(Form((("text", "private"),))) == "<Form>"
