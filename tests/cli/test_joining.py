"""Two people come together: one invitation, two adults, each by their own name and clock."""

import hashlib
from pathlib import Path

import pytest

from tests.cli.home import BEGUN_DAYS, CHAIN, Home
from tests.given import ASH
from troth.cli.caller import REFUSED, UNREADABLE
from troth.domain.dynamic.commands import BeginDynamic, InviteMember
from troth.domain.dynamic.events import INVITATION_HOURS, Member, MemberInvited

WRONG_USAGE = 2


@pytest.fixture
def alone(tmp_path: Path) -> Home:
    """Return a home where Ash is, and waits for somebody."""
    home = Home(tmp_path / "home")
    home.does(ASH, BeginDynamic(Member(ASH, "Ash", "Europe/London", adult=True)))
    return home


def invited(home: Home) -> str:
    """Return the words of a new invitation."""
    return str(home.reads("Ash", "invite")["invitation"])


def joins(home: Home, secret: str, *typed: str, name: str = "Wren") -> str:
    """Let somebody join, which goes well."""
    result = home.run(None, "join", secret, "--name", name, "--adult", *typed)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_an_invitation_is_shown_once_and_only_its_digest_is_kept(alone: Home) -> None:
    secret = invited(alone)
    (newest, *_) = alone.acts()
    (event,) = newest.events
    assert isinstance(event, MemberInvited)
    assert event.invitation.secret_digest == hashlib.sha256(secret.encode()).hexdigest()
    files = [each.read_bytes() for each in alone.path.rglob("*") if each.is_file()]
    assert files
    assert not any(secret.encode() in content for content in files)


def test_two_invitations_are_never_alike(alone: Home) -> None:
    assert invited(alone) != invited(alone)


def test_whoever_joins_is_told_that_nothing_is_agreed_yet(alone: Home) -> None:
    assert "Nothing is agreed yet" in joins(alone, invited(alone))
    assert "Wren" in alone.wren("today")


def test_an_invitation_typed_with_space_around_it_is_the_same(alone: Home) -> None:
    joins(alone, f"  {invited(alone)}\n")


@pytest.mark.parametrize("secret", ["", " ", "0" * 32, "a" * 10_000, "secret", "ünïcode", "🜁"])
def test_another_secret_than_the_one_given_opens_nothing(alone: Home, secret: str) -> None:
    invited(alone)
    said = alone.refused(None, "join", secret, "--name", "Wren", "--adult")
    assert "Ask for a new one." in said


def test_nobody_joins_who_was_not_invited(alone: Home) -> None:
    said = alone.refused(None, "join", "0" * 32, "--name", "Wren", "--adult")
    assert "Ask for a new one." in said


def test_an_invitation_is_open_for_some_hours_only(alone: Home) -> None:
    digest = hashlib.sha256(b"spoken").hexdigest()
    alone_days = (INVITATION_HOURS + 1) / 24
    old = Home(alone.path.with_name("old"))
    member = Member(ASH, "Ash", "Europe/London", adult=True)
    old.does(ASH, BeginDynamic(member), days_ago=BEGUN_DAYS)
    old.does(ASH, InviteMember(digest), days_ago=alone_days)
    said = old.refused(None, "join", "spoken", "--name", "Wren", "--adult")
    assert "its time has passed" in said


def test_a_newer_invitation_takes_the_place_of_the_one_before(alone: Home) -> None:
    first, second = invited(alone), invited(alone)
    assert "Ask for a new one." in alone.refused(None, "join", first, "--name", "Wren", "--adult")
    joins(alone, second)


def test_an_invitation_works_for_one_person_only(alone: Home) -> None:
    secret = invited(alone)
    joins(alone, secret)
    said = alone.refused(None, "join", secret, "--name", "Robin", "--adult")
    assert "Both of you are here already" in said
    assert "Nobody here is called “Robin”" in alone.refused("Robin", "today")


def test_two_who_are_both_there_invite_nobody_else(home: Home) -> None:
    for name in ("Ash", "Wren"):
        assert "Both of you are here already" in home.refused(name, "invite")


def test_nobody_joins_their_own_dynamic(alone: Home) -> None:
    secret = invited(alone)
    for name in ("Ash", "ASH", "ash"):
        alone.refused(None, "join", secret, "--name", name, "--adult")
    joins(alone, secret)


@pytest.mark.parametrize("verb", ["init", "join"])
def test_whoever_does_not_say_to_be_an_adult_neither_opens_nor_joins(
    tmp_path: Path, verb: str
) -> None:
    home = Home(tmp_path / "home")
    if verb == "join":
        home.does(ASH, BeginDynamic(Member(ASH, "Ash", "Europe/London", adult=True)))
    typed = ("init",) if verb == "init" else ("join", invited(home))
    result = home.run(None, *typed, "--name", "Wren", "--zone", "Europe/London")
    assert result.exit_code == REFUSED
    assert "adults only" in result.stderr
    assert "adults only" in home.run(None, *typed, answers="Wren\n").stderr


def test_whoever_is_not_an_adult_leaves_the_invitation_as_it_was(alone: Home) -> None:
    secret = invited(alone)
    alone.refused(None, "join", secret, "--name", "Wren")
    joins(alone, secret)


@pytest.mark.parametrize(
    "name", ["Zoë", "Ὀρφεύς", "小鳥", "O'Neill", "Ash B.", "W*[1]", "$W", "{by}", r"W\1", "-W"]
)
def test_people_are_called_as_they_like_and_found_by_it(alone: Home, name: str) -> None:
    joins(alone, invited(alone), name=name)
    assert f"{name} joined." in alone.ash("history")
    assert alone.run(name.upper(), "today").exit_code == 0
    leads = ("--lead", name, "--set", "leads=lead", "--set", "style=negotiated")
    alone.ash("propose", "role", "--kind", "role", "--text", "As we like it.", *leads)
    (proposal,) = alone.reads("Ash", "proposals")
    assert f"leads: {name}" in alone.ash("proposals", proposal["id"])


@pytest.mark.parametrize(
    "name", ["", " ", " Wren", "Wren ", "a\u200bb", "a\u202eb", "Wr\nen", "W" * 200, "\x1b[31mWren"]
)
def test_a_name_nobody_could_read_aloud_is_not_taken(alone: Home, name: str) -> None:
    result = alone.run(None, "join", invited(alone), "--name", name, "--adult", answers="\n")
    assert result.exit_code == REFUSED
    assert "Traceback" not in result.output
    assert "has not joined yet" in alone.refused("Ash", "presets", "equal", "--propose")


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "europe", "", "../../etc/passwd", "Europe/Paris ", "UTC\x00", "/UTC"]
)
def test_a_zone_nobody_knows_is_told_with_one_that_is_known(home: Home, zone: str) -> None:
    assert "One is Europe/Paris." in home.refused("Wren", "zone", zone)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../ours"])
def test_nobody_joins_in_a_zone_there_is_not(alone: Home, zone: str) -> None:
    secret = invited(alone)
    typed = ("join", secret, "--name", "Wren", "--adult", "--zone", zone)
    assert "no time zone called" in alone.refused(None, *typed)
    joins(alone, secret, "--zone", "Asia/Kathmandu")


def test_the_same_zone_again_records_nothing(home: Home) -> None:
    assert "now shown in Asia/Tokyo" in home.wren("zone", "Asia/Tokyo")
    before = home.acts()
    assert "already so" in home.wren("zone", "Asia/Tokyo")
    assert home.acts() == before


def test_ones_zone_is_ones_own(home: Home) -> None:
    before = home.ash("history").split("\n", 2)[2]
    home.wren("zone", "Asia/Tokyo")
    assert before in home.ash("history")
    home.is_closed_to_strangers("zone", "Asia/Tokyo")


def test_nothing_begins_before_both_have_agreed_what(alone: Home) -> None:
    assert "Invite them first" in alone.refused("Ash", "begin")
    joins(alone, invited(alone))
    for name in ("Ash", "Wren"):
        assert "both of you need to have agreed" in alone.refused(name, "begin")
    alone.is_closed_to_strangers("begin")


def test_what_has_begun_begins_once(home: Home) -> None:
    for name in ("Ash", "Wren"):
        assert "begun already" in home.refused(name, "begin")


def test_nothing_begins_again_after_the_end(home: Home) -> None:
    home.wren("end")
    for typed in (("begin",), ("invite",)):
        assert "This has ended." in home.refused("Ash", *typed)
    assert home.run(None, "join", "x", "--name", "Robin", "--adult").exit_code == REFUSED


@pytest.mark.parametrize(
    "typed", [("today",), ("join", "x", "--name", "Wren", "--adult"), ("verify",), ("invite",)]
)
def test_where_nothing_was_opened_one_is_told_how_to_open_it(
    tmp_path: Path, typed: tuple[str, ...]
) -> None:
    home = Home(tmp_path / "nowhere")
    result = home.run("Ash", *typed)
    assert result.exit_code == UNREADABLE
    assert "troth init" in result.stderr
    assert not home.path.exists()


def test_an_answer_is_asked_for_where_a_name_was_left_out(alone: Home) -> None:
    secret = invited(alone)
    asked = alone.run(None, "join", secret, "--adult", answers="Wren\n")
    assert asked.exit_code == 0
    assert "What should you be called here" in asked.output
    assert str(CHAIN) not in asked.output


def test_whoever_closes_the_question_for_a_name_has_changed_nothing(alone: Home) -> None:
    secret = invited(alone)
    before = alone.acts()
    assert alone.run(None, "join", secret, "--adult").exit_code != 0
    assert alone.acts() == before
    joins(alone, secret)
