"""Preparing alone for the weekly talk, and bringing to the table what one chooses to bring."""

from troth.application.private.drafts import Drafts
from troth.application.private.preparations import Prepared, all_prepared, drop, prepare
from troth.domain.kernel import Value
from troth.domain.sessions.commands import BringPreparation
from troth.domain.sessions.events import Preparation
from troth.web.form import Form, is_operation
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import NOT_WHOLE, Visit

KINDS = {
    Preparation.GLAD: "Something I am glad of",
    Preparation.HARD: "Something hard",
    Preparation.WISH: "Something I would like",
}
MORE = {
    Preparation.GLAD: "Something more I am glad of",
    Preparation.HARD: "Something else that is hard",
    Preparation.WISH: "Something more I would like",
}
"""What each box is called: the first of its kind, and one more."""

NEW = "+"
"""Begins the name of a box that is new; its kind follows. No draft is called so."""

BRING_WANTED = "Tick what you want to bring."


class Box(Value, frozen=True):
    """One box to write in: its name in the form, what it is called, and what stands in it.

    `is_more`: something of its kind is written already, so it is folded away.
    """

    name: str
    kind: Preparation
    label: str
    text: str
    bring: bool
    is_more: bool = False


def preparing(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show what one has prepared, and a box of each kind to write in."""
    name = visit.other.name
    return visit.show(
        "week_prepare.html",
        form,
        here="talk",
        other=name,
        boxes=_boxes(visit),
        is_open=visit.state.sessions.open is not None,
    )


def keep(visit: Visit, form: Form) -> Answered:
    """Keep what one wrote, for oneself; a box that was emptied is dropped."""
    if not is_operation(form.operation):
        form.want("", visit.words.plain(NOT_WHOLE))
        return preparing(visit, form)
    drafts = Drafts(visit.world, visit.chain)
    for id_, prepared in all_prepared(drafts).items():
        if form.all(f"text-{id_}"):
            _keep_one(visit, form, id_, prepared.kind)
    for kind in Preparation:
        if form.has(f"text-{NEW}{kind}"):
            _keep_one(visit, form, f"{NEW}{kind}", kind)
    if form.wanting:
        return preparing(visit, form)
    return visit.go("/week/prepare", Told.KEPT_ALONE)


def bring(visit: Visit, form: Form) -> Answered:
    """Bring to the open talk what was ticked; from then on both see it."""
    open_ = visit.state.sessions.open
    drafts = Drafts(visit.world, visit.chain)
    chosen = {id_: each for id_, each in all_prepared(drafts).items() if id_ in form.all("bring")}
    if open_ is None or not form.all("bring"):
        form.want("", visit.words.plain(BRING_WANTED))
        return preparing(visit, form)
    commands = [BringPreparation(open_.id, each.kind, each.text) for each in chosen.values()]
    if not visit.act_all(form, commands):
        return preparing(visit, form)
    for id_ in chosen:
        drop(drafts, id_)
    return visit.go("/week", Told.BROUGHT)


def _keep_one(visit: Visit, form: Form, name: str, kind: Preparation) -> None:
    """Keep one box; `name` is the draft's id, or stands for a new one."""
    drafts, text = Drafts(visit.world, visit.chain), form.text(f"text-{name}")
    id_ = f"{form.new_id('p')}-{kind}" if name.startswith(NEW) else name
    if not text:
        drop(drafts, id_)
        return
    refusal = prepare(drafts, id_, Prepared(kind, text, form.has(f"bring-{name}")))
    if refusal is not None:
        form.want(f"text-{name}", visit.words.refusal(refusal))


def _boxes(visit: Visit) -> list[Box]:
    """Return the boxes by their kind: those written in, then one to write in."""
    prepared = all_prepared(Drafts(visit.world, visit.chain))
    return [
        box
        for kind in Preparation
        for box in _of_kind(
            visit, kind, {id_: each for id_, each in prepared.items() if each.kind is kind}
        )
    ]


def _of_kind(visit: Visit, kind: Preparation, found: dict[str, Prepared]) -> list[Box]:
    say = visit.words.plain
    kept = [Box(id_, kind, say(KINDS[kind]), each.text, each.bring) for id_, each in found.items()]
    label = say(MORE[kind] if kept else KINDS[kind])
    return [*kept, Box(f"{NEW}{kind}", kind, label, "", bring=False, is_more=bool(kept))]


ROUTES = (
    shows("/week/prepare", Visit, preparing),
    takes("/week/prepare", Visit, keep),
    takes("/week/bring", Visit, bring),
)
