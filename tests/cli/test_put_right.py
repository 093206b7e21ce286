"""A slip from the command line: every step one person's own, and every way out open."""

import re

import pytest

from tests.cli.home import Home
from tests.given import ASH, HOUSEHOLD, WREN
from troth.cli.put_right import ANSWERS, NEXT, WEIGHED
from troth.domain.agreement.terms import Standard, Terms
from troth.domain.conduct.breach import Closing, Stage
from troth.domain.conduct.events import AnswerKind, Finding
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import ClauseId
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, Urgency
from troth.projections.slips import ANSWERS as ANSWERS_SAID
from troth.projections.slips import CLOSINGS, FINDINGS, STAGES, Step

LISTENING = Terms(
    ClauseId("listening"),
    Standard(),
    "Ash asks how the day was.",
    bearers=frozenset({ASH}),
    area=HOUSEHOLD,
)


def report(home: Home, *typed: str, by: str = "Ash") -> str:
    """Let one of them ask about something, and return its id."""
    result = home.run(by, "breach", "report", *(typed or ("kitchen", "--when", "yesterday 21:00")))
    found = re.search(r"b-[0-9a-f]{8}", result.output)
    assert found is not None, result.output
    return found[0]


def upheld(home: Home) -> str:
    """Return the id of a slip that was answered and weighed as one."""
    id_ = report(home)
    home.wren("breach", "answer", id_, "slipped")
    home.ash("breach", "weigh", id_, "slipped")
    return id_


def offered(home: Home) -> str:
    """Return the id of a slip for which an agreed response is offered."""
    id_ = upheld(home)
    home.ash("correction", "offer", id_, "reflection", "--minutes", "20")
    return id_


def accepts(home: Home, id_: str) -> None:
    """Let Wren read the offer and accept it."""
    result = home.run("Wren", "correction", "accept", id_, answers="y\n")
    assert result.exit_code == 0, result.output


def test_the_whole_way_from_asking_to_closing(home: Home) -> None:
    id_ = offered(home)
    accepts(home, id_)
    home.wren("correction", "begin", id_)
    home.wren("correction", "done", id_)
    home.ash("correction", "care", id_, "Tea together.")
    home.wren("breach", "close", id_)
    assert "Nothing is open." in home.wren("breach", "list")
    assert "closed: put right" in home.ash("breach", "show", id_)


def test_what_is_asked_about_is_whoevers_line_it_is(home: Home) -> None:
    home.agrees(LISTENING, days_ago=5)
    id_ = report(home, "listening", by="Wren")
    assert "“listening”, Ash" in home.wren("breach", "show", id_)


def test_ones_own_slip_is_told_as_already_answered(home: Home) -> None:
    id_ = report(home, "kitchen", "I fell asleep.", "--when", "yesterday 21:00", by="Wren")
    page = home.ash("breach", "show", id_)
    assert "answered: It slipped" in page
    assert "asked: I fell asleep." in page
    assert f"troth breach weigh {id_}" in page


def test_a_line_both_keep_asks_whose_slip_it_is(home: Home) -> None:
    both = Terms(ClauseId("shoes"), Standard(), "Shoes off.", bearers=frozenset({ASH, WREN}))
    home.agrees(both, days_ago=5)
    assert "Say whose slip it is" in home.refused("Wren", "breach", "report", "shoes")
    home.wren("breach", "report", "shoes", "--by", "me")


def test_a_slip_of_the_one_who_leads_is_weighed_by_both(home: Home) -> None:
    home.agrees(LISTENING, days_ago=5)
    id_ = report(home, "listening", by="Wren")
    home.ash("breach", "answer", id_, "slipped")
    assert "it takes you both" in home.wren("breach", "weigh", id_, "slipped")
    assert "It slipped." in home.ash("breach", "weigh", id_, "slipped")


@pytest.mark.parametrize("how", list(ANSWERS))
def test_each_of_the_four_answers_is_taken(home: Home, how: str) -> None:
    id_ = report(home)
    assert "Answered." in home.wren("breach", "answer", id_, how, "In my own words.")
    assert "In my own words." in home.ash("breach", "show", id_)


@pytest.mark.parametrize("reason", [("--right", "pause"), ("--need", "rest-when-ill")])
def test_a_right_or_a_need_keeps_it_from_counting_as_a_slip(
    home: Home, reason: tuple[str, str]
) -> None:
    id_ = report(home)
    home.wren("breach", "answer", id_, "had-a-reason", *reason)
    assert "comes before this" in home.refused("Ash", "breach", "weigh", id_, "slipped")
    home.ash("breach", "weigh", id_, "good-reason")


def test_one_reason_is_named_at_a_time(home: Home) -> None:
    id_ = report(home)
    typed = ("breach", "answer", id_, "slipped", "--right", "talk", "--need", "sleep")
    assert "Name one reason" in home.refused("Wren", *typed)


def test_a_reason_that_does_not_hold_is_refused(home: Home) -> None:
    id_ = report(home)
    typed = ("breach", "answer", id_, "had-a-reason")
    assert "not a choice left to you" in home.refused("Wren", *typed, "--choice", "m-1")
    assert "comes after this" in home.refused("Wren", *typed, "--kept", "kitchen")


def test_a_line_found_unclear_opens_a_talk(home: Home) -> None:
    id_ = report(home)
    home.wren("breach", "answer", id_, "differently")
    home.ash("breach", "weigh", id_, "line-unclear")
    assert "asks to talk" in home.wren("today", "--all")


def test_a_finding_is_changed_only_in_favour(home: Home) -> None:
    id_ = upheld(home)
    assert "There was good reason." in home.ash("breach", "finding", id_, "good-reason")
    assert "only be changed in favour" in home.refused("Ash", "breach", "finding", id_, "slipped")


def test_nothing_is_weighed_before_it_is_answered_and_never_by_oneself(home: Home) -> None:
    id_ = report(home)
    assert "waits for an answer" in home.refused("Ash", "breach", "weigh", id_, "slipped")
    assert "Nobody weighs" in home.refused("Wren", "breach", "weigh", id_, "leave-it")
    assert "That step is for the other" in home.refused("Ash", "breach", "answer", id_, "slipped")


def test_it_can_be_let_rest_by_the_other_at_any_step_before_one_has_begun(home: Home) -> None:
    id_ = report(home)
    home.ash("breach", "close", id_)
    assert "closed: let rest" in home.wren("breach", "show", id_)


def test_not_now_closes_it_and_may_ask_for_a_talk_instead(home: Home) -> None:
    assert "Not now." in home.wren("correction", "decline", offered(home))
    assert "Nothing is open." in home.ash("breach", "list")


def test_one_may_rather_talk(home: Home) -> None:
    id_ = offered(home)
    home.wren("correction", "decline", id_, "--rather-talk")
    assert "Wren asks to talk" in home.ash("today", "--all")


def test_what_is_begun_can_be_broken_off(home: Home) -> None:
    id_ = offered(home)
    accepts(home, id_)
    home.wren("correction", "begin", id_)
    home.wren("correction", "decline", id_)
    assert "closed: not now" in home.ash("breach", "show", id_)


def test_an_offer_is_read_before_it_is_accepted_and_nothing_is_recorded_without_a_yes(
    home: Home,
) -> None:
    id_ = offered(home)
    before = home.acts()
    result = home.run("Wren", "correction", "accept", id_, answers="n\n")
    assert "reflection, at most 20 minutes: The words of reflection." in result.output
    assert home.acts() == before


def test_an_offer_is_accepted_by_the_digest_of_what_was_read(home: Home) -> None:
    id_ = offered(home)
    shown = re.search(r"digest: (\w+)", home.wren("breach", "show", id_))
    assert shown is not None
    wrong = ("correction", "accept", id_, "--digest", "0" * 12)
    assert "not what is offered now" in home.refused("Wren", *wrong)
    home.wren("correction", "accept", id_, "--digest", shown[1])


def test_only_what_both_agreed_on_is_offered_and_within_its_bounds(home: Home) -> None:
    id_ = upheld(home)
    typed = ("correction", "offer", id_)
    assert "not among the responses" in home.refused("Ash", *typed, "kitchen", "--minutes", "5")
    assert "at most 60" in home.refused("Ash", *typed, "reflection", "--minutes", "61")
    with_treat = (*typed, "reflection", "--minutes", "5", "--treat", "cake")
    assert "no other response names a treat" in home.refused("Ash", *with_treat)


def test_a_request_to_talk_comes_first(home: Home) -> None:
    home.does(WREN, AskToTalk(TalkId("t"), Urgency.NOW), days_ago=5)
    id_ = upheld(home)
    said = home.refused("Ash", "correction", "offer", id_, "reflection", "--minutes", "5")
    assert "Answer that first" in said


def test_a_pause_takes_back_what_was_accepted(home: Home) -> None:
    id_ = offered(home)
    accepts(home, id_)
    home.does(WREN, Pause())
    assert "does not follow" in home.refused("Wren", "correction", "begin", id_)
    shown = home.wren("breach", "show", id_)
    assert "weighed: It slipped" in shown
    assert "it rests until you are both back" in shown
    assert "offered" not in shown


def test_nothing_is_asked_about_while_it_rests_except_of_the_one_who_leads(home: Home) -> None:
    home.agrees(LISTENING, days_ago=5)
    home.does(WREN, Pause())
    typed = ("breach", "report", "kitchen", "--when", "yesterday 21:00")
    assert home.refused("Ash", *typed)
    report(home, "listening", "--when", "yesterday 21:00", by="Wren")


def test_the_same_is_not_asked_about_twice(home: Home) -> None:
    id_ = report(home)
    typed = ("breach", "report", "kitchen", "--when", "yesterday 21:05")
    assert id_ in home.refused("Ash", *typed)


def test_something_unknown_is_refused(home: Home) -> None:
    for typed in (
        ("breach", "show", "b-0"),
        ("breach", "close", "b-0"),
        ("correction", "accept", "b-0"),
        ("breach", "report", "garden"),
    ):
        assert "There is no" in home.refused("Ash", *typed)


def test_the_list_shows_what_is_open_of_both_with_the_next_step_of_the_reader(home: Home) -> None:
    id_ = report(home)
    assert f"troth breach answer {id_}" in home.wren("breach", "list")
    his = home.ash("breach", "list")
    assert "not answered yet" in his
    assert "troth breach" not in his


@pytest.mark.parametrize(
    "typed",
    [
        ("breach", "list"),
        ("breach", "report", "kitchen"),
        ("correction", "offer", "b-0", "reflection", "--minutes", "5"),
    ],
)
def test_a_stranger_has_no_part_in_it(home: Home, typed: tuple[str, ...]) -> None:
    report(home)
    home.is_closed_to_strangers(*typed)


def test_everything_has_its_words() -> None:
    assert set(ANSWERS.values()) == set(ANSWERS_SAID) == set(AnswerKind)
    assert set(WEIGHED.values()) == set(FINDINGS) == set(Finding)
    assert set(STAGES) == set(Stage)
    assert set(CLOSINGS) == set(Closing)
    assert set(NEXT) == set(Step)
