"""The product's possible mistakes, each made once in a copy of a function, and how it is caught.

A mutant wraps the real decide or evolve and is wrong in one way; the source is never edited. It is
caught when exploring its scope from a fitting state breaks a law. Routing has its own mutants
beside its own laws; the two lists together are the permanent one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from tests.given import ASH, KITCHEN, REFLECTION, WREN, Couple, kitchen
from tests.laws import mutated_agreement as agreement
from tests.laws import mutated_conduct as conduct
from tests.laws import mutated_rest as rest
from tests.laws import router, scope_correction, scope_talks, scope_wordings
from tests.laws.conduct_laws import SLIP, slip
from tests.laws.explore import Machine, Scope, explore
from tests.laws.invariants import View
from tests.laws.mutating import deciding, evolving
from tests.laws.test_router import MUTANTS as ROUTERS
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.conduct.commands import (
    AcceptCorrection,
    AnswerBreach,
    BeginCorrection,
    OfferCorrection,
    ReportBreach,
    WeighBreach,
)
from troth.domain.conduct.events import AnswerKind, Finding
from troth.domain.decider import State
from troth.domain.dynamic.commands import End, Pause, Stop
from troth.domain.safety import SetLimit, Target
from troth.domain.standards.events import ClauseDuty
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import Urgency

Start = Callable[[], tuple[State, datetime]]


@dataclass(frozen=True)
class Mutant:
    """One mistake: what is wrong, and the scope (from a fitting state) that has to notice."""

    mistake: str
    machine: Machine
    scope: Scope[View]
    start: Start | None = None

    def broken(self) -> list[str]:
        """Return the first law it breaks; empty when the mistake goes unnoticed."""
        scope = self.scope if self.start is None else replace(self.scope, start=self.start)
        return explore(scope, self.machine, most=1).violations


def reported() -> Couple:
    """Return the couple of the scopes with a breach reported."""
    couple = Couple().have_begun()
    couple.later(days=1)
    couple.does(ASH, ReportBreach(SLIP, WREN, ClauseDuty(KITCHEN), couple.now))
    return couple


def upheld() -> Couple:
    """Return the couple with a breach upheld."""
    couple = reported()
    couple.does(WREN, AnswerBreach(SLIP, AnswerKind.DISPUTED))
    couple.does(ASH, WeighBreach(SLIP, Finding.UPHELD))
    return couple


def offered() -> Couple:
    """Return the couple with a correction offered."""
    couple = upheld()
    couple.does(ASH, OfferCorrection(SLIP, REFLECTION, 60))
    return couple


def running() -> Couple:
    """Return the couple with a correction that has begun."""
    couple = offered()
    breach = slip(couple.state)
    assert breach is not None
    assert breach.response is not None
    couple.does(WREN, AcceptCorrection(SLIP, breach.response.offer))
    couple.does(WREN, BeginCorrection(SLIP))
    return couple


def limited() -> Couple:
    """Return the couple with Wren's limit on the response."""
    couple = Couple().have_begun()
    couple.later(days=1)
    couple.does(WREN, SetLimit(scope_correction.NO_REFLECTION, Target.CLAUSE, REFLECTION))
    return couple


def waiting() -> Couple:
    """Return the couple with a breach upheld, and Wren waiting too long for a talk."""
    couple = upheld()
    couple.does(WREN, AskToTalk(scope_talks.ASKED, Urgency.SOON))
    couple.later(days=2)
    return couple


def reworded() -> Couple:
    """Return the couple with a breach answered, and the standard reworded since."""
    couple = reported()
    couple.does(WREN, AnswerBreach(SLIP, AnswerKind.DISPUTED))
    couple.agrees(kitchen("The kitchen is settled by nine."))
    return couple


def _from(couple: Callable[[], Couple]) -> Start:
    def start() -> tuple[State, datetime]:
        found = couple()
        return found.state, found.now

    return start


WORDINGS, CORRECTION, TALKS = scope_wordings.SCOPE, scope_correction.SCOPE, scope_talks.SCOPE

MUTANTS = (
    Mutant("an edit keeps consents", evolving(agreement.edit_keeps_consents), WORDINGS),
    Mutant("silence adopts", deciding(agreement.silence_adopts), WORDINGS),
    Mutant("a consent to other words counts", deciding(agreement.any_words_will_do), WORDINGS),
    Mutant("one adopts alone", deciding(agreement.one_adopts_alone), WORDINGS),
    Mutant("what is new begins at once", evolving(agreement.new_begins_at_once), WORDINGS),
    Mutant("a withdrawal is lost", deciding(agreement.withdrawal_is_lost), WORDINGS),
    Mutant("old consents are revived", evolving(agreement.old_consents_revive), WORDINGS),
    Mutant("one renews for both", evolving(agreement.one_renews_for_both), WORDINGS),
    Mutant("a definition changes unseen", evolving(agreement.definition_moves_unseen), WORDINGS),
    Mutant("a pause ends by timer", deciding(rest.pause_ends_by_timer), CORRECTION),
    Mutant("one resumes for both", evolving(rest.one_resumes_for_both), CORRECTION),
    Mutant("an old yes counts again", evolving(rest.old_yes_counts_again), CORRECTION),
    Mutant("a pause loosens a stop", evolving(rest.pause_loosens_stop), TALKS),
    Mutant("the first clears a check-in", evolving(rest.first_clears_the_check), TALKS),
    Mutant(
        "stop is refused during a correction",
        rest.refused_while(Stop, rest.is_running),
        TALKS,
        _from(running),
    ),
    Mutant("end only while active", rest.refused_while(End, rest.is_not_active), TALKS),
    Mutant(
        "a withdrawal is refused while paused",
        rest.refused_while(WithdrawConsent, rest.is_not_active),
        CORRECTION,
    ),
    Mutant("a pause needs the lead", rest.refused_while(Pause, rest.is_not_the_lead), CORRECTION),
    Mutant("clauses survive the end", evolving(rest.clauses_survive_the_end), TALKS),
    Mutant(
        "a limit is loosened at once", deciding(rest.loosened_at_once), CORRECTION, _from(limited)
    ),
    Mutant(
        "the other loosens my limit",
        Machine(
            deciding(rest.loosened_by_the_other).decide,
            evolving(rest.loosened_by_whoever_says_so).evolve,
        ),
        CORRECTION,
        _from(limited),
    ),
    Mutant(
        "a missed deadline assigns a correction",
        deciding(conduct.missed_deadline_assigns),
        CORRECTION,
        _from(reported),
    ),
    Mutant(
        "judged by today's wording", evolving(conduct.judged_by_today), CORRECTION, _from(reworded)
    ),
    Mutant(
        "a finding without an answer",
        deciding(conduct.found_unanswered),
        CORRECTION,
        _from(reported),
    ),
    Mutant(
        "one finds one's own breach", deciding(conduct.own_finding), CORRECTION, _from(reported)
    ),
    Mutant(
        "a correction without acceptance",
        deciding(conduct.begun_unaccepted),
        CORRECTION,
        _from(offered),
    ),
    Mutant(
        "an acceptance survives a pause",
        evolving(conduct.acceptance_survives),
        CORRECTION,
        _from(offered),
    ),
    Mutant(
        "a closed breach is reopened",
        Machine(
            deciding(conduct.answered_when_closed).decide,
            evolving(conduct.closed_is_reopened).evolve,
        ),
        CORRECTION,
        _from(reported),
    ),
    Mutant(
        "a correction outside the menu",
        deciding(conduct.outside_the_menu),
        CORRECTION,
        _from(upheld),
    ),
    Mutant(
        "a correction without an end",
        deciding(conduct.without_a_ceiling),
        CORRECTION,
        _from(upheld),
    ),
    Mutant(
        "declining is a breach", deciding(conduct.declining_is_a_breach), CORRECTION, _from(offered)
    ),
    Mutant(
        "a limit leaves a correction running",
        evolving(conduct.limits_are_not_looked_at),
        CORRECTION,
        _from(running),
    ),
    Mutant("the other closes my talk", deciding(conduct.the_other_closes_my_talk), TALKS),
    Mutant(
        "corrections go on while my request to talk is overdue",
        deciding(conduct.deaf_to_overdue_talks),
        TALKS,
        _from(waiting),
    ),
)


def unnoticed() -> Iterator[str]:
    """Yield the mistakes that no law notices; there is to be none."""
    yield from (each.mistake for each in MUTANTS if not each.broken())
    yield from (name for name, each in ROUTERS.items() if not router.check(each, most=1).violations)


def names() -> tuple[str, ...]:
    """Return every mistake on the permanent list."""
    return (*(each.mistake for each in MUTANTS), *ROUTERS)
