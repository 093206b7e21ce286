"""A public key under which anybody can sign anything is nobody's, however well it verifies."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from troth.crypto.keys import is_signed

# Edwards25519 as in RFC 8032, 5.1.
PRIME = 2**255 - 19
D = -121665 * pow(121666, -1, PRIME) % PRIME
ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)
IDENTITY = (0, 1)
FOR_ANYTHING = (1).to_bytes(32, "little") + bytes(32)
"""R is the identity and S is zero: it fits whenever the hash times the key is the identity."""

Point = tuple[int, int]


def add(one: Point, other: Point) -> Point:
    """Add two points."""
    (x1, y1), (x2, y2) = one, other
    product = D * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, PRIME)
    y = (y1 * y2 + x1 * x2) * pow(1 - product, -1, PRIME)
    return x % PRIME, y % PRIME


def times(factor: int, point: Point) -> Point:
    """Add a point to itself."""
    total = IDENTITY
    for _ in range(factor):
        total = add(total, point)
    return total


def on_curve(y: int) -> Point | None:
    """Return a point with this y, if there is one (RFC 8032, 5.1.3)."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    for root in (x, x * ROOT_OF_MINUS_ONE % PRIME):
        if root * root % PRIME == square:
            return root, y % PRIME
    return None


def point_of_order_eight() -> Point:
    """Take points and multiply each by the prime order of the group: what is left is small."""
    order = 2**252 + 27742317777372353535851937790883648493
    for y in range(2, 100):
        point = on_curve(y)
        small = scaled(order, point) if point else IDENTITY
        if times(4, small) != IDENTITY:
            return small
    raise AssertionError


def scaled(factor: int, point: Point) -> Point:
    """Multiply a point, doubling as it goes."""
    total = IDENTITY
    while factor:
        if factor & 1:
            total = add(total, point)
        point = add(point, point)
        factor >>= 1
    return total


def encodings() -> list[bytes]:
    """Return every way 32 bytes can say a point of small order, also those that are not reduced."""
    small = point_of_order_eight()
    ys = {times(factor, small)[1] for factor in range(8)}
    written = [y + more for y in ys for more in (0, PRIME) if y + more < 2**255]
    return [(y | sign << 255).to_bytes(32, "little") for y in written for sign in (0, 1)]


def fits(public: bytes, message: bytes) -> bool:
    """Tell whether the library finds the signature that fits anything to fit this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(FOR_ANYTHING, message)
    except InvalidSignature:
        return False
    return True


def test_a_signature_that_fits_anything_is_no_signature() -> None:
    messages = [bytes([number]) for number in range(64)]
    taken = [(key, message) for key in encodings() for message in messages if fits(key, message)]
    assert taken, "the library has begun to refuse them itself: our own list can go"
    assert [pair for pair in taken if is_signed(*pair, FOR_ANYTHING)] == []


def test_there_are_fourteen_such_keys() -> None:
    small = point_of_order_eight()
    assert times(4, small) != times(8, small) == IDENTITY
    assert len(set(encodings())) == 14
