"""Plan files: what is read of them, and what a file that cannot be used is told."""

import pytest

from tests.application.planned import SMALL, clause, read, unusable, usable
from tests.given import ASH, WREN
from troth.application.plans.fields import shape_of
from troth.application.plans.file import ABOUT, BODIES, SHAPES
from troth.application.plans.text import DEEPEST, MOST_NODES, PLAN_BYTES, PlanNotUsable, read_yaml
from troth.domain.agreement.terms import (
    TRIAL_DAYS,
    Category,
    Permission,
    SessionRhythm,
)
from troth.domain.kernel import WORDING_LENGTH


def test_the_two_stand_where_the_plan_says_lead_and_follow() -> None:
    assert clause("kitchen").bearers == {WREN}
    assert clause("role").text == "Ash leads and Wren follows."


def test_both_means_both() -> None:
    assert clause("kitchen", SMALL.replace("bearers: follow", "bearers: both")).bearers == {
        ASH,
        WREN,
    }
    listed = SMALL.replace("bearers: follow", "bearers: [lead, follow]")
    assert clause("kitchen", listed).bearers == {ASH, WREN}


def test_a_schedule_may_be_in_the_zone_of_one_of_the_two() -> None:
    body = clause("weekly").body
    assert isinstance(body, SessionRhythm)
    assert body.schedule.zone == "America/New_York"


def test_folded_text_is_kept_as_it_is_recorded() -> None:
    assert clause("kitchen").text == "The kitchen is settled before the day ends."


def test_words_and_times_that_yaml_would_turn_into_something_else_stay_words() -> None:
    assert read_yaml("a: [yes, off, 19:00, 2026-01-04, 1e3, 0x10]") == {
        "a": ["yes", "off", "19:00", "2026-01-04", "1e3", "0x10"]
    }


def test_a_first_agreement_is_a_trial_of_a_month_unless_the_plan_says_otherwise() -> None:
    assert clause("kitchen").trial_days == TRIAL_DAYS
    assert clause("kitchen", f"trial_days: 7\n{SMALL}").trial_days == 7
    assert clause("kitchen", f"trial_days: null\n{SMALL}").trial_days is None


def test_what_protects_has_no_trial() -> None:
    assert clause("red").trial_days is None


def test_a_new_intimate_clause_is_a_trial_whatever_the_plan_says() -> None:
    assert clause("evening", f"trial_days: null\n{SMALL}").trial_days == TRIAL_DAYS


def test_ordinary_clauses_go_forward_together_and_each_intimate_one_alone() -> None:
    ordinary, *alone = usable().proposals
    assert [each.clause for each in ordinary] == ["role", "household", "red", "kitchen", "weekly"]
    assert [[each.clause for each in terms] for terms in alone] == [["evening"]]


def test_what_was_agreed_before_may_be_relied_on() -> None:
    text = """
already_agreed: [household, red]
clauses:
  - {id: linen, kind: standard, bearers: lead, area: household, text: The linen is fresh.}
  - id: evening
    kind: permission
    category: new-intimate
    asked_by: lead
    stop_signal: red
    bounds: At home.
    text: <lead> asks.
"""
    assert len(usable(text).clauses) == 2


def test_fields_of_a_clause_and_of_its_kind_never_share_a_name() -> None:
    for body in BODIES.values():
        assert not shape_of(body).keys() & ABOUT.keys()


def test_every_kind_can_be_written_with_every_one_of_its_fields() -> None:
    for kind, body in BODIES.items():
        assert len(SHAPES[kind]) == len(ABOUT) + len(body.__struct_fields__)


# What cannot be used

MALFORMED = {
    "an unknown kind": (
        ("kind: standard", "kind: standrad"),
        ("clauses[3].kind (“kitchen”)", "no kind “standrad”", "permission", "mean “standard”?"),
    ),
    "an unknown field": (
        ("bearers: follow", "bearer: follow"),
        ("clauses[3].bearer (“kitchen”)", "no such field", "mean “bearers”?"),
    ),
    "an unknown field at the top": (
        ("title:", "titel:"),
        ("titel: there is no such field", "mean “title”?"),
    ),
    "a field of another kind": (
        ("sign: red", "sign: red, bounds: None"),
        ("clauses[2].bounds (“red”)", "no such field"),
    ),
    "a missing text": (
        (", text: Red ends what is happening.", ""),
        ("clauses[2].text (“red”)", "missing"),
    ),
    "a missing kind": (("    kind: standard\n", ""), ("clauses[3].kind (“kitchen”)", "missing")),
    "a list for a text": (
        ("why: The morning begins clear.", "why: [a, b]"),
        ("clauses[3].why (“kitchen”)", "this is a list", "text"),
    ),
    "a number for a text": (
        ("why: The morning begins clear.", "why: 12"),
        ("clauses[3].why (“kitchen”)", "this is a number", "quotes"),
    ),
    "text for a number": (
        ("minutes: 60", "minutes: an hour"),
        ("clauses[4].schedule.minutes (“weekly”)", "this is text", "a whole number"),
    ),
    "text for true or false": (
        ("name: The household", "name: The household, third_parties: yes"),
        ("areas[0].third_parties", "true or false belongs here"),
    ),
    "a text for a list": (
        ("text: Red ends", "tags: quiet, text: Red ends"),
        ("clauses[2].tags (“red”)", "a list"),
    ),
    "a text for a group": (
        (
            "{rule: FREQ=WEEKLY;BYDAY=SU, start: 2026-01-04T19:00, zone: follow, minutes: 60}",
            "weekly",
        ),
        ("clauses[4].schedule (“weekly”)", "this is text; fields belong here"),
    ),
    "a choice that is none": (
        ("meaning: stop", "meaning: stopp"),
        ("clauses[2].meaning (“red”)", "check-in, pause and stop", "mean “stop”?"),
    ),
    "somebody else": (
        ("bearers: follow", "bearers: sam"),
        ("clauses[3].bearers[0] (“kitchen”)", "lead or follow"),
    ),
    "somebody else in a text": (
        ("<lead> leads at home", "<leed> leads at home"),
        ("clauses[1].text (“household”)", "<leed> stands for nobody", "<lead> or <follow>"),
    ),
    "nobody to keep it": (
        ("    bearers: follow\n", ""),
        ("clauses[3] (“kitchen”)", "Say who keeps “kitchen”"),
    ),
    "a reference to nothing": (
        ("area: household", "area: houshold"),
        ("clauses[3] (“kitchen”)", "“houshold”", "mean “household”?", "already_agreed"),
    ),
    "an area that is not named": (
        ("{id: household, name: The household}", "{id: home, name: Home}"),
        ("clauses[1] (“household”)", "not among the areas"),
    ),
    "an id given twice": (("id: weekly", "id: kitchen"), ("clauses[4].id", "“kitchen” already")),
    "an area named twice": (
        ("areas:", "areas:\n  - {id: household, name: Home}"),
        ("areas", "named twice"),
    ),
    "a circle": (
        ("kind: area,", "kind: area, rests_on: [kitchen],"),
        ("clauses", "household", "kitchen", "circle"),
    ),
    "a stop signal that means something else": (
        ("meaning: stop", "meaning: pause"),
        ("clauses[5] (“evening”)", "“red” is not a signal that means stop"),
    ),
    "an intimate permission without a stop signal": (
        ("    stop_signal: red\n", ""),
        ("clauses[5] (“evening”)", "agree on a stop signal"),
    ),
    "a term that is too long": (
        ("why: The morning begins clear.", "review_after_days: 4000"),
        ("clauses[3] (“kitchen”)", "within 365 days"),
    ),
    "a limited need": (
        ("why: The morning begins clear.", "needs: [{need: sleep, effect: limits}]"),
        ("clauses[3] (“kitchen”)", "cannot limit sleep"),
    ),
    "a word that may touch a need": (
        ("why: The morning begins clear.", "why: Before any sleep."),
        ("clauses[3] (“kitchen”)", "may touch sleep"),
    ),
    "a rule nobody can follow": (
        ("FREQ=WEEKLY;BYDAY=SU", "FREQ=SECONDLY"),
        ("clauses[4] (“weekly”)", "schedule cannot be used"),
    ),
    "a zone nobody knows": (
        ("zone: follow", "zone: Mars/Base"),
        ("clauses[4] (“weekly”)", "schedule cannot be used"),
    ),
    "a time without a zone": (
        ("why: The morning begins clear.", "lapses_on: 2027-01-31"),
        ("clauses[3].lapses_on (“kitchen”)", "with its zone"),
    ),
    "a text that is too long": (
        ("The morning begins clear.", "x" * (WORDING_LENGTH + 1)),
        ("clauses[3].why (“kitchen”)", "longer than 4000 characters"),
    ),
    "an invisible character": (
        ("The morning begins clear.", '"a\\u202Eb"'),
        ("clauses[3].why (“kitchen”)", "invisible"),
    ),
    "an id that is too long": (
        ("id: kitchen", f"id: {'k' * 81}"),
        ("clauses[3].id", "at most 80 characters"),
    ),
    "a clause that is only a word": (
        (
            "  - {id: red, kind: signal, sign: red,",
            "  - red\n  - {id: red, kind: signal, sign: red,",
        ),
        ("clauses[2]", "this is text; fields belong here"),
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_plan_says_where_and_what_would_mend_it(case: str) -> None:
    (good, bad), expected = MALFORMED[case]
    assert good in SMALL
    sentence = unusable(SMALL.replace(good, bad))
    assert [part for part in expected if part not in sentence] == [], sentence
    assert "\n" not in sentence


UNREADABLE = {
    "a tab": ("a:\n\tb: 1", "Line 2, column 1"),
    "an open quote": ("a: 'x", "Line 1, column 6"),
    "a name given twice": ("a: 1\na: 2", "Line 2, column 1: this name is given twice"),
    "an anchor": ("a: &a [1]", "Line 1, column 4: anchors"),
    "an alias bomb": ("a: &a [1]\nb: [*a, *a, *a]", "Line 1, column 4: anchors"),
    "a tag": ("a: !!python/object/apply:print [x]", "Line 1, column 4: tags"),
    "endless nesting": ("[" * 10_000, f"Line 1, column {DEEPEST + 1}: this is nested too deeply"),
    "two documents": ("a: 1\n---\nb: 2", "Line 2, column 1"),
    "a group as a name": ("{a: 1}: 2", "Line 1, column 1: a word belongs here"),
    "a control character": ("a: 1\nb: \x07", "Line 2, column 4: this character cannot be seen"),
    "a list": ("- a", "The file: it holds no plan"),
    "more than anybody reads": (f"a: [{'x,' * MOST_NODES}]", "Line 1, column 15999: this is more"),
    "nothing": ("", "The file: it holds no plan"),
    "too much": ("# " + "x" * PLAN_BYTES, "The file: it is longer than 256 KiB"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_text_that_cannot_be_read_is_told_by_line_and_column(case: str) -> None:
    text, expected = UNREADABLE[case]
    sentence = unusable(text)
    assert sentence.startswith(expected)
    assert "\n" not in sentence


def test_a_merge_key_merges_nothing() -> None:
    assert isinstance(read("<<: {title: x}\n" + SMALL), PlanNotUsable)


def test_more_ordinary_clauses_than_one_proposal_holds_are_told() -> None:
    more = "".join(f"  - {{id: p{n}, kind: practice, text: We do.}}\n" for n in range(56))
    assert "between 1 and 60" in unusable(SMALL + more)


def test_a_word_about_a_need_goes_forward_once_it_is_declared_or_considered() -> None:
    touching = SMALL.replace("why: The morning begins clear.", "why: Before any sleep.")
    for answer in ("considered: true", "needs: [{need: sleep, effect: supports}]"):
        answered = touching.replace("kind: standard", f"kind: standard\n    {answer}")
        assert clause("kitchen", answered).why == "Before any sleep."


def test_a_plan_without_clauses_proposes_nothing_and_says_so() -> None:
    assert unusable("title: Empty") == "clauses: this is missing."
    assert "between 1 and 60" in unusable("clauses: []")


def test_an_intimate_clause_is_read_with_its_bounds_and_term() -> None:
    evening = clause("evening")
    assert evening.category is Category.NEW_INTIMATE
    assert isinstance(evening.body, Permission)
    assert evening.review_after_days == 180
