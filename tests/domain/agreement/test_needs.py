"""Protected needs (K19): wherever words can bind, words that may touch one ask before they do."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.domain.decisions.deciding import deciding, led, raised
from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, Couple, clause, kitchen
from troth.domain.agreement.commands import ProposeTerms, ReviseTerms
from troth.domain.agreement.needs import WORDS, touched_needs
from troth.domain.agreement.terms import (
    Area,
    Authority,
    Body,
    Correction,
    CorrectionKind,
    Effect,
    Element,
    Foreword,
    Need,
    NeedDeclared,
    Overlap,
    Permission,
    Practice,
    Protocol,
    ResetForm,
    Reward,
    Ritual,
    Role,
    SessionRhythm,
    Signal,
    SignalMeaning,
    Standard,
    Standing,
    Style,
    Survival,
    SurvivalKind,
    Terms,
    Window,
)
from troth.domain.agreement.validity import LimitsProtectedNeed, MayTouchProtectedNeed
from troth.domain.decider import AnyCommand
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import GiveDirection
from troth.domain.kernel import ClauseId, ProposalId, Significance
from troth.domain.routing.matter import Declaration
from troth.domain.schedules import Schedule
from troth.domain.standards.commands import SetTask
from troth.domain.standards.events import TaskId, TaskKind

P = ProposalId("p")
ASKS = "No phone after nine."
EVENINGS = Schedule("FREQ=DAILY", "2026-03-03T19:00", "UTC", 45)
BEARERS = frozenset({WREN})


def terms(body: Body, text: str = "As both said.") -> Terms:
    """Return terms of some kind, borne by Wren."""
    fixed = {Role: "role", Authority: "authority"}.get(type(body), "clause")
    return replace(clause(fixed, body, text), bearers=BEARERS)


KINDS: tuple[Body, ...] = (
    Role(ASH, Style.NEGOTIATED),
    Area(Standing.WITHIN),
    Authority(Overlap.TOGETHER),
    Standard(),
    Protocol("When we come home", "we sit down"),
    Ritual(EVENINGS),
    Permission("Until one.", WREN),
    Correction(CorrectionKind.REFLECTION, 30),
    Reward("Tea."),
    SessionRhythm(EVENINGS),
    Window(EVENINGS),
    ResetForm("A weekend."),
    Survival(SurvivalKind.OWN_DATA),
)

WORDED: tuple[Body, ...] = (
    Role(ASH, Style.NEGOTIATED, titles={ASH: ASKS}),
    Role(ASH, Style.NEGOTIATED, forms_of_address={WREN: ASKS}),
    Area(Standing.WITHIN, elements=(Element(ASKS, WREN),)),
    Authority(Overlap.TOGETHER, standing_instructions=(ASKS,)),
    Standard(lighter=ASKS),
    Protocol(ASKS, "we sit down"),
    Protocol("When we come home", ASKS),
    Protocol("When we come home", "we sit down", lighter=ASKS),
    Ritual(EVENINGS, lighter=ASKS),
    Permission(ASKS, WREN),
    Permission("Until one.", WREN, risks=ASKS),
    Permission("Until one.", WREN, precautions=ASKS),
    Permission("Until one.", WREN, care_after=ASKS),
    Reward(ASKS),
    ResetForm(ASKS),
)


@pytest.mark.parametrize("body", KINDS)
def test_every_kind_that_binds_asks_about_its_words(body: Body) -> None:
    couple = Couple().have_met()
    refused = couple.is_refused(ASH, ProposeTerms(P, (terms(body, ASKS),)), MayTouchProtectedNeed)
    assert refused.needs == Need.PHONE
    couple.does(ASH, ProposeTerms(P, (terms(body, ASKS),), considered=True))


@pytest.mark.parametrize("body", WORDED)
def test_every_text_of_a_clause_is_read(body: Body) -> None:
    couple = Couple().have_met()
    couple.is_refused(ASH, ProposeTerms(P, (terms(body),)), MayTouchProtectedNeed)


@pytest.mark.parametrize("field", ["why", "how_we_tell", "concerns", "element"])
def test_what_stands_beside_the_words_is_read_too(field: str) -> None:
    couple = Couple().have_met()
    worded = replace(terms(Standard()), **{field: ASKS})
    couple.is_refused(ASH, ProposeTerms(P, (worded,)), MayTouchProtectedNeed)
    tagged = replace(terms(Standard()), tags=frozenset({"phone"}))
    couple.is_refused(ASH, ProposeTerms(P, (tagged,)), MayTouchProtectedNeed)


@pytest.mark.parametrize("body", [Practice(), Foreword(), Signal("phone", SignalMeaning.STOP)])
def test_what_binds_nobody_and_what_protects_is_not_asked_about(body: Body) -> None:
    couple = Couple().have_met()
    couple.does(ASH, ProposeTerms(P, (terms(body, ASKS),)))


def test_a_question_answered_once_is_asked_again_of_other_words() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, ProposeTerms(P, (kitchen(ASKS),), considered=True))
    couple.is_refused(WREN, ReviseTerms(P, (kitchen("No phone at all."),)), MayTouchProtectedNeed)


def test_nothing_limits_a_need_whatever_else_is_said_of_it() -> None:
    couple = Couple().have_begun()
    for need in Need:
        limits = (NeedDeclared(need, Effect.LIMITS),)
        proposed = ProposeTerms(P, (replace(kitchen(), needs=limits),), considered=True)
        assert couple.is_refused(ASH, proposed, LimitsProtectedNeed).need == need
        courtesy = replace(clause(KITCHEN, Practice()), needs=limits)
        couple.does(ASH, ProposeTerms(ProposalId(need), (courtesy,)))


def binding_words(couple: Couple) -> tuple[AnyCommand, ...]:
    """Return everything beside a clause that could bind the other, in words that ask."""
    raised(couple, ASH, led())
    until = couple.now + timedelta(days=1)
    word = Declaration(BEARERS, Significance.ROUTINE)
    return (
        deciding(couple, outcome=ASKS),
        GiveDirection(DirectionId("d"), ASKS, word, until, HOUSEHOLD),
        SetTask(TaskId("t"), ASH, TaskKind.AT_HOME, ASKS, until),
        ProposeTerms(P, (terms(Standard(), ASKS),)),
    )


@pytest.mark.parametrize("index", range(4))
def test_clauses_decisions_directions_and_tasks_ask_alike(index: int) -> None:
    couple = Couple().have_begun()
    command = binding_words(couple)[index]
    assert couple.is_refused(ASH, command, MayTouchProtectedNeed).needs == Need.PHONE
    couple.does(ASH, replace(command, considered=True))


def test_every_need_has_words_and_every_word_is_found() -> None:
    for language, words in WORDS.items():
        assert set(words) == set(Need)
        for need, known in words.items():
            for word in known:
                assert need in touched_needs(f"She may not {word.upper()}, ever.", language)


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("Wren skips lunch after a late evening.", Need.FOOD),
        ("Wren sleeps on the sofa.", Need.SLEEP),
        ("Wren asks before showering or going to the loo.", Need.TOILET),
        ("Wren hands over the bank card.", Need.MONEY),
        ("Wren's salary goes to Ash.", Need.MONEY),
        ("Wren gives notice at the office.", Need.WORK_AND_STUDY),
        ("Wren calls nobody without asking.", Need.CONTACT),
        ("Wren does not see her parents.", Need.CONTACT),
        ("Wren never says stop.", Need.PROTECTED_ACTS),
        ("Wren does not go out.", Need.PROTECTED_ACTS),
        ("Ash keeps the passports.", Need.DOCUMENTS),
        ("Wren shares every password.", Need.PHONE),
    ],
)
def test_the_ways_in_which_a_need_is_limited_in_practice_are_noticed(text: str, need: Need) -> None:
    assert need in touched_needs(text)


def test_a_word_inside_another_is_not_that_word() -> None:
    assert touched_needs("The monkey reads a breakfastless meadow poem.") == ()
    assert touched_needs("Everything is as we said: quiet evenings, and a tidy table.") == ()


def test_a_clause_keeps_its_name_whatever_it_is_called() -> None:
    couple = Couple().have_begun()
    named = Terms(ClauseId("phone-box"), Standard(), "The box is dusted.", BEARERS, HOUSEHOLD)
    couple.does(ASH, ProposeTerms(P, (named,)))
