"""Whether everybody who writes in a record could still log in: no key is needed to tell.

A chain vouches for its entries, and a digest for each other row that is there. Neither misses a row
that is gone, and whoever runs the server makes a digest fit: a record can be unbroken from its
first entry to its last, and open to nobody, or to somebody else.

What a row holds is compared with the grants, which are signed. Whether it opens, its owner's next
login tells.
"""

from collections.abc import Iterator

from troth.application.accounts.account import SALT_KEY, Account, read_account
from troth.application.grants import FalseGrant, Grant, admitted
from troth.application.ports import Card, ChainId, Directory, Shelf, Store, StoreDamaged
from troth.application.private.notes import notes_chain
from troth.crypto.envelope import is_envelope
from troth.domain.kernel import MemberId

NO_SALT = "What the names of accounts are found by is gone (the row name-salt): nobody can log in."
NO_ACCOUNT = "The account of {member} is gone, who writes in {chain}: they cannot log in."
TWO_ACCOUNTS = "There are two accounts of {member}, who writes in {chain}: they cannot log in."
OF_WHOM = "It is the account of {member}, who writes in {chain}."
OTHER_KEYS = "The account of {member} has other keys than those they write with in {chain}."
NO_WRAP = (
    "What opens the account of {member} is not as it was written, who writes in {chain}: "
    "they cannot log in."
)
NO_KEYRING = "The keyring of {member} is gone, who writes in {chain}: nothing opens for them."
FALSE_KEYRING = (
    "The keyring of {member} is not as it was written, who writes in {chain}: "
    "nothing opens for them."
)
NO_GRANT = "The grant of {member} to {chain} is gone: they cannot write there."


def check_people(store: Store) -> None:
    """Raise StoreDamaged, naming what is wrong and whose it is, if somebody could not come in.

    Grants that do not follow from each other are named by `verify`.
    """
    for chain in store.chains():
        check_people_of(store, chain)


def check_people_of(store: Store, chain: ChainId) -> None:
    """Do so for those who write in one chain."""
    for member, grant in _grants(store, chain).items():
        with store.finding() as directory:
            for wrong in _wrong(directory, grant):
                raise StoreDamaged(wrong)
        own = notes_chain(member)
        if member not in _grants(store, own):
            raise StoreDamaged(NO_GRANT.format(member=member, chain=own))


def _grants(store: Store, chain: ChainId) -> dict[MemberId, Grant]:
    """Return a grant of each member; in all epochs the keys of one person are the same."""
    with store.reading(chain) as reading:
        try:
            return {each.member: each for each in admitted(chain, reading.grants())}
        except FalseGrant:
            return {}


def _wrong(directory: Directory, grant: Grant) -> Iterator[str]:
    who = {"member": grant.member, "chain": grant.chain}
    if directory.card(Shelf.STORE, SALT_KEY) is None:
        yield NO_SALT
    for says in _of_account(directory.cards(Shelf.ACCOUNT, grant.member), grant):
        yield says.format(**who)
    keyring = directory.card(Shelf.KEYRING, grant.member)
    if keyring is None:
        yield NO_KEYRING.format(**who)
    elif not is_envelope(keyring.body):
        yield FALSE_KEYRING.format(**who)


def _of_account(cards: tuple[Card, ...], grant: Grant) -> Iterator[str]:
    if len(cards) != 1:
        yield TWO_ACCOUNTS if cards else NO_ACCOUNT
        return
    try:
        account = read_account(cards[0])
    except StoreDamaged as error:
        yield f"{error} {OF_WHOM}"
        return
    if (account.public, account.receives) != (grant.public, grant.receives):
        yield OTHER_KEYS
    if not all(map(is_envelope, _wraps(account))):
        yield NO_WRAP


def _wraps(account: Account) -> tuple[bytes, ...]:
    by_passkeys = (each.root for each in account.passkeys)
    return (account.by_passphrase, account.by_code, *by_passkeys)
