"""Signing what was agreed, so that it can be shown: a deliberate act, with its warning first."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from troth.application.proofs.statements import Statement, sign_statement
from troth.domain.kernel import Refusal
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.visit import Visit

TEXT = "statement.txt"
"""What the text is called in what is taken away, so that the other's signature fits beside it."""

READ = "read"
READ_WANTED = "Say that you have read what a signature means."


def explain(visit: Visit, form: Form = EMPTY) -> Answered:
    """Explain what a signed statement is, and how anybody checks it."""
    return visit.show("sign.html", form, here="book", text=TEXT, other=visit.other)


def give(visit: Visit, form: Form) -> Answered:
    """Sign what is agreed now, and give it as one file whose name says nothing."""
    if form.raw(READ) != "yes":
        form.want(READ, visit.words.plain(READ_WANTED))
    if form.wanting or not visit.prove(form):
        return explain(visit, form)
    found = sign_statement(visit.world, visit.chain)
    if isinstance(found, Refusal):
        visit.refused(form, found)
        return explain(visit, form)
    return visit.give(_packed(found), _name(visit), "application/zip")


def _packed(statement: Statement) -> bytes:
    body = BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED) as pack:
        # Without a time of its own, the same statement is the same file each time it is taken.
        pack.writestr(ZipInfo(TEXT), statement.text)
        pack.writestr(ZipInfo(f"{statement.name}.sig"), statement.signature)
        pack.writestr(ZipInfo(f"{statement.name}.pem"), statement.pem)
    return body.getvalue()


def _name(visit: Visit) -> str:
    return f"notebook-{visit.times.iso(visit.moment.at)}.zip"


ROUTES = (
    shows("/book/sign", Visit, explain),
    takes("/book/sign", Visit, give),
)
