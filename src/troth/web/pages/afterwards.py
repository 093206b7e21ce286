"""After a reset: of each line, each of the two says whether to keep it, change it or let it go."""

from collections.abc import Mapping

from troth.domain.agreement.state import all_in_force
from troth.domain.kernel import ClauseId, MemberId, Value
from troth.domain.resets.commands import ReaffirmClause
from troth.domain.resets.events import Wish
from troth.domain.resets.state import DoneReset
from troth.projections.book import document
from troth.web.addresses import key
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

WISHES: Mapping[Wish, str] = {
    Wish.KEEP: "Keep",
    Wish.CHANGE: "Change",
    Wish.DROP: "Let go",
}
WISH_WANTED = "Choose whether to keep it, change it, or let it go."

PAGE_LENGTH = 8
"""Lines on one page: each has three buttons, and a page stays light."""


class Line(Value, frozen=True):
    """One line, and what each would do with it, as far as they have said."""

    clause: ClauseId
    number: str
    text: str
    own: Wish | None
    other: Wish | None


def lines(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show the lines in force, some at a time, with what each would do with them."""
    name = visit.other.name
    last = visit.state.resets.last
    found = [] if last is None else _lines(visit, last)
    page = form.number("page") or 1
    first = max(page - 1, 0) * PAGE_LENGTH
    return visit.show(
        "renew_lines.html",
        form,
        here="talk",
        last=last,
        other=name,
        lines=found[first : first + PAGE_LENGTH],
        page=page,
        has_later=len(found) > first + PAGE_LENGTH,
        wishes=[(each.value, visit.words.plain(said)) for each, said in WISHES.items()],
        said=WISHES,
        key=key,
    )


def wish(visit: Visit, form: Form) -> Answered:
    """Keep what somebody would do with one line; letting it go withdraws from it at once."""
    last = visit.state.resets.last
    known = {key(each.clause): each.clause for each in _lines(visit, last)} if last else {}
    chosen = form.one_of("line", known)
    meant = form.choice("wish", Wish)
    if last is None or not chosen or meant is None:
        if not form.has("page"):
            form.want("", visit.words.plain(WISH_WANTED))
        return lines(visit, form)
    if visit.act(form, ReaffirmClause(last.id, known[chosen], meant)) is None:
        return lines(visit, form)
    return visit.go("/renew/lines", Told.WITHDREW if meant is Wish.DROP else Told.WISHED)


def _lines(visit: Visit, last: DoneReset) -> list[Line]:
    """Return the lines in force by their numbers, those nobody has spoken of first."""
    in_force = {
        each.terms.clause for each in all_in_force(visit.state.ground.agreement, visit.moment.at)
    }
    sections = document(visit.state.ground, visit.moment).sections
    found = [
        _line(visit, entry.clause, (entry.number, entry.text), last.wishes.get(entry.clause, {}))
        for section in sections
        for entry in section.entries
        if entry.clause in in_force
    ]
    return sorted(found, key=lambda each: each.own is not None)


def _line(
    visit: Visit, clause: ClauseId, shown: tuple[str, str], said: Mapping[MemberId, Wish]
) -> Line:
    return Line(clause, *shown, said.get(visit.member), said.get(visit.other.id))


ROUTES = (
    shows("/renew/lines", Visit, lines),
    takes("/renew/lines", Visit, wish),
)
