"""A new key for the record from now on, when somebody else may have the old one."""

import click

from troth.application.accounts.rotation import rotate
from troth.cli.caller import Caller, Refused
from troth.cli.proving import proved

RENEWED = (
    "From now on this record is sealed under a new key that only the two of you have. "
    "What was written before opens with the old one still."
)
ALONE = (
    "Nobody has joined you here yet, and whoever joins is given the first key. Nothing was changed."
)


@click.command()
@click.pass_obj
def rekey(caller: Caller) -> None:
    """Seal what comes next under a new key: if somebody else may have the old one."""
    world, chain = proved(caller), caller.chain
    rotated = rotate(world, chain)
    if rotated is world:
        raise Refused(ALONE)
    epoch = max(rotated.keys.ring.memberships[chain].keys)
    caller.show({"epoch": epoch}, RENEWED)
