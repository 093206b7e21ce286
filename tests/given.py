"""Two people, a clock, and short ways to bring a couple to where a test begins."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TypeVar
from zoneinfo import ZoneInfo

from troth.domain.agreement.commands import ConsentToTerms, NameArea, ProposeTerms
from troth.domain.agreement.drafting import Draft
from troth.domain.agreement.terms import (
    Area,
    Authority,
    Body,
    Correction,
    CorrectionKind,
    Overlap,
    Role,
    Signal,
    SignalMeaning,
    Standard,
    Standing,
    Style,
    Terms,
)
from troth.domain.decider import AnyCommand, State, decide, evolve
from troth.domain.dynamic.commands import Activate, BeginDynamic, InviteMember, JoinDynamic
from troth.domain.dynamic.events import Member
from troth.domain.kernel import (
    AreaId,
    ClauseId,
    Event,
    MemberId,
    Moment,
    Occasion,
    ProposalId,
    Recorded,
    Refusal,
)

ASH = MemberId("ash")
WREN = MemberId("wren")
STRANGER = MemberId("stranger")

START = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
"""A Monday evening."""

ZONES: Mapping[str, tzinfo] = {
    name: ZoneInfo(name)
    for name in ("UTC", "Europe/London", "Europe/Paris", "America/New_York", "Australia/Lord_Howe")
}

HOUSEHOLD = AreaId("household")
WORK = AreaId("work")
KITCHEN = ClauseId("kitchen")
REFLECTION = ClauseId("reflection")


class RefusedError(AssertionError):
    """Raised when a step that sets the scene is refused."""


_Refusal = TypeVar("_Refusal", bound=Refusal)


class Couple:
    """A dynamic in memory with a clock: every step goes through the real decide and evolve."""

    def __init__(self, at: datetime = START) -> None:
        """Start with nothing recorded."""
        self.state = State()
        self.now = at
        self.record: list[Recorded] = []

    def moment(self) -> Moment:
        """Return now, with the zones."""
        return Moment(self.now, ZONES)

    def attempt(self, by: MemberId, command: AnyCommand) -> tuple[Event, ...] | Refusal:
        """Decide a command; when it is not refused, evolve by what happened."""
        outcome = decide(self.state, command, Occasion(by, self.moment()))
        if isinstance(outcome, Refusal):
            return outcome
        for event in outcome:
            recorded = Recorded(by, self.now, event)
            self.record.append(recorded)
            before, self.state = self.state, evolve(self.state, recorded)
            # Or a reader of the record would leave out what truly happened.
            assert self.state is not before, f"{type(event).__name__} may not follow"
        return outcome

    def does(self, by: MemberId, command: AnyCommand) -> tuple[Event, ...]:
        """Do something that is not refused, and return what happened."""
        outcome = self.attempt(by, command)
        if isinstance(outcome, Refusal):
            raise RefusedError(outcome.sentence)
        return outcome

    def is_refused(self, by: MemberId, command: AnyCommand, why: type[_Refusal]) -> _Refusal:
        """Check that a command is refused for one reason and changes nothing."""
        before = self.state
        outcome = self.attempt(by, command)
        assert isinstance(outcome, why), f"expected {why.__name__}, got {outcome!r}"
        assert self.state is before
        return outcome

    def later(self, **passed: float) -> datetime:
        """Let time pass, as in `later(days=2)`, and return the new time."""
        self.now += timedelta(**passed)
        return self.now

    def agrees(self, *drafts: Draft, proposal: str | None = None) -> ProposalId:
        """Have Ash propose the drafts and both consent to them."""
        id_ = self.proposes(ASH, *drafts, proposal=proposal)
        for member in (ASH, WREN):
            self.consents(member, id_)
        return id_

    def proposes(self, by: MemberId, *drafts: Draft, proposal: str | None = None) -> ProposalId:
        """Have one of them put drafts forward."""
        id_ = ProposalId(proposal or f"p{len(self.record)}")
        self.does(by, ProposeTerms(id_, drafts, considered=True))
        return id_

    def consents(self, by: MemberId, proposal: ProposalId) -> None:
        """Have one of them consent to what is proposed now."""
        current = self.state.ground.agreement.proposals[proposal]
        self.does(by, ConsentToTerms(proposal, current.revision, current.digest))

    def have_met(self) -> "Couple":
        """Let both join; nothing is agreed yet."""
        self.does(ASH, BeginDynamic(Member(ASH, "Ash", "Europe/London", adult=True)))
        self.does(ASH, InviteMember("secret"))
        self.does(WREN, JoinDynamic(Member(WREN, "Wren", "Europe/London", adult=True), "secret"))
        return self

    def have_begun(self, *extra: Draft, drafts: Iterable[Draft] | None = None) -> "Couple":
        """Let both join, agree the usual clauses (and more), and begin."""
        self.have_met()
        for area, name in ((HOUSEHOLD, "The household"), (WORK, "Work")):
            self.does(ASH, NameArea(area, name))
        self.agrees(*(usual() if drafts is None else drafts), *extra)
        self.does(WREN, Activate())
        return self


def usual() -> tuple[Terms, ...]:
    """The couple most tests are about: Ash leads the household, work is Wren's own."""
    return (
        role(),
        within(HOUSEHOLD),
        outside(WORK, WREN),
        clause("authority", Authority(Overlap.SHARED_PREVAILS)),
        clause("red", Signal("red", SignalMeaning.STOP)),
        kitchen(),
        clause("reflection", Correction(CorrectionKind.REFLECTION, 60)),
    )


def clause(id_: str, body: Body, text: str | None = None) -> Terms:
    """Return terms with an id, a body, and some words."""
    return Terms(ClauseId(id_), body, text or f"The words of {id_}.")


def role(style: Style = Style.NEGOTIATED, leads: MemberId = ASH) -> Terms:
    """Return the clause that says who leads, and how."""
    return clause("role", Role(leads, style))


def within(area: AreaId) -> Terms:
    """Return the clause that puts a part of life within the exchange."""
    return clause(area, Area(Standing.WITHIN))


def outside(area: AreaId, owner: MemberId) -> Terms:
    """Return the clause that leaves a part of life to its owner."""
    return clause(area, Area(Standing.OUTSIDE, owner))


def kitchen(text: str = "The kitchen is settled before bed.") -> Terms:
    """Return a standard that Wren keeps."""
    return Terms(
        KITCHEN,
        Standard(lighter="The surfaces are clear."),
        text,
        bearers=frozenset({WREN}),
        area=HOUSEHOLD,
    )
