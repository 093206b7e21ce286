"""An installation that could not seal says so before anything else happens."""

import pytest

from troth.crypto.library import LibraryTooOld, require_current


@pytest.mark.parametrize("version", ["47.0.0", "47.0.0.dev1", "50.0.2", "100.1"])
def test_a_recent_library_will_do(version: str) -> None:
    require_current(version)


def test_the_installed_library_will_do() -> None:
    require_current()


@pytest.mark.parametrize("version", ["46.0.7", "9.0", "3.4.8", "", "unknown", "²47"])
def test_an_older_or_unknown_library_is_named_with_what_to_do(version: str) -> None:
    with pytest.raises(LibraryTooOld, match=r"47 or newer; installed is .*\. Upgrade it"):
        require_current(version)
