"""Arriving: the first of the two begins here, the second joins with ten words.

Nothing secret is kept between two pages: name, passphrase and recovery code are asked on one, and
the account is made in one step or not at all.
"""

from troth.application.accounts.account import is_anybody_here
from troth.application.accounts.entering import Knock, enter
from troth.application.accounts.signing_up import NameTaken, SignUp, WeakPassphrase, sign_up
from troth.application.accounts.written_down import (
    generated_passphrase,
    is_typed_back,
    new_recovery_code,
)
from troth.application.handle import World
from troth.application.joining import Arrival, Joined, begin, is_usable, join, read_invitation
from troth.application.keyring import Keyring
from troth.application.ports import OperationId
from troth.domain.dynamic.commands import InvitationNotUsable
from troth.domain.dynamic.events import Member
from troth.domain.kernel import Refusal, UnclearWording
from troth.web.cookies import LEFT, device_cookie, dropped, login_cookie
from troth.web.form import PASSPHRASE, Form, is_operation
from troth.web.guest import EMPTY, Guest
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Person
from troth.web.zones import zone_in

INVITATION = "invitation"
"""The field with the ten words; on the page after theirs it travels unseen."""

CODE, TYPED = "code", "typed-code"
ADULT = "adult"
LABEL = "ours"
"""What somebody's first record is called in their own keyring; nobody else ever sees it."""

NAME_WANTED = "Write what you want to be called here."
EITHER_WANTED = "Write a passphrase, or copy the six words that are shown."
ADULT_WANTED = "This is for adults only. Say that you are one, and are here because you want to be."
NOT_TYPED_BACK = "This is not the code that is shown. Write it down first, then type it from there."
WORDS_WANTED = "Write the ten words of your invitation."


def welcome(guest: Guest) -> Answered:
    """Say what this is, before anything is asked."""
    if is_anybody_here(guest.site.host):
        return guest.go("/join")
    return guest.show("begin.html", is_first=True, invitation="")


def first(guest: Guest, form: Form = EMPTY) -> Answered:
    """Ask the first of the two who they are."""
    if is_anybody_here(guest.site.host):
        return guest.go("/join")
    return _you(guest, form, "/begin/you")


def begin_here(guest: Guest, form: Form) -> Answered:
    """Make the first account of a server, and a record of theirs."""
    if is_anybody_here(guest.site.host):
        return guest.go("/join")
    member = _arrive(guest, form)
    if member is None:
        return first(guest, form)
    world, op = member
    arrival = Arrival(op, _member(guest, form, world.keys), LABEL)
    begun = begin(world, guest.site.fresh.chain(), arrival)
    if isinstance(begun, Refusal):
        form.want("", guest.words.refusal(begun))
        return first(guest, form)
    return guest.go("/start", Told.SIGNED_IN)


def invited(guest: Guest, form: Form = EMPTY) -> Answered:
    """Ask for the ten words of an invitation."""
    return guest.show("join.html", form)


def check_invitation(guest: Guest, form: Form) -> Answered:
    """Show the two buttons and ask who somebody is, once their ten words are those of somebody."""
    if not _is_invited(guest, form):
        return invited(guest, form)
    return _you(guest, form, "/join/you")


def join_here(guest: Guest, form: Form) -> Answered:
    """Make the second account, and join the record its words are for."""
    secret = read_invitation(form.raw(INVITATION))
    if not _is_invited(guest, form) or isinstance(secret, Refusal):
        return invited(guest, form)
    member = _arrive(guest, form)
    if member is None:
        return _you(guest, form, "/join/you")
    world, op = member
    joined = join(world, secret, Arrival(op, _member(guest, form, world.keys), LABEL))
    if not isinstance(joined, Joined):
        form.want("", guest.words.refusal(joined))
        return invited(guest, form)
    return guest.go("/start/pair")


def another(person: Person, form: Form = EMPTY) -> Answered:
    """Offer somebody who is in no record to begin one, or to join."""
    return person.show("another.html", form, zone=person.site.local_zone)


def begin_another(person: Person, form: Form) -> Answered:
    """Begin a record, or join one, as somebody who has an account already."""
    name = form.text("name", person.words.plain(NAME_WANTED))
    zone = _zone(person, form)
    op = form.operation
    if form.wanting or not is_operation(op):
        return another(person, form)
    arrival = Arrival(op, Member(person.member, name, zone, adult=True), _label(person.keys))
    made = _come_to(person, form, arrival)
    if isinstance(made, Refusal):
        form.want("", person.words.refusal(made))
        return another(person, form)
    return person.go("/start/pair" if form.has(INVITATION) else "/start")


def _come_to(person: Person, form: Form, arrival: Arrival) -> Joined | Refusal:
    if not form.has(INVITATION):
        return begin(person.world, person.site.fresh.chain(), arrival)
    secret = read_invitation(form.raw(INVITATION))
    return secret if isinstance(secret, Refusal) else join(person.world, secret, arrival)


def _label(keys: Keyring) -> str:
    """Return what a record is called by whoever comes to it: the first of its kind, or the next."""
    taken = len(keys.ring.memberships)
    return LABEL if not taken else f"{LABEL}-{taken + 1}"


def _you(guest: Guest, form: Form, address: str) -> Answered:
    return guest.show(
        "you.html",
        form,
        address=address,
        invitation=form[INVITATION],
        offered=form["offered"] or generated_passphrase(),
        code=form[CODE] or new_recovery_code(),
        zone=guest.site.local_zone,
    )


def _is_invited(guest: Guest, form: Form) -> bool:
    """Tell whether the ten words open an invitation that lies here; if not, say what to do."""
    if not form.has(INVITATION):
        form.want(INVITATION, guest.words.plain(WORDS_WANTED))
        return False
    secret = read_invitation(form.raw(INVITATION))
    if isinstance(secret, Refusal):
        form.want(INVITATION, guest.words.refusal(secret))
        return False
    if not is_usable(guest.site.host, secret):
        form.want(INVITATION, guest.words.refusal(InvitationNotUsable()))
        return False
    return True


def _arrive(guest: Guest, form: Form) -> tuple[World, OperationId] | None:
    """Sign somebody up and log them in; None where the form says what is wanted first."""
    name = form.text("name", guest.words.plain(NAME_WANTED))
    _zone(guest, form)
    if not form.raw(PASSPHRASE):
        form.want(PASSPHRASE, guest.words.plain(EITHER_WANTED))
    if not is_typed_back(form.raw(CODE), form.raw(TYPED)):
        form.want(TYPED, guest.words.plain(NOT_TYPED_BACK))
    if not form.has(ADULT):
        form.want(ADULT, guest.words.plain(ADULT_WANTED))
    if not is_operation(form.operation):
        form.want("", guest.words.plain("This form was not whole. It is new now: send it again."))
    if form.wanting:
        return None
    wanted = SignUp(
        guest.site.fresh.member(), name, form.raw(PASSPHRASE), form.raw(CODE), is_adult=True
    )
    made = sign_up(guest.site.host, wanted)
    if isinstance(made, Refusal):
        guest.turned_down(form, _field_of(made), made)
        return None
    return _logged_in(guest, form, name)


def _logged_in(guest: Guest, form: Form, name: str) -> tuple[World, OperationId] | None:
    knock = Knock(name, form.raw(PASSPHRASE), None, guest.words.plain("A browser"))
    entered = enter(guest.site.host, knock)
    if isinstance(entered, Refusal):
        guest.turned_down(form, "", entered)
        return None
    guest.send(login_cookie(guest.site, entered.token), dropped(guest.site, LEFT))
    if entered.device is not None:
        guest.send(device_cookie(guest.site, entered.device))
    return entered.world, form.operation


def _field_of(refusal: Refusal) -> str:
    """Return which field a refusal is about."""
    if isinstance(refusal, NameTaken | UnclearWording):
        return "name"
    return PASSPHRASE if isinstance(refusal, WeakPassphrase) else ""


def _member(guest: Guest, form: Form, keys: Keyring) -> Member:
    return Member(keys.member, form.text("name"), _zone(guest, form), adult=True)


def _zone(guest: Guest, form: Form) -> str:
    return zone_in(guest, form) or guest.site.local_zone


ROUTES = (
    shows("/begin", Guest, welcome),
    shows("/begin/you", Guest, first),
    takes("/begin/you", Guest, begin_here),
    shows("/join", Guest, invited),
    takes("/join", Guest, check_invitation),
    takes("/join/you", Guest, join_here),
    shows("/start/new", Person, another),
    takes("/start/new", Person, begin_another),
)
