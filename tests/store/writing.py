"""Plain acts to write: numbered, so that whoever reads them back knows what they should be."""

from tests.keys import identity, keys_of
from troth.application.ports import ChainId, Entry, OperationId, Sealed, Store, Transaction
from troth.domain.kernel import MemberId

ASH, WREN = MemberId("ash"), MemberId("wren")
OURS, STRANGERS = ChainId("ash-and-wren"), ChainId("strangers")


def operation(number: int) -> OperationId:
    """Name the operation of an act."""
    return OperationId(f"{number:032x}")


def body(number: int) -> bytes:
    """Write the body of an act: of many sizes, each different."""
    return b"act %d " % number * (1 + 29 * number % 700)


def state(number: int) -> bytes:
    """Write the state an act leads to: longer than a page, as a real one is."""
    return b"state %d " % number * 700


def words(number: int) -> bytes | None:
    """Write the words of an act: every other act has some."""
    return b"words of act %d " % number if number % 2 else None


def sealed(number: int) -> Sealed:
    """Return an act as the store sees it: sealed or not, it is bytes."""
    return Sealed(1, body(number), words(number))


def write(transaction: Transaction, number: int, snapshot: bytes) -> Entry:
    """Append an act inside a transaction; Ash and Wren sign in turn."""
    author = identity((ASH, WREN)[number % 2])
    return transaction.append(operation(number), sealed(number), snapshot, author)


def append(store: Store, number: int, chain: ChainId = OURS) -> Entry:
    """Append an act, and a snapshot that names it."""
    with store.acting(chain) as transaction:
        return write(transaction, number, state(number))


def is_act(entry: Entry, number: int) -> bool:
    """Tell whether an entry holds just what an act of this number was written with."""
    return (entry.op, entry.structure, entry.words) == (
        operation(number),
        body(number),
        words(number),
    )


def admit(store: Store, *chains: ChainId) -> None:
    """Let Ash and Wren write in chains, so that their signatures count."""
    for chain in chains:
        keys_of(store, chain)
