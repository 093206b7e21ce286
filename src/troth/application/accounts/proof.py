"""Proof: what asks for the passphrase again, so that an open page does not sign in one's name.

It is asked before something is given: a consent, a credential, a copy that proves who wrote it,
the record itself. It is never asked before somebody protects themself or leaves.
"""

from troth.application.accounts.logins import find_login, is_proved, resume
from troth.application.handle import Host, World
from troth.domain.kernel import Refusal


class LoginOver(Refusal, frozen=True):
    """The login an act was asked with has ended."""

    says = "This login has ended. Log in again, then do it."


class ProofNeeded(Refusal, frozen=True):
    """The passphrase was not given within the last minutes."""

    says = "Give your passphrase once more for this, then do it again."


def proved_world(host: Host, token: bytes) -> World | LoginOver | ProofNeeded:
    """Return the world of somebody who has just given their passphrase.

    For what is no act in the record: credentials, an export that proves who wrote it, erasing.
    """
    keys, login = resume(host, token), find_login(host, token)
    if keys is None or login is None:
        return LoginOver()
    return host.world(keys) if is_proved(login, host.clock.now()) else ProofNeeded()
