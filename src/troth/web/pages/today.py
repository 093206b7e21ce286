"""Today: where things stand, what waits, what each keeps."""

from troth.application.sealed import own_answers
from troth.domain.checkins import Answer, RoundId
from troth.projections.today import today as read_today
from troth.projections.waiting import Viewing
from troth.web.routes import Answered, shows
from troth.web.visit import Visit

GREETINGS = (
    (5, "Good evening, %(name)s"),
    (12, "Good morning, %(name)s"),
    (18, "Good afternoon, %(name)s"),
    (24, "Good evening, %(name)s"),
)
"""Until which hour one is greeted how."""

CHECK_INS = "check-in/"
"""How the names of one's own sealed answers to check-ins begin; the round follows."""


def today(visit: Visit) -> Answered:
    """Show today."""
    greeting = visit.words.say(_greeting(visit), name=visit.me.name)
    read = read_today(visit.state, Viewing(visit.member, visit.moment, _answered(visit)))
    return visit.show("today.html", here="today", read=read, greeting=greeting)


def _greeting(visit: Visit) -> str:
    hour = visit.times.local(visit.moment.at).hour
    return next(said for until, said in GREETINGS if hour < until)


def _answered(visit: Visit) -> frozenset[RoundId]:
    """Return the check-ins this person has answered; nobody else's are looked at."""
    answers = own_answers(visit.world, visit.chain, CHECK_INS, Answer)
    return frozenset(RoundId(name.removeprefix(CHECK_INS)) for name in answers)


ROUTES = (shows("/today", Visit, today),)
