"""At the table: what is brought, treated and written down, and read alike by both."""

import pytest

from tests.domain.sitting import (
    FIRST,
    KITCHEN_ITEM,
    LINE,
    ONE_CHANGE,
    SECOND,
    TONIGHT,
    appreciations,
    both_here,
    carried,
    confirms,
    ending,
    gone_by,
    kinds,
    on_friday,
    open_session,
    sat_down,
    table,
)
from tests.given import ASH, STRANGER, WREN
from troth.domain.dynamic.commands import (
    Pause,
    Stop,
)
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import (
    KEPT_DAYS,
    AreaId,
    Digest,
    MemberId,
    NotFound,
    UnclearWording,
)
from troth.domain.sessions.commands import (
    ArriveAtSession,
    BringPreparation,
    CallOffSession,
    ConfirmMinutes,
    MinutesChanged,
    NotYourLine,
    PlanSession,
    SessionCommand,
    SessionNotOpen,
    SessionRests,
    StrikeLine,
    TooMuchForOneSession,
    TreatItem,
    WriteLine,
)
from troth.domain.sessions.decide import LINE_LENGTH, MOST_ITEMS
from troth.domain.sessions.events import (
    Item,
    LineId,
    Preparation,
    SessionClosed,
    SessionId,
    Topic,
    Treatment,
)
from troth.domain.sessions.state import (
    Ending,
    is_in_role,
    is_resting,
)


def test_what_each_is_glad_of_is_said_both_ways_and_only_at_the_table() -> None:
    couple = on_friday()
    glad = BringPreparation(FIRST, Preparation.GLAD, "The evening walks.")
    couple.is_refused(WREN, glad, SessionNotOpen)
    both_here(couple)
    couple.does(WREN, glad)
    couple.does(WREN, BringPreparation(FIRST, Preparation.HARD, "The late calls."))
    couple.does(ASH, BringPreparation(FIRST, Preparation.GLAD, "Being told early."))
    assert appreciations(table(couple), couple.state.ground) == {
        ASH: ("Being told early.",),
        WREN: ("The evening walks.",),
    }
    couple.is_refused(ASH, BringPreparation(FIRST, Preparation.WISH, " "), UnclearWording)


def test_both_confirm_the_same_minutes_and_the_session_is_closed() -> None:
    couple = sat_down()
    couple.does(WREN, TreatItem(TONIGHT, KITCHEN_ITEM, Treatment.TALKED))
    couple.does(ASH, WriteLine(TONIGHT, LINE, "Wren asks for help on Tuesdays.", ASH))
    minutes = table(couple).minutes
    confirms(couple, WREN)
    assert open_session(couple) is not None
    assert confirms(couple, ASH)[-1] == SessionClosed(TONIGHT, minutes)
    assert open_session(couple) is None
    assert ending(couple) is Ending.CLOSED


def test_one_who_confirms_twice_has_confirmed_once() -> None:
    couple = sat_down()
    confirms(couple, WREN)
    assert confirms(couple, WREN) == ()
    assert open_session(couple) is not None


def test_any_edit_voids_the_other_s_confirmation() -> None:
    couple = sat_down()
    couple.does(ASH, WriteLine(TONIGHT, LINE, "One change: lights out at ten."))
    edits: tuple[SessionCommand, ...] = (
        WriteLine(TONIGHT, LINE, "One change: lights out at eleven."),
        WriteLine(TONIGHT, LINE, "One change: lights out at eleven.", ASH),
        WriteLine(TONIGHT, LineId("second"), "And tea first."),
        StrikeLine(TONIGHT, LineId("second")),
        TreatItem(TONIGHT, ONE_CHANGE, Treatment.TALKED),
    )
    for edit in edits:
        confirms(couple, WREN)
        read = table(couple).minutes
        couple.does(ASH, edit)
        assert WREN not in table(couple).confirmations
        couple.is_refused(ASH, ConfirmMinutes(TONIGHT, read), MinutesChanged)
    confirms(couple, ASH)
    assert open_session(couple) is not None


def test_an_edit_taken_back_does_not_bring_a_confirmation_back() -> None:
    couple = sat_down()
    confirms(couple, WREN)
    couple.does(ASH, WriteLine(TONIGHT, LINE, "A thought."))
    couple.does(ASH, StrikeLine(TONIGHT, LINE))
    confirms(couple, ASH)
    assert open_session(couple) is not None
    confirms(couple, WREN)
    assert ending(couple) is Ending.CLOSED


def test_a_dissenting_note_stands_beside_and_changes_nothing_of_the_other_s() -> None:
    couple = sat_down()
    couple.does(ASH, WriteLine(TONIGHT, LINE, "The kitchen was the hard part."))
    confirms(couple, ASH)
    confirmed = confirms(couple, WREN, dissent="For me it was the hurry.")
    assert kinds(confirmed)[-1] is SessionClosed
    assert ending(couple) is Ending.CLOSED
    other = sat_down()
    confirms(other, WREN, dissent="For me it was the hurry.")
    assert table(other).confirmations[WREN].dissent == "For me it was the hurry."
    unclear = ConfirmMinutes(TONIGHT, table(other).minutes, "\u200b")
    other.is_refused(ASH, unclear, UnclearWording)


def test_nobody_changes_the_other_s_line() -> None:
    couple = sat_down()
    couple.does(WREN, WriteLine(TONIGHT, LINE, "I was tired."))
    couple.is_refused(ASH, WriteLine(TONIGHT, LINE, "Wren was tired."), NotYourLine)
    couple.is_refused(ASH, StrikeLine(TONIGHT, LINE), NotYourLine)
    couple.is_refused(ASH, StrikeLine(TONIGHT, LineId("none")), NotFound)
    assert couple.does(WREN, WriteLine(TONIGHT, LINE, "I was tired.")) == ()


def test_only_the_two_take_a_line_on() -> None:
    couple = sat_down()
    couple.is_refused(ASH, WriteLine(TONIGHT, LINE, "Call the plumber.", STRANGER), NotFound)
    too_long = "x" * (LINE_LENGTH + 1)
    couple.is_refused(ASH, WriteLine(TONIGHT, LINE, too_long), UnclearWording)


def test_what_is_carried_over_waits_for_the_next_session_until_it_is_talked_about() -> None:
    couple = sat_down()
    couple.does(ASH, TreatItem(TONIGHT, KITCHEN_ITEM, Treatment.CARRIED))
    couple.does(ASH, TreatItem(TONIGHT, ONE_CHANGE, Treatment.LEFT))
    for member in (ASH, WREN):
        confirms(couple, member)
    assert ending(couple) is Ending.PARTIAL
    assert carried(couple) == (KITCHEN_ITEM,)
    again = SessionId("again")
    couple.does(WREN, PlanSession(again, couple.now, 60))
    both_here(couple, again)
    couple.does(WREN, CallOffSession(again))
    assert carried(couple) == (KITCHEN_ITEM,)
    couple.does(WREN, PlanSession(SessionId("third"), couple.now, 60))
    both_here(couple, SessionId("third"))
    couple.does(WREN, TreatItem(SessionId("third"), KITCHEN_ITEM, Treatment.TALKED))
    for member in (ASH, WREN):
        confirms(couple, member)
    assert carried(couple) == ()
    assert ending(couple, SessionId("third")) is Ending.CLOSED


def test_an_item_can_be_treated_otherwise_on_second_thoughts() -> None:
    couple = sat_down()
    couple.does(ASH, TreatItem(TONIGHT, KITCHEN_ITEM, Treatment.CARRIED))
    assert couple.does(ASH, TreatItem(TONIGHT, KITCHEN_ITEM, Treatment.CARRIED)) == ()
    couple.does(WREN, TreatItem(TONIGHT, KITCHEN_ITEM, Treatment.TALKED))
    assert [each.treatment for each in table(couple).items] == [Treatment.TALKED]
    hidden = Item(Topic.DECISIONS, "\u200b")
    couple.is_refused(WREN, TreatItem(TONIGHT, hidden, Treatment.LEFT), UnclearWording)


def test_one_evening_holds_only_so_much() -> None:
    couple = sat_down()
    for number in range(MOST_ITEMS):
        item = Item(Topic.DECISIONS, f"m{number}")
        couple.does(ASH, TreatItem(TONIGHT, item, Treatment.CARRIED))
        couple.does(ASH, WriteLine(TONIGHT, LineId(f"l{number}"), "A line."))
        couple.does(ASH, BringPreparation(TONIGHT, Preparation.WISH, "A wish."))
    more: tuple[SessionCommand, ...] = (
        TreatItem(TONIGHT, KITCHEN_ITEM, Treatment.TALKED),
        WriteLine(TONIGHT, LINE, "A line."),
        BringPreparation(TONIGHT, Preparation.WISH, "A wish."),
    )
    for command in more:
        couple.is_refused(ASH, command, TooMuchForOneSession)
    couple.does(WREN, CallOffSession(TONIGHT))
    assert len(carried(couple)) == MOST_ITEMS


@pytest.mark.parametrize("by", [ASH, WREN])
def test_either_ends_a_session_early_without_minutes(by: MemberId) -> None:
    couple = sat_down()
    assert couple.does(by, CallOffSession(TONIGHT)) == (SessionClosed(TONIGHT, None),)
    assert ending(couple) is Ending.PARTIAL
    couple.is_refused(by, WriteLine(TONIGHT, LINE, "One more."), SessionNotOpen)


@pytest.mark.parametrize("rest", [Stop(), Pause()])
def test_a_stop_inside_a_session_interrupts_it_and_ends_nothing(rest: Stop | Pause) -> None:
    couple = sat_down()
    couple.does(ASH, WriteLine(TONIGHT, LINE, "What was said stays said."))
    couple.does(WREN, rest)
    assert is_resting(table(couple), couple.state.ground)
    for member in (ASH, WREN):
        couple.is_refused(member, WriteLine(TONIGHT, LineId("x"), "On we go."), SessionRests)
        couple.is_refused(member, ConfirmMinutes(TONIGHT, table(couple).minutes), SessionRests)
    couple.later(days=3)
    assert LINE in table(couple).lines
    assert gone_by(couple) == []


def test_after_a_stop_both_come_back_to_the_table_as_equals_before_anything_resumes() -> None:
    couple = sat_down(in_role=True)
    assert is_in_role(table(couple), couple.state.ground, couple.moment())
    couple.does(WREN, Stop())
    couple.does(ASH, ArriveAtSession(TONIGHT))
    assert couple.does(ASH, ArriveAtSession(TONIGHT)) == ()
    assert is_resting(table(couple), couple.state.ground)
    couple.does(WREN, ArriveAtSession(TONIGHT))
    couple.does(WREN, WriteLine(TONIGHT, LINE, "We talk first."))
    assert phase(couple.state.ground.dynamic, couple.now) is Phase.STOPPED
    assert not is_in_role(table(couple), couple.state.ground, couple.moment())


def test_one_who_is_not_fit_to_come_back_ends_it_and_carries_over() -> None:
    couple = sat_down()
    couple.does(ASH, TreatItem(TONIGHT, KITCHEN_ITEM, Treatment.CARRIED))
    couple.does(WREN, Stop())
    couple.does(WREN, ArriveAtSession(TONIGHT, fit=False))
    assert ending(couple) is Ending.PARTIAL
    assert carried(couple) == (KITCHEN_ITEM,)


def test_a_stop_takes_back_an_arrival() -> None:
    couple = on_friday()
    couple.does(ASH, ArriveAtSession(FIRST))
    couple.does(WREN, Stop())
    couple.does(WREN, ArriveAtSession(FIRST))
    assert open_session(couple) is None


def test_a_pause_of_one_part_of_life_leaves_the_session_alone() -> None:
    couple = sat_down()
    couple.does(WREN, Pause(AreaId("household")))
    assert not is_resting(table(couple), couple.state.ground)


def test_sitting_down_to_the_next_session_ends_one_left_open() -> None:
    couple = both_here(on_friday())
    couple.does(ASH, TreatItem(FIRST, KITCHEN_ITEM, Treatment.CARRIED))
    couple.later(days=7)
    both_here(couple, SECOND)
    assert ending(couple, FIRST) is Ending.PARTIAL
    assert table(couple).id == SECOND
    assert carried(couple) == (KITCHEN_ITEM,)


def test_a_session_changes_nothing_of_the_agreement() -> None:
    couple = sat_down()
    before = couple.state.ground
    couple.does(ASH, WriteLine(TONIGHT, LINE, "The kitchen rule ends today.", WREN))
    for member in (ASH, WREN):
        confirms(couple, member)
    assert couple.state.ground == before


def test_minutes_are_confirmed_by_their_digest_only() -> None:
    couple = sat_down()
    couple.is_refused(WREN, ConfirmMinutes(TONIGHT, Digest("0" * 64)), MinutesChanged)
    couple.is_refused(WREN, ConfirmMinutes(FIRST, table(couple).minutes), SessionNotOpen)


def test_sessions_long_past_are_forgotten() -> None:
    couple = sat_down()
    couple.does(ASH, CallOffSession(TONIGHT))
    couple.later(days=KEPT_DAYS + 1)
    couple.does(ASH, PlanSession(SessionId("new"), couple.now, 60))
    assert set(couple.state.sessions.plans) == {"new"}
