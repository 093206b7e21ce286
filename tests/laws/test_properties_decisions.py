"""However two people decide: by whom the route names, everyone heard, every opinion answered."""

from collections.abc import Iterator

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tests.domain.decisions.deciding import EVENINGS, of_kind, part, says
from tests.given import ASH, HOUSEHOLD, WORK, WREN
from tests.laws.random_life import BOTH, MEMBERS, PICKS, STEPS, Life, Taken
from troth.domain.decider import AnyCommand
from troth.domain.decisions.commands import (
    ConsentToOutcome,
    Decide,
    Declare,
    Defer,
    EditQuestion,
    Elevate,
    GiveOpinion,
    Pass,
    RaiseMatter,
    RescindDecision,
    ReviewDecision,
    SplitMatter,
    TakeDeferralBack,
    TakeElevationBack,
    TakeOutcomeBack,
    TakeUrgently,
    WithdrawMatter,
)
from troth.domain.decisions.events import (
    Answer,
    DecisionRescinded,
    MatterDecided,
    MatterId,
    OpinionId,
    ResolutionProposed,
    Weight,
)
from troth.domain.decisions.hearing import binds, current_route, missing_voices, parts_route
from troth.domain.decisions.state import Decision, Matter
from troth.domain.force import is_suspended, lead
from troth.domain.kernel import AreaId, Capacity, Digest, MemberId, Refusal
from troth.domain.routing.matter import Declaration, Facet, MatterKind
from troth.domain.routing.routes import Gate, Route

WORDS = st.sampled_from(
    (
        says(WREN),
        says(ASH),
        says(ASH, WREN),
        says(ASH, WREN, significant=True),
        says(WREN, significant=True),
        says(WREN, touches_limit=True),
    )
)
PLACES = st.sampled_from((HOUSEHOLD, WORK, EVENINGS, None))
KINDS = st.sampled_from(
    (MatterKind.OWN_BODY, MatterKind.OWN_RIGHT, MatterKind.CORRECTION, MatterKind.AGREEMENT_CHANGE)
)


class Deciding(Life):
    """Two people who raise questions, see them differently, hand them over, and decide."""

    def __init__(self) -> None:
        """Begin with a question of each: in what is led, in what is Wren's, in what is neither."""
        super().__init__()
        for by, place in ((ASH, HOUSEHOLD), (WREN, WORK), (WREN, EVENINGS)):
            self.raise_a_question(by, place, says(ASH, WREN) if place == EVENINGS else says(WREN))

    def matter(self, pick: int) -> Matter | None:
        """Return one of the open matters."""
        id_ = self.some(pick, self.state.decisions.matters)
        return None if id_ is None else self.state.decisions.matters[id_]

    def route(self, matter: Matter) -> Route:
        """Return who decides it now."""
        return current_route(matter, self.state.ground, self.couple.moment())

    def plain_route(self, matter: Matter) -> Route:
        """Return who decides it now, had nobody handed it over."""
        return parts_route(matter.parts, self.state.ground, self.couple.moment())

    @rule(by=MEMBERS, place=PLACES, word=WORDS)
    def raise_a_question(self, by: MemberId, place: AreaId | None, word: Declaration) -> None:
        facet = part(by, place, word)
        id_ = MatterId(self.fresh("matter"))
        self.act(by, RaiseMatter(id_, "Shall we do it?", (facet,)))

    @rule(by=MEMBERS, holder=MEMBERS, kind=KINDS)
    def raise_one_of_another_kind(self, by: MemberId, holder: MemberId, kind: MatterKind) -> None:
        id_ = MatterId(self.fresh("matter"))
        self.act(by, RaiseMatter(id_, "Shall it be so?", (of_kind(kind, by, holder),)))

    @rule(by=MEMBERS, pick=PICKS, word=WORDS)
    def see_it_so(self, by: MemberId, pick: int, word: Declaration) -> None:
        matter = self.matter(pick)
        if matter is None:
            return
        before = self.route(matter)
        taken = self.act(by, Declare(matter.id, 0, word))
        facet = matter.parts[0].facet
        other = next((said for each, said in facet.declared.items() if each != by), None)
        says_both = frozenset(BOTH)
        if isinstance(taken, Refusal) or word.affects != says_both or by in before.members:
            return
        if other is not None and other.affects != says_both:
            after = self.route(self.state.decisions.matters[matter.id])
            assert by not in after.members, "one's own word made one a decider (K14)"

    @rule(by=MEMBERS, pick=PICKS, place=PLACES, word=WORDS)
    def split_it(self, by: MemberId, pick: int, place: AreaId | None, word: Declaration) -> None:
        matter = self.matter(pick)
        if matter is None:
            return
        # Without what was handed over: that ends once one no longer decides alone.
        before = self.plain_route(matter)
        taken = self.act(by, SplitMatter(matter.id, (part(by, place, word),)))
        if isinstance(taken, Refusal):
            return
        after = self.plain_route(self.state.decisions.matters[matter.id])
        gained = after.deciders - before.deciders
        assert (by, Capacity.ROLE) not in gained, "splitting gave authority (K14)"

    @rule(by=MEMBERS, pick=PICKS)
    def put_it_otherwise(self, by: MemberId, pick: int) -> None:
        matter = self.matter(pick)
        if matter is not None:
            taken = self.act(by, EditQuestion(matter.id, f"Shall we {self.fresh('do it')}?"))
            if not isinstance(taken, Refusal):
                assert self.state.decisions.matters[matter.id].proposed is None

    @rule(by=MEMBERS, pick=PICKS)
    def give_an_opinion(self, by: MemberId, pick: int) -> None:
        matter = self.matter(pick)
        if matter is not None:
            id_ = OpinionId(self.fresh("opinion"))
            self.act(by, GiveOpinion(matter.id, id_, matter.digest, "I would."))

    @rule(by=MEMBERS, pick=PICKS)
    def have_nothing_to_add(self, by: MemberId, pick: int) -> None:
        matter = self.matter(pick)
        if matter is not None:
            self.act(by, Pass(matter.id, matter.digest))

    @rule(by=MEMBERS, pick=PICKS, back=st.booleans())
    def put_it_to_both(self, by: MemberId, pick: int, *, back: bool) -> None:
        matter = self.matter(pick)
        if matter is not None:
            self.act(by, TakeElevationBack(matter.id) if back else Elevate(matter.id))

    @rule(by=MEMBERS, pick=PICKS, back=st.booleans())
    def leave_it_to_the_other(self, by: MemberId, pick: int, *, back: bool) -> None:
        matter = self.matter(pick)
        if matter is not None:
            self.act(by, TakeDeferralBack(matter.id) if back else Defer(matter.id))

    @rule(by=MEMBERS, pick=PICKS)
    def take_it_urgently(self, by: MemberId, pick: int) -> None:
        matter = self.matter(pick)
        if matter is not None:
            why = "It could not wait."
            self.act(by, TakeUrgently(matter.id, "Closed it.", why, reversible=True))

    @rule(by=MEMBERS, pick=PICKS, answered=st.sampled_from((True, True, False)))
    def decide(self, by: MemberId, pick: int, *, answered: bool) -> None:
        matter = self.matter(pick)
        if matter is not None:
            answers = self.answers(matter, by) if answered else ()
            self.act(by, Decide(matter.id, matter.digest, "We do.", "It is right.", answers))

    @rule(by=MEMBERS, pick=PICKS)
    def consent(self, by: MemberId, pick: int) -> None:
        matter = self.matter(pick)
        if matter is not None and matter.proposed is not None:
            answers = self.answers(matter, by)
            self.act(by, ConsentToOutcome(matter.id, matter.proposed.digest, answers))

    @rule(pick=PICKS)
    def decide_as_it_is_owed(self, pick: int) -> None:
        """Let everybody be heard, and those whom the route names decide."""
        for by in BOTH:
            self.have_nothing_to_add(by, pick)
        for by in BOTH:
            self.decide(by, pick, answered=True)

    @rule(by=MEMBERS, pick=PICKS)
    def decide_over_an_opinion(self, by: MemberId, pick: int) -> None:
        """Hear the other, and try to decide without a word on what they said."""
        self.give_an_opinion(self.state.ground.dynamic.other(by), pick)
        self.decide(by, pick, answered=False)

    @rule(by=MEMBERS, to_both=st.booleans())
    def decide_what_was_handed_over(self, by: MemberId, *, to_both: bool) -> None:
        """Hand every question over, and try to decide it alone after all."""
        hand = self.put_it_to_both if to_both else self.leave_it_to_the_other
        for pick in range(len(self.state.decisions.matters)):
            hand(by, pick, back=False)
            self.have_nothing_to_add(self.state.ground.dynamic.other(by), pick)
        self.decide(by, 0, answered=True)
        self.decide(by, 1, answered=True)
        self.decide(by, 2, answered=True)

    @rule(by=MEMBERS, pick=PICKS)
    def put_it_otherwise_before_both_consent(self, by: MemberId, pick: int) -> None:
        """Put an outcome to both, and ask something else before the other has answered."""
        self.decide(by, pick, answered=True)
        for member in BOTH:
            self.put_it_otherwise(member, pick)

    @rule(by=MEMBERS, pick=PICKS)
    def take_an_outcome_back(self, by: MemberId, pick: int) -> None:
        matter = self.matter(pick)
        if matter is not None:
            self.act(by, TakeOutcomeBack(matter.id))

    @rule(by=MEMBERS, pick=PICKS)
    def withdraw_a_question(self, by: MemberId, pick: int) -> None:
        matter = self.matter(pick)
        if matter is not None:
            self.act(by, WithdrawMatter(matter.id))

    @rule(by=MEMBERS, pick=PICKS, again=st.booleans())
    def look_at_a_decision(self, by: MemberId, pick: int, *, again: bool) -> None:
        id_ = self.some(pick, self.state.decisions.decisions)
        if id_ is not None:
            self.act(by, ReviewDecision(id_) if again else RescindDecision(id_))

    def answers(self, matter: Matter, by: MemberId) -> tuple[Answer, ...]:
        """Return what somebody says to each opinion that waits for them."""
        heard = [each for each in matter.opinions if each.by != by]
        return tuple(Answer(each.id, Weight.PARTLY, "As far as it goes.") for each in heard)

    def own_protections(self, by: MemberId) -> Iterator[AnyCommand]:
        """Yield an opinion on every question, open or not, and taking back one's own."""
        decisions = self.state.decisions
        for id_ in (*decisions.matters, *decisions.decisions):
            yield GiveOpinion(id_, OpinionId("never-said-yet"), Digest(""), "I see it so.")
        for matter in decisions.matters.values():
            yield Pass(matter.id, matter.digest)
            yield TakeOutcomeBack(matter.id)
            yield TakeElevationBack(matter.id)
            if matter.raised_by == by and matter.urgent is None:
                yield WithdrawMatter(matter.id)

    def has_happened(self, taken: Taken) -> None:
        """Hold every decision against the matter as it stood a moment before."""
        for event in taken.events:
            if isinstance(event, MatterDecided):
                _is_rightly_decided(taken, event)
            if isinstance(event, ResolutionProposed):
                assert taken.by in _route(taken, event.matter).members
            if isinstance(event, DecisionRescinded):
                _is_rightly_set_aside(taken, taken.before.decisions.decisions[event.matter])

    @invariant()
    def authority_is_the_leads_and_operates(self) -> None:
        """Nobody decides with authority but the lead, and only where it operates (K6, K12)."""
        ground, moment = self.state.ground, self.couple.moment()
        for matter in self.state.decisions.matters.values():
            leading = {m for m, capacity in self.route(matter).deciders if capacity == "role"}
            assert leading <= {lead(ground, moment)}
            if leading:
                places = {part.facet.area for part in matter.parts}
                assert not all(is_suspended(ground, place, moment) for place in places)

    @invariant()
    def handing_over_adds_no_authority(self) -> None:
        """Putting a thing to both, or leaving it to the other, gives nobody a role in it."""
        ground, moment = self.state.ground, self.couple.moment()
        for matter in self.state.decisions.matters.values():
            plain, now = parts_route(matter.parts, ground, moment), self.route(matter)
            added = now.deciders - plain.deciders
            assert all(capacity is Capacity.OWN for _, capacity in added)
            assert now.gate is plain.gate
            if plain.immune:
                assert now == plain, "what is one's own by right was handed over"
            if now != plain:
                alone = {(matter.elevated_by, Capacity.OWN), (matter.deferred_by, Capacity.ROLE)}
                assert len(plain.deciders) == 1, "handed over by one who does not decide alone"
                assert plain.deciders < alone

    @invariant()
    def what_is_ones_own_body_is_ones_own(self) -> None:
        """A question about one body only is its holder's, in every state (K11)."""
        for matter in self.state.decisions.matters.values():
            facets = [part.facet for part in matter.parts]
            if all(_is_own(facet) for facet in facets):
                route = self.route(matter)
                assert route.members <= {facet.holder for facet in facets}
                assert not any(capacity is Capacity.ROLE for _, capacity in route.deciders)

    @invariant()
    def what_was_decided_with_authority_binds_only_under_it(self) -> None:
        """A decision of the lead's binds nobody while that authority does not operate (K12)."""
        ground, moment = self.state.ground, self.couple.moment()
        for decision in self.state.decisions.decisions.values():
            leading = {m for m, capacity in decision.deciders if capacity is Capacity.ROLE}
            if leading and binds(decision, ground, moment):
                assert leading == {lead(ground, moment)}
                assert not is_suspended(ground, None, moment)


def _is_own(facet: Facet) -> bool:
    return facet.kind in {MatterKind.OWN_BODY, MatterKind.OWN_RIGHT}


def _route(taken: Taken, id_: MatterId) -> Route:
    return current_route(taken.before.decisions.matters[id_], taken.before.ground, taken.at)


def _is_rightly_decided(taken: Taken, event: MatterDecided) -> None:
    """Check who decided, and that everybody had been heard and answered."""
    matter = taken.before.decisions.matters[event.matter]
    route = _route(taken, matter.id)
    assert taken.by in route.members, "decided by somebody not on the route now"
    assert route.gate is Gate.OPEN
    assert frozenset(event.deciders) == route.deciders
    assert event.resolution.question == matter.digest
    assert not missing_voices(matter, taken.before.ground, taken.at)
    answered = {each.opinion for each in event.answers}
    owed = {each.id for each in matter.opinions if {each.by} != route.members}
    assert owed <= answered, "an opinion was left without an answer (K21)"
    kinds = {part.facet.kind for part in matter.parts}
    assert not kinds & {MatterKind.CORRECTION, MatterKind.AGREEMENT_CHANGE}
    if len(route.members) > 1:
        assert matter.proposed is not None
        assert matter.proposed.digest == event.digest
        assert matter.proposed.consents | {taken.by} >= route.members


def _is_rightly_set_aside(taken: Taken, decision: Decision) -> None:
    """Check that what both decided was not set aside by one who does not own it now."""
    decided_by = {member for member, _ in decision.deciders}
    if len(decided_by) > 1 and decision.rescission_asked_by in {None, taken.by}:
        route = parts_route(decision.parts, taken.before.ground, taken.at)
        assert route.deciders == {(taken.by, Capacity.OWN)}


TestDeciding = Deciding.TestCase
TestDeciding.settings = settings(stateful_step_count=STEPS)
