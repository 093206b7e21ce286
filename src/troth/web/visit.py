"""Who is here: a person who is logged in, and one of the two in their own record.

Each is opened from one request and goes with it. Pages are given the narrowest they need.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any

from litestar.response import Response
from markupsafe import Markup
from msgspec.structs import replace

from troth.application.accounts.account import find_account
from troth.application.accounts.by_passkey import prove_by_passkey
from troth.application.accounts.everywhere import handle_everywhere
from troth.application.accounts.logins import find_login, is_proved, resume, time_left
from troth.application.accounts.passkeys import PasskeyUnknown, passkeys
from troth.application.accounts.proving import prove
from troth.application.handle import Answer, Request, ViewOutdated, World
from troth.application.keyring import Keyring
from troth.application.ports import ChainId, OperationId, StoreError
from troth.application.private.settings import Settings, Size, Theme, settings_of
from troth.application.private.unfinished import Writing, send, unfinished
from troth.application.proved import needs_proof
from troth.application.read import View, view
from troth.application.rules import SHARED
from troth.domain.decider import State
from troth.domain.dynamic.events import Member, Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import Command, MemberId, Moment, Refusal
from troth.projections.labels import labels
from troth.projections.standing import ribbon, ribbon_sentence
from troth.projections.titles import titles
from troth.web.cookies import (
    LOGIN,
    RECORD,
    login_cookie,
    named,
    read_token,
    record_mark,
    whose_mark,
)
from troth.web.form import PASSKEY, PASSPHRASE, WHOSE, Form, is_operation
from troth.web.guest import EMPTY, Arrival, Guest
from troth.web.handed import read_handed
from troth.web.labels import by_word, is_plain
from troth.web.remembering import Remembering
from troth.web.times import Times
from troth.web.told import Told
from troth.web.words import Words

OUTDATED = (
    "While you were writing, %(other)s changed this. Your words are below, untouched. "
    "Read the new version first."
)
NOT_WHOLE = "This form was not whole. It is new now: send it again."
ONCE_MORE = "Give your passphrase once more: this is agreed in your name."


class SignInFirst(Exception):
    """Raised when a page is for somebody who is logged in, and nobody is."""

    def __init__(self, form: Form) -> None:
        """Take what was sent, so that it can be sent again after signing in."""
        super().__init__("sign in first")
        self.form = form


class OthersForm(Exception):
    """Raised when a form is sent that was made for somebody who was in here before."""


class NothingBegunYet(Exception):
    """Raised when a page is about a record, and this person has none yet."""


class NobodyJoinedYet(Exception):
    """Raised when a page is about the two, and the other has not joined yet."""


class Person(Guest):
    """Somebody who is logged in; raises SignInFirst where nobody is."""

    def __init__(self, arrival: Arrival) -> None:
        """Open the keys of whoever is logged in."""
        super().__init__(arrival)
        token = read_token(arrival.cookies.get(named(self.site, LOGIN), ""))
        is_use = not arrival.is_refresh
        keys = None if not token else resume(self.site.host, token, is_use=is_use)
        if keys is None or token is None:
            raise SignInFirst(arrival.form)
        if arrival.form.has(WHOSE) and arrival.form[WHOSE] != whose_mark(keys.member):
            raise OthersForm
        self.remembering = Remembering(self.site, arrival.cookies, keys)
        self.keys: Keyring = self.remembering.keys
        self.token = token

    @property
    def member(self) -> MemberId:
        """Who is logged in."""
        return self.keys.member

    @property
    def whose(self) -> str:
        """The mark of whoever is logged in, which each form of theirs carries."""
        return whose_mark(self.member)

    def show(self, template: str, form: Form = EMPTY, **context: Any) -> Response[bytes]:  # noqa: ANN401 - whatever the template reads
        """Answer with a page, and let the browser remember where the records stand."""
        self.send(*self.remembering.renewed())
        return super().show(template, form, **context)

    @cached_property
    def settings(self) -> Settings:
        """What this person has chosen for themself; nobody else sees it."""
        return settings_of(self.world)

    @cached_property
    def words(self) -> Words:
        """The language this person chose; where they chose none, the one their browser asks for."""
        return self.site.languages.get(self.settings.language) or super().words

    def reading(self) -> Markup:
        """Return how this person likes to read, as the page is marked with it."""
        chosen = self.settings
        size = "" if chosen.size is Size.USUAL else f' data-size="{chosen.size}"'
        theme = "" if chosen.theme is Theme.PHONE else f' data-theme="{chosen.theme}"'
        return Markup(size + theme)  # noqa: S704 - words of our own, none of them typed

    @property
    def has_one_title(self) -> bool:
        """Whether every page has the same title, as this person chose."""
        return self.settings.has_one_title

    @property
    def leaves_by_shift(self) -> bool:
        """Whether Shift pressed three times leaves a page, as this person chose."""
        return self.settings.leaves_by_shift

    @cached_property
    def world(self) -> World:
        """The world of whoever is logged in."""
        return self.site.host.world(self.keys)

    @cached_property
    def is_proved(self) -> bool:
        """Whether the passphrase was given within the last minutes."""
        login = find_login(self.site.host, self.token)
        return login is not None and is_proved(login, self.site.host.clock.now())

    @property
    def seconds_left(self) -> int:
        """For how long this login is still live if nobody uses it; a page locks as it does."""
        login = find_login(self.site.host, self.token)
        left = timedelta() if login is None else time_left(login, self.site.host.clock.now())
        return int(left.total_seconds())

    @cached_property
    def has_passkey(self) -> bool:
        """Whether a passkey of theirs can stand in for the passphrase."""
        return bool(passkeys(self.world))

    def prove(self, form: Form) -> bool:
        """Tell whether the passphrase was just given, now or in this form; if not, ask for it.

        A passkey of one's own that was just used counts as much.
        """
        if self.is_proved:
            return True
        if not form.raw(PASSPHRASE) and not form.raw(PASSKEY):
            form.want(PASSPHRASE, self.words.say(ONCE_MORE))
            return False
        renewed = self._renewed(form)
        if isinstance(renewed, Refusal):
            self.turned_down(form, PASSPHRASE, renewed)
            return False
        self.token, self.is_proved = renewed, True
        self.send(login_cookie(self.site, renewed))
        return True

    def _renewed(self, form: Form) -> bytes | Refusal:
        """Return the token after a proof: by passkey where one was used, else by passphrase."""
        if not form.raw(PASSKEY):
            return prove(self.site.host, self.token, form.raw(PASSPHRASE))
        handed = read_handed(form.raw(PASSKEY))
        if handed is None:
            return PasskeyUnknown()
        return prove_by_passkey(self.site.host, self.token, handed.assertion)


class Visit(Person):
    """One of the two, in their own record; raises NothingBegunYet for somebody with none."""

    def __init__(self, arrival: Arrival) -> None:
        """Open the record; with several, the one chosen in this browser."""
        super().__init__(arrival)
        if not self.keys.ring.memberships:
            raise NothingBegunYet

    @cached_property
    def chain(self) -> ChainId:
        """The chain of the record this visit is to."""
        chosen = self.arrival.cookies.get(named(self.site, RECORD), "")
        own = tuple(self.keys.ring.memberships)
        return next((each for each in own if record_mark(each) == chosen), own[0])

    def show(self, template: str, form: Form = EMPTY, **context: Any) -> Response[bytes]:  # noqa: ANN401 - whatever the template reads
        """Answer with a page; what was being written on it stands in its fields again."""
        for each in self.begun_here:
            form = form.over(each.fields)
        return super().show(template, form, **context)

    def go(self, address: str, line: Told | None = None) -> Response[bytes]:
        """Lead on to another page; a form that was sent is not unfinished any more."""
        if self.is_sending:
            # What was sent is done, also where there is no room to say that it was.
            with suppress(StoreError):
                send(self.world, self.chain, self.arrival.address, self.arrival.form.operation)
        return super().go(address, line)

    @property
    def is_sending(self) -> bool:
        """Whether this answers a form that was sent."""
        return bool(self.arrival.form.sent())

    @cached_property
    def begun(self) -> tuple[Writing, ...]:
        """What this person has begun to write anywhere, newest first."""
        return unfinished(self.world, self.chain)

    @property
    def newest_entry(self) -> int:
        """The number of the newest entry of the record."""
        with self.world.store.reading(self.chain) as reading:
            return reading.head.seq

    @property
    def begun_here(self) -> tuple[Writing, ...]:
        """What they have begun to write on this page, unless they are sending it."""
        here = (each for each in self.begun if each.page == self.arrival.address)
        return () if self.is_sending else tuple(here)

    @property
    def is_in_doubt(self) -> bool:
        """Whether the record is not as this person, or this browser, has seen it."""
        return self.keys.ring.memberships[self.chain].alarm is not None

    @cached_property
    def view(self) -> View[State]:
        """The state as the page is made."""
        return view(self.world, self.chain, SHARED)

    @property
    def state(self) -> State:
        """The state as the page is made."""
        return self.view.state

    @property
    def moment(self) -> Moment:
        """When the page is made."""
        return self.view.moment

    @property
    def me(self) -> Member:
        """The one who is logged in."""
        return self.state.ground.dynamic.member(self.member)

    @cached_property
    def signs_in_as(self) -> str:
        """The name they sign in by, for what fills it in; none if they are called otherwise."""
        account = find_account(self.site.host, self.me.name)
        return self.me.name if account is not None and account.member == self.member else ""

    @property
    def others(self) -> tuple[Member, ...]:
        """The other of the two; nobody before they have joined."""
        return tuple(each for each in self.state.ground.dynamic.members if each.id != self.member)

    @property
    def other(self) -> Member:
        """The other of the two; raises NobodyJoinedYet before they have joined."""
        if not self.others:
            raise NobodyJoinedYet
        return self.others[0]

    @cached_property
    def words(self) -> Words:
        """Their language, with what the two call otherwise where no page protects."""
        words = super().words
        if is_plain(self.arrival.address):
            return words
        return replace(words, labels=by_word(labels(self.state, self.moment)))

    @cached_property
    def times(self) -> Times:
        """How this person reads times: on their own clock."""
        return Times(self.moment.zones[self.me.zone], self.words, self.moment.at)

    def name(self, member: MemberId) -> str:
        """Return somebody's plain name."""
        return self.state.ground.dynamic.member(member).name

    @cached_property
    def _titles(self) -> Mapping[MemberId, str]:
        return titles(self.state.ground, self.moment) if self.settings.shows_titles else {}

    def called(self, member: MemberId) -> str:
        """Return what somebody is called where it is about roles: an agreed title, else the name.

        Wherever the two stand as equals, and in what protects, `name` is used.
        """
        return self._titles.get(member) or self.name(member)

    def hue(self, member: MemberId) -> str:
        """Return the colour of one of the two for this reader: it says who, and nothing else."""
        chosen = self.settings.own_hue if member == self.member else self.settings.other_hue
        return chosen or f"p{self.state.ground.dynamic.member_ids.index(member) + 1}"

    @cached_property
    def is_resting(self) -> bool:
        """Whether the exchange is paused or stopped."""
        return phase(self.state.ground.dynamic, self.moment.at) in (Phase.PAUSED, Phase.STOPPED)

    @cached_property
    def has_ended(self) -> bool:
        """Whether the exchange has ended: what was said is read then, and nothing more is asked."""
        return phase(self.state.ground.dynamic, self.moment.at) is Phase.ENDED

    @cached_property
    def ribbon(self) -> str:
        """Where things stand, in one sentence, unless they are simply on."""
        shown = ribbon(self.state, self.moment)
        if shown is None:
            return ""
        time = "" if shown.since is None else self.times.since(shown.since)
        return self.words.phrase(ribbon_sentence(shown, time))

    def act(self, form: Form, command: Command) -> Answer[State] | None:
        """Do one act as whoever is logged in; None where it was refused, and the form says why."""
        if not is_operation(form.operation):
            form.want("", self.words.say(NOT_WHOLE))
            return None
        if needs_proof(command) and not self.prove(form):
            return None
        request = Request(form.operation, command, form.seen)
        answer = handle_everywhere(self.world, self.chain, request)
        if not isinstance(answer, Refusal):
            return answer
        self.refused(form, answer)
        return None

    def act_all(self, form: Form, commands: Iterable[Command]) -> bool:
        """Do several acts of one form, each under an operation id that follows from the form's.

        Sent again after a failure between two of them, the form finishes what is left.
        """
        if not is_operation(form.operation):
            form.want("", self.words.say(NOT_WHOLE))
            return False
        for number, command in enumerate(commands):
            op = OperationId(sha256(f"{form.operation}/{number}".encode()).hexdigest()[:32])
            answer = handle_everywhere(self.world, self.chain, Request(op, command))
            if isinstance(answer, Refusal):
                self.refused(form, answer)
                return False
        return True

    def refused(self, form: Form, refusal: Refusal) -> None:
        """Put a refusal into the form it answers, in words about people."""
        form.refusal = refusal
        if isinstance(refusal, ViewOutdated):
            form.is_outdated = True
            form.want("", self.words.say(OUTDATED, other=self.others[0].name))
            return
        form.want("", self.with_names(self.words.refusal(refusal)))

    def with_names(self, text: str) -> str:
        """Return a text with names where the record has ids: one reads about people."""
        names = {str(each.id): each.name for each in self.state.ground.dynamic.members}
        ids = "|".join(map(re.escape, names))
        # Found by a function: in a name taken for a template, a backslash would mean something.
        return re.sub(rf"(?<![\w-])(?:{ids})(?![\w-])", lambda found: names[found[0]], text)
