"""Erasing words leaves the chain, every consent and every rest as they were (L6)."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import msgspec
from hypothesis import Phase as Phases
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import SOAKING
from tests.given import ASH, WREN
from tests.lives.calendar import days
from tests.lives.recorded import CHAIN, RecordedCouple
from troth.application.erasing import erase_words
from troth.application.handle import Answer
from troth.application.ports import OperationId
from troth.application.proofs.verifying import open_all
from troth.application.read import verify
from troth.application.sealing import open_act
from troth.application.texts import map_texts
from troth.domain.agreement.state import all_in_force
from troth.domain.decider import State
from troth.domain.dynamic.commands import AffirmResumption, End, Pause
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import is_area_resting, phase
from troth.domain.erasure import MOST_ENTRIES
from troth.domain.force import operative_clauses
from troth.domain.kernel import MEMORY_DAYS, Event, MemberId, Moment, is_forgotten
from troth.domain.safety import live_limits
from troth.store.memory import MemoryStore

SHORTEST_DAYS, LONGEST_DAYS = 20, 45


class Erasing:
    """A couple who have lived for a while, and then erase whatever they may."""

    def __init__(self, lived_days: int) -> None:
        self.couple = RecordedCouple(MemoryStore())
        for day in days(self.couple):
            if day == lived_days:
                break
        self.store = self.couple.world.store
        self.erased: list[int] = []
        self._tries = 0

    def written_by(self, member: MemberId) -> list[int]:
        """Return the entries that hold words of one of the two."""
        with self.store.reading(CHAIN) as reading:
            keys = self.couple.world.keys.of(reading)
            entries = [entry for entry in reading.entries() if entry.words is not None]
            return [entry.seq for entry in entries if open_act(keys, entry).by == member]

    def erase_all(self, member: MemberId, entries: list[int]) -> None:
        """Erase all of these that may be: where some may not, each half is tried by itself."""
        self._tries += 1
        op = OperationId(f"{self._tries:032x}".replace("0", "e", 1))
        wanted = tuple(entries)
        answer = erase_words(self.couple.world_of(member), CHAIN, op, wanted)
        if isinstance(answer, Answer):
            self.erased += entries
        elif len(entries) > 1:
            middle = len(entries) // 2
            self.erase_all(member, entries[:middle])
            self.erase_all(member, entries[middle:])

    def texts_of(self, entries: list[int]) -> set[str]:
        """Return every text that stands in some entries."""
        with self.store.reading(CHAIN) as reading:
            keys = self.couple.world.keys.of(reading)
            events = [
                event
                for entry in reading.entries()
                if entry.seq in entries
                for event in open_act(keys, entry).events
            ]
        return set(_texts(events))


def _texts(values: list[Event]) -> Iterator[str]:
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    for value in values:
        map_texts(value, keep)
    yield from found


def facts(state: State, moment: Moment) -> bytes:
    """Return what two people could dispute: what held on each day that may still be spoken of."""
    days_back = range(MEMORY_DAYS + 1)
    then = [moment.moved(moment.at - timedelta(days=day)) for day in days_back]
    held = [_held(state, each) for each in then]
    parts = (held, _agreed(state, moment), _done(state), _asked(state, moment), state.erasure)
    return msgspec.msgpack.encode(parts, order="deterministic")


def _held(state: State, moment: Moment) -> tuple[object, ...]:
    """Return what operated, where it rested, and which limits stood."""
    ground = state.ground
    operated = [(each.terms.clause, each.digest) for each in operative_clauses(ground, moment)]
    areas = [
        is_area_resting(ground.dynamic, area, moment.at) for area in sorted(ground.agreement.areas)
    ]
    limits = [(limit.id, limit.name) for limit in live_limits(ground.limits, moment.at)]
    return operated, phase(ground.dynamic, moment.at), areas, limits


def _agreed(state: State, moment: Moment) -> tuple[object, ...]:
    """Return every consent, given or on its way."""
    agreement = state.ground.agreement
    held = [(each.digest, each.consents, each.since) for each in all_in_force(agreement, moment.at)]
    return held, [(each.digest, each.consents) for each in agreement.proposals.values()]


def _done(state: State) -> list[object]:
    """Return what became of everything that was asked about."""
    return [
        (each.id, each.digest, each.finding, each.response, each.closing)
        for each in state.conduct.breaches.breaches.values()
    ]


def _asked(state: State, moment: Moment) -> tuple[object, ...]:
    """Return every task that may still be spoken of, and every decision."""
    tasks = state.standards.tasks.values()
    recent = [t for t in tasks if not is_forgotten(t.dropped_at or t.due, moment.at)]
    decided = state.decisions.decisions.values()
    return [(t.id, t.digest) for t in recent], [(each.matter, each.digest) for each in decided]


# A whole life is no smaller for being shortened, and each attempt takes a second.
@settings(max_examples=200 if SOAKING else 3, phases=[Phases.generate])
@given(st.integers(SHORTEST_DAYS, LONGEST_DAYS), st.randoms(use_true_random=False))
def test_erasing_whatever_may_be_erased_changes_nothing_that_was_done(
    lived_days: int, chance: Random
) -> None:
    erasing = Erasing(lived_days)
    couple = erasing.couple
    before = facts(couple.seen().state, couple.moment())
    written = {member: erasing.written_by(member) for member in (ASH, WREN)}
    for member, entries in written.items():
        chance.shuffle(entries)
        for start in range(0, len(entries), MOST_ENTRIES):
            erasing.erase_all(member, entries[start : start + MOST_ENTRIES])
    assert facts(couple.seen().state, couple.moment()) == before
    verdict = verify(erasing.store, CHAIN)
    assert verdict.is_whole
    assert verdict.erased == len(erasing.erased) > lived_days // 4
    assert open_all(couple.world, CHAIN).wrong == ""
    assert erasing.texts_of(erasing.erased) <= {""}
    assert len(erasing.erased) < sum(map(len, written.values())), "what is in force keeps its words"


def test_the_couple_goes_on_from_there() -> None:
    erasing = Erasing(30)
    couple = erasing.couple
    for member in (ASH, WREN):
        erasing.erase_all(member, erasing.written_by(member)[:MOST_ENTRIES])
    couple.acts = couple.seen().seq
    couple.does(WREN, Pause())
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    assert phase(couple.seen().state.ground.dynamic, couple.now) is Phase.ACTIVE


def test_once_it_has_ended_all_words_can_go_but_what_was_to_outlast_it() -> None:
    erasing = Erasing(30)
    couple = erasing.couple
    couple.does(WREN, End())
    for member in (ASH, WREN):
        entries = erasing.written_by(member)
        for start in range(0, len(entries), MOST_ENTRIES):
            erasing.erase_all(member, entries[start : start + MOST_ENTRIES])
    left_over = {seq for member in (ASH, WREN) for seq in erasing.written_by(member)}
    outlasting = list(all_in_force(couple.seen().state.ground.agreement, couple.now))
    assert outlasting
    assert len(left_over) <= 2 + len(outlasting), "two names, and what was to outlast the end"
