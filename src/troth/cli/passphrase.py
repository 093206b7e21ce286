"""A new passphrase: in place of the present one, or with the recovery code where it is lost."""

import click

from troth.application.accounts.passphrase_change import NewPassphrase, change_passphrase
from troth.application.accounts.proving import prove
from troth.application.accounts.recovery import Recovery, refused_code
from troth.application.accounts.recovery import recover as recover_account
from troth.application.accounts.written_down import misread
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.signing_up import chosen_passphrase, code_typed_back
from troth.domain.kernel import Refusal

PRESENT = "Your present passphrase: "
CODE = "Your recovery code: "

CHANGED = "Your passphrase is changed. Every other login of yours has ended."
RECOVERED = (
    "You are in again. The old passphrase and the old code open nothing any more, "
    "and every other login of yours has ended. Your passkeys are removed, and no device of yours "
    "is known or trusted any more. Trust those anew that are yours: troth device trust"
)


@click.command()
@click.pass_obj
def passphrase(caller: Caller) -> None:
    """Change your passphrase; every other login of yours ends."""
    token = caller.logins.token(caller.name)
    name = caller.own_name or caller.name or ""
    proved = _kept(caller, prove(caller.host, token, caller.hidden(PRESENT)))
    wanted = NewPassphrase(chosen_passphrase(caller, name), name)
    _kept(caller, change_passphrase(caller.host, proved, wanted))
    caller.show({}, CHANGED)


def _kept(caller: Caller, token: bytes | Refusal) -> bytes:
    """Keep the token of a login that goes on, or show why there is none."""
    if isinstance(token, Refusal):
        refuse(token)
    caller.logins.renew(caller.name, token)
    return token


@click.command()
@click.argument("name")
@click.pass_obj
def recover(caller: Caller, name: str) -> None:
    """Come back in as NAME with your recovery code, and be given a new one."""
    caller.check_record()
    code = caller.visible(CODE)
    why = misread(code)
    if why is not None:
        raise Refused(why)
    # Before anything new is shown: somebody could throw the old paper away for it.
    refusal = refused_code(caller.host, name, code)
    if refusal is not None:
        refuse(refusal)
    wanted = Recovery(name, code, chosen_passphrase(caller, name), code_typed_back(caller))
    token = recover_account(caller.host, wanted)
    if isinstance(token, Refusal):
        refuse(token)
    caller.logins.renew(name, token)
    caller.show({}, RECOVERED)
