"""Signing up at the keyboard: a passphrase, and a recovery code that is typed back."""

import shlex
from typing import NoReturn

from troth.application.accounts.account import find_account
from troth.application.accounts.logins import IDLE_MINUTES
from troth.application.accounts.signing_up import NameTaken, SignUp, refused_passphrase, sign_up
from troth.application.accounts.written_down import (
    generated_passphrase,
    is_typed_back,
    new_recovery_code,
)
from troth.application.keyring import Keyring
from troth.bootstrap import new_member, refuse_home
from troth.cli.asking import is_seen, shown_apart
from troth.cli.caller import WORDS_FOR_PEOPLE, Caller, Refused, refuse
from troth.cli.entering import AS_YOU_TYPE, log_in
from troth.domain.kernel import NAME_LENGTH, Refusal, UnclearWording, is_clear

NAME = "What should you be called here? "
CHOOSE = "A passphrase of your own, or Enter for six words: "
AGAIN = "The same passphrase once more: "
WRITTEN_DOWN = "Press Enter once you have it on paper. "
CODE = "Type the recovery code, to be sure that you have it: "
CODE_AGAIN = "That is not the code you were shown. Once more: "
NOWHERE_ELSE = f"Use a passphrase that you use nowhere else. {AS_YOU_TYPE}"
NOT_THE_SAME = "The two were not the same. Choose one anew."

GIVEN = "Your passphrase: {words}"
CODE_SHOWN = (
    "Your recovery code: {code}\n"
    "Keep it on paper: without your passphrase, only this code opens what you write here."
)
NOT_SAID_ADULT = (
    "Troth is for adults only. If you are one, and are here because you want to be, say so: --adult"
)
TAKEN = "{why} If it is you, log in first: troth login {name}"


def new_person(caller: Caller, name: str | None, *, is_adult: bool) -> tuple[str, Keyring]:
    """Sign somebody up and log them in; everything is asked before anything is made."""
    if not is_adult:
        raise Refused(NOT_SAID_ADULT)
    if not caller.has_record():
        refuse_home(caller.home)
    name = name if name is not None else asked_name(caller)
    _check_name(caller, name)
    caller.say(NOWHERE_ELSE, err=True)
    passphrase = chosen_passphrase(caller, name)
    code = code_typed_back(caller)
    if not caller.has_record():
        caller.host = caller.open()
    made = sign_up(caller.host, SignUp(new_member(), name, passphrase, code, is_adult))
    if isinstance(made, NameTaken):
        _refuse_taken(name)
    if isinstance(made, Refusal):
        refuse(made)
    return name, log_in(caller, name, passphrase, IDLE_MINUTES)


def asked_name(caller: Caller) -> str:
    """Ask somebody for their pseudonym."""
    return caller.visible(NAME)


def _check_name(caller: Caller, name: str) -> None:
    if name.casefold() in WORDS_FOR_PEOPLE:
        raise Refused(f"“{name}” already means somebody where one is named. Choose another name.")
    if not is_clear(name, longest=NAME_LENGTH):
        refuse(UnclearWording("name"))
    if caller.has_record() and find_account(caller.host, name) is not None:
        _refuse_taken(name)


def _refuse_taken(name: str) -> NoReturn:
    raise Refused(TAKEN.format(why=NameTaken().sentence, name=shlex.quote(name)))


def chosen_passphrase(caller: Caller, name: str) -> str:
    """Return a passphrase somebody chose, or one they are given; at a terminal, ask until it does.

    Raises Refused where nobody sits at a terminal who could choose another.
    """
    while True:
        passphrase = caller.hidden(CHOOSE)
        if not passphrase:
            return _given_passphrase(caller)
        why = _why_not(caller, passphrase, name)
        if not why:
            return passphrase
        if not is_seen():
            raise Refused(why)
        caller.say(why, err=True)


def _given_passphrase(caller: Caller) -> str:
    passphrase = generated_passphrase()
    _show_until_written_down(caller, GIVEN.format(words=passphrase))
    return passphrase


def _why_not(caller: Caller, passphrase: str, name: str) -> str:
    """Say why a passphrase cannot be taken; nothing where it can."""
    refusal = refused_passphrase(passphrase, name)
    if refusal is not None:
        return refusal.sentence
    return NOT_THE_SAME if is_seen() and caller.hidden(AGAIN) != passphrase else ""


def code_typed_back(caller: Caller) -> str:
    """Return a new recovery code, once somebody has typed it from what they wrote down."""
    code = new_recovery_code()
    for question in (CODE, CODE_AGAIN):
        # At a terminal it is gone from the screen by now; what a script wrote is still there.
        if question == CODE or is_seen():
            _show_until_written_down(caller, CODE_SHOWN.format(code=code))
        with shown_apart():
            typed = caller.visible(question)
        if is_typed_back(code, typed):
            return code
    raise Refused("Nothing was made. Begin again, and write the code down first.")


def _show_until_written_down(caller: Caller, secret: str) -> None:
    """Show something on a screen of its own, which is cleared before anything else is asked."""
    with shown_apart():
        caller.say(secret, err=True)
        if is_seen():
            caller.visible(WRITTEN_DOWN)
