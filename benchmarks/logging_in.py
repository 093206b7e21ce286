"""What a login costs beside the derivation it cannot do without, and the memory several take."""

import subprocess
import sys
from pathlib import Path

from troth.application.accounts.account import unlock
from troth.application.accounts.logins import start_login
from troth.application.accounts.signing_up import SignUp, sign_up
from troth.application.handle import Host
from troth.bootstrap import open_host
from troth.crypto.codes import new_recovery_code
from troth.crypto.passphrases import KdfParameters, new_parameters, passphrase_key
from troth.domain.kernel import MemberId, Refusal

NAME, PASSPHRASE = "Ash", "a passphrase that is only measured with"
MEMBER = MemberId("m-measured")

TOGETHER = """
import sys, threading
from pathlib import Path
from benchmarks.logging_in import log_in
from benchmarks.measuring import peak_kib
from troth.bootstrap import open_host
host = open_host(Path(sys.argv[1]))
threads = [threading.Thread(target=log_in, args=(host,)) for _ in range(int(sys.argv[2]))]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(peak_kib())
"""


class LoginFailedError(Exception):
    """Raised when a login that is measured did not succeed."""


class Entrance:
    """A record with one account, to log into again and again."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.host = open_host(home)
        wanted = SignUp(MEMBER, NAME, PASSPHRASE, new_recovery_code(), is_adult=True)
        if isinstance(sign_up(self.host, wanted), Refusal):
            raise LoginFailedError
        self._parameters: KdfParameters = new_parameters()

    def derive(self) -> None:
        """Derive one key: what makes guessing a passphrase dear."""
        passphrase_key(PASSPHRASE, self._parameters)

    def log_in(self) -> None:
        """Log in, from name and passphrase to a durable row."""
        log_in(self.host)


def log_in(host: Host) -> None:
    """Log in once."""
    root = unlock(host, NAME, PASSPHRASE)
    if isinstance(root, Refusal):
        raise LoginFailedError
    start_login(host, MEMBER, root)


def peak_kib(home: Path, logins: int) -> int:
    """Return the most memory a process has held that served so many logins at once."""
    command = [sys.executable, "-c", TOGETHER, str(home), str(logins)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
