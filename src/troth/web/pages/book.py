"""The book: the one text both can read aloud, and what is proposed in the places it belongs."""

from collections.abc import Mapping

from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import ClauseId
from troth.projections.book import Document, Mark, document
from troth.web.clauses.proposed import Proposed, read_all
from troth.web.routes import Answered, shows
from troth.web.visit import Visit

NEVER_CHANGES = (
    "Either of us can pause, stop or leave, at any moment and without a reason.",
    "Either of us can withdraw from any line, at once and alone.",
    "Either of us can speak about anything, and is heard.",
    "Neither of us is ever worse off for having done so.",
    "A line holds while both of us say yes to exactly its words, and for no longer.",
    "Each of us decides about our own body and our own rights.",
)
"""What no version can alter, as the couple reads it; the whole of it is under Help."""


def book(visit: Visit) -> Answered:
    """Show the agreement as a document."""
    ground = visit.state.ground
    whole = document(ground, visit.moment)
    proposed = read_all(visit) if visit.others else ()
    now = phase(ground.dynamic, visit.moment.at)
    return visit.show(
        "book.html",
        here="book",
        whole=whole,
        proposed=proposed,
        in_place=_in_place(proposed),
        tagged=_tagged(whole),
        never=NEVER_CHANGES,
        has_ended=now is Phase.ENDED,
    )


def _in_place(proposed: tuple[Proposed, ...]) -> Mapping[ClauseId, list[Proposed]]:
    """Return what is proposed for each line, to be shown where the line stands."""
    found: dict[ClauseId, list[Proposed]] = {}
    for each in proposed:
        for line in each.put:
            found.setdefault(line.clause, []).append(each)
    return found


def _tagged(whole: Document) -> frozenset[ClauseId]:
    """Return the lines that are marked; what all lines share is said once, above them."""
    said = {None, Mark.OVER} if whole.trial_until is None else {None, Mark.OVER, Mark.TRIAL}
    entries = (each for section in whole.sections for each in section.entries)
    return frozenset(each.clause for each in entries if each.mark not in said)


ROUTES = (shows("/book", Visit, book),)
