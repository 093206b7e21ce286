"""Who decides, over all inputs: no ground and no facet on which the rules do not hold."""

import pytest
from msgspec.structs import replace

from tests.given import ASH, HOUSEHOLD, WREN
from tests.laws.router import ASKED, Router, check, every_ground
from tests.laws.router_inputs import LIMITS, OVERLAPS, STANDINGS, STYLES
from troth.domain.agreement.terms import Standing, Style
from troth.domain.force import Ground
from troth.domain.kernel import AreaId, Capacity, Moment
from troth.domain.routing.footing import Footing, footing
from troth.domain.routing.matter import Facet, MatterKind
from troth.domain.routing.routes import Gate, Route, Voice, by_all, by_lead, by_self
from troth.domain.routing.rules import Reason, Rule, judge


def test_every_law_holds_for_every_input(capsys: pytest.CaptureFixture[str]) -> None:
    figures = check()
    with capsys.disabled():
        print(f"\nrouter: {figures.inputs:,} inputs, {len(figures.violations)} violations")  # noqa: T201  # the figures are what this law reports
    assert figures.violations == ()
    assert figures.inputs == len(every_ground()) * len(ASKED)


def test_the_inputs_are_all_combinations() -> None:
    # Windows mean something only with a ROLE clause, so that style "none" has one case, not three.
    roles = 3 * (len(STYLES) - 1) + 1
    assert len({id(ground) for _, ground in every_ground()}) == len(every_ground())
    phases_and_pauses = 6 * 2
    expected = roles * len(STANDINGS) * len(OVERLAPS) * phases_and_pauses * len(LIMITS)
    assert len(every_ground()) == expected
    # Each of two says nothing or one of six things, and whoever speaks may name their limit.
    words = 7 * 7 + 2 * 6 * 7
    kinds_and_holders = 3 + 2 * 2
    assert len(set(ASKED)) == len(ASKED) == kinds_and_holders * words


def _without_limits(ground: Ground, area: AreaId | None, moment: Moment) -> Footing:
    return replace(footing(ground, area, moment), limits=())


def _deaf_to_rest(ground: Ground, area: AreaId | None, moment: Moment) -> Footing:
    awake = replace(ground, dynamic=replace(ground.dynamic, suspension=None, area_suspensions={}))
    return footing(awake, area, moment)


def _habit_is_law(ground: Ground, area: AreaId | None, moment: Moment) -> Footing:
    read = footing(ground, area, moment)
    if any(clause.startswith("habit") for clause in ground.agreement.clauses):
        return replace(read, standing=Standing.WITHIN, clause=None)
    return read


def _total_is_a_switch(ground: Ground, area: AreaId | None, moment: Moment) -> Footing:
    read = footing(ground, area, moment)
    return replace(read, standing=Standing.WITHIN) if read.style is Style.TOTAL else read


def _style_changes_rights(ground: Footing, facet: Facet) -> Reason:
    reason = judge(ground, facet)
    if reason.rule is Rule.C2 and ground.style is Style.TOTAL:
        return replace(reason, route=by_lead(ASH, Voice.HEAR))
    return reason


def _lead_amends_alone(ground: Footing, facet: Facet) -> Reason:
    reason = judge(ground, facet)
    amends = facet.kind is MatterKind.AGREEMENT_CHANGE and ground.lead is not None
    return replace(reason, route=by_lead(ASH, Voice.HEAR)) if amends else reason


def _it_affects_us_grabs(ground: Footing, facet: Facet) -> Reason:
    reason = judge(ground, facet)
    grabs = reason.rule is Rule.D3 and ground.lead is not None
    return replace(reason, route=by_lead(ASH, Voice.HEAR)) if grabs else reason


def _dispute_is_a_veto(ground: Footing, facet: Facet) -> Reason:
    reason = judge(ground, facet)
    return replace(reason, route=by_all(ground.members)) if reason.disputed else reason


def _dispute_buys_nothing(ground: Footing, facet: Facet) -> Reason:
    reason = judge(ground, facet)
    unheard = replace(reason.route, voice=Voice.NONE)
    return replace(reason, route=unheard) if reason.rule is Rule.D3 else reason


def _limit_blocks_the_others_care(ground: Footing, facet: Facet) -> Reason:
    reason = judge(ground, facet)
    touched = any(limit.name == HOUSEHOLD for limit in ground.limits)
    blocked = facet.kind is MatterKind.OWN_BODY and touched
    return Reason(Route(gate=Gate.FORBIDDEN), Rule.C1) if blocked else reason


def _owner_is_forgotten(ground: Footing, facet: Facet) -> Reason:
    return judge(replace(ground, owner=None), facet)


def _important_means_quiet(ground: Footing, facet: Facet) -> Reason:
    reason = judge(ground, facet)
    return replace(reason, route=by_self(ASH)) if reason.rule is Rule.S1P else reason


def _correction_while_resting(ground: Footing, facet: Facet) -> Reason:
    return judge(replace(ground, suspended=False), facet)


def _follower_gets_authority(ground: Footing, facet: Facet) -> Reason:
    reason = judge(ground, facet)
    roles = frozenset((member, Capacity.ROLE) for member, _ in reason.route.deciders)
    return replace(reason, route=replace(reason.route, deciders=roles))


def _limit_blocks_the_others_work(ground: Footing, facet: Facet) -> Reason:
    return judge(replace(ground, owner=None) if ground.limits else ground, facet)


def _leads_word_is_enough(ground: Footing, facet: Facet) -> Reason:
    return judge(replace(ground, lead=None) if not facet.declared else ground, _said_by_both(facet))


def _said_by_both(facet: Facet) -> Facet:
    alone = facet.declared.get(ASH) if len(facet.declared) == 1 else None
    return facet if alone is None else replace(facet, declared={ASH: alone, WREN: alone})


MUTANTS: dict[str, Router] = {
    "a limit is ignored in routing": Router(read=_without_limits),
    "a pause is ignored in routing": Router(read=_deaf_to_rest),
    "habit is law": Router(read=_habit_is_law),
    "a total exchange is a switch": Router(read=_total_is_a_switch),
    "the style changes one's own rights": Router(judge=_style_changes_rights),
    "the lead amends alone": Router(judge=_lead_amends_alone),
    "saying it affects us grabs authority": Router(judge=_it_affects_us_grabs),
    "a dispute is a veto": Router(judge=_dispute_is_a_veto),
    "a dispute is not even heard": Router(judge=_dispute_buys_nothing),
    "a limit stands between the other and a doctor": Router(judge=_limit_blocks_the_others_care),
    "a limit stands between the other and their work": Router(judge=_limit_blocks_the_others_work),
    "the lead's own word makes it shared": Router(judge=_leads_word_is_enough),
    "whose area it is, is forgotten": Router(judge=_owner_is_forgotten),
    "what matters is decided unheard": Router(judge=_important_means_quiet),
    "a correction is decided while roles rest": Router(judge=_correction_while_resting),
    "whoever decides has authority": Router(judge=_follower_gets_authority),
}


@pytest.mark.parametrize("mistake", MUTANTS)
def test_a_router_with_a_mistake_in_it_is_caught(mistake: str) -> None:
    assert check(MUTANTS[mistake], most=1).violations
