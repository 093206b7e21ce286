"""Whom an act reaches: whoever finds something new that waits for them, and nobody else."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.application.homes import CHAIN
from tests.application.phones import OP, Phone
from tests.application.signed_up import Town, paired
from tests.given import ASH, HOUSEHOLD, START, WREN, ZONES, Couple, role, within
from troth.application.accounts.trusted import rest_from
from troth.application.handle import Request, handle
from troth.application.notices import Ask
from troth.application.private.notes import notes_chain
from troth.application.reaching import OF_THE_CALENDAR, Change, the_other
from troth.application.rules import PRIVATE, SHARED
from troth.application.telling import Silence
from troth.domain.agreement.commands import NameArea, ProposeTerms
from troth.domain.decider import AnyCommand, State
from troth.domain.dynamic.commands import BeginLighter, ChangeZone, End, Pause, Stop
from troth.domain.dynamic.naming import ChangeName
from troth.domain.kernel import MemberId, Moment, Occasion, ProposalId
from troth.domain.notes import KeepNote
from troth.domain.talks.commands import AskToTalk, SuggestTalkTime, WithdrawTalk
from troth.domain.talks.events import TalkId, Urgency
from troth.projections.waiting import Asks, Viewing, waiting

DAY = timedelta(days=1)


class Listening(Silence):
    """A voice that keeps what it was asked to tell, and who was seen."""

    def __init__(self) -> None:
        self.told: list[MemberId] = []
        self.here: list[MemberId] = []

    def acted(self, member: MemberId, reached: Callable[[], Iterable[MemberId]], /) -> None:
        """Keep who and whom."""
        self.here.append(member)
        self.told += reached()

    def tell(self, member: MemberId, /) -> None:
        """Keep whom."""
        self.told.append(member)


@pytest.fixture(name="voice")
def _voice() -> Listening:
    return Listening()


@pytest.fixture(name="town")
def _town(voice: Listening) -> Town:
    """Return a town with a voice, in which both have agreed to something."""
    town = paired()
    town.host = replace(town.host, telling=voice)
    return town


def told_after(voice: Listening, town: Town, *acts: tuple[MemberId, AnyCommand]) -> list[MemberId]:
    """Return who was told after the last of several acts."""
    for by, command in acts:
        voice.told.clear()
        town.does(by, command)
    return voice.told


TALK = AskToTalk(TalkId("t"), Urgency.SOON, "The week.")
PROPOSAL = ProposeTerms(ProposalId("p"), (role(), within(HOUSEHOLD)), considered=True)
NAMED = NameArea(HOUSEHOLD, "The household")
NAMED_ANEW = NameArea(HOUSEHOLD, "Our household")

REACHES: Mapping[str, tuple[tuple[MemberId, AnyCommand], ...]] = {
    "a talk asked for": ((ASH, TALK),),
    "a proposal": ((ASH, NAMED), (ASH, PROPOSAL)),
    "a pause": ((ASH, Pause()),),
    "a stop": ((ASH, Stop()),),
    "a time suggested": ((WREN, TALK), (ASH, SuggestTalkTime(TalkId("t"), START + DAY))),
}
"""What puts something before Wren, by what it is."""

REACHES_NOBODY: Mapping[str, tuple[tuple[MemberId, AnyCommand], ...]] = {
    "a name for a part of life": ((ASH, NAMED),),
    "one that is only named anew": ((ASH, NAMED), (ASH, PROPOSAL), (ASH, NAMED_ANEW)),
    "a low day": ((ASH, BeginLighter()),),
    "another name": ((ASH, ChangeName("Rowan")),),
    "another time zone": ((ASH, ChangeZone("America/New_York")),),
    "an end": ((ASH, End()),),
    "a talk taken back": ((ASH, TALK), (ASH, WithdrawTalk(TalkId("t")))),
    "a pause within a pause": ((ASH, Stop()), (ASH, Pause())),
}
"""What puts nothing before Wren."""


@pytest.mark.parametrize("name", REACHES)
def test_the_other_is_told_of_what_now_waits_for_them(
    town: Town, voice: Listening, name: str
) -> None:
    assert told_after(voice, town, *REACHES[name]) == [WREN]


@pytest.mark.parametrize("name", REACHES_NOBODY)
def test_nobody_is_told_of_anything_else(town: Town, voice: Listening, name: str) -> None:
    assert told_after(voice, town, *REACHES_NOBODY[name]) == []


def test_it_is_the_same_in_both_directions(town: Town, voice: Listening) -> None:
    assert told_after(voice, town, (WREN, TALK)) == [ASH]


def test_one_who_acts_is_here(town: Town, voice: Listening) -> None:
    town.does(WREN, TALK)
    assert voice.here == [WREN]


def test_what_was_refused_tells_nobody(town: Town, voice: Listening) -> None:
    town.attempt(ASH, WithdrawTalk(TalkId("none")))
    assert voice.told == []


def test_the_same_act_sent_twice_tells_once(town: Town, voice: Listening) -> None:
    request = Request(town.next_op(), TALK)
    for _ in range(2):
        handle(town.world_of(ASH), CHAIN, SHARED, request)
    assert voice.told == [WREN]


def test_a_note_of_ones_own_tells_nobody(town: Town, voice: Listening) -> None:
    request = Request(town.next_op(), KeepNote("Mine."))
    handle(town.world_of(ASH), notes_chain(ASH), PRIVATE, request)
    assert voice.told == []


def test_a_pause_from_a_device_without_a_login_is_told(town: Town, voice: Listening) -> None:
    phone = Phone(town, WREN)
    voice.told.clear()
    rest_from(town.host, phone.token, Ask.PAUSE, OP)
    assert voice.told == [ASH]


class Broken(Silence):
    """A voice of which everything fails that a program can foresee."""

    def acted(self, _member: MemberId, _reached: Callable[[], Iterable[MemberId]], /) -> None:
        """Fail."""
        raise LookupError


def test_an_act_stands_whatever_becomes_of_telling_it(town: Town) -> None:
    town.host = replace(town.host, telling=Broken())
    assert town.does(ASH, TALK).seq > 0


def test_what_only_the_calendar_brings_is_no_act_of_the_other() -> None:
    state = Couple().have_begun().state
    occasion = Occasion(ASH, Moment(START + DAY, ZONES))
    rows = {row.asks for row in waiting(state, Viewing(WREN, occasion.moment))}
    assert Asks.CHECK_IN in rows
    assert rows <= OF_THE_CALENDAR
    assert list(the_other(Change(State(), state, occasion))) == []
