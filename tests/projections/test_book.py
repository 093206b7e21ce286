"""The agreement as both read it: every line stands with the mark that is true of it now."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.given import (
    ASH,
    HOUSEHOLD,
    KITCHEN,
    REFLECTION,
    WORK,
    WREN,
    Couple,
    clause,
    kitchen,
    role,
    usual,
    within,
)
from troth.domain.agreement.commands import RenewConsent, WithdrawConsent
from troth.domain.agreement.drafting import Draft
from troth.domain.agreement.events import ConsentStatus, Repeal
from troth.domain.agreement.state import latest
from troth.domain.agreement.terms import (
    COOLING_OFF_HOURS,
    GRACE_DAYS,
    INTIMATE_DAYS,
    ORDINARY_DAYS,
    TRIAL_DAYS,
    Area,
    Category,
    Foreword,
    Permission,
    Practice,
    Standard,
    Standing,
    Survival,
    SurvivalKind,
    Terms,
)
from troth.domain.dynamic.commands import End, Pause, Stop
from troth.domain.kernel import ClauseId, MemberId
from troth.domain.safety import LimitId, SetLimit, Target
from troth.projections.book import (
    REVIEW_SOON_DAYS,
    Document,
    Entry,
    Mark,
    document,
    may_renew,
)
from troth.projections.differences import proposed_changes

EVENING = ClauseId("evening")


def read(couple: Couple) -> Document:
    """Return the agreement as it is read now."""
    return document(couple.state.ground, couple.moment())


def entry(couple: Couple, id_: ClauseId = KITCHEN) -> Entry:
    """Return one clause as it is read now."""
    return next(
        each for part in read(couple).sections for each in part.entries if each.clause == id_
    )


def marks(couple: Couple) -> set[Mark | None]:
    """Return every mark that is read now."""
    return {each.mark for part in read(couple).sections for each in part.entries}


def evening() -> Terms:
    """Return a permission that is new and intimate."""
    return Terms(
        EVENING,
        Permission(asked_by=WREN, stop_signal=ClauseId("red"), bounds="At home."),
        "Wren asks, and Ash answers.",
        category=Category.NEW_INTIMATE,
        review_after_days=INTIMATE_DAYS,
    )


def brief(days: int) -> Terms:
    """Return the kitchen on trial for some days."""
    return Terms(
        KITCHEN,
        Standard(),
        "The kitchen is settled.",
        bearers=frozenset({WREN}),
        area=HOUSEHOLD,
        trial_days=days,
    )


def test_before_anything_is_agreed_there_is_nothing_to_read() -> None:
    whole = read(Couple().have_met())
    assert (whole.version, whole.sections, whole.open_proposals) == (0, (), 0)
    assert whole.members == ("Ash", "Wren")


def test_what_simply_holds_has_no_mark() -> None:
    assert marks(Couple().have_begun()) == {None}


def test_what_is_new_and_intimate_waits_then_is_tried() -> None:
    couple = Couple().have_begun()
    couple.agrees(evening())
    begins = couple.now + timedelta(hours=COOLING_OFF_HOURS)
    assert (entry(couple, EVENING).mark, entry(couple, EVENING).mark_until) == (
        Mark.WAITING,
        begins,
    )
    couple.later(hours=COOLING_OFF_HOURS)
    assert entry(couple, EVENING).mark is Mark.TRIAL


def test_a_trial_names_its_end_and_has_run_out_once_it_is_past() -> None:
    couple = Couple().have_begun()
    couple.agrees(brief(7))
    end = couple.now + timedelta(days=7)
    assert (entry(couple).mark, entry(couple).mark_until) == (Mark.TRIAL, end)
    couple.later(days=8 + GRACE_DAYS)
    assert entry(couple).mark is Mark.ENDED


def test_what_never_runs_out_is_no_trial_whatever_its_wording_says() -> None:
    tried = Terms(ClauseId("walks"), Practice(), "We walk on Sundays.", trial_days=7)
    couple = Couple().have_begun(tried)
    assert entry(couple, tried.clause).mark is None
    couple.later(days=2 * ORDINARY_DAYS)
    assert entry(couple, tried.clause).mark is None


def test_a_trial_that_is_renewed_is_no_longer_one() -> None:
    couple = Couple().have_begun()
    couple.agrees(brief(TRIAL_DAYS))
    couple.later(days=TRIAL_DAYS - 2)
    held = latest(couple.state.ground.agreement, KITCHEN)
    assert held is not None
    couple.does(WREN, RenewConsent(KITCHEN, held.digest))
    assert entry(couple).mark is Mark.TRIAL
    couple.does(ASH, RenewConsent(KITCHEN, held.digest))
    assert entry(couple).mark is None


def test_what_is_to_be_read_again_says_so_two_weeks_ahead_and_not_before() -> None:
    couple = Couple().have_begun()
    begun = couple.now
    couple.later(days=ORDINARY_DAYS - REVIEW_SOON_DAYS - 1)
    assert entry(couple).mark is None
    couple.later(days=2)
    assert entry(couple).mark is Mark.READ_AGAIN
    assert entry(couple).mark_until == begun + timedelta(days=ORDINARY_DAYS)


def test_what_nobody_read_again_has_run_out_when_its_grace_is_over() -> None:
    couple = Couple().have_begun()
    couple.later(days=ORDINARY_DAYS + GRACE_DAYS - 1)
    assert entry(couple).mark is Mark.READ_AGAIN
    couple.later(days=2)
    assert entry(couple).mark is Mark.ENDED
    assert {each.status for each in entry(couple).consents} == {ConsentStatus.EXPIRED}


@pytest.mark.parametrize("rest", [Pause(), Stop(), Pause(HOUSEHOLD)])
def test_what_rests_is_read_as_resting(rest: Pause | Stop) -> None:
    couple = Couple().have_begun()
    couple.does(WREN, rest)
    assert (entry(couple).mark, entry(couple).mark_until) == (Mark.RESTING, None)


def test_a_pause_of_one_part_of_life_leaves_the_others_as_they_are() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause(HOUSEHOLD))
    assert entry(couple, REFLECTION).mark is None
    assert entry(couple, ClauseId(WORK)).mark is None


def test_a_limit_in_the_way_is_read_at_the_line_it_touches_and_says_nothing_of_whose() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, SetLimit(LimitId("mine"), Target.CLAUSE, "kitchen", hard=True))
    assert entry(couple).mark is Mark.LIMITED
    assert entry(couple, REFLECTION).mark is None


def test_what_rests_on_a_part_of_life_somebody_left_has_lost_its_basis() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, WithdrawConsent(ClauseId(HOUSEHOLD)))
    assert entry(couple).mark is Mark.UNAGREED_BASIS


def test_what_rests_on_a_line_told_in_other_words_still_holds() -> None:
    couple = Couple().have_begun()
    couple.agrees(clause(HOUSEHOLD, Area(Standing.WITHIN), "The house, and not the garden."))
    assert entry(couple).mark is None


def test_what_rests_on_a_line_that_means_something_else_is_agreed_anew_together_with_them() -> None:
    couple = Couple().have_begun()
    id_ = couple.proposes(ASH, clause(HOUSEHOLD, Area(Standing.WITHIN, comes_first=1)))
    agreement = couple.state.ground.agreement
    changes = proposed_changes(agreement, agreement.proposals[id_].items, couple.moment())
    assert {each.clause for each in changes if each.is_repinned} == {KITCHEN}
    for member in (ASH, WREN):
        couple.consents(member, id_)
    assert entry(couple).mark is None


@pytest.mark.parametrize("member", [ASH, WREN])
def test_what_either_withdrew_from_is_not_read_any_more(member: MemberId) -> None:
    couple = Couple().have_begun()
    couple.does(member, WithdrawConsent(KITCHEN))
    with pytest.raises(StopIteration):
        entry(couple)


def test_what_both_took_out_is_not_read_any_more() -> None:
    couple = Couple().have_begun()
    couple.agrees(Repeal(KITCHEN))
    with pytest.raises(StopIteration):
        entry(couple)


def test_after_the_end_only_what_was_to_outlast_it_still_holds() -> None:
    lasting = clause("lasting", Survival(SurvivalKind.OWN_DATA))
    couple = Couple().have_begun(lasting)
    couple.does(WREN, End())
    assert entry(couple, ClauseId("lasting")).mark is None
    assert entry(couple).mark is Mark.OVER


def test_what_rests_with_a_line_is_named_at_it() -> None:
    couple = Couple().have_begun()
    assert entry(couple, ClauseId(HOUSEHOLD)).rests_with_it == (KITCHEN,)
    assert entry(couple).rests_with_it == ()


def test_sections_are_in_the_order_one_reads_them_aloud() -> None:
    extra: tuple[Draft, ...] = (
        clause("foreword", Foreword()),
        clause("lasting", Survival(SurvivalKind.OWN_DATA)),
        clause("walks", Practice()),
    )
    headings = [each.heading for each in read(Couple().have_begun(*extra)).sections]
    assert headings[0] == "Us"
    assert headings[-2:] == ["Signals", "What outlasts the end"]
    assert headings.index("The household") < headings.index("What else we agreed")


def test_every_line_has_its_place_as_a_number_and_stands_once() -> None:
    sections = read(Couple().have_begun()).sections
    read_aloud = [each for part in sections for each in part.entries]
    assert sorted(each.clause for each in read_aloud) == sorted(each.clause for each in usual())
    assert [each.number for each in read_aloud] == [
        f"{place}.{within_it}"
        for place, part in enumerate(sections, 1)
        for within_it, _ in enumerate(part.entries, 1)
    ]


def test_what_says_where_a_part_of_life_stands_comes_before_what_is_kept_in_it() -> None:
    (home,) = [part for part in read(Couple().have_begun()).sections if part.area == HOUSEHOLD]
    assert [each.clause for each in home.entries] == [ClauseId(HOUSEHOLD), KITCHEN]


def test_people_are_read_by_their_names_and_both_consents_stand_side_by_side() -> None:
    found = entry(Couple().have_begun())
    assert found.bearers == ("Wren",)
    assert sorted(each.name for each in found.consents) == ["Ash", "Wren"]


def test_a_version_is_counted_by_what_both_adopted() -> None:
    couple = Couple().have_begun()
    before = read(couple).version
    couple.proposes(WREN, role())
    assert (read(couple).version, read(couple).open_proposals) == (before, 1)
    couple.agrees(within(HOUSEHOLD), kitchen("By ten."))
    assert read(couple).version == before + 1


def test_it_says_since_when_it_is_as_it_stands() -> None:
    couple = Couple().have_begun()
    assert read(couple).since == couple.now
    later = couple.later(days=3)
    couple.agrees(kitchen("The kitchen is settled by ten."))
    assert read(couple).since == later


def test_it_says_when_the_first_line_is_to_be_read_again() -> None:
    couple = Couple().have_begun()
    assert read(couple).read_again == couple.now + timedelta(days=ORDINARY_DAYS)


def test_a_trial_that_all_share_is_said_once_for_all() -> None:
    couple = Couple().have_begun()
    assert read(couple).trial_until is None
    couple.agrees(replace(kitchen(), trial_days=TRIAL_DAYS))
    until = read(couple).trial_until
    assert until == couple.now + timedelta(days=TRIAL_DAYS)
    couple.later(days=2)
    couple.agrees(replace(kitchen(), clause=EVENING, trial_days=TRIAL_DAYS))
    assert read(couple).trial_until is None


def test_under_it_stands_when_each_last_agreed_to_a_line() -> None:
    couple = Couple().have_begun()
    begun = couple.now
    proposal = couple.proposes(ASH, kitchen("The kitchen is settled by ten."))
    couple.later(hours=1)
    couple.consents(WREN, proposal)
    assert [(each.name, each.at) for each in read(couple).signed] == [
        ("Ash", begun),
        ("Wren", begun),
    ]
    couple.consents(ASH, proposal)
    assert [each.at for each in read(couple).signed] == [couple.now, couple.now]


def test_why_the_two_do_this_is_read_before_who_leads() -> None:
    couple = Couple().have_begun(clause("why", Foreword()))
    us = read(couple).sections[0]
    assert [each.kind for each in us.entries] == ["foreword", "role", "authority"]


def test_nothing_stands_under_an_agreement_there_is_not() -> None:
    whole = read(Couple().have_met())
    assert (whole.signed, whole.since, whole.read_again) == ((), None, None)


def test_a_line_can_be_renewed_in_its_last_week_by_whoever_has_not() -> None:
    couple = Couple().have_begun()
    assert not _may_renew(couple, WREN)
    couple.later(days=ORDINARY_DAYS - 6)
    assert _may_renew(couple, WREN)
    held = latest(couple.state.ground.agreement, KITCHEN)
    assert held is not None
    couple.does(WREN, RenewConsent(KITCHEN, held.digest))
    assert not _may_renew(couple, WREN)
    assert _may_renew(couple, ASH)


def test_what_was_withdrawn_is_never_renewed() -> None:
    couple = Couple().have_begun()
    couple.later(days=ORDINARY_DAYS - 6)
    couple.does(WREN, WithdrawConsent(KITCHEN))
    assert not _may_renew(couple, ASH)


def _may_renew(couple: Couple, member: MemberId) -> bool:
    held = latest(couple.state.ground.agreement, KITCHEN)
    assert held is not None
    return may_renew(held, member, couple.now)
