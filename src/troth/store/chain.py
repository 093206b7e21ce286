"""Making entries, and the checks that show a row of entries to be a whole, signed chain."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from troth.application.grants import FalseGrant, admitted
from troth.application.headers import ENTRY_TAG, Header, link_of, parse_header, write_header
from troth.application.ports import (
    BODY_BYTES,
    EMPTY,
    PROGRESS_ENTRIES,
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
from troth.crypto.keys import KeyId
from troth.domain.kernel import Value
from troth.store.signatures import Signature, Signatures, checking


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

    def __init__(self, claim: Claim, authors: Mapping[tuple[int, KeyId], bytes]) -> None:
        self.chain = claim.chain
        self.at = claim.after
        self.epoch = 0
        self.erased = list[int]()
        self._authors = authors
        self._seen = set[OperationId]()

    def step(self, entry: Entry) -> Fault | Signature:
        """Check the next entry and move on to it; what is left to check is its signature."""
        found = _vouched(self.chain, entry)
        if isinstance(found, Fault):
            return found
        fault = self._misplaced(entry, found)
        if fault is not None:
            return fault
        public = self._authors.get((found.epoch, KeyId(found.akid)))
        if public is None:
            return Fault.UNKNOWN_AUTHOR
        self.epoch = found.epoch
        self._seen.add(entry.op)
        self.at = Head(entry.seq, entry.link)
        self.erased += [entry.seq] if found.wh and entry.words is None else []
        return entry.seq, public, entry.link, entry.signature

    def verdict(self, fault: Fault | None, seq: int) -> Verdict:
        """Return what was found, up to and including an entry that is at fault, if any is."""
        erased = sum(each < seq for each in self.erased)
        return Verdict(seq - 1, fault, None if fault is None else seq, erased)

    def _misplaced(self, entry: Entry, header: Header) -> Fault | None:
        if entry.op in self._seen:
            return Fault.REPEATED_OPERATION
        if entry.seq != self.at.seq + 1:
            return Fault.GAP if entry.seq > self.at.seq else Fault.OUT_OF_ORDER
        if header.prev != self.at.link.hex():
            return Fault.BROKEN_LINK
        return Fault.OLDER_KEY if header.epoch < self.epoch else None


def verify(claim: Claim, entries: Iterable[Entry], progress: Progress | None = None) -> Verdict:
    """Check that entries lead from a chain's beginning, or a head seen, to its head.

    They are read once. Entries missing at the end show only against a head kept elsewhere; one
    stored beside the entries shows what was lost by accident, not what was removed with it.
    """
    try:
        authors = _authors(claim)
    except FalseGrant:
        return Verdict(0, Fault.FALSE_GRANT)
    check = Check(claim, authors)
    with checking(claim.head.seq - claim.after.seq) as signatures:
        fault = _walked(check, entries, signatures, progress)
        false = signatures.finish()
    if false is not None:
        return check.verdict(Fault.FALSE_SIGNATURE, false)
    return check.verdict(fault or _fault_of_end(check.at, claim.head), check.at.seq + 1)


def _authors(claim: Claim) -> dict[tuple[int, KeyId], bytes]:
    """Return the public keys of those admitted, by the epoch they may write in."""
    grants = admitted(claim.chain, claim.grants)
    places = [(each.epoch, each.member) for each in grants]
    if places != sorted(set(places)):
        raise FalseGrant
    return {(each.writes_in, each.id): each.public for each in grants}


def _walked(
    check: Check, entries: Iterable[Entry], signatures: Signatures, progress: Progress | None
) -> Fault | None:
    """Walk to the end, or to the first fault; signatures are checked on the way."""
    for entry in entries:
        found = check.step(entry)
        if isinstance(found, Fault):
            return found
        signatures.put(found)
        if signatures.false is not None:
            return None
        if progress is not None and entry.seq % PROGRESS_ENTRIES == 0:
            progress(entry.seq)
    return None


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
