"""Archives: a copy one took home is read here again, by its owner alone, and agrees to nothing."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.application.signed_up import paired
from tests.web.browsing import Browser, Page, Street, street
from troth.application.copies.exported import LONGEST_BYTES
from troth.web.copies import DATA, PAGE, unpacked
from troth.web.uploads import LARGEST_FILE, NotAForm, read_upload

KEPT = "/take/kept"


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(paired()) as opened:
        opened.wren.sends("/note", kind="note", text="The garden gate.")
        opened.wren.sends("/mine", text="A note of mine.")
        yield opened


def taken(one: Browser) -> bytes:
    """Take one's copy home."""
    return one.receives("/take", {}).content


def brings(one: Browser, file: bytes) -> Page:
    """Bring a file in, and follow where that leads."""
    form = {**one.opens(KEPT).form(KEPT)}
    form.pop("copy", None)
    sent = one.client.post(KEPT, data=form, files={"copy": ("notebook.zip", file)})
    return one.reads(sent)


def test_a_copy_taken_home_is_brought_in_and_read(here: Street) -> None:
    assert "You have brought in no copy yet." in here.wren.opens(KEPT)
    page = brings(here.wren, taken(here.wren))
    assert "Kept, for you alone to read." in page
    assert page.address == f"{KEPT}/1"
    for words in ("The garden gate.", "A note of mine.", "Ash and Wren"):
        assert words in page
    assert "Ash and Wren" in here.wren.opens(KEPT)


def test_the_part_for_programs_alone_is_enough(here: Street) -> None:
    with ZipFile(BytesIO(taken(here.wren))) as files:
        data = files.read(DATA)
    assert brings(here.wren, data).address == f"{KEPT}/1"


def test_the_same_copy_twice_is_one_archive(here: Street) -> None:
    file = taken(here.wren)
    for _ in range(2):
        brings(here.wren, file)
    assert here.wren.opens(KEPT).links.count(f"{KEPT}/1") == 1
    assert f"{KEPT}/2" not in here.wren.opens(KEPT).links


def test_nobody_else_reads_it_and_the_other_is_told_nothing(here: Street) -> None:
    before = here.ash.opens(KEPT).words
    brings(here.wren, taken(here.wren))
    assert here.ash.opens(KEPT).words == before
    for other in (here.ash, here.stranger, here.nobody):
        assert "The garden gate." not in other.opens(f"{KEPT}/1")
        assert "The garden gate." not in other.posts(f"{KEPT}/1", {"find": "gate"})
        assert other.receives(f"{KEPT}/1/file", {}).content[:2] != b"PK"
        other.posts(f"{KEPT}/1/erase", {})
    assert "The garden gate." in here.wren.opens(f"{KEPT}/1")


def test_nothing_in_it_is_agreed_or_recorded_by_it(here: Street) -> None:
    with here.town.store.reading(here.chain) as reading:
        before = reading.head
    brings(here.wren, taken(here.wren))
    with here.town.store.reading(here.chain) as reading:
        assert reading.head == before


def test_words_are_found_in_it(here: Street) -> None:
    brings(here.wren, taken(here.wren))
    assert "The garden gate." in here.wren.posts(f"{KEPT}/1", {"find": "GATE"})
    assert "Nothing was found there." in here.wren.posts(f"{KEPT}/1", {"find": "nowhere"})


def test_further_back_is_a_press_away(here: Street) -> None:
    for number in range(32):
        here.wren.posts(
            "/note", {"op": f"{number:08x}" * 4, "kind": "note", "text": f"Number {number}."}
        )
    page = brings(here.wren, taken(here.wren))
    assert "Number 31." in page
    assert "The garden gate." not in page
    further = next(each for to, each in page.forms if each.get("before"))
    assert "The garden gate." in here.wren.posts(f"{KEPT}/1", further)


def test_it_is_taken_out_as_it_came_with_a_page_to_print(here: Street) -> None:
    file = taken(here.wren)
    brings(here.wren, file)
    answer = here.wren.receives(f"{KEPT}/1/file", {})
    assert "notebook-" in answer.headers["content-disposition"]
    with ZipFile(BytesIO(file)) as came, ZipFile(BytesIO(answer.content)) as out:
        assert out.read(DATA) == came.read(DATA)
        assert b"The garden gate." in out.read(PAGE)


def test_it_is_erased_at_once(here: Street) -> None:
    brings(here.wren, taken(here.wren))
    page = here.wren.sends(f"{KEPT}/1/erase", f"{KEPT}/1")
    assert "Erased: you keep it here no more." in page
    assert here.wren.opens(f"{KEPT}/1").status == 404


def test_what_is_no_copy_says_so_and_keeps_nothing(here: Street) -> None:
    with BytesIO() as body:
        with ZipFile(body, "w") as files:
            files.writestr("other.txt", "x")
        other = body.getvalue()
    for file in (b"not a copy", b"PK\x03\x04broken", other, b"{}", b"\xff" * 50):
        page = brings(here.wren, file)
        assert page.status == 422
    assert "Choose the file you took home." in brings(here.wren, b"")
    assert "You have brought in no copy yet." in here.wren.opens(KEPT)


def test_a_file_longer_than_is_taken_keeps_nothing(here: Street) -> None:
    page = brings(here.wren, bytes(LARGEST_FILE + 1))
    assert page.status == 413
    assert "You have brought in no copy yet." in here.wren.opens(KEPT)


def test_a_body_that_is_no_form_is_answered_in_words(here: Street) -> None:
    for kind, status in (("text/plain", 422), ("multipart/form-data; boundary=b", 400)):
        sent = here.wren.client.post(KEPT, content=b"x", headers={"content-type": kind})
        assert here.wren.reads(sent).status == status


def test_a_form_with_a_file_is_taken_apart_and_no_more_of_it_than_it_has() -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    op = part % (b"op", b"", b"0" * 32)
    file = part % (b"copy", b'; filename="n.zip"', b"a\r\nb\x00\xff")
    form = read_upload(op + file + b"--b--\r\n", "b")
    assert form.file == b"a\r\nb\x00\xff"
    assert form.operation == "0" * 32
    for broken in (op, b"", op * 20 + b"--b--\r\n"):
        with pytest.raises(NotAForm):
            read_upload(broken, "b")


def test_no_more_is_unpacked_than_any_copy_has() -> None:
    with BytesIO() as body:
        with ZipFile(body, "w", 8) as files:
            files.writestr(DATA, bytes(LONGEST_BYTES + 100))
        assert len(unpacked(body.getvalue())) == LONGEST_BYTES + 1


def test_other_sites_bring_nothing_in(here: Street) -> None:
    sent = here.wren.client.post(
        KEPT, files={"copy": ("n", b"x")}, headers={"sec-fetch-site": "cross-site"}
    )
    assert here.wren.reads(sent).status == 403
