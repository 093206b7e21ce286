"""Taking one's copy: all of the record and one's own notes, to read without us; nobody is told."""

from troth.application.copies.exported import write_export
from troth.application.copies.exporting import export_of
from troth.web.copies import ZIP, packed
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.visit import Visit

SHARED_ONLY = "shared-only"


def take(visit: Visit, form: Form = EMPTY) -> Answered:
    """Say what a copy holds, and offer it."""
    return visit.show("take.html", form, here="mine")


def copy(visit: Visit, form: Form) -> Answered:
    """Give the copy, under a name that says nothing."""
    taken = export_of(visit.world, visit.chain, with_own=not form.has(SHARED_ONLY))
    name = f"notebook-{visit.times.iso(visit.moment.at)}.zip"
    return visit.give(packed(taken, write_export(taken), visit.world.zones), name, ZIP)


ROUTES = (shows("/take", Visit, take), takes("/take", Visit, copy))
