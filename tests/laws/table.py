"""Every rule of the constitution and of the record, and the tests that hold it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "laws.md"


class Kind(StrEnum):
    """How a test holds a rule."""

    EXHAUSTIVE = "exhaustive"
    PROPERTY = "property"
    EXAMPLE = "example"


@dataclass(frozen=True)
class Law:
    """A rule, and a test that fails when the code breaks it."""

    rule: str
    test: str
    kind: Kind


RULES = {
    "K1": "In force means both members' live consent to exactly that digest.",
    "K2": "Only a member's own act adds their consent; never time, silence, import or migration.",
    "K3": "Any edit voids the other's consent.",
    "K4": "A limit is its owner's: set at once, in every state; loosened by them, slowly.",
    "K5": "In every state but the end each can end, stop, pause, withdraw, ask to talk, set a "
    "limit and give an opinion; it takes effect in that step.",
    "K6": "While it is not active, or an area is paused, or a window closed, nobody holds "
    "authority there and nothing is offered, accepted or running.",
    "K7": "Coming back needs both, after the latest pause or stop.",
    "K8": "A correction runs only where the standard bound, the breach was answered, the item is "
    "agreed, no limit is touched, it was accepted since the last rest, it has an end and is the "
    "first for this breach.",
    "K9": "A protected act is never conduct of a breach and never raises a burden.",
    "K10": "An intimate permission needs a stop signal, bounds and its own consent; a new one "
    "cools off and is tried.",
    "K11": "What is built into routing gives the same route in every style.",
    "K12": "No authority, duty or correction without an operative clause or a decision under one.",
    "K13": "Practice changes no route.",
    "K14": "Declaring a matter shared or significant never makes the one who declares it a "
    "decider; a dispute never adds authority.",
    "K15": "The clock creates no burden, finds nothing, starts nothing.",
    "K16": "Only the asker closes a talk.",
    "K17": "After the end only what was agreed to outlast it is left.",
    "K18": "Bearers, actors and subjects are members; others are only the name of an area outside.",
    "K19": "Nothing limits a protected need, a person's means, or a protected act.",
    "K20": "Nobody finds their own breach.",
    "K21": "No decision while an opinion is unanswered.",
    "K22": "Grants always lapse; limits, signals and what outlasts the end never do.",
    "K23": "Another constitution holds only once both have ratified it.",
    "L1": "Folding the events is the state, byte for byte, anywhere.",
    "L2": "A command on an old view is refused, except a protective one.",
    "L3": "Protective and burdening at once: as if the protective came first.",
    "L4": "What protects may be said to have counted from earlier; what grants or burdens may not.",
    "L5": "No consent without that member's own hand.",
    "L6": "Erasing words leaves the chain, every consent and every rest as they were.",
}
"""The rules in short."""

_SEARCH = "tests/laws/test_explore.py::test_no_state_and_no_step_breaks_a_law"
_LIVES = "tests/laws/test_machine.py::TestLives"
_FOLD = "tests/laws/test_fold.py"
_KEPT = f"{_FOLD}::test_a_state_read_back_goes_on_as_if_it_had_not_been_kept"
_ROUTER = "tests/laws/test_router.py::test_every_law_holds_for_every_input"

_SEARCHED = (
    *("K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9", "K10", "K12"),
    *("K15", "K16", "K17", "K20", "K22", "L4", "L5"),
)
_LIVED = ("K1", "K2", "K3", "K4", "K5", "K7", "K15", "K16", "K22", "L4")
_RANDOM = {
    "test_properties_decisions.py::TestDeciding": ("K5", "K6", "K11", "K12", "K14", "K18", "K21"),
    "test_properties_directions.py::TestAsking": ("K5", "K6", "K10", "K12", "K18"),
    "test_properties_sessions.py::TestSitting": ("K3", "K5", "K6", "K18"),
    "test_properties_talks.py::TestTalking": ("K5", "K16", "K18"),
    "test_properties_resets.py::TestReturning": ("K2", "K5", "K18"),
    "test_properties_limits.py::TestGuarding": ("K4", "K5", "K6", "K11", "K18"),
}
"""The random lives of each feature, and the rules they look for in every state and step."""

_ERASED = "test_erasing_whatever_may_be_erased_changes_nothing_that_was_done"

_ROUTED = ("K4", "K6", "K11", "K12", "K13", "K14")

_EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "tests/domain/agreement/test_proposals.py": (
        ("K1", "the_second_consent_adopts_and_neither_alone_does"),
        ("K2", "silence_never_adopts"),
        ("K3", "an_edit_voids_both_consents"),
    ),
    "tests/domain/test_resets.py": (
        ("K2", "keeping_a_clause_records_the_wish_and_renews_no_consent"),
    ),
    "tests/domain/test_safety.py": (("K4", "only_its_owner_loosens_a_limit"),),
    "tests/domain/test_force.py": (
        ("K4", "neither_withdrawal_nor_lapse_of_an_exception_widens_everything_else"),
        ("K17", "only_what_was_agreed_to_outlast_the_end_is_left"),
    ),
    "tests/domain/test_windows.py": (
        ("K4", "withdrawing_the_role_opens_no_window"),
        ("K6", "the_exchange_is_on_only_while_a_rule_says_so"),
    ),
    "tests/domain/decisions/test_hearing.py": (
        ("K5", "an_opinion_is_welcome_in_every_state"),
        ("K21", "nothing_is_decided_while_an_opinion_has_no_answer"),
    ),
    "tests/domain/dynamic/test_resting.py": (
        ("K7", "a_second_pause_voids_what_was_affirmed_after_the_first"),
        ("K23", "another_constitution_holds_only_once_both_have_ratified_it"),
    ),
    "tests/domain/conduct/test_reporting.py": (
        ("K8", "it_is_judged_by_the_wording_of_then"),
        ("K9", "what_is_about_a_protected_act_is_never_asked_about"),
    ),
    "tests/domain/conduct/test_edges.py": (
        ("K8", "a_second_correction_for_the_same_conduct_under_two_clauses_is_refused"),
        ("K9", "declining_or_breaking_off_is_nothing_anybody_can_report"),
        ("K15", "time_alone_reports_finds_offers_accepts_and_begins_nothing"),
    ),
    "tests/domain/conduct/test_relief.py": (
        ("K8", "yesterdays_acceptance_after_a_pause_is_not_used"),
    ),
    "tests/domain/agreement/test_terms.py": (
        ("K10", "an_intimate_permission_states_its_bounds_and_a_stop_signal_in_force"),
        ("K10", "calling_it_known_does_not_skip_the_wait"),
        ("K18", "terms_that_can_never_be_agreed"),
        ("K18", "other_people_are_only_the_name_of_an_area_outside"),
        ("K19", "a_need_is_supported_or_not_mentioned_but_never_limited"),
        ("K22", "what_protects_has_no_last_day_and_no_trial"),
    ),
    "tests/domain/test_tasks.py": (("K12", "without_a_decision_nobody_sets_the_other_a_task"),),
    "tests/domain/test_talks.py": (("K16", "the_other_cannot_close_my_talk"),),
    "tests/domain/test_directions.py": (("K19", "no_direction_limits_a_protected_need"),),
    "tests/domain/conduct/test_findings.py": (("K20", "nobody_finds_their_own"),),
    "tests/application/test_codec.py": (
        ("L1", "another_process_folds_the_same_record_to_the_same_bytes"),
    ),
    "tests/laws/test_fold.py": (
        ("L1", "another_python_folds_the_same_record_to_the_same_bytes"),
        ("L3", "what_protects_and_what_burdens_at_once_end_as_if_it_came_first"),
        ("L4", "only_what_protects_can_be_told_late"),
    ),
    "tests/application/test_handle.py": (
        ("L2", "an_act_on_an_outdated_view_is_refused_but_protection_is_not"),
        ("L3", "two_members_pressing_at_once_are_put_in_one_order"),
    ),
    "tests/domain/agreement/test_in_force.py": (
        ("L4", "a_withdrawal_never_reaches_before_the_consent"),
        ("L4", "a_renewal_never_reaches_back_over_a_lapse"),
    ),
    "tests/domain/dynamic/test_restored.py": (
        ("K7", "what_was_affirmed_before_the_copy_was_made_brings_nothing_back"),
    ),
    "tests/application/test_archive.py": (("K2", "bringing_in_what_was_agreed_agrees_to_nothing"),),
    "tests/application/test_erasing.py": (
        ("L6", "wording_in_force_is_withdrawn_first_and_then_outlives_its_month"),
    ),
    "tests/domain/dynamic/test_joining.py": (
        ("L5", "nobody_joins_for_another_or_as_a_minor_or_from_nowhere"),
    ),
}
"""By file: each rule, and the name of the test without its first word."""

LAWS = (
    *(Law(rule, _SEARCH, Kind.EXHAUSTIVE) for rule in _SEARCHED),
    *(Law(rule, _ROUTER, Kind.EXHAUSTIVE) for rule in _ROUTED),
    *(Law(rule, _LIVES, Kind.PROPERTY) for rule in _LIVED),
    *(
        Law(rule, f"tests/laws/{test}", Kind.PROPERTY)
        for test, held in _RANDOM.items()
        for rule in held
    ),
    Law("L1", _KEPT, Kind.PROPERTY),
    Law("L6", f"tests/laws/test_erasing.py::{_ERASED}", Kind.PROPERTY),
    *(
        Law(rule, f"{path}::test_{name}", Kind.EXAMPLE)
        for path, held in _EXAMPLES.items()
        for rule, name in held
    ),
)


def page() -> str:
    """Return the page that lists every rule with what holds it."""
    lines = [
        "# Laws",
        "",
        "*Reference.* Written by `python -m tests.laws.table`; edit the table instead.",
        "",
        "Each rule of the constitution (K) and of the record (L), and what fails when it breaks:",
        "a search of every state of a scope (exhaustive), random lives (property), or an example.",
    ]
    for rule, says in RULES.items():
        lines += ["", f"## {rule}", "", says, ""]
        held = (law for law in LAWS if law.rule == rule)
        lines += [f"- {law.kind}: {_told(law.test)}" for law in held]
    return "\n".join(lines) + "\n"


def _told(test: str) -> str:
    path, name = test.split("::")
    said = name.removeprefix("test_").removeprefix("Test").replace("_", " ")
    return f"{said.lower()} (`{path}`)"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
