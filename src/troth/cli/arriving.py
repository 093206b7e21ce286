"""Somebody who comes to a dynamic: who they are, and what they alone call it."""

import re
import shlex
import unicodedata

import click

from troth.application.joining import Arrival
from troth.application.keyring import Keyring
from troth.bootstrap import local_zone, new_operation
from troth.cli.caller import Caller, Refused
from troth.cli.signing_up import asked_name, new_person
from troth.domain.dynamic.events import Member
from troth.domain.kernel import Value

OWN_NAME = click.option("--name", help="Your pseudonym.")
ADULT = click.option(
    "--adult",
    is_flag=True,
    help="Say that you are an adult, and are here because you want to be.",
)
ZONE = click.option("--zone", help="Your time zone, such as Europe/Paris.")

ONLY_LABEL = "ours"
"""What somebody's first dynamic is called where they did not say."""

_LABEL = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
"""What is typed with each verb and read in every list has to be short and plain."""


class Arriving(Value, frozen=True):
    """What somebody says about themself."""

    name: str | None
    zone: str | None
    adult: bool


def come_in(caller: Caller, arriving: Arriving, verb: str) -> Arrival:
    """Return who somebody is in a new dynamic; whoever is not logged in signs up first.

    Everything is asked before anything is made, so that breaking off leaves nothing behind.
    """
    if caller.dynamic is not None and not _LABEL.fullmatch(caller.dynamic):
        raise Refused("Name a dynamic in small letters, digits and hyphens, such as free-days.")
    zone = arriving.zone or local_zone()
    caller.check_zone(zone)
    name = caller.name if arriving.name is None else _composed(arriving.name)
    keys = _logged_in(caller, name)
    if keys is None:
        name, caller.keys = new_person(caller, name, is_adult=arriving.adult)
    else:
        caller.keys = keys
        name = caller.own_name or name or _composed(asked_name(caller))
    member = Member(caller.keys.member, name, zone, adult=True)
    return Arrival(new_operation(), member, _label(caller, verb))


def _composed(name: str) -> str:
    """Return a name in the form that is recorded: some keyboards send é as two characters."""
    return unicodedata.normalize("NFC", name)


def _logged_in(caller: Caller, name: str | None) -> Keyring | None:
    """Return the keys of whoever is logged in under a name, or of the only one who is."""
    if not caller.has_record():
        return None
    if name is not None:
        return caller.logins.keys_of(name)
    return caller.logins.keys(None) if caller.logins.live() else None


def _label(caller: Caller, verb: str) -> str:
    """Return what somebody calls a new dynamic: nobody else ever sees it."""
    own = {each.label for each in caller.keys.ring.memberships.values()}
    if caller.dynamic is None and own:
        raise Refused(
            f"You are in a dynamic here already. Give another a name: troth --dynamic NAME {verb}"
        )
    if caller.dynamic in own:
        raise Refused(f"You have a dynamic called “{caller.dynamic}” already. Choose another name.")
    return caller.dynamic or ONLY_LABEL


def own_command(caller: Caller, name: str, verb: str) -> str:
    """Return a command as somebody types it who has just come in."""
    said = ["troth"]
    if caller.dynamic is not None:
        said += ["--dynamic", caller.dynamic]
    if len(caller.logins.live()) > 1:
        said += ["--as", shlex.quote(name)]
    return caller.here(" ".join([*said, verb]))
