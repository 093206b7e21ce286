"""Today: one ribbon, three rows, two lists of one shape, one thing said; nothing is counted."""

import msgspec
import pytest

from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, Couple, clause, role, usual
from troth.domain.agreement.terms import (
    Presence,
    Ritual,
    Role,
    Standard,
    Style,
    Terms,
)
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import GiveDirection
from troth.domain.directions.treats import OfferTreat, TreatId
from troth.domain.dynamic.commands import (
    BeginDynamic,
    BeginLighter,
    ChangeZone,
    End,
    Pause,
    RaiseCheck,
    Stop,
)
from troth.domain.dynamic.events import Member
from troth.domain.kernel import ClauseId, MemberId, Significance
from troth.domain.routing.matter import Declaration
from troth.domain.safety import LimitId, SetLimit, Target
from troth.domain.schedules import Schedule
from troth.domain.standards.commands import MarkOccurrence, SetTask
from troth.domain.standards.events import ClauseDuty, Mark, TaskId, TaskKind
from troth.projections.keeping import COMMITMENT, Line
from troth.projections.standing import SENTENCES, Standing, ribbon_sentence
from troth.projections.today import ROWS_SHOWN, Today, today
from troth.projections.waiting import Viewing

WALK = ClauseId("walk")


def seen(couple: Couple, viewer: MemberId, *, whole: bool = False) -> Today:
    """Return what one of them sees now."""
    return today(couple.state, Viewing(viewer, couple.moment()), whole=whole)


def walk(rule: str = "FREQ=WEEKLY;BYDAY=MO", bearer: MemberId = ASH) -> Terms:
    """Return a ritual, on Mondays at eight unless said otherwise."""
    schedule = Schedule(rule, "2026-03-02T20:00", "Europe/London", 60)
    bearers = frozenset({bearer})
    return Terms(WALK, Ritual(schedule), "We walk after dinner.", bearers=bearers, area=HOUSEHOLD)


def listening() -> Terms:
    """Return a commitment of the one who leads."""
    text = "Ash asks how the day was."
    bearers = frozenset({ASH})
    return Terms(ClauseId("listening"), Standard(), text, bearers=bearers, area=HOUSEHOLD)


def lines(read: Today, member: MemberId) -> dict[str, Line]:
    """Return what one of them keeps, by name."""
    (column,) = (each for each in read.columns if each.member == member)
    return {line.name: line for line in column.lines}


def praises(couple: Couple, by: MemberId, about: MemberId, text: str) -> None:
    """Let one of them thank the other."""
    id_ = ObservationId(f"o{len(couple.record)}")
    couple.does(by, Observe(id_, about, ObservationKind.PRAISE, text))


def test_on_an_ordinary_day_there_is_no_ribbon() -> None:
    assert seen(Couple().have_begun(), WREN).ribbon is None


def test_each_reads_their_own_list_first_and_the_others_beside_it() -> None:
    couple = Couple().have_begun(listening())
    assert [column.name for column in seen(couple, WREN).columns] == ["Wren", "Ash"]
    assert [column.name for column in seen(couple, ASH).columns] == ["Ash", "Wren"]


def test_the_two_see_the_same_lists() -> None:
    couple = Couple().have_begun(listening(), walk())
    hers, his = seen(couple, WREN).columns, seen(couple, ASH).columns
    assert set(hers) == set(his)


def test_what_the_lead_keeps_is_shown_as_a_commitment_in_the_same_shape() -> None:
    read = seen(Couple().have_begun(listening()), WREN)
    assert lines(read, ASH)["listening"].kind == COMMITMENT
    assert lines(read, WREN)["kitchen"].kind == "standard"


def test_a_ritual_is_shown_on_its_day_and_not_on_others() -> None:
    couple = Couple().have_begun(walk())
    assert WALK in lines(seen(couple, WREN), ASH)
    couple.later(days=1)
    assert WALK not in lines(seen(couple, WREN), ASH)


def test_a_day_is_the_day_of_the_one_who_keeps_it() -> None:
    couple = Couple().have_begun(walk("FREQ=DAILY"))
    couple.does(ASH, ChangeZone("America/New_York"))
    couple.later(hours=9)
    (turn,) = lines(seen(couple, WREN), ASH)[WALK].turns
    assert couple.now.day == 3
    assert turn.start.day == 2


def test_tasks_and_directions_stand_in_one_list_with_the_standards() -> None:
    couple = Couple().have_begun()
    until = couple.now.replace(hour=22)
    task = SetTask(TaskId("letter"), WREN, TaskKind.WRITING, "Write the invitations.", until)
    couple.does(WREN, task)
    word = Declaration(frozenset({WREN}), Significance.ROUTINE)
    asked = GiveDirection(DirectionId("g1"), "Call the plumber.", word, until, HOUSEHOLD)
    couple.does(ASH, asked)
    kept = lines(seen(couple, ASH), WREN)
    assert set(kept) == {"kitchen", "letter", "g1"}
    assert kept["g1"].area == HOUSEHOLD


def test_ones_own_word_is_shown_and_its_absence_is_nothing() -> None:
    couple = Couple().have_begun(listening())
    assert lines(seen(couple, ASH), WREN)["kitchen"].turns == ()
    couple.does(WREN, MarkOccurrence(ClauseDuty(KITCHEN), couple.now, Mark.NOT_THIS_TIME))
    (turn,) = lines(seen(couple, ASH), WREN)["kitchen"].turns
    assert turn.mark is Mark.NOT_THIS_TIME


def test_on_a_low_day_the_lighter_words_are_shown_to_both() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, BeginLighter())
    for viewer in (ASH, WREN):
        line = lines(seen(couple, viewer), WREN)["kitchen"]
        assert line.lighter
        assert line.text == "The surfaces are clear."


def test_a_limit_takes_a_line_off_the_list_at_once() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, SetLimit(LimitId("l1"), Target.CLAUSE, KITCHEN))
    assert not lines(seen(couple, ASH), WREN)


def test_at_most_three_things_wait_and_the_rest_is_named_apart() -> None:
    couple = Couple().have_begun()
    for number in range(5):
        couple.does(ASH, OfferTreat(TreatId(f"t{number}"), "An evening out."))
    read = seen(couple, WREN)
    assert len(read.waiting) == ROWS_SHOWN
    assert read.more == len(seen(couple, WREN, whole=True).waiting) - ROWS_SHOWN
    assert seen(couple, WREN, whole=True).more == 0


def test_thanks_are_shown_before_anything_else_that_was_said() -> None:
    couple = Couple().have_begun()
    praises(couple, ASH, WREN, "The kitchen was lovely.")
    couple.later(hours=1)
    note = Observe(ObservationId("n"), WREN, ObservationKind.CONCERN, "You seem tired.")
    couple.does(ASH, note)
    for viewer in (ASH, WREN):
        lately = seen(couple, viewer).lately
        assert lately is not None
        assert (lately.by, lately.text) == ("Ash", "The kitchen was lovely.")


def test_thanks_from_the_other_come_before_ones_own() -> None:
    couple = Couple().have_begun()
    praises(couple, ASH, WREN, "The kitchen was lovely.")
    couple.later(hours=1)
    praises(couple, WREN, ASH, "You listened.")
    by = [lately.by for viewer in (ASH, WREN) if (lately := seen(couple, viewer).lately)]
    assert by == ["Wren", "Ash"]


def test_a_reminder_is_shown_to_the_one_it_was_said_to_only() -> None:
    couple = Couple().have_begun()
    reminder = Observe(ObservationId("n"), WREN, ObservationKind.REMINDER, "The kitchen?")
    couple.does(ASH, reminder)
    lately = seen(couple, WREN).lately
    assert lately is not None
    assert lately.text == "The kitchen?"
    assert seen(couple, ASH).lately is None


def test_what_was_said_leaves_the_page_after_a_week() -> None:
    couple = Couple().have_begun()
    praises(couple, ASH, WREN, "The kitchen was lovely.")
    couple.later(days=8)
    assert seen(couple, WREN).lately is None


@pytest.mark.parametrize(
    ("rest", "standing"),
    [(Pause(), Standing.PAUSED), (Stop(), Standing.STOPPED), (RaiseCheck(), Standing.CHECKING)],
)
def test_a_rest_is_one_ribbon_the_same_for_both(
    rest: Pause | Stop | RaiseCheck, standing: Standing
) -> None:
    couple = Couple().have_begun()
    couple.does(WREN, rest)
    hers, his = seen(couple, WREN).ribbon, seen(couple, ASH).ribbon
    assert hers == his
    assert hers is not None
    assert hers.standing is standing


def test_a_pause_says_who_and_when_and_nothing_more() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause())
    found = seen(couple, ASH).ribbon
    assert found is not None
    sentence = ribbon_sentence(found, "18:00")
    assert sentence.startswith("Paused by Wren at 18:00.")


def test_a_check_in_says_who_asked_for_it_and_when() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, RaiseCheck())
    found = seen(couple, ASH).ribbon
    assert found is not None
    sentence = ribbon_sentence(found, "18:40")
    assert sentence.startswith("Wren asked to check in at 18:40.")


def test_in_a_pause_nothing_is_expected_of_anybody() -> None:
    couple = Couple().have_begun(listening(), walk())
    couple.does(WREN, Pause())
    assert [column.lines for column in seen(couple, ASH).columns] == [(), ()]


def test_after_thirty_days_of_pause_the_page_is_as_on_the_first() -> None:
    couple = Couple().have_begun(listening(), walk())
    couple.does(WREN, Pause())
    before = seen(couple, ASH)
    couple.later(days=30)
    after = seen(couple, ASH)
    assert (after.ribbon, after.waiting, after.columns) == (
        before.ribbon,
        before.waiting,
        before.columns,
    )


def test_a_paused_part_of_life_is_named() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause(HOUSEHOLD))
    found = seen(couple, ASH).ribbon
    assert found is not None
    assert ribbon_sentence(found, "") == (
        "Resting: The household. It takes you both to come back to it."
    )
    assert not lines(seen(couple, ASH), WREN)


def test_outside_a_window_the_page_says_that_nothing_is_expected() -> None:
    part_time = clause("role", Role(ASH, Style.NEGOTIATED, Presence.WINDOWS_ONLY))
    drafts = [each for each in usual() if each.clause != role().clause]
    couple = Couple().have_begun(drafts=[part_time, *drafts])
    read = seen(couple, WREN)
    assert read.ribbon is not None
    assert read.ribbon.standing is Standing.WINDOW_CLOSED
    assert not lines(read, WREN)


def test_before_it_has_begun_and_after_it_has_ended_the_page_still_stands() -> None:
    couple = Couple().have_met()
    met = seen(couple, WREN).ribbon
    assert met is not None
    assert met.standing is Standing.FORMING
    couple = Couple().have_begun()
    couple.does(WREN, End())
    read = seen(couple, ASH)
    assert read.ribbon is not None
    assert read.ribbon.standing is Standing.ENDED
    assert (read.waiting, read.more, read.lately) == ((), 0, None)


def test_one_who_waits_for_the_other_to_join_reads_so() -> None:
    couple = Couple()
    couple.does(ASH, BeginDynamic(Member(ASH, "Ash", "Europe/London", adult=True)))
    read = seen(couple, ASH)
    assert read.ribbon is not None
    assert read.ribbon.standing is Standing.ALONE
    assert read.waiting == ()
    assert [column.name for column in read.columns] == ["Ash"]


@pytest.mark.parametrize("standing", list(Standing))
def test_every_ribbon_has_a_sentence(standing: Standing) -> None:
    assert SENTENCES[standing].endswith(".")


def test_no_figure_on_the_page_is_about_a_person() -> None:
    couple = Couple().have_begun(listening(), walk())
    couple.does(WREN, MarkOccurrence(ClauseDuty(KITCHEN), couple.now, Mark.PARTLY))
    page = msgspec.to_builtins(seen(couple, ASH))
    assert _figures(page) == {("more",)}


def _figures(value: object, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Return where in a page there is a number."""
    if isinstance(value, dict):
        found = (_figures(each, (*path, str(name))) for name, each in value.items())
        return set().union(*found)
    if isinstance(value, list | tuple):
        return set().union(*(_figures(each, path) for each in value))
    is_figure = isinstance(value, int | float) and not isinstance(value, bool)
    return {path} if is_figure else set()
