"""Two people come together: one invitation, two adults, the same six words, each their clock."""

import re
from pathlib import Path

import pytest

from tests.cli.home import CHAIN, Home, Newcomer
from tests.cli.terminal import sits_at
from tests.given import ASH
from troth.application.accounts.account import find_account
from troth.application.joining import digest, invite, new_invitation, read_invitation
from troth.bootstrap import new_operation
from troth.cli.caller import REFUSED, UNREADABLE
from troth.cli.pair import TEN_WORDS
from troth.domain.dynamic.events import INVITATION_HOURS, MemberInvited

WRONG_USAGE = 2


def invited(home: Home) -> str:
    """Return the ten words of a new invitation."""
    return str(home.reads("Ash", "invite")["invitation"])


def joins(home: Home, words: str, *typed: str) -> str:
    """Let Wren, who has an account, join."""
    return home.wren("join", words, *typed)


def six_words(said: str) -> str:
    """Return the six words that are shown to be compared."""
    (line,) = [each for each in said.split("\n") if each.startswith("  ")]
    return line.strip()


def six(said: str) -> set[str]:
    """Return the words of a screen that are shown to be compared."""
    return set(six_words(said.partition("You are both here")[0]).split())


def test_an_invitation_is_shown_once_and_only_its_digest_is_kept(alone: Home) -> None:
    words = invited(alone)
    (newest, *_) = alone.acts()
    (event,) = newest.events
    assert isinstance(event, MemberInvited)
    secret = read_invitation(words)
    assert isinstance(secret, bytes)
    assert event.invitation.secret_digest == digest(secret)
    files = [each.read_bytes() for each in alone.path.rglob("*") if each.is_file()]
    assert files
    sought = (words.encode(), secret, secret.hex().encode())
    assert not any(each in content for content in files for each in sought)


def test_two_invitations_are_never_alike(alone: Home) -> None:
    assert invited(alone) != invited(alone)


def test_an_invitation_is_shown_in_words_and_as_a_picture(alone: Home) -> None:
    said = alone.ash("invite", "--qr")
    assert re.search(r"^  [a-z]+( [a-z]+){9}$", said, re.MULTILINE)
    assert "types “troth join”" in said
    assert "▄▄▄▄▄▄▄" in said
    assert "▄▄▄▄▄▄▄" not in alone.ash("invite")


def test_whoever_joins_is_asked_for_the_words_which_no_screen_shows(alone: Home) -> None:
    words = invited(alone)
    answers = ((TEN_WORDS, words),)
    code, screen = sits_at(alone, "--as", "Wren", "join", answers=answers)
    assert code == 0, screen
    assert not any(word in screen.split() for word in set(words.split()) - six(screen))
    assert "Wren joined." in alone.ash("history")


def test_a_script_writes_the_words_to_the_command(alone: Home) -> None:
    joined = alone.run("Wren", "join", answers=f"{invited(alone)}\n")
    assert joined.exit_code == 0, joined.output
    assert "Wren joined." in alone.ash("history")


def test_somebody_new_signs_up_and_joins_in_one_go(alone: Home) -> None:
    alone.comes("join", invited(alone), "--name", "Kit", "--adult", "--zone", "Europe/London")
    assert "Ash" in alone.run("Kit", "today").stdout
    assert "Kit joined." in alone.ash("history")


def test_whoever_joins_is_told_that_nothing_is_agreed_yet(alone: Home) -> None:
    assert "Nothing is agreed yet" in joins(alone, invited(alone))
    assert "Wren" in alone.wren("today")


def test_both_read_the_same_six_words(alone: Home) -> None:
    shown = six_words(joins(alone, invited(alone)).split("You are both here")[0])
    assert len(shown.split()) == 6
    assert [six_words(alone.ash("pairing")), six_words(alone.wren("pairing"))] == [shown, shown]
    assert alone.reads("Ash", "pairing") == {"words": shown, "is_known": False}


def test_there_is_nothing_to_compare_before_both_are_there(alone: Home) -> None:
    assert "troth invite" in alone.refused("Ash", "pairing")


def test_the_six_words_of_two_couples_differ(alone: Home, met: Home) -> None:
    alone.comes("join", invited(alone), "--name", "Kit", "--adult")
    assert six_words(alone.ash("pairing")) != six_words(met.ash("pairing"))
    met.is_closed_to_strangers("pairing")


@pytest.mark.parametrize("layout", ["  {}\n", "{}."])
def test_an_invitation_is_read_in_any_layout(alone: Home, layout: str) -> None:
    joins(alone, layout.format(invited(alone)))


def test_an_invitation_is_read_in_capitals_and_numbered_lines(alone: Home) -> None:
    words = invited(alone).upper().split()
    joins(alone, "\n".join(f"{number}. {word}" for number, word in enumerate(words, 1)))


@pytest.mark.parametrize("words", ["", " ", "0" * 32, "a" * 10_000, "secret", "ünïcode", "🜁"])
def test_what_are_not_ten_words_opens_nothing(alone: Home, words: str) -> None:
    invited(alone)
    assert "10 words" in alone.refused("Robin", "join", words)


def test_one_word_mistyped_is_told_with_its_place(alone: Home) -> None:
    first, *rest = invited(alone).split()
    said = alone.refused("Robin", "join", " ".join([f"{first}x", *rest]))
    assert "Word 1 is not on the list" in said
    assert first not in said


def test_another_secret_than_the_one_given_opens_nothing(alone: Home) -> None:
    invited(alone)
    said = alone.refused("Robin", "join", new_invitation().words)
    assert "Ask for a new one." in said


def test_nobody_signs_up_with_an_invitation_they_could_not_use(alone: Home) -> None:
    words = new_invitation().words
    said = alone.refused(None, "join", words, "--name", "Kit", "--adult")
    assert "Ask for a new one." in said
    with alone.host() as host:
        assert find_account(host, "Kit") is None


def test_an_invitation_is_open_for_some_hours_only(alone: Home) -> None:
    invitation = new_invitation()
    with alone.world(ASH, days_ago=(INVITATION_HOURS + 1) / 24) as world:
        invite(world, CHAIN, new_operation(), invitation.secret)
    said = alone.refused(None, "join", invitation.words, "--name", "Kit", "--adult")
    assert "its time has passed" in said


def test_a_newer_invitation_takes_the_place_of_the_one_before(alone: Home) -> None:
    first, second = invited(alone), invited(alone)
    assert "Ask for a new one." in alone.refused("Robin", "join", first)
    joins(alone, second)


def test_an_invitation_works_for_one_person_only(alone: Home) -> None:
    words = invited(alone)
    joins(alone, words)
    assert "has been used" in alone.refused("Robin", "join", words)
    assert "You are in no dynamic here yet." in alone.refused("Robin", "today")


def test_two_who_are_both_there_invite_nobody_else(home: Home) -> None:
    for name in ("Ash", "Wren"):
        assert "Both of you are here already" in home.refused(name, "invite")


def test_nobody_joins_their_own_dynamic(alone: Home) -> None:
    words = invited(alone)
    for typed in ((), ("--name", "Ash"), ("--name", "ASH")):
        alone.refused("Ash", "join", words, *typed)
    assert "is your own" in alone.refused("Ash", "--dynamic", "again", "join", words)
    joins(alone, words)


@pytest.mark.parametrize("verb", ["init", "join"])
def test_whoever_does_not_say_to_be_an_adult_neither_opens_nor_joins(
    alone: Home, tmp_path: Path, verb: str
) -> None:
    home = Home(tmp_path / "home") if verb == "init" else alone
    typed = ("init",) if verb == "init" else ("join", invited(home))
    result = home.run(None, *typed, "--name", "Kit", "--zone", "Europe/London")
    assert result.exit_code == REFUSED
    assert "adults only" in result.stderr
    assert home.path.exists() is (verb == "join")


def test_whoever_is_not_an_adult_leaves_the_invitation_as_it_was(alone: Home) -> None:
    words = invited(alone)
    alone.refused(None, "join", words, "--name", "Kit")
    joins(alone, words)


@pytest.mark.parametrize(
    "name", ["Zoë", "Ὀρφεύς", "小鳥", "O'Neill", "Ash B.", "W*[1]", "$W", "{by}", r"W\1", "-W"]
)
def test_people_are_called_as_they_like_and_found_by_it(alone: Home, name: str) -> None:
    alone.comes("join", invited(alone), f"--name={name}", "--adult")
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
    alone.refused(None, "join", invited(alone), f"--name={name}", "--adult")
    assert "has not joined yet" in alone.refused("Ash", "presets", "equal", "--propose")


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "europe", "", "../../etc/passwd", "Europe/Paris ", "UTC\x00", "/UTC"]
)
def test_a_zone_nobody_knows_is_told_with_one_that_is_known(home: Home, zone: str) -> None:
    assert "One is Europe/Paris." in home.refused("Wren", "zone", zone)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../ours"])
def test_nobody_joins_in_a_zone_there_is_not(alone: Home, zone: str) -> None:
    secret = invited(alone)
    typed = ("join", secret, "--name", "Kit", "--adult", "--zone", zone)
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


def test_ones_name_is_ones_own_and_one_logs_in_as_before(home: Home) -> None:
    assert "You are called Robin here." in home.wren("name", " Robin ")
    before = home.acts()
    assert "already so" in home.wren("name", "Robin")
    assert home.acts() == before
    assert "Robin took the name Robin here." in home.ash("history")
    for name in ("", "two\nlines"):
        assert "plain visible text" in home.refused("Wren", "name", name)
    assert "The other is called that here." in home.refused("Wren", "name", "ash")
    home.is_closed_to_strangers("name", "Kit")


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


def test_nobody_joins_what_ended_while_the_invitation_was_under_way(alone: Home) -> None:
    words = invited(alone)
    alone.ash("end")
    assert "This has ended." in alone.refused("Robin", "join", words)


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
    there = alone.elsewhere()
    asked = there.run(None, "join", invited(alone), "--adult", caller=Newcomer)
    assert asked.exit_code == 0, asked.output
    assert "What should you be called here" in asked.output
    assert str(CHAIN) not in asked.output
    assert "Kit" in there.run(None, "today").stdout


def test_whoever_closes_the_question_for_a_name_has_changed_nothing(alone: Home) -> None:
    words = invited(alone)
    before = alone.acts()
    assert alone.elsewhere().run(None, "join", words, "--adult").exit_code != 0
    assert alone.acts() == before
    joins(alone, words)
