"""What was said about a question is read from the record, as far back as a page looks."""

from tests.application.couples import begun
from tests.application.homes import Home
from tests.domain.decisions.deciding import M, answer, consulted
from tests.given import ASH, WREN
from troth.application.heard import LOOKED_THROUGH, Heard, heard
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.decisions.commands import Decide, GiveOpinion, RaiseMatter
from troth.domain.decisions.events import MatterId, OpinionGiven, OpinionId, Weight
from troth.domain.kernel import MemberId


def asked() -> Home:
    home = begun()
    home.does(ASH, RaiseMatter(M, "Shall we do it?", (consulted(),)))
    return home


def says(home: Home, by: MemberId, id_: str, text: str) -> None:
    decisions = home.view().state.decisions
    known = decisions.matters.get(M) or decisions.decisions[M]
    home.does(by, GiveOpinion(M, OpinionId(id_), known.digest, text))


def decides(home: Home) -> None:
    question = home.view().state.decisions.matters[M].digest
    home.does(ASH, Decide(M, question, "We do.", "It suits us.", (answer(),)))


def read(home: Home, member: MemberId = WREN) -> Heard:
    return heard(home.world_of(member), home.chain, M)


def texts(found: Heard) -> list[str]:
    return [each.event.text for each in found.said if isinstance(each.event, OpinionGiven)]


def test_views_before_and_after_the_decision_are_read_in_order_of_time() -> None:
    home = asked()
    says(home, WREN, "o1", "I would.")
    decides(home)
    says(home, WREN, "o2", "I am glad.")
    for member in (ASH, WREN):
        found = read(home, member)
        assert texts(found) == ["I would.", "I am glad."]
        assert found.is_whole


def test_each_answer_stands_by_the_view_it_is_to() -> None:
    home = asked()
    says(home, WREN, "o1", "I would.")
    assert read(home).answers == {}
    decides(home)
    assert read(home).answers[OpinionId("o1")].weight is Weight.TAKEN


def test_what_is_about_another_question_is_not_among_it() -> None:
    home = asked()
    home.does(WREN, RaiseMatter(MatterId("n"), "And that?", (consulted(WREN),)))
    other = home.view().state.decisions.matters[MatterId("n")].digest
    home.does(WREN, GiveOpinion(MatterId("n"), OpinionId("x"), other, "Not here."))
    assert texts(read(home)) == []


def test_far_back_only_what_is_near_is_read_and_that_is_said() -> None:
    home = asked()
    says(home, WREN, "o1", "Long ago.")
    for number in range(LOOKED_THROUGH):
        noted = Observe(ObservationId(f"n{number}"), ASH, ObservationKind.NOTE, "A day.")
        home.does(WREN, noted)
    says(home, WREN, "o2", "Just now.")
    found = read(home)
    assert texts(found) == ["Just now."]
    assert not found.is_whole


def test_a_question_nobody_raised_has_nothing_said() -> None:
    home = begun()
    found = heard(home.world_of(ASH), home.chain, MatterId("nothing"))
    assert found == Heard((), {}, is_whole=False)
