"""What is given for running it: what the files start is what the program takes."""

import re
import shlex
from configparser import ConfigParser
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import click
import pytest
import yaml

from tests.cli.served import served
from tests.house.source import ROOT
from troth.cli.app import troth
from troth.cli.serve import PORT, STOP_SECONDS

DEPLOY = ROOT / "deploy"
PROGRAM = "/opt/troth/bin/troth"
HOME = "/var/lib/troth/record"
SECONDS = re.compile(r"(\d+)s?")

COMPOSE: Any = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")


def unit(name: str) -> dict[str, str]:
    """Return what a unit says of its service; of what it says several times, the last."""
    read = ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign] # systemd's names keep their case
    read.read(DEPLOY / name, "utf-8")
    return dict(read["Service"])


def typed_in(name: str) -> list[str]:
    """Return what a unit types after the program."""
    program, *typed = shlex.split(unit(name)["ExecStart"])
    assert program == PROGRAM
    return typed


def verb_of(typed: list[str]) -> tuple[str, dict[str, Any]]:
    """Return the verb of what is typed, and its options; raises UsageError for what is none."""
    above = click.Context(troth)
    name, *rest = typed[2:] if typed[0] == "--home" else typed
    verb = troth.get_command(above, name)
    assert verb is not None
    return name, verb.make_context(name, rest, parent=above).params


@pytest.mark.parametrize(
    ("name", "verb"), [("troth.service", "serve"), ("troth-backup.service", "backup")]
)
def test_a_unit_starts_a_verb_with_options_that_there_are(name: str, verb: str) -> None:
    typed = typed_in(name)
    assert verb_of(typed)[0] == verb
    assert typed[:2] == ["--home", HOME]
    assert HOME.startswith(f"/var/lib/{unit(name)['StateDirectory']}/")
    assert unit(name)["StateDirectoryMode"] == "0700"


def test_the_service_as_its_unit_starts_it_answers(tmp_path: Path) -> None:
    _, _, verb, *options = typed_in("troth.service")
    assert verb == "serve"
    with (
        served(tmp_path / "record", *options) as server,
        urlopen(f"{server.address}/health", timeout=30) as answered,  # noqa: S310 - our own server
    ):
        assert answered.read() == b"ok\n"
        assert "Strict-Transport-Security" in answered.headers


def test_nobody_is_cut_off_before_they_are_answered() -> None:
    for waits in (
        unit("troth.service")["TimeoutStopSec"],
        COMPOSE["services"]["notebook"]["stop_grace_period"],
    ):
        found = SECONDS.fullmatch(waits)
        assert found is not None
        assert int(found[1]) > STOP_SECONDS


def test_no_copy_of_its_memory_reaches_a_disk_and_it_gains_nothing() -> None:
    for name in ("troth.service", "troth-backup.service"):
        said = unit(name)
        assert said["LimitCORE"] == "0"
        assert said["NoNewPrivileges"] == "yes"
        assert said["CapabilityBoundingSet"] == ""
        assert said["ProtectSystem"] == "strict"
    notebook = COMPOSE["services"]["notebook"]
    assert notebook["ulimits"] == {"core": 0}
    assert notebook["cap_drop"] == ["ALL"]
    assert notebook["read_only"] is True


def test_the_image_and_the_compose_file_start_what_there_is() -> None:
    said = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert said is not None
    for typed in (yaml.safe_load(said[1]), COMPOSE["services"]["notebook"]["command"]):
        verb, options = verb_of(typed)
        assert verb == "serve"
        assert options["behind_proxy"] is True
        assert options["port"] == PORT
    assert f'ENTRYPOINT ["{PROGRAM}"]' in DOCKERFILE
    assert f"ENV TROTH_HOME={HOME}" in DOCKERFILE
    assert f"EXPOSE {PORT}" in DOCKERFILE


def test_the_image_is_made_of_what_the_repository_holds_and_the_lock_names() -> None:
    context = (DEPLOY / COMPOSE["services"]["notebook"]["build"]["context"]).resolve()
    assert context == ROOT
    taken = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    names = [name for line in taken for name in line.split()]
    assert names
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").split()
    for name in names:
        assert (context / name).exists(), name
        assert f"!{name}" in ignored, name
    (uv,) = re.findall(r'"(uv==[\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    assert f"pip install --no-cache-dir {uv}" in DOCKERFILE


def test_only_the_proxy_is_reached_and_the_database_reaches_nobody() -> None:
    services, networks = COMPOSE["services"], COMPOSE["networks"]
    assert [name for name, each in services.items() if "ports" in each] == ["proxy"]
    assert networks["inside"] == {"internal": True}
    assert services["database"]["networks"] == ["inside"]
    assert "inside" not in services["proxy"]["networks"]


def test_the_proxy_leads_to_the_port_and_compresses_and_logs_nothing() -> None:
    said = (DEPLOY / "Caddyfile").read_text("utf-8")
    directives = [line.split()[0] for line in said.splitlines() if line.startswith("\t")]
    assert f"notebook:{PORT}" in said
    assert {"encode", "log"} & {each for each in directives if each != "#"} == set()
    assert "notebook" in COMPOSE["services"]


def test_what_is_typed_wrongly_would_be_noticed() -> None:
    with pytest.raises(click.UsageError):
        verb_of(["serve", "--behind-a-proxy"])
