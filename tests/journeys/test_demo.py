"""The demo's story: everything a couple's eight weeks can hold has really happened in it."""

from datetime import timedelta

from tests.journeys.demo import Told
from troth.demo.script import ASH, AWAY_ZONE, BOTH, HOME_ZONE, WREN
from troth.demo.story import WEEKS
from troth.domain.agreement.events import (
    Adopt,
    ConsentGiven,
    ConsentRenewed,
    CoolingOffLengthened,
    TermsAdopted,
    TermsDeclined,
    TermsProposed,
    TermsRevised,
)
from troth.domain.agreement.state import in_force, is_tried, latest, standing_consent
from troth.domain.agreement.terms import Category, Grade, Presence, Role
from troth.domain.checkins import CheckInRevealed
from troth.domain.conduct.breach import Closing
from troth.domain.conduct.events import (
    BreachAnswered,
    BreachFound,
    BreachReported,
    BreachWeighed,
    CareNoted,
    CorrectionAccepted,
    CorrectionDeclined,
    CorrectionDone,
    Finding,
)
from troth.domain.conduct.observations import ObservationAnswered, ObservationKind, Observed
from troth.domain.decisions.events import (
    DecisionRescinded,
    DecisionReviewed,
    MatterDecided,
    MatterDeferred,
    MatterElevated,
    MatterRaised,
    MatterSplit,
    MatterWithdrawn,
    TakenUrgently,
    Weight,
)
from troth.domain.directions.given import (
    DirectionCannot,
    DirectionDone,
    DirectionGiven,
    DirectionLetGo,
    DirectionTakenUp,
)
from troth.domain.directions.permissions import PermissionAnswered, PermissionAsked
from troth.domain.directions.treats import TreatLeft, TreatOffered, TreatTaken
from troth.domain.dynamic.events import (
    Activated,
    LighterBegun,
    LighterEnded,
    Paused,
    Phase,
    Resumed,
    ResumptionAffirmed,
    ResumptionRetracted,
    Stopped,
    ZoneChanged,
)
from troth.domain.dynamic.state import phase
from troth.domain.force import Hindrance, hindrance
from troth.domain.kernel import ClauseId
from troth.domain.resets.events import (
    ClauseReaffirmed,
    HelpRevealed,
    ResetBegun,
    ResetDone,
    ResetOptedInto,
    Wish,
)
from troth.domain.routing.routes import Label
from troth.domain.safety import LimitLoosened, LimitSet
from troth.domain.sessions.events import (
    ArrivedAtSession,
    MinutesConfirmed,
    PreparationBrought,
    SessionCalledOff,
    SessionClosed,
    SessionOpened,
)
from troth.domain.sessions.state import missed, next_session
from troth.domain.talks.events import TalkClosed, TalkRequested, TalkScheduled
from troth.domain.windows import WindowClosed, WindowOpened


def test_it_spans_eight_weeks_and_ends_at_the_moment_of_making(demo: Told) -> None:
    assert demo.weeks == WEEKS
    first, last = demo.record[0].at, demo.record[-1].at
    assert timedelta(weeks=7) < last - first < timedelta(weeks=8)
    assert timedelta() < demo.made_at - last < timedelta(hours=1)


def test_the_first_agreement_takes_a_counter_and_both_on_the_same_words(demo: Told) -> None:
    first = demo.of(TermsProposed)[0].proposal
    (counter,) = demo.by(TermsRevised)
    assert counter[0] == WREN
    assert counter[1].proposal == first
    consents = [(by, each) for by, each in demo.by(ConsentGiven) if each.proposal == first]
    assert [(by, each.revision) for by, each in consents] == [(ASH, 1), (ASH, 2), (WREN, 2)]
    adopted = demo.of(TermsAdopted)[0]
    assert demo.place(adopted) < demo.place(demo.of(Activated)[0])


def test_no_is_an_answer_to_a_proposal(demo: Told) -> None:
    ((by, declined),) = demo.by(TermsDeclined)
    assert by == WREN
    assert declined.proposal not in {each.proposal for each in demo.of(TermsAdopted)}


def test_closeness_waits_and_is_tried_before_it_is_renewed(demo: Told) -> None:
    assert [by for by, _ in demo.by(CoolingOffLengthened)] == [WREN]
    agreement = demo.now().state.ground.agreement
    for name in ("closeness", "closeness-invitation"):
        held = in_force(agreement, ClauseId(name), demo.made_at)
        assert held is not None
        assert held.terms.category is Category.NEW_INTIMATE
        assert is_tried(held)
        agreed_at = max(
            each.at
            for each in demo.record
            if isinstance(each.event, TermsAdopted) and each.at < held.since
        )
        assert held.since - agreed_at >= timedelta(hours=24)
        renewed = standing_consent(held, ASH).at - held.since
        assert timedelta(days=23) <= renewed < timedelta(days=30)


def test_what_was_tried_is_renewed_by_both_and_one_line_runs_out(demo: Told) -> None:
    renewed = {
        by: {each.clause for who, each in demo.by(ConsentRenewed) if who == by} for by in BOTH
    }
    assert renewed[ASH] == renewed[WREN]
    agreement = demo.now().state.ground.agreement
    assert latest(agreement, ClauseId("reading-aloud")) is not None
    assert in_force(agreement, ClauseId("reading-aloud"), demo.made_at) is None


def test_each_of_the_nine_answers_is_met(demo: Told) -> None:
    decided = {each.label for each in demo.of(MatterDecided)}
    assert decided == set(Label) - {Label.HELD, Label.FORBIDDEN}
    undecided = {
        each.label: each.matter
        for each in demo.of(MatterRaised)
        if each.label in (Label.HELD, Label.FORBIDDEN)
    }
    assert undecided.keys() == {Label.HELD, Label.FORBIDDEN}
    assert set(undecided.values()) <= {each.matter for each in demo.of(MatterWithdrawn)}


def test_opinions_of_either_are_taken_partly_taken_and_not_taken(demo: Told) -> None:
    for decider in BOTH:
        weights = {
            answer.weight
            for by, decided in demo.by(MatterDecided)
            if by == decider
            for answer in decided.answers
        }
        assert weights == set(Weight)


def test_choices_are_left_shared_split_hurried_looked_at_and_undone(demo: Told) -> None:
    assert [by for by, _ in demo.by(MatterDeferred)] == [ASH]
    assert [by for by, _ in demo.by(MatterElevated)] == [WREN]
    for kind in (MatterSplit, TakenUrgently, DecisionReviewed, DecisionRescinded):
        assert demo.of(kind), kind


def test_thanks_and_notes_go_both_ways_and_are_answered(demo: Told) -> None:
    said = [(by, each.about, each.kind) for by, each in demo.by(Observed)]
    for by, about in ((ASH, WREN), (WREN, ASH)):
        assert (by, about, ObservationKind.PRAISE) in said
        assert (by, about, ObservationKind.NOTE) in said
    assert {kind for _, _, kind in said} == set(ObservationKind)
    assert demo.of(ObservationAnswered)


def test_slips_are_weighed_in_every_way(demo: Told) -> None:
    assert {each.finding for each in demo.of(BreachFound)} == set(Finding)
    known = demo.now().state.conduct.breaches.breaches.values()
    assert Closing.LET_REST in {each.closing for each in known}
    assert {each.bearer for each in known if each.is_open} == BOTH


def test_a_slip_is_put_right_with_care_by_either(demo: Told) -> None:
    bearers = {each.breach: each.bearer for each in demo.of(BreachReported)}
    done = {each.breach for each in demo.of(CorrectionDone)}
    assert done == {each.breach for each in demo.of(CareNoted)}
    assert {bearers[each] for each in done} == BOTH


def test_an_offered_response_is_declined_or_talked_about_instead(demo: Told) -> None:
    talks = [each.talk for each in demo.of(CorrectionDeclined)]
    assert None in talks
    assert any(talk is not None for talk in talks)


def test_a_slip_of_the_lead_is_found_by_both(demo: Told) -> None:
    led = {each.breach for each in demo.of(BreachReported) if each.bearer_led}
    found = next(each for each in demo.of(BreachFound) if each.breach in led)
    weighed = {by for by, each in demo.by(BreachWeighed) if each.breach == found.breach}
    assert weighed == BOTH


def test_one_slip_is_told_by_the_one_it_concerns(demo: Told) -> None:
    told = [each.breach for by, each in demo.by(BreachReported) if by == each.bearer]
    assert told
    answered = {each.breach for by, each in demo.by(BreachAnswered) if by == WREN}
    assert set(told) <= answered


def test_talks_that_follow_from_a_slip_become_proposals(demo: Told) -> None:
    closed = {str(each.talk): demo.place(each) for each in demo.of(TalkClosed)}
    proposed = {str(each.proposal): demo.place(each) for each in demo.of(TermsProposed)}
    assert closed["fewer-pages"] < proposed["fewer-pages"]
    assert closed["the-sink"] < proposed["clearer-kitchen"]
    adopted = {each.proposal for each in demo.of(TermsAdopted)}
    assert {"fewer-pages", "clearer-kitchen"} <= adopted
    assert {by for by, _ in demo.by(TalkRequested)} == BOTH
    assert demo.of(TalkScheduled)


def test_sessions_are_prepared_held_carried_over_called_off_and_not_held(demo: Told) -> None:
    assert {by for by, _ in demo.by(PreparationBrought)} == BOTH
    closed = demo.of(SessionClosed)
    assert len(closed) == len(demo.of(SessionOpened)) >= 5
    assert all(each.minutes is not None for each in closed)
    assert any(each.carried for each in closed)
    assert any(each.dissent for each in demo.of(MinutesConfirmed))
    assert demo.of(SessionCalledOff)
    now = demo.now()
    assert missed(now.state.sessions, now.state.ground, now.moment)


def test_the_next_session_is_tomorrow(demo: Told) -> None:
    now = demo.now()
    ahead = next_session(now.state.sessions, now.state.ground, now.moment)
    assert ahead is not None
    assert (ahead.at.date() - demo.made_at.date()).days == 1


def test_check_ins_are_revealed_together_and_guesses_bring_misreading_to_light(demo: Told) -> None:
    revealed = demo.of(CheckInRevealed)
    assert all(each.answers.keys() == BOTH for each in revealed)
    assert len(revealed) == 7
    guesses = [(each.answers[ASH].guess, each.answers[WREN]) for each in revealed]
    misread = [told for guess, told in guesses if guess and guess.clarity is not told.clarity]
    assert misread


def test_an_ebb_is_met_with_a_reset_both_opt_into(demo: Told) -> None:
    (begun,) = demo.of(ResetBegun)
    assert {by for by, each in demo.by(ResetOptedInto) if each.reset == begun.reset} == BOTH
    assert demo.of(ResetDone)
    assert {each.wish for each in demo.of(ClauseReaffirmed)} == set(Wish)
    (helped,) = demo.of(HelpRevealed)
    assert helped.answers.keys() == BOTH


def test_a_pause_ends_only_when_both_come_back(demo: Told) -> None:
    whole = [by for by, each in demo.by(Paused) if each.area is None]
    assert whole == [WREN]
    assert demo.of(ResumptionRetracted)
    last: dict[str, set[str]] = {}
    for by, affirmed in demo.by(ResumptionAffirmed):
        last.setdefault(str(affirmed.area), set()).add(by)
    assert last == {"None": set(BOTH), "closeness": set(BOTH)}
    assert {each.area for each in demo.of(Resumed)} == {None, "closeness"}
    ground = demo.now().state.ground
    assert phase(ground.dynamic, demo.made_at) is Phase.ACTIVE
    assert not ground.dynamic.area_suspensions


def test_an_accepted_response_does_not_outlive_a_pause(demo: Told) -> None:
    accepted = {each.breach for each in demo.of(CorrectionAccepted)}
    (unused,) = accepted - {each.breach for each in demo.of(CorrectionDone)}
    pause = next(each for each in demo.of(Paused) if each.area is None)
    assert demo.place(pause) > max(
        demo.place(each) for each in demo.of(CorrectionAccepted) if each.breach == unused
    )


def test_a_stop_is_heard_in_the_middle_of_a_session(demo: Told) -> None:
    ((by, stop),) = demo.by(Stopped)
    assert by == WREN
    opened = [each for each in demo.of(SessionOpened) if demo.place(each) < demo.place(stop)][-1]
    closed = next(each for each in demo.of(SessionClosed) if each.session == opened.session)
    back = {
        who
        for who, each in demo.by(ArrivedAtSession)
        if each.session == opened.session and demo.place(each) > demo.place(stop)
    }
    assert demo.place(opened) < demo.place(stop) < demo.place(closed)
    assert back == BOTH


def test_a_limit_keeps_a_clause_from_operating_and_its_owner_loosens_another(demo: Told) -> None:
    assert {by for by, _ in demo.by(LimitSet)} == BOTH
    assert [by for by, _ in demo.by(LimitLoosened)] == [ASH]
    now = demo.now()
    table = hindrance(now.state.ground, ClauseId("table-words"), now.moment)
    assert table is Hindrance.LIMIT


def test_a_week_apart_has_windows_across_two_zones(demo: Told) -> None:
    assert [each.zone for each in demo.of(ZoneChanged)] == [AWAY_ZONE, HOME_ZONE]
    roles = [
        item.wording.terms.body
        for each in demo.of(TermsProposed)
        for item in each.items
        if isinstance(item, Adopt) and isinstance(item.wording.terms.body, Role)
    ]
    presences = [each.presence for each in roles]
    assert presences == [Presence.ALWAYS, Presence.WINDOWS_ONLY, Presence.ALWAYS]
    assert demo.of(WindowOpened)
    assert {by for by, _ in demo.by(WindowClosed)} == BOTH


def test_low_days_are_each_ones_own_word(demo: Told) -> None:
    assert {by for by, _ in demo.by(LighterBegun)} == BOTH
    assert {by for by, _ in demo.by(LighterEnded)} == BOTH


def test_what_is_asked_is_taken_up_or_not_and_given_freely(demo: Told) -> None:
    assert {each.grade for each in demo.of(DirectionGiven)} == {Grade.REQUEST, Grade.ORDER}
    for kind in (DirectionTakenUp, DirectionDone, DirectionCannot, DirectionLetGo):
        assert demo.of(kind), kind
    assert {each.yes for each in demo.of(PermissionAnswered)} == {True, False}
    assert {each.clause for each in demo.of(PermissionAsked)} == {"closeness-invitation"}
    assert {by for by, _ in demo.by(TreatOffered)} == BOTH
    assert demo.of(TreatTaken)
    assert demo.of(TreatLeft)
