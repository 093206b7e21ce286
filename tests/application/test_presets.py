"""Starting shapes: each can be agreed and begun, and none weakens a protection."""

from functools import cache

import msgspec
import pytest

from tests.application.planned import (
    ASH_HERSELF,
    WREN_THEMSELF,
    applies,
    asked,
    consent_to_all,
    settle,
)
from tests.given import ASH, WREN, Couple
from troth.application.plans.text import PlanNotUsable, read_yaml
from troth.application.plans.work import Plan, Stage, parse_plan, still_needed
from troth.domain.agreement.commands import ProposeTerms, WithdrawConsent
from troth.domain.agreement.state import AgreementState, consent_ends, in_force
from troth.domain.agreement.terms import (
    NEVER_LAPSE,
    TRIAL_DAYS,
    Area,
    Category,
    Correction,
    CorrectionKind,
    Effect,
    Permission,
    Presence,
    Protocol,
    Role,
    SessionRhythm,
    Signal,
    SignalMeaning,
    Standard,
    Standing,
    Style,
    Survival,
    Terms,
    Window,
)
from troth.domain.agreement.validity import EVERYTHING_ELSE
from troth.domain.decider import AnyCommand
from troth.domain.dynamic.commands import Activate, End, Pause, RaiseCheck, Stop
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.force import Hindrance, hindrance, own_hindrance
from troth.domain.kernel import AreaId, MemberId
from troth.domain.safety import LimitId, SetLimit, Target
from troth.presets import NoSuchPreset, list_presets, load_preset

NAMES = tuple(preset.name for preset in list_presets())

each_preset = pytest.mark.parametrize("name", NAMES)


@cache
def plan_of(name: str, *, wren_leads: bool = False) -> Plan:
    """Return a starting shape, read for the two."""
    text = load_preset(name)
    assert isinstance(text, str)
    data = read_yaml(text)
    assert not isinstance(data, PlanNotUsable), data.sentence
    two = (WREN_THEMSELF, ASH_HERSELF) if wren_leads else (ASH_HERSELF, WREN_THEMSELF)
    plan = parse_plan(data, *two, Couple().moment())
    assert isinstance(plan, Plan), plan.sentence
    return plan


@cache
def settled(name: str) -> Couple:
    """Return a couple for whom the whole shape is in force; read from it, never act on it."""
    couple = settle(Couple().have_met(), plan_of(name))
    couple.does(WREN, Activate())
    return couple


def living(name: str) -> Couple:
    """Return a couple of one's own for whom the whole shape is in force."""
    couple = Couple(settled(name).now)
    couple.state = settled(name).state
    return couple


def agreement(name: str) -> AgreementState:
    """Return what a couple that took the shape has agreed."""
    return settled(name).state.ground.agreement


def clauses(name: str, kind: type) -> list[Terms]:
    """Return the clauses of one kind in a shape."""
    return [terms for terms in plan_of(name).clauses if isinstance(terms.body, kind)]


def role_of(name: str) -> Role:
    """Return who leads, and how."""
    (role,) = [terms.body for terms in plan_of(name).clauses if isinstance(terms.body, Role)]
    return role


# The list


def test_the_shapes_that_are_promised_are_there() -> None:
    assert set(NAMES) == {
        "bedroom-only",
        "domestic-discipline",
        "equal",
        "female-led",
        "full-time",
        "long-distance",
        "m-s",
        "male-led",
        "part-time",
        "service",
        "tpe",
    }


def test_each_shape_is_listed_with_its_own_title_and_one_line() -> None:
    for preset in list_presets():
        assert (preset.title, preset.summary) == (
            plan_of(preset.name).title,
            plan_of(preset.name).summary,
        )
    assert len({preset.title for preset in list_presets()}) == len(NAMES)


def test_an_unknown_shape_is_told_with_the_nearest_one() -> None:
    refusal = load_preset("ful-time")
    assert isinstance(refusal, NoSuchPreset)
    assert "Did you mean “full-time”?" in refusal.sentence


def test_a_path_is_not_a_shape() -> None:
    assert isinstance(load_preset("../presets/equal"), NoSuchPreset)


# Every shape can be agreed and begun


@each_preset
def test_a_shape_begins_once_both_have_consented_to_all_of_it(name: str) -> None:
    couple = settled(name)
    assert phase(couple.state.ground.dynamic, couple.now) is Phase.ACTIVE
    for terms in plan_of(name).clauses:
        held = in_force(agreement(name), terms.clause, couple.now)
        assert held is not None, terms.clause
        assert held.terms == terms


@each_preset
def test_nothing_of_a_shape_is_in_force_by_applying_it(name: str) -> None:
    couple = Couple().have_met()
    applies(couple, plan_of(name))
    couple.consents(ASH, next(iter(couple.state.ground.agreement.proposals)))
    needed = still_needed(plan_of(name), couple.state, couple.moment())
    assert {each.stage for each in needed} <= {Stage.CONSENT, Stage.WAITS}
    assert couple.state.ground.agreement.clauses == {}


@each_preset
def test_applying_a_shape_in_force_again_asks_for_nothing(name: str) -> None:
    assert asked(settled(name), plan_of(name)) == ()


@each_preset
def test_a_shape_may_be_led_by_either(name: str) -> None:
    couple = settle(Couple().have_met(), plan_of(name, wren_leads=True))
    couple.does(ASH, Activate())
    assert phase(couple.state.ground.dynamic, couple.now) is Phase.ACTIVE


@each_preset
def test_a_shape_is_the_same_after_it_was_written_down_and_read_again(name: str) -> None:
    for terms in plan_of(name).clauses:
        assert msgspec.json.decode(msgspec.json.encode(terms), type=Terms) == terms


# What every shape holds


@each_preset
def test_the_one_who_leads_makes_commitments(name: str) -> None:
    leads = role_of(name).leads
    commitments = [terms for terms in clauses(name, Standard) if terms.bearers == {leads}]
    others = [terms for terms in clauses(name, Standard) if leads not in terms.bearers]
    assert commitments
    assert len(commitments) >= len(others)


@each_preset
def test_there_are_signals_a_session_a_voice_and_confidentiality(name: str) -> None:
    signals = [terms.body for terms in clauses(name, Signal)]
    assert {s.meaning for s in signals if isinstance(s, Signal)} == set(SignalMeaning)
    assert all(isinstance(s, Signal) and s.at_a_distance for s in signals)
    assert len(clauses(name, SessionRhythm)) == 1
    assert [terms.clause for terms in clauses(name, Survival)] == ["confidentiality"]
    assert "speaking-up" in {terms.clause for terms in clauses(name, Protocol)}


@each_preset
def test_other_people_appear_only_as_the_name_of_an_area_outside(name: str) -> None:
    areas = {terms.clause: terms.body for terms in clauses(name, Area)}
    for named in plan_of(name).areas:
        body = areas[named.area]  # type: ignore[index]  # the id of an area clause is its area's
        assert isinstance(body, Area)
        assert not named.third_parties or body.standing is Standing.OUTSIDE


# K10, K19 and K22


@each_preset
def test_an_intimate_clause_stands_alone_cools_off_and_is_tried(name: str) -> None:
    couple = Couple().have_met()
    for _ in range(5):
        for command in applies(couple, plan_of(name)):
            drafts = command.drafts if isinstance(command, ProposeTerms) else ()
            new = [
                d for d in drafts if isinstance(d, Terms) and d.category is not Category.ORDINARY
            ]
            assert not new or len(drafts) == 1
            assert all(terms.trial_days == TRIAL_DAYS for terms in new)
        before = couple.now
        consent_to_all(couple)
        for clause in _cooling(couple, plan_of(name)):
            assert in_force(couple.state.ground.agreement, clause.clause, before) is None
        couple.later(hours=25)
    assert _cooling(couple, plan_of(name)) == []


def _cooling(couple: Couple, plan: Plan) -> list[Terms]:
    needed = still_needed(plan, couple.state, couple.moment())
    cooling = {id_ for each in needed if each.stage is Stage.COOLING_OFF for id_ in each.clauses}
    return [terms for terms in plan.clauses if terms.clause in cooling]


@each_preset
def test_every_intimate_permission_names_its_bounds_and_a_stop_signal(name: str) -> None:
    for terms in clauses(name, Permission):
        assert isinstance(terms.body, Permission)
        assert terms.category is Category.NEW_INTIMATE
        assert terms.body.bounds
        assert not terms.body.without_answer
        assert terms.body.stop_signal is not None
        signal = in_force(agreement(name), terms.body.stop_signal, settled(name).now)
        assert signal is not None


@each_preset
def test_no_wording_touches_a_protected_need_even_when_nobody_considers_it(name: str) -> None:
    couple = Couple().have_met()
    for command in asked(couple, plan_of(name)):
        if isinstance(command, ProposeTerms):
            couple.does(ASH, ProposeTerms(command.proposal, command.drafts, considered=False))
        else:
            couple.does(ASH, command)
    declared = [each for terms in plan_of(name).clauses for each in terms.needs]
    assert all(each.effect is Effect.SUPPORTS for each in declared)


@each_preset
def test_every_grant_lapses_and_nothing_that_protects_does(name: str) -> None:
    for terms in plan_of(name).clauses:
        held = in_force(agreement(name), terms.clause, settled(name).now)
        assert held is not None
        for consent in held.consents:
            ends = consent_ends(held, consent)
            if isinstance(terms.body, NEVER_LAPSE):
                assert ends is None
            else:
                assert ends is not None
                assert (ends - max(consent.at, held.since)).days <= TRIAL_DAYS


# What each can always do


@each_preset
@pytest.mark.parametrize("member", [ASH, WREN])
@pytest.mark.parametrize("command", [Pause(), Stop(), End(), RaiseCheck()])
def test_what_protects_is_accepted_under_every_shape(
    name: str, member: MemberId, command: AnyCommand
) -> None:
    couple = living(name)
    assert couple.does(member, command)
    assert phase(couple.state.ground.dynamic, couple.now) is not Phase.ACTIVE


@each_preset
@pytest.mark.parametrize("member", [ASH, WREN])
def test_either_withdraws_from_any_clause_at_once(name: str, member: MemberId) -> None:
    for terms in plan_of(name).clauses:
        couple = living(name)
        couple.does(member, WithdrawConsent(terms.clause))
        assert in_force(couple.state.ground.agreement, terms.clause, couple.now) is None


@each_preset
@pytest.mark.parametrize("member", [ASH, WREN])
def test_a_limit_stops_any_clause_and_any_part_of_life(name: str, member: MemberId) -> None:
    for target, ids in (
        (Target.CLAUSE, [terms.clause for terms in plan_of(name).clauses]),
        (Target.AREA, [AreaId(area.area) for area in plan_of(name).areas]),
    ):
        for id_ in ids:
            couple = living(name)
            couple.does(member, SetLimit(LimitId("mine"), target, id_))
            for terms in plan_of(name).clauses:
                if terms.clause == id_ or (target is Target.AREA and terms.area == id_):
                    ground, now = couple.state.ground, couple.moment()
                    held = in_force(ground.agreement, terms.clause, couple.now)
                    assert held is not None
                    assert own_hindrance(ground, held, now) is Hindrance.LIMIT


@each_preset
def test_a_stop_leaves_nothing_operative_but_what_outlasts(name: str) -> None:
    couple = living(name)
    couple.does(WREN, Stop())
    for terms in plan_of(name).clauses:
        stands = hindrance(couple.state.ground, terms.clause, couple.moment())
        expected = None if isinstance(terms.body, Survival) else Hindrance.NOT_ACTIVE
        assert stands is expected


# What sets one shape apart


def test_each_style_has_a_shape() -> None:
    assert {role_of(name).style for name in NAMES} == set(Style)


def test_the_deepest_shape_says_in_so_many_words_how_far_it_reaches() -> None:
    rest = next(t for t in plan_of("tpe").clauses if t.clause == EVERYTHING_ELSE)
    assert isinstance(rest.body, Area)
    assert rest.body.standing is Standing.WITHIN
    assert rest.body.exceptions == {area.area for area in plan_of("tpe").areas}
    assert role_of("tpe").style is Style.TOTAL


def test_shapes_of_agreed_hours_have_windows_in_the_zones_of_the_two() -> None:
    for name in ("part-time", "long-distance"):
        assert role_of(name).presence is Presence.WINDOWS_ONLY
        assert clauses(name, Window)
    bodies = [terms.body for terms in clauses("long-distance", Window)]
    zones = {body.schedule.zone for body in bodies if isinstance(body, Window)}
    assert zones == {"Europe/London", "America/New_York"}


def test_responses_are_few_finite_and_of_the_closed_list() -> None:
    bodies = [terms.body for terms in clauses("domestic-discipline", Correction)]
    assert {b.item for b in bodies if isinstance(b, Correction)} >= {
        CorrectionKind.TALK,
        CorrectionKind.REFLECTION,
        CorrectionKind.DOING_AGAIN,
    }
    for name in set(NAMES) - {"domestic-discipline", "full-time"}:
        assert clauses(name, Correction) == []


def test_a_trial_of_equals_lasts_a_week() -> None:
    trials = {terms.trial_days for terms in plan_of("equal").clauses}
    assert trials == {7, None}
