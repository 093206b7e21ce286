"""What one of the two writes past every command changes nothing, in any part of the dynamic.

Each event here is one that nobody could have decided on the state it is put on: the wrong one of
the two, a step that was not reached, a time that cannot be. The very same state comes back.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from tests.domain.forging import counts, leaves_it
from tests.given import (
    ASH,
    HOUSEHOLD,
    START,
    STRANGER,
    WORK,
    WREN,
    Couple,
    clause,
    kitchen,
)
from troth.domain.agreement.commands import ProposeTerms
from troth.domain.agreement.events import ConsentGiven, TermsAdopted, TermsProposed
from troth.domain.agreement.terms import Grade, Practice, ResetForm
from troth.domain.checkins import Answer, CheckInRevealed, Clarity, Connection, round_of
from troth.domain.conduct.observations import (
    ObservationAnswered,
    ObservationId,
    ObservationKind,
    Observe,
    Observed,
)
from troth.domain.directions.given import DirectionDone, DirectionGiven, DirectionId, DirectionLetGo
from troth.domain.directions.permissions import PermissionAnswered, PermissionId
from troth.domain.directions.treats import OfferTreat, TreatId, TreatTaken
from troth.domain.dynamic.commands import End, Pause
from troth.domain.dynamic.events import Activated, Paused, Phase
from troth.domain.dynamic.state import phase
from troth.domain.erasure import ErasureAsked
from troth.domain.kernel import (
    ProposalId,
    Significance,
)
from troth.domain.labels import BuiltIn, LabelAgreed, LabelLetGo, LabelSuggested
from troth.domain.leanings import Leaning, Leanings, LeaningsRevealed
from troth.domain.resets.commands import AskReset, OptIntoReset
from troth.domain.resets.events import ResetBegun, ResetDone, ResetId, ResetOptedInto
from troth.domain.routing.matter import Declaration, Facet
from troth.domain.sessions.commands import (
    ArriveAtSession,
    ConfirmMinutes,
    PlanSession,
    WriteLine,
)
from troth.domain.sessions.events import (
    LineId,
    LineStruck,
    SessionClosed,
    SessionId,
    SessionMoved,
    SessionOpened,
)
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkAcknowledged, TalkClosed, TalkId, TalkRequested, Urgency

SITTING = SessionId("sitting")
FRESH = ResetId("fresh")
TALK = TalkId("talk")
LATE = ProposalId("late")
SAID = ObservationId("said")


def test_minutes_are_what_both_confirmed() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, PlanSession(SITTING, couple.later(hours=1), 60))
    leaves_it(couple, ASH, SessionOpened(SITTING))
    couple.does(WREN, ArriveAtSession(SITTING))
    leaves_it(couple, WREN, SessionOpened(SITTING))
    couple.does(ASH, ArriveAtSession(SITTING))
    couple.does(ASH, WriteLine(SITTING, LineId("l"), "We agreed on supper."))
    leaves_it(couple, WREN, LineStruck(SITTING, LineId("l")), SessionMoved(SITTING, couple.now))
    session = couple.state.sessions.open
    assert session is not None
    leaves_it(couple, WREN, SessionClosed(SITTING, session.minutes))
    couple.does(WREN, ConfirmMinutes(SITTING, session.minutes))
    leaves_it(couple, WREN, SessionClosed(SITTING, session.minutes))
    leaves_it(couple, WREN, SessionClosed(SessionId("none"), None))
    assert counts(couple, WREN, SessionClosed(SITTING, None)).sessions.open is None


def test_a_reset_begins_and_clears_only_by_both() -> None:
    couple = Couple().have_begun(clause("fresh", ResetForm("A walk.", clears_before=True)))
    couple.does(WREN, AskReset(FRESH, clause("fresh", Practice()).clause))
    leaves_it(couple, WREN, ResetBegun(FRESH), ResetDone(FRESH, START))
    couple.does(WREN, OptIntoReset(FRESH, clears_before=True))
    leaves_it(couple, WREN, ResetBegun(FRESH), ResetOptedInto(ResetId("none"), clears_before=True))
    couple.does(ASH, OptIntoReset(FRESH))
    leaves_it(couple, WREN, ResetDone(FRESH, couple.now))
    assert counts(couple, WREN, ResetDone(FRESH)).resets.waived is None


def proposed() -> Couple:
    """Return a couple of whom Wren has proposed another wording, to be answered within two days."""
    couple = Couple().have_begun()
    draft = kitchen("The kitchen is settled by nine.")
    by = couple.now + timedelta(days=2)
    couple.does(WREN, ProposeTerms(LATE, (draft,), respond_by=by, considered=True))
    couple.consents(WREN, LATE)
    return couple


def _yes(couple: Couple) -> tuple[ConsentGiven, TermsAdopted]:
    named = couple.state.ground.agreement.proposals[LATE].digest
    return ConsentGiven(LATE, 1, named), TermsAdopted(LATE, named)


def test_a_yes_in_time_adopts() -> None:
    couple = proposed()
    given, adopted = _yes(couple)
    couple.state = counts(couple, ASH, given)
    assert LATE not in counts(couple, ASH, adopted).ground.agreement.proposals


def test_a_yes_after_its_day_or_on_a_changed_base_adopts_nothing() -> None:
    couple = proposed()
    couple.later(days=3)
    leaves_it(couple, ASH, *_yes(couple))
    couple = proposed()
    couple.agrees(kitchen("The kitchen is settled by ten."))
    leaves_it(couple, ASH, *_yes(couple))


def test_a_proposal_is_not_replaced_by_another_of_its_name() -> None:
    couple = proposed()
    leaves_it(couple, ASH, TermsProposed(LATE, (), (), "", None))


def test_nothing_begins_before_both_have_agreed_what_it_takes() -> None:
    leaves_it(Couple().have_met(), WREN, Activated())


def test_only_the_asker_closes_a_talk_and_only_the_other_has_seen_it() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, AskToTalk(TALK, Urgency.SOON))
    leaves_it(couple, ASH, TalkClosed(TALK), TalkRequested(TALK, Urgency.SOON, couple.now))
    leaves_it(couple, WREN, TalkAcknowledged(TALK), TalkClosed(TalkId("none")))


def test_a_talk_is_not_overdue_as_soon_as_it_is_asked_for() -> None:
    couple = Couple().have_begun()
    leaves_it(couple, WREN, *(TalkRequested(TALK, each, couple.now) for each in Urgency))


def test_a_direction_is_given_in_what_one_leads_and_answered_by_the_other() -> None:
    couple = Couple().have_begun()
    own = {ASH: Declaration(frozenset({WREN}), Significance.ROUTINE)}
    until = couple.now + timedelta(days=1)
    given = DirectionGiven(
        DirectionId("tea"), WREN, "Make tea.", Facet(HOUSEHOLD, declared=own),
        Grade.REQUEST, until, None, (),
    )  # fmt: skip
    leaves_it(couple, WREN, replace(given, bearer=ASH))
    leaves_it(
        couple,
        ASH,
        replace(given, bearer=ASH),
        replace(given, grade=Grade.STANDING_ORDER),
        replace(given, facet=Facet(WORK, declared=own)),
        replace(given, until=couple.now + timedelta(days=400)),
    )
    couple.state = counts(couple, ASH, given)
    leaves_it(couple, ASH, DirectionDone(given.direction), given)
    leaves_it(couple, WREN, DirectionLetGo(given.direction))


def test_nobody_answers_for_themselves_what_they_asked_or_offered() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, OfferTreat(TreatId("cake"), "A cake."))
    leaves_it(couple, WREN, TreatTaken(TreatId("cake")))
    couple.does(WREN, Observe(SAID, ASH, ObservationKind.PRAISE, "A fine supper."))
    leaves_it(couple, WREN, ObservationAnswered(SAID, "Indeed."))
    praise = Observed(SAID, ASH, ObservationKind.PRAISE, "Other words.", couple.now)
    leaves_it(couple, ASH, praise, replace(praise, observation=ObservationId("x"), about=STRANGER))
    leaves_it(couple, WREN, PermissionAnswered(PermissionId("none"), yes=True, note=""))


def test_a_check_in_shows_the_answers_of_both_and_once() -> None:
    couple = Couple().have_begun()
    said = Answer(Connection.CLOSE, Clarity.CLEAR)
    shown = CheckInRevealed(round_of(couple.now), {ASH: said, WREN: said})
    leaves_it(couple, WREN, replace(shown, answers={WREN: said}))
    couple.state = counts(couple, WREN, shown)
    leaves_it(couple, WREN, shown)


def test_a_label_takes_both_and_is_one_short_line() -> None:
    couple = Couple().have_begun()
    wanted = LabelSuggested(BuiltIn.STANDARD, "House rule")
    agreed = LabelAgreed(BuiltIn.STANDARD)
    leaves_it(couple, WREN, agreed, LabelLetGo(BuiltIn.STANDARD))
    leaves_it(couple, WREN, *(replace(wanted, label=each) for each in ("x" * 41, "a\nb", "\u202e")))
    couple.state = counts(couple, WREN, wanted)
    leaves_it(couple, WREN, agreed)
    couple.state = counts(couple, ASH, agreed)
    leaves_it(couple, ASH, agreed)


def test_leanings_are_of_both_and_each_round_once() -> None:
    couple = Couple().have_begun()
    said = Leanings({HOUSEHOLD: Leaning.IN})
    shown = LeaningsRevealed(1, {ASH: said, WREN: said})
    leaves_it(couple, WREN, replace(shown, answers={WREN: said}))
    leaves_it(couple, WREN, replace(shown, round=2))
    couple.state = counts(couple, WREN, shown)
    leaves_it(couple, WREN, shown)


def test_nobody_erases_everything_before_the_wait_is_over() -> None:
    couple = Couple().have_begun()
    leaves_it(couple, WREN, ErasureAsked(couple.now))
    counts(couple, WREN, ErasureAsked(couple.now + timedelta(days=30)))


@pytest.mark.parametrize(
    "time",
    [
        lambda now: now.replace(tzinfo=None),
        lambda now: now.replace(year=9999),
        lambda now: now.replace(year=1),
    ],
    ids=["no zone", "too far on", "too far back"],
)
def test_a_time_nothing_can_be_reckoned_from_never_gets_into_the_state(
    time: Callable[[datetime], datetime],
) -> None:
    couple = Couple().have_begun()
    couple.does(ASH, AskToTalk(TALK, Urgency.SOON))
    leaves_it(couple, WREN, Paused(time(couple.now)), ErasureAsked(time(couple.now)))
    leaves_it(couple, WREN, Paused(couple.now), at=time(couple.now))
    couple.does(ASH, Pause())
    assert phase(couple.state.ground.dynamic, couple.now) is Phase.PAUSED


def test_a_stranger_writes_nothing_and_nobody_after_the_end() -> None:
    couple = Couple().have_begun()
    asked_for = TalkRequested(TALK, Urgency.SOON, couple.now + timedelta(hours=48))
    leaves_it(couple, STRANGER, asked_for, Paused(couple.now))
    couple.does(WREN, End())
    leaves_it(couple, ASH, asked_for, Paused(couple.now))
