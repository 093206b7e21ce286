"""What is proposed as somebody reads it: each line before and after, and what it would come to."""

from msgspec.structs import replace

from troth.domain.agreement.drafting import drafts_of
from troth.domain.agreement.events import Adopt, ConsentStatus, Item
from troth.domain.agreement.state import Proposal, in_force
from troth.domain.agreement.terms import NEVER_LAPSE, Category, Terms
from troth.domain.kernel import ClauseId, MemberId, Value
from troth.projections.book import document
from troth.projections.differences import ClauseChange
from troth.projections.proposals import ProposalReading, read_proposal
from troth.web.clauses.around import Around, around, opening
from troth.web.clauses.saying import Changed, Part, changed_parts, kind_name, parts
from troth.web.finding import find
from troth.web.visit import Visit

ENOUGH = 4
"""Lines from which on something is said once for all of them, rather than under each."""


class ProposedLine(Value, frozen=True):
    """One line of a proposal: what it is now, what it would be, and in which parts it differs."""

    clause: ClauseId
    number: str
    kind: str
    change: ClauseChange
    before: Terms | None
    after: Terms | None
    parts: tuple[Part, ...]
    changed: tuple[Changed, ...]

    @property
    def opening(self) -> str:
        """How the line begins."""
        terms = self.after or self.before
        return "" if terms is None else opening(terms.text)

    @property
    def is_intimate(self) -> bool:
        """Whether it is agreed with more care than everyday things are."""
        return self.after is not None and self.after.category is not Category.ORDINARY


class Proposed(Value, frozen=True):
    """A proposal as one of the two reads it; when its lines run out is said once, if it can be."""

    proposal: Proposal
    reading: ProposalReading
    lines: tuple[ProposedLine, ...]
    shared: tuple[Part, ...]

    @property
    def put(self) -> tuple[ProposedLine, ...]:
        """The lines that were put forward, without those that are carried along unchanged."""
        return tuple(each for each in self.lines if not each.change.is_repinned)

    @property
    def carried(self) -> tuple[ProposedLine, ...]:
        """Lines whose words stay as they are, on the new meaning of what they rest on."""
        return tuple(each for each in self.lines if each.change.is_repinned)

    @property
    def is_intimate(self) -> bool:
        """Whether it is about something intimate; it is then always one line by itself."""
        return any(each.is_intimate for each in self.put)

    @property
    def is_new_intimate(self) -> bool:
        """Whether a day passes between the second word and the beginning."""
        terms = (each.after for each in self.put)
        return any(each is not None and each.category is Category.NEW_INTIMATE for each in terms)

    @property
    def terms(self) -> tuple[Terms, ...]:
        """The wordings that were put forward."""
        return tuple(each for each in drafts_of(self.proposal.items) if isinstance(each, Terms))

    def has_agreed(self, member: MemberId) -> bool:
        """Tell whether somebody has agreed to exactly these words."""
        return self.reading.consents.get(member) is ConsentStatus.GIVEN


def read_one(visit: Visit, at: str) -> Proposed:
    """Return one open proposal; raises NoSuchThing for an address of none."""
    proposals = visit.state.ground.agreement.proposals
    return _read(visit, proposals[find(at, proposals)], numbers(visit))


def read_all(visit: Visit) -> tuple[Proposed, ...]:
    """Return every open proposal, the oldest first."""
    known = numbers(visit)
    found = visit.state.ground.agreement.proposals.values()
    in_order = sorted(found, key=lambda each: (each.opened_at, each.id))
    return tuple(_read(visit, each, known) for each in in_order)


def numbers(visit: Visit) -> dict[ClauseId, str]:
    """Return the number of every line of the agreement as it is read now."""
    sections = document(visit.state.ground, visit.moment).sections
    return {each.clause: each.number for section in sections for each in section.entries}


def _read(visit: Visit, proposal: Proposal, known: dict[ClauseId, str]) -> Proposed:
    reading = read_proposal(visit.state.ground, proposal, visit.moment)
    drafts = (each for each in drafts_of(proposal.items) if isinstance(each, Terms))
    ar = around(visit, tuple(drafts))
    both = zip(proposal.items, reading.changes, strict=True)
    lines = tuple(_line(visit, ar, item, change) for item, change in both)
    shared = _shared(lines)
    shown = tuple(_without(each, shared, known.get(each.clause, "")) for each in lines)
    return Proposed(proposal, reading, shown, shared)


def _line(visit: Visit, ar: Around, item: Item, change: ClauseChange) -> ProposedLine:
    held = in_force(visit.state.ground.agreement, change.clause, visit.moment.at)
    before = None if held is None else held.terms
    after = item.wording.terms if isinstance(item, Adopt) else None
    known = after or before
    return ProposedLine(
        clause=change.clause,
        number="",
        kind="" if known is None else kind_name(known, ar),
        change=change,
        before=before,
        after=after,
        parts=parts(after, ar) if after is not None and before is None else (),
        changed=changed_parts(before, after, ar) if before and after else (),
    )


def _shared(lines: tuple[ProposedLine, ...]) -> tuple[Part, ...]:
    """Return when new lines run out, where there are several and it is the same for each."""
    new = (each for each in lines if each.after is not None and each.before is None)
    terms = [
        tuple(part for part in each.parts if part.is_term)
        for each in new
        if each.after is not None and not isinstance(each.after.body, NEVER_LAPSE)
    ]
    return terms[0] if len(terms) >= ENOUGH and len(set(terms)) == 1 else ()


def _without(line: ProposedLine, shared: tuple[Part, ...], number: str) -> ProposedLine:
    kept = tuple(part for part in line.parts if part not in shared)
    return replace(line, number=number, parts=kept)
