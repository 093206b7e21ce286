"""How a mail server is named: whole or not at all, and nothing of it is ever repeated."""

import pytest

from troth.config import MAIL, MAIL_FROM, MailServer, SettingUnclear, mail_server

SENDER = "notebook@mail.example"


def test_without_both_settings_there_is_none() -> None:
    assert mail_server({}) is None
    assert mail_server({MAIL: " ", MAIL_FROM: ""}) is None


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("smtps://mail.example", MailServer("mail.example", 465, SENDER, is_sealed=True)),
        ("smtp://mail.example/", MailServer("mail.example", 587, SENDER, is_sealed=False)),
        ("smtp://localhost:25", MailServer("localhost", 25, SENDER, is_sealed=False)),
        (
            "smtps://me%40home:pass%3Aword@mail.example:2465",
            MailServer("mail.example", 2465, SENDER, True, "me@home", "pass:word"),  # noqa: FBT003 - in its place
        ),
    ],
)
def test_it_is_named_as_an_address(named: str, found: MailServer) -> None:
    assert mail_server({MAIL: named, MAIL_FROM: SENDER}) == found


@pytest.mark.parametrize(
    ("named", "sender"),
    [
        ("", SENDER),
        ("smtps://mail.example", ""),
        ("smtps://mail.example", "notebook"),
        ("smtps://mail.example", "notebook@mail.example\nBcc: somebody@else.example"),
        ("smtps://mail.example", "note book@mail.example"),
        ("mail.example", SENDER),
        ("https://mail.example", SENDER),
        ("smtps://", SENDER),
        ("smtps://me:secret@mail.example:port", SENDER),
        ("smtps://me:secret@mail.example/path", SENDER),
    ],
)
def test_half_of_one_is_refused_and_not_repeated(named: str, sender: str) -> None:
    with pytest.raises(SettingUnclear) as refused:
        mail_server({MAIL: named, MAIL_FROM: sender})
    assert "secret" not in str(refused.value)
    assert "both are needed" in str(refused.value)


@pytest.mark.parametrize(("host", "is_here"), [("localhost", True), ("mail.example", False)])
def test_only_this_machine_is_spoken_to_unsealed(host: str, is_here: bool) -> None:  # noqa: FBT001 - a column of the table
    assert MailServer(host, 25, SENDER, is_sealed=False).is_here == is_here
