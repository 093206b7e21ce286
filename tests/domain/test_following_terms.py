"""What nobody may agree cannot be put forward past the rules, though the other would consent."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.domain.forging import counts, leaves_it
from tests.given import (
    ASH,
    HOUSEHOLD,
    KITCHEN,
    REFLECTION,
    STRANGER,
    WORK,
    WREN,
    Couple,
    clause,
    kitchen,
    within,
)
from troth.application.texts import map_texts
from troth.domain.agreement.commands import NameArea, ProposeTerms
from troth.domain.agreement.decide import MOST_PROPOSALS
from troth.domain.agreement.events import (
    Adopt,
    ConsentGiven,
    Repeal,
    TermsAdopted,
    TermsProposed,
    TermsRevised,
)
from troth.domain.agreement.state import in_force
from troth.domain.agreement.terms import (
    INTIMATE_DAYS,
    Area,
    Category,
    Correction,
    CorrectionKind,
    Effect,
    Need,
    NeedDeclared,
    Permission,
    Pin,
    Ritual,
    Standing,
    Terms,
    Wording,
)
from troth.domain.decider import State, evolve
from troth.domain.dynamic.commands import Pause
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import AreaId, ClauseId, Digest, MemberId, ProposalId, Recorded, digest
from troth.domain.schedules import Schedule

FORGED = ProposalId("forged")
RED = ClauseId("red")
ROPE = ClauseId("rope")
EX = AreaId("ex")


def pinned(couple: Couple, terms: Terms) -> Adopt:
    """Return a clause as it is put forward, with what it refers to as that is now."""
    agreement = couple.state.ground.agreement
    found = {each: in_force(agreement, each, couple.now) for each in sorted(terms.references)}
    pins = (Pin(id_, held.meaning) for id_, held in found.items() if held is not None)
    return Adopt(Wording(terms, tuple(pins)))


def proposed(couple: Couple, *terms: Terms) -> TermsProposed:
    """Return what Ash's own software writes: a proposal of just these."""
    items = tuple(pinned(couple, each) for each in terms)
    return TermsProposed(FORGED, items, (), "", None)


def rope() -> Terms:
    """Return something new and intimate, with all that it takes."""
    body = Permission("Wrists only.", asked_by=ASH, stop_signal=RED)
    terms = replace(clause(ROPE, body), review_after_days=INTIMATE_DAYS)
    return replace(terms, category=Category.NEW_INTIMATE)


def limiting(need: Need) -> Terms:
    """Return an expectation that limits what no clause may limit."""
    return replace(kitchen(), needs=(NeedDeclared(need, Effect.LIMITS),))


NOT_TO_BE_AGREED = {
    "a protected need limited": limiting(Need.MEDICATION),
    "somebody else": replace(kitchen(), bearers=frozenset({STRANGER})),
    "nobody": replace(kitchen(), bearers=frozenset()),
    "for ever": replace(kitchen(), review_after_days=3650),
    "a second role": clause("role", Area(Standing.WITHIN)),
    "a response without an end": clause(REFLECTION, Correction(CorrectionKind.REFLECTION, 10_000)),
    "about other people": clause(EX, Area(Standing.WITHIN)),
    "intimate and no longer tried": replace(rope(), category=Category.INTIMATE),
    "intimate without bounds": replace(rope(), body=Permission("", ASH, stop_signal=RED)),
    "intimate without a signal": replace(rope(), body=Permission("Wrists.", ASH)),
    "a time nobody can read": replace(
        kitchen(), body=Ritual(Schedule("FREQ=DAILY;UNTIL=99999999", "soon", "UTC"))
    ),
}


@pytest.mark.parametrize("terms", NOT_TO_BE_AGREED.values(), ids=NOT_TO_BE_AGREED)
def test_what_nobody_may_agree_is_not_put_forward(terms: Terms) -> None:
    couple = Couple().have_begun()
    couple.does(ASH, NameArea(EX, "A former partner", third_parties=True))
    leaves_it(couple, ASH, proposed(couple, terms))


def test_the_consent_of_both_makes_nothing_of_it() -> None:
    couple = Couple().have_begun()
    forged = proposed(couple, limiting(Need.MEDICATION))
    named = digest(forged.items)
    consent = ConsentGiven(FORGED, 1, named)
    state = couple.state
    events = ((ASH, forged), (ASH, consent), (WREN, consent), (WREN, TermsAdopted(FORGED, named)))
    for by, event in events:
        state = evolve(state, Recorded(by, couple.now, event))
    assert state is couple.state


def test_neither_is_it_put_in_place_of_what_was_fit_to_be_agreed() -> None:
    couple = Couple().have_begun()
    id_ = couple.proposes(ASH, kitchen("The kitchen is settled by ten."))
    forged = proposed(couple, limiting(Need.MEDICATION))
    leaves_it(couple, ASH, TermsRevised(id_, 2, forged.items, (), "", None))
    fit = proposed(couple, kitchen("By eleven."))
    counts(couple, WREN, TermsRevised(id_, 2, fit.items, (), "", None))


def test_what_may_be_agreed_may_be_put_forward() -> None:
    couple = Couple().have_begun()
    counts(couple, WREN, proposed(couple, kitchen("The kitchen is settled by ten.")))
    counts(couple, ASH, proposed(couple, rope()))


def test_something_intimate_is_not_slipped_in_with_other_things() -> None:
    couple = Couple().have_begun()
    leaves_it(couple, ASH, proposed(couple, rope(), kitchen("By ten.")))


def test_nothing_refers_to_what_it_does_not_rest_on() -> None:
    couple = Couple().have_begun()
    loose = Adopt(Wording(rope()))
    elsewhere = Adopt(Wording(rope(), (Pin(KITCHEN, Digest("0" * 64)),)))
    for item in (loose, elsewhere):
        leaves_it(couple, ASH, replace(proposed(couple), items=(item,)))


def test_references_in_a_circle_are_not_put_forward_and_stop_no_pause() -> None:
    couple = Couple().have_begun()
    one = replace(clause(KITCHEN, kitchen().body), bearers=frozenset({WREN}))
    first = replace(one, rests_on=frozenset({REFLECTION}))
    second = replace(
        clause(REFLECTION, Correction(CorrectionKind.REFLECTION, 60)), rests_on=frozenset({KITCHEN})
    )
    leaves_it(couple, ASH, proposed(couple, first, second))
    couple.does(WREN, Pause())
    assert phase(couple.state.ground.dynamic, couple.now) is Phase.PAUSED


def test_what_is_said_to_be_carried_along_is_just_what_stands() -> None:
    couple = Couple().have_begun()
    area = pinned(couple, replace(within(HOUSEHOLD), text="The whole household."))
    more = replace(kitchen("All rooms are settled before bed."), needs=())
    known, changed, new = (
        replace(pinned(couple, each), repinned=True) for each in (kitchen(), more, rope())
    )
    for item in (changed, new):
        leaves_it(couple, ASH, replace(proposed(couple), items=(area, item)))
    counts(couple, ASH, replace(proposed(couple), items=(area, known)))


def test_what_was_taken_out_is_not_carried_back_in() -> None:
    couple = Couple().have_begun()
    known = replace(pinned(couple, kitchen()), repinned=True)
    area = pinned(couple, replace(within(HOUSEHOLD), text="The whole household."))
    couple.later(days=1)
    couple.agrees(Repeal(KITCHEN))
    leaves_it(couple, ASH, replace(proposed(couple), items=(area, known)))


def test_a_day_to_answer_by_lies_ahead_and_not_for_ever() -> None:
    couple = Couple().have_begun()
    fit = proposed(couple, kitchen("By ten."))
    for days in (-1, 400):
        day = couple.now + timedelta(days=days)
        leaves_it(couple, ASH, replace(fit, respond_by=day))
    counts(couple, ASH, replace(fit, respond_by=couple.now + timedelta(days=7)))


def test_nobody_lays_more_on_the_table_than_fits() -> None:
    couple = Couple().have_begun()
    for number in range(MOST_PROPOSALS):
        draft = kitchen(f"By ten, version {number}.")
        couple.does(ASH, ProposeTerms(ProposalId(f"p-{number}"), (draft,), considered=True))
    leaves_it(couple, ASH, proposed(couple, kitchen("By eleven.")))


def erased(couple: Couple, *proposals: str) -> State:
    """Fold a record of which the words of some proposals were erased; all of it has to count."""
    state = State()
    for each in couple.record:
        event = each.event
        if isinstance(event, TermsProposed) and event.proposal in proposals:
            event = map_texts(event, lambda _: "")
        before, state = state, evolve(state, Recorded(each.by, each.at, event))
        assert state is not before, type(event).__name__
    return state


def test_words_that_were_erased_since_leave_what_came_after_them() -> None:
    couple = Couple().have_begun()
    couple.agrees(rope(), proposal="first")
    couple.later(days=2)
    couple.agrees(replace(rope(), text="Only on Sundays."), proposal="second")
    couple.agrees(kitchen("By ten."), proposal="third")
    couple.agrees(kitchen("By eleven."), proposal="fourth")
    agreement = erased(couple, "first", "third").ground.agreement
    for id_, text in ((ROPE, "Only on Sundays."), (KITCHEN, "By eleven.")):
        held = in_force(agreement, id_, couple.now + timedelta(days=2))
        assert held is not None
        assert held.terms.text == text


def test_what_rested_on_erased_words_is_still_carried_along() -> None:
    couple = Couple().have_begun()
    shelf = replace(within(HOUSEHOLD), text="Only the kitchen.")
    for number, each in enumerate((shelf, within(HOUSEHOLD), shelf)):
        couple.later(days=1)
        couple.agrees(each, proposal=f"area-{number}")
    agreement = erased(couple, "area-0", "area-1").ground.agreement
    held = in_force(agreement, KITCHEN, couple.now)
    assert held is not None
    assert held.terms.bearers == frozenset({WREN})


@pytest.mark.parametrize("by", [ASH, WREN])
def test_a_base_that_has_changed_is_still_consented_to_by_nobody(by: MemberId) -> None:
    couple = Couple().have_begun()
    id_ = couple.proposes(ASH, kitchen("By ten."))
    couple.agrees(kitchen("By eleven."))
    current = couple.state.ground.agreement.proposals[id_]
    leaves_it(couple, by, ConsentGiven(id_, 1, current.digest))
    assert in_force(couple.state.ground.agreement, ClauseId(WORK), couple.now) is not None
