"""However they ask to talk and tell how they are: only the asker closes, and both are shown."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TypeAlias

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tests.given import ASH, HOUSEHOLD, WREN
from tests.laws.random_life import BOTH, MEMBERS, PICKS, STEPS, Life, Taken
from troth.domain.checkins import (
    Answer,
    CheckInRevealed,
    Clarity,
    Connection,
    RevealCheckIn,
    RoundId,
    is_revealed,
    open_rounds,
    round_of,
)
from troth.domain.decider import AnyCommand
from troth.domain.kernel import AreaId, MemberId, Refusal
from troth.domain.leanings import (
    Leaning,
    Leanings,
    LeaningsRevealed,
    RevealLeanings,
    open_round,
)
from troth.domain.talks.commands import (
    AcknowledgeTalk,
    AskToTalk,
    CloseTalk,
    HoldTalk,
    SuggestTalkTime,
    WithdrawTalk,
)
from troth.domain.talks.events import (
    Stage,
    TalkAcknowledged,
    TalkClosed,
    TalkId,
    TalkRequested,
    TalkScheduled,
    TalkWithdrawn,
    Urgency,
)
from troth.domain.talks.state import has_overdue, is_overdue

UNNAMED = AreaId("never-named")
ANSWER = Answer(Connection.CLOSE, Clarity.CLEAR, "A good week.")
WHO_ANSWERED = st.sampled_from((BOTH, BOTH, (ASH,), (WREN,), ()))
WEEKS_BACK = st.sampled_from((0, 1, 2, -1))
ROUNDS_AHEAD = st.sampled_from((0, 0, 1, -1))
PARTS = st.dictionaries(st.sampled_from((HOUSEHOLD, UNNAMED)), st.sampled_from(Leaning))
LEANINGS = st.builds(Leanings, PARTS, st.sampled_from(("", "An evening off.")))
TIMES = st.sampled_from((-1, 2, 30, 24 * 40))
WAYS_ON = st.sampled_from((HoldTalk, CloseTalk, WithdrawTalk, AcknowledgeTalk))

AnyWayOn: TypeAlias = HoldTalk | CloseTalk | WithdrawTalk | AcknowledgeTalk


class Talking(Life):
    """Two people who ask to be heard, and tell each other how they are."""

    def __init__(self) -> None:
        """Begin with a talk that Wren has asked for."""
        super().__init__()
        self.askers: dict[TalkId, MemberId] = {}
        self.shown: list[RoundId] = []
        self.ask_to_talk(WREN, Urgency.SOON)

    @rule(by=MEMBERS, urgency=st.sampled_from(tuple(Urgency)))
    def ask_to_talk(self, by: MemberId, urgency: Urgency) -> None:
        self.act(by, AskToTalk(TalkId(self.fresh("talk")), urgency))

    @rule(by=MEMBERS, pick=PICKS, how=WAYS_ON)
    def go_on_with_a_talk(
        self,
        by: MemberId,
        pick: int,
        how: type[HoldTalk | CloseTalk | WithdrawTalk | AcknowledgeTalk],
    ) -> None:
        id_ = self.some(pick, self.state.talks.talks)
        if id_ is not None:
            self.act(by, how(id_))

    @rule(by=MEMBERS, pick=PICKS, hours=TIMES)
    def suggest_a_time(self, by: MemberId, pick: int, hours: int) -> None:
        id_ = self.some(pick, self.state.talks.talks)
        if id_ is not None:
            at = self.now.replace(minute=0) + timedelta(hours=hours)
            self.act(by, SuggestTalkTime(id_, at))

    @rule(by=MEMBERS, who=WHO_ANSWERED, back=WEEKS_BACK)
    def check_in(self, by: MemberId, who: tuple[MemberId, ...], back: int) -> None:
        round_ = round_of(self.now - timedelta(weeks=back))
        was_shown = is_revealed(self.state.checkins, round_)
        outcome = self.act(by, RevealCheckIn(round_, dict.fromkeys(who, ANSWER)))
        may = set(who) == set(BOTH) and back in {0, 1} and not was_shown
        assert may is not isinstance(outcome, Refusal)

    @rule(by=MEMBERS, who=WHO_ANSWERED, said=LEANINGS, ahead=ROUNDS_AHEAD)
    def lean(self, by: MemberId, who: tuple[MemberId, ...], said: Leanings, ahead: int) -> None:
        round_ = open_round(self.state.leanings) + ahead
        ground = self.state.ground
        outcome = self.act(by, RevealLeanings(round_, dict.fromkeys(who, said)))
        may = set(who) == set(BOTH) and not ahead and said.parts.keys() == {HOUSEHOLD}
        assert may is not isinstance(outcome, Refusal)
        assert self.state.ground.agreement == ground.agreement, "agreed by leaning (K1)"

    def own_protections(self, by: MemberId) -> Iterator[AnyCommand]:
        """Yield asking to talk once more, however many wait already."""
        yield AskToTalk(TalkId(f"{by}-has-more-to-say"), Urgency.NEXT_SESSION)

    def has_happened(self, taken: Taken) -> None:
        """Note whose word each thing was, and hold what follows from it against that."""
        for event in taken.events:
            match event:
                case TalkRequested(talk=id_):
                    self.askers[id_] = taken.by
                case TalkClosed(talk=id_) | TalkWithdrawn(talk=id_):
                    assert self.askers.pop(id_) == taken.by, "closed by the other (K16)"
                case TalkAcknowledged(talk=id_):
                    assert self.askers[id_] != taken.by, "seen by its own asker"
                case TalkScheduled(talk=id_, at=at):
                    suggested = taken.before.talks.talks[id_].suggested
                    assert suggested is not None
                    assert suggested.at == at
                    assert suggested.by != taken.by, "agreed with oneself on a time"
                case CheckInRevealed(round=round_, answers=answers):
                    assert set(answers) == set(BOTH)
                    assert round_ in open_rounds(self.now)
                    self.shown.append(round_)
                case LeaningsRevealed(round=number, answers=leanings):
                    assert set(leanings) == set(BOTH)
                    assert number == open_round(taken.before.leanings)
                case _:
                    pass

    @invariant()
    def every_talk_waits_for_its_asker(self) -> None:
        """No talk is lost or ended by anything but its asker's own word (K16)."""
        talks = self.state.talks.talks
        assert {id_: talk.asker for id_, talk in talks.items() if talk.is_open} == self.askers

    @invariant()
    def who_waits_too_long_is_known(self) -> None:
        """A talk is overdue only unseen; asking alone holds nothing."""
        state, dynamic = self.state.talks, self.state.ground.dynamic
        for talk in state.talks.values():
            if is_overdue(talk, dynamic, self.now):
                assert talk.stage is Stage.REQUESTED
                assert self.now > talk.asked_at
                assert has_overdue(state, dynamic, talk.asker, self.now)

    @invariant()
    def each_week_is_shown_once(self) -> None:
        """Only what both answered is there, and each week once."""
        weeks = self.state.checkins.weeks
        assert len(self.shown) == len(set(self.shown))
        assert {each.round for each in weeks} <= set(self.shown)
        assert all(set(each.connection) == set(BOTH) for each in weeks)


TestTalking = Talking.TestCase
TestTalking.settings = settings(stateful_step_count=STEPS)
