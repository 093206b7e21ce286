"""Putting a whole starting shape forward at once: it names and proposes, and agrees for nobody."""

from collections.abc import Iterator

from troth.application.accounts.everywhere import handle_everywhere
from troth.application.handle import Request
from troth.application.plans.work import commands, parse_plan, read_yaml
from troth.application.ports import OperationId
from troth.domain.kernel import MemberId, ProposalId, Refusal, digest
from troth.presets import load_preset
from troth.web.form import OPERATION_LENGTH, Form
from troth.web.visit import Visit


def put_preset_forward(visit: Visit, form: Form, name: str, leads: MemberId) -> bool:
    """Put a starting shape forward with one of the two leading; False: the form says why not.

    Sent twice it proposes once: what is on the table in the same words is left alone.
    """
    text = load_preset(name)
    if isinstance(text, Refusal):
        visit.refused(form, text)
        return False
    return put_plan_forward(visit, form, text, leads)


def put_plan_forward(visit: Visit, form: Form, text: str, leads: MemberId) -> bool:
    """Put a plan forward as it is written; False: the form says what to mend, and where."""
    data = read_yaml(text)
    if isinstance(data, Refusal):
        visit.refused(form, data)
        return False
    lead = visit.me if leads == visit.me.id else visit.other
    follow = visit.other if leads == visit.me.id else visit.me
    plan = parse_plan(data, lead, follow, visit.moment)
    if isinstance(plan, Refusal):
        visit.refused(form, plan)
        return False
    wanted = commands(plan, visit.state, visit.moment, _ids(form))
    for number, command in enumerate(wanted):
        request = Request(_operation(form, number), command)
        answer = handle_everywhere(visit.world, visit.chain, request)
        if isinstance(answer, Refusal):
            visit.refused(form, answer)
            return False
    return True


def _operation(form: Form, number: int) -> OperationId:
    """Return the operation of one of several acts that one form asks for."""
    return OperationId(digest(f"{form.operation}/{number}")[:OPERATION_LENGTH])


def _ids(form: Form) -> Iterator[ProposalId]:
    number = 0
    while True:
        yield ProposalId(f"{form.new_id('p')}-{number}")
        number += 1
