"""Who is logged in here: which of this machine's logins a command is made with."""

import shlex
from contextlib import suppress
from pathlib import Path

from troth.application.handle import Host
from troth.application.keyring import Keyring
from troth.application.logins import end_login, has_ended, resume, start_login
from troth.cli.ended import Refused
from troth.cli.tokens import TokenFiles
from troth.domain.kernel import MemberId


class Logins:
    """This machine's logins to one home; `name` chooses one of them and proves nothing.

    `devices` are the tokens by which the record knows this machine, for each who has logged in.
    """

    def __init__(self, files: TokenFiles, devices: TokenFiles, host: Host) -> None:
        self._files = files
        self._devices = devices
        self._host = host

    def keys(self, name: str | None) -> Keyring:
        """Return the keys of the login that is meant, or end the command with one sentence."""
        keys = resume(self._host, self.token(name))
        if keys is None:
            self._files.forget(self._meant(name))
            raise Refused(f"This login has ended. Log in again: troth login {_typed(name)}")
        return keys

    def token(self, name: str | None) -> bytes:
        """Return the token of the login that is meant, or end the command with one sentence."""
        token = self._files.read(self._meant(name))
        if token is None:
            raise Refused(f"{name} is not logged in here. Log in: troth login {_typed(name)}")
        return token

    def renew(self, name: str | None, token: bytes) -> None:
        """Keep the token that has taken the place of the one of the login that is meant."""
        self._files.put(self._meant(name), token)

    def keys_of(self, name: str) -> Keyring | None:
        """Return the keys of somebody who is logged in here, or None."""
        token = self._files.read(self._files.of(name))
        return None if token is None else resume(self._host, token)

    def start(self, name: str, opened: tuple[MemberId, bytes], idle_minutes: int) -> None:
        """Log somebody in whose root key was opened; a login they had here before ends."""
        before = self._files.read(self._files.of(name))
        member, root = opened
        self._files.keep(name, start_login(self._host, member, root, idle_minutes=idle_minutes))
        if before is not None:
            end_login(self._host, before)

    def device(self, name: str) -> bytes | None:
        """Return what the record knows this machine by, if that can be trusted."""
        with suppress(Refused):
            return self._devices.read(self._devices.of(name))
        return None

    def keep_device(self, name: str, token: bytes) -> None:
        """Keep what the record knows this machine by from now on."""
        self._devices.keep(name, token)

    def end(self, name: str | None) -> None:
        """Log out: the login is over, and its file is gone."""
        file = self._meant(name)
        token = self._files.read(file)
        if token is None:
            raise Refused(f"{name} is not logged in here.")
        end_login(self._host, token)
        self._files.forget(file)

    def live(self) -> list[Path]:
        """Return the files of logins that are not over; the others are dropped."""
        found = []
        for file in self._files.all():
            token = self._files.read(file)
            if token is None or has_ended(self._host, token):
                self._files.forget(file)
            else:
                found.append(file)
        return found

    def _meant(self, name: str | None) -> Path:
        if name is not None:
            return self._files.of(name)
        files = self._files.all()
        # One that is over is still the one that is meant: its owner is told so.
        files = files if len(files) == 1 else self.live()
        if len(files) > 1:
            raise Refused("Several are logged in here. Say which of them you are: --as NAME")
        if not files:
            raise Refused("Nobody is logged in here. Log in: troth login NAME")
        return files[0]


def _typed(name: str | None) -> str:
    return "NAME" if name is None else shlex.quote(name)
