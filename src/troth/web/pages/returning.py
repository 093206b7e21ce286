"""Coming back in: with the recovery code, after something was wrong, or to another record."""

from troth.application.accounts.recovery import Recovery, WrongCode, recover, refused_code
from troth.application.accounts.signing_up import WeakPassphrase
from troth.application.accounts.written_down import (
    generated_passphrase,
    is_typed_back,
    misread,
    new_recovery_code,
)
from troth.application.alarms import ALARMS, WHAT_TO_DO
from troth.application.ports import ChainId
from troth.application.private.settings import live_as_chosen
from troth.application.seen import accept
from troth.domain.kernel import Refusal, Value
from troth.web.cookies import LEFT, RECORD, cookie, dropped, login_cookie, record_mark
from troth.web.form import PASSPHRASE, Form
from troth.web.guest import EMPTY, Guest
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Person

OLD_CODE, NEW_CODE, TYPED = "code", "new-code", "typed-code"

NOT_TYPED_BACK = "This is not the new code. Write it down first, then type it from there."
SOMETHING_NEW = "Write a new passphrase, or copy the six words that are shown."


class InDoubt(Value, frozen=True):
    """A record in which something is wrong: which, and what in words.

    `seen` is the last entry that this browser has seen of it, and 0 where it has seen none.
    """

    mark: str
    label: str
    sentence: str
    seen: int = 0


def code(guest: Guest, form: Form = EMPTY) -> Answered:
    """Ask for name and recovery code."""
    return guest.show("code.html", form)


def check_code(guest: Guest, form: Form) -> Answered:
    """Ask for a new passphrase once the code opens the account; before that nothing is shown."""
    if not _opens(guest, form):
        return code(guest, form)
    return _anew(guest, form)


def come_back(guest: Guest, form: Form) -> Answered:
    """Give the account a new passphrase and a new code, and let its owner in."""
    if not _opens(guest, form):
        return code(guest, form)
    if not form.raw(PASSPHRASE):
        form.want(PASSPHRASE, guest.words.plain(SOMETHING_NEW))
    if not is_typed_back(form.raw(NEW_CODE), form.raw(TYPED)):
        form.want(TYPED, guest.words.plain(NOT_TYPED_BACK))
    if form.wanting:
        return _anew(guest, form)
    wanted = Recovery(
        form.text("name"), form.raw(OLD_CODE), form.raw(PASSPHRASE), form.raw(NEW_CODE)
    )
    token = recover(guest.site.host, wanted)
    if isinstance(token, Refusal):
        field = PASSPHRASE if isinstance(token, WeakPassphrase) else ""
        guest.turned_down(form, field, token)
        return code(guest, form) if isinstance(token, WrongCode) else _anew(guest, form)
    live_as_chosen(guest.site.host, token)
    guest.send(login_cookie(guest.site, token), dropped(guest.site, LEFT))
    return guest.go("/today", Told.RECOVERED)


def _opens(guest: Guest, form: Form) -> bool:
    name = form.text("name", guest.words.plain("Write the name you signed up with."))
    why = misread(form.raw(OLD_CODE))
    if why is not None:
        form.want(OLD_CODE, guest.words.phrase(why))
    if form.wanting:
        return False
    refusal = refused_code(guest.site.host, name, form.raw(OLD_CODE))
    if refusal is not None:
        form.want(OLD_CODE, guest.words.refusal(refusal))
    return refusal is None


def _anew(guest: Guest, form: Form) -> Answered:
    return guest.show(
        "anew.html",
        form,
        offered=form["offered"] or generated_passphrase(),
        new_code=form[NEW_CODE] or new_recovery_code(),
    )


def seen(person: Person, form: Form = EMPTY) -> Answered:
    """Say what is wrong with a record, and what can be done about it."""
    doubts = tuple(
        InDoubt(
            record_mark(chain),
            each.label,
            person.words.plain(ALARMS[each.alarm]),
            person.remembering.seen(chain),
        )
        for chain, each in person.keys.ring.memberships.items()
        if each.alarm is not None
    )
    return person.show("seen.html", form, doubts=doubts, what_to_do=WHAT_TO_DO)


def accept_record(person: Person, form: Form) -> Answered:
    """Take a record as it stands, once the two have spoken of it."""
    chain = _marked(person, form)
    if chain is None:
        return seen(person, form)
    accepted = accept(person.world, chain)
    if isinstance(accepted, Refusal):
        form.want("", person.words.refusal(accepted))
        return seen(person, form)
    person.send(person.remembering.taken(accepted.keys, chain))
    return person.go("/today", Told.ACCEPTED)


def which(person: Person, form: Form = EMPTY) -> Answered:
    """Offer the records of somebody who has several."""
    records = [
        (record_mark(chain), each.label) for chain, each in person.keys.ring.memberships.items()
    ]
    return person.show("which.html", form, records=records)


def choose(person: Person, form: Form) -> Answered:
    """Keep which record this browser opens from now on."""
    chain = _marked(person, form)
    if chain is None:
        return which(person, form)
    person.send(cookie(person.site, RECORD, record_mark(chain)))
    return person.go("/today")


def _marked(person: Person, form: Form) -> ChainId | None:
    """Return the record a form is about, or say that one is wanted."""
    for chain in person.keys.ring.memberships:
        if record_mark(chain) == form["record"]:
            return chain
    form.want("record", person.words.plain("Choose one of your records."))
    return None


ROUTES = (
    shows("/in/code", Guest, code),
    takes("/in/code", Guest, check_code),
    takes("/in/anew", Guest, come_back),
    shows("/in/seen", Person, seen),
    takes("/in/seen", Person, accept_record),
    shows("/in/which", Person, which),
    takes("/in/which", Person, choose),
)
