"""One sentence for each event: who did what, in plain words, without weighing it."""

from datetime import datetime, tzinfo
from enum import StrEnum
from string import Formatter

import msgspec
from msgspec.structs import replace

from troth.domain.agreement.events import Adopt, Item, TermsProposed, TermsRevised
from troth.domain.checkins import CheckInRevealed, RoundId, round_begins
from troth.domain.decisions.events import MatterDecided, ResolutionProposed
from troth.domain.dynamic.events import Paused, RecordRestored
from troth.domain.dynamic.state import DynamicState
from troth.domain.force import Ground
from troth.domain.kernel import AreaId, Digest, Event, MemberId, Recorded, Value
from troth.domain.leanings import LeaningsRevealed
from troth.domain.routing.routes import Label
from troth.domain.safety import LimitSet, Target
from troth.domain.standards.events import ClauseDuty, TaskDuty
from troth.projections.phrases import Kind, Named, Phrase, Place
from troth.projections.spoken import spoken


class Chapter(StrEnum):
    """What part of the life a sentence belongs to, for filtering."""

    BEGINNING = "beginning"
    AGREEMENT = "agreement"
    LIMITS = "limits"
    DECISIONS = "decisions"
    DIRECTIONS = "directions"
    KEEPING = "keeping"
    PUTTING_RIGHT = "putting-right"
    TALKS = "talks"
    SESSIONS = "sessions"
    CONNECTION = "connection"
    RESTS = "rests"
    RECORD = "record"


class Sentence(Value, frozen=True):
    """One event in words, with what was said in it apart, so that it can stand behind a fold."""

    at: datetime
    chapter: Chapter
    text: Phrase
    said: tuple[str, ...]


CHAPTERS: dict[Chapter, dict[str, str]] = {
    Chapter.BEGINNING: {
        "dynamic-begun/1": "{by} opened this record.",
        "member-invited/1": "{by} made an invitation.",
        "member-joined/1": "{by} joined.",
        "zone-changed/1": "{by}'s times are now shown in {zone}.",
        "name-changed/1": "{by} took the name {name} here.",
        "activated/1": "{by} began what both had agreed.",
        "constitution-ratified/1": "{by} agreed to go on under constitution {version}.",
        "ended/1": "{by} ended it, as of {since}.",
    },
    Chapter.AGREEMENT: {
        "area-named/1": "{by} named a part of life “{name}”.",
        "leanings-revealed/1": "Both said where they see each part of life.",
        "terms-proposed/1": "{by} put {proposal} forward: {items}.",
        "terms-revised/1": "{by} suggested other words in {proposal}: {items}.",
        "consent-given/1": "{by} agreed to {proposal}, version {revision}.",
        "consent-taken-back/1": "{by} took back their agreement to {proposal}.",
        "terms-declined/1": "{by} said not now to {proposal}.",
        "proposal-withdrawn/1": "{by} withdrew {proposal}.",
        "terms-adopted/1": "{proposal} is agreed by both.",
        "cooling-off-lengthened/1": "{by} asked that {clause} begins on {until}.",
        "consent-renewed/1": "{by} renewed {clause}.",
        "consent-withdrawn/1": "{by} withdrew from {clause}, as of {since}.",
        "label-suggested/1": "{by} suggested another word for {of}.",
        "label-agreed/1": "{by} agreed to another word for {of}.",
        "label-let-go/1": "{by} went back to the built-in word for {of}.",
    },
    Chapter.LIMITS: {
        "limit-set/1": "{by} set a limit on {target} {name}.",
        "loosening-asked/1": "{by} asked to loosen a limit of their own, {limit}.",
        "loosening-dropped/1": "{by} keeps the limit {limit}.",
        "limit-loosened/1": "{by} loosened a limit of their own, {limit}.",
    },
    Chapter.DECISIONS: {
        "matter-raised/1": "{by} raised {matter}.",
        "question-edited/1": "{by} asked {matter} in other words.",
        "facts-declared/1": "{by} said how they see {matter}.",
        "matter-split/1": "{by} split {matter} into parts.",
        "opinion-given/1": "{by} gave a view on {matter}.",
        "opinion-passed/1": "{by} had nothing to add on {matter}.",
        "resolution-proposed/1": "{by} suggested how to decide {matter}.",
        "resolution-taken-back/1": "{by} took back a suggestion on {matter}.",
        "matter-decided/1": "{by} recorded the decision on {matter}.",
        "matter-elevated/1": "{by} made {matter} one for both.",
        "elevation-taken-back/1": "{by} took {matter} back to decide it alone.",
        "matter-deferred/1": "{by} left {matter} to the other.",
        "deferral-taken-back/1": "{by} took {matter} back.",
        "taken-urgently/1": "{by} decided {matter} at once; the hearing stays open.",
        "decision-reviewed/1": "{by} looked at the decision on {matter} again.",
        "decision-rescinded/1": "{by} took back the decision on {matter}.",
        "rescission-asked/1": "{by} asked to take back the decision on {matter}.",
        "matter-withdrawn/1": "{by} withdrew {matter}.",
    },
    Chapter.DIRECTIONS: {
        "direction-given/1": "{by} gave a direction to {bearer}, until {until}.",
        "direction-taken-up/1": "{by} took the direction {direction} up.",
        "direction-handed-back/1": "{by} said that {direction} cannot be done.",
        "direction-done/1": "{by} said that {direction} is done.",
        "direction-let-go/1": "{by} let the direction {direction} go.",
        "direction-reviewed/1": "{by} looked at the direction {direction} again.",
        "permission-asked/1": "{by} asked under {clause}.",
        "permission-answered/1": "{by} answered {permission}: {yes}.",
        "permission-dropped/1": "{by} no longer asks {permission}.",
        "treat-offered/1": "{by} offered something.",
        "treat-taken/1": "{by} took what was offered.",
        "treat-left/1": "{by} said not now to what was offered.",
        "treat-taken-back/1": "{by} took back an offer.",
    },
    Chapter.KEEPING: {
        "task-set/1": "{by} set a task for {bearer}, due {due}.",
        "task-dropped/1": "{by} let the task {task} go.",
        "occurrence-marked/1": "{by} marked {duty}: {mark}.",
        "observed/1": "{by} noted something about {about}: {kind}.",
        "observation-answered/1": "{by} answered a note.",
        "lighter-begun/1": "{by} marked their day as low.",
        "lighter-ended/1": "{by}'s low day is over.",
    },
    Chapter.PUTTING_RIGHT: {
        "breach-reported/1": "{by} asked about {duty}.",
        "breach-answered/1": "{by} answered about {breach}: {answer}.",
        "breach-weighed/1": "{by} said what they make of {breach}.",
        "breach-found/1": "{by} weighed {breach}: {finding}.",
        "finding-changed/1": "{by} changed the finding on {breach} to {finding}.",
        "correction-offered/1": "{by} offered what {clause} says.",
        "correction-accepted/1": "{by} accepted the offer.",
        "correction-declined/1": "{by} said not now, which closes it.",
        "correction-begun/1": "{by} began.",
        "correction-done/1": "{by} said it is done.",
        "care-noted/1": "{by} noted the care afterwards.",
        "breach-closed/1": "{by} closed {breach}, for good.",
    },
    Chapter.TALKS: {
        "talk-requested/1": "{by} asked to talk: {urgency}.",
        "talk-acknowledged/1": "{by} has seen the wish to talk.",
        "talk-time-suggested/1": "{by} suggested to talk on {at}.",
        "talk-scheduled/1": "{by} agreed to talk on {at}.",
        "talk-held/1": "{by} said that they have talked.",
        "talk-closed/1": "{by} closed their request to talk.",
        "talk-withdrawn/1": "{by} no longer needs to talk about it.",
    },
    Chapter.SESSIONS: {
        "session-planned/1": "{by} planned a session for {at}.",
        "session-moved/1": "{by} moved the session to {at}.",
        "session-called-off/1": "{by} called the session off.",
        "session-put-off/1": "The session was put off: not the hour for it.",
        "arrived-at-session/1": "{by} is here.",
        "session-opened/1": "The session began.",
        "preparation-brought/1": "{by} brought something prepared.",
        "item-treated/1": "{by} noted a topic: {treatment}.",
        "line-written/1": "{by} wrote a line of the minutes.",
        "line-struck/1": "{by} struck a line of the minutes.",
        "minutes-confirmed/1": "{by} confirmed the minutes.",
        "session-closed/1": "The session closed.",
    },
    Chapter.CONNECTION: {
        "check-in-revealed/1": "Both answers to the check-in of the week of {round} are shown.",
        "reset-asked/1": "{by} asked for a reset.",
        "reset-opted-into/1": "{by} said yes, today.",
        "reset-begun/1": "The reset began.",
        "reset-done/1": "{by} said that the reset is done.",
        "reset-called-off/1": "{by} called the reset off.",
        "clause-reaffirmed/1": "{by} would {wish} {clause}.",
        "help-revealed/1": "Both said whether the reset helped.",
    },
    Chapter.RESTS: {
        "check-raised/1": "{by} asked to check in.",
        "check-cleared/1": "{by} said they are all right.",
        "paused/1": "{by} paused {area}.",
        "stopped/1": "{by} stopped everything.",
        "resumption-affirmed/1": "{by} is ready to come back.",
        "resumption-retracted/1": "{by} is not ready after all.",
        "resumed/1": "Both are back.",
        "window-asked/1": "{by} would like a window until {until}.",
        "window-opened/1": "A window is open until {until}.",
        "window-closed/1": "{by} closed the window.",
    },
    Chapter.RECORD: {
        "record-restored/1": "The record came back from a copy; it rests until both are back.",
        "words-erased/1": "{by} erased their words in {entries}.",
        "erasure-asked/1": "{by} asked to erase this record for both, from {due} on.",
        "erasure-called-off/1": "{by} no longer asks to erase this record.",
    },
}
"""Every event that both can see, by chapter and stored name. Private notes are in no history."""

_BY_TAG = {
    tag: (chapter, template)
    for chapter, templates in CHAPTERS.items()
    for tag, template in templates.items()
}

_SAID = (
    *("question", "text", "topic", "reason", "note", "wanted", "act", "why", "dissent"),
    *("outcome", "reasons", "label"),
)
"""The fields that hold what somebody said, in the order they are read."""

_UNSAID = (None, Digest, Label)
"""What such a field holds in other events: nothing, a question's digest, a way of deciding."""

_NAMED = frozenset(Kind) - {Kind.DUTY}
"""The fields that hold the id of a thing are called as its kind is; a duty is no id alone."""


class Telling(Value, frozen=True):
    """What telling an event needs to know: names of people and parts of life, and the zone."""

    dynamic: DynamicState
    areas: dict[AreaId, str]
    zone: tzinfo


def telling(ground: Ground, zone: tzinfo) -> Telling:
    """Return what telling needs from the ground as it is now."""
    named = {area: each.name for area, each in ground.agreement.areas.items()}
    return Telling(ground.dynamic, named, zone)


def sentence(recorded: Recorded, told: Telling) -> Sentence:
    """Return an event as a sentence; raises KeyError for an event no history shows."""
    tag = str(recorded.event.__struct_config__.tag)
    chapter, template = _BY_TAG[tag]
    fields = msgspec.structs.asdict(recorded.event)
    asked = {name for _, name, *_ in Formatter().parse(template)}
    places = {name: _place(name, each, told) for name, each in fields.items() if name in asked}
    places |= _apart(recorded.event, told) | {"by": _name(recorded.by, told)}
    return Sentence(recorded.at, chapter, Phrase(template, **places), _quoted(recorded.event))


def _apart(event: Event, told: Telling) -> dict[str, Place]:
    """Return the places of an event that are not told by their field alone."""
    match event:
        case TermsProposed(proposal=proposal) | TermsRevised(proposal=proposal):
            return {"proposal": Named(Kind.DRAFT, proposal)}
        case LimitSet(target=Target.CLAUSE, name=name):
            return {"name": Named(Kind.CLAUSE, name)}
        case LimitSet(target=Target.AREA, name=name):
            return {"name": f"“{told.areas.get(AreaId(name), name)}”"}
        case LimitSet(name=name):
            return {"name": f"“{name}”"}
        case _:
            return {}


def _quoted(said: Value) -> tuple[str, ...]:
    """Return what somebody said in an event; of a decision its outcome and the answers too."""
    types = {field.name: field.type for field in msgspec.structs.fields(said)}
    own = tuple(getattr(said, name) for name in _SAID if types.get(name) not in _UNSAID)
    if isinstance(said, ResolutionProposed | MatterDecided):
        own += tuple(words for each in (said.resolution, *said.answers) for words in _quoted(each))
    return tuple(words for words in own if words)


def sentences(
    events: tuple[Recorded, ...], told: Telling, *, are_words_erased: bool = False
) -> tuple[Sentence, ...]:
    """Return an act's events as sentences; where its words are erased, the first one says so."""
    # A copy brought back rests the exchange by itself: nobody paused, and it says so already.
    is_restored = any(isinstance(each.event, RecordRestored) for each in events)
    shown = [each for each in events if not (is_restored and isinstance(each.event, Paused))]
    told_all = [sentence(recorded, told) for recorded in shown]
    if are_words_erased and told_all:
        first = told_all[0]
        told_all[0] = replace(first, text=_erased(first.text, events[0], told))
    return tuple(told_all)


def _erased(text: Phrase, recorded: Recorded, told: Telling) -> Phrase:
    """Say who erased the words; what both wrote in one entry, either may have erased."""
    if isinstance(recorded.event, CheckInRevealed | LeaningsRevealed):
        return Phrase("{sentence} (words erased)", sentence=text)
    by = _name(recorded.by, told)
    return Phrase("{sentence} (words erased by {by})", sentence=text, by=by)


def matches(told: Sentence, text: str, chapter: Chapter | None) -> bool:
    """Tell whether a sentence, or what was said in it, holds a text (case does not matter)."""
    if chapter is not None and told.chapter is not chapter:
        return False
    wanted = text.casefold()
    return any(wanted in each.casefold() for each in (told.text, *told.said))


def _name(member: MemberId, told: Telling) -> str:
    names = {each.id: each.name for each in told.dynamic.members}
    return names.get(member, str(member))


def _place(name: str, value: object, told: Telling) -> Place:
    """Return what stands in the place of a field."""
    match name:
        case "area":
            return _area(value, told)
        case "bearer" | "about":
            return _name(MemberId(str(value)), told)
        case "entries" if isinstance(value, tuple):
            return Phrase("entry {numbers}", numbers=", ".join(map(str, value)))
        case "items" if isinstance(value, tuple):
            return tuple(map(_item, value))
        case "round":
            # What others wrote into a record may be no week at all, and is still told.
            return round_begins(RoundId(str(value))) if "-W" in str(value) else str(value)
        case _:
            return Named(Kind(name), str(value)) if name in _NAMED else _said(value, told.zone)


def _area(value: object, told: Telling) -> str:
    if value is None:
        return Phrase("everything")
    return told.areas.get(AreaId(str(value)), str(value))


def _item(item: Item) -> Named:
    if isinstance(item, Adopt):
        return Named(Kind.CLAUSE, item.wording.terms.clause, item.wording.terms.text)
    return Named(Kind.CLAUSE, item.clause)


def _said(value: object, zone: tzinfo) -> Place:
    match value:
        case ClauseDuty(clause=duty) | TaskDuty(task=duty):
            return Named(Kind.DUTY, duty)
        case datetime():
            return value.astimezone(zone)
        case bool():
            return Phrase("yes") if value else Phrase("not this time")
        case StrEnum():
            return spoken(value)
        case _:
            return str(value)


def is_shown(event: Event) -> bool:
    """Tell whether a history of both shows an event."""
    return str(event.__struct_config__.tag) in _BY_TAG
