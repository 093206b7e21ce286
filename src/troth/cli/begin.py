"""Beginning: open a record, say where one's clock stands, begin what both have agreed."""

import click
from msgspec.structs import replace

from troth.application.joining import begin as begin_record
from troth.bootstrap import new_chain
from troth.cli.arriving import ADULT, OWN_NAME, ZONE, Arriving, come_in, own_command
from troth.cli.caller import Caller, refuse
from troth.domain.dynamic.commands import Activate, ChangeZone
from troth.domain.dynamic.naming import ChangeName
from troth.domain.kernel import Refusal, wording


@click.command()
@OWN_NAME
@ADULT
@ZONE
@click.pass_obj
def init(caller: Caller, name: str | None, zone: str | None, *, adult: bool) -> None:
    """Begin a dynamic, as the first of the two; the record is made if there is none.

    Whoever is not logged in signs up first. A second dynamic of yours is given a name, which only
    you see: troth --dynamic NAME init
    """
    arrival = come_in(caller, Arriving(name, zone, adult), "init")
    begun = begin_record(caller.world, new_chain(), arrival)
    if isinstance(begun, Refusal):
        refuse(begun)
    next_ = own_command(caller, arrival.member.name, "invite")
    caller.done(begun.answer, f"Opened in {caller.home}. Next: {next_}")


@click.command()
@click.argument("name")
@click.pass_obj
def zone(caller: Caller, name: str) -> None:
    """Change the time zone your times are shown in, such as Europe/Paris."""
    caller.check_record()
    caller.check_zone(name)
    answer, telling = caller.act(ChangeZone(name)), caller.host.telling
    telling.keep(caller.member, replace(telling.wish(caller.member), zone=name))
    caller.done(answer, f"Your times are now shown in {name}.")


@click.command()
@click.argument("new")
@click.pass_obj
def name(caller: Caller, new: str) -> None:
    """Change what you are called here; both of you see it, and you log in as before."""
    caller.check_record()
    wanted = wording(new)
    caller.done(caller.act(ChangeName(wanted)), f"You are called {wanted} here.")


@click.command()
@click.pass_obj
def begin(caller: Caller) -> None:
    """Begin what both have agreed: a role, a part of life and a signal at least."""
    answer = caller.act(Activate())
    caller.done(answer, "It has begun. Either of you can pause or stop at any moment.")
