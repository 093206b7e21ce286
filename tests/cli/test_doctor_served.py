"""The doctor of a server: it is asked as a phone asks it, and what stands in the way is named."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.certificates import Authority
from tests.cli.home import Home
from tests.cli.served import Served, served
from tests.front import HERE, Manners, in_front
from troth.cli.doctor import MENDING
from troth.cli.reached import POLICY
from troth.store.database import connect
from troth.store.place import DATABASE

TRUSTED = "SSL_CERT_FILE"
"""Where this machine's list of authorities lies, for a program that is told so."""

NO_ADDRESSES = ("notebook.example", "ftp://notebook.example", "https://[x", "https://:8")

ASKED = ("certificate", "server", "server clock", "headers", "forms")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """Return whom the machine of the tests trusts."""
    return Authority(tmp_path)


@pytest.fixture
def behind(home: Home) -> Iterator[Served]:
    """Return a server that knows that something in front of it speaks HTTPS."""
    with served(home.path, "--behind-proxy") as server:
        yield server


def looked_at(home: Home, address: str, authority: Authority) -> dict[str, Any]:
    """Return what the doctor finds of a server, by what was looked at."""
    typed = ("--json", "doctor", "--served", address)
    result = home.elsewhere().run(None, *typed, settings={TRUSTED: str(authority.file)})
    found = {each["what"]: each for each in msgspec.json.decode(result.stdout)}
    is_ill = any(each["standing"] == "mend this" for each in found.values())
    assert result.exit_code == (MENDING if is_ill else 0)
    return {what: found[what] for what in (*ASKED, "address") if what in found}


def ill(found: dict[str, Any]) -> dict[str, str]:
    """Return what is not well, and what is said of it."""
    return {what: each["says"] for what, each in found.items() if each["standing"] != "ok"}


def test_behind_a_proxy_that_passes_all_on_everything_is_well(
    home: Home, behind: Served, authority: Authority
) -> None:
    with in_front(Manners(behind.port), *authority.certify(HERE)) as port:
        found = looked_at(home, f"https://{HERE}:{port}", authority)
    assert tuple(found) == ASKED
    assert ill(found) == {}
    assert "good until" in found["certificate"]["says"]


def test_with_its_own_certificate_and_on_this_machine_only_it_is_well(
    home: Home, authority: Authority
) -> None:
    certificate, key = authority.certify("localhost")
    with served(home.path, "--certificate", str(certificate), "--key", str(key)) as server:
        assert ill(looked_at(home, server.address, authority)) == {}
    with served(home.path) as server:
        assert ill(looked_at(home, server.address, authority)) == {}


def test_asking_records_nothing(home: Home, authority: Authority) -> None:
    with served(home.path) as server:
        before = home.heads()
        looked_at(home, server.address, authority)
        assert home.heads() == before


def test_a_certificate_that_ends_is_said_in_time(
    home: Home, behind: Served, authority: Authority
) -> None:
    for left, standing, said in (
        (timedelta(hours=4), "look at this", "renew it"),
        (timedelta(hours=-1), "mend this", "certificate has expired"),
    ):
        with in_front(Manners(behind.port), *authority.certify(HERE, left)) as port:
            found = looked_at(home, f"https://{HERE}:{port}", authority)["certificate"]
        assert found["standing"] == standing
        assert said in found["says"]


def test_a_certificate_nobody_trusts_is_to_be_mended(
    home: Home, behind: Served, authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "another").mkdir()
    stranger = Authority(tmp_path / "another")
    with in_front(Manners(behind.port), *stranger.certify(HERE)) as port:
        found = looked_at(home, f"https://{HERE}:{port}", authority)
    assert list(found) == ["certificate"]
    assert "phones would warn of it" in found["certificate"]["says"]


def test_a_proxy_that_changes_something_is_named(
    home: Home, behind: Served, authority: Authority
) -> None:
    port = behind.port
    for manners, what, said in (
        (Manners(port, keeps_host=False), "forms", "let it pass Host on"),
        (Manners(port, adds=((POLICY, "default-src *"),)), "headers", "let it pass every"),
        (Manners(port, drops=frozenset({POLICY})), "headers", "let it pass every"),
        (Manners(port, adds=(("cache-control", "public"),)), "headers", "let it pass every"),
    ):
        with in_front(manners, *authority.certify(HERE)) as open_port:
            found = ill(looked_at(home, f"https://{HERE}:{open_port}", authority))
        assert list(found) == [what], manners
        assert said in found[what]


def test_a_server_that_does_not_know_of_its_proxy_is_named(
    home: Home, authority: Authority
) -> None:
    with (
        served(home.path) as server,
        in_front(Manners(server.port), *authority.certify(HERE)) as port,
    ):
        found = ill(looked_at(home, f"https://{HERE}:{port}", authority))
    assert list(found) == ["headers"]
    assert "--behind-proxy" in found["headers"]


def test_where_nothing_or_another_answers_it_is_said(home: Home, authority: Authority) -> None:
    with served(home.path) as server:
        gone = server.address
    assert "Nothing answers there" in ill(looked_at(home, gone, authority))["server"]
    with in_front(Manners(1), *authority.certify(HERE)) as port:
        nobody_behind = looked_at(home, f"https://{HERE}:{port}", authority)
    assert "Nothing answers there" in ill(nobody_behind)["server"]


def test_a_record_that_cannot_be_read_is_told_from_a_server_that_is_gone(
    home: Home, authority: Authority, tmp_path: Path
) -> None:
    other = home.copied(tmp_path / "other")
    with served(other.path) as server:
        with closing(connect(other.path / DATABASE)) as database:
            database.rows("DROP TABLE card")
        found = looked_at(home, server.address, authority)
    assert "cannot read the record" in ill(found)["server"]


@pytest.mark.parametrize(
    "address", ["notebook.example", "ftp://notebook.example", "https://[x", "https://:8"]
)
def test_what_is_no_address_is_said_so(home: Home, authority: Authority, address: str) -> None:
    found = looked_at(home, address, authority)
    assert list(found) == ["address"]
    assert "is no address of a server" in found["address"]["says"]


def test_without_https_on_another_machine_whoever_is_on_the_way_reads_along(
    home: Home, authority: Authority
) -> None:
    # An address of this machine that counts as another's: nothing has to answer there.
    found = ill(looked_at(home, "http://0.0.0.0:9", authority))
    assert "begins with https" in found["certificate"]
