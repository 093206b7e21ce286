"""The files that keep somebody logged in on this machine: one for each login, theirs alone.

They lie outside the record's directory, so that no copy of the record holds what opens it.
"""

import os
import stat
import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from troth.cli.ended import Refused
from troth.store.files import write_whole

SETTING = "TROTH_LOGINS"
"""Names another directory for these files."""

TOKEN_DIGITS = 64
"""A token is 32 bytes, written in hexadecimal digits."""

HOME_DIGITS, NAME_DIGITS = 16, 32
"""Enough of a digest to tell homes and names apart; neither can be read from a file's name."""


class TokenFiles:
    """One file for each name and home. Raises Refused for a file that cannot be trusted."""

    def __init__(self, home: Path, directory: Path) -> None:
        self._home = home.resolve()
        self._directory = directory
        if self._directory.resolve().is_relative_to(self._home):
            raise Refused(
                "Logins are kept apart from the record, so that no copy of it can be opened. "
                f"Name a directory outside {self._home} with {SETTING}."
            )

    def of(self, name: str) -> Path:
        """Return where the login of a name is kept; case does not matter."""
        plain = unicodedata.normalize("NFKC", name).casefold().strip()
        return self._directory / f"{self._prefix}{_digest(f'{self._home}/{plain}')[:NAME_DIGITS]}"

    def beside(self, file: Path) -> Path:
        """Return where the same name's token is kept here, by its file in another directory."""
        return self._directory / file.name

    def all(self) -> list[Path]:
        """Return the files of every login to this home."""
        return sorted(self._directory.glob(f"{self._prefix}{'?' * NAME_DIGITS}"))

    def read(self, file: Path) -> bytes | None:
        """Return the token of a login, or None where there is none."""
        if not self._directory.is_dir():
            return None
        self._check_directory()
        try:
            descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        except OSError:
            raise _broken(file) from None
        with os.fdopen(descriptor, "rb") as opened:
            if not _is_own(os.fstat(descriptor)):
                raise Refused(
                    f"Others on this machine could read the login in {file}. "
                    "Remove that file, and log in again."
                )
            return _token(opened.read(TOKEN_DIGITS + 1), file)

    def keep(self, name: str, token: bytes) -> None:
        """Keep a login, instead of one this name had before."""
        self.put(self.of(name), token)

    def put(self, file: Path, token: bytes) -> None:
        """Keep a login in a file, instead of one that was there before."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._check_directory()
        write_whole(file, token.hex().encode("ascii"))

    def forget(self, file: Path) -> None:
        """Drop the file of a login that is over."""
        file.unlink(missing_ok=True)

    @property
    def _prefix(self) -> str:
        return f"{_digest(str(self._home))[:HOME_DIGITS]}-"

    def _check_directory(self) -> None:
        if not _is_own(self._directory.stat()):
            raise Refused(
                f"Others on this machine can look into {self._directory}, where logins are kept. "
                f"Close it first: chmod 700 {self._directory}"
            )


def login_directory(settings: Mapping[str, str] = os.environ) -> Path:
    """Return where logins are kept: a directory that ends with the session, where there is one."""
    named, session = settings.get(SETTING), settings.get("XDG_RUNTIME_DIR")
    if named:
        return Path(named).expanduser().absolute()
    return Path(session) / "troth" if session else _state()


def device_directory(settings: Mapping[str, str] = os.environ) -> Path:
    """Return where this machine keeps what it is known by, beyond any login and any session."""
    named = settings.get(SETTING)
    return (Path(named).expanduser().absolute() if named else _state()) / "devices"


def _state() -> Path:
    return Path.home() / ".local/state/troth"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _is_own(status: os.stat_result) -> bool:
    is_private = not status.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return is_private and status.st_uid == os.geteuid()


def _token(content: bytes, file: Path) -> bytes:
    try:
        token = bytes.fromhex(content.decode("ascii"))
    except ValueError:
        raise _broken(file) from None
    if len(content) != TOKEN_DIGITS:
        raise _broken(file)
    return token


def _broken(file: Path) -> Refused:
    return Refused(f"There is no login in {file} that can be read. Remove it, and log in again.")
