"""The terms of a clause: its kind with a structured body, its words, and what it says of itself."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from troth.domain.kernel import AreaId, ClauseId, Digest, MemberId, Value, digest
from troth.domain.schedules import Schedule

COOLING_OFF_HOURS = 24
"""New intimate clauses wait a day after the second consent (domain design, section 2.3)."""

TRIAL_DAYS = 30
INTIMATE_DAYS = 180
ORDINARY_DAYS = 365
GRACE_DAYS = 14
"""Longest terms and the grace after them; a grant never lasts for ever (K22)."""


class Category(StrEnum):
    """How careful a clause has to be agreed."""

    ORDINARY = "ordinary"
    INTIMATE = "intimate"
    NEW_INTIMATE = "new-intimate"


class Style(StrEnum):
    """How the lead leads in what is within the exchange (domain design, section 2.4)."""

    EQUAL = "equal"
    NEGOTIATED = "negotiated"
    SERVICE = "service"
    TOTAL = "total"


class Presence(StrEnum):
    """Whether the exchange is always on, or only in agreed windows."""

    ALWAYS = "always"
    WINDOWS_ONLY = "windows-only"


class Standing(StrEnum):
    """Where a part of life stands; nothing said means unclassified."""

    WITHIN = "within"
    OUTSIDE = "outside"
    TOGETHER = "together"
    UNCLASSIFIED = "unclassified"


class Overlap(StrEnum):
    """What holds when something outside the exchange is shared."""

    SHARED_PREVAILS = "shared-prevails"
    EXCLUSION_PREVAILS = "exclusion-prevails"
    TOGETHER = "together"


class Grade(StrEnum):
    """How a direction or protocol binds: a request is at most met with a reminder."""

    REQUEST = "request"
    ORDER = "order"
    STANDING_ORDER = "standing-order"


class ProtocolLevel(StrEnum):
    """How much ceremony a protocol asks for."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Setting(StrEnum):
    """Where a protocol holds."""

    PRIVATE = "private"
    COMPANY = "company"
    PUBLIC = "public"


class CorrectionKind(StrEnum):
    """The closed list of agreed responses (domain design, section 2.7)."""

    TALK = "talk"
    REFLECTION = "reflection"
    DOING_AGAIN = "doing-again"
    SMALL_SERVICE = "small-service"
    PAUSED_TREAT = "paused-treat"
    PRIVATE = "private"


class SignalMeaning(StrEnum):
    """What a signal asks for."""

    CHECK_IN = "check-in"
    PAUSE = "pause"
    STOP = "stop"


class SurvivalKind(StrEnum):
    """What may outlast the end; a fixed protective list (K17)."""

    CONFIDENTIALITY = "confidentiality"
    CARE_AFTER = "care-after"
    RETURN_OF_THINGS = "return-of-things"
    OWN_DATA = "own-data"


class Circumstance(StrEnum):
    """What closes a window at once when either says so."""

    ILLNESS = "illness"
    GRIEF = "grief"
    COMPANY = "company"
    WORK = "work"
    STUDY = "study"
    CHILDREN_AT_HOME = "children-at-home"
    TRAVEL = "travel"
    SLEEP = "sleep"
    NEEDING_QUIET = "needing-quiet"


class Need(StrEnum):
    """Protected needs and means, which no clause may limit (K19)."""

    FOOD = "food"
    WATER = "water"
    SLEEP = "sleep"
    TOILET = "toilet"
    MEDICATION = "medication"
    HEALTH_CARE = "health-care"
    EMERGENCY_HELP = "emergency-help"
    REST_WHEN_ILL = "rest-when-ill"
    MONEY = "money"
    WORK_AND_STUDY = "work-and-study"
    DOCUMENTS = "documents"
    PHONE = "phone"
    KEY = "key"
    CONTACT = "contact"
    PROTECTED_ACTS = "protected-acts"


class Effect(StrEnum):
    """What a clause does to a protected need."""

    SUPPORTS = "supports"
    LIMITS = "limits"


class Role(Value, frozen=True, tag="role", tag_field="kind"):
    """Who leads, in which style, the couple's own titles, and when the exchange is on."""

    leads: MemberId
    style: Style
    presence: Presence = Presence.ALWAYS
    titles: dict[MemberId, str] = {}
    forms_of_address: dict[MemberId, str] = {}


class Element(Value, frozen=True):
    """A part of an area and who is responsible for it, which is not the same as deciding."""

    name: str
    responsible: MemberId


class Area(Value, frozen=True, tag="area", tag_field="kind"):
    """Where a part of life stands; `everything_else` covers what no area clause ever named."""

    standing: Standing
    owner: MemberId | None = None
    elements: tuple[Element, ...] = ()
    comes_first: int = 0
    everything_else: bool = False
    exceptions: frozenset[AreaId] = frozenset()


class Authority(Value, frozen=True, tag="authority", tag_field="kind"):
    """The overlap rule, standing instructions, and how a direction is graded."""

    overlap: Overlap
    standing_instructions: tuple[str, ...] = ()
    grade: Grade = Grade.REQUEST


class Standard(Value, frozen=True, tag="standard", tag_field="kind"):
    """How something is to be done, observable; borne by the lead it is a commitment."""

    lighter: str = ""
    due_after_miss: bool = False


class Protocol(Value, frozen=True, tag="protocol", tag_field="kind"):
    """When this, do that."""

    when: str
    do: str
    level: ProtocolLevel = ProtocolLevel.LOW
    settings: frozenset[Setting] = frozenset({Setting.PRIVATE})
    grade: Grade = Grade.REQUEST
    lighter: str = ""


class Ritual(Value, frozen=True, tag="ritual", tag_field="kind"):
    """A repeated act with a schedule."""

    schedule: Schedule
    lighter: str = ""
    due_after_miss: bool = False


class Permission(Value, frozen=True, tag="permission", tag_field="kind"):
    """What is open in general, within bounds; never consent in the moment."""

    bounds: str
    asked_by: MemberId
    stop_signal: ClauseId | None = None
    answer_within_hours: int = 24
    without_answer: bool = True
    risks: str = ""
    precautions: str = ""
    care_after: str = ""


class Correction(Value, frozen=True, tag="correction", tag_field="kind"):
    """One finite item of the closed list, with its ceiling: how much at most, until when."""

    item: CorrectionKind
    ceiling_minutes: int
    permission: ClauseId | None = None


class Reward(Value, frozen=True, tag="reward", tag_field="kind"):
    """A treat, given freely, never owed and never counted."""

    treat: str


class Signal(Value, frozen=True, tag="signal", tag_field="kind"):
    """A word or gesture and what it asks for, also at a distance."""

    sign: str
    meaning: SignalMeaning
    at_a_distance: str = ""


class SessionRhythm(Value, frozen=True, tag="session", tag_field="kind"):
    """When the couple sits down, for how long, in role or out of it."""

    schedule: Schedule
    in_role: bool = False


class Window(Value, frozen=True, tag="window", tag_field="kind"):
    """When the exchange is on, and what closes it at once."""

    schedule: Schedule
    closed_by: frozenset[Circumstance] = frozenset(Circumstance)


class ResetForm(Value, frozen=True, tag="reset", tag_field="kind"):
    """The agreed way back, and whether it also clears what went unreported before."""

    form: str
    clears_before: bool = False


class Survival(Value, frozen=True, tag="survival", tag_field="kind"):
    """What outlasts the end; seeking help is never confidential."""

    keeps: SurvivalKind


class Practice(Value, frozen=True, tag="practice", tag_field="kind"):
    """What the couple usually does; it binds nobody and changes no route."""


class Foreword(Value, frozen=True, tag="foreword", tag_field="kind"):
    """Why the couple does this; it binds nobody."""


Body: TypeAlias = (
    Role
    | Area
    | Authority
    | Standard
    | Protocol
    | Ritual
    | Permission
    | Correction
    | Reward
    | Signal
    | SessionRhythm
    | Window
    | ResetForm
    | Survival
    | Practice
    | Foreword
)

PROTECTS = (Signal, Survival)
"""The kinds that protect; they have no last day, even by agreement (K22)."""

NEVER_LAPSE = (Signal, Survival, Practice, Foreword)
"""What protects never lapses (K22); what binds nobody has nothing to lapse."""

BINDS_NOBODY = (Practice, Foreword)

EXPECTED = (Standard, Protocol, Ritual)
"""The kinds somebody is expected to keep."""


class NeedDeclared(Value, frozen=True):
    """A clause's own word on a protected need it touches."""

    need: Need
    effect: Effect


ERASED_WORDS = "\ue000"
"""Stands for words that were erased; no text that is clear can be this."""


class Terms(Value, frozen=True):
    """All of a clause that the two consent to, besides what it refers to."""

    clause: ClauseId
    body: Body
    text: str
    bearers: frozenset[MemberId] = frozenset()
    area: AreaId | None = None
    element: str | None = None
    category: Category = Category.ORDINARY
    tags: frozenset[str] = frozenset()
    rests_on: frozenset[ClauseId] = frozenset()
    needs: tuple[NeedDeclared, ...] = ()
    why: str = ""
    how_we_tell: str = ""
    concerns: str = ""
    review_after_days: int = ORDINARY_DAYS
    trial_days: int | None = None
    lapses_on: datetime | None = None

    @property
    def days_of_trial(self) -> int | None:
        """How long this is only tried; what is new and intimate always is (K10)."""
        is_new = self.category is Category.NEW_INTIMATE
        return TRIAL_DAYS if is_new and self.trial_days is None else self.trial_days

    @property
    def is_erased(self) -> bool:
        """Whether its words were erased; what it binds to is still there, what it says is not."""
        return self.text in ("", ERASED_WORDS)

    @property
    def references(self) -> frozenset[ClauseId]:
        """The clauses this one cannot stand without."""
        named = set(self.rests_on)
        if self.area is not None:
            named.add(ClauseId(self.area))
        if isinstance(self.body, Permission) and self.body.stop_signal is not None:
            named.add(self.body.stop_signal)
        if isinstance(self.body, Correction) and self.body.permission is not None:
            named.add(self.body.permission)
        return frozenset(named - {self.clause})


class Pin(Value, frozen=True):
    """A clause referred to, and the digest of what it meant when this one was worded."""

    clause: ClauseId
    meaning: Digest


class Wording(Value, frozen=True):
    """Terms with what they refer to pinned: exactly this is consented to."""

    terms: Terms
    pins: tuple[Pin, ...] = ()

    @property
    def digest(self) -> Digest:
        """The digest of everything consented to; any edit gives another one (K3)."""
        return digest(self)

    @property
    def meaning(self) -> Digest:
        """The digest of what others rely on: kind, structure, bearers; never names or prose."""
        body = self.terms.body
        if isinstance(body, Role):
            body = Role(body.leads, body.style, body.presence)
        return digest((body, self.terms.bearers, self.terms.area, self.pins))
