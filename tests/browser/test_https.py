"""Over HTTPS, on a name that is no machine's own: with its own certificate, and behind a proxy."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Error as NotReached

from tests.browser.homes import Home, enter
from tests.browser.test_exit import shows_nothing
from tests.browser.trusting import NAME, NoCertutil, trusting
from tests.browser.visitors import Visitor
from tests.certificates import Authority
from tests.cli.served import served
from tests.front import Manners, in_front
from troth.demo.people import PEOPLE

WREN = next(each for each in PEOPLE if each.name == "Wren")
YEAR = "max-age=31536000"

Reached = Callable[[Path, Authority], AbstractContextManager[str]]


@contextmanager
def with_its_own(record: Path, authority: Authority) -> Iterator[str]:
    """Serve a record with a certificate, and give the address a phone has for it."""
    certificate, key = map(str, authority.certify(NAME))
    with served(record, "--certificate", certificate, "--key", key) as server:
        yield f"https://{NAME}:{server.port}"


@contextmanager
def behind_a_proxy(record: Path, authority: Authority) -> Iterator[str]:
    """Serve a record to a proxy, and give the address a phone has for that."""
    with (
        served(record, "--behind-proxy") as server,
        in_front(Manners(server.port), *authority.certify(NAME)) as port,
    ):
        yield f"https://{NAME}:{port}"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Return whom the browser of these tests trusts."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def phone(
    browser: Browser, authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Return a browser that trusts the authority; without its tool, say so in a sentence."""
    try:
        opened = trusting(browser, authority.file, tmp_path_factory.mktemp("phone"))
    except NoCertutil as missing:
        pytest.fail(str(missing), pytrace=False)
    with opened:
        yield opened


@pytest.fixture
def record(demo: Home, tmp_path: Path) -> Path:
    """Return a record of the demo's two, in which things may happen."""
    return demo.copied(tmp_path / "home").record


@pytest.fixture(params=[with_its_own, behind_a_proxy], ids=["own certificate", "behind a proxy"])
def wren(
    request: pytest.FixtureRequest, phone: Browser, authority: Authority, record: Path
) -> Iterator[Visitor]:
    """Return Wren, not logged in yet, with a phone that trusts what serves their record."""
    reached: Reached = request.param
    with reached(record, authority) as address:
        visitor = Visitor(phone, "Wren", address, service_workers="allow")
        yield visitor
        visitor.close()


def test_somebody_comes_in_notes_something_pauses_and_leaves(wren: Visitor) -> None:
    enter(wren, WREN)
    page = wren.open("/note")
    page.get_by_label("A few words").fill("You sang on the stairs again.")
    page.get_by_role("button", name="Keep this note").click()
    expect(page.get_by_text("You sang on the stairs again.").first).to_be_visible()
    page.get_by_role("banner").get_by_role("link", name="Pause").click()
    page.get_by_role("main").get_by_role("button", name="Pause").first.click()
    expect(page.get_by_role("banner")).to_contain_text("Paused")
    page.get_by_role("button", name="Exit").click()
    page.wait_for_url("**/blank")
    shows_nothing(page)
    page.go_back(wait_until="commit")
    shows_nothing(page)
    assert wren.notices() == []


def test_what_keeps_somebody_in_travels_over_https_only_and_to_this_name_only(
    wren: Visitor,
) -> None:
    enter(wren, WREN)
    cookies = wren.context.cookies()
    assert {"__Host-visit", "__Host-device"} <= {each.get("name") for each in cookies}
    for each in cookies:
        assert each.get("name", "").startswith("__Host-")
        assert (each.get("secure"), each.get("httpOnly"), each.get("sameSite")) == (
            True,
            True,
            "Lax",
        )


def test_the_browser_is_told_to_ask_for_nothing_else_for_a_year(wren: Visitor) -> None:
    answer = wren.page.goto("/in")
    assert answer is not None
    assert answer.headers["strict-transport-security"] == YEAR
    assert wren.page.evaluate("window.isSecureContext") is True


def test_it_can_be_kept_on_the_home_screen_and_shows_itself_out_of_reach(wren: Visitor) -> None:
    enter(wren, WREN)
    page = wren.page
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.match('/offline/kept').then((found) => !!found)")
    page.wait_for_function("!!navigator.serviceWorker.controller")
    wren.context.set_offline(offline=True)
    expect(wren.open("/book").get_by_role("heading", level=1)).to_have_text(
        "This cannot be reached now"
    )


def test_the_phone_of_these_tests_trusts_no_other_certificate(
    phone: Browser, authority: Authority
) -> None:
    for name, good, said in (
        ("another.home.arpa", timedelta(days=60), "ERR_CERT_COMMON_NAME_INVALID"),
        (NAME, timedelta(hours=-1), "ERR_CERT_DATE_INVALID"),
    ):
        with in_front(Manners(0), *authority.certify(name, good)) as port:
            page = phone.new_page()
            with pytest.raises(NotReached, match=said):
                page.goto(f"https://{NAME}:{port}/in")
            page.close()
