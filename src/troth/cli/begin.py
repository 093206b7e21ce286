"""Beginning: open a record, invite, join, begin."""

import hashlib
import re

import click

from troth.application.ports import ChainId
from troth.application.read import view
from troth.application.rules import SHARED, SHARED_PREFIX
from troth.bootstrap import local_zone, new_id, new_secret
from troth.cli.caller import WORDS_FOR_PEOPLE, Caller, Refused
from troth.domain.dynamic.commands import (
    Activate,
    BeginDynamic,
    ChangeZone,
    InviteMember,
    JoinDynamic,
)
from troth.domain.dynamic.events import INVITATION_HOURS, Member
from troth.domain.kernel import MemberId

_NAME = click.option("--name", prompt="What should you be called here", help="Your pseudonym.")
_ADULT = click.option(
    "--adult",
    is_flag=True,
    help="Say that you are an adult, and are here because you want to be.",
)
_ZONE = click.option("--zone", help="Your time zone, such as Europe/Paris.")


_DYNAMIC_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
"""What is typed with each verb and read in every list has to be short and plain."""


def _which(caller: Caller) -> str:
    """Return what says which dynamic, where it was said."""
    return f"--dynamic {caller.dynamic} " if caller.dynamic is not None else ""


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.strip().encode()).hexdigest()


def _new_member(caller: Caller, name: str, zone: str | None, *, adult: bool) -> Member:
    if name.casefold() in WORDS_FOR_PEOPLE:
        raise Refused(f"“{name}” already means somebody where one is named. Choose another name.")
    zone = zone or local_zone()
    caller.check_zone(zone)
    id_ = _known(caller, name) or MemberId(new_id("m"))
    return Member(id_, name, zone, adult)


def _known(caller: Caller, name: str) -> MemberId | None:
    """Return who has this name in another dynamic here: one person may be in several."""
    for chain in caller.world.store.chains():
        if chain.startswith(SHARED_PREFIX):
            for member in view(caller.world, chain, SHARED).state.ground.dynamic.members:
                if member.name.casefold() == name.casefold():
                    return member.id
    return None


@click.command()
@_NAME
@_ADULT
@_ZONE
@click.pass_obj
def init(caller: Caller, name: str, zone: str | None, *, adult: bool) -> None:
    """Open a record in the home directory, as the first of the two.

    A second dynamic in the same home is given a name: troth --dynamic NAME init
    """
    caller.world = caller.open()
    if caller.dynamic is None and caller.shared_chains:
        raise Refused(
            f"There is a dynamic in {caller.home} already. Give a second one a name: "
            "troth --dynamic NAME init"
        )
    if caller.dynamic is not None and not _DYNAMIC_NAME.fullmatch(caller.dynamic):
        raise Refused("Name a dynamic in small letters, digits and hyphens, such as free-days.")
    member = _new_member(caller, name, zone, adult=adult)
    chain = ChainId(SHARED_PREFIX + (caller.dynamic or new_id("d")))
    answer = caller.act_in(chain, SHARED, BeginDynamic(member), by=member.id)
    caller.done(answer, f"Opened in {caller.home}. Next: troth {_which(caller)}--as {name} invite")


@click.command()
@click.pass_obj
def invite(caller: Caller) -> None:
    """Make a one-time invitation; give it to the other in person."""
    secret = new_secret()
    answer = caller.act(InviteMember(_digest(secret)))
    if caller.as_json:
        caller.show({"invitation": secret, "hours": INVITATION_HOURS}, "")
        return
    caller.done(
        answer,
        f"Give this to the other in person. It works once, for {INVITATION_HOURS} hours:\n\n"
        f"  troth {_which(caller)}join {secret}\n",
    )


@click.command()
@click.argument("invitation")
@_NAME
@_ADULT
@_ZONE
@click.pass_obj
def join(caller: Caller, invitation: str, name: str, zone: str | None, *, adult: bool) -> None:
    """Join with an INVITATION, as the second of the two."""
    member = _new_member(caller, name, zone, adult=adult)
    command = JoinDynamic(member, _digest(invitation))
    answer = caller.act_in(caller.chain, SHARED, command, by=member.id)
    caller.done(answer, "You are both here. Nothing is agreed yet: see “troth presets”.")


@click.command()
@click.argument("name")
@click.pass_obj
def zone(caller: Caller, name: str) -> None:
    """Change the time zone your times are shown in, such as Europe/Paris."""
    caller.check_zone(name)
    caller.done(caller.act(ChangeZone(name)), f"Your times are now shown in {name}.")


@click.command()
@click.pass_obj
def begin(caller: Caller) -> None:
    """Begin what both have agreed: a role, a part of life and a signal at least."""
    answer = caller.act(Activate())
    caller.done(answer, "It has begun. Either of you can pause or stop at any moment.")
