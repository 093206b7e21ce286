"""Passkeys: a device of one's own that can stand in for the passphrase; the other sees none."""

from base64 import b64encode

from msgspec.structs import replace

from troth.application.accounts.passkeys import (
    MOST_PASSKEYS,
    NewPasskey,
    PasskeyUnusable,
    add_passkey,
    passkeys,
    remove_passkey,
)
from troth.application.private.settings import keep_settings
from troth.domain.kernel import NAME_LENGTH, Refusal
from troth.web.form import NEW_PASSKEY, Form
from troth.web.guest import EMPTY
from troth.web.handed import read_handed
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

ADDRESS = "/set/passkeys"

UNNAMED = "A passkey"
"""What one is called whose owner calls it nothing: it is on their device by then."""


def own_passkeys(visit: Visit, form: Form = EMPTY) -> Answered:
    """List one's own passkeys; to add or remove one, the passphrase is given once more."""
    known = passkeys(visit.world)
    return visit.show(
        "set_passkeys.html",
        form,
        here="mine",
        known=known,
        has_room=len(known) < MOST_PASSKEYS,
        longest=NAME_LENGTH,
        user=_encoded(visit.member.encode()),
        credentials=" ".join(_encoded(each.credential) for each in known),
    )


def prove(visit: Visit, form: Form) -> Answered:
    """Take the passphrase once more, and show what it opens: adding and removing."""
    return visit.go(ADDRESS) if visit.prove(form) else own_passkeys(visit, form)


def add(visit: Visit, form: Form) -> Answered:
    """Add a passkey that was just made on this device, and used once."""
    if not visit.prove(form):
        return own_passkeys(visit, form)
    refusal = _added(visit, form)
    if refusal is None:
        return visit.go(ADDRESS, Told.PASSKEY_ADDED)
    form.want("", visit.words.refusal(refusal))
    return own_passkeys(visit, form)


def remove(visit: Visit, form: Form) -> Answered:
    """Remove one: it opens nothing here from then on, and every login goes on."""
    if not visit.prove(form):
        return own_passkeys(visit, form)
    known = (each.credential for each in passkeys(visit.world))
    # One that is removed already stays so: a form sent twice does once what it says.
    chosen = next((each for each in known if each.hex() == form["id"]), None)
    refusal = None
    if chosen is not None:
        refusal = remove_passkey(visit.site.host, visit.token, chosen)
    if refusal is None:
        return visit.go(ADDRESS, Told.PASSKEY_REMOVED)
    form.want("", visit.words.refusal(refusal))
    return own_passkeys(visit, form)


def leave_for_later(visit: Visit, _form: Form) -> Answered:
    """Offer it no more on the first evening; in the settings it stays."""
    keep_settings(visit.world, replace(visit.settings, was_offered_passkey=True))
    return visit.go("/start")


def _added(visit: Visit, form: Form) -> Refusal | None:
    handed = read_handed(form.raw(NEW_PASSKEY))
    if handed is None:
        return PasskeyUnusable()
    label = form.text("label") or visit.words.plain(UNNAMED)
    wanted = NewPasskey(handed.assertion, handed.public, label, visit.origin)
    return add_passkey(visit.site.host, visit.token, wanted)


def _encoded(data: bytes) -> str:
    return b64encode(data).decode()


ROUTES = (
    shows(ADDRESS, Visit, own_passkeys),
    takes(ADDRESS, Visit, add),
    takes(f"{ADDRESS}/prove", Visit, prove),
    takes(f"{ADDRESS}/later", Visit, leave_for_later),
    takes(f"{ADDRESS}/remove", Visit, remove),
)
