"""Being heard: opinions in every state, passes, edited questions, and answers to everything."""

import pytest

from tests.domain.decisions.deciding import (
    M,
    answer,
    consulted,
    decides,
    deciding,
    decision,
    led,
    led_by,
    matter,
    missing,
    of_kind,
    opinion,
    own_work,
    passes,
    raised,
    says,
    shared_evening,
)
from tests.given import ASH, HOUSEHOLD, START, WREN, Couple
from troth.domain.agreement.terms import Style
from troth.domain.decisions.commands import (
    ConsentToOutcome,
    Declare,
    EditQuestion,
    GiveOpinion,
    NotAnOpinionHere,
    NotYourQuestion,
    OpinionUnanswered,
    OthersWord,
    Pass,
    QuestionChanged,
    RaiseMatter,
    RescindDecision,
    TooManyMatters,
    VoiceMissing,
    WithdrawMatter,
    WrongParts,
)
from troth.domain.decisions.events import MatterId, OpinionId, Weight
from troth.domain.decisions.hearing import Stage, stage, unanswered
from troth.domain.decisions.raising import MOST_MATTERS, question_digest
from troth.domain.decisions.state import MOST_OPINIONS
from troth.domain.dynamic.commands import Pause, RaiseCheck, Stop
from troth.domain.kernel import AlreadyThere, AreaId, NotFound, UnclearWording
from troth.domain.routing.matter import Facet, MatterKind
from troth.domain.safety import LimitId, SetLimit, Target


def stage_of(couple: Couple) -> Stage:
    return stage(matter(couple), couple.state.ground, couple.moment())


def test_a_matter_is_ready_once_everyone_owed_a_voice_has_spoken_or_passed() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    assert stage_of(couple) is Stage.HEARING
    passes(couple, WREN)
    assert stage_of(couple) is Stage.READY
    decides(couple, ASH)
    assert decision(couple).resolution.outcome == "We do."


def test_waiting_is_never_taken_for_an_answer() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    couple.later(days=300)
    assert missing(couple) == {WREN}
    couple.is_refused(ASH, deciding(couple), VoiceMissing)


def test_nothing_is_decided_while_an_opinion_has_no_answer() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    opinion(couple, WREN, "o1")
    opinion(couple, WREN, "o2")
    couple.is_refused(ASH, deciding(couple, answer("o1")), OpinionUnanswered)
    not_taken = answer("o2", Weight.NOT_TAKEN, "We have no room for it.")
    decides(couple, ASH, answer("o1"), not_taken)
    assert M in couple.state.decisions.decisions


def test_an_answer_says_why() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    opinion(couple, WREN)
    couple.is_refused(ASH, deciding(couple, answer(why="")), UnclearWording)


def test_nobody_answers_their_own_opinion_or_one_that_was_never_given() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    opinion(couple, ASH, "o1")
    couple.is_refused(ASH, deciding(couple, answer("o1")), NotAnOpinionHere)
    couple.is_refused(ASH, deciding(couple, answer("o9")), NotAnOpinionHere)
    decides(couple, ASH)


def test_where_both_decide_each_answers_the_other() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, shared_evening())
    opinion(couple, WREN, "wrens")
    opinion(couple, ASH, "ashs")
    couple.is_refused(WREN, deciding(couple), OpinionUnanswered)
    decides(couple, WREN, answer("ashs"))
    proposed = matter(couple).proposed
    assert proposed is not None
    consent = ConsentToOutcome(M, proposed.digest)
    assert couple.is_refused(ASH, consent, OpinionUnanswered).opinion == "wrens"
    couple.does(ASH, ConsentToOutcome(M, proposed.digest, (answer("wrens"),)))
    assert M in couple.state.decisions.decisions


def test_what_was_said_after_the_outcome_was_put_forward_is_answered_too() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, shared_evening())
    decides(couple, WREN)
    proposed = matter(couple).proposed
    assert proposed is not None
    opinion(couple, ASH, "later")
    couple.is_refused(ASH, ConsentToOutcome(M, proposed.digest), OpinionUnanswered)
    decides(couple, WREN, answer("later"))
    couple.does(ASH, ConsentToOutcome(M, proposed.digest))
    assert M in couple.state.decisions.decisions


def test_an_opinion_on_a_question_later_edited_no_longer_counts_as_heard() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    opinion(couple, WREN)
    assert missing(couple) == frozenset()
    couple.does(ASH, EditQuestion(M, "Shall we do it every week?"))
    assert missing(couple) == {WREN}
    couple.is_refused(ASH, deciding(couple, answer()), VoiceMissing)


def test_an_opinion_on_earlier_words_is_still_answered() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    opinion(couple, WREN)
    couple.does(ASH, EditQuestion(M, "Shall we do it every week?"))
    passes(couple, WREN)
    couple.is_refused(ASH, deciding(couple), OpinionUnanswered)
    decides(couple, ASH, answer())


def test_an_opinion_sent_while_the_question_changed_is_kept_for_the_words_it_was_given_to() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    read = matter(couple).digest
    couple.does(ASH, EditQuestion(M, "Shall we do it every week?"))
    couple.does(WREN, GiveOpinion(M, OpinionId("o1"), read, "Gladly, once."))
    assert missing(couple) == {WREN}
    assert [each.question for each in unanswered(matter(couple))] == [read]


def test_a_pass_on_earlier_words_is_no_pass_on_the_new_ones() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    passes(couple, WREN)
    couple.does(ASH, EditQuestion(M, "Shall we do it every week?"))
    assert missing(couple) == {WREN}


def test_putting_the_first_words_back_counts_what_was_said_to_them() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    opinion(couple, WREN)
    couple.does(ASH, EditQuestion(M, "Shall we do it every week?"))
    couple.does(ASH, EditQuestion(M, "Shall we do it?"))
    assert missing(couple) == frozenset()


def test_only_the_one_who_asked_changes_or_withdraws_the_question() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.is_refused(WREN, EditQuestion(M, "Something else?"), NotYourQuestion)
    couple.is_refused(WREN, WithdrawMatter(M), NotYourQuestion)
    couple.does(ASH, WithdrawMatter(M))
    couple.is_refused(ASH, EditQuestion(M, "Again?"), NotFound)


def test_nothing_is_decided_on_words_that_have_changed_since() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, led(WREN))
    read = deciding(couple)
    couple.does(WREN, EditQuestion(M, "Shall we do something else?"))
    couple.is_refused(ASH, read, QuestionChanged)


@pytest.mark.parametrize("style", list(Style))
def test_an_opinion_is_welcome_in_every_style(style: Style) -> None:
    couple = Couple().have_begun(drafts=led_by(ASH, style))
    raised(couple, ASH, led())
    opinion(couple, WREN, "o1")
    opinion(couple, ASH, "o2")
    assert len(matter(couple).opinions) == 2


@pytest.mark.parametrize("rest", [Pause(), Stop(), RaiseCheck()])
def test_an_opinion_is_welcome_in_every_state(rest: Pause | Stop | RaiseCheck) -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.does(ASH, rest)
    opinion(couple, WREN)
    assert [each.by for each in matter(couple).opinions] == [WREN]


def test_something_may_be_said_after_the_decision_and_after_it_was_set_aside() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    question = matter(couple).digest
    decides(couple, ASH)
    couple.does(WREN, GiveOpinion(M, OpinionId("o1"), question, "I would do it again."))
    couple.does(ASH, RescindDecision(M))
    couple.does(WREN, GiveOpinion(M, OpinionId("o2"), question, "It was right."))


def test_something_may_be_said_about_a_question_that_was_withdrawn() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    question = matter(couple).digest
    couple.does(ASH, WithdrawMatter(M))
    couple.does(WREN, GiveOpinion(M, OpinionId("o1"), question, "I am glad."))
    gone = GiveOpinion(MatterId("never"), OpinionId("o1"), question, "I am glad.")
    couple.is_refused(WREN, gone, NotFound)


def test_passing_twice_is_passing_once() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    passes(couple, WREN)
    assert couple.does(WREN, Pass(M, matter(couple).digest)) == ()


def test_an_opinion_has_its_own_id_and_visible_words() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    opinion(couple, WREN)
    same = GiveOpinion(M, OpinionId("o1"), matter(couple).digest, "Another.")
    couple.is_refused(WREN, same, AlreadyThere)
    empty = GiveOpinion(M, OpinionId("o2"), matter(couple).digest, "")
    couple.is_refused(WREN, empty, UnclearWording)


def test_each_declares_only_what_they_see_themselves() -> None:
    couple = Couple().have_begun()
    for_wren = Facet(declared={WREN: says(WREN)})
    couple.is_refused(ASH, RaiseMatter(M, "Shall we?", (for_wren,)), OthersWord)
    raised(couple, ASH, led())
    couple.is_refused(WREN, Declare(M, 7, says(WREN)), NotFound)
    couple.does(WREN, Declare(M, 0, says(ASH, WREN, significant=True)))
    assert matter(couple).parts[0].facet.declared[ASH] == says(WREN)


def test_a_question_has_words_and_parts() -> None:
    couple = Couple().have_begun()
    couple.is_refused(ASH, RaiseMatter(M, "", (led(),)), UnclearWording)
    couple.is_refused(ASH, RaiseMatter(M, "Shall we?", ()), WrongParts)
    couple.is_refused(ASH, RaiseMatter(M, "Shall we?", (led(),) * 9), WrongParts)
    raised(couple, ASH, led())
    couple.is_refused(WREN, RaiseMatter(M, "And this?", (own_work(),)), AlreadyThere)


def test_more_questions_than_can_be_kept_in_mind_are_not_opened() -> None:
    couple = Couple().have_begun()
    for number in range(MOST_MATTERS):
        couple.does(ASH, RaiseMatter(MatterId(f"q{number}"), "Shall we?", (led(),)))
    couple.is_refused(ASH, RaiseMatter(M, "Shall we?", (led(),)), TooManyMatters)
    couple.does(WREN, RaiseMatter(M, "Shall we?", (own_work(),)))


def test_nobody_talks_so_much_that_the_other_is_no_longer_answered() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    opinion(couple, WREN, "hers")
    for number in range(MOST_OPINIONS * 3):
        opinion(couple, ASH, f"o{number}")
    refused = couple.is_refused(ASH, deciding(couple), OpinionUnanswered)
    assert refused.opinion == "hers"


def test_an_open_matter_keeps_a_bounded_number_of_opinions() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    for number in range(MOST_OPINIONS + 5):
        opinion(couple, WREN, f"o{number}")
    assert len(matter(couple).opinions) == MOST_OPINIONS


def test_who_decided_such_things_then_is_kept_for_the_history() -> None:
    couple = Couple(START).have_begun()
    raised(couple, ASH, led())
    couple.does(WREN, Pause())
    assert matter(couple).raised_as == "lead"
    assert matter(couple).digest == question_digest("Shall we do it?")


def test_every_word_that_is_recorded_can_be_seen() -> None:
    couple = Couple().have_begun()
    unseen = "\u200b"
    couple.is_refused(ASH, RaiseMatter(M, "Shall we?", (led(),), wanted=unseen), UnclearWording)
    hidden = Facet(AreaId(unseen), declared={ASH: says(WREN)})
    couple.is_refused(ASH, RaiseMatter(M, "Shall we?", (hidden,)), UnclearWording)
    raised(couple, ASH, led())
    couple.is_refused(ASH, EditQuestion(M, unseen), UnclearWording)
    named = GiveOpinion(M, OpinionId(unseen), matter(couple).digest, "I would.")
    couple.is_refused(WREN, named, UnclearWording)


def test_putting_the_question_in_the_same_words_changes_nothing() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    assert couple.does(ASH, EditQuestion(M, "Shall we do it?")) == ()


def test_while_it_is_forbidden_or_rests_a_matter_says_so() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.does(WREN, SetLimit(LimitId("l"), Target.AREA, HOUSEHOLD))
    assert stage_of(couple) is Stage.FORBIDDEN
    resting = Couple().have_begun()
    raised(resting, ASH, of_kind(MatterKind.CORRECTION, ASH))
    resting.does(WREN, Pause())
    assert stage_of(resting) is Stage.HELD
