"""Plain acts to write: numbered, so that whoever reads them back knows what they should be."""

from troth.application.ports import ChainId, Entry, OperationId, Store
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


def append(store: Store, number: int, chain: ChainId = OURS) -> Entry:
    """Append an act, and a snapshot that names it."""
    with store.acting(chain) as transaction:
        return transaction.append(operation(number), body(number), state(number))
