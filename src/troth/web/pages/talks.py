"""Talks: what either asked to talk about, and asking; nobody can turn a talk down."""

from troth.domain.agreement.state import all_in_force
from troth.domain.kernel import Value
from troth.domain.sessions.state import next_session
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import About, TalkId, Thing, Urgency
from troth.projections.talks import talks as read_talks
from troth.web.addresses import key
from troth.web.finding import find
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.rows import brief
from troth.web.talk_words import HOW_SOON, meta, talk_address, title, told
from troth.web.told import Told
from troth.web.visit import Visit

SOON_WANTED = "Choose how soon."

SHOWN_OVER = 5
"""Closed talks shown beneath the open ones; the others stand in the history."""

PAGE_LENGTH = 15
"""Open talks on one page; there is no ceiling on asking, so the list can grow."""

LONGEST_CHOICE = 60
"""Letters of a thing in the list of what a talk can be about: one line of a phone."""


class Named(Value, frozen=True):
    """Something a talk can be about: what stands for it in the form, and its words.

    `is_common`: it is offered to choose; anything else is led here from its own page.
    """

    value: str
    words: str
    thing: About
    is_common: bool


def talks(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show the talks there are: what waits for whoever looks comes first."""
    name = visit.other.name
    read = read_talks(visit.state, visit.member, visit.moment)
    page = form.number("page") or 1
    first = max(page - 1, 0) * PAGE_LENGTH
    return visit.show(
        "talks.html",
        form,
        here="talk",
        read=read,
        other=name,
        others=read.others[first : first + PAGE_LENGTH],
        over=read.over[:SHOWN_OVER],
        page=page,
        has_later=len(read.others) > first + PAGE_LENGTH,
        address=talk_address,
        title=lambda talk: title(visit, talk),
        meta=lambda each: meta(visit, each),
    )


def new_talk(visit: Visit, form: Form = EMPTY) -> Answered:
    """Offer to ask for a talk."""
    name = visit.other.name
    plan = next_session(visit.state.sessions, visit.state.ground, visit.moment)
    hints = {
        Urgency.NOW: visit.words.say(
            "%(name)s says within a day that they have seen it", name=name
        ),
        Urgency.SOON: visit.words.say("%(name)s says so within two days", name=name),
        Urgency.NEXT_SESSION: "" if plan is None else visit.times.moment(plan.at),
    }
    known = (each for each in _things(visit) if each.is_common or each.value == form["about"])
    offered = [(each.value, each.words) for each in known]
    return visit.show(
        "talk_new.html",
        form,
        here="talk",
        soon=[(kind, visit.words.plain(said), hints[kind]) for kind, said in HOW_SOON.items()],
        things=[("", visit.words.plain("Nothing in particular")), *offered],
    )


def new_about(visit: Visit, at: str) -> Answered:
    """Offer to ask for a talk about one thing, where its page leads here."""
    about = find(at, [each.value for each in _things(visit)])
    return new_talk(visit, Form((("about", about),)))


def ask(visit: Visit, form: Form) -> Answered:
    """Keep that somebody wants to talk."""
    urgency = form.choice("soon", Urgency, visit.words.plain(SOON_WANTED))
    named = next((each.thing for each in _things(visit) if each.value == form["about"]), None)
    if urgency is None:
        return new_talk(visit, form)
    id_ = TalkId(form.new_id("t"))
    command = AskToTalk(id_, urgency, form.text("topic"), named, form["footing"] == "role")
    if visit.act(form, command) is None:
        return new_talk(visit, form)
    return visit.go(talk_address(id_), Told.ASKED)


def _things(visit: Visit) -> list[Named]:
    """Return what a talk can be about: open questions and lines in force, then all else."""
    known, agreement = visit.state.decisions, visit.state.ground.agreement
    common = [About(Thing.MATTER, id_) for id_ in known.matters]
    lines = all_in_force(agreement, visit.moment.at)
    common += [About(Thing.CLAUSE, each.terms.clause) for each in lines]
    others = [About(Thing.MATTER, id_) for id_ in known.decisions]
    others += [About(Thing.CLAUSE, id_) for id_ in agreement.clauses]
    others += [About(Thing.BREACH, id_) for id_ in visit.state.conduct.breaches.breaches]
    return [
        Named(key(each.name), _words(visit, each), each, is_common=each in common)
        for each in dict.fromkeys((*common, *others))
    ]


def _words(visit: Visit, thing: About) -> str:
    said = told(visit, thing)
    return f"{said.kind}: {brief(said.words, LONGEST_CHOICE)}"


ROUTES = (
    shows("/talk", Visit, talks),
    takes("/talk", Visit, talks),
    shows("/talk/new", Visit, new_talk),
    takes("/talk/new", Visit, ask),
    shows("/talk/new/{at:str}", Visit, new_about),
)
