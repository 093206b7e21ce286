"""The reset: the small way back both agreed on; it needs no reason, and begins with both yeses."""

from collections.abc import Mapping
from typing import TypeAlias

from troth.application.sealed import Kept, helped, own_answers
from troth.domain.kernel import ClauseId
from troth.domain.resets.commands import AskReset, CallOffReset, FinishReset, OptIntoReset
from troth.domain.resets.events import Help, ResetBegun, ResetId
from troth.projections.connection import Form as Agreed
from troth.projections.connection import Resets
from troth.projections.connection import resets as read_resets
from troth.projections.keeping import own_first
from troth.web.addresses import key
from troth.web.apart import seal_answer
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

HELPED: Mapping[Help, str] = {
    Help.HELPED: "It helped",
    Help.PARTLY: "Partly",
    Help.NOT_THIS_TIME: "Not this time",
    Help.RATHER_NOT_SAY: "Rather not say",
}

NOT_THERE = "What you chose is not in hand any more. Here is how it stands now."
HELP_WANTED = "Choose one, or “rather not say”."
FORM_WANTED = "Choose which one you would like."

Deciding: TypeAlias = OptIntoReset | FinishReset | CallOffReset


def renew(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show what is agreed as a way back, what is in hand, and the last one done."""
    name = visit.other.name
    read = read_resets(visit.state, visit.moment)
    return visit.show(
        "renew.html",
        form,
        here="talk",
        read=read,
        other=name,
        key=key,
        in_hand=_words_in_hand(read),
        has_choice=len(read.forms) > 1,
        order=own_first(visit.state, visit.member),
        helped=HELPED,
        own_help=_own_help(visit, read),
    )


def ask(visit: Visit, form: Form) -> Answered:
    """Ask for a reset in a form both have agreed."""
    forms = {key(each.clause): each.clause for each in read_resets(visit.state, visit.moment).forms}
    chosen = form.one_of("form", forms)
    if not chosen:
        form.want("", visit.words.plain(FORM_WANTED))
        return renew(visit, form)
    if visit.act(form, AskReset(ResetId(form.new_id("r")), forms[chosen])) is None:
        return renew(visit, form)
    return visit.go("/renew", Told.ASKED)


def decide(visit: Visit, form: Form) -> Answered:
    """Say yes for today, that it is done, or call it off."""
    command = _decided(visit, form)
    answer = None if command is None else visit.act(form, command)
    if command is None or answer is None:
        return renew(visit, form)
    if isinstance(command, CallOffReset):
        return visit.go("/renew", Told.CALLED_OFF_RESET)
    if isinstance(command, FinishReset):
        return visit.go("/renew/lines", Told.RESET_DONE)
    has_begun = any(isinstance(event, ResetBegun) for event in answer.events)
    return visit.go("/renew", Told.RESET_BEGUN if has_begun else Told.YES_TODAY)


def say_whether_it_helped(visit: Visit, form: Form) -> Answered:
    """Seal one's own word on whether the last one helped."""
    last = visit.state.resets.last
    answer = form.choice("helped", Help, visit.words.plain(HELP_WANTED))
    if last is None:
        form.want("", visit.words.plain(NOT_THERE))
    if last is None or answer is None:
        return renew(visit, form)
    outcome = seal_answer(visit, form, helped(last.id), answer)
    if outcome is None:
        return renew(visit, form)
    return visit.go("/renew", Told.SEALED if isinstance(outcome, Kept) else Told.REVEALED)


def _decided(visit: Visit, form: Form) -> Deciding | None:
    id_, how = ResetId(form["reset"]), form["how"]
    if how == "call-off":
        return CallOffReset(id_)
    if how == "done":
        return FinishReset(id_)
    if how == "yes":
        return OptIntoReset(id_, form.has("clears"))
    form.want("", visit.words.plain(NOT_THERE))
    return None


def _words_in_hand(read: Resets) -> Agreed | None:
    """Return the agreed form that is in hand, in its words; None where they are gone."""
    clause: ClauseId | None = None if read.in_hand is None else read.in_hand.clause
    return next((each for each in read.forms if each.clause == clause), None)


def _own_help(visit: Visit, read: Resets) -> str:
    """Return one's own sealed word on the last one; the other's is never looked at."""
    if read.last is None or read.last.helped:
        return ""
    name = helped(read.last.reset).name
    found = own_answers(visit.world, visit.chain, name, Help)
    return str(found.get(name, ""))


ROUTES = (
    shows("/renew", Visit, renew),
    takes("/renew", Visit, ask),
    takes("/renew/today", Visit, decide),
    takes("/renew/helped", Visit, say_whether_it_helped),
)
