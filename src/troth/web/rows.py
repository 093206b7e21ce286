"""Rows: each thing that waits for somebody in words, and the page where it is answered."""

from collections.abc import Mapping

from troth.domain.kernel import Value
from troth.projections.row_words import words_of
from troth.projections.slips import Step
from troth.projections.waiting import Asks, Row
from troth.web.addresses import key
from troth.web.visit import Visit

LONGEST_TITLE = 90
"""Letters of what somebody wrote in one row: two lines of a phone; the page has all of it."""


class RowWords(Value, frozen=True):
    """How one kind of row reads, where it leads, and its picture."""

    title: str
    meta: str
    address: str
    symbol: str


ROWS: Mapping[Asks, RowWords] = {
    Asks.ERASURE: RowWords(
        "%(name)s asked to erase this record for you both",
        "From %(text)s on. Take your copy before.",
        "/take",
        "download",
    ),
    Asks.OWN_ERASURE: RowWords(
        "You asked to erase this record for you both",
        "From %(text)s on. Until then you can call it off.",
        "/take/erase",
        "undo-2",
    ),
    Asks.CHECK: RowWords(
        "Are you all right?", "Nothing new starts until you have both said so", "/pause", "hand"
    ),
    Asks.SESSION_OPEN: RowWords(
        "Your weekly talk is open", "You are both here", "/week", "users-round"
    ),
    Asks.SESSION_TODAY: RowWords(
        "Prepare for today's talk",
        "Yours alone until you choose what to bring",
        "/week/prepare",
        "pen-line",
    ),
    Asks.TALK: RowWords("%(text)s", "%(name)s asks to talk", "/talk/%(key)s", "messages-square"),
    Asks.TALK_TIME: RowWords(
        "A time to talk: %(text)s",
        "Suggested by %(name)s",
        "/talk/%(key)s",
        "calendar-clock",
    ),
    Asks.RESUME: RowWords(
        "Coming back", "When you are both ready. There is no hurry.", "/pause", "circle-play"
    ),
    Asks.VIEW: RowWords("%(text)s", "Your view is heard first", "/plans/%(key)s", "scale"),
    Asks.ANSWERS: RowWords(
        "%(text)s", "What %(name)s said waits for your answer", "/plans/%(key)s", "scale"
    ),
    Asks.DECISION: RowWords(
        "%(text)s", "It is heard, and can be decided", "/plans/%(key)s", "scale"
    ),
    Asks.OUTCOME: RowWords("%(text)s", "An outcome is put to you both", "/plans/%(key)s", "scale"),
    Asks.PROPOSAL: RowWords(
        "%(name)s suggests: %(text)s", "No answer changes nothing", "/book/p/%(key)s", "file-diff"
    ),
    Asks.OWN_PROPOSAL: RowWords(
        "%(text)s", "Your own suggestion takes your yes too", "/book/p/%(key)s", "file-diff"
    ),
    Asks.SLIP: RowWords("%(text)s", "", "/note/slip/%(id)s", "message-circle"),
    Asks.PERMISSION: RowWords("%(text)s", "%(name)s asks you", "/plans/asked/%(key)s", "hand"),
    Asks.DIRECTION: RowWords(
        "%(text)s", "%(name)s asks this of you", "/plans/asked/%(key)s", "arrow-right"
    ),
    Asks.LOOK_AGAIN: RowWords(
        "%(text)s", "You gave this. Does it still fit?", "/plans/asked/%(key)s", "eye"
    ),
    Asks.TREAT: RowWords(
        "%(text)s", "%(name)s offers it freely", "/plans/asked/%(key)s", "hand-heart"
    ),
    Asks.WINDOW: RowWords(
        "%(name)s would like a window with you",
        "It opens only if you both want it",
        "/house/hours",
        "clock",
    ),
    Asks.RESET: RowWords(
        "The way back you agreed on",
        "%(name)s would like it. Only if you want it too.",
        "/renew",
        "rotate-ccw",
    ),
    Asks.READ_AGAIN: RowWords(
        "%(text)s", "To be read again, with what is due beside it", "/book", "book-open"
    ),
    Asks.CHECK_IN: RowWords(
        "This week's check-in", "Shown once you have both answered", "/check", "mail"
    ),
    Asks.WORD: RowWords(
        "%(name)s suggests a word: %(text)s",
        "It takes both of you. No answer changes nothing.",
        "/set/words/%(id)s",
        "pen-line",
    ),
}

IN_ROLE = (Asks.PERMISSION, Asks.DIRECTION, Asks.TREAT)
"""What comes of the roles, so that whoever asks may be called by their title."""

WITHOUT_WORDS = {
    Asks.TALK: "A talk",
}
"""What a row is called where whoever asked gave no words."""

STEPS: Mapping[Step, str] = {
    Step.ANSWER: "%(name)s asks about it. Take your time.",
    Step.WEIGH: "It is answered, and waits for what you make of it",
    Step.OFFER: "Offer what you agreed, or let it rest",
    Step.TAKE_OR_LEAVE: "%(name)s offers an agreed response. Not now closes it.",
    Step.BEGIN: "You accepted. Begin when you are ready, or not.",
    Step.FINISH: "Say when it is done, or break off",
    Step.CARE: "It is over. Is care wanted?",
    Step.CLOSE: "It can be closed for good",
}
"""What a slip waits for, by the step."""

PART_RESTS = "Coming back to %(text)s"


class Shown(Value, frozen=True):
    """One row as somebody reads it."""

    title: str
    meta: str
    address: str
    symbol: str


def shown(visit: Visit, row: Row) -> Shown:
    """Return a row in words."""
    known, words = ROWS[row.asks], visit.words
    other = visit.other
    name = visit.called(other.id) if row.asks in IN_ROLE else other.name
    places = {"name": name, "text": _text(visit, row), "id": row.id, "key": key(row.id)}
    title = PART_RESTS if row.asks is Asks.RESUME and row.id else known.title
    meta = known.meta if row.step is None else STEPS[row.step]
    return Shown(
        words.say(title, **places),
        words.say(meta, **places) if meta else "",
        known.address % places,
        known.symbol,
    )


def _text(visit: Visit, row: Row) -> str:
    """Return the beginning of what a row is about, and of how much more it is."""
    if row.at is not None:
        day, time = visit.times.weekday(row.at), visit.times.time(row.at)
        return visit.words.say("%(day)s, %(time)s", day=day, time=time)
    about = words_of(visit.state, row, visit.moment)
    if not about:
        return visit.words.plain(WITHOUT_WORDS.get(row.asks, ""))
    first = brief(about[0])
    more = len(about) - 1
    if not more:
        return first
    return visit.words.say("%(text)s, and more (%(num)s)", text=first.removesuffix("."), num=more)


def brief(text: str, longest: int = LONGEST_TITLE) -> str:
    """Return the beginning of what somebody wrote, cut between two words."""
    line, _, rest = text.strip().partition("\n")
    if len(line) <= longest:
        return f"{line} …" if rest else line
    return f"{line[:longest].rpartition(' ')[0] or line[:longest]} …"
