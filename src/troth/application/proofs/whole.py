"""Whether everybody who writes in a record could still log in: no key is needed to tell.

A chain vouches for its entries, and a digest for each other row that is there. Neither misses a row
that is gone: a record can be unbroken from its first entry to its last, and open to nobody.
"""

from collections.abc import Iterator

from troth.application.accounts.account import SALT_KEY
from troth.application.grants import FalseGrant, admitted
from troth.application.ports import ChainId, Directory, Shelf, Store, StoreDamaged
from troth.application.private.notes import notes_chain
from troth.domain.kernel import MemberId

NO_SALT = "What the names of accounts are found by is gone (the row name-salt): nobody can log in."
NO_ACCOUNT = "The account of {member} is gone, who writes in {chain}: they cannot log in."
NO_KEYRING = "The keyring of {member} is gone, who writes in {chain}: nothing opens for them."
NO_GRANT = "The grant of {member} to {chain} is gone: they cannot write there."


def check_people(store: Store) -> None:
    """Raise StoreDamaged, naming what is gone and whose it was, if somebody could not come in.

    Grants that do not follow from each other are named by `verify`.
    """
    for chain in store.chains():
        for member in _members(store, chain):
            with store.finding() as directory:
                _check(directory, chain, member)
            own = notes_chain(member)
            if member not in _members(store, own):
                raise StoreDamaged(NO_GRANT.format(member=member, chain=own))


def _members(store: Store, chain: ChainId) -> tuple[MemberId, ...]:
    with store.reading(chain) as reading:
        try:
            grants = admitted(chain, reading.grants())
        except FalseGrant:
            return ()
    return tuple(dict.fromkeys(each.member for each in grants))


def _check(directory: Directory, chain: ChainId, member: MemberId) -> None:
    for says in _missing(directory, member):
        raise StoreDamaged(says.format(member=member, chain=chain))


def _missing(directory: Directory, member: MemberId) -> Iterator[str]:
    if directory.card(Shelf.STORE, SALT_KEY) is None:
        yield NO_SALT
    if not directory.cards(Shelf.ACCOUNT, member):
        yield NO_ACCOUNT
    if directory.card(Shelf.KEYRING, member) is None:
        yield NO_KEYRING
