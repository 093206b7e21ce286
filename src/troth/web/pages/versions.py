"""Versions: what made each of them, and any two side by side."""

from troth.application.wordings import Version, as_of, versions
from troth.domain.agreement.events import Adopt
from troth.domain.agreement.state import AgreementState, latest
from troth.domain.agreement.terms import Terms
from troth.domain.kernel import ClauseId, Value
from troth.projections.differences import ClauseChange, changes_between
from troth.web.clauses.around import Around, around, opening
from troth.web.clauses.saying import Changed, changed_parts
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.visit import Visit

BOTH_WANTED = "Choose two versions."
DIFFERENT_WANTED = "Choose two different versions."

PAGE = 20
"""Versions on one page; earlier ones stand on the next."""


class Made(Value, frozen=True):
    """One version as it is read: its lines by how they begin, and what became of them."""

    version: Version
    adopted: tuple[str, ...]
    taken_out: tuple[str, ...]


class Compared(Value, frozen=True):
    """One line that differs between two versions."""

    change: ClauseChange
    before: Terms | None
    after: Terms | None
    changed: tuple[Changed, ...]


def list_versions(visit: Visit, form: Form = EMPTY) -> Answered:
    """List the versions, the newest first."""
    start = form.number("from") or 0
    found = versions(visit.world, visit.chain, start, PAGE)
    made = tuple(map(_made, found))
    more = start + PAGE if found and found[-1].number > 1 else None
    return visit.show(
        "versions.html",
        form,
        here="book",
        made=made,
        more=more,
        newest=start == 0,
        count=start + len(found),
    )


def compare(visit: Visit, form: Form) -> Answered:
    """Show two versions side by side; or, of a long list, its next page."""
    if not form.has("before") and form.has("from"):
        return list_versions(visit, form)
    chosen = _chosen(visit, form)
    found = {} if chosen is None else as_of(visit.world, visit.chain, chosen)
    if chosen is None or len(found) < len(chosen):
        if not form.wanting:
            form.want("before", visit.words.plain(BOTH_WANTED))
        return list_versions(visit, form)
    old, new = (found[number] for number in chosen)
    moments = visit.moment.moved(old.at), visit.moment.moved(new.at)
    both, beside = (old.agreement, new.agreement), around(visit)
    lines = tuple(_compared(each, both, beside) for each in changes_between(*both, moments))
    return visit.show(
        "compare.html",
        here="book",
        old=chosen[0],
        new=chosen[1],
        lines=lines,
        days=(old.at, new.at),
    )


def _chosen(visit: Visit, form: Form) -> tuple[int, int] | None:
    """Return the numbers that were chosen, the older first; None where two are still wanted."""
    before, after = form.number("before"), form.number("after")
    if before is None or after is None:
        return None
    if before == after:
        form.want("after", visit.words.plain(DIFFERENT_WANTED))
        return None
    return min(before, after), max(before, after)


def _made(version: Version) -> Made:
    adopted = tuple(
        opening(item.wording.terms.text)
        for item in version.items
        if isinstance(item, Adopt) and not item.repinned
    )
    return Made(version, adopted, tuple(map(opening, version.gone)))


def _compared(
    change: ClauseChange, both: tuple[AgreementState, AgreementState], beside: Around
) -> Compared:
    before, after = (_terms(each, change.clause) for each in both)
    is_changed = not change.is_new and not change.is_repealed and before and after
    changed = changed_parts(before, after, beside) if is_changed and before and after else ()
    return Compared(change, before, after, changed)


def _terms(agreement: AgreementState, clause: ClauseId) -> Terms | None:
    held = latest(agreement, clause)
    return None if held is None else held.terms


ROUTES = (
    shows("/book/versions", Visit, list_versions),
    takes("/book/versions", Visit, compare),
)
