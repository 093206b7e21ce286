"""An older copy of a whole server: what lies there now is put back later, as from a backup."""

from collections.abc import Callable
from copy import copy
from typing import Any

from tests.application.signed_up import Town
from troth.application.ports import ChainId


def copied(town: Town) -> Callable[[], None]:
    """Copy everything a server in memory keeps; return what puts the copy over it again."""
    inside = vars(town.store)
    logs, cards = _copied(inside["_logs"]), dict(inside["_cards"])

    def put_back() -> None:
        inside["_logs"], inside["_cards"] = _copied(logs), dict(cards)

    return put_back


def _copied(logs: dict[ChainId, Any]) -> dict[ChainId, Any]:
    found = {chain: copy(log) for chain, log in logs.items()}
    for log in found.values():
        log.entries, log.places = list(log.entries), dict(log.places)
    return found
