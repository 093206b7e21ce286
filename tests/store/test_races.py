"""Eight processes and two people at once: one order, every act once, and protection wins."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.application.homes import ToldClock
from tests.given import ASH, KITCHEN, REFLECTION, START, WREN, ZONES
from tests.keys import keys_of
from tests.laws.conduct_laws import PENDING, SLIP, slip
from tests.lives.recorded import CHAIN, RecordedCouple
from tests.store.figures import Figures, rounds
from tests.store.processes import PATIENCE_SECONDS, STARTING, run_together
from troth.application.codec import Act, encode_snapshot
from troth.application.folding import load
from troth.application.handle import Answer, Host, OperationReused, Request, World, handle
from troth.application.ports import OperationId
from troth.application.read import verify
from troth.application.rules import SHARED
from troth.application.sealing import open_act
from troth.domain.agreement.commands import RenewConsent, WithdrawConsent
from troth.domain.agreement.state import in_force
from troth.domain.conduct.breach import recorded_stage
from troth.domain.conduct.commands import (
    AcceptCorrection,
    AnswerBreach,
    BeginCorrection,
    OfferCorrection,
    ReportBreach,
    WeighBreach,
)
from troth.domain.conduct.events import AnswerKind, Finding
from troth.domain.decider import AnyCommand, State
from troth.domain.dynamic.commands import Pause, Stop
from troth.domain.kernel import MemberId, Protective
from troth.domain.standards.events import ClauseDuty
from troth.store.sqlite import SqliteStore

PROCESSES = 8
LATER = START + timedelta(days=2)
TRIES = 12
"""How often each process tries what it does: long enough that all of them meet."""

CORRECTING = {"CorrectionOffered", "CorrectionAccepted", "CorrectionBegun"}
"""What must not happen once somebody has paused or stopped."""

ONCE = OperationId("c" * 32)

Trying: TypeAlias = Callable[[State], AnyCommand | None]


@dataclass(frozen=True)
class Racer:
    """One process: who acts in it, on which record, when, and where all meet before they start."""

    home: Path
    member: MemberId
    at: datetime
    meeting: Barrier

    def world(self, store: SqliteStore) -> World:
        """Return this racer's world."""
        return world_of(store, self.member, self.at)

    def meets(self) -> None:
        """Wait until all the others are here."""
        self.meeting.wait(PATIENCE_SECONDS)


def world_of(store: SqliteStore, member: MemberId, at: datetime) -> World:
    return Host(store, ToldClock(at), ZONES).world(keys_of(store, CHAIN)[member])


def seen(world: World) -> State:
    with world.store.reading(CHAIN) as reading:
        return load(reading, world.keys.of(reading), SHARED).state


def offers(state: State) -> AnyCommand | None:
    breach = slip(state)
    is_open = breach is not None and breach.response is None
    return OfferCorrection(SLIP, REFLECTION, 60) if is_open else None


def goes_on(state: State) -> AnyCommand | None:
    breach = slip(state)
    if breach is None or breach.response is None:
        return None
    is_accepted = breach.response.accepted_at is not None
    return BeginCorrection(SLIP) if is_accepted else AcceptCorrection(SLIP, breach.response.offer)


def renews(state: State) -> AnyCommand | None:
    standing = in_force(state.ground.agreement, KITCHEN, LATER)
    return None if standing is None else RenewConsent(KITCHEN, standing.digest)


def keep_trying(racer: Racer, trying: Trying) -> None:
    with SqliteStore(racer.home) as store:
        world = racer.world(store)
        racer.meets()
        for _ in range(TRIES):
            command = trying(seen(world))
            if command is not None:
                handle(world, CHAIN, SHARED, Request(_fresh(), command))


def protect(racer: Racer, command: Protective) -> None:
    with SqliteStore(racer.home) as store:
        world = racer.world(store)
        racer.meets()
        seen(world)
        assert isinstance(handle(world, CHAIN, SHARED, Request(_fresh(), command)), Answer)


def _fresh() -> OperationId:
    with Path("/dev/urandom").open("rb") as source:
        return OperationId(source.read(16).hex())


def upheld(home: Path) -> datetime:
    """Write the record of a couple with a breach upheld, and return when that was."""
    with SqliteStore(home) as store:
        couple = RecordedCouple(store)
        couple.have_begun()
        couple.later(days=1)
        couple.does(ASH, ReportBreach(SLIP, WREN, ClauseDuty(KITCHEN), couple.now))
        couple.does(WREN, AnswerBreach(SLIP, AnswerKind.DISPUTED))
        couple.does(ASH, WeighBreach(SLIP, Finding.UPHELD))
        return couple.now


def race(home: Path, at: datetime, protective: Protective, tryings: tuple[Trying, Trying]) -> None:
    """Let six processes try, three as each of the two, while two protect at the same moment."""
    meeting = STARTING.Barrier(PROCESSES)
    ash, wren = (Racer(home, member, at, meeting) for member in (ASH, WREN))
    for_ash, for_wren = tryings
    run_together(
        do_one,
        [(keep_trying, ash, for_ash)] * 3
        + [(keep_trying, wren, for_wren)] * 3
        + [(protect, wren, protective)] * 2,
    )


def do_one(work: Callable[..., None], *arguments: object) -> None:
    work(*arguments)


def told(home: Path, at: datetime) -> tuple[list[Act], State]:
    """Return what happened, once the record is whole and its snapshot is what it folds to."""
    with SqliteStore(home) as store:
        store.inspect()
        verdict = verify(store, CHAIN)
        assert verdict.is_whole
        world = world_of(store, ASH, at)
        with store.reading(CHAIN) as reading:
            keys = world.keys.of(reading)
            entries = list(reading.entries())
            acts = [open_act(keys, entry) for entry in entries]
            kept = load(reading, keys, SHARED).state
        assert set(Counter(entry.op for entry in entries).values()) == {1}
    state = State()
    for act in acts:
        for recorded in act.recorded():
            state = SHARED.evolve(state, recorded)
    assert encode_snapshot(at, state) == encode_snapshot(at, kept)
    return acts, state


@pytest.mark.parametrize("protective", [Pause(), Stop()], ids=["pause", "stop"])
def test_a_pause_or_stop_wins_over_every_correction_at_once(
    home: Path, protective: Protective, figures: Figures
) -> None:
    met, races = 0, rounds(3, 200)
    for number in range(races):
        record = home / str(number)
        at = upheld(record)
        race(record, at, protective, (offers, goes_on))
        acts, state = told(record, at)
        names = [type(event).__name__ for act in acts for event in act.events]
        rested = names.index("Paused" if isinstance(protective, Pause) else "Stopped")
        assert not CORRECTING & set(names[rested:])
        breach = slip(state)
        assert breach is not None
        assert recorded_stage(breach, at) not in PENDING
        met += len(CORRECTING & set(names))
    named = type(protective).__name__.casefold()
    figures(
        f"{named} against correction: {races} races of {PROCESSES} processes, "
        f"{met} steps of a correction before it, 0 after it"
    )


def test_a_withdrawal_wins_over_every_renewal_at_once(home: Path, figures: Figures) -> None:
    renewed, races = 0, rounds(3, 200)
    for number in range(races):
        record = home / str(number)
        at = upheld(record)
        race(record, at, WithdrawConsent(KITCHEN), (renews, renews))
        acts, state = told(record, at)
        assert in_force(state.ground.agreement, KITCHEN, at) is None
        renewed += sum(type(event).__name__ == "ConsentRenewed" for a in acts for event in a.events)
    figures(
        f"withdrawal against renewal: {races} races of {PROCESSES} processes, "
        f"{renewed} renewals before it, the clause in force after none"
    )


def test_one_act_sent_ten_times_at_once_and_after_a_restart_is_one_entry(home: Path) -> None:
    at = upheld(home)
    meeting = STARTING.Barrier(10)
    run_together(submit, [(Racer(home, WREN, at, meeting),)] * 10)
    acts, _ = told(home, at)
    assert [type(event).__name__ for act in acts for event in act.events].count("Paused") == 1
    with SqliteStore(home) as store:
        other = handle(world_of(store, WREN, at), CHAIN, SHARED, Request(ONCE, Stop()))
        assert isinstance(other, OperationReused)


def submit(racer: Racer) -> None:
    with SqliteStore(racer.home) as store:
        world = racer.world(store)
        racer.meets()
        answers = [handle(world, CHAIN, SHARED, Request(ONCE, Pause())) for _ in range(3)]
    assert len({answer.seq for answer in answers if isinstance(answer, Answer)}) == 1
