"""A question by who decides it: each of the nine answers, in both mirrors, in every state."""

from collections.abc import Iterator

import pytest

from tests.domain.decisions.deciding import (
    consulted,
    led,
    of_kind,
    own_work,
    part,
    says,
    shared_evening,
)
from tests.domain.test_windows import EVENING
from tests.given import ASH, HOUSEHOLD, WREN, clause, role
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import begun, both_agree, days_later, entries
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import Presence, Role, Style, Window
from troth.domain.decisions.commands import GiveOpinion, RaiseMatter
from troth.domain.decisions.events import MatterId, OpinionId
from troth.domain.dynamic.commands import Pause, RaiseCheck, Stop
from troth.domain.kernel import ClauseId, Command, MemberId
from troth.domain.routing.matter import Facet, MatterKind
from troth.domain.safety import LimitId, SetLimit, Target
from troth.web.plan_view import plan_address

M = MatterId("m")
AT = plan_address(M)


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def asked(here: Street, facet: Facet, by: MemberId = ASH) -> tuple[Page, Page]:
    """Have a question raised; return how Ash and Wren read it."""
    here.town.does(by, RaiseMatter(M, "Shall we do it?", (facet,)))
    return read(here)


def read(here: Street) -> tuple[Page, Page]:
    """Return the page of the question as Ash and Wren read it."""
    return here.ash.opens(AT), here.wren.opens(AT)


def forms(page: Page, ending: str) -> list[str]:
    """Return the forms of a page that lead somewhere."""
    return [to for to, _ in page.forms if to.endswith(ending)]


def deciding(person: Browser) -> bool:
    """Tell whether somebody is offered to decide."""
    return bool(forms(person.opens(AT), "/decision"))


@pytest.mark.parametrize(
    ("facet", "by", "answers"),
    [
        (led(), ASH, ("You decide, and tell Wren.", "Ash decides, and tells you.")),
        (
            consulted(),
            ASH,
            ("You decide, after hearing Wren.", "Ash decides, after hearing you."),
        ),
        (own_work(), WREN, ("Wren decides.", "You decide.")),
        (
            own_work(significant=True),
            WREN,
            (
                "Wren decides, and usually asks you first.",
                "You decide. You usually ask Ash first; you need not.",
            ),
        ),
        (shared_evening(), WREN, ("You decide together, on the same words.",) * 2),
        (
            of_kind(MatterKind.OWN_BODY, WREN, WREN),
            WREN,
            (
                "Only Wren. No agreement can change this.",
                "Only you. No agreement can change this.",
            ),
        ),
        (
            of_kind(MatterKind.OWN_RIGHT, ASH, ASH),
            ASH,
            (
                "Only you. No agreement can change this.",
                "Only Ash. No agreement can change this.",
            ),
        ),
    ],
)
def test_each_reads_the_answer_in_their_own_mirror(
    here: Street, facet: Facet, by: MemberId, answers: tuple[str, str]
) -> None:
    for page, expected in zip(asked(here, facet, by), answers, strict=True):
        assert expected in page


def test_only_whoever_decides_is_offered_to(here: Street) -> None:
    asked(here, led())
    assert deciding(here.ash)
    assert not deciding(here.wren)


def test_what_is_ones_own_body_the_other_is_never_offered(here: Street) -> None:
    asked(here, of_kind(MatterKind.OWN_BODY, WREN, WREN), WREN)
    assert deciding(here.wren)
    assert not deciding(here.ash)
    assert "Make this one for both of us" not in here.wren.opens(AT)


def test_what_crosses_a_limit_nobody_decides_and_everybody_may_talk_about(here: Street) -> None:
    here.town.does(WREN, SetLimit(LimitId("no"), Target.AREA, HOUSEHOLD))
    for page in asked(here, consulted()):
        assert "Nobody. It crosses a limit." in page
        assert "Nobody decides this just now." in page
        assert not forms(page, "/decision")
        assert forms(page, "/views")
        assert [each for each in page.links if each.startswith("/talk/new/")]


def test_an_agreed_response_waits_in_a_rest(here: Street) -> None:
    asked(here, of_kind(MatterKind.CORRECTION, ASH))
    here.town.does(WREN, Pause())
    for page in read(here):
        assert "Nobody, for now. It waits until you are both back." in page
        assert not forms(page, "/decision")


@pytest.mark.parametrize("command", [Pause(), Stop(), Pause(HOUSEHOLD)])
def test_in_a_rest_what_is_shared_is_for_both(here: Street, command: Command) -> None:
    asked(here, consulted())
    here.town.does(WREN, command)
    for page in read(here):
        assert "You decide together, on the same words." in page
        assert forms(page, "/decision")


def test_views_are_kept_in_every_state(here: Street) -> None:
    asked(here, consulted())
    for command, words in ((RaiseCheck(), "In a check."), (Pause(), "Paused."), (Stop(), "Still.")):
        here.town.does(WREN, command)
        assert "Said." in here.wren.sends(f"{AT}/views", AT, text=words)
        assert words in here.ash.opens(AT)


def test_a_line_withdrawn_since_changes_who_decides_and_that_is_said(here: Street) -> None:
    asked(here, led())
    here.town.does(WREN, WithdrawConsent(ClauseId(HOUSEHOLD)))
    for page in read(here):
        assert "Since this was raised, who decides it has changed." in page
    assert "You decide." in here.wren.opens(AT)
    assert not deciding(here.ash)


def test_outside_a_window_nobody_leads() -> None:
    drafts = (
        clause("role", Role(ASH, Style.NEGOTIATED, Presence.WINDOWS_ONLY)),
        clause("evenings", Window(EVENING)),
    )
    with street(begun()) as here:
        both_agree(here.town, *drafts)
        for page in asked(here, consulted()):
            assert "You decide together, on the same words." in page
            assert "If a window were open:" in page


def test_a_dispute_brings_a_hearing_and_is_said_to_both(here: Street) -> None:
    asked(here, own_work(), WREN)
    here.ash.sends(f"{AT}/facts", whom="both", weight="routine")
    ashs, wrens = read(here)
    assert "Wren decides, after hearing you." in ashs
    assert "You decide, after hearing Ash." in wrens
    for page in (ashs, wrens):
        assert "that gives a hearing, not the last word" in page


def test_where_the_other_leads_everything_reads_the_other_way_round() -> None:
    town = begun()
    both_agree(town, role(leads=WREN))
    with street(town) as here:
        ashs, wrens = asked(here, part(WREN, HOUSEHOLD, says(ASH, WREN)), WREN)
        assert "Wren decides, after hearing you." in ashs
        assert "You decide, after hearing Ash." in wrens
        assert "Comes next, once Ash is heard" in wrens
        assert "Send my view" in ashs


def structure(page: Page) -> list[str]:
    """Return the shape of a page: its headings, without names and words."""
    parts = page.html.partition("<main")[2]
    tags = ("<h1", "<h2", "<ol", "<details", "<fieldset", 'class="btn btn-main')
    return [tag for tag in tags for _ in parts.split(tag)]


def test_the_two_read_the_same_page_where_both_decide(here: Street) -> None:
    ashs, wrens = asked(here, shared_evening(ASH), ASH)
    assert "Withdraw this question" in ashs
    assert structure(ashs) == structure(wrens)


def test_many_views_each_have_their_answer(here: Street) -> None:
    asked(here, consulted())
    question = here.town.does(ASH, RaiseCheck()).state.decisions.matters[M].digest
    for number in range(3):
        said = GiveOpinion(M, OpinionId(f"o{number}"), question, f"View {number}.")
        here.town.does(WREN, said)
    here.town.does(WREN, Pause())
    form = here.ash.opens(AT).form(f"{AT}/decision")
    assert form["opinions"] == "3"
    assert [form[f"opinion-{n}"] for n in (1, 2, 3)] == ["o0", "o1", "o2"]


def test_an_answer_to_a_view_nobody_gave_is_not_recorded(here: Street) -> None:
    asked(here, led())
    form = here.ash.opens(AT).form(f"{AT}/decision")
    sent = {"opinions": "1", "opinion-1": "nothing", "weight-1": "taken", "why-1": "So."}
    page = here.ash.posts(f"{AT}/decision", {**form, "outcome": "We do.", "reasons": "So.", **sent})
    assert page.status == 422
    assert "is not an opinion the other one gave" in page


@pytest.mark.parametrize("count", ["-1", "9999", "many"])
def test_a_number_of_answers_that_cannot_be_does_no_harm(here: Street, count: str) -> None:
    asked(here, led())
    form = here.ash.opens(AT).form(f"{AT}/decision")
    sent = {**form, "outcome": "We do.", "reasons": "So.", "opinions": count}
    assert here.ash.posts(f"{AT}/decision", sent).status in {200, 422}


def test_a_decision_by_role_rests_with_everything_else(here: Street) -> None:
    asked(here, led())
    here.ash.sends(f"{AT}/decision", AT, outcome="Green.", reasons="It is warm.")
    here.town.does(WREN, Pause())
    for page in read(here):
        assert "It rests just now" in page
        assert "Green." in page


def test_long_afterwards_what_was_said_is_still_read(here: Street) -> None:
    asked(here, consulted())
    here.wren.sends(f"{AT}/views", AT, text="I would.")
    answers = {"weight-1": "partly", "why-1": "In part."}
    here.ash.sends(f"{AT}/decision", AT, outcome="We do.", reasons="So.", **answers)
    days_later(here, 200)
    for page in read(here):
        assert "I would." in page
        assert "In part." in page


def test_reading_a_question_records_nothing(here: Street) -> None:
    asked(here, consulted())
    before = entries(here.town)
    read(here)
    assert entries(here.town) == before


# What whoever decides owes the other.


def test_in_ones_own_life_reasons_are_optional(here: Street) -> None:
    _, page = asked(here, own_work(), WREN)
    assert "Your reasons (optional)" in page
    told = here.wren.sends(f"{AT}/decision", AT, outcome="I do it.", reasons="", again="never")
    assert "Recorded." in told
    assert "Why:" not in told


def test_where_the_other_is_heard_reasons_are_not_optional(here: Street) -> None:
    page, _ = asked(here, led())
    assert "Your reasons" in page
    assert "Your reasons (optional)" not in page
    told = here.ash.sends(f"{AT}/decision", AT, outcome="We do it.", reasons="", again="never")
    assert told.status == 422
    assert "Write your reasons." in told
