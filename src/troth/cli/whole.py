"""A copy of a record that is tried: it is as good as the record if all its people could come in."""

from pathlib import Path

from troth.application.ports import Store, StoreDamaged
from troth.application.proofs.whole import check_people
from troth.bootstrap import open_files


def open_whole(directory: Path) -> Store:
    """Open the files of a record that everybody who writes in it could come in to.

    Raises StoreDamaged where somebody could not.
    """
    store = open_files(directory)
    try:
        check_people(store)
    except StoreDamaged:
        store.close()
        raise
    return store
