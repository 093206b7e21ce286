"""However the lead asks and the other answers: an end to everything, and no yes by itself."""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tests.domain.decisions.deciding import EVENINGS, says
from tests.domain.test_permissions import CLOSENESS, EVENINGS_OUT, closeness, evenings_out
from tests.given import ASH, HOUSEHOLD, WORK, clause, usual
from tests.laws.random_life import MEMBERS, PICKS, RESTS, STEPS, Life, Taken
from troth.application.codec import encode_snapshot
from troth.domain.agreement.terms import Authority, Grade, Overlap, Reward, Terms
from troth.domain.decider import AnyCommand
from troth.domain.directions.given import (
    RISING,
    Direction,
    DirectionGiven,
    DirectionId,
    binding_grade,
    ends_at,
    highest_grade,
    tasks,
)
from troth.domain.directions.giving import (
    STANDING_DAYS,
    TASK_DAYS,
    Cannot,
    FinishDirection,
    GiveDirection,
    LetGo,
    ReviewDirection,
    TakeUp,
)
from troth.domain.directions.permissions import (
    Answer,
    AnswerPermission,
    AskPermission,
    PermissionAnswered,
    PermissionAsked,
    PermissionId,
    TakeBackPermission,
    answer,
)
from troth.domain.directions.treats import (
    NotNow,
    OfferTreat,
    TakeTreat,
    TakeTreatBack,
    TreatId,
)
from troth.domain.dynamic.events import Paused, Stopped
from troth.domain.force import is_operative, is_suspended, lead
from troth.domain.kernel import AreaId, ClauseId, MemberId

TREATS = ClauseId("treats")
DAYS = st.sampled_from((0, 1, TASK_DAYS, STANDING_DAYS, STANDING_DAYS + 1))
PLACES = st.sampled_from((HOUSEHOLD, HOUSEHOLD, HOUSEHOLD, WORK, EVENINGS, None))
GRADES = st.sampled_from(tuple(Grade))
UNDER = st.sampled_from((None, TREATS))


def with_orders() -> tuple[Terms, ...]:
    """Return the usual clauses, with standing orders agreed, permissions and treats."""
    authority = clause("authority", Authority(Overlap.SHARED_PREVAILS, (), Grade.STANDING_ORDER))
    kept = tuple(each for each in usual() if each.clause != "authority")
    treats = clause("treats", Reward("Breakfast in bed."))
    return (*kept, authority, evenings_out(), treats, closeness())


class Asking(Life):
    """A lead who gives directions, and two people who ask, answer, and offer each other things."""

    drafts: ClassVar[tuple[Terms, ...]] = with_orders()

    def __init__(self) -> None:
        """Begin with something asked for and something asked; no yes has been taken away."""
        super().__init__()
        self.spent: set[PermissionId] = set()
        self.give(ASH, HOUSEHOLD, Grade.ORDER, TASK_DAYS)
        for id_ in (EVENINGS_OUT, CLOSENESS):
            self.ask(id_)

    def direction(self, pick: int) -> Direction | None:
        """Return one of the directions that are kept."""
        id_ = self.some(pick, self.state.directions.given.directions)
        return None if id_ is None else self.state.directions.given.directions[id_]

    @rule(by=MEMBERS, area=PLACES, grade=GRADES, days=DAYS)
    def give(self, by: MemberId, area: AreaId | None, grade: Grade, days: int) -> None:
        until = self.now + timedelta(days=days)
        review = self.now + timedelta(hours=20) if grade is Grade.STANDING_ORDER else None
        id_ = DirectionId(self.fresh("direction"))
        word = says(self.state.ground.dynamic.other(by))
        self.act(
            by,
            GiveDirection(
                id_, "Lay the table.", word, until, area, None, frozenset(), grade, review
            ),
        )

    @rule(by=MEMBERS, pick=PICKS, how=st.sampled_from((TakeUp, FinishDirection, Cannot, LetGo)))
    def answer_a_direction(
        self, by: MemberId, pick: int, how: type[TakeUp | FinishDirection | Cannot | LetGo]
    ) -> None:
        given = self.direction(pick)
        if given is not None:
            self.act(by, how(given.id))

    @rule(by=MEMBERS, pick=PICKS, days=DAYS)
    def look_at_it_again(self, by: MemberId, pick: int, days: int) -> None:
        given = self.direction(pick)
        if given is not None:
            self.act(by, ReviewDirection(given.id, self.now + timedelta(days=days)))

    @rule(under=st.sampled_from((EVENINGS_OUT, CLOSENESS)))
    def ask(self, under: ClauseId) -> None:
        id_ = PermissionId(self.fresh("permission"))
        for by in self.state.ground.dynamic.member_ids:
            self.act(by, AskPermission(id_, under, "May I?"))

    @rule(by=MEMBERS, pick=PICKS, yes=st.booleans())
    def say(self, by: MemberId, pick: int, *, yes: bool) -> None:
        id_ = self.some(pick, self.state.directions.permissions.asked)
        if id_ is not None:
            self.act(by, AnswerPermission(id_, yes))

    @rule(by=MEMBERS, how=RESTS)
    def say_yes_and_rest(self, by: MemberId, how: AnyCommand) -> None:
        """Say yes to something intimate, rest, and come back at once."""
        self.ask(CLOSENESS)
        self.say(ASH, 0, yes=True)
        self.act(by, how)
        self.all_is_well()

    @rule(by=MEMBERS, pick=PICKS)
    def take_it_back(self, by: MemberId, pick: int) -> None:
        id_ = self.some(pick, self.state.directions.permissions.asked)
        if id_ is None:
            return
        self.act(by, TakeBackPermission(id_))
        asked = self.state.directions.permissions.asked.get(id_)
        is_no = asked is None or answer(asked, self.state.ground, self.couple.moment()) is Answer.NO
        assert is_no, "what was taken back still held"

    @rule(by=MEMBERS, under=UNDER, how=st.sampled_from((TakeTreat, NotNow, TakeTreatBack)))
    def offer_a_treat(
        self, by: MemberId, under: ClauseId | None, how: type[TakeTreat | NotNow | TakeTreatBack]
    ) -> None:
        """Offer a treat: taken, left or taken back, nothing of it remains to be counted."""
        before = self._treats()
        id_ = TreatId(self.fresh("treat"))
        self.act(by, OfferTreat(id_, "A long bath.", under))
        other = self.state.ground.dynamic.other(by)
        self.act(by if how is TakeTreatBack else other, how(id_))
        assert self._treats() == before

    def _treats(self) -> bytes:
        return encode_snapshot(self.now, self.state.directions.treats)

    def own_protections(self, by: MemberId) -> Iterator[AnyCommand]:
        """Yield "I cannot", "let it go", "not now" and "I take it back"."""
        for given in self.state.directions.given.directions.values():
            yield Cannot(given.id, "Not today.") if given.bearer == by else LetGo(given.id)
        for id_ in self.state.directions.permissions.asked:
            yield TakeBackPermission(id_)

    def has_happened(self, taken: Taken) -> None:
        """Hold what was given and answered against the agreement as it stood."""
        for event in taken.events:
            match event:
                case DirectionGiven(grade=grade):
                    highest = highest_grade(taken.before.ground, taken.at)
                    assert RISING.index(grade) <= RISING.index(highest)
                    assert taken.by == lead(taken.before.ground, taken.at)
                case PermissionAsked(intimate=intimate, without_answer=without_answer):
                    assert not (intimate and without_answer), "yes by default (K10)"
                case PermissionAnswered(permission=id_):
                    self.spent.discard(id_)
                case Paused(area=area):
                    self._spend(area)
                case Stopped():
                    self._spend(None)
                case _:
                    pass

    def _spend(self, area: AreaId | None) -> None:
        """Note every yes to something intimate that a rest takes away."""
        for id_, asked in self.state.directions.permissions.asked.items():
            if asked.intimate and asked.said_yes and area in (None, asked.area):
                self.spent.add(id_)

    @invariant()
    def every_direction_ends(self) -> None:
        """A direction has an end, within what its grade allows, and a look back before it."""
        for each in self.state.directions.given.directions.values():
            is_standing = each.grade is Grade.STANDING_ORDER
            longest = timedelta(days=STANDING_DAYS if is_standing else TASK_DAYS)
            assert each.given_at < each.until <= each.given_at + longest
            assert (each.review_on is not None) is is_standing
            assert each.review_on is None or each.review_on <= each.until

    @invariant()
    def no_direction_outlives_its_authority(self) -> None:
        """A direction binds no more than AUTHORITY says now, and only where the lead leads now."""
        ground, moment = self.state.ground, self.couple.moment()
        for each in self.state.directions.given.directions.values():
            grade = binding_grade(each, ground, moment)
            if grade is None:
                continue
            assert each.giver == lead(ground, moment)
            assert not is_suspended(ground, each.facet.area, moment)
            highest = highest_grade(ground, moment)
            assert RISING.index(grade) <= min(RISING.index(highest), RISING.index(each.grade))
            assert self.now < ends_at(each, ground, moment)
            assert each.ending is None

    @invariant()
    def only_what_binds_is_a_task(self) -> None:
        """Nothing is asked of the giver, and nothing by what does not bind."""
        ground, moment = self.state.ground, self.couple.moment()
        given = self.state.directions.given
        for member in ground.dynamic.member_ids:
            for task in tasks(given, ground, member, moment):
                assert task.giver != member
                assert binding_grade(given.directions[task.direction], ground, moment) is not None

    @invariant()
    def nothing_is_open_but_by_a_word(self) -> None:
        """A yes stands on a clause that operates now; an intimate one is said, and not rested."""
        ground, moment = self.state.ground, self.couple.moment()
        for id_, asked in self.state.directions.permissions.asked.items():
            holds = answer(asked, ground, moment)
            if holds in {Answer.YES, Answer.YES_AS_AGREED}:
                assert is_operative(ground, asked.clause, moment)
                assert asked.said_yes is not False
            if asked.intimate:
                assert holds is not Answer.YES_AS_AGREED, "yes by default (K10)"
                assert holds is not Answer.YES or id_ not in self.spent, "a yes outlived a rest"


TestAsking = Asking.TestCase
TestAsking.settings = settings(stateful_step_count=STEPS)
