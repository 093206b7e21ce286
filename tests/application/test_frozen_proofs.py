"""What somebody kept elsewhere on the first day is read and checked for ever."""

from tests.given import ASH, WREN
from tests.golden.proofs import CHAIN, made, read
from tests.keys import identity
from troth.application.headers import ENTRY_TAG, Header, link_of, parse_header
from troth.application.proofs.checkpoints import Checkpoint, read_checkpoint
from troth.crypto.keys import is_signed


def test_everything_comes_out_as_on_the_first_day() -> None:
    assert made() == read()


def test_a_header_kept_is_read_and_its_link_and_signature_hold() -> None:
    kept = read()
    header = kept["header"].encode()
    assert isinstance(parse_header(header), Header)
    assert link_of(header).hex() == kept["link"]
    link, signature = bytes.fromhex(kept["link"]), bytes.fromhex(kept["signature"])
    assert is_signed(identity(ASH).public, ENTRY_TAG + link, signature)


def test_a_checkpoint_kept_is_read_with_its_words_and_signature() -> None:
    kept = read()
    found = read_checkpoint(kept["checkpoint"].encode())
    assert isinstance(found, Checkpoint)
    assert (found.chain, found.seq, found.link.hex()) == (CHAIN, 1, kept["link"])
    assert found.words == kept["words of the checkpoint"]
    (signed,) = found.signatures
    assert is_signed(identity(WREN).public, found.body.encode(), signed.signature)


def test_a_statement_kept_is_verified() -> None:
    kept = read()
    signature = bytes.fromhex(kept["signature of the statement"])
    assert is_signed(identity(WREN).public, kept["statement"].encode(), signature)
