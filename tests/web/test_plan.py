"""One question: heard, answered, decided; both read the same, and each only does what is theirs."""

from collections.abc import Iterator

import pytest

from tests.domain.decisions.deciding import (
    EVENINGS,
    consulted,
    led,
    own_work,
    shared_evening,
)
from tests.given import ASH, WREN
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import begun, entries
from troth.application.private.drafts import Drafts
from troth.domain.decisions.commands import GiveOpinion, Pass, RaiseMatter
from troth.domain.decisions.events import Answer, MatterId, OpinionId, Weight
from troth.domain.dynamic.commands import End, Pause
from troth.domain.kernel import Digest, MemberId
from troth.domain.routing.matter import Facet
from troth.web.plan_view import plan_address

M = MatterId("m")
AT = plan_address(M)
QUESTION = "Christmas at home or away?"
DECISION = {
    "outcome": "We stay at home this year.",
    "reasons": "The drive was too long.",
    "again": "never",
}
ANSWERED = {"weight-1": "taken", "why-1": "You were worn out last year."}


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def asked(here: Street, facet: Facet | None = None, by: MemberId = ASH) -> Digest:
    """Have a question raised; return its digest."""
    raised = RaiseMatter(M, QUESTION, (facet or consulted(by),))
    return here.town.does(by, raised).state.decisions.matters[M].digest


def heard(here: Street) -> Digest:
    """Have Ash raise a question, and Wren say something to it."""
    question = asked(here)
    said = GiveOpinion(M, OpinionId("o1"), question, "I would like to stay home.")
    here.town.does(WREN, said)
    return question


def decides(person: Browser, **fields: object) -> Page:
    """Send the form of a decision as it stands, filled in."""
    return person.sends(f"{AT}/decision", AT, **{**DECISION, **fields})


# Hearing.


def test_a_view_is_sent_and_both_read_it(here: Street) -> None:
    asked(here)
    told = here.wren.sends(f"{AT}/views", AT, text="I would like to stay home.")
    assert "Said. Both of you can see it." in told
    for person in here.both:
        assert "I would like to stay home." in person.opens(AT)
    assert "Record this decision" in here.ash.opens(AT)


def test_nothing_to_add_is_an_answer_too(here: Street) -> None:
    asked(here)
    assert "Noted: nothing to add." in here.wren.sends(f"{AT}/views", AT, nothing="1")
    assert "You have nothing to add." in here.wren.opens(AT)
    assert "Wren has nothing to add." in here.ash.opens(AT)
    assert "Record this decision" in here.ash.opens(AT)


def test_an_empty_view_says_what_to_do(here: Street) -> None:
    asked(here)
    page = here.wren.sends(f"{AT}/views", AT, text=" ")
    assert page.status == 422
    assert "Write what you think" in page


def test_until_the_other_is_heard_deciding_is_a_step_to_come(here: Street) -> None:
    asked(here)
    page = here.ash.opens(AT)
    assert "Wren is heard before this is decided." in page
    assert "Comes next, once Wren is heard" in page
    assert "Record this decision" not in page
    assert not [to for to, _ in page.forms if to.endswith("/decision")]


def test_a_decision_sent_all_the_same_is_not_recorded_before_the_hearing(here: Street) -> None:
    question = asked(here)
    sent = {"op": "a" * 32, "read": question, "opinions": "0", **DECISION}
    page = here.ash.posts(f"{AT}/decision", sent)
    assert page.status == 422
    assert "Wren is heard" in page
    assert "We stay at home" not in here.wren.opens(AT)


def test_a_view_sent_twice_is_said_once(here: Street) -> None:
    asked(here)
    fields = {**here.wren.opens(AT).form(f"{AT}/views"), "text": "Once only."}
    for _ in range(2):
        assert "Said." in here.wren.posts(f"{AT}/views", fields)
    assert here.ash.opens(AT).words.count("Once only.") == 1


# Deciding.


def test_whoever_decides_answers_the_view_and_records_the_decision(here: Street) -> None:
    heard(here)
    told = decides(here.ash, **ANSWERED)
    assert "Recorded. Both of you can read it" in told
    assert "You took this on" in told
    other = here.wren.opens(AT)
    for words in (
        "We stay at home this year.",
        "The drive was too long.",
        "Ash took this on",
        "You were worn out last year.",
        "I would like to stay home.",
    ):
        assert words in other
    assert "Recorded" not in here.wren.opens(AT)


@pytest.mark.parametrize(
    ("left_out", "wanted"),
    [
        ("weight-1", "Choose how this view counted."),
        ("why-1", "Write why: it goes with the decision."),
        ("outcome", "Write what is decided."),
        ("reasons", "Write your reasons."),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(
    here: Street, left_out: str, wanted: str
) -> None:
    heard(here)
    decides(here.ash, **ANSWERED, later="1")
    page = decides(here.ash, **{**ANSWERED, left_out: ""})
    assert page.status == 422
    assert page.title.startswith("Error: Plan")
    assert wanted in page
    kept = {**DECISION, **ANSWERED}
    del kept[left_out]
    sent = page.form(f"{AT}/decision")
    assert sent.items() >= kept.items()
    assert not sent.get(left_out)


def test_a_day_of_ones_own_is_asked_for_where_it_was_chosen(here: Street) -> None:
    heard(here)
    page = decides(here.ash, **ANSWERED, again="day")
    assert page.status == 422
    assert "Write the day you mean." in page
    dated = {"again": "day", "again-day": "2026-04-01"}
    assert "Looked at again on 1 April." in decides(here.ash, **ANSWERED, **dated)


@pytest.mark.parametrize("day", ["2020-01-01", "9999-12-31", "0001-01-01", "2031-01-01"])
def test_a_day_that_cannot_be_is_not_recorded(here: Street, day: str) -> None:
    heard(here)
    page = decides(here.ash, **ANSWERED, **{"again": "day", "again-day": day})
    assert page.status in {200, 422}
    assert "Looked at again on" not in page


def test_a_month_is_a_month(here: Street) -> None:
    heard(here)
    assert "Looked at again on 1 April." in decides(here.ash, **ANSWERED, again="month")


def test_a_decision_sent_twice_is_recorded_once(here: Street) -> None:
    heard(here)
    form = here.ash.opens(AT).form(f"{AT}/decision")
    fields = {**form, **DECISION, **ANSWERED}
    first = here.ash.posts(f"{AT}/decision", fields)
    before = entries(here.town)
    assert here.ash.posts(f"{AT}/decision", fields).address == first.address
    assert entries(here.town) == before


def test_something_said_while_it_was_written_is_read_first(here: Street) -> None:
    question = heard(here)
    form = here.ash.opens(AT).form(f"{AT}/decision")
    here.town.does(WREN, GiveOpinion(M, OpinionId("o2"), question, "And your mother?"))
    page = here.ash.posts(f"{AT}/decision", {**form, **DECISION, **ANSWERED})
    assert page.status == 409
    assert "While you were writing, Wren changed this." in page
    assert "And your mother?" in page
    assert page.form(f"{AT}/decision").items() >= DECISION.items()


def test_whoever_does_not_decide_is_offered_none_and_records_none(here: Street) -> None:
    question = heard(here)
    page = here.wren.opens(AT)
    assert "Ash decides, after hearing you." in page
    assert not [to for to, _ in page.forms if to.endswith("/decision")]
    sent = {"op": "a" * 32, "read": question, "opinions": "0", **DECISION}
    assert here.wren.posts(f"{AT}/decision", sent).status == 422
    assert "We stay at home" not in here.ash.opens(AT)


def test_what_is_kept_for_later_is_ones_own_and_comes_back(here: Street) -> None:
    heard(here)
    before, wrens = entries(here.town), here.wren.opens(AT).words
    told = decides(here.ash, **{**ANSWERED, "reasons": ""}, later="1")
    assert "Kept for later. Only you can see it." in told
    form = told.form(f"{AT}/decision")
    assert (form["outcome"], form["why-1"], form["weight-1"]) == (
        "We stay at home this year.",
        "You were worn out last year.",
        "taken",
    )
    assert entries(here.town) == before
    assert here.wren.opens(AT).words == wrens


def test_what_was_kept_for_later_is_gone_once_it_is_decided(here: Street) -> None:
    heard(here)
    decides(here.ash, **ANSWERED, later="1")
    decides(here.ash)
    kept = Drafts(
        here.town.world_of(ASH), next(iter(here.town.world_of(ASH).keys.ring.memberships))
    )
    assert not kept.find("decision/", Answer)


def test_an_answer_prepared_elsewhere_is_there_to_send(here: Street) -> None:
    heard(here)
    world = here.town.world_of(ASH)
    kept = Drafts(world, next(iter(world.keys.ring.memberships)))
    prepared = Answer(OpinionId("o1"), Weight.PARTLY, "Two days of it.")
    kept.keep(f"answer/{M}/o1", prepared)
    form = here.ash.opens(AT).form(f"{AT}/decision")
    assert (form["weight-1"], form["why-1"]) == ("partly", "Two days of it.")


def test_words_that_may_touch_a_need_are_asked_about_once(here: Street) -> None:
    asked(here, led())
    page = decides(here.ash, outcome="You sleep before you travel.")
    assert page.status == 422
    assert "keeps nobody from food, sleep, health" in page
    assert "These words may touch sleep. Look again" in page
    assert 'href="#considered"' in page.html
    told = here.ash.posts(
        f"{AT}/decision", {**page.form(f"{AT}/decision"), **DECISION, "considered": "1"}
    )
    assert "Recorded." in told


# Together.


def test_what_both_decide_is_put_to_both_and_agreed_in_the_same_words(here: Street) -> None:
    asked(here, shared_evening(), WREN)
    assert "Put to you both. It holds once both of you agree" in decides(here.wren)
    other = here.ash.opens(AT)
    assert "Wren agrees to these words." in other
    assert "No answer changes nothing." in other
    told = here.ash.sends(f"{AT}/outcome", AT, how="agree")
    assert "Recorded." in told
    assert "decided by Ash and Wren today" in here.wren.opens(AT) or (
        "decided by Wren and Ash today" in here.wren.opens(AT)
    )


def test_other_words_are_offered_as_freely_and_void_the_first_yes(here: Street) -> None:
    asked(here, shared_evening(), WREN)
    decides(here.wren)
    page = here.ash.sends(f"{AT}/outcome", AT, how="words")
    assert page.status == 200
    assert page.form(f"{AT}/decision")["outcome"] == "We stay at home this year."
    here.ash.posts(
        f"{AT}/decision",
        {**page.form(f"{AT}/decision"), **DECISION, "outcome": "We go for two days."},
    )
    assert "We go for two days." in here.wren.opens(AT)
    assert "Ash agrees to these words." in here.wren.opens(AT)
    assert "You agree to these words." not in here.wren.opens(AT)


def test_not_now_changes_nothing(here: Street) -> None:
    asked(here, shared_evening(), WREN)
    decides(here.wren)
    before = entries(here.town)
    assert here.ash.sends(f"{AT}/outcome", AT, how="later").address == "/plans"
    assert entries(here.town) == before


def test_the_three_answers_have_one_weight(here: Street) -> None:
    asked(here, shared_evening(), WREN)
    decides(here.wren)
    buttons = here.ash.opens(AT).html.partition("btns-equal")[2].partition("</div>")[0]
    assert buttons.count('class="btn"') == 3
    assert "btn-main" not in buttons


def test_a_yes_is_taken_back_as_long_as_it_is_open(here: Street) -> None:
    asked(here, shared_evening(), WREN)
    decides(here.wren)
    assert "Taken back." in here.wren.sends(f"{AT}/outcome/back", AT)
    assert "agrees to these words" not in here.ash.opens(AT)


def test_other_words_since_it_was_read_are_not_agreed_to(here: Street) -> None:
    asked(here, shared_evening(), WREN)
    decides(here.wren)
    form = here.ash.opens(AT).form(f"{AT}/outcome")
    reworded = here.wren.sends(f"{AT}/outcome", AT, how="words").form(f"{AT}/decision")
    here.wren.posts(f"{AT}/decision", {**reworded, **DECISION, "outcome": "Other words."})
    page = here.ash.posts(f"{AT}/outcome", {**form, "how": "agree"})
    assert page.status == 409
    assert "Other words." in page
    assert "Decided" not in here.wren.opens(AT).words.split("Who decides")[0]


def test_a_view_of_the_other_is_answered_with_ones_yes(here: Street) -> None:
    question = asked(here, shared_evening(), WREN)
    here.town.does(WREN, GiveOpinion(M, OpinionId("o1"), question, "Sunday suits me."))
    decides(here.wren)
    page = here.ash.sends(f"{AT}/outcome", AT, how="agree")
    assert page.status == 422
    assert "Choose how this view counted." in page
    sent = {**page.form(f"{AT}/outcome"), **ANSWERED, "how": "agree"}
    assert "Recorded." in here.ash.posts(f"{AT}/outcome", sent)


# Afterwards, and in every state.


def test_something_is_said_about_a_decision_at_any_time(here: Street) -> None:
    heard(here)
    decides(here.ash, **ANSWERED)
    for person, words in ((here.wren, "I am glad."), (here.ash, "So am I.")):
        assert words in person.sends(f"{AT}/views", AT, text=words)
    for person in here.both:
        assert person.opens(AT).words.index("I am glad.") < (
            person.opens(AT).words.index("So am I.")
        )


def test_a_pause_makes_it_one_for_both_and_says_so(here: Street) -> None:
    heard(here)
    here.town.does(WREN, Pause())
    for person in here.both:
        page = person.opens(AT)
        assert "You decide together" in page
        assert "Since this was raised, who decides it has changed." in page


def test_after_the_end_nothing_more_is_decided(here: Street) -> None:
    question = heard(here)
    here.town.does(WREN, End())
    sent = {"op": "a" * 32, "read": question, "opinions": "0", **DECISION}
    assert here.ash.posts(f"{AT}/decision", sent).status == 422


def test_ones_own_is_decided_without_a_hearing(here: Street) -> None:
    asked(here, own_work(), WREN)
    assert "You decide." in here.wren.opens(AT)
    assert "Recorded." in decides(here.wren)
    assert "decided by Wren today" in here.ash.opens(AT)


def test_a_name_nobody_knows_has_no_page(here: Street) -> None:
    assert here.wren.opens("/plans/nothing").status == 404
    assert here.wren.posts("/plans/nothing/views", {"op": "0" * 32}).status == 404


def test_no_address_tells_what_a_question_is_called(here: Street) -> None:
    asked(here)
    assert M not in AT.rpartition("/")[2].split("-")
    assert EVENINGS not in AT


@pytest.mark.parametrize("form", ["", "/views", "/decision", "/outcome", "/outcome/back"])
def test_a_stranger_and_nobody_read_and_do_nothing(here: Street, form: str) -> None:
    question = heard(here)
    before = entries(here.town)
    for other in (here.stranger, here.nobody):
        assert QUESTION not in other.opens(AT)
        sent = {"op": "0" * 32, "read": question, "text": "Mine.", "how": "agree", **DECISION}
        if form:
            assert QUESTION not in other.posts(f"{AT}{form}", sent)
    assert entries(here.town) == before


def test_both_may_say_that_they_have_nothing_to_add(here: Street) -> None:
    question = asked(here)
    here.town.does(ASH, Pass(M, question))
    assert "Ash has nothing to add." in here.wren.opens(AT)
