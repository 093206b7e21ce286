"""Words that may touch a protected need: looked at once more, beside the box that says so."""

from troth.domain.agreement.validity import MayTouchProtectedNeed
from troth.web.form import Form
from troth.web.visit import Visit

CONSIDERED = "considered"

LOOK_AGAIN = "These words may touch %(needs)s. Look again, and tick that they keep nobody from it."


def asks_needs(visit: Visit, form: Form) -> bool:
    """Tell whether a form is to be looked at once more; it says so beside its box then."""
    refusal = form.refusal
    if not isinstance(refusal, MayTouchProtectedNeed):
        return False
    form.wanting = ()
    form.want(CONSIDERED, visit.words.say(LOOK_AGAIN, needs=refusal.needs))
    return True
