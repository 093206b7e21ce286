"""Agreeing from the command line: exact words, both, and a way back before that."""

import re

import pytest

from tests.cli.home import Home, passphrase_of
from troth.cli.caller import REFUSED


def proposed(said: str) -> str:
    found = re.search(r"p-[0-9a-f]+", said)
    assert found is not None, said
    return found[0]


def suggested(home: Home) -> str:
    said = home.wren(
        "propose", "kitchen", "--text", "The kitchen is settled by ten.", "--reason", "Quiet."
    )
    return proposed(said)


def digest_of(home: Home, id_: str) -> str:
    return str(home.reads("Ash", "proposals", id_)["digest"])


def test_a_change_shows_its_words_removed_and_added(home: Home) -> None:
    said = home.ash("proposals", suggested(home))
    assert "[-before bed.-]" in said
    assert "[+by ten.+]" in said
    assert "“Quiet.”" in said
    assert "No answer changes nothing." in said


def test_it_takes_both_to_the_same_words(home: Home) -> None:
    id_ = suggested(home)
    digest = digest_of(home, id_)
    assert "It takes both" in home.wren("consent", id_, "--digest", digest)
    assert "Agreed by both" in home.ash("consent", id_, "--digest", digest)
    assert "The kitchen is settled by ten." in home.wren("agreement", "show")


def test_consent_without_a_digest_shows_the_words_and_asks(home: Home) -> None:
    id_ = suggested(home)
    result = home.run("Ash", "consent", id_, answers="n\n")
    assert result.exit_code != 0
    assert "[+by ten.+]" in result.output
    agreed = home.run("Ash", "consent", id_, answers="y\n")
    assert "You have agreed" in agreed.output


def test_a_consent_is_signed_only_with_the_passphrase_just_given(home: Home) -> None:
    id_ = suggested(home)
    digest = digest_of(home, id_)
    home.logs_in("Wren", minutes_ago=6)
    typed = ("consent", id_, "--digest", digest)
    wrong = home.run("Wren", *typed, answers="not these words\n")
    assert wrong.exit_code == REFUSED
    assert "Passphrase, once more" in wrong.stderr
    home.logs_in("Wren", minutes_ago=6)
    given = home.run("Wren", *typed, answers=f"{passphrase_of('Wren')}\n")
    assert "It takes both" in given.stdout


def test_withdrawing_declining_and_taking_back_never_ask_for_it(home: Home) -> None:
    first, second = suggested(home), suggested(home)
    home.wren("consent", first, "--digest", digest_of(home, first))
    for name in ("Ash", "Wren"):
        home.logs_in(name, minutes_ago=6)
    assert "Not now" in home.ash("decline", second)
    assert home.wren("withdraw", first)
    assert "You withdrew" in home.wren("withdraw", "kitchen")


def test_words_changed_after_consent_need_consent_anew(home: Home) -> None:
    id_ = suggested(home)
    old = digest_of(home, id_)
    home.wren("consent", id_, "--digest", old)
    home.ash("revise", id_, "kitchen", "--text", "The kitchen is settled by eleven.")
    said = home.refused("Ash", "consent", id_, "--digest", old)
    assert "not the wording that is proposed now" in said
    stale = home.refused("Ash", "consent", id_, "--version", "1", "--digest", old)
    assert "Read version 2" in stale
    assert "Agreed so far: nobody" in home.ash("proposals", id_)


def test_not_now_needs_no_reason_and_the_author_withdraws(home: Home) -> None:
    id_ = suggested(home)
    assert "your own" in home.refused("Wren", "decline", id_)
    assert "Nothing has changed." in home.ash("decline", id_)
    again = suggested(home)
    assert "withdrawn" in home.wren("withdraw", again)


def test_consent_to_a_proposal_can_be_taken_back(home: Home) -> None:
    id_ = suggested(home)
    home.ash("consent", id_, "--digest", digest_of(home, id_))
    assert "taken back" in home.ash("withdraw", id_)
    assert "Agreed so far: nobody" in home.wren("proposals", id_)


def test_withdrawing_from_a_clause_is_at_once_and_names_what_rests_with_it(home: Home) -> None:
    said = home.wren("withdraw", "household")
    assert "It no longer applies." in said
    assert "With it rests: kitchen" in said
    assert "already so" in home.wren("withdraw", "household")


def test_a_new_clause_is_said_field_by_field(home: Home) -> None:
    said = home.ash(
        "propose",
        "tea",
        "--kind",
        "standard",
        "--text",
        "Ash brings the tea.",
        "--set",
        "bearers=lead",
        "--set",
        "area=household",
        "--considered",
    )
    shown = home.wren("proposals", proposed(said))
    assert "tea (new)" in shown
    assert "area: household" in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--kind", "standrad", "--text", "x"), "Did you mean “standard”"),
        (("--kind", "standard", "--text", "x", "--set", "colour=red"), "no such field"),
        (("--kind", "standard", "--text", "x", "--set", "bearers"), "FIELD=VALUE"),
        (("--text", "x"), "There is no clause called “tea”"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_do(
    home: Home, typed: tuple[str, ...], said: str
) -> None:
    assert said in home.refused("Ash", "propose", "tea", *typed)


def test_an_unknown_proposal_or_clause_is_named(home: Home) -> None:
    assert "“p-none”" in home.refused("Ash", "proposals", "p-none")
    assert "“p-none”" in home.refused("Ash", "consent", "p-none")
    assert "“nothing”" in home.refused("Wren", "withdraw", "nothing")
    assert "“nothing”" in home.refused("Wren", "renew", "nothing")
    assert "“nothing”" in home.refused("Wren", "repeal", "nothing")


def test_renewing_is_ones_own_act(home: Home) -> None:
    assert "You renewed" in home.wren("renew", "kitchen")
    assert "renewed" in home.ash("agreement", "show", "kitchen")


def test_a_repeal_takes_both(home: Home) -> None:
    id_ = proposed(home.ash("repeal", "kitchen"))
    assert "kitchen (taken out)" in home.wren("proposals", id_)


def test_what_changed_between_versions_is_shown(home: Home) -> None:
    id_ = suggested(home)
    digest = digest_of(home, id_)
    home.wren("consent", id_, "--digest", digest)
    home.ash("consent", id_, "--digest", digest)
    assert "[+by ten.+]" in home.wren("agreement", "diff", "1")
    assert "no version 9" in home.refused("Wren", "agreement", "diff", "9")
    assert "agreed to" in home.wren("agreement", "history")


def test_starting_shapes_are_listed_and_put_forward(home: Home) -> None:
    assert "full-time" in home.ash("presets")
    assert "clauses:" in home.ash("presets", "equal")
    assert "Did you mean" in home.refused("Ash", "presets", "full-tim")
    assert "Waits for" in home.ash("presets", "equal", "--propose")


def test_strangers_agree_to_and_see_nothing(home: Home) -> None:
    id_ = suggested(home)
    for typed in (
        ("proposals",),
        ("proposals", id_),
        ("consent", id_, "--digest", "0" * 12),
        ("decline", id_),
        ("withdraw", "kitchen"),
        ("agreement", "show"),
        ("agreement", "diff", "1"),
        ("agreement", "history"),
        ("history",),
    ):
        home.is_closed_to_strangers(*typed)


def test_each_line_of_the_agreement_is_read_with_the_word_to_withdraw_by(home: Home) -> None:
    read = home.wren("agreement", "show")
    assert "[kitchen]" in read
    assert "troth withdraw LINE" in read
    assert "It no longer applies." in home.wren("withdraw", "kitchen")


def test_after_the_end_the_agreement_offers_nothing_to_withdraw_from(home: Home) -> None:
    home.wren("end")
    assert "troth withdraw" not in home.ash("agreement", "show")


def test_the_parts_of_life_are_read_with_where_each_stands(home: Home) -> None:
    said = home.wren("area")
    assert "household  The household: in" in said
    assert "work  Work: out, Wren's own" in said
    home.ash("area", "garden", "The garden")
    assert "garden  The garden: not settled" in home.wren("area")
    assert {each["area"] for each in home.reads("Ash", "area")} == {"garden", "household", "work"}
    home.is_closed_to_strangers("area")


def test_a_part_of_life_is_named_with_both_its_words(home: Home) -> None:
    assert "troth area garden NAME" in home.refused("Ash", "area", "garden")
