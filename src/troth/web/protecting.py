"""Protecting: what is pressed to protect somebody is recorded, or it is said that it is not yet."""

from http import HTTPStatus

from troth.application.ports import StoreError
from troth.web.form import OPERATION, Form, is_operation
from troth.web.guest import Guest
from troth.web.routes import Answered


def make_whole(guest: Guest, form: Form) -> None:
    """Give a form without an operation id one of its own: that is no reason not to record it."""
    if not is_operation(form.operation):
        form.put(OPERATION, guest.operation())


def not_recorded(guest: Guest, form: Form, found: StoreError) -> Answered:
    """Say that it is not recorded yet, and keep what was pressed, to be pressed once more."""
    plain = Guest(guest.arrival)
    page = plain.text("unrecorded.html", form, cause=found.said, address=guest.arrival.address)
    return plain.answer(page, HTTPStatus.SERVICE_UNAVAILABLE)
