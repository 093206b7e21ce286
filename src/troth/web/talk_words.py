"""Talks in words: how each stands, to the one who asked and to the other, and what it is about."""

from collections.abc import Mapping

from troth.domain.kernel import Value
from troth.domain.talks.events import About, Stage, Thing, Urgency
from troth.domain.talks.state import Talk
from troth.projections.talks import ReadTalk, about_words
from troth.web.addresses import clause_address, key
from troth.web.rows import brief
from troth.web.visit import Visit
from troth.web.words import Pair

UNNAMED = "A talk"
"""What a talk is called whose asker gave no words: nobody need say what about."""

HOW_SOON: Mapping[Urgency, str] = {
    Urgency.NOW: "Now",
    Urgency.SOON: "In the next days",
    Urgency.NEXT_SESSION: "At our weekly talk",
}

STANDS: Mapping[Stage, Pair] = {
    Stage.REQUESTED: Pair(
        "%(name)s can say that they have seen it, and suggest a time.",
        "You can say that you have seen it, and suggest a time.",
    ),
    Stage.ACKNOWLEDGED: Pair(
        "%(name)s has seen that you want to talk.", "You have seen that %(name)s wants to talk."
    ),
    Stage.SCHEDULED: Pair("You both said yes to this time.", "You both said yes to this time."),
    Stage.HELD: Pair(
        "You have talked. You close it when you have been heard.",
        "You have talked. %(name)s closes it when they have been heard.",
    ),
    Stage.CLOSED: Pair("You closed it, after you had talked.", "%(name)s closed it, after a talk."),
    Stage.WITHDRAWN: Pair("You no longer needed it.", "%(name)s no longer needed it."),
}

WAITED = "This has waited longer than you both agreed. It goes first at your next weekly talk."
PASSED = "The time you both chose has gone by. Choose another, or talk whenever it suits you."

THINGS: Mapping[Thing, tuple[str, str]] = {
    Thing.AREA: ("A part of life", "/book/parts/{key}"),
    Thing.CLAUSE: ("A line of the agreement", "/book/c/{key}"),
    Thing.MATTER: ("A question", "/plans/{key}"),
    Thing.BREACH: ("Something to put right", "/note/slip/{name}"),
    Thing.CORRECTION: ("Something to put right", "/note/slip/{name}"),
    Thing.DIRECTION: ("Something asked", "/plans/asked/{key}"),
    Thing.OBSERVATION: ("A note", "/note/{name}"),
    Thing.CHECK_IN: ("A check-in", "/check"),
    Thing.SESSION: ("A weekly talk", "/week"),
}
"""What each kind of thing is called, and where it is read."""


class Told(Value, frozen=True):
    """A thing a talk is about: what it is, its words, and where it is read."""

    kind: str
    words: str
    address: str


def talk_address(talk: str) -> str:
    """Return where a talk is read."""
    return f"/talk/{key(talk)}"


def title(visit: Visit, talk: Talk) -> str:
    """Return what a talk is called."""
    return brief(talk.topic) if talk.topic else visit.words.plain(UNNAMED)


def stands(visit: Visit, read: ReadTalk) -> list[str]:
    """Return how a talk stands, each fact in a sentence."""
    pair = STANDS[read.talk.stage]
    name = visit.other.name if read.is_own else visit.name(read.talk.asker)
    said = [visit.words.say(pair.to(own=read.is_own), name=name)]
    said += [visit.words.plain(WAITED)] if read.has_waited else []
    said += [visit.words.plain(PASSED)] if read.has_passed else []
    return said


def meta(visit: Visit, read: ReadTalk) -> str:
    """Return who asked and how it stands, as one line of a list."""
    return f"{asked(visit, read.talk)} {' '.join(stands(visit, read))}"


def asked(visit: Visit, talk: Talk) -> str:
    """Return who asked for a talk, and when."""
    if talk.asker == visit.member:
        return visit.words.say("You asked %(day)s.", day=visit.times.day(talk.asked_at))
    return visit.words.say(
        "%(name)s asked %(day)s.",
        name=visit.name(talk.asker),
        day=visit.times.day(talk.asked_at),
    )


def about(visit: Visit, talk: Talk) -> Told | None:
    """Return what a talk is about, where its asker named something."""
    return None if talk.about is None else told(visit, talk.about)


def told(visit: Visit, named: About) -> Told:
    """Return a thing in words, with where it is read."""
    kind, address = THINGS[named.thing]
    if named.thing is Thing.CLAUSE:
        address = clause_address(named.name)
    return Told(
        visit.words.plain(kind),
        about_words(visit.state, named),
        address.format(key=key(named.name), name=named.name),
    )
