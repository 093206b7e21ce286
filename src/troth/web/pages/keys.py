"""Keys: a new passphrase, or a new recovery code, each in place of the old one."""

from troth.application.accounts.passphrase_change import (
    NewPassphrase,
    change_code,
    change_passphrase,
)
from troth.application.accounts.written_down import (
    generated_passphrase,
    is_typed_back,
    new_recovery_code,
)
from troth.domain.kernel import Refusal
from troth.web.cookies import login_cookie
from troth.web.form import NEW_PASSPHRASE, Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

OFFERED, NEW_CODE, TYPED = "offered", "new-code", "typed-code"

SOMETHING_NEW = "Write a new passphrase, or copy the six words that are shown."
NOT_TYPED_BACK = "This is not the new code. Write it down first, then type it from there."


def keys(visit: Visit, form: Form = EMPTY) -> Answered:
    """Offer a new passphrase; what is offered stays the same while the form comes back."""
    offered = form[OFFERED] or generated_passphrase()
    return visit.show("set_keys.html", form, here="mine", offered=offered)


def change(visit: Visit, form: Form) -> Answered:
    """Change the passphrase; every other login ends, and this one goes on."""
    wanted = form.raw(NEW_PASSPHRASE)
    if not wanted:
        form.want(NEW_PASSPHRASE, visit.words.plain(SOMETHING_NEW))
    if form.wanting or not visit.prove(form):
        return keys(visit, form)
    new = NewPassphrase(wanted, visit.me.name)
    token = change_passphrase(visit.site.host, visit.token, new)
    if isinstance(token, Refusal):
        visit.turned_down(form, NEW_PASSPHRASE, token)
        return keys(visit, form)
    visit.send(login_cookie(visit.site, token))
    return visit.go("/set/keys", Told.NEW_WORDS_COUNT)


def code(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show a new code to be written down; it counts once it is typed back."""
    made = form[NEW_CODE] or new_recovery_code()
    return visit.show("set_code.html", form, here="mine", new_code=made)


def take_code(visit: Visit, form: Form) -> Answered:
    """Take the new code in place of the old one."""
    if not is_typed_back(form.raw(NEW_CODE), form.raw(TYPED)):
        form.want(TYPED, visit.words.plain(NOT_TYPED_BACK))
    if form.wanting or not visit.prove(form):
        return code(visit, form)
    refusal = change_code(visit.site.host, visit.token, form.raw(NEW_CODE))
    if refusal is not None:
        form.want(TYPED, visit.words.refusal(refusal))
        return code(visit, form)
    return visit.go("/set/keys", Told.CODE_CHANGED)


ROUTES = (
    shows("/set/keys", Visit, keys),
    takes("/set/keys", Visit, change),
    shows("/set/keys/code", Visit, code),
    takes("/set/keys/code", Visit, take_code),
)
