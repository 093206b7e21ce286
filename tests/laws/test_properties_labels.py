"""However they name things: a label is what both said last, and nothing is decided by it."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from msgspec.structs import replace

from tests.laws.random_life import BOTH, MEMBERS, STEPS, Life, Taken
from troth.domain.kernel import MemberId
from troth.domain.labels import (
    BuiltIn,
    CallIt,
    LabelAgreed,
    LabelLetGo,
    LabelsState,
    LabelSuggested,
    UseBuiltIn,
)

WORDS = st.sampled_from((BuiltIn.STANDARD, BuiltIn.SLIP))
LABELS = st.sampled_from(("House rule", "Stumble"))


class Naming(Life):
    """Two who call things otherwise, and back."""

    def __init__(self) -> None:
        super().__init__()
        self.last = dict[BuiltIn, tuple[MemberId, str]]()
        self.both = dict[BuiltIn, str]()

    @rule(by=MEMBERS, of=WORDS, label=LABELS)
    def call_it(self, by: MemberId, of: BuiltIn, label: str) -> None:
        self.act(by, CallIt(of, label))

    @rule(of=WORDS, label=LABELS)
    def both_call_it(self, of: BuiltIn, label: str) -> None:
        for by in BOTH:
            self.act(by, CallIt(of, label))

    @rule(by=MEMBERS, of=WORDS)
    def go_back(self, by: MemberId, of: BuiltIn) -> None:
        self.act(by, UseBuiltIn(of))
        assert of not in self.state.labels.agreed, "kept in a word (alone, and at once)"

    def has_happened(self, taken: Taken) -> None:
        """Note who said what, and that it touches nothing else."""
        for event in taken.events:
            match event:
                case LabelSuggested(of=of, label=label):
                    self.last[of] = (taken.by, label)
                case LabelAgreed(of=of):
                    by, self.both[of] = self.last.pop(of)
                    assert by != taken.by, "agreed by one alone"
                case LabelLetGo(of=of):
                    self.last.pop(of, None)
                    self.both.pop(of, None)
                case _:
                    continue
            before = replace(taken.before, labels=LabelsState())
            assert replace(taken.after, labels=LabelsState()) == before, "a word changed more"

    @invariant()
    def what_is_called_otherwise_is_what_both_said(self) -> None:
        assert self.state.labels.agreed == self.both


TestNaming = Naming.TestCase
TestNaming.settings = settings(stateful_step_count=STEPS)
