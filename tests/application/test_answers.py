"""Nobody answers for the other: each answer that is shown was signed by whoever gave it."""

from collections.abc import Callable

import msgspec
import pytest
from msgspec.structs import replace

from tests.application.couples import RESET, after_a_reset, begun
from tests.application.homes import CHAIN, Home
from tests.given import ASH, STRANGER, WREN
from tests.keys import identity
from troth.application.answers import (
    AnswerSignature,
    Given,
    check_in_question,
    help_question,
    sign_answer,
    write_answer,
)
from troth.application.codec import Act
from troth.application.erasing import erase_words
from troth.application.folding import folded, nothing_yet, opened
from troth.application.handle import Answer as Recorded
from troth.application.handle import Request, handle
from troth.application.pending import Rows
from troth.application.ports import ChainId, StoreDamaged
from troth.application.proofs.verifying import open_all
from troth.application.read import history, verify
from troth.application.rules import SHARED
from troth.application.sealed import Kept, Question, SealedAnswer, check_in, helped, seal
from troth.application.sealing import open_act
from troth.domain.checkins import (
    Answer,
    CheckInRevealed,
    Clarity,
    Connection,
    RevealCheckIn,
    RoundId,
    open_rounds,
)
from troth.domain.kernel import MemberId
from troth.domain.resets.commands import RevealHelp
from troth.domain.resets.events import Help

CLOSE = Answer(Connection.CLOSE, Clarity.CLEAR, "It was a good week.")
APART = Answer(Connection.FAR_APART, Clarity.NOT_CLEAR, "I was away.")
QUIET = Answer(Connection.STEADY, Clarity.CLEAR)
SALT = bytes(range(16))
UNSIGNED = "shows an answer that is not signed by whom it names"


def this_week(home: Home) -> RoundId:
    return open_rounds(home.clock.now())[0]


def answers(home: Home, by: MemberId, answer: Answer) -> None:
    sealed = SealedAnswer(home.next_op(), check_in(this_week(home)), answer)
    assert isinstance(seal(home.world_of(by), CHAIN, sealed), Kept | Recorded)


def says_it(home: Home, by: MemberId, answer: Help) -> None:
    sealed = SealedAnswer(home.next_op(), helped(RESET), answer)
    assert isinstance(seal(home.world_of(by), CHAIN, sealed), Kept | Recorded)


def signed(given: Given, by: MemberId) -> AnswerSignature:
    return sign_answer(identity(by), given, SALT)


def ashs(home: Home, answer: Answer) -> Given:
    """Return an answer of Ash's to this week's check-in."""
    return Given(CHAIN, check_in_question(this_week(home)), ASH, answer)


def reveals(home: Home, theirs: Answer, answered: AnswerSignature | None) -> int:
    """Reveal as Wren, with a changed program, what Ash is said to have answered."""
    command = RevealCheckIn(this_week(home), {ASH: theirs, WREN: APART})
    request = Request(home.next_op(), command, answered=answered)
    shown = handle(home.world_of(WREN), CHAIN, SHARED, request)
    assert isinstance(shown, Recorded)
    return shown.seq


def last_act(home: Home) -> Act:
    with home.store.reading(CHAIN) as reading:
        (entry,) = reading.entries_before(limit=1)
        return open_act(home.world_of(ASH).keys.of(reading), entry)


def is_refused_everywhere(home: Home) -> None:
    """See that a whole chain of true signatures is not believed by anybody who reads it."""
    ash = home.world_of(ASH)
    assert verify(home.store, CHAIN).is_whole
    assert UNSIGNED in open_all(ash, CHAIN).wrong
    page, seq = history(ash, CHAIN), home.view().seq
    assert [each.seq for each in page.gaps] == [seq]
    assert seq not in {each.seq for each in page.lines}
    with home.store.reading(CHAIN) as reading, pytest.raises(StoreDamaged, match=UNSIGNED):
        folded(SHARED, nothing_yet(SHARED), opened(ash.keys.of(reading), reading.entries()))


def is_whole(home: Home) -> None:
    for member in (ASH, WREN):
        assert not open_all(home.world_of(member), CHAIN).wrong
        assert history(home.world_of(member), CHAIN).gaps == ()


@pytest.mark.parametrize("first", [ASH, WREN])
@pytest.mark.parametrize("words", [CLOSE, QUIET], ids=["with words", "without"])
def test_what_both_gave_is_shown_and_believed_whoever_was_first(
    first: MemberId, words: Answer
) -> None:
    home = begun()
    second = WREN if first == ASH else ASH
    answers(home, first, words)
    answers(home, second, APART)
    act = last_act(home)
    (event,) = act.events
    assert isinstance(event, CheckInRevealed)
    assert (act.by, event.answers) == (second, {first: words, second: APART})
    is_whole(home)


@pytest.mark.parametrize("first", [ASH, WREN])
def test_whether_a_reset_helped_is_signed_the_same_way(first: MemberId) -> None:
    home = after_a_reset()
    says_it(home, first, Help.NOT_THIS_TIME)
    says_it(home, WREN if first == ASH else ASH, Help.HELPED)
    assert last_act(home).answered is not None
    is_whole(home)


def test_an_answer_that_was_changed_is_shown_as_it_was_last() -> None:
    home = begun()
    for answer in (APART, QUIET, CLOSE):
        answers(home, ASH, answer)
    answers(home, WREN, APART)
    (event,) = last_act(home).events
    assert isinstance(event, CheckInRevealed)
    assert event.answers[ASH] == CLOSE
    is_whole(home)


FORGED: dict[str, Callable[[Home], AnswerSignature | None]] = {
    "nobody": lambda _: None,
    "the other": lambda home: signed(ashs(home, CLOSE), WREN),
    "a stranger": lambda home: signed(ashs(home, CLOSE), STRANGER),
    "their key and another's hand": lambda home: replace(
        signed(ashs(home, CLOSE), WREN), public=identity(ASH).public
    ),
    "themselves, other choices": lambda home: signed(
        ashs(home, replace(CLOSE, connection=Connection.FAR_APART)), ASH
    ),
    "themselves, other words": lambda home: signed(
        ashs(home, replace(CLOSE, words="It was not.")), ASH
    ),
    "themselves, without words": lambda home: signed(ashs(home, replace(CLOSE, words="")), ASH),
    "themselves, an earlier week": lambda home: signed(
        replace(ashs(home, CLOSE), question=check_in_question(RoundId("2025-W40"))), ASH
    ),
    "themselves, elsewhere": lambda home: signed(
        replace(ashs(home, CLOSE), chain=ChainId("shared-other")), ASH
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_an_answer_that_the_other_never_gave_is_refused_by_all_who_read_it(name: str) -> None:
    home = begun()
    reveals(home, CLOSE, FORGED[name](home))
    is_refused_everywhere(home)


def test_what_was_answered_in_an_earlier_week_is_not_shown_again_in_a_later() -> None:
    home = begun()
    answers(home, ASH, CLOSE)
    answers(home, WREN, APART)
    earlier = last_act(home).answered
    home.clock.later(weeks=1)
    reveals(home, CLOSE, earlier)
    is_refused_everywhere(home)


def test_that_a_reset_helped_is_said_by_nobody_for_the_other() -> None:
    home = after_a_reset()
    given = Given(CHAIN, help_question(RESET), ASH, Help.NOT_THIS_TIME)
    command = RevealHelp(RESET, {ASH: Help.HELPED, WREN: Help.HELPED})
    request = Request(home.next_op(), command, answered=signed(given, ASH))
    assert isinstance(handle(home.world_of(WREN), CHAIN, SHARED, request), Recorded)
    is_refused_everywhere(home)


def plants(home: Home, question: Question[Answer], body: bytes) -> None:
    """Put into Ash's waiting row what Ash never gave: the key of the chain is enough for that."""
    with home.store.acting(CHAIN) as transaction:
        rows = Rows(home.world_of(WREN).keys.of(transaction), are_shared=True)
        rows.keep(transaction, ASH, question.name, body)


@pytest.mark.parametrize("kind", ["signed by the other", "of an older form", "no answer"])
def test_an_answer_put_in_for_the_other_is_never_revealed(kind: str) -> None:
    home = begun()
    given = ashs(home, CLOSE)
    body = {
        "signed by the other": write_answer(given, signed(given, WREN)),
        "of an older form": msgspec.msgpack.encode(CLOSE),
        "no answer": b"\xc1",
    }[kind]
    plants(home, check_in(this_week(home)), body)
    before = home.view().seq
    with pytest.raises(StoreDamaged, match="waits is not signed by whom it names"):
        answers(home, WREN, APART)
    assert home.view().seq == before


def test_one_answers_anew_over_what_was_put_in_for_oneself() -> None:
    home = begun()
    plants(home, check_in(this_week(home)), b"\xc1")
    answers(home, ASH, CLOSE)
    answers(home, WREN, APART)
    is_whole(home)


def test_erased_words_take_their_salt_with_them_and_the_rest_is_believed() -> None:
    home = begun()
    answers(home, ASH, CLOSE)
    answers(home, WREN, APART)
    kept = last_act(home).answered
    assert kept is not None
    assert len(kept.salt) == 32
    seq = home.view().seq
    erased = erase_words(home.world_of(WREN), CHAIN, home.next_op(), (seq,))
    assert isinstance(erased, Recorded)
    with home.store.reading(CHAIN) as reading:
        (entry,) = (each for each in reading.entries() if each.seq == seq)
        act = open_act(home.world_of(ASH).keys.of(reading), entry)
    assert act.are_words_erased
    assert act.answered == replace(kept, salt="")
    is_whole(home)


def test_erasing_words_does_not_hide_that_a_choice_was_never_made() -> None:
    home = begun()
    other = signed(ashs(home, replace(CLOSE, connection=Connection.FAR_APART)), ASH)
    seq = reveals(home, CLOSE, other)
    with home.store.acting(CHAIN) as transaction:
        transaction.erase_words(seq)
    is_refused_everywhere(home)
