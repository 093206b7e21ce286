"""What a row that waits is about, in the couple's own words: names are short, and say little."""

from troth.domain.agreement.drafting import drafts_of
from troth.domain.agreement.events import Repeal
from troth.domain.agreement.state import latest
from troth.domain.conduct.events import BreachId
from troth.domain.decider import State
from troth.domain.kernel import ClauseId, Moment, ProposalId
from troth.projections.slips import slip
from troth.projections.waiting import Asks, Row


def words_of(state: State, row: Row, moment: Moment) -> tuple[str, ...]:
    """Return the words of everything a row is about; nothing for what has no words of theirs."""
    match row.asks:
        case Asks.PROPOSAL | Asks.OWN_PROPOSAL:
            return _proposed(state, ProposalId(row.id))
        case Asks.SLIP:
            breach = state.conduct.breaches.breaches[BreachId(row.id)]
            about = slip(state, breach, breach.bearer, moment)
            return (about.words or about.name,)
        case Asks.READ_AGAIN:
            return (clause_words(state, ClauseId(row.id)),)
        case _:
            return (row.text,) if row.text else ()


def _proposed(state: State, id_: ProposalId) -> tuple[str, ...]:
    drafts = drafts_of(state.ground.agreement.proposals[id_].items)
    return tuple(
        clause_words(state, each.clause) if isinstance(each, Repeal) else each.text
        for each in drafts
    )


def clause_words(state: State, clause: ClauseId) -> str:
    """Return the words a line of the agreement has, or had last; its name where it has none."""
    known = latest(state.ground.agreement, clause)
    return str(clause) if known is None else known.terms.text
