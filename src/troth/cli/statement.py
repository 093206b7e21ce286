"""The consent statement: one text, and beside it the signature of each who signs it."""

from pathlib import Path

import click

from troth.application.proofs.statements import Statement, StatementDiffers, sign_statement
from troth.cli.caller import Caller, refuse
from troth.cli.proving import proved
from troth.domain.kernel import Refusal
from troth.store.files import write_whole

TEXT = "statement.txt"

WARNING = (
    "Whoever has these files can show anybody what you have signed, for good, and you cannot say "
    "it was not you. Nothing else that leaves your record is signed."
)

SIGNED = """Signed: {directory}/{name}.sig, with your public key in {name}.pem.
{warning}

{others}Anybody can check it, without Troth:

  cd {directory}
  openssl pkeyutl -verify -pubin -inkey {name}.pem \\
    -rawin -in {text} -sigfile {name}.sig"""

OTHERS = "The other adds their own signature with the same command, in the same directory.\n\n"

ASKED = "Sign it, so that it can be shown?"


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="You have read the warning.")
@click.pass_obj
def statement(caller: Caller, directory: Path, *, yes: bool) -> None:
    """Write what both have agreed to DIR, signed by you so that anybody can check it.

    The other signs the same text in the same directory.
    """
    caller.check_record()
    if not yes:
        caller.say(WARNING, err=True)
        click.confirm(ASKED, abort=True, err=True)
    found = sign_statement(proved(caller), caller.chain)
    if isinstance(found, Refusal):
        refuse(found)
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _keep_text(directory / TEXT, found.text):
        refuse(StatementDiffers())
    # Private, for whom it is shown to is for them to say.
    write_whole(directory / f"{found.name}.sig", found.signature)
    write_whole(directory / f"{found.name}.pem", found.pem.encode())
    caller.show({"directory": str(directory), "name": found.name}, _said(directory, found))


def _keep_text(file: Path, text: str) -> bool:
    """Write the text, or tell whether it is there already to the byte."""
    if file.exists():
        return file.read_bytes() == text.encode()
    write_whole(file, text.encode())
    return True


def _said(directory: Path, found: Statement) -> str:
    signatures = len(list(directory.glob("key-*.sig")))
    others = OTHERS if signatures == 1 else ""
    parts = {"directory": directory, "name": found.name, "text": TEXT}
    return SIGNED.format(**parts, warning=WARNING, others=others)
