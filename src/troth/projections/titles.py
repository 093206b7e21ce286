"""What each is called within the exchange, where both agreed to it; outside it, plain names."""

from collections.abc import Mapping

from troth.domain.agreement.terms import Role
from troth.domain.agreement.validity import ROLE
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.force import Ground, operative
from troth.domain.kernel import MemberId, Moment


def titles(ground: Ground, moment: Moment) -> Mapping[MemberId, str]:
    """Return the titles that hold now: none while anything rests, or before it begins."""
    if phase(ground.dynamic, moment.at) is not Phase.ACTIVE:
        return {}
    held = operative(ground, ROLE, moment)
    body = None if held is None else held.terms.body
    return body.titles if isinstance(body, Role) else {}
