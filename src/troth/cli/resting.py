"""Pausing and stopping where nobody is logged in, on a machine its owner trusts with that."""

from datetime import datetime

import click

from troth.application.accounts.trusted import NotTrusted, rest_from, trusted_device
from troth.application.notices import Ask
from troth.bootstrap import new_operation
from troth.cli.caller import Caller, Refused
from troth.cli.ended import STILL_HOLDS
from troth.cli.logins import typed_name
from troth.cli.times import When

LEFT = {
    Ask.PAUSE: "Paused, from now.",
    Ask.STOP: "Stopped, from now. Is everyone safe and cared for?",
}
SEEN = "The other sees it when they next look. To see more, log in: troth login {name}"

_TRUST = "then “troth device trust” lets this machine pause and stop without one."
_ONLY_ALL = "without one, a machine you trust pauses or stops everything, from now."


class WhenLoggedIn(When):
    """A time as typed by somebody who is logged in: it is read in their zone."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the time in UTC, or say that an earlier time needs a login."""
        if ctx is not None:
            check_login(ctx.obj)
        return super().convert(value, param, ctx)


def check_login(caller: Caller) -> None:
    """End the command where nobody is logged in, for what a trusted machine cannot do alone."""
    if not caller.logins.is_open(caller.name):
        _ask_to_log_in(caller, _ONLY_ALL)


def rests_without_login(caller: Caller, ask: Ask) -> bool:
    """Leave a pause or stop of everything if nobody is logged in; tell whether it was left."""
    if caller.logins.is_open(caller.name):
        return False
    device = _trusted(caller)
    if device is None or rest_from(caller.host, device, ask, new_operation()) == NotTrusted():
        _ask_to_log_in(caller, _TRUST)
        return False
    seen = SEEN.format(name=typed_name(caller.name))
    caller.show({"left": ask.name.lower()}, f"{LEFT[ask]} {seen}")
    return True


def _trusted(caller: Caller) -> bytes | None:
    """Return the device that is meant. Where several log in, one pauses in nobody else's name."""
    found = caller.logins.devices_here(caller.name)
    trusted = [each for each in found if trusted_device(caller.host, each) != NotTrusted()]
    if trusted and len(found) > 1:
        raise Refused("Several people log in here. Say which of them you are: --as NAME")
    return next(iter(trusted), None)


def _ask_to_log_in(caller: Caller, besides: str) -> None:
    """Say who has to log in, and what else there is to know."""
    try:
        caller.logins.keys(caller.name)
    except Refused as refused:
        raise Refused(f"{refused.message}; {besides} {STILL_HOLDS}") from None
