"""Which addresses are asked, and what a push service is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from py_vapid import Vapid02  # type: ignore[import-untyped]  # it says nothing of its types

from tests.application.homes import ToldClock
from tests.given import START
from tests.notify.receiving import (
    SECRET,
    Phone,
    PushService,
    push_service,
    wish_of,
)
from troth.application.telling import LONGEST_ADDRESS
from troth.notify.browsers import SERVICES, WORDS_BYTES, Browsers, Reach, is_known


@pytest.fixture(name="service")
def _service(tmp_path: Path) -> Iterator[PushService]:
    with push_service(tmp_path) as service:
        yield service


@pytest.mark.parametrize(
    "address",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://db5p.notify.windows.com/w/?token=abc%3d",
    ],
)
def test_a_push_service_of_a_browsers_maker_is_asked(address: str) -> None:
    assert is_known(address, SERVICES)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://localhost/",
        "https://192.168.1.1/reboot",
        "https://[::1]/",
        "https://fcm.googleapis.com.elsewhere.example/",
        "https://elsewhere.example/fcm.googleapis.com",
        "https://notfcm.googleapis.com/",
        "https://elsewhere.example@fcm.googleapis.com/",
        "https://fcm.googleapis.com@elsewhere.example/",
        "https://fcm.googleapis.com:8443/",
        "https://fcm.googleapis.com\\@elsewhere.example/",
        "https://fcm.googleapis.com/a b",
        "https://fcm.googleapis.com/\r\nHost: elsewhere.example",
        "https://fcm.googleapis.com/é",
        "https://[fcm.googleapis.com/",
        "file:///etc/passwd",
    ],
)
def test_no_other_address_is_ever_asked(address: str) -> None:
    assert not is_known(address, SERVICES)


def test_only_a_whole_browser_is_taken() -> None:
    takes = Browsers(lambda: SECRET, ToldClock(), Reach()).admits
    phone = Phone().asked
    assert takes(phone)
    assert not takes(replace(phone, key=b""))
    assert not takes(replace(phone, auth=b""))
    assert not takes(replace(phone, address="https://elsewhere.example/"))


def test_a_service_learns_who_sends_until_when_and_nothing_of_the_house(
    service: PushService,
) -> None:
    phone = Phone(service.address, "abc?of=1")
    told = Browsers(lambda: SECRET, ToldClock(), service.reach)
    assert told(wish_of(phone.asked)) == frozenset()
    (pushed,) = service.given
    assert pushed.path == "/sent/abc?of=1"
    assert Vapid02.verify(pushed.headers["Authorization"])
    assert pushed.headers["Content-Encoding"] == "aes128gcm"
    assert set(pushed.headers) == {
        "Accept-Encoding",
        "Authorization",
        "Content-Encoding",
        "Content-Length",
        "Content-Type",
        "Host",
        "TTL",
        "Topic",
    }


def test_what_is_sent_has_one_length_in_every_tongue(service: PushService) -> None:
    told = Browsers(lambda: SECRET, ToldClock(), service.reach)
    phone = Phone(service.address)
    for text in ("Neu.", "There is something to look at.", "見るものがあります。" * 9):
        told(replace(wish_of(phone.asked), text=text))
    lengths = {len(each.body) for each in service.given}
    assert len(service.given) == 3
    assert lengths == {86 + WORDS_BYTES + 1 + 16}


def test_a_service_that_nobody_vouches_for_is_given_nothing(
    service: PushService, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = Reach(service.reach.services)
    phone = Phone(service.address)
    assert Browsers(lambda: SECRET, ToldClock(), stranger)(wish_of(phone.asked)) == frozenset()
    assert service.given == []
    assert "not reached: SSLCertVerificationError" in caplog.text


def test_a_service_that_leads_elsewhere_is_not_followed(service: PushService) -> None:
    service.status = 307
    Browsers(lambda: SECRET, ToldClock(START), service.reach)(wish_of(Phone(service.address).asked))
    assert len(service.given) == 1


def test_an_address_is_kept_as_long_as_it_may_be() -> None:
    long = Phone("https://fcm.googleapis.com/", "a" * (LONGEST_ADDRESS - 27)).asked
    assert len(long.address) == LONGEST_ADDRESS
    assert Browsers(lambda: SECRET, ToldClock(), Reach()).admits(long)
