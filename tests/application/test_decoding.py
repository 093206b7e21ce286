"""What was written is read again, and bytes of any other form are nothing."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from troth.application.decoding import decoded, decoded_by
from troth.domain.kernel import Value


class Row(Value, frozen=True):
    """A row with a text and a number."""

    text: str
    number: int


ROW = Row("A cup of tea.", 7)
WRITTEN = msgspec.msgpack.encode(ROW)


def test_what_was_written_is_read() -> None:
    assert decoded(WRITTEN, Row) == ROW
    assert decoded_by(msgspec.msgpack.Decoder(Row), WRITTEN) == ROW


@pytest.mark.parametrize(
    "body",
    [
        b"",
        WRITTEN[:-1],
        WRITTEN + b"\0",
        WRITTEN.replace(b"cup", b"c\xffp"),
        msgspec.msgpack.encode({"text": "A cup of tea.", "number": "seven"}),
        msgspec.msgpack.encode({"text": "A cup of tea."}),
        msgspec.msgpack.encode(["A cup of tea.", 7]),
    ],
)
def test_what_is_cut_changed_or_of_another_form_is_nothing(body: bytes) -> None:
    assert decoded(body, Row) is None


@given(some.binary(max_size=64))
def test_no_bytes_at_all_raise_an_error(body: bytes) -> None:
    assert decoded(body, Row) is None
