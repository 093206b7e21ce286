"""What one prepares for a session by oneself: drafts nobody else sees until they are brought."""

from troth.application.private.drafts import Drafts
from troth.domain.kernel import NotFound, Refusal, UnclearWording, Value, is_clear
from troth.domain.sessions.commands import TooMuchForOneSession
from troth.domain.sessions.decide import MOST_ITEMS
from troth.domain.sessions.events import Preparation

PREFIX = "prepared/"


class Prepared(Value, frozen=True):
    """One thing prepared: something one is glad of, something hard, or a wish.

    `bring`: one means to bring it. It is a reminder to oneself, and brings nothing by itself.
    """

    kind: Preparation
    text: str
    bring: bool = False


def prepare(drafts: Drafts, id_: str, prepared: Prepared) -> Refusal | None:
    """Keep something for oneself; what could never be brought is refused at once."""
    if not is_clear(prepared.text):
        return UnclearWording("preparation")
    if len(all_prepared(drafts).keys() - {id_}) >= MOST_ITEMS:
        return TooMuchForOneSession(MOST_ITEMS)
    drafts.keep(PREFIX + id_, prepared)
    return None


def all_prepared(drafts: Drafts) -> dict[str, Prepared]:
    """Return what one has prepared and not yet brought, by id."""
    found = drafts.find(PREFIX, Prepared)
    return {name.removeprefix(PREFIX): each for name, each in found.items()}


def one_prepared(drafts: Drafts, id_: str) -> Prepared | NotFound:
    """Return one thing prepared."""
    return all_prepared(drafts).get(id_) or NotFound("preparation of yours", id_)


def drop(drafts: Drafts, id_: str) -> None:
    """Drop one thing prepared: it was brought, or it no longer matters."""
    drafts.drop(PREFIX + id_)
