"""What the Tab key offers after a verb: ids of what is there, for one of the two, never words."""

from collections.abc import Callable, Iterable

import click

from troth.application.ports import StoreError
from troth.cli.caller import Caller
from troth.domain.conduct.state import open_breaches
from troth.domain.decider import State
from troth.domain.talks.state import open_talks

Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def _completing(ids: Callable[[State], Iterable[str]]) -> Complete:
    """Return how an argument is completed; where nothing can be read, nothing is offered."""

    def complete(ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
        # The shell asks without running the first group, so there is no caller yet.
        asked = ctx.find_root().params
        home, name, dynamic = asked["home"].expanduser(), asked["name"], asked["dynamic"]
        caller = Caller(home, name, dynamic, as_json=False)
        try:
            return [id_ for id_ in ids(caller.own_view.state) if id_.startswith(typed)]
        except (click.ClickException, StoreError):
            return []
        finally:
            caller.close()

    return complete


def _clauses(state: State) -> Iterable[str]:
    return sorted(state.ground.agreement.clauses)


def _matters(state: State) -> Iterable[str]:
    return (*state.decisions.matters, *state.decisions.decisions)


PROPOSALS = _completing(lambda state: state.ground.agreement.proposals)
CLAUSES = _completing(_clauses)
CLAUSES_AND_PROPOSALS = _completing(
    lambda state: (*_clauses(state), *state.ground.agreement.proposals)
)
AREAS = _completing(lambda state: sorted(state.ground.agreement.areas))
MATTERS = _completing(_matters)
BREACHES = _completing(lambda state: (each.id for each in open_breaches(state.conduct.breaches)))
TALKS = _completing(lambda state: (each.id for each in open_talks(state.talks)))
