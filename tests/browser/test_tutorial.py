"""The first evening of the tutorial is lived, word for word, by two people in two browsers."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.people import Person
from tests.browser.servers import serving
from tests.browser.tutorial import PAGE, lived
from tests.browser.visitors import DESK, PHONE, Visitor


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_two_people_live_the_first_evening(
    browser: Browser, tmp_path: Path, size: dict[str, int], *, script: bool
) -> None:
    with serving(tmp_path / "home") as address:
        people = [
            Visitor(browser, name, address, viewport=size, java_script_enabled=script)
            for name in ("Ash", "Wren")
        ]
        ash, wren = (Person(each) for each in people)
        assert lived(ash, wren) == PAGE.read_text("utf-8").count("\n- **")
        for each in people:
            assert each.notices() == []
            each.close()
