"""The real code, searched exhaustively: no state and no step breaks a law."""

from dataclasses import replace

import pytest

from tests.laws import scope_wordings
from tests.laws.explore import MOST_STATES, explore
from tests.laws.mutated_agreement import one_adopts_alone
from tests.laws.mutating import deciding
from tests.laws.scopes import PRODUCT, PRODUCT_STATES, SCOPES, explored, sentence


@pytest.mark.parametrize("name", SCOPES)
def test_no_state_and_no_step_breaks_a_law(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    figures = explored(name)
    with capsys.disabled():
        print(f"\n{sentence(figures)}")  # noqa: T201 - the figures are what this law reports
    assert figures.violations == []
    assert figures.is_closed
    assert figures.states <= MOST_STATES
    assert figures.unreached == frozenset(), "every state of every lifecycle is reached"


def test_a_search_that_is_cut_off_does_not_call_itself_closed() -> None:
    figures = explore(SCOPES["breach, talk, stop and end"], bound=50)
    assert not figures.is_closed
    assert figures.unreached


def test_a_decision_that_may_not_follow_is_noticed() -> None:
    machine = replace(deciding(one_adopts_alone), must_follow=True)
    figures = explore(scope_wordings.SCOPE, machine)
    assert any(told.startswith("what is decided follows") for told in figures.violations)


@pytest.mark.soak
def test_all_three_at_once_break_no_law_as_far_as_they_are_searched(
    capsys: pytest.CaptureFixture[str],
) -> None:
    figures = explore(PRODUCT, bound=PRODUCT_STATES)
    with capsys.disabled():
        print(f"\n{sentence(figures)}")  # noqa: T201 - the figures are what this law reports
    assert figures.violations == []
