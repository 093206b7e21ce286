"""An explanation put into the words of one of the two, each sentence the mirror of the other's."""

from troth.domain.dynamic.state import DynamicState
from troth.domain.kernel import ClauseId, MemberId, Value
from troth.domain.routing.matter import Declaration
from troth.domain.routing.routes import Route, label
from troth.domain.routing.rules import Rule
from troth.projections import words
from troth.projections.explain import Counterfactual, Explanation, Part
from troth.projections.phrases import Kind, Named, Phrase
from troth.projections.words import Pair


class Telling(Value, frozen=True):
    """What one viewer reads: the answer first, then why, then what would change it."""

    answer: Phrase
    because: tuple[Phrase, ...]
    nearly: tuple[Phrase, ...]
    would_change: tuple[Phrase, ...]
    always: Phrase


def tell(explanation: Explanation, dynamic: DynamicState, viewer: MemberId) -> Telling:
    """Put an explanation into sentences for one of the two members."""
    voice = _Voice(dynamic, viewer)
    because = [line for part in explanation.parts for line in voice.part(part)]
    nearly = [
        Phrase(words.NEARLY[near.miss], clause=near.clause)
        for part in explanation.parts
        for near in part.near_misses
    ]
    return Telling(
        voice.answer(explanation.route),
        tuple(dict.fromkeys(because)),
        tuple(dict.fromkeys(nearly)),
        tuple(voice.change(each) for each in explanation.would_change),
        Phrase(words.ALWAYS),
    )


def answer(route: Route, dynamic: DynamicState, viewer: MemberId) -> Phrase:
    """Return which of the nine answers a route is, as one sentence for a viewer."""
    return _Voice(dynamic, viewer).answer(route)


class Because(Value, frozen=True):
    """One reason in a sentence, and the clauses it rests on; `is_near` for what nearly applied."""

    sentence: Phrase
    clauses: tuple[ClauseId, ...] = ()
    is_near: bool = False


def reasons(
    explanation: Explanation, dynamic: DynamicState, viewer: MemberId, names: dict[ClauseId, str]
) -> tuple[Because, ...]:
    """Return the reasons of an explanation with the clauses beside them; `names` is for these."""
    voice = _Voice(dynamic, viewer)
    found: list[Because] = []
    for part in explanation.parts:
        rule, *rest = voice.sentences(part)
        found.append(Because(rule, part.reason.clauses))
        found += [Because(sentence) for sentence in rest]
    for near in (near for part in explanation.parts for near in part.near_misses):
        named = names.get(near.clause, str(near.clause))
        sentence = Phrase(words.NEARLY[near.miss], clause=named)
        found.append(Because(sentence, (near.clause,), is_near=True))
    return tuple(dict.fromkeys(found))


class _Voice:
    def __init__(self, dynamic: DynamicState, viewer: MemberId) -> None:
        own_first = sorted(dynamic.members, key=lambda member: member.id != viewer)
        self.names = {member.id: member.name for member in own_first}
        self.viewer = viewer

    def answer(self, route: Route) -> Phrase:
        decider = next(iter(route.members)) if len(route.members) == 1 else self.viewer
        return self.say(words.ANSWERS[label(route)], decider)

    def change(self, counterfactual: Counterfactual) -> Phrase:
        pair = words.CHANGES[counterfactual.change.what]
        about = counterfactual.change.member or self.viewer
        return self.say(pair, about, answer=self.answer(counterfactual.route))

    def part(self, part: Part) -> list[Phrase]:
        lines = self.sentences(part)
        if part.reason.clauses:
            named = tuple(Named(Kind.CLAUSE, clause) for clause in part.reason.clauses)
            lines.append(Phrase(words.CLAUSES, clauses=named))
        return lines

    def sentences(self, part: Part) -> list[Phrase]:
        reason = part.reason
        lines = [self.say(words.RULES[reason.rule], self.about(part))]
        if reason.qualifies is not None:
            lines.append(self.say(words.RULES[reason.qualifies], self.about(part)))
        if reason.disputed and reason.rule is not Rule.D3:
            lines.append(Phrase(words.DISPUTED))
        for member in (member for member in self.names if member in part.facet.declared):
            lines += self.declared(member, part.facet.declared[member])
        return lines

    def about(self, part: Part) -> MemberId:
        """Return whom the sentence of a rule is about; where about nobody, its halves agree."""
        decides = next(iter(part.reason.route.members), self.viewer)
        if part.reason.rule is not Rule.S1:
            return decides
        return next(member for member in self.names if member != decides)

    def declared(self, member: MemberId, word: Declaration) -> list[Phrase]:
        one = next(iter(word.affects)) if len(word.affects) == 1 else None
        touches = Phrase(words.TOUCHES_BOTH)
        if one in self.names:
            touches = self.say(words.TOUCHES_ONE, one)
        weight = Phrase(words.WEIGHTS[word.significance])
        said = [self.say(words.SAYS, member, touches=touches, weight=weight)]
        limit = [self.say(words.TOUCHES_LIMIT, member)] if word.touches_limit else []
        return said + limit

    def say(self, pair: Pair, about: MemberId, **more: str) -> Phrase:
        template = pair.own if about == self.viewer else pair.other
        others = [name for member, name in self.names.items() if member != about]
        return Phrase(template, name=self.names[about], other="".join(others), **more)
