"""The agenda: one order for both, everything derived, and nothing told that is not shared."""

from datetime import timedelta

import msgspec

from tests.domain.conduct.putting_right import (
    ANSWERS,
    FOLLOWS,
    LEADS,
    SLIP,
    commitment,
    reports,
    upheld,
)
from tests.domain.decisions.deciding import EVENINGS, M, decides, passes, raised, shared_evening
from tests.domain.decisions.deciding import consulted as in_household
from tests.domain.sitting import FIRST, WEEKLY, both_here, confirms, on_friday, table, weekly
from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, Couple, clause, kitchen
from troth.domain.agreement.commands import NameArea, WithdrawConsent
from troth.domain.agreement.terms import ResetForm, Standard, Terms
from troth.domain.checkins import Answer, Clarity, Connection, RevealCheckIn, open_rounds
from troth.domain.conduct.commands import AnswerBreach, CloseBreach, ReportBreach, WeighBreach
from troth.domain.conduct.events import AnswerKind, BreachId, Finding
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.dynamic.commands import BeginLighter, Pause, RaiseCheck
from troth.domain.kernel import AreaId, ClauseId
from troth.domain.resets.commands import AskReset, FinishReset, OptIntoReset, ReaffirmClause
from troth.domain.resets.events import ResetId, Wish
from troth.domain.sessions.commands import BringPreparation, CallOffSession, TreatItem
from troth.domain.sessions.events import Item, Preparation, Topic, Treatment
from troth.domain.standards.commands import MarkOccurrence
from troth.domain.standards.events import ClauseDuty, Mark
from troth.domain.talks.commands import AskToTalk, HoldTalk, SuggestTalkTime
from troth.domain.talks.events import TalkId, Urgency
from troth.projections.agenda import Agenda, Entry, Section, agenda
from troth.projections.agenda_words import (
    CREEP,
    LINE_NEEDS_LOOK,
    NOT_YET_SHOWN,
    REVIEW_DUE,
    REVIEW_SOON,
    RUN_OUT,
    TALK_WAITED,
    UNCLASSIFIED,
    UNCLEAR,
    WISHED_CHANGED,
)


def read(couple: Couple) -> Agenda:
    return agenda(couple.state, couple.moment())


def section(couple: Couple, topic: Topic) -> Section:
    return next(each for each in read(couple).sections if each.topic is topic)


def names(couple: Couple, topic: Topic) -> list[str]:
    return [entry.thing.item.name for entry in section(couple, topic).entries]


def entry(couple: Couple, topic: Topic, name: str = "") -> Entry:
    found = read(couple).entry(topic, name)
    assert found is not None
    return found


def why(couple: Couple, topic: Topic, name: str = "") -> tuple[str, ...]:
    return entry(couple, topic, name).thing.why


def asks_to_talk(couple: Couple, id_: str, urgency: Urgency = Urgency.SOON) -> None:
    couple.does(WREN, AskToTalk(TalkId(id_), urgency, "The evenings"))


def test_the_topics_come_in_the_order_of_the_session() -> None:
    assert [each.topic.value for each in read(weekly()).sections] == [
        "fit",
        "wellbeing",
        "appreciations",
        "talks",
        "expectations",
        "conduct",
        "decisions",
        "clauses",
        "boundaries",
        "connection",
        "one-change",
        "read-back",
    ]


def test_a_quiet_week_says_so_and_has_its_standing_topics() -> None:
    assert read(weekly()).is_quiet
    assert entry(weekly(), Topic.WELLBEING).thing.item == Item(Topic.WELLBEING)
    assert names(weekly(), Topic.CONDUCT) == []


def test_it_is_the_agenda_of_the_open_session_or_of_the_next() -> None:
    couple = on_friday()
    ahead = read(couple)
    assert ahead.session is not None
    assert (ahead.session.id, ahead.is_open) == (FIRST, False)
    both_here(couple)
    couple.later(hours=2)
    assert read(couple).is_open
    couple.does(WREN, Pause())
    assert read(couple).rests


def test_without_a_rhythm_there_is_an_agenda_and_no_session() -> None:
    assert read(Couple().have_begun()).session is None


def test_a_session_that_did_not_take_place_is_told_without_an_owner() -> None:
    couple = weekly()
    couple.later(days=8)
    assert [f"{at:%d %B}" for at in read(couple).not_held] == ["06 March"]


def test_talks_that_have_waited_too_long_come_before_newer_urgent_ones() -> None:
    couple = weekly()
    asks_to_talk(couple, "newer", Urgency.NEXT_SESSION)
    asks_to_talk(couple, "waited", Urgency.NOW)
    couple.later(hours=25)
    assert names(couple, Topic.TALKS) == ["waited", "newer"]
    assert why(couple, Topic.TALKS, "waited")[0] == TALK_WAITED
    assert TALK_WAITED not in why(couple, Topic.TALKS, "newer")


def test_a_talk_already_held_or_with_a_time_of_its_own_is_not_on_the_table() -> None:
    couple = weekly()
    asks_to_talk(couple, "held")
    asks_to_talk(couple, "tomorrow")
    tomorrow = couple.now + timedelta(days=1)
    couple.does(ASH, HoldTalk(TalkId("held")))
    for member in (ASH, WREN):
        couple.does(member, SuggestTalkTime(TalkId("tomorrow"), tomorrow))
    assert names(couple, Topic.TALKS) == []
    couple.later(days=2)
    assert names(couple, Topic.TALKS) == ["tomorrow"]


def test_the_one_who_follows_speaks_first_about_their_own() -> None:
    couple = Couple().have_begun(commitment(), WEEKLY)
    entries = section(couple, Topic.EXPECTATIONS).entries
    assert [(each.thing.member, each.thing.item.name) for each in entries] == [
        (WREN, KITCHEN),
        (ASH, ANSWERS),
    ]
    assert section(couple, Topic.EXPECTATIONS).asks.startswith("Wren speaks first")


def test_what_both_keep_is_spoken_about_by_each() -> None:
    shared = Terms(ClauseId("phones"), Standard(), "No phones.", frozenset({ASH, WREN}))
    couple = Couple().have_begun(shared)
    members = [
        each.thing.member
        for each in section(couple, Topic.EXPECTATIONS).entries
        if each.thing.item.name == "phones"
    ]
    assert members == [WREN, ASH]


def test_ones_own_word_on_the_week_stands_beside_what_one_keeps_uncounted() -> None:
    couple = weekly()
    couple.later(hours=5)
    couple.does(WREN, MarkOccurrence(ClauseDuty(KITCHEN), couple.now, Mark.PARTLY))
    couple.later(days=1)
    (turn,) = entry(couple, Topic.EXPECTATIONS, KITCHEN).thing.turns
    assert turn.mark is Mark.PARTLY
    couple.later(days=8)
    assert entry(couple, Topic.EXPECTATIONS, KITCHEN).thing.turns == ()


def test_a_low_day_shows_the_lighter_version() -> None:
    couple = weekly()
    couple.does(WREN, BeginLighter())
    thing = entry(couple, Topic.EXPECTATIONS, KITCHEN).thing
    assert thing.about == "The surfaces are clear."
    assert "Wren" in thing.why[0]


def test_nothing_is_expected_in_a_pause_and_what_was_reported_stays_visible() -> None:
    couple = Couple().have_begun(commitment(), WEEKLY)
    couple.later(days=1)
    reports(couple, LEADS)
    couple.does(WREN, Pause())
    assert names(couple, Topic.EXPECTATIONS) == []
    assert names(couple, Topic.CONDUCT) == [SLIP]


def test_a_check_in_shows_what_each_keeps_as_resting() -> None:
    couple = weekly()
    couple.does(WREN, RaiseCheck())
    assert why(couple, Topic.EXPECTATIONS, KITCHEN) == ("It rests until you have both checked in.",)


def test_open_breaches_of_both_stand_in_words_and_go_when_they_are_closed() -> None:
    couple = weekly()
    couple.later(days=1)
    reports(couple, FOLLOWS)
    assert why(couple, Topic.CONDUCT, SLIP) == ("It waits for Wren's own word on it.",)
    assert not read(couple).is_quiet
    couple.does(ASH, CloseBreach(SLIP))
    assert names(couple, Topic.CONDUCT) == []


def test_a_question_awaits_the_view_that_is_missing_and_then_the_decision() -> None:
    couple = weekly()
    raised(couple, ASH, in_household())
    assert why(couple, Topic.DECISIONS, M) == ("Still to be heard: Wren.",)
    passes(couple, WREN)
    assert why(couple, Topic.DECISIONS, M) == ("Heard; it waits to be decided.",)
    decides(couple, ASH)
    assert names(couple, Topic.DECISIONS) == []


def test_a_question_where_nothing_is_agreed_is_also_a_boundary_case() -> None:
    couple = weekly()
    couple.does(ASH, NameArea(EVENINGS, "The evenings"))
    raised(couple, WREN, shared_evening())
    assert why(couple, Topic.BOUNDARIES, M) == tuple(UNCLEAR.values())[:1]
    assert M in names(couple, Topic.DECISIONS)


def test_a_part_of_life_that_is_only_named_is_on_the_table() -> None:
    couple = weekly()
    couple.does(ASH, NameArea(EVENINGS, "The evenings"))
    thing = entry(couple, Topic.BOUNDARIES, EVENINGS).thing
    assert (thing.about, thing.why) == ("The evenings", (UNCLASSIFIED,))
    assert HOUSEHOLD not in names(couple, Topic.BOUNDARIES)


def test_three_widenings_of_a_part_of_life_are_shown_with_the_way_back() -> None:
    couple = weekly()
    couple.later(days=63)
    for id_ in ("linen", "shoes", "table"):
        assert HOUSEHOLD not in names(couple, Topic.BOUNDARIES)
        couple.agrees(Terms(ClauseId(id_), Standard(), f"{id_}.", frozenset({WREN}), HOUSEHOLD))
    assert why(couple, Topic.BOUNDARIES, HOUSEHOLD) == (CREEP,)
    thing = entry(couple, Topic.BOUNDARIES, HOUSEHOLD).thing
    assert set(thing.related) == {"linen", "shoes", "table"}
    couple.does(WREN, WithdrawConsent(ClauseId("shoes")))
    assert "shoes" not in entry(couple, Topic.BOUNDARIES, HOUSEHOLD).thing.related
    couple.later(days=63)
    assert HOUSEHOLD not in names(couple, Topic.BOUNDARIES)


def test_a_line_is_laid_on_the_table_when_it_is_to_be_read_again() -> None:
    couple = weekly()
    couple.later(days=300)
    assert KITCHEN not in names(couple, Topic.CLAUSES)
    couple.later(days=55)
    assert why(couple, Topic.CLAUSES, KITCHEN) == (REVIEW_SOON,)
    couple.later(days=12)
    assert why(couple, Topic.CLAUSES, KITCHEN) == (REVIEW_DUE,)
    couple.later(days=14)
    assert why(couple, Topic.CLAUSES, KITCHEN) == (RUN_OUT,)


def test_a_line_somebody_withdrew_from_is_not_asked_about() -> None:
    couple = weekly()
    couple.does(WREN, WithdrawConsent(KITCHEN))
    couple.later(days=366)
    assert KITCHEN not in names(couple, Topic.CLAUSES)


def test_a_line_not_kept_twice_is_itself_looked_at_until_its_words_change() -> None:
    couple = weekly()
    couple.later(days=1)
    upheld(couple, FOLLOWS)
    couple.does(ASH, CloseBreach(SLIP))
    assert names(couple, Topic.CLAUSES) == []
    couple.later(days=2)
    second = couple_reports_again(couple)
    assert why(couple, Topic.CLAUSES, KITCHEN) == (LINE_NEEDS_LOOK,)
    assert second in names(couple, Topic.CONDUCT)
    couple.agrees(kitchen("The kitchen is settled by ten."))
    assert names(couple, Topic.CLAUSES) == []


def couple_reports_again(couple: Couple) -> str:
    again = BreachId("again")
    at = couple.now - timedelta(hours=1)
    couple.does(ASH, ReportBreach(again, WREN, ClauseDuty(KITCHEN), at))
    couple.does(WREN, AnswerBreach(again, AnswerKind.ACKNOWLEDGED))
    couple.does(ASH, WeighBreach(again, Finding.UPHELD))
    return again


def test_what_a_reset_said_could_change_lies_on_the_table() -> None:
    couple = Couple().have_begun(clause("back", ResetForm("An evening.")))
    reset = ResetId("r")
    couple.does(WREN, AskReset(reset, ClauseId("back")))
    assert names(couple, Topic.CONNECTION) == ["", "r"]
    for member in (ASH, WREN):
        couple.does(member, OptIntoReset(reset))
    couple.does(ASH, FinishReset(reset))
    couple.does(WREN, ReaffirmClause(reset, KITCHEN, Wish.CHANGE))
    assert why(couple, Topic.CLAUSES, KITCHEN) == (WISHED_CHANGED,)
    assert names(couple, Topic.CONNECTION) == [""]


def test_the_check_in_is_in_words_once_both_are_in() -> None:
    couple = weekly()
    assert why(couple, Topic.CONNECTION) == (NOT_YET_SHOWN,)
    answers = {
        ASH: Answer(Connection.STEADY, Clarity.CLEAR),
        WREN: Answer(Connection.VERY_CLOSE, Clarity.RATHER_NOT_SAY),
    }
    couple.does(WREN, RevealCheckIn(open_rounds(couple.now)[0], answers))
    assert why(couple, Topic.CONNECTION) == (
        "Ash: steady; roles clear.",
        "Wren: very close; roles rather not say.",
    )


def test_thanks_since_the_last_session_and_what_was_brought_are_read_both_ways() -> None:
    couple = on_friday()
    praise = ObservationKind.PRAISE
    couple.does(ASH, Observe(ObservationId("a"), WREN, praise, "The soup."))
    couple.does(ASH, Observe(ObservationId("b"), WREN, ObservationKind.CONCERN, "The hours."))
    both_here(couple)
    couple.does(WREN, BringPreparation(FIRST, Preparation.GLAD, "The walk."))
    couple.does(WREN, BringPreparation(FIRST, Preparation.HARD, "Monday."))
    said = [(each.by, each.text) for each in section(couple, Topic.APPRECIATIONS).said]
    assert said == [(ASH, "The soup."), (WREN, "The walk.")]
    assert [each.text for each in section(couple, Topic.WELLBEING).said] == ["Monday."]
    for member in (ASH, WREN):
        couple.later(minutes=1)
        confirms(couple, member)
    couple.later(days=1)
    assert section(couple, Topic.APPRECIATIONS).said == ()


def test_what_was_carried_over_lies_on_the_table_though_nothing_derives_it_any_more() -> None:
    couple = on_friday()
    raised(couple, ASH, in_household())
    both_here(couple)
    asked = Item(Topic.DECISIONS, M)
    couple.does(ASH, TreatItem(FIRST, asked, Treatment.CARRIED))
    assert entry(couple, Topic.DECISIONS, M).treatment is Treatment.CARRIED
    assert not entry(couple, Topic.DECISIONS, M).carried
    couple.does(ASH, CallOffSession(FIRST))
    passes(couple, WREN)
    decides(couple, ASH)
    again = entry(couple, Topic.DECISIONS, M)
    assert again.carried
    assert again.treatment is None


def test_what_was_treated_keeps_its_place_when_it_is_settled_in_the_session() -> None:
    couple = on_friday()
    asks_to_talk(couple, "evenings")
    both_here(couple)
    item = Item(Topic.TALKS, "evenings")
    couple.does(WREN, TreatItem(FIRST, item, Treatment.TALKED))
    couple.does(ASH, HoldTalk(TalkId("evenings")))
    assert entry(couple, Topic.TALKS, "evenings").treatment is Treatment.TALKED
    assert table(couple).items != ()


def test_reading_the_agenda_is_the_same_bytes_every_time() -> None:
    couple = Couple().have_begun(commitment(), WEEKLY)
    couple.does(ASH, NameArea(AreaId("garden"), "The garden"))
    once, again = (msgspec.json.encode(read(couple), enc_hook=str) for _ in range(2))
    assert once == again
