"""On a phone, whatever lies under a tab is in sight, as the list at the side is on a desk."""

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.visitors import DESK, PHONE, Visitor
from troth.web.render import TABS


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_what_lies_under_a_tab_is_one_press_from_it(
    evening: dict[str, Visitor], size: ViewportSize
) -> None:
    missing = []
    for _, address, tab, _, within in TABS:
        page = evening["Wren"].open(address)
        page.set_viewport_size(size)
        links = page.get_by_role("navigation")
        for _, words in within:
            if links.get_by_role("link", name=words, exact=True).count() != 1:
                missing.append(f"{words}, under {tab}")
    assert missing == []
