"""Devices and logins: where one is known, what may pause without a login, what is still open."""

from collections.abc import Iterator
from typing import TypeVar

import click

from troth.application.accounts.devices import KnownDevice, device_id, devices
from troth.application.accounts.logins import OpenLogin, end_own_login, login_id, open_logins
from troth.application.accounts.trusted import forget_device, trust_device
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.groups import Acts
from troth.cli.machine import known_machine
from troth.cli.proving import proved
from troth.cli.times import shown, shown_day
from troth.domain.kernel import Refusal

ID_DIGITS = 8
"""As much of an id as is shown and typed: among twenty of one's own no two are alike."""

NONE_KNOWN = "  None yet. Logging in with your passphrase makes a machine known: troth login NAME"
TRUSTED = (
    "From now “troth pause” and “troth stop” need no login of yours on this machine.\n"
    "Whoever is at it can do that in your name, and nothing else. Take it back:\n"
    "    troth device forget {id}"
)
FORGOTTEN = "That device is known no more, and nothing can be done there without a login."
ENDED = "That login has ended."

Listed = TypeVar("Listed", KnownDevice, OpenLogin)


@click.group(cls=Acts)
def device() -> None:
    """Your devices and logins; the other sees neither."""


@device.command("list")
@click.pass_obj
def list_devices(caller: Caller) -> None:
    """Show where you are known, what may pause without a login, and which logins are open."""
    known, logins = devices(caller.world), open_logins(caller.host, caller.member)
    read = {"devices": known, "logins": logins, "here": sorted(_here(caller))}
    caller.show(read, "\n".join(_lines(caller, known, logins)))


@device.command("trust")
@click.pass_obj
def trust(caller: Caller) -> None:
    """Let this machine pause and stop for you without a login."""
    proved(caller)
    machine = known_machine(caller, caller.name, caller.keys)
    if isinstance(machine, Refusal):
        refuse(machine)
    trusted = trust_device(caller.host, caller.logins.token(caller.name), machine)
    if isinstance(trusted, Refusal):
        refuse(trusted)
    id_ = device_id(machine)
    caller.show({"trusted": id_}, TRUSTED.format(id=id_[:ID_DIGITS]))


@device.command("forget")
@click.argument("id_", metavar="ID")
@click.pass_obj
def forget(caller: Caller, id_: str) -> None:
    """Know a device of yours no more; what it was trusted with ends."""
    chosen = _chosen(devices(caller.world), id_, "device")
    proved(caller)
    is_here = chosen.id in _here(caller)
    refusal = forget_device(caller.host, caller.logins.token(caller.name), chosen.id)
    if refusal is not None:
        refuse(refusal)
    if is_here:
        caller.logins.forget_device(caller.name)
    caller.show({"forgotten": chosen.id}, FORGOTTEN)


@device.command("end")
@click.argument("id_", metavar="ID")
@click.pass_obj
def end(caller: Caller, id_: str) -> None:
    """End one login of yours, wherever it is; “troth lock” ends them all."""
    chosen = _chosen(open_logins(caller.host, caller.member), id_, "login")
    end_own_login(caller.host, caller.member, chosen.id)
    caller.show({"ended": chosen.id}, ENDED)


def _here(caller: Caller) -> set[str]:
    """Return the ids of this machine and of the login this is asked with."""
    machine = caller.logins.device(caller.name)
    own = {login_id(caller.logins.token(caller.name))}
    return own if machine is None else own | {device_id(machine)}


def _chosen(found: tuple[Listed, ...], typed: str, kind: str) -> Listed:
    wanted = typed.strip().casefold()
    matching = [each for each in found if wanted in {each.id, each.id[:ID_DIGITS]}]
    if len(matching) != 1:
        raise Refused(f"No {kind} of yours has this id. See them all: troth device list")
    return matching[0]


def _lines(
    caller: Caller, known: tuple[KnownDevice, ...], logins: tuple[OpenLogin, ...]
) -> Iterator[str]:
    here = _here(caller)
    yield "Your devices"
    for each in known:
        which = ", this machine" if each.id in here else ""
        since = shown_day(each.since, caller.zone)
        may = "pauses and stops without a login" if each.is_trusted else "not trusted"
        yield f"  {each.id[:ID_DIGITS]}  {each.label}{which}, known since {since}: {may}"
    if not known:
        yield NONE_KNOWN
    yield ""
    yield "Your open logins"
    for login in logins:
        which = "this one, " if login.id in here else ""
        used = shown(login.used_at, caller.zone)
        yield f"  {login.id[:ID_DIGITS]}  {which}last used {used}"
