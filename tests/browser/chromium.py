"""The browser of this machine, driven from here; none is downloaded."""

from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
"""What distributions call it."""

WITHOUT = ("--disable-back-forward-cache",)
"""People's browsers keep the pages one left; without that cache, Back after Exit proves nothing."""


class NoBrowser(Exception):
    """Raised when there is no Chromium on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "The pages are tested in Chromium, and there is none here. "
            "On Debian: apt install chromium fonts-noto-core"
        )


def executable() -> str:
    """Return where Chromium is."""
    found = next((path for path in map(which, NAMES) if path), None)
    if found is None:
        raise NoBrowser
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, and end it afterwards."""
    path = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, ignore_default_args=WITHOUT)
        with browser:
            yield browser
