"""Weeks of check-ins: both answer apart, week after week, as through the pages."""

from tests.application.homes import CHAIN
from tests.application.signed_up import Town
from tests.given import ASH, WREN
from troth.application.sealed import SealedAnswer, check_in, seal
from troth.domain.checkins import Answer, Clarity, Connection, round_of
from troth.domain.kernel import Refusal

FAR = Connection.FAR_APART
LITTLE = Connection.A_LITTLE_APART
STEADY = Connection.STEADY
CLOSE = Connection.CLOSE


def week(town: Town, ash: Connection, wren: Connection) -> None:
    """Let both answer this week's check-in, and a week pass."""
    for member, connection in ((ASH, ash), (WREN, wren)):
        question = check_in(round_of(town.clock.now()))
        answer = Answer(connection, Clarity.CLEAR)
        sealed = SealedAnswer(town.next_op(), question, answer)
        assert not isinstance(seal(town.world_of(member), CHAIN, sealed), Refusal)
    town.clock.later(days=7)
