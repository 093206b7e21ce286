"""Signatures on several cores: found as here, and still where the system ends the processes."""

from multiprocessing import active_children

from tests.store.chains import a_chain, author
from troth.store.cores import on_every_core
from troth.store.signatures import BATCH_SIGNATURES, Signature, Signatures, first_false

LENGTH = 3 * BATCH_SIGNATURES + 1


def signed(length: int, *false: int) -> list[Signature]:
    """Return the signatures of a chain; those of the named entries are of other entries."""
    found = [
        (each.seq, author(each.seq).public, each.link, each.signature) for each in a_chain(length)
    ]
    for seq in false:
        found[seq - 1] = (*found[seq - 1][:3], found[0][3])
    return found


def test_the_first_false_signature_of_a_batch_is_named() -> None:
    assert first_false(signed(5)) is None
    assert first_false(signed(5, 4, 3)) == 3


def test_several_cores_find_what_one_finds() -> None:
    for false, expected in (((), None), ((LENGTH, 260), 260), ((LENGTH,), LENGTH)):
        with on_every_core() as elsewhere:
            there, here = Signatures(elsewhere), Signatures(None)
            for each in signed(LENGTH, *false):
                there.put(each)
                here.put(each)
            assert there.finish() == here.finish() == expected


def test_where_the_system_ends_the_processes_all_is_checked_here() -> None:
    with on_every_core() as elsewhere:
        begun = elsewhere(signed(2))
        for process in active_children():
            process.kill()
            process.join()
        assert begun() is None
        assert elsewhere(signed(3, 2))() == 2
