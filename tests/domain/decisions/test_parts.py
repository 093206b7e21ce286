"""Parts split off a matter: they join, and are no way into or out of what is agreed."""

from tests.domain.decisions.deciding import (
    EVENINGS,
    M,
    deciding,
    led,
    matter,
    missing,
    of_kind,
    own_work,
    part,
    raised,
    route_label,
    says,
)
from tests.given import ASH, HOUSEHOLD, WORK, WREN, Couple
from troth.domain.decisions.commands import (
    Declare,
    NotSplitOff,
    NotYoursToDecide,
    OthersWord,
    SplitMatter,
    VoiceMissing,
    WrongParts,
)
from troth.domain.decisions.hearing import current_route
from troth.domain.dynamic.commands import Pause
from troth.domain.routing.matter import Facet, MatterKind
from troth.domain.routing.routes import Label


def test_splitting_off_what_is_agreed_as_ones_own_makes_it_a_choice_of_both() -> None:
    """The job offer: the move is led, and the employment itself is Wren's own."""
    couple = Couple().have_begun()
    raised(couple, WREN, part(WREN, WORK, says(ASH, WREN, significant=True)))
    assert route_label(couple) is Label.LEAD_CONSULTED
    couple.does(WREN, SplitMatter(M, (own_work(significant=True),)))
    assert route_label(couple) is Label.JOINT


def test_nobody_splits_their_way_into_what_is_the_others_own() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, own_work())
    couple.does(ASH, SplitMatter(M, (part(ASH, EVENINGS, says(ASH)),)))
    assert route_label(couple) is Label.SELF_CONSULTED
    assert missing(couple) == {ASH}
    couple.is_refused(ASH, deciding(couple), NotYoursToDecide)


def test_the_lead_splits_no_authority_out_of_the_others_own_affairs() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, own_work())
    couple.does(ASH, SplitMatter(M, (part(ASH, HOUSEHOLD, says(WREN)),)))
    assert route_label(couple) is Label.SELF_CONSULTED
    couple.is_refused(WREN, deciding(couple), VoiceMissing)


def test_nobody_splits_their_way_out_of_what_they_agreed() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.does(WREN, SplitMatter(M, (part(WREN, EVENINGS, says(WREN)),)))
    assert route_label(couple) is Label.LEAD_CONSULTED


def test_a_part_the_other_declares_on_too_counts_in_full() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.does(WREN, SplitMatter(M, (part(WREN, EVENINGS, says(WREN)),)))
    couple.does(ASH, Declare(M, 1, says(WREN)))
    assert route_label(couple) is Label.JOINT


def test_a_part_that_adds_no_decider_joins_at_once() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, led(WREN))
    couple.does(WREN, SplitMatter(M, (part(WREN, HOUSEHOLD, says(ASH, WREN)),)))
    assert route_label(couple) is Label.LEAD_CONSULTED
    couple.does(ASH, SplitMatter(M, (part(ASH, HOUSEHOLD, says(WREN)),)))
    assert route_label(couple) is Label.LEAD_CONSULTED


def test_ones_own_word_is_enough_for_ones_own_body() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.does(WREN, SplitMatter(M, (of_kind(MatterKind.OWN_BODY, WREN, WREN),)))
    current = current_route(matter(couple), couple.state.ground, couple.moment())
    assert WREN in current.members
    couple.does(ASH, deciding(couple))
    assert M in couple.state.decisions.matters


def test_nothing_is_split_into_what_is_reserved_to_somebody() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, of_kind(MatterKind.OWN_BODY, WREN, WREN))
    couple.does(ASH, SplitMatter(M, (part(ASH, EVENINGS, says(ASH)),)))
    assert route_label(couple) is Label.RESERVED


def test_what_has_its_own_path_is_not_split_off_another_matter() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, own_work())
    couple.does(WREN, Pause())
    for kind in (MatterKind.CORRECTION, MatterKind.AGREEMENT_CHANGE):
        couple.is_refused(ASH, SplitMatter(M, (of_kind(kind, ASH),)), NotSplitOff)


def test_a_split_part_carries_only_the_splitters_word_and_there_are_few() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    theirs = Facet(EVENINGS, declared={WREN: says(WREN)})
    couple.is_refused(ASH, SplitMatter(M, (theirs,)), OthersWord)
    couple.is_refused(ASH, SplitMatter(M, (led(),) * 8), WrongParts)
    couple.is_refused(ASH, SplitMatter(M, ()), WrongParts)
