"""Making entries, and the checks that show a row of entries to be a whole, signed chain."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from troth.application.grants import FalseGrant, admitted
from troth.application.headers import ENTRY_TAG, Header, link_of, parse_header, write_header
from troth.application.ports import (
    BODY_BYTES,
    EMPTY,
    Author,
    ChainId,
    Entry,
    Fault,
    Head,
    OperationId,
    Progress,
    Sealed,
    Verdict,
)
from troth.crypto.keys import KeyId, is_signed
from troth.domain.kernel import Value

PROGRESS_ENTRIES = 500
"""How often progress is told: ten times a second or so, which reads as steady."""


class Claim(Value, frozen=True):
    """What a chain says of itself: its name, where it ends, and who may write in it.

    `after` is a head that was seen before: what is checked begins there.
    """

    chain: ChainId
    head: Head
    grants: tuple[bytes, ...]
    after: Head = EMPTY


def make_entry(chain: ChainId, head: Head, op: OperationId, act: tuple[Sealed, Author]) -> Entry:
    """Make and sign the entry that follows a head.

    Raises ValueError for an operation name that no header may hold, or a body too large.
    """
    sealed, author = act
    if len(sealed.structure) + len(sealed.words or b"") > BODY_BYTES:
        raise ValueError(f"An entry's body may have at most {BODY_BYTES} bytes.")
    header = write_header(
        Header(
            v=1,
            chain=chain,
            seq=head.seq + 1,
            prev=head.link.hex(),
            epoch=sealed.epoch,
            akid=author.id,
            ph=sha256(sealed.structure).hexdigest(),
            wh="" if sealed.words is None else sha256(sealed.words).hexdigest(),
            op=op,
        )
    )
    link = link_of(header)
    signature = author.sign(ENTRY_TAG + link)
    return Entry(head.seq + 1, op, header, sealed.structure, sealed.words, link, signature)


def fault_of(chain: ChainId, entry: Entry) -> Fault | None:
    """Name what is wrong with an entry by itself, wherever it stands in the chain.

    Its signature is not looked at: that takes longer than all the rest, and `verify` does it.
    """
    found = _vouched(chain, entry)
    return found if isinstance(found, Fault) else None


class Check:
    """One walk along a chain: where it has come to, and what it has met."""

    def __init__(self, claim: Claim, authors: Mapping[KeyId, bytes]) -> None:
        self.chain = claim.chain
        self.at = claim.after
        self.erased = 0
        self._authors = authors
        self._seen = set[OperationId]()

    def step(self, entry: Entry) -> Fault | None:
        """Check the next entry, and move on to it if nothing is wrong."""
        found = _vouched(self.chain, entry)
        if isinstance(found, Fault):
            return found
        fault = self._misplaced(entry, found) or self._falsely_signed(entry, found)
        if fault is None:
            self._seen.add(entry.op)
            self.at = Head(entry.seq, entry.link)
            self.erased += found.wh != "" and entry.words is None
        return fault

    def _misplaced(self, entry: Entry, header: Header) -> Fault | None:
        if entry.op in self._seen:
            return Fault.REPEATED_OPERATION
        if entry.seq != self.at.seq + 1:
            return Fault.GAP if entry.seq > self.at.seq else Fault.OUT_OF_ORDER
        return None if header.prev == self.at.link.hex() else Fault.BROKEN_LINK

    def _falsely_signed(self, entry: Entry, header: Header) -> Fault | None:
        public = self._authors.get(KeyId(header.akid))
        if public is None:
            return Fault.UNKNOWN_AUTHOR
        is_right = is_signed(public, ENTRY_TAG + entry.link, entry.signature)
        return None if is_right else Fault.FALSE_SIGNATURE


def verify(claim: Claim, entries: Iterable[Entry], progress: Progress | None = None) -> Verdict:
    """Check that entries lead from a chain's beginning, or a head seen, to its head.

    They are read once. Entries missing at the end show only against a head kept elsewhere; one
    stored beside the entries shows what was lost by accident, not what was removed with it.
    """
    try:
        authors = {each.id: each.public for each in admitted(claim.chain, claim.grants)}
    except FalseGrant:
        return Verdict(0, Fault.FALSE_GRANT)
    check = Check(claim, authors)
    for entry in entries:
        fault = check.step(entry)
        if fault is not None:
            return Verdict(check.at.seq, fault, check.at.seq + 1, check.erased)
        if progress is not None and check.at.seq % PROGRESS_ENTRIES == 0:
            progress(check.at.seq)
    fault = _fault_of_end(check.at, claim.head)
    return Verdict(check.at.seq, fault, None if fault is None else check.at.seq + 1, check.erased)


def _vouched(chain: ChainId, entry: Entry) -> Header | Fault:
    header = parse_header(entry.header)
    if link_of(entry.header) != entry.link:
        return Fault.CHANGED_HEADER
    if header is None:
        return Fault.UNREADABLE_HEADER
    if header.chain != chain:
        return Fault.WRONG_CHAIN
    if (header.seq, header.op) != (entry.seq, entry.op):
        return Fault.MISFILED
    if sha256(entry.structure).hexdigest() != header.ph:
        return Fault.CHANGED_BODY
    is_changed = entry.words is not None and sha256(entry.words).hexdigest() != header.wh
    return Fault.CHANGED_WORDS if is_changed else header


def _fault_of_end(at: Head, head: Head) -> Fault | None:
    if at.seq < head.seq:
        return Fault.CUT_SHORT
    return None if at == head else Fault.HEAD_DIFFERS
