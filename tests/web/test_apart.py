"""What one does alone changes no byte on any page of the other."""

import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.browsing import Page
from tests.web.knocking import BOTH, House, Knocker, Walked, house_of
from tests.web.marked import marked_town

FRESH = re.compile(r'(name="op" value=")[0-9a-f]{32}')
"""Each form has an operation id of its own, which is new with each look."""

ALONE = {
    "writing for oneself": ("/mine", {"text": "Nobody else reads this."}),
    "taking a copy": ("/take", {}),
    "looking for a note": ("/mine/find", {"find": "copper"}),
    "asking who decides": ("/ask", {"area": "-", "whom": "both", "weight": "significant"}),
    "checking the record": ("/log/check", {}),
    "leaving": ("/leave", {}),
    "beginning to write": ("/kept", {"to": "/mine", "page": "/mine", "kept.text": "Copper."}),
    "letting go of what was begun": ("/kept/off", {"to": "/mine", "page": "/mine"}),
    "preparing the weekly talk": ("/week/prepare", {"kind": "hard", "text": "The late hours."}),
    "choosing larger letters": ("/set/reading", {"size": "xl", "theme": "dark"}),
    "hiding one's words": ("/set/outside", {"headings": "on", "idle": "5"}),
    "choosing a colour": ("/set/you", {"own": "p3"}),
}
DONE = {HTTPStatus.OK, HTTPStatus.SEE_OTHER, HTTPStatus.NO_CONTENT}
MADE_ANEW = {"/set/keys", "/set/keys/code"}
"""Pages that offer words or a code, made for each look."""

SEQUENCES = 4
"""Of things done alone, in any order and number, before the other looks at every page again."""

READ_ALONE = ("/help", "/help/wrong", "/help/away", "/take", "/mine", "/log", "/pause", "/close")


@pytest.fixture(name="ours", scope="module")
def _ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house_of(marked_town(tmp_path_factory.mktemp("apart"))) as opened:
        yield opened


def _sees(knocker: Knocker, addresses: list[str]) -> dict[str, str]:
    return {at: FRESH.sub(r"\1", knocker.gets(at).text) for at in addresses}


def _does(knocker: Knocker, address: str, fields: dict[str, str]) -> HTTPStatus:
    standing = Page(200, address, knocker.gets(address).text)
    form = next((fields for to, fields in standing.forms if to == address), {})
    answer = knocker.sends(address, {**form, **fields})
    return HTTPStatus(answer.status_code)


@pytest.mark.parametrize("one", BOTH)
@settings(max_examples=SEQUENCES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(sorted({*ALONE, *READ_ALONE})), min_size=1))
def test_the_others_pages_stay_the_same_to_the_byte(
    ours: House, walked: Walked, one: str, acts: list[str]
) -> None:
    other = next(each for each in BOTH if each != one)
    pages = sorted(set(walked.pages[other]) - MADE_ANEW)
    before = _sees(ours[other], pages)
    for act in acts:
        if act in ALONE:
            _does(ours[one], *ALONE[act])
        else:
            assert ours[one].gets(act).status_code == 200
    after = _sees(ours[other], pages)
    assert [at for at in pages if before[at] != after[at]] == []


@pytest.mark.parametrize("one", BOTH)
@pytest.mark.parametrize("act", ALONE)
def test_what_one_does_alone_is_done(ours: House, one: str, act: str) -> None:
    address, fields = ALONE[act]
    assert _does(ours[one], address, fields) in DONE


def test_what_is_done_together_is_seen_by_the_other(ours: House) -> None:
    before = _sees(ours["ash"], ["/note"])
    _does(ours["wren"], "/note", {"kind": "praise", "text": "You saw how tired I was."})
    assert _sees(ours["ash"], ["/note"]) != before
