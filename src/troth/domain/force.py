"""In force is not operative: the ground every other rule stands on."""

from enum import StrEnum

from troth.domain import safety, windows
from troth.domain.agreement import evolution as agreement
from troth.domain.agreement.state import AgreementState, Clause, all_in_force, in_force
from troth.domain.agreement.terms import (
    Area,
    Authority,
    Overlap,
    Presence,
    Role,
    Standing,
    Style,
    Survival,
    Window,
)
from troth.domain.agreement.validity import AUTHORITY, EVERYTHING_ELSE, ROLE
from troth.domain.dynamic import state as dynamic
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import DynamicState, is_area_resting, phase
from troth.domain.kernel import AreaId, ClauseId, MemberId, Moment, Recorded, Value
from troth.domain.safety import LimitsState, Touch, touched_limits
from troth.domain.windows import WindowsState


class Ground(Value, frozen=True):
    """What everything else stands on: the dynamic, limits, the agreement, windows."""

    dynamic: DynamicState = DynamicState()
    limits: LimitsState = LimitsState()
    agreement: AgreementState = AgreementState()
    windows: WindowsState = WindowsState()


def evolve(ground: Ground, recorded: Recorded) -> Ground:
    """Return the ground after an event; the very same where the event changes nothing in it."""
    after = Ground(
        dynamic.evolve(ground.dynamic, recorded),
        safety.evolve(ground.limits, recorded),
        agreement.evolve(ground.agreement, recorded),
        windows.evolve(ground.windows, recorded),
    )
    is_same = (
        after.dynamic is ground.dynamic
        and after.limits is ground.limits
        and after.agreement is ground.agreement
        and after.windows is ground.windows
    )
    return ground if is_same else after


class Hindrance(StrEnum):
    """Why a clause does not operate at a moment."""

    NOT_IN_FORCE = "not-in-force"
    NOT_ACTIVE = "not-active"
    OUTSIDE_WINDOW = "outside-window"
    AREA_RESTS = "area-rests"
    LIMIT = "limit"
    DEPENDS = "depends"


def hindrance(ground: Ground, clause: ClauseId, moment: Moment) -> Hindrance | None:
    """Return why a clause is not operative at a moment, or None when it is.

    Derived from consents, rests, windows and limits each time; nobody can set it.
    """
    held = in_force(ground.agreement, clause, moment.at)
    return Hindrance.NOT_IN_FORCE if held is None else _hindrance_of(ground, held, moment)


def _hindrance_of(ground: Ground, held: Clause, moment: Moment) -> Hindrance | None:
    outlasts = isinstance(held.terms.body, Survival)
    general = None if outlasts else exchange_hindrance(ground, moment)
    return general or own_hindrance(ground, held, moment)


def is_operative(ground: Ground, clause: ClauseId, moment: Moment) -> bool:
    """Tell whether a clause binds at a moment: in force, and nothing in the way of it."""
    return hindrance(ground, clause, moment) is None


def operative(ground: Ground, clause: ClauseId, moment: Moment) -> Clause | None:
    """Return the wording of a clause that binds at a moment."""
    held = in_force(ground.agreement, clause, moment.at)
    return None if held is None or _hindrance_of(ground, held, moment) else held


def operative_clauses(ground: Ground, moment: Moment) -> tuple[Clause, ...]:
    """Return every clause that binds at a moment."""
    return tuple(
        clause
        for clause in all_in_force(ground.agreement, moment.at)
        if _hindrance_of(ground, clause, moment) is None
    )


def exchange_hindrance(ground: Ground, moment: Moment) -> Hindrance | None:
    """Return what keeps the whole exchange from operating: its phase, or a closed window."""
    if phase(ground.dynamic, moment.at) is not Phase.ACTIVE:
        return Hindrance.NOT_ACTIVE
    return None if is_open(ground, moment) else Hindrance.OUTSIDE_WINDOW


def is_open(ground: Ground, moment: Moment) -> bool:
    """Tell whether the exchange is on: always, or by a window opened by rule or by hand."""
    if _presence(ground, moment) is Presence.ALWAYS:
        return True
    rules = (
        clause.terms.body.schedule
        for clause in all_in_force(ground.agreement, moment.at)
        if isinstance(clause.terms.body, Window) and own_hindrance(ground, clause, moment) is None
    )
    return windows.is_open(ground.windows, rules, moment)


def _presence(ground: Ground, moment: Moment) -> Presence:
    """Return when the exchange is on, as the last word on it says, even once that has ended.

    Otherwise the end of a role that holds in windows only would make expectations hold always:
    no withdrawal and no lapse may add a duty.
    """
    versions = (v for v in ground.agreement.clauses.get(ROLE, ()) if v.since <= moment.at)
    bodies = [v.terms.body for v in versions]
    last = bodies[-1] if bodies else None
    return last.presence if isinstance(last, Role) else Presence.ALWAYS


def is_suspended(ground: Ground, area: AreaId | None, moment: Moment) -> bool:
    """Tell whether nobody holds authority there: not active, area paused, or window closed (K6)."""
    return exchange_hindrance(ground, moment) is not None or is_area_resting(
        ground.dynamic, area, moment.at
    )


def touch_of(clause: Clause) -> Touch:
    """Return what a clause touches, for limits to be held against it."""
    terms = clause.terms
    area = AreaId(terms.clause) if isinstance(terms.body, Area) else terms.area
    return Touch(area, terms.element, terms.clause, terms.tags)


def own_hindrance(ground: Ground, held: Clause, moment: Moment) -> Hindrance | None:
    """Return what keeps one clause in force from operating while the exchange itself does."""
    touch = touch_of(held)
    if is_area_resting(ground.dynamic, touch.area, moment.at):
        return Hindrance.AREA_RESTS
    if touched_limits(ground.limits, touch, moment.at):
        return Hindrance.LIMIT
    rests_on = (in_force(ground.agreement, pin.clause, moment.at) for pin in held.wording.pins)
    if any(each is None or own_hindrance(ground, each, moment) for each in rests_on):
        return Hindrance.DEPENDS
    return None


def role_in_force(ground: Ground, moment: Moment) -> Role | None:
    """Return the ROLE clause in force; with none, everything is between equals.

    One that a limit or a missing reference holds off gives nobody authority either (K12).
    """
    held = in_force(ground.agreement, ROLE, moment.at)
    body = None if held is None else held.terms.body
    if held is None or not isinstance(body, Role):
        return None
    return None if own_hindrance(ground, held, moment) else body


def lead(ground: Ground, moment: Moment) -> MemberId | None:
    """Return who leads, as the ROLE clause in force says; None between equals."""
    role = role_in_force(ground, moment)
    return None if role is None or role.style is Style.EQUAL else role.leads


def style(ground: Ground, moment: Moment) -> Style:
    """Return the style in force."""
    role = role_in_force(ground, moment)
    return Style.EQUAL if role is None else role.style


def overlap(ground: Ground, moment: Moment) -> Overlap:
    """Return the overlap rule that operates; without one, shared things are decided together."""
    held = operative(ground, AUTHORITY, moment)
    body = None if held is None else held.terms.body
    return body.overlap if isinstance(body, Authority) else Overlap.TOGETHER


def area_clause(ground: Ground, area: AreaId, moment: Moment) -> Clause | None:
    """Return the AREA clause in force that covers a part of life.

    "Everything else" covers only what no clause of its own ever did and what it does not
    except: so that no withdrawal or lapse of an exception extends authority.
    """
    own = in_force(ground.agreement, ClauseId(area), moment.at)
    if own is not None:
        return own
    named = ground.agreement.areas.get(area)
    rest = in_force(ground.agreement, EVERYTHING_ELSE, moment.at)
    if rest is None or not isinstance(rest.terms.body, Area):
        return None
    once_its_own = named is not None and (named.classified or named.third_parties)
    if once_its_own or area in rest.terms.body.exceptions:
        return None
    return rest


def standing_of(ground: Ground, area: AreaId | None, moment: Moment) -> Area:
    """Return where a part of life stands; what no clause in force covers is unclassified."""
    held = None if area is None else area_clause(ground, area, moment)
    body = None if held is None else held.terms.body
    return body if isinstance(body, Area) else Area(Standing.UNCLASSIFIED)
