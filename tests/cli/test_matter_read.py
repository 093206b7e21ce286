"""A question as it is read: what waits, what one prepared alone, what was said once decided."""

from tests.cli.home import Home
from tests.cli.test_decide import raised


def heard(home: Home) -> tuple[str, str]:
    """Let Wren raise a question and say something; return its id and the opinion's."""
    id_ = raised(home, "Shall we repaint?", "--area", "household")
    home.wren("matter", "opinion", id_, "The hall is dark.")
    return id_, home.reads("Ash", "matter", "show", id_)["opinions"][0]["id"]


def decided(home: Home) -> str:
    """Let Ash decide what Wren raised, and return its id."""
    id_, opinion = heard(home)
    home.ash("matter", "answer", id_, opinion, "partly", "--why", "Green in the hall only.")
    home.ash("matter", "decide", id_, "The hall goes green.", "--because", "It needs light.")
    return id_


def test_whoever_decides_sees_how_to_answer_each_opinion(home: Home) -> None:
    id_, opinion = heard(home)
    command = f"troth matter answer {id_} {opinion} HOW --why WORDS"
    assert command in home.ash("matter", "show", id_)
    assert command not in home.wren("matter", "show", id_)


def test_an_answer_prepared_is_shown_to_its_author_alone(home: Home) -> None:
    id_, opinion = heard(home)
    home.ash("matter", "answer", id_, opinion, "partly", "--why", "Green in the hall only.")
    assert "partly: “Green in the hall only.”" in home.ash("matter", "show", id_)
    assert "Green" not in home.wren("matter", "show", id_)
    assert "Green" not in home.run("Wren", "--json", "matter", "show", id_).output


def test_a_decision_is_read_with_its_reasons_and_all_that_was_said(home: Home) -> None:
    id_ = decided(home)
    for said in (home.ash("matter", "show", id_), home.wren("matter", "show", id_)):
        assert "The hall goes green." in said
        assert "Because: “It needs light.”" in said
        assert "“The hall is dark.”" in said
        assert "“Green in the hall only.”" in said


def test_what_is_said_after_a_decision_is_not_said_to_come_before_it(home: Home) -> None:
    id_ = decided(home)
    said = home.wren("matter", "opinion", id_, "It is lovely.")
    assert "before anything is decided" not in said
    assert "“It is lovely.”" in home.ash("matter", "show", id_)


def test_a_decision_is_read_as_json_with_what_was_said(home: Home) -> None:
    read = home.reads("Wren", "matter", "show", decided(home))
    assert read["decision"]["resolution"]["outcome"] == "The hall goes green."
    said = [each["text"] for entry in read["said"]["entries"] for each in entry["sentences"]]
    assert any("gave a view" in each for each in said)


def test_a_decision_says_of_no_other_question(home: Home) -> None:
    id_ = decided(home)
    other = raised(home, "A new kettle?", "--area", "household")
    assert "kettle" not in home.wren("matter", "show", id_)
    assert other not in home.wren("matter", "show", id_)


def test_without_questions_the_list_says_how_to_raise_one(home: Home) -> None:
    assert "troth matter raise" in home.wren("matter", "list")


def test_a_stranger_reads_neither_a_question_nor_a_decision(home: Home) -> None:
    home.is_closed_to_strangers("matter", "show", decided(home))
