"""The first evening of the tutorial, read off its page and done step by step."""

import re

from tests.browser.people import Person
from tests.house.source import ROOT

PAGE = ROOT / "docs" / "tutorial" / "a-first-evening.md"

STEP = re.compile(
    r"^- \*\*(?P<who>Ash|Wren)\*\* (?P<does>reads|chooses|opens|writes|copies|ticks|presses)"
    r"(?: the code| Ash's words)?(?: “(?P<said>[^”]+)”)?(?: in(?:to)? “(?P<field>[^”]+)”)?\.?$",
    re.MULTILINE,
)


def lived(ash: Person, wren: Person) -> int:
    """Do every step of the page, and return how many there were."""
    steps = list(STEP.finditer(PAGE.read_text("utf-8")))
    for step in steps:
        person = ash if step["who"] == "Ash" else wren
        if step["does"] == "copies":
            source = wren if "code" in step[0] and step["who"] == "Wren" else ash
            person.writes(_copied(source, step[0]), step["field"])
        elif step["does"] == "writes":
            person.writes(step["said"], step["field"])
        else:
            person.does(step["does"], step["said"])
    return len(steps)


def _copied(source: Person, step: str) -> str:
    if "Ash's words" in step:
        return " ".join(source.page.locator(".words li").all_inner_texts())
    return source.page.locator(".code").last.inner_text()
