"""What changed, word by word: nothing of either wording is lost, and nothing is made up."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.given import ASH, KITCHEN, WREN, Couple, kitchen
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.events import Repeal
from troth.projections.differences import (
    Change,
    ClauseChange,
    FieldChange,
    changes_between,
    proposed_changes,
    terms_changes,
    word_runs,
)

WORDS = st.lists(st.sampled_from(("we", "talk", "on", "Sunday.", "never", "")), max_size=12)
SPACES = st.sampled_from((" ", "\n", "\n\n"))
TEXTS = st.text() | st.builds(lambda words, space: space.join(words), WORDS, SPACES)


def joined(before: str, after: str, changed: Change) -> str:
    """Return what is left of both texts when one kind of changed words is left out."""
    runs = word_runs(before, after)
    return "".join(run.text for run in runs if run.change in (Change.SAME, changed))


@given(TEXTS, TEXTS)
def test_without_what_was_removed_one_reads_the_new_text(before: str, after: str) -> None:
    assert joined(before, after, Change.ADDED).strip() == after.strip()


@given(TEXTS, TEXTS)
def test_without_what_was_added_one_reads_every_old_word(before: str, after: str) -> None:
    assert joined(before, after, Change.REMOVED).split() == before.split()


@given(TEXTS)
def test_a_text_that_stays_shows_no_change(text: str) -> None:
    assert {run.change for run in word_runs(text, text)} <= {Change.SAME}


@given(TEXTS, TEXTS)
def test_no_run_is_empty_and_no_two_in_a_row_are_of_one_kind(before: str, after: str) -> None:
    runs = word_runs(before, after)
    assert all(run.text.strip() for run in runs)
    assert all(a.change is not b.change for a, b in pairwise(runs))


def test_words_taken_off_the_end_stand_apart_from_those_that_stay() -> None:
    runs = word_runs("Settled by ten, always.", "Settled by ten,")
    assert [run.text for run in runs] == ["Settled by ten, ", "always."]


def change(couple: Couple) -> ClauseChange:
    """Return what the only open proposal would change."""
    agreement = couple.state.ground.agreement
    (proposal,) = agreement.proposals.values()
    (found,) = proposed_changes(agreement, proposal.items, couple.moment())
    return found


def test_a_new_clause_names_each_of_its_parts_that_says_something() -> None:
    parts = terms_changes(None, kitchen())
    assert FieldChange("area", "", "household") in parts
    assert FieldChange("bearers", "", "wren") in parts
    assert all(part.after for part in parts)
    assert not {"text", "clause"} & {part.field for part in parts}


def test_a_clause_taken_out_is_told_with_all_its_words() -> None:
    couple = Couple().have_begun()
    couple.proposes(WREN, Repeal(KITCHEN))
    found = change(couple)
    assert (found.is_repealed, found.is_new) == (True, False)
    assert {run.change for run in found.runs} == {Change.REMOVED}


def test_a_clause_somebody_withdrew_from_is_proposed_as_new() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, WithdrawConsent(KITCHEN))
    couple.proposes(ASH, kitchen())
    assert change(couple).is_new


def test_two_versions_differ_in_what_was_adopted_between_them_and_nothing_else() -> None:
    couple = Couple().have_begun()
    before, then = couple.state.ground.agreement, couple.moment()
    couple.later(hours=1)
    couple.agrees(kitchen("The kitchen is settled by ten."))
    after, now = couple.state.ground.agreement, couple.moment()
    (found,) = changes_between(before, after, (then, now))
    assert (found.clause, found.is_new, found.is_repealed) == (KITCHEN, False, False)
    assert changes_between(after, after, (now, now)) == ()


def test_a_withdrawal_between_two_moments_shows_as_taken_out() -> None:
    couple = Couple().have_begun()
    before, then = couple.state.ground.agreement, couple.moment()
    couple.now += timedelta(hours=1)
    couple.does(WREN, WithdrawConsent(KITCHEN))
    after, now = couple.state.ground.agreement, couple.moment()
    (found,) = changes_between(before, after, (then, now))
    assert (found.clause, found.is_repealed) == (KITCHEN, True)
