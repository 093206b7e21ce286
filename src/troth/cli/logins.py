"""Who is logged in here: which of this machine's logins a command is made with."""

import shlex
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from troth.application.accounts.logins import end_login, has_ended, resume, start_login_while
from troth.application.handle import Host
from troth.application.keyring import Keyring
from troth.application.ports import Directory
from troth.cli.ended import Refused
from troth.cli.tokens import TokenFiles
from troth.domain.kernel import MemberId

SEEN = "seen"
"""The directory of what this machine has seen of the records, beside what it is known by."""


class Logins:
    """This machine's logins to one home; `name` chooses one of them and proves nothing.

    `devices` are the tokens by which the record knows this machine, for each who has logged in;
    `are_several` tells whether that is more than one, now or at other times.
    """

    def __init__(self, files: TokenFiles, devices: TokenFiles, host: Host) -> None:
        self._files = files
        self._devices = devices
        self._host = host
        # Looked at now: the file of a login that is over is dropped by whoever meets it.
        self.are_several = max(len(files.all()), len(devices.all())) > 1

    def keys(self, name: str | None) -> Keyring:
        """Return the keys of the login that is meant, or end the command with one sentence."""
        keys = resume(self._host, self.token(name))
        if keys is None:
            self._files.forget(self._meant(name))
            raise Refused(f"This login has ended. Log in again: troth login {typed_name(name)}")
        return keys

    def token(self, name: str | None) -> bytes:
        """Return the token of the login that is meant, or end the command with one sentence."""
        token = self._files.read(self._meant(name))
        if token is None:
            raise Refused(f"{name} is not logged in here. Log in: troth login {typed_name(name)}")
        return token

    def renew(self, name: str | None, token: bytes) -> None:
        """Keep the token that has taken the place of the one of the login that is meant."""
        self._files.put(self._meant(name), token)

    def keys_of(self, name: str) -> Keyring | None:
        """Return the keys of somebody who is logged in here, or None."""
        token = self._files.read(self._files.of(name))
        return None if token is None else resume(self._host, token)

    def start(
        self,
        name: str,
        opened: tuple[MemberId, bytes],
        is_still_so: Callable[[Directory], bool],
        idle_minutes: int,
    ) -> bool:
        """Log somebody in whose root key was opened; a login they had here before ends.

        Returns False, and logs nobody in, if what opened it was changed meanwhile.
        """
        before = self._files.read(self._files.of(name))
        token = start_login_while(self._host, opened, is_still_so, idle_minutes=idle_minutes)
        if token is None:
            return False
        self._files.keep(name, token)
        if before is not None:
            end_login(self._host, before)
        return True

    def device(self, name: str | None) -> bytes | None:
        """Return what the record knows this machine by, for the login that is meant."""
        return self._device(self._devices.beside(self._meant(name)))

    def keep_device(self, name: str | None, token: bytes) -> None:
        """Keep what the record knows this machine by from now on."""
        self._devices.put(self._devices.beside(self._meant(name)), token)

    def forget_device(self, name: str | None) -> None:
        """Drop what the record knew this machine by."""
        self._devices.forget(self._devices.beside(self._meant(name)))

    def devices_here(self, name: str | None) -> list[bytes]:
        """Return what the record knows this machine by, for a name or for all who log in here."""
        files = self._devices.all() if name is None else [self._devices.of(name)]
        return [token for file in files if (token := self._device(file)) is not None]

    def memory(self, name: str | None) -> Path:
        """Return where this machine keeps what it has seen of the records, for a login's owner."""
        device = self._devices.beside(self._meant(name))
        return device.parent.with_name(SEEN) / device.name

    def _device(self, file: Path) -> bytes | None:
        with suppress(Refused):  # a file that cannot be trusted is none
            return self._devices.read(file)
        return None

    def is_open(self, name: str | None) -> bool:
        """Tell whether a login is there to be used, without using it."""
        files = self._files.all() if name is None else [self._files.of(name)]
        tokens = [self._files.read(file) for file in files]
        return any(token is not None and not has_ended(self._host, token) for token in tokens)

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


def typed_name(name: str | None) -> str:
    """Return a name as it is typed in a command, or what stands for it."""
    return "NAME" if name is None else shlex.quote(name)
