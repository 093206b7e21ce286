"""Telling by e-mail: the same words, from a neutral name, and nothing of the machine."""

import logging
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from msgspec.structs import replace

from tests.application.homes import ToldClock
from tests.given import WREN
from tests.notify.receiving import (
    TEXT,
    TITLE,
    Letters,
    Phone,
    mail_server,
    passed,
    voice_of,
    wish_of,
)
from troth.config import MailServer
from troth.notify.mail import Mail, MailNotTaken
from troth.store.memory import MemoryStore

MAILBOX = "wren@home.example"


@pytest.fixture(name="post")
def _post() -> Iterator[tuple[Letters, MailServer]]:
    with mail_server() as post:
        yield post


def letter(envelope: object) -> EmailMessage:
    read = message_from_bytes(envelope.content, policy=policy.default)  # type: ignore[attr-defined]  # the library says nothing of its types
    assert isinstance(read, EmailMessage)
    return read


def test_a_letter_says_the_words_and_nothing_else(post: tuple[Letters, MailServer]) -> None:
    letters, server = post
    Mail(server, ToldClock())(wish_of(mailbox=MAILBOX))
    (envelope,) = letters.given
    read = letter(envelope)
    assert (envelope.mail_from, envelope.rcpt_tos) == (server.sender, [MAILBOX])
    assert read["subject"] == TITLE
    assert read["from"] == f"{TITLE} <{server.sender}>"
    assert read["to"] == MAILBOX
    assert read.get_content().strip() == TEXT
    assert read["auto-submitted"] == "auto-generated"
    assert read["message-id"].endswith("@home.example>")
    assert set(read.keys()) == {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
    }


def test_whoever_named_no_mailbox_gets_no_letter(post: tuple[Letters, MailServer]) -> None:
    letters, server = post
    Mail(server, ToldClock())(wish_of(Phone().asked))
    assert letters.given == []


def test_a_letter_is_sent_when_it_is_due(post: tuple[Letters, MailServer]) -> None:
    letters, server = post
    store, clock = MemoryStore(), ToldClock()
    voice = voice_of(store, clock, server)
    assert voice.offered.has_mail
    voice.keep(WREN, wish_of(mailbox=MAILBOX))
    voice.tell(WREN)
    voice.step()
    assert letters.given == []
    passed(clock, voice, minutes=2)
    assert len(letters.given) == 1


def test_a_server_that_is_not_there_is_named_by_the_kind_of_fault(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with mail_server() as (_, server):
        pass
    store, clock = MemoryStore(), ToldClock()
    voice = voice_of(store, clock, server)
    voice.keep(WREN, wish_of(mailbox=MAILBOX))
    voice.tell(WREN)
    voice.step()
    with caplog.at_level(logging.WARNING):
        passed(clock, voice, minutes=2)
    assert "Somebody could not be told: ConnectionRefusedError" in caplog.text
    assert MAILBOX not in caplog.text


def test_what_a_server_refuses_tells_nothing_of_the_letter(
    post: tuple[Letters, MailServer],
) -> None:
    _, server = post
    with pytest.raises(MailNotTaken) as refused:
        Mail(replace(server, user="somebody", password="word"), ToldClock())(  # noqa: S106 - of a test
            wish_of(mailbox=MAILBOX)
        )
    assert str(refused.value) == "SMTPNotSupportedError"


def test_nothing_travels_unsealed_to_another_machine(post: tuple[Letters, MailServer]) -> None:
    letters, server = post
    elsewhere = replace(server, host="127.0.0.2")
    assert not elsewhere.is_here
    with mail_server() as (others, there):
        pass
    with pytest.raises((MailNotTaken, OSError)):
        Mail(replace(there, host="127.0.0.2"), ToldClock())(wish_of(mailbox=MAILBOX))
    assert letters.given == others.given == []
