"""Slow phones and lost networks: nobody waits for a form that somebody else never finishes."""

from http import HTTPStatus
from pathlib import Path

from tests.cli.sending import Sending
from tests.cli.served import served, visitors

MANY = 60
"""More than there are threads to answer in: each that waited in one would be missing there."""

FIELDS = {"name": "Ash", "passphrase": "never sent to its end"}


def test_forms_that_never_end_hold_nobody_up_and_are_no_fault(tmp_path: Path) -> None:
    log = tmp_path / "faults"
    with log.open("w") as faults, served(tmp_path / "home", faults=faults) as server:
        slow = [Sending(server.port, "/in", "", FIELDS) for _ in range(MANY)]
        with visitors(server.address, "ash") as people:
            assert people["ash"].opens("/begin/you").status == HTTPStatus.OK
            slow[0].says()
            assert slow[0].answered().status == HTTPStatus.SEE_OTHER
            for each in slow[1:]:
                each.gives_up()
            assert people["ash"].opens("/health").status == HTTPStatus.OK
    assert log.read_text("utf-8") == ""
