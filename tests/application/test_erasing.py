"""Erasing one's own: the words are gone, all that was done stands, and nothing loses its ground."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.given import ASH, KITCHEN, STRANGER, WREN, kitchen
from tests.keys import identity
from troth.application.codec import Act
from troth.application.erasing import (
    NoSuchEntry,
    NoWords,
    OthersWords,
    WordsCount,
    erase_note,
    erase_own_chain,
    erase_words,
)
from troth.application.folding import load
from troth.application.grants import FIRST_EPOCH, sole_grant
from troth.application.handle import Answer, Request, World, handle
from troth.application.keyring import NotTheirs
from troth.application.ports import ChainId
from troth.application.private.notes import notes, notes_chain
from troth.application.read import history, verify
from troth.application.rules import PRIVATE, SHARED
from troth.application.sealed import SealedAnswer, check_in, seal
from troth.application.sealing import open_act
from troth.application.seen import look
from troth.domain.agreement.commands import (
    ConsentToTerms,
    ProposeTerms,
    ReviseTerms,
    WithdrawConsent,
    WithdrawProposal,
)
from troth.domain.checkins import Answer as CheckInAnswer
from troth.domain.checkins import Clarity, Connection, open_rounds
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.decider import State
from troth.domain.dynamic.commands import End, Pause
from troth.domain.erasure import MOST_ENTRIES, TooManyEntries
from troth.domain.kernel import KEPT_DAYS, MemberId, NotFound, ProposalId, Refusal
from troth.domain.notes import KeepNote
from troth.domain.safety import AskToLoosen, LimitId, LoosenLimit, SetLimit, Target
from troth.domain.talks.commands import AskToTalk, CloseTalk
from troth.domain.talks.events import About, TalkId, Thing, Urgency
from troth.store.memory import MemoryReading, MemoryStore, MemoryTransaction

PROPOSAL = ProposalId("late")
SAID = "The warm supper on Thursday."


def acts(home: Home) -> list[Act]:
    with home.store.reading(CHAIN) as reading:
        keys = home.world.keys.of(reading)
        return [open_act(keys, entry) for entry in reading.entries()]


def last(home: Home) -> int:
    return home.view().seq


def observed(home: Home, by: MemberId = WREN) -> int:
    """Let one of them say thanks, and return the entry."""
    home.does(by, Observe(ObservationId("n"), by, ObservationKind.PRAISE, SAID))
    return last(home)


def erases(home: Home, by: MemberId, *entries: int) -> Answer[State] | Refusal:
    return erase_words(home.world_of(by), CHAIN, home.next_op(), entries)


def erased(home: Home, by: MemberId, *entries: int) -> State:
    """Erase words that may be erased, and check that the record is as sound as before."""
    answer = erases(home, by, *entries)
    assert isinstance(answer, Answer), answer
    assert verify(home.store, CHAIN).is_whole
    assert home.view().state == answer.state == refolded(home)
    return answer.state


def refolded(home: Home) -> State:
    state = State()
    for act in acts(home):
        for recorded in act.recorded():
            state = SHARED.evolve(state, recorded)
    return state


def proposed(home: Home, text: str = "Another kitchen.") -> int:
    home.does(WREN, ProposeTerms(PROPOSAL, (kitchen(text),), considered=True))
    return last(home)


def agreed(home: Home) -> int:
    """Let both agree to what Wren proposed, and return the entry with the words."""
    entry = proposed(home)
    digest = home.view().state.ground.agreement.proposals[PROPOSAL].digest
    for member in (ASH, WREN):
        home.does(member, ConsentToTerms(PROPOSAL, 1, digest))
    return entry


def why(refused: object) -> str:
    assert isinstance(refused, WordsCount), refused
    return refused.sentence


def test_erased_words_are_gone_and_that_something_was_said_stays() -> None:
    home = begun()
    entry = observed(home)
    erased(home, WREN, entry)
    with home.store.reading(CHAIN) as reading:
        (kept,) = reading.entries(entry - 1, 1)
    assert kept.words is None
    line = next(each for each in history(home.world, CHAIN).lines if each.seq == entry)
    assert line.act.are_words_erased
    assert line.act.by == WREN
    assert home.view().state.conduct.observations.observations[ObservationId("n")].text == ""


def test_the_snapshot_holds_the_words_no_longer() -> None:
    home = begun()
    entry = observed(home)
    erased(home, WREN, entry)
    with home.store.reading(CHAIN) as reading:
        loaded = load(reading, home.world.keys.of(reading), SHARED)
    assert loaded.folded == 0
    assert loaded.state == refolded(home)


def test_the_record_tells_how_many_entries_have_lost_their_words() -> None:
    home = begun()
    erased(home, WREN, observed(home))
    assert verify(home.store, CHAIN).erased == 1


def test_the_words_of_the_other_stay_theirs() -> None:
    home = begun()
    entry = observed(home, ASH)
    assert erases(home, WREN, entry) == OthersWords(entry)
    assert not acts(home)[entry - 1].are_words_erased


def test_a_stranger_erases_nothing() -> None:
    home = begun()
    entry = observed(home)
    with pytest.raises(NotTheirs):
        erases(home, STRANGER, entry)


def test_what_is_not_there_is_named() -> None:
    home = begun()
    assert erases(home, WREN, 4000) == NoSuchEntry(4000)
    assert erases(home, WREN, 0) == NoSuchEntry(0)


def test_that_something_was_done_has_no_words_to_erase() -> None:
    home = begun()
    home.does(WREN, Pause())
    assert erases(home, WREN, last(home)) == NoWords(last(home))


def test_one_act_erases_only_so_many() -> None:
    home = begun()
    first = last(home) + 1
    for number in range(MOST_ENTRIES + 1):
        note = Observe(ObservationId(f"n{number}"), ASH, ObservationKind.PRAISE, SAID)
        home.does(WREN, note)
    entries = range(first, first + MOST_ENTRIES + 1)
    assert erases(home, WREN, *entries) == TooManyEntries(MOST_ENTRIES)
    assert verify(home.store, CHAIN).erased == 0


def test_erasing_again_records_nothing_more() -> None:
    home = begun()
    entry = observed(home)
    erased(home, WREN, entry)
    before = last(home)
    erased(home, WREN, entry, entry)
    assert last(home) == before


def test_the_same_operation_again_gives_the_same_answer() -> None:
    home = begun()
    entry, op = observed(home), home.next_op()
    first = erase_words(home.world_of(WREN), CHAIN, op, (entry,))
    again = erase_words(home.world_of(WREN), CHAIN, op, (entry,))
    assert isinstance(first, Answer)
    assert isinstance(again, Answer)
    assert (first.seq, first.events) == (again.seq, again.events)


def test_several_entries_go_in_one_act() -> None:
    home = begun()
    first = observed(home)
    home.does(WREN, Observe(ObservationId("m"), ASH, ObservationKind.PRAISE, "And Friday."))
    erased(home, WREN, first, first + 1)
    assert verify(home.store, CHAIN).erased == 2
    assert last(home) == first + 2


def test_where_one_entry_may_not_go_none_goes() -> None:
    home = begun()
    entry = observed(home)
    other = observed_by_ash(home)
    assert erases(home, WREN, entry, other) == OthersWords(other)
    assert verify(home.store, CHAIN).erased == 0


def observed_by_ash(home: Home) -> int:
    home.does(ASH, Observe(ObservationId("a"), WREN, ObservationKind.PRAISE, "Thank you."))
    return last(home)


def test_wording_in_force_is_withdrawn_first_and_then_outlives_its_month() -> None:
    home = begun()
    entry = agreed(home)
    assert f"“{KITCHEN}” is in force" in why(erases(home, WREN, entry))
    home.does(WREN, WithdrawConsent(KITCHEN))
    assert "can be spoken of" in why(erases(home, WREN, entry))
    home.clock.later(days=KEPT_DAYS, seconds=1)
    erased(home, WREN, entry)


def test_the_day_from_which_words_can_go_is_told_and_true() -> None:
    home = begun()
    entry = agreed(home)
    home.does(WREN, WithdrawConsent(KITCHEN))
    day = home.clock.now() + timedelta(days=KEPT_DAYS)
    assert f"from {day.day} {day:%B}" in why(erases(home, WREN, entry))
    home.clock.at = day + timedelta(days=1)
    erased(home, WREN, entry)


def test_wording_on_the_table_is_withdrawn_first() -> None:
    home = begun()
    entry = proposed(home)
    assert f"{PROPOSAL} is on the table" in why(erases(home, WREN, entry))
    home.does(WREN, WithdrawProposal(PROPOSAL))
    erased(home, WREN, entry)


def test_what_a_revision_has_replaced_can_go_while_the_proposal_stays() -> None:
    home = begun()
    entry = proposed(home)
    home.does(WREN, ReviseTerms(PROPOSAL, (kitchen("The kitchen, by ten."),), considered=True))
    before = home.view().state.ground.agreement.proposals[PROPOSAL]
    after = erased(home, WREN, entry).ground.agreement.proposals[PROPOSAL]
    assert (after.digest, after.items) == (before.digest, before.items)


def test_a_live_limit_keeps_its_words() -> None:
    home = begun()
    limit = LimitId("l")
    home.does(WREN, SetLimit(limit, Target.TAG, "rope", hard=False, conditions="Only sober."))
    entry = last(home)
    assert "Loosen it first" in why(erases(home, WREN, entry))
    home.does(WREN, AskToLoosen(limit))
    home.clock.later(hours=73)
    home.does(WREN, LoosenLimit(limit))
    assert "was loosened" in why(erases(home, WREN, entry))
    home.clock.later(days=KEPT_DAYS, seconds=1)
    erased(home, WREN, entry)


def test_what_an_open_talk_is_about_stays_until_it_is_closed() -> None:
    home = begun()
    talk = TalkId("t")
    about = About(Thing.CLAUSE, KITCHEN)
    home.does(WREN, AskToTalk(talk, Urgency.SOON, "It has become too much.", about))
    entry = last(home)
    assert "still open" in why(erases(home, WREN, entry))
    home.does(WREN, CloseTalk(talk))
    erased(home, WREN, entry)


def test_the_name_the_record_calls_somebody_by_stays() -> None:
    home = begun()
    assert "Your name" in why(erases(home, ASH, 1))


def test_after_the_end_nothing_is_in_force_and_words_can_go_at_once() -> None:
    home = begun()
    entry = agreed(home)
    home.does(ASH, End())
    erased(home, WREN, entry)


def test_what_both_wrote_beside_a_check_in_either_may_erase() -> None:
    home = begun()
    round_ = open_rounds(home.clock.now())[0]
    for member in (ASH, WREN):
        answer = CheckInAnswer(Connection.CLOSE, Clarity.CLEAR, "The walk.")
        sealed = SealedAnswer(home.next_op(), check_in(round_), answer)
        seal(home.world_of(member), CHAIN, sealed)
    assert acts(home)[-1].by == WREN
    state = erased(home, ASH, last(home))
    revealed = state.checkins.last
    assert revealed is not None
    assert {each.words for each in revealed.answers.values()} == {""}
    assert {each.connection for each in revealed.answers.values()} == {Connection.CLOSE}


class Interrupted(MemoryStore):
    """The store of somebody in whose way another comes, between reading and erasing."""

    def __init__(self, inner: MemoryStore, interrupt: Callable[[], object]) -> None:
        super().__init__()
        self._inner = inner
        self._interrupt = interrupt

    @contextmanager
    def reading(self, chain: ChainId) -> Iterator[MemoryReading]:
        with self._inner.reading(chain) as reading:
            yield reading

    @contextmanager
    def acting(self, chain: ChainId) -> Iterator[MemoryTransaction]:
        self._interrupt()
        with self._inner.acting(chain) as transaction:
            yield transaction


def test_what_is_added_while_the_record_is_read_counts_too() -> None:
    home = begun()
    entry = proposed(home, "Read while it was written.")
    home.does(WREN, WithdrawProposal(PROPOSAL))
    assert isinstance(home.store, MemoryStore)
    store = Interrupted(home.store, lambda: home.does(ASH, Pause()))
    world = World(store, home.clock, home.host.zones, home.keys[WREN])
    answer = erase_words(world, CHAIN, home.next_op(), (entry,))
    assert isinstance(answer, Answer)
    assert answer.state == home.view().state == refolded(home)
    assert answer.state.ground.dynamic.suspension is not None


def keeps_note(home: Home, text: str) -> int:
    chain = notes_chain(WREN)
    command = KeepNote(text)
    answer = handle(home.world_of(WREN), chain, PRIVATE, Request(home.next_op(), command))
    assert isinstance(answer, Answer)
    return answer.state.kept


def words_of_notes(home: Home) -> Iterator[bytes | None]:
    with home.store.reading(notes_chain(WREN)) as reading:
        yield from (entry.words for entry in reading.entries())


def test_an_erased_note_loses_its_words_at_once() -> None:
    home = Home()
    first, second = keeps_note(home, "One."), keeps_note(home, "Two.")
    answer = erase_note(home.world_of(WREN), home.next_op(), first)
    assert isinstance(answer, Answer)
    assert [each is None for each in words_of_notes(home)] == [True, False, True]
    page = notes(home.world_of(WREN), notes_chain(WREN))
    assert [each.number for each in page.notes] == [second]
    assert notes(home.world_of(WREN), notes_chain(WREN), text="One").notes == ()


def test_a_note_that_is_not_there_is_named() -> None:
    home = Home()
    assert erase_note(home.world_of(WREN), home.next_op(), 3) == NotFound("note", "3")


def test_all_notes_go_at_once_and_the_next_begins_anew() -> None:
    home = Home()
    chain = notes_chain(WREN)
    with home.store.acting(chain) as transaction:
        transaction.put_grant(FIRST_EPOCH, WREN, sole_grant(chain, WREN, identity(WREN)))
    for number in range(3):
        keeps_note(home, f"Note {number}.")
    world, _ = look(home.world_of(WREN))
    world = erase_own_chain(world, chain)
    assert list(words_of_notes(home)) == []
    home.keys[WREN] = world.keys
    assert keeps_note(home, "Anew.") == 1
    _, looks = look(world)
    assert {each.alarm for each in looks} == {None}


def test_erasing_ones_notes_leaves_the_notes_of_the_other() -> None:
    home = begun()
    keeps_note(home, "Mine.")
    ash = notes_chain(ASH)
    handle(home.world_of(ASH), ash, PRIVATE, Request(home.next_op(), KeepNote("Also mine.")))
    erase_own_chain(home.world_of(WREN), notes_chain(WREN))
    assert [each.text for each in notes(home.world_of(ASH), ash).notes] == ["Also mine."]
