"""The six words by which two people see that nobody stands between them."""

import click

from troth.application.pairing import Pairing
from troth.application.pairing import pairing as read_pairing
from troth.cli.caller import Caller, refuse
from troth.domain.kernel import Refusal

WHAT_FOR = """Both of you see the same six words, if nobody stands between you:

  {words}

The other reads theirs with: troth pairing
Compare them face to face, or by voice. If one differs, write nothing here."""

KNOWN = "The other's key is the one you have seen before. {words_stay}"
NEW = "You see the other's key for the first time, so compare the words now. {words_stay}"
WORDS_STAY = "These words stay the same for as long as both your keys do."


def pairing_text(found: Pairing) -> str:
    """Return the words, what they are for, and whether the other's key is known."""
    known = KNOWN if found.is_known else NEW
    said = known.format(words_stay=WORDS_STAY)
    return f"{WHAT_FOR.format(words=found.words)}\n\n{said}"


@click.command()
@click.pass_obj
def pairing(caller: Caller) -> None:
    """Show the six words that both of you see, if nobody stands between you."""
    found = read_pairing(caller.world, caller.chain)
    if isinstance(found, Refusal):
        refuse(found)
    caller.show(found, caller.here(pairing_text(found)))
