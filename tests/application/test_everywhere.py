"""A couple who switch have two dynamics; a pause or stop covers both, an area pause does not."""

import pytest

from tests.application.homes import CHAIN, Home
from tests.given import ASH, HOUSEHOLD, STRANGER, WREN
from troth.application.everywhere import handle_everywhere
from troth.application.handle import Answer, Request, handle
from troth.application.ports import ChainId
from troth.application.read import view
from troth.application.rules import SHARED
from troth.domain.dynamic.commands import BeginDynamic, End, InviteMember, JoinDynamic, Pause, Stop
from troth.domain.dynamic.events import Member, Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import Command, MemberId, NotAMember

OTHER = ChainId("shared-other")
APART = ChainId("shared-apart")


def joined(home: Home, chain: ChainId, *members: MemberId) -> None:
    first, second = members
    home.shares(chain, first, second)
    for by, command in (
        (first, BeginDynamic(Member(first, first, "UTC", adult=True))),
        (first, InviteMember("secret")),
        (second, JoinDynamic(Member(second, second, "UTC", adult=True), "secret")),
    ):
        request = Request(home.next_op(), command)
        answer = handle(home.world_of(by), chain, SHARED, request)
        assert isinstance(answer, Answer)


def phase_of(home: Home, chain: ChainId) -> Phase:
    seen = view(home.world_of(ASH), chain, SHARED)
    return phase(seen.state.ground.dynamic, seen.moment.at)


@pytest.fixture
def home() -> Home:
    home = Home(chain=CHAIN)
    joined(home, CHAIN, ASH, WREN)
    joined(home, OTHER, WREN, ASH)
    joined(home, APART, ASH, STRANGER)
    return home


@pytest.mark.parametrize(("command", "rested"), [(Pause(), Phase.PAUSED), (Stop(), Phase.STOPPED)])
def test_a_pause_or_stop_covers_every_dynamic_these_two_share(
    home: Home, command: Command, rested: Phase
) -> None:
    handle_everywhere(home.world_of(WREN), CHAIN, Request(home.next_op(), command))
    assert phase_of(home, CHAIN) is rested
    assert phase_of(home, OTHER) is rested
    assert phase_of(home, APART) is Phase.FORMING


def test_pausing_one_part_of_life_stays_where_it_was_pressed(home: Home) -> None:
    handle_everywhere(home.world_of(WREN), CHAIN, Request(home.next_op(), Pause(HOUSEHOLD)))
    assert view(home.world, OTHER, SHARED).seq == 3


def test_a_retry_finishes_what_a_failure_left_and_repeats_nothing(home: Home) -> None:
    request = Request(home.next_op(), Stop())
    handle(home.world_of(WREN), CHAIN, SHARED, request)
    handle_everywhere(home.world_of(WREN), CHAIN, request)
    handle_everywhere(home.world_of(WREN), CHAIN, request)
    assert view(home.world, CHAIN, SHARED).seq == 4
    assert view(home.world, OTHER, SHARED).seq == 4


def test_what_has_ended_stays_ended(home: Home) -> None:
    handle(home.world_of(ASH), OTHER, SHARED, Request(home.next_op(), End()))
    handle_everywhere(home.world_of(WREN), CHAIN, Request(home.next_op(), Stop()))
    assert phase_of(home, OTHER) is Phase.ENDED


def test_a_stranger_pauses_nothing(home: Home) -> None:
    refusal = handle_everywhere(home.world_of(STRANGER), CHAIN, Request(home.next_op(), Stop()))
    assert isinstance(refusal, NotAMember)
    assert phase_of(home, APART) is Phase.FORMING
