"""What one does alone changes no byte on any page of the other."""

import re
from collections.abc import Iterator

import pytest

from tests.web.browsing import Page
from tests.web.knocking import House, Knocker, Walked, house_of
from tests.web.marked import marked_town

FRESH = re.compile(r'(name="op" value=")[0-9a-f]{32}')
"""Each form has an operation id of its own, which is new with each look."""

ALONE = {
    "writing for oneself": ("/mine", {"text": "Nobody else reads this."}),
    "taking a copy": ("/take", {}),
    "looking for a note": ("/mine/find", {"find": "copper"}),
    "asking who decides": ("/ask", {}),
    "checking the record": ("/log/check", {}),
    "leaving": ("/leave", {}),
}
MADE_ANEW = {"/set/keys", "/set/keys/code"}
"""Pages that offer words or a code, made for each look."""

READ_ALONE = ("/help", "/help/wrong", "/help/away", "/take", "/mine", "/log", "/pause", "/close")


@pytest.fixture(name="ours", scope="module")
def _ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house_of(marked_town(tmp_path_factory.mktemp("apart"))) as opened:
        yield opened


def _sees(knocker: Knocker, addresses: list[str]) -> dict[str, str]:
    return {at: FRESH.sub(r"\1", knocker.gets(at).text) for at in addresses}


def _does(knocker: Knocker, address: str, fields: dict[str, str]) -> None:
    standing = Page(200, address, knocker.gets(address).text)
    form = next((fields for to, fields in standing.forms if to == address), {})
    answer = knocker.sends(address, {**form, **fields})
    assert answer.status_code in {200, 303, 422}, answer.status_code


@pytest.mark.parametrize(("one", "other"), [("ash", "wren"), ("wren", "ash")])
def test_the_others_pages_stay_the_same_to_the_byte(
    ours: House, walked: Walked, one: str, other: str
) -> None:
    pages = sorted(set(walked.pages[other]) - MADE_ANEW)
    before = _sees(ours[other], pages)
    for address, fields in ALONE.values():
        _does(ours[one], address, fields)
    for address in READ_ALONE:
        assert ours[one].gets(address).status_code == 200
    after = _sees(ours[other], pages)
    assert [at for at in pages if before[at] != after[at]] == []


def test_what_is_done_together_is_seen_by_the_other(ours: House) -> None:
    before = _sees(ours["ash"], ["/note"])
    _does(ours["wren"], "/note", {"kind": "praise", "text": "You saw how tired I was."})
    assert _sees(ours["ash"], ["/note"]) != before
