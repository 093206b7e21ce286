"""Proved: the acts by which somebody gives what an open page alone gives nobody."""

from troth.domain.agreement.commands import ConsentToTerms, RenewConsent
from troth.domain.erasure import AskErasure, EraseWords
from troth.domain.kernel import Command

PROVED_COMMANDS: frozenset[type[Command]] = frozenset(
    {ConsentToTerms, RenewConsent, EraseWords, AskErasure}
)
"""The acts by which somebody signs a consent, or erases what the other has read.

A note of one's own is erased at once: a person in a hurry protects themself by it.
"""


def needs_proof(command: Command) -> bool:
    """Tell whether an act asks for the passphrase again."""
    return type(command) in PROVED_COMMANDS
