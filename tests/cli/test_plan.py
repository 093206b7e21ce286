"""Plans at the command line: a file or a starting shape put forward whole, and agreed by nobody."""

import msgspec
import pytest

from tests.application.planned import SMALL
from tests.cli.home import Home
from troth.application.plans.text import PLAN_BYTES
from troth.application.plans.work import Stage, StillNeeded
from troth.presets import list_presets

WRONG_USAGE = 2

SHAPES = [shape.name for shape in list_presets()]


def written(home: Home, text: str) -> str:
    """Write a plan file beside the home and return its path."""
    file = home.path.with_name("plan.yaml")
    file.write_text(text, "utf-8")
    return str(file)


def needed(home: Home, name: str, *typed: str) -> list[StillNeeded]:
    """Apply something as JSON and return what is still needed."""
    return msgspec.convert(home.reads(name, *typed), list[StillNeeded])


def consent_to_all(home: Home) -> None:
    """Let both consent to everything on the table."""
    for proposal in home.reads("Ash", "proposals"):
        for name in ("Ash", "Wren"):
            typed = ("consent", proposal["id"], "--digest", proposal["digest"])
            assert home.run(name, *typed).exit_code == 0


def test_a_plan_is_put_forward_and_nobody_has_agreed_to_it(met: Home) -> None:
    shown = met.ash("apply", written(met, SMALL))
    assert "Waits for Ash and Wren: troth consent p-" in shown
    assert "Waits until this is agreed: red" in shown
    assert "There is no agreement yet" in met.wren("agreement", "show")


def test_a_plan_applied_twice_is_put_forward_once(met: Home) -> None:
    file = written(met, SMALL)
    met.ash("apply", file)
    before = met.acts()
    assert met.ash("apply", file) == met.wren("apply", file, "--lead", "Ash")
    assert met.acts() == before


def test_a_plan_agreed_by_both_says_that_it_is_in_force(met: Home) -> None:
    file = written(met, SMALL)
    met.ash("apply", file)
    consent_to_all(met)
    stages = {each.stage for each in needed(met, "Ash", "apply", file)}
    assert stages == {Stage.IN_FORCE, Stage.CONSENT}
    assert "In force" in met.ash("apply", file)


def test_the_words_lead_and_follow_stand_for_whom_one_says(met: Home) -> None:
    file = written(met, SMALL)
    met.wren("apply", file, "--lead", "Ash")
    shown = met.wren("proposals", met.reads("Wren", "proposals")[0]["id"])
    assert "Ash leads and Wren follows." in shown


@pytest.mark.parametrize("name", ["me", "Wren", "wren"])
def test_one_may_put_a_plan_forward_in_which_one_leads(met: Home, name: str) -> None:
    met.wren("apply", written(met, SMALL), "--lead", name)
    shown = met.wren("proposals", met.reads("Wren", "proposals")[0]["id"])
    assert "Wren leads and Ash follows." in shown


def test_a_plan_for_somebody_else_is_put_forward_by_nobody(met: Home) -> None:
    file = written(met, SMALL)
    assert "Nobody here is called" in met.refused("Ash", "apply", file, "--lead", "Robin")
    met.is_closed_to_strangers("apply", file)


def test_a_plan_changed_while_it_is_on_the_table_is_left_until_one_says_revise(met: Home) -> None:
    met.ash("apply", written(met, SMALL))
    changed = written(met, SMALL.replace("before the day ends", "before ten"))
    assert "On the table in other words: troth proposals p-" in met.ash("apply", changed)
    assert "before ten" not in met.ash("proposals", met.reads("Ash", "proposals")[0]["id"])
    assert "Waits for Ash and Wren" in met.ash("apply", changed, "--revise")
    assert "before ten" in met.ash("proposals", met.reads("Ash", "proposals")[0]["id"])


def test_a_revised_plan_keeps_no_consent_to_the_words_before(met: Home) -> None:
    met.ash("apply", written(met, SMALL))
    (proposal, *_) = met.reads("Ash", "proposals")
    met.wren("consent", proposal["id"], "--digest", proposal["digest"])
    changed = written(met, SMALL.replace("before the day ends", "before ten"))
    met.ash("apply", changed, "--revise")
    assert "Agreed so far: nobody" in met.wren("proposals", proposal["id"])
    assert met.reads("Ash", "proposals")[0]["id"] == proposal["id"]


def test_revising_with_the_same_words_changes_nothing(met: Home) -> None:
    file = written(met, SMALL)
    met.ash("apply", file)
    before = met.acts()
    met.ash("apply", file, "--revise")
    assert met.acts() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it holds no plan"),
        ("- a\n- b\n", "it holds no plan"),
        ("clauses: [", "Line "),
        ("clauses: []\nclauses: []\n", "given twice"),
        ("a: &x 1\nb: *x\n", "anchors"),
        ("a: !!python/object:os.system 1\n", "tags"),
        ("clauses: {}\n", "clauses"),
        ("colour: red\n", "colour"),
        (SMALL.replace("kind: standard", "kind: standrad"), "Did you mean"),
        (SMALL.replace("area: household", "area: garden"), "garden"),
        (SMALL.replace("bearers: follow", "bearers: Robin"), "bearers"),
        (SMALL.replace("stop_signal: red", "stop_signal: blue"), "blue"),
        ("a: \x00\n", "cannot be seen"),
        ("[" * 100, "nested"),
        ("x" * (PLAN_BYTES + 1), "KiB"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence_and_nothing_is_put_forward(
    met: Home, text: str, said: str
) -> None:
    assert said in met.refused("Ash", "apply", written(met, text))


def test_a_file_in_another_writing_is_told(met: Home) -> None:
    file = met.path.with_name("plan.yaml")
    file.write_bytes("title: Küche".encode("utf-16"))
    assert "is not a text file in UTF-8" in met.refused("Ash", "apply", str(file))


@pytest.mark.parametrize("path", ["nowhere.yaml", ".", ""])
def test_a_file_that_is_not_there_is_told_as_usage(met: Home, path: str) -> None:
    result = met.run("Ash", "apply", path)
    assert result.exit_code == WRONG_USAGE
    assert "nvalid" not in result.stderr


@pytest.mark.parametrize("shape", SHAPES)
def test_each_starting_shape_can_be_read_put_forward_and_agreed_by_both(
    met: Home, shape: str
) -> None:
    assert "clauses:" in met.ash("presets", shape)
    assert needed(met, "Ash", "presets", shape, "--propose", "--lead", "Ash")
    consent_to_all(met)
    assert "Our agreement, version" in met.wren("agreement", "show")
    assert "Waits for" not in met.ash("begin")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_starting_shape_saved_to_a_file_is_the_same_plan(met: Home, shape: str) -> None:
    met.ash("presets", shape, "--propose", "--lead", "Wren")
    before = met.acts()
    met.wren("apply", written(met, met.ash("presets", shape)), "--lead", "Wren")
    assert met.acts() == before


def test_the_list_of_shapes_names_each_once_and_where_to_read_it(met: Home) -> None:
    listed = met.ash("presets")
    assert [line.split()[0] for line in listed.split("\n")[: len(SHAPES)]] == SHAPES
    assert "Read one: troth presets NAME" in listed
    assert [each["name"] for each in met.reads("Ash", "presets")] == SHAPES


@pytest.mark.parametrize("name", ["nothing", "../equal", "equal.yaml", "", "EQUAL", "/etc/passwd"])
def test_a_shape_there_is_not_is_told_with_no_file_read(met: Home, name: str) -> None:
    assert "root:" not in met.refused("Ash", "presets", name)


def test_nothing_is_put_forward_to_somebody_who_is_not_there(alone: Home) -> None:
    for typed in (("presets", "equal", "--propose"), ("apply", written(alone, SMALL))):
        assert "troth invite" in alone.refused("Ash", *typed)


def test_a_proposal_revised_clause_by_clause_keeps_its_other_clauses(met: Home) -> None:
    met.ash("apply", written(met, SMALL))
    id_ = met.reads("Ash", "proposals")[0]["id"]
    met.wren("revise", id_, "kitchen", "--text", "The kitchen is settled by ten.")
    shown = met.ash("proposals", id_)
    assert "The kitchen is settled by ten." in shown
    assert "leads at home" in shown
    assert "version 2, by Ash" in shown


def test_a_revision_names_what_it_cannot_do(met: Home) -> None:
    met.ash("apply", written(met, SMALL))
    id_ = met.reads("Ash", "proposals")[0]["id"]
    for typed, said in ((("garden", "--text", "x"), "“garden”"), (("kitchen",), "--text")):
        assert said in met.refused("Wren", "revise", id_, *typed)
    assert "“p-none”" in met.refused("Wren", "revise", "p-none", "kitchen", "--text", "x")
    met.is_closed_to_strangers("revise", id_, "kitchen", "--text", "x")
