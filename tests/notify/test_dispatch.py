"""Telling: once, after a moment, not in quiet hours, and never in the way of what was recorded."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.application.homes import ToldClock
from tests.application.signed_up import FullDisk
from tests.given import ASH, WREN, ZONES
from tests.notify.receiving import (
    SECRET,
    TEXT,
    TITLE,
    Phone,
    PushService,
    passed,
    push_service,
    voice_of,
    wish_of,
)
from troth.application.ports import Card, Shelf, StoreFailed
from troth.application.telling import NOTHING, Quiet
from troth.domain.kernel import MemberId
from troth.notify.dispatch import MOST_QUEUED, Dispatch
from troth.notify.kept import Kept
from troth.store.memory import MemoryDirectory, MemoryStore


@pytest.fixture(name="service")
def _service(tmp_path: Path) -> Iterator[PushService]:
    with push_service(tmp_path) as service:
        yield service


class Evening:
    """A server with a voice, and Wren, whose phone asked to be told."""

    def __init__(self, service: PushService) -> None:
        self.service = service
        self.clock, self.store = ToldClock(), MemoryStore()
        self.voice = voice_of(self.store, self.clock, reach=service.reach)
        self.phone = Phone(service.address)
        self.voice.keep(WREN, wish_of(self.phone.asked))

    def later(self, **time: float) -> int:
        """Let time pass, and return how often Wren was told meanwhile."""
        before = len(self.service.given)
        passed(self.clock, self.voice, **time)
        return len(self.service.given) - before


@pytest.fixture(name="evening")
def _evening(service: PushService) -> Evening:
    return Evening(service)


def test_nothing_is_sent_until_there_is_something(evening: Evening) -> None:
    assert evening.later(hours=9) == 0


def test_it_is_told_after_a_moment_and_once(evening: Evening) -> None:
    evening.voice.tell(WREN)
    assert evening.later() == 0
    assert evening.later(minutes=1) == 0
    assert evening.later(minutes=1) == 1
    assert evening.later(days=3) == 0


def test_the_browser_reads_the_words_and_nothing_else(evening: Evening) -> None:
    evening.voice.tell(WREN)
    evening.later()
    evening.later(minutes=2)
    (pushed,) = evening.service.given
    assert evening.phone.reads(pushed.body) == {"title": TITLE, "text": TEXT}
    assert evening.phone.opens(pushed.body).rstrip(b" ").endswith(b"}")


def test_however_much_there_is_it_is_one(evening: Evening) -> None:
    for _ in range(5):
        evening.voice.tell(WREN)
        evening.later(seconds=40)
    evening.voice.tell(WREN)
    evening.later(hours=1)
    assert len(evening.service.given) == 1


def test_whoever_looks_meanwhile_is_not_told(evening: Evening) -> None:
    evening.voice.tell(WREN)
    evening.later(minutes=1)
    evening.voice.seen(WREN)
    assert evening.later(minutes=5) == 0


def test_once_somebody_was_here_the_next_is_told_again(evening: Evening) -> None:
    for told in (1, 1, 1):
        evening.voice.tell(WREN)
        evening.later()
        assert evening.later(minutes=3) == told
        evening.voice.seen(WREN)
        evening.later()


def test_whom_an_act_reaches_is_looked_for_once_it_has_answered(evening: Evening) -> None:
    looked = list[str]()

    def reached() -> Iterator[MemberId]:
        looked.append("looked")
        yield WREN

    evening.voice.acted(ASH, reached)
    assert looked == []
    evening.later()
    assert (looked, evening.later(minutes=3)) == (["looked"], 1)


def test_whoever_looks_after_an_act_of_the_other_is_not_told_of_it(evening: Evening) -> None:
    evening.voice.acted(ASH, lambda: [WREN])
    evening.voice.seen(WREN)
    evening.later()
    assert evening.later(minutes=3) == 0


def test_whoever_acts_has_seen_what_waited_for_them(evening: Evening) -> None:
    evening.voice.tell(WREN)
    evening.voice.acted(WREN, list)
    evening.later()
    assert evening.later(minutes=3) == 0


def test_nobody_else_is_told(evening: Evening) -> None:
    evening.voice.tell(ASH)
    evening.later()
    assert evening.later(hours=1) == 0


def test_in_quiet_hours_it_waits_and_is_told_once_when_they_end(evening: Evening) -> None:
    # It is seven in the evening in Paris when this begins.
    quiet = replace(wish_of(evening.phone.asked), quiet=Quiet(19 * 60, 23 * 60))
    evening.voice.keep(WREN, quiet)
    for _ in range(3):
        evening.voice.tell(WREN)
        assert evening.later(hours=1) == 0
    assert evening.later(minutes=59) == 0
    assert evening.later(minutes=1) == 1


def test_what_waits_outlasts_the_server(evening: Evening) -> None:
    evening.voice.tell(WREN)
    evening.voice.step()
    begun_again = voice_of(evening.store, evening.clock, reach=evening.service.reach)
    passed(evening.clock, begun_again, minutes=2)
    assert len(evening.service.given) == 1


def test_a_command_leaves_word_and_the_server_tells(evening: Evening) -> None:
    command = Kept(evening.store, evening.clock, ZONES, lambda: SECRET)
    command.tell(WREN)
    assert evening.later(minutes=2) == 1
    command.tell(WREN)
    assert evening.later(minutes=2) == 0
    command.seen(WREN)
    command.tell(WREN)
    assert evening.later(minutes=2) == 1


def test_of_several_servers_one_tells(evening: Evening) -> None:
    other = voice_of(evening.store, evening.clock, reach=evening.service.reach)
    evening.voice.tell(WREN)
    evening.later()
    evening.later(minutes=2)
    other.step()
    assert len(evening.service.given) == 1


def test_every_browser_is_told_and_one_that_is_gone_is_forgotten(
    evening: Evening, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    with push_service(tmp_path / "other") as other:
        other.status = 410
        old = Phone(other.address, "old")
        both = Phone(evening.service.address, "new")
        evening.voice.keep(WREN, wish_of(both.asked))
        reach = (*evening.service.reach.services, *other.reach.services)
        # Each service has an authority of its own, so this voice trusts only the second.
        voice = voice_of(evening.store, evening.clock, reach=replace(other.reach, services=reach))
        voice.keep(WREN, wish_of(old.asked, both.asked))
        voice.tell(WREN)
        voice.step()
        passed(evening.clock, voice, minutes=2)
        assert len(other.given) == 1
        assert evening.service.given == []
        assert voice.wish(WREN).browsers == (both.asked,)


@pytest.mark.parametrize("status", [400, 403, 429, 500, 503])
def test_a_service_that_refuses_is_named_in_the_log_and_the_browser_stays(
    evening: Evening, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    evening.service.status = status
    evening.voice.tell(WREN)
    evening.later()
    assert evening.later(minutes=2) == 1
    assert f"A push service did not take what was sent: {status}" in caplog.text
    assert evening.service.address not in caplog.text
    assert evening.voice.wish(WREN).browsers == (evening.phone.asked,)


def test_a_service_that_is_not_there_stops_nobody(
    evening: Evening, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    (tmp_path / "gone").mkdir()
    with push_service(tmp_path / "gone") as gone:
        away = Phone(gone.address)
    evening.voice.keep(WREN, wish_of(away.asked, evening.phone.asked))
    evening.voice.tell(WREN)
    evening.later()
    assert evening.later(minutes=2) == 1
    assert "A push service was not reached: ConnectionRefusedError" in caplog.text


def test_more_than_waits_in_line_is_dropped_and_nobody_waits_for_it(
    evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(MOST_QUEUED + 1):
        evening.voice.tell(WREN)
    assert "one telling is dropped" in caplog.text
    assert evening.later() == 0
    assert evening.later(minutes=2) == 1


def test_a_full_disk_is_named_in_the_log_and_nothing_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = FullDisk()
    command = Kept(store, ToldClock(), ZONES, lambda: SECRET)
    command.keep(WREN, wish_of(Phone().asked))
    store.is_full = True
    command.tell(WREN)
    assert "could not be noted" in caplog.text
    assert command.take_due() == ()


def test_a_secret_that_cannot_be_read_fails_no_act(caplog: pytest.LogCaptureFixture) -> None:
    store, clock = MemoryStore(), ToldClock()
    Kept(store, clock, ZONES, lambda: SECRET).keep(WREN, wish_of(Phone().asked))

    def unreadable() -> bytes:
        raise PermissionError

    Kept(store, clock, ZONES, unreadable).tell(WREN)
    assert "could not be noted" in caplog.text


def test_whoever_switches_it_off_is_not_told_what_waited(evening: Evening) -> None:
    evening.voice.tell(WREN)
    evening.later()
    evening.voice.keep(WREN, NOTHING)
    assert evening.later(minutes=5) == 0
    with evening.store.finding() as directory:
        assert not directory.holds(Shelf.TELLING)
        assert not directory.holds(Shelf.TOLD)


def test_no_address_and_no_mailbox_lies_open(evening: Evening) -> None:
    evening.voice.keep(WREN, wish_of(evening.phone.asked, mailbox="wren@home.example"))
    evening.voice.tell(WREN)
    evening.later()
    with evening.store.finding() as directory:
        (wish,) = directory.cards(Shelf.TELLING, WREN)
        (due,) = directory.cards(Shelf.TOLD, "waits")
    for body in (wish.body, due.body):
        for open_ in (b"localhost", b"wren@", evening.phone.asked.key, TEXT.encode()):
            assert open_ not in body


def test_with_another_secret_it_counts_as_never_wished(evening: Evening) -> None:
    elsewhere = Kept(evening.store, evening.clock, ZONES, lambda: bytes(32))
    assert elsewhere.wish(WREN) == NOTHING
    elsewhere.tell(WREN)
    assert evening.later(minutes=5) == 0


def test_what_was_sealed_for_another_opens_for_nobody(evening: Evening) -> None:
    with evening.store.filing() as directory:
        card = directory.card(Shelf.TELLING, WREN)
        assert card is not None
        directory.put_card(Shelf.TELLING, Card(ASH, ASH, card.body))
    assert evening.voice.wish(ASH) == NOTHING


class Failing(MemoryStore):
    """A store whose disk has failed once it is told so."""

    has_failed = False

    @contextmanager
    def finding(self) -> Iterator[MemoryDirectory]:
        """Find nothing any more."""
        if self.has_failed:
            raise StoreFailed("The disk failed.")
        with super().finding() as directory:
            yield directory


def test_a_disk_that_failed_fails_no_act(caplog: pytest.LogCaptureFixture) -> None:
    store = Failing()
    command = Kept(store, ToldClock(), ZONES, lambda: SECRET)
    command.keep(WREN, wish_of(Phone().asked))
    store.has_failed = True
    with caplog.at_level(logging.WARNING):
        command.tell(WREN)
        command.seen(WREN)
    assert len(caplog.records) == 2


def test_once_started_it_tells_by_itself(evening: Evening) -> None:
    voice: Dispatch = evening.voice
    voice.tell(WREN)
    voice.step()
    evening.clock.later(minutes=2)
    voice.start()
    voice.seen(ASH)
    assert evening.service.arrived.wait(timeout=60)
    assert len(evening.service.given) == 1


def test_an_act_whose_reach_cannot_be_found_ends_no_other_telling(
    evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    def unreadable() -> list[MemberId]:
        raise RuntimeError("The household.")

    evening.voice.tell(WREN)
    evening.voice.step()
    evening.voice.start()
    evening.voice.acted(ASH, unreadable)
    evening.clock.later(minutes=2)
    evening.voice.seen(ASH)
    assert evening.service.arrived.wait(timeout=60)
    assert "household" not in caplog.text
