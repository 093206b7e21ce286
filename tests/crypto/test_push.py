"""What is pushed: sealed as the standard's own example has it, and signed by one sender."""

from base64 import urlsafe_b64decode

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from py_vapid import Vapid02  # type: ignore[import-untyped]  # it says nothing of its types

from tests.notify.receiving import Phone
from troth.crypto.push import (
    is_browser_key,
    seal_push,
    sealed_with,
    sender_key,
    sender_signature,
)

SECRET = bytes(range(32))


def read(text: str) -> bytes:
    """Return bytes in base64url."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_it_is_sealed_as_in_the_example_of_the_standard() -> None:
    """RFC 8291, section 5 and appendix A."""
    private = int.from_bytes(read("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
    browser = read(
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    )
    sealed = sealed_with(
        derive_private_key(private, SECP256R1()),
        read("DGv6ra1nlYgDCS1FRnbzlw"),
        (browser, read("BTBZMqHH6r4Tts7J_aSIgg")),
        b"When I grow up, I want to be a watermelon",
    )
    assert sealed == read(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
        "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
        "lcy4a-fN"
    )


def test_only_the_browser_it_is_for_opens_it() -> None:
    phone = Phone()
    sealed = seal_push(phone.asked.key, phone.asked.auth, b"words")
    assert phone.opens(sealed) == b"words"
    with pytest.raises(InvalidTag):
        Phone().opens(sealed)


def test_no_two_are_sealed_alike() -> None:
    phone = Phone()
    one, other = (seal_push(phone.asked.key, phone.asked.auth, b"words") for _ in range(2))
    assert one[:16] != other[:16]
    assert one[21:86] != other[21:86]


def test_a_sender_is_always_the_same_and_no_other() -> None:
    assert sender_key(SECRET) == sender_key(SECRET)
    assert sender_key(SECRET) != sender_key(bytes(32))
    point = read(sender_key(SECRET))
    assert is_browser_key(point, bytes(16))


def test_a_service_can_check_who_sends() -> None:
    signed = sender_signature(SECRET, "https://push.example", "https://example.org", 2_000_000_000)
    assert signed.startswith("vapid t=")
    assert signed.endswith(sender_key(SECRET))
    assert Vapid02.verify(signed)
    assert not Vapid02.verify(signed.replace(sender_key(SECRET), sender_key(bytes(32))))


@pytest.mark.parametrize(
    ("key", "auth"),
    [(b"", bytes(16)), (bytes(65), bytes(16)), (b"\x04" + bytes(64), bytes(16))],
)
def test_what_is_no_point_of_the_curve_is_no_browsers(key: bytes, auth: bytes) -> None:
    assert not is_browser_key(key, auth)


def test_a_browser_gives_a_secret_of_sixteen_bytes() -> None:
    point = Phone().asked.key
    assert is_browser_key(point, bytes(16))
    assert not is_browser_key(point, bytes(15))
