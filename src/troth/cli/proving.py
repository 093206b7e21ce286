"""Giving one's passphrase once more, before something is signed; only what asks imports this."""

from troth.application.accounts.proof import ProofNeeded, proved_world
from troth.application.accounts.proving import prove
from troth.application.handle import Answer, World
from troth.cli.caller import Caller, refuse
from troth.domain.decider import State
from troth.domain.kernel import Command, Refusal

QUESTION = "Passphrase, once more: "


def act_proved(caller: Caller, command: Command) -> Answer[State]:
    """Do an act that asks for the passphrase again; a refusal is shown and ends the command."""
    return caller.act_as(proved(caller), command)


def proved(caller: Caller) -> World:
    """Return the world of whoever is logged in, who has just given their passphrase."""
    token = caller.logins.token(caller.name)
    found = proved_world(caller.host, token)
    if isinstance(found, ProofNeeded):
        renewed = prove(caller.host, token, caller.hidden(QUESTION))
        if isinstance(renewed, Refusal):
            refuse(renewed)
        caller.logins.renew(caller.name, renewed)
        found = proved_world(caller.host, renewed)
    if isinstance(found, Refusal):
        refuse(found)
    return caller.remembered(found)
