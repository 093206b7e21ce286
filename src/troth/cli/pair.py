"""Coming together: ten words invite the other, six words show that nobody stands between."""

from io import StringIO

import click
import segno

from troth.application.joining import invite as invite_other
from troth.application.joining import (
    is_usable,
    new_invitation,
    read_invitation,
)
from troth.application.joining import join as join_other
from troth.application.pairing import pairing
from troth.bootstrap import new_operation
from troth.cli.arriving import ADULT, OWN_NAME, ZONE, Arriving, come_in, own_command
from troth.cli.caller import Caller, refuse
from troth.cli.pairing import WHAT_FOR
from troth.domain.dynamic.commands import InvitationNotUsable
from troth.domain.dynamic.events import INVITATION_HOURS
from troth.domain.kernel import Refusal

GIVE = """Give these ten words to the other in person. They work once, for {hours} hours:

  {words}

The other types “troth join”, and then the words, when asked.
Once they have joined, compare six words with them: {pairing}"""

TEN_WORDS = "The ten words of the invitation: "


@click.command()
@click.option("--qr", is_flag=True, help="Show the ten words as a picture to be scanned, too.")
@click.pass_obj
def invite(caller: Caller, *, qr: bool) -> None:
    """Make a one-time invitation; give it to the other in person."""
    made = new_invitation()
    answer = invite_other(caller.world, caller.chain, new_operation(), made.secret)
    if isinstance(answer, Refusal):
        refuse(answer)
    compare = own_command(caller, caller.name_of(caller.member), "pairing")
    text = GIVE.format(words=made.words, hours=INVITATION_HOURS, pairing=compare)
    caller.show({"invitation": made.words, "hours": INVITATION_HOURS}, text)
    if qr:
        # Printed as it is: folded to a screen's width, it could not be scanned.
        click.echo(_picture(made.words), err=caller.as_json)


def _picture(words: str) -> str:
    drawn = StringIO()
    segno.make(words).terminal(drawn, compact=True)
    return drawn.getvalue()


@click.command()
@click.argument("words", metavar="[WORDS]", required=False)
@OWN_NAME
@ADULT
@ZONE
@click.pass_obj
def join(
    caller: Caller, words: str | None, name: str | None, zone: str | None, *, adult: bool
) -> None:
    """Join with the ten words of an invitation, as the second of the two.

    You are asked for them, so that no shell remembers them; a script can give them as WORDS, in
    quotes. Whoever is not logged in signs up first.
    """
    host = caller.host
    secret = read_invitation(caller.hidden(TEN_WORDS) if words is None else words)
    if isinstance(secret, Refusal):
        refuse(secret)
    # Asked before anybody signs up for a dynamic they could not join.
    if not is_usable(host, secret):
        refuse(InvitationNotUsable())
    arrival = come_in(caller, Arriving(name, zone, adult), "join")
    joined = join_other(caller.world, secret, arrival)
    if isinstance(joined, Refusal):
        refuse(joined)
    caller.keys, caller.world, caller.chain = joined.world.keys, joined.world, joined.chain
    found = pairing(joined.world, joined.chain)
    if isinstance(found, Refusal):
        refuse(found)
    six = WHAT_FOR.format(words=found.words)
    nothing_yet = "You are both here. Nothing is agreed yet: see “troth presets”."
    caller.done(joined.answer, f"{six}\n\n{nothing_yet}")
