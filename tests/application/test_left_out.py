"""What one of the two signs past the rules is left out by every reader, and a check names it."""

from datetime import datetime, timedelta

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.given import ASH, WREN
from troth.application.alarms import AHEAD_MINUTES, ALARMS, Alarm, RecordInDoubt
from troth.application.codec import ACT_FORMAT, Act, asked
from troth.application.handle import Answer, Request, handle
from troth.application.ports import OperationId
from troth.application.proofs.verifying import open_all
from troth.application.rules import SHARED
from troth.application.sealing import seal_act
from troth.domain.agreement.commands import NameArea
from troth.domain.dynamic.commands import Pause
from troth.domain.dynamic.events import LighterBegun, Paused, Phase
from troth.domain.dynamic.state import phase
from troth.domain.erasure import AskErasure, ErasureAsked
from troth.domain.kernel import AreaId, Event
from troth.domain.resets.events import ResetBegun, ResetId

OP = OperationId("e" * 32)


def signs(home: Home, event: Event, at: datetime | None = None) -> int:
    """Have Ash sign an event past every command, and keep no state beside it."""
    with home.store.acting(CHAIN) as transaction:
        keys = home.world_of(ASH).keys.of(transaction)
        act = Act(ACT_FORMAT, ASH, at or home.clock.now(), asked(AskErasure()), (event,))
        sealed = seal_act(keys, transaction.head.seq + 1, act)
        return transaction.append(OP, sealed, b"", keys.identity).seq


def wrong(home: Home) -> str:
    """Return what a check by Wren finds."""
    return open_all(home.world_of(WREN), CHAIN).wrong


def test_what_may_not_follow_changes_nothing_and_is_named() -> None:
    home = begun()
    before = home.view().state
    seq = signs(home, ErasureAsked(home.clock.now()))
    assert home.view().state == before
    assert f"does not count: entry {seq}." in wrong(home)


def test_what_cannot_be_reckoned_with_keeps_nobody_from_pausing() -> None:
    home = begun()
    seq = signs(home, ResetBegun(ResetId("nobodys")))
    home.does(WREN, Pause())
    view = home.view()
    assert phase(view.state.ground.dynamic, view.moment.at) is Phase.PAUSED
    assert f"entry {seq}." in wrong(home)


def test_an_act_dated_before_the_one_it_follows_is_left_out_unless_it_protects() -> None:
    home = begun()
    earlier = home.clock.now() - timedelta(days=1)
    before = home.view().state
    signs(home, LighterBegun(), at=earlier)
    assert home.view().state == before
    home = begun()
    signs(home, Paused(earlier), at=earlier)
    assert home.view().state != before
    assert "does not count" not in wrong(home)


def test_an_act_dated_ahead_stops_what_is_new_until_then_and_never_a_pause() -> None:
    home = begun()
    ahead = timedelta(minutes=AHEAD_MINUTES + 1)
    signs(home, LighterBegun(), at=home.clock.now() + ahead)
    assert "which is still to come" in wrong(home)
    naming = Request(home.next_op(), NameArea(AreaId("garden"), "The garden"))
    refused = handle(home.world_of(WREN), CHAIN, SHARED, naming)
    assert refused == RecordInDoubt(ALARMS[Alarm.DATED_AHEAD])
    home.clock.later(minutes=2)
    assert isinstance(handle(home.world_of(WREN), CHAIN, SHARED, naming), Answer)


def test_a_pause_is_taken_beside_an_act_dated_ahead() -> None:
    home = begun()
    signs(home, LighterBegun(), at=home.clock.now() + timedelta(days=300))
    home.does(WREN, Pause())
    view = home.view()
    assert phase(view.state.ground.dynamic, view.moment.at) is Phase.PAUSED


def test_an_act_left_out_moves_nobodys_time() -> None:
    home = begun()
    now = home.view().moment.at
    signs(home, ErasureAsked(now), at=now + timedelta(days=300))
    assert home.view().moment.at == now
