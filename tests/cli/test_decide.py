"""Who decides, and questions from raising to looking again, from the command line."""

import re

from tests.cli.home import Home


def raised(home: Home, *typed: str) -> str:
    said = home.wren("matter", "raise", *typed)
    found = re.search(r"m-[0-9a-f]+", said)
    assert found is not None, said
    return found[0]


def test_who_decides_names_the_answer_its_clauses_and_what_would_change_it(home: Home) -> None:
    said = home.wren("who-decides", "A job offer", "--area", "work", "--affects", "both")
    assert "Ash decides, after hearing you.   (LEAD_CONSULTED)" in said
    assert "See “work”, “authority”, “role”." in said
    assert "If either of you paused: You decide together" in said
    assert "Without your line on what is shared: You decide together" in said


def test_the_answer_is_mirrored_for_the_other(home: Home) -> None:
    asked = ("who-decides", "Paint", "--area", "household", "--everyday", "--affects")
    assert "Ash decides, and tells you." in home.wren(*asked, "me")
    assert "You decide, and tell Wren." in home.ash(*asked, "other")


def test_asking_records_nothing_and_tells_nobody(home: Home) -> None:
    before = home.acts()
    home.wren("who-decides", "A job offer", "--area", "work")
    assert home.acts() == before


def test_a_dispute_and_a_split_change_the_answer(home: Home) -> None:
    asked = ("who-decides", "A job offer", "--area", "work")
    disputed = home.wren(*asked, "--affects", "me", "--other-affects", "both")
    assert "(SELF_CONSULTED)" in disputed
    split = home.wren(*asked, "--affects", "both", "--split", "work:me")
    assert "(JOINT)" in split


def test_while_paused_the_same_question_is_for_both(home: Home) -> None:
    home.wren("pause")
    said = home.wren("who-decides", "A job offer", "--area", "work", "--affects", "both")
    assert "You decide together, on the same words.   (JOINT)" in said


def test_a_part_of_life_nobody_named_is_said_so(home: Home) -> None:
    said = home.refused("Wren", "who-decides", "The garden", "--area", "garden")
    assert "Named so far: household, work" in said


def test_a_split_without_a_name_says_how_to_write_it(home: Home) -> None:
    assert "AREA:WHO" in home.refused("Wren", "who-decides", "x", "--split", "work")


def test_a_question_is_heard_answered_and_decided(home: Home) -> None:
    id_ = raised(home, "Shall we repaint?", "--area", "household", "--wanted", "Green.")
    home.wren("matter", "opinion", id_, "The hall is dark.")
    opinion = home.reads("Ash", "matter", "show", id_)["opinions"][0]["id"]
    home.ash("matter", "answer", id_, opinion, "taken", "--why", "It is.")
    assert "Decided." in home.ash("matter", "decide", id_, "Green it is.", "--because", "Light.")
    assert "Green it is." in home.wren("matter", "list")


def test_nothing_is_decided_while_an_opinion_has_no_answer(home: Home) -> None:
    id_ = raised(home, "Shall we repaint?", "--area", "household")
    home.wren("matter", "opinion", id_, "The hall is dark.")
    said = home.refused("Ash", "matter", "decide", id_, "No.", "--because", "Later.")
    assert "has no answer yet" in said


def test_who_is_owed_a_voice_is_heard_first_and_may_have_nothing_to_add(home: Home) -> None:
    id_ = raised(home, "Shall we repaint?", "--area", "household")
    home.refused("Ash", "matter", "decide", id_, "No.", "--because", "Later.")
    home.wren("matter", "opinion", id_, "--nothing-to-add")
    assert "Decided." in home.ash("matter", "decide", id_, "No.", "--because", "Later.")


def test_the_follower_cannot_decide_what_is_led(home: Home) -> None:
    id_ = raised(home, "Shall we repaint?", "--area", "household")
    said = home.refused("Wren", "matter", "decide", id_, "Yes.", "--because", "I like it.")
    assert "This is decided by" in said


def test_a_prepared_answer_is_in_no_sight_of_the_other(home: Home) -> None:
    id_ = raised(home, "Shall we repaint?", "--area", "household")
    home.wren("matter", "opinion", id_, "The hall is dark.")
    before = home.wren("matter", "show", id_)
    opinion = home.reads("Ash", "matter", "show", id_)["opinions"][0]["id"]
    home.ash("matter", "answer", id_, opinion, "partly", "--why", "The hall, not the rest.")
    assert home.wren("matter", "show", id_) == before


def test_what_both_decide_takes_the_same_words_from_both(home: Home) -> None:
    home.wren("pause")
    id_ = raised(home, "Where to go in spring?", "--affects", "both")
    home.wren("matter", "opinion", id_, "--nothing-to-add")
    assert "it takes you both" in home.ash("matter", "decide", id_, "North.", "--because", "Air.")
    assert "Decided together." in home.wren("matter", "consent", id_)


def test_the_owner_can_put_it_to_both_and_take_it_back(home: Home) -> None:
    id_ = raised(home, "A course?", "--area", "work", "--affects", "me")
    assert "now for you both" in home.wren("matter", "elevate", id_)
    assert "yours again" in home.wren("matter", "elevate", id_, "--back")


def test_the_lead_can_leave_it_to_the_other(home: Home) -> None:
    id_ = raised(home, "Which paint?", "--area", "household", "--affects", "both")
    assert "Left to the other." in home.ash("matter", "defer", id_)
    home.refused("Wren", "matter", "defer", id_)


def test_seeing_it_differently_is_said_and_shown(home: Home) -> None:
    id_ = raised(home, "The desk?", "--area", "work", "--affects", "me")
    said = home.ash("matter", "declare", id_, "--affects", "both")
    assert "Wren decides, after hearing you." in said


def test_a_question_that_is_not_there_is_said_so(home: Home) -> None:
    for typed in (("show", "m-none"), ("opinion", "m-none", "x"), ("decide", "m-none", "x")):
        extra = ("--because", "y") if typed[0] == "decide" else ()
        assert "m-none" in home.refused("Wren", "matter", *typed, *extra)


def test_no_open_question_is_an_honest_line(home: Home) -> None:
    assert "No open decisions." in home.ash("matter", "list")


def test_strangers_decide_and_see_nothing(home: Home) -> None:
    id_ = raised(home, "Shall we repaint?", "--area", "household")
    home.is_closed_to_strangers("matter", "list")
    home.is_closed_to_strangers("matter", "show", id_)
    home.is_closed_to_strangers("matter", "opinion", id_, "x")
    home.is_closed_to_strangers("who-decides", "x")


def test_a_question_without_words_is_asked_for(home: Home) -> None:
    assert "Say what it is about" in home.refused("Wren", "who-decides", " ")
