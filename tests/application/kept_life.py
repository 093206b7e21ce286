"""A record in which everything has happened that seals or signs, and what its people kept of it."""

from contextlib import AbstractContextManager

from tests.application.authenticators import Authenticator
from tests.application.homes import ToldClock
from tests.given import ASH, HOUSEHOLD, WREN, ZONES
from troth.application.accounts.account import unlock
from troth.application.accounts.devices import remember_device
from troth.application.accounts.logins import start_login
from troth.application.accounts.passkeys import add_passkey
from troth.application.accounts.signing_up import SignUp, sign_up
from troth.application.accounts.trusted import TrustedDevice, rest_from, trust_device
from troth.application.accounts.written_down import new_recovery_code
from troth.application.answers import Given, sign_answer, write_answer
from troth.application.erasing_all import erase_record
from troth.application.handle import Answer, Host, Request, World, handle
from troth.application.joining import Arrival, Joined, begin, invite, join, new_invitation
from troth.application.keyring import Keyring
from troth.application.lookback import MOST_READ
from troth.application.notices import Ask
from troth.application.pending import Rows
from troth.application.ports import Card, ChainId, Entry, Head, OperationId, Reading, Shelf
from troth.application.private.drafts import Drafts
from troth.application.proofs.checkpoints import Checkpoint, checkpoint
from troth.application.remembered import Memory, sealed
from troth.application.rules import PRIVATE, SHARED
from troth.application.seen import look
from troth.application.telling import Wish
from troth.application.wordings import versions
from troth.domain.agreement.commands import NameArea
from troth.domain.checkins import Answer as CheckInAnswer
from troth.domain.checkins import Clarity, Connection
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.dynamic.events import Member
from troth.domain.erasure import ERASURE_DAYS, AskErasure
from troth.domain.kernel import Command, MemberId
from troth.domain.notes import KeepNote
from troth.notify.kept import Kept
from troth.store.memory import MemoryStore

CHAIN, ERASED_CHAIN = ChainId("shared-1"), ChainId("shared-2")
PASSPHRASE = "quiet harbour lantern orchard seven"  # noqa: S105 - made up for this record
AREA, NOTE, DRAFT, ANSWER = "The attic", "What I think", "A beginning", "Close today"
CHOICES = (Connection.CLOSE, Clarity.CLEAR)
MACHINE_SECRET, MAILBOX = bytes(range(32)), "ash@example.org"
DEVICE, PASSKEY = "Telephone", "Small key"
AUTHENTICATOR = Authenticator(ASH)
PRF, CREDENTIAL = AUTHENTICATOR.prf_output, AUTHENTICATOR.credential


class KeptLife:
    """Two people with two records, one of them erased, and all that each of them may keep."""

    def __init__(self) -> None:
        self.clock = ToldClock()
        self.store = MemoryStore()
        self.host = Host(self.store, self.clock, ZONES)
        self.code = new_recovery_code()
        self._acts = 0
        self._worlds = {each: self.host.world(self._signed_up(each)) for each in (ASH, WREN)}
        self._come_together(ERASED_CHAIN)
        self._erase()
        self.invitation = self._come_together(CHAIN)
        self._write()
        self._worlds[ASH], _ = look(self.ash)
        self.checkpoint = self._checkpoint()
        self.login, self.device = self._devices()
        self.remembered = sealed(self.ash.keys, Memory({CHAIN: self.head}))
        self._is_told()

    @property
    def ash(self) -> World:
        """The world of Ash."""
        return self._worlds[ASH]

    def card(self, shelf: Shelf, owner: str) -> Card:
        """Return the only row of somebody's on a shelf."""
        with self.store.finding() as directory:
            (card,) = directory.cards(shelf, owner)
        return card

    def reading(self, chain: ChainId = CHAIN) -> AbstractContextManager[Reading]:
        """Look at a chain."""
        return self.store.reading(chain)

    def last_entry(self, chain: ChainId = CHAIN) -> Entry:
        """Return the last entry of a chain."""
        with self.reading(chain) as reading:
            (entry,) = reading.entries_before(limit=1)
        return entry

    @property
    def head(self) -> Head:
        """The end of the record."""
        with self.reading() as reading:
            return reading.head

    def _is_told(self) -> None:
        """Switch telling on for Ash, and let something wait to be told."""
        telling = Kept(self.store, self.clock, ZONES, lambda: MACHINE_SECRET)
        telling.keep(ASH, Wish(mailbox=MAILBOX))
        telling.tell(ASH)

    def leave_a_notice(self) -> None:
        """Pause from a device, without a login."""
        rest_from(self.host, self.device, Ask.PAUSE, self._op())

    def _op(self) -> OperationId:
        self._acts += 1
        return OperationId(f"{self._acts:032x}")

    def _signed_up(self, member: MemberId) -> Keyring:
        wanted = SignUp(member, member.title(), PASSPHRASE, self.code, is_adult=True)
        keys = sign_up(self.host, wanted)
        assert isinstance(keys, Keyring), keys
        return keys

    def _come_together(self, chain: ChainId) -> bytes:
        invitation = new_invitation().secret
        self._come(ASH, begin(self.ash, chain, self._arrival(ASH, chain)))
        assert isinstance(invite(self.ash, chain, self._op(), invitation), Answer)
        with self.store.finding() as directory:
            (self.invited,) = directory.cards(Shelf.INVITATION, ASH)
        self._come(WREN, join(self._worlds[WREN], invitation, self._arrival(WREN, chain)))
        return invitation

    def _arrival(self, member: MemberId, label: str) -> Arrival:
        told = Member(member, member.title(), "Europe/Paris", adult=True)
        return Arrival(self._op(), told, label)

    def _come(self, member: MemberId, joined: object) -> None:
        assert isinstance(joined, Joined), joined
        self._worlds[member] = joined.world

    def _erase(self) -> None:
        self._does(ERASED_CHAIN, AskErasure())
        self.clock.later(days=ERASURE_DAYS)
        erased = erase_record(self.ash, ERASED_CHAIN)
        assert isinstance(erased, World)
        self._worlds[ASH] = erased

    def _write(self) -> None:
        for number in range(MOST_READ):
            said = ObservationId(f"praise-{number}")
            self._does(CHAIN, Observe(said, WREN, ObservationKind.PRAISE))
        self._does(CHAIN, NameArea(HOUSEHOLD, AREA))
        assert versions(self.ash, CHAIN) == ()
        note = Request(self._op(), KeepNote(NOTE))
        assert isinstance(handle(self.ash, self.ash.keys.own_chain, PRIVATE, note), Answer)
        Drafts(self.ash, CHAIN).keep("draft", DRAFT)
        with self.store.acting(CHAIN) as transaction:
            rows = Rows(self.ash.keys.of(transaction), are_shared=True)
            given = Given(CHAIN, "answer", ASH, CheckInAnswer(*CHOICES, ANSWER))
            signed = sign_answer(self.ash.keys.identity, given, bytes(16))
            rows.keep(transaction, ASH, "answer", write_answer(given, signed))

    def _does(self, chain: ChainId, command: Command) -> None:
        answer = handle(self.ash, chain, SHARED, Request(self._op(), command))
        assert isinstance(answer, Answer), answer

    def _checkpoint(self) -> Checkpoint:
        made = checkpoint(self.ash, CHAIN)
        assert isinstance(made, Checkpoint)
        return made

    def _devices(self) -> tuple[bytes, bytes]:
        root = unlock(self.host, "Ash", PASSPHRASE)
        assert isinstance(root, bytes)
        login = start_login(self.host, ASH, root)
        device = remember_device(self.ash, DEVICE)
        assert isinstance(device, bytes)
        assert isinstance(trust_device(self.host, login, device), TrustedDevice)
        made = AUTHENTICATOR.made(self.host, PASSKEY)
        assert add_passkey(self.host, login, made) is None
        return login, device
