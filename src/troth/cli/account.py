"""Logging in and out: a passphrase opens one's own keys for a while, on this machine."""

from collections.abc import Iterator

import click
from msgspec.structs import replace

from troth.application.accounts.logins import (
    IDLE_MINUTES,
    LEAST_IDLE_MINUTES,
    LONGEST,
    MOST_IDLE_MINUTES,
    end_logins,
)
from troth.application.accounts.rotation import finish_rotations
from troth.application.keyring import Keyring
from troth.application.seen import Look, look
from troth.cli.asking import is_seen
from troth.cli.caller import Caller
from troth.cli.entering import AS_YOU_TYPE, log_in
from troth.cli.remembering import Remembering

HOURS = int(LONGEST.total_seconds()) // 3600

QUESTION = "Passphrase: "

LOGGED_IN = (
    "Logged in as {name}. It ends after {minutes} minutes without a command, "
    "and after {hours} hours in any case."
)


@click.command()
@click.argument("name")
@click.option(
    "--idle-minutes",
    type=click.IntRange(LEAST_IDLE_MINUTES, MOST_IDLE_MINUTES),
    default=IDLE_MINUTES,
    show_default=True,
    help="How long it lasts without a command.",
)
@click.pass_obj
def login(caller: Caller, name: str, idle_minutes: int) -> None:
    """Log in as NAME, with your passphrase."""
    caller.check_record()
    if is_seen():
        caller.say(AS_YOU_TYPE, err=True)
    caller.keys = log_in(caller, name, caller.hidden(QUESTION), idle_minutes)
    world, looks = look(caller.world)
    # What a recovery could not finish then, each later login tries again.
    world = finish_rotations(world)
    remembering = Remembering(caller.host.store, caller.logins.memory(name))
    caller.world = replace(world, keys=remembering.beside(world.keys))
    looks = tuple(_remembered(caller.world.keys, remembering, each) for each in looks)
    if not any(each.alarm for each in looks):
        name = caller.own_name or name
    told = {"idle_minutes": idle_minutes, "hours": HOURS, "looks": looks}
    said = LOGGED_IN.format(name=name, minutes=idle_minutes, hours=HOURS)
    caller.show(told, "\n".join([said, *_seen(looks)]))


def _remembered(keys: Keyring, remembering: Remembering, shown: Look) -> Look:
    """Return a look at a record with what this machine alone has seen to be wrong."""
    known, end = keys.ring.memberships.get(shown.chain), remembering.ends(keys).get(shown.chain)
    if shown.alarm is not None or known is None or known.alarm is None or end is None:
        return shown
    return replace(shown, alarm=known.alarm, seq=end.seq)


def _seen(looks: tuple[Look, ...]) -> Iterator[str]:
    """Say of each record whether it goes on from where it was last seen."""
    for each in looks:
        if each.label:
            yield f"{each.label}: {each.sentence}"
        elif each.alarm is not None:
            yield f"Your notes: {each.sentence}"


@click.command()
@click.pass_obj
def logout(caller: Caller) -> None:
    """Log out on this machine."""
    caller.logins.end(caller.name)
    caller.show({}, "Logged out.")


@click.command()
@click.pass_obj
def lock(caller: Caller) -> None:
    """End every login of yours at once, wherever you are logged in."""
    member = caller.member
    # First the one this is asked with: afterwards the only one left here could be the other's.
    caller.logins.end(caller.name)
    end_logins(caller.host, member)
    caller.show({}, "Every login of yours has ended.")
