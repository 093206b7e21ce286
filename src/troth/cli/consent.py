"""Consenting: agree to exactly these words, or renew it; the passphrase is given once more."""

import click

from troth.application.handle import Answer
from troth.cli.agree import DIGEST_SHOWN, in_full, read_open
from troth.cli.caller import Caller, refuse
from troth.cli.completing import CLAUSES, PROPOSALS
from troth.cli.proving import act_proved
from troth.domain.agreement.commands import ConsentToTerms, RenewConsent
from troth.domain.agreement.events import ConsentGiven, TermsAdopted
from troth.domain.agreement.state import latest
from troth.domain.decider import State
from troth.domain.kernel import ClauseId, Digest, NotFound


@click.command()
@click.argument("proposal", shell_complete=PROPOSALS)
@click.option("--digest", help="The digest of what you read; without it you are shown it first.")
@click.option("--version", "revision", type=int, help="The version you read.")
@click.pass_obj
def consent(caller: Caller, proposal: str, digest: str | None, revision: int | None) -> None:
    """Agree to exactly what PROPOSAL says now."""
    found = caller.open_proposal(proposal)
    if digest is None:
        caller.say(in_full(caller, read_open(caller, proposal)), err=True)
        name = caller.name_of(caller.member)
        click.confirm(f"\n{name}, do you agree to exactly these words?", abort=True, err=True)
        digest = found.digest
    whole = found.digest if found.digest.startswith(digest) and len(digest) >= DIGEST_SHOWN else ""
    command = ConsentToTerms(found.id, revision or found.revision, Digest(whole or digest))
    caller.done(answer := act_proved(caller, command), _consented(answer))


def _consented(answer: Answer[State]) -> str:
    if any(isinstance(event, TermsAdopted) for event in answer.events):
        version = answer.state.ground.agreement.version
        return f"Agreed by both: version {version} of your agreement."
    if any(isinstance(event, ConsentGiven) for event in answer.events):
        return "You have agreed. It takes both, to the same words."
    return ""


@click.command()
@click.argument("clause", shell_complete=CLAUSES)
@click.pass_obj
def renew(caller: Caller, clause: str) -> None:
    """Renew your consent to CLAUSE, as it stands."""
    found = latest(caller.own_view.state.ground.agreement, ClauseId(clause))
    if found is None:
        refuse(NotFound("clause", clause))
    answer = act_proved(caller, RenewConsent(ClauseId(clause), found.digest))
    caller.done(answer, f"You renewed your consent to “{clause}”.")
