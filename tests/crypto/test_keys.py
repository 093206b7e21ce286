"""What one root key gives: a signature others can check, and secrets only its holder receives."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import given
from hypothesis import strategies as st

from tests.crypto.by_hand import derived, hpke_open, tagged_hash
from troth.crypto.codes import passkey_key, token_key
from troth.crypto.derive import WrongLength
from troth.crypto.envelope import Unopened
from troth.crypto.keys import (
    Identity,
    UnusableKey,
    invitation_identity,
    invitation_key,
    is_signed,
    key_id,
    new_key,
    send,
)
from troth.crypto.pem import public_pem

ASH = Identity(b"a" * 32)
WREN = Identity(b"w" * 32)
STRANGER = Identity(b"s" * 32)
INFO = b"relationship key of epoch 0, for Wren"
MESSAGE = b"troth/v1/entry\0 and its link"
SECRET = b"r" * 32

roots = st.binary(min_size=32, max_size=32)


@given(roots, st.binary())
def test_whoever_has_the_public_key_can_check_what_was_signed(root: bytes, message: bytes) -> None:
    member = Identity(root)
    assert is_signed(member.public, message, member.sign(message))


@given(st.binary(), st.binary())
def test_a_signature_holds_for_one_message_and_one_signer(message: bytes, other: bytes) -> None:
    signature = ASH.sign(message)
    assert not is_signed(WREN.public, message, signature)
    assert is_signed(ASH.public, other, signature) == (message == other)


def test_a_signature_with_any_one_bit_changed_is_none() -> None:
    signature = int.from_bytes(ASH.sign(MESSAGE))
    for bit in range(512):
        assert not is_signed(ASH.public, MESSAGE, (signature ^ 1 << bit).to_bytes(64))


@given(st.binary(max_size=70), st.binary(), st.binary(max_size=70))
def test_bytes_from_anywhere_are_no_signature(public: bytes, message: bytes, sig: bytes) -> None:
    assert not is_signed(public, message, sig)
    assert not is_signed(ASH.public, message, sig)
    assert not is_signed(public, message, ASH.sign(message))


@given(roots, st.binary(), st.binary(max_size=500))
def test_what_is_sent_to_a_member_is_received(root: bytes, info: bytes, secret: bytes) -> None:
    member = Identity(root)
    assert member.receive(send(member.receives, info, secret), info) == secret


def test_nobody_else_receives_it_and_nobody_receives_it_as_something_else() -> None:
    sealed = send(WREN.receives, INFO, SECRET)
    for member, info in ((ASH, INFO), (STRANGER, INFO), (WREN, b"epoch 1"), (WREN, b"")):
        with pytest.raises(Unopened) as caught:
            member.receive(sealed, info)
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None


def test_a_secret_with_any_one_bit_changed_is_not_received() -> None:
    sent = send(WREN.receives, INFO, SECRET)
    for bit in range(8 * len(sent)):
        changed = (int.from_bytes(sent) ^ 1 << bit).to_bytes(len(sent))
        # X25519 leaves one bit of a public key aside (RFC 7748, 5), yet HPKE hashes the key whole.
        with pytest.raises(Unopened):
            WREN.receive(changed, INFO)


@given(st.binary() | st.binary(min_size=48).map(lambda tail: b"\x01" + tail), st.binary())
def test_bytes_from_anywhere_are_not_received(anything: bytes, info: bytes) -> None:
    with pytest.raises(Unopened):
        WREN.receive(anything, info)


def test_sending_the_same_twice_gives_two_that_have_nothing_in_common() -> None:
    first, second = send(WREN.receives, INFO, SECRET), send(WREN.receives, INFO, SECRET)
    assert first[1:33] != second[1:33]
    assert first[33:] != second[33:]


def test_what_is_sent_is_plain_hpke_with_the_format_in_front() -> None:
    sent = send(WREN.receives, INFO, SECRET)
    assert sent[:1] == b"\x01"
    assert hpke_open(sent[1:], derived(b"w" * 32, "receive"), b"\x01" + INFO) == SECRET


@pytest.mark.parametrize("public", [b"", b"a", bytes(32), b"\x01" + bytes(31), bytes(33)])
def test_nothing_is_sent_to_what_is_no_key(public: bytes) -> None:
    with pytest.raises(UnusableKey) as caught:
        send(public, INFO, SECRET)
    assert caught.value.__context__ is None


@given(st.binary(max_size=40))
def test_whatever_is_given_as_a_key_it_is_used_or_refused(public: bytes) -> None:
    try:
        sent = send(public, INFO, SECRET)
    except UnusableKey:
        return
    assert len(public) == 32
    assert len(sent) == 1 + 32 + len(SECRET) + 16


def test_a_root_key_gives_keys_that_have_nothing_in_common() -> None:
    root = b"a" * 32
    made = [
        ASH.public,
        ASH.receives,
        ASH.notes_key,
        ASH.settings_key,
        derived(root, "sign"),
        derived(root, "receive"),
        token_key(root),
        passkey_key(root),
        invitation_key(root[:16]),
        invitation_identity(root[:16]).public,
        root,
    ]
    assert len(set(made)) == len(made)


def test_each_key_is_derived_under_its_own_label() -> None:
    root = b"w" * 32
    signer = Ed25519PrivateKey.from_private_bytes(derived(root, "sign"))
    assert WREN.public == signer.public_key().public_bytes_raw()
    assert WREN.notes_key == derived(root, "notes")
    assert WREN.settings_key == derived(root, "settings")
    assert WREN.sign(MESSAGE) == signer.sign(MESSAGE)


def test_a_key_is_named_by_a_digest_of_it() -> None:
    assert WREN.id == key_id(WREN.public) == tagged_hash("key", WREN.public)[:16].hex()
    assert len({ASH.id, WREN.id, STRANGER.id}) == 3


def test_new_keys_are_new() -> None:
    made = {new_key() for _ in range(100)}
    assert len(made) == 100
    assert {len(key) for key in made} == {32}


def test_an_identity_shows_nothing_of_itself() -> None:
    assert repr(ASH) == str(ASH) == f"{ASH}" == "Identity()"


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_an_identity_is_made_of_32_bytes(length: int) -> None:
    with pytest.raises(WrongLength):
        Identity(bytes(length))


def test_both_who_hold_an_invitation_have_the_same_identity_and_key() -> None:
    secret, another = b"i" * 16, b"j" * 16
    assert is_signed(
        invitation_identity(secret).public, MESSAGE, invitation_identity(secret).sign(MESSAGE)
    )
    assert invitation_identity(secret).id != invitation_identity(another).id
    assert invitation_key(secret) == derived(secret, "invitation-key")
    assert invitation_key(secret) != invitation_key(another)


@pytest.mark.parametrize("length", [0, 15, 17, 32])
def test_an_invitation_secret_has_16_bytes(length: int) -> None:
    with pytest.raises(WrongLength):
        invitation_identity(bytes(length))
    with pytest.raises(WrongLength):
        invitation_key(bytes(length))


def test_a_public_key_is_written_as_other_programs_read_it() -> None:
    text = public_pem(WREN.public)
    assert text.startswith("-----BEGIN PUBLIC KEY-----\n")
    read = load_pem_public_key(text.encode())
    assert isinstance(read, Ed25519PublicKey)
    assert read.public_bytes_raw() == WREN.public


@pytest.mark.parametrize("public", [b"", b"a" * 31, b"a" * 33])
def test_what_is_no_key_is_not_written_as_one(public: bytes) -> None:
    with pytest.raises(UnusableKey):
        public_pem(public)
