"""Ash's trusted phone, and what its notices have come to."""

from msgspec.structs import replace

from tests.application.homes import CHAIN
from tests.application.signed_up import Town
from tests.given import ASH
from troth.application.accounts.devices import remember_device
from troth.application.accounts.logins import end_logins
from troth.application.accounts.trusted import (
    Left,
    NotTrusted,
    TrustedDevice,
    leave,
    trust_device,
)
from troth.application.codec import Act
from troth.application.notices import (
    NOTICE_FORMAT,
    NOTICES,
    Ask,
    Notice,
    SignedNotice,
    sign_notice,
    write_notice,
)
from troth.application.ports import ChainId, OperationId
from troth.application.read import history, view
from troth.application.rules import SHARED
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import MemberId

OTHER_CHAIN = ChainId("shared-other")
OP = OperationId("f" * 32)


class Phone:
    """Ash's trusted phone: it has its token and what it was told, and no login."""

    def __init__(self, town: Town, member: MemberId = ASH) -> None:
        self.town = town
        token = remember_device(town.world_of(member), "Phone")
        assert isinstance(token, bytes)
        self.token = token
        trusted = trust_device(town.host, town.login_of(member), token)
        assert isinstance(trusted, TrustedDevice)
        self.trusted = trusted
        end_logins(town.host, member)

    def notice(self, ask: Ask = Ask.PAUSE, **changed: object) -> Notice:
        """Return a notice of now."""
        since = int(self.town.clock.at.timestamp())
        return replace(Notice(NOTICE_FORMAT, ask, CHAIN, since, OP), **changed)

    def signed(self, ask: Ask = Ask.PAUSE, **changed: object) -> SignedNotice:
        """Return a notice as the phone signs it."""
        return sign_notice(self.token, self.notice(ask, **changed), self.trusted.registration)

    def leaves(self, signed: SignedNotice) -> Left | NotTrusted:
        """Leave a notice."""
        return leave(self.town.host, self.token, write_notice(signed))


def waiting(town: Town, chain: ChainId = CHAIN) -> int:
    with town.store.reading(chain) as reading:
        return len(reading.pending_slots(NOTICES))


def head(town: Town, chain: ChainId = CHAIN) -> int:
    with town.store.reading(chain) as reading:
        return reading.head.seq


def phase_for(town: Town, member: MemberId, chain: ChainId = CHAIN) -> Phase:
    seen = view(town.world_of(member), chain, SHARED)
    return phase(seen.state.ground.dynamic, seen.moment.at)


def last(town: Town, member: MemberId) -> Act:
    return history(town.world_of(member), CHAIN).lines[0].act
