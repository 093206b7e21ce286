"""Decoding: bytes from the disk as the values they were written from, or as nothing."""

from typing import TypeVar

import msgspec

T = TypeVar("T")


def decoded(body: bytes, form: type[T]) -> T | None:
    """Return the value in these bytes, or None for bytes that hold no value of this form."""
    return decoded_by(msgspec.msgpack.Decoder(form), body)


def decoded_by(decoder: msgspec.msgpack.Decoder[T], body: bytes) -> T | None:
    """Return what a decoder that was made before finds in these bytes, or None.

    A text that is not UTF-8 is an error of its own: whoever changes a row could end a login by it.
    """
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
