"""A browser whose owner trusts an authority of theirs, and finds the server under its name."""

import os
import subprocess
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser

from tests.browser.chromium import WITHOUT, executable

NAME = "notebook.home.arpa"
"""A name that no browser takes for its own machine; home.arpa is kept for homes (RFC 8375)."""

NO_CERTUTIL = (
    "A browser is taught whom to trust by certutil, and there is none here. "
    "On Debian: apt install libnss3-tools"
)


class NoCertutil(Exception):
    """Raised when this machine has nothing to teach a browser whom to trust."""

    def __init__(self) -> None:
        super().__init__(NO_CERTUTIL)


def trusting(browser: Browser, authority: Path, home: Path) -> Browser:
    """Start another browser of the same kind, for somebody who trusts an authority."""
    trusted = home / ".pki" / "nssdb"
    trusted.mkdir(parents=True)
    _certutil("-N", "--empty-password", "-d", f"sql:{trusted}")
    _certutil("-A", "-d", f"sql:{trusted}", "-t", "C,,", "-n", "ours", "-i", str(authority))
    return browser.browser_type.launch(
        executable_path=executable(),
        ignore_default_args=WITHOUT,
        args=[f"--host-resolver-rules=MAP {NAME} 127.0.0.1"],
        env={**os.environ, "HOME": str(home)},
    )


def _certutil(*typed: str) -> None:
    found = which("certutil")
    if found is None:
        raise NoCertutil
    subprocess.run([found, *typed], check=True, capture_output=True)
