"""Pictures of every page, as each of the two sees it: python -m tests.browser.pictures.

Into build/pictures: each page whole, and each state of one that no link leads to, on a phone and on
a desk, in both schemes, and a sheet of each kind that shows them all together. Into docs/pictures:
the few that the README shows.
"""

from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from html import escape
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, ViewportSize

from tests.browser.chromium import chromium
from tests.browser.homes import NAMES, Home, made_home
from tests.browser.scenes import Scenes
from tests.browser.servers import serving
from tests.browser.states import STATES, asked
from tests.browser.visitors import DESK, PHONE, Visitor
from tests.browser.walks import Walk

ROOT = Path(__file__).parents[2]
ALL = ROOT / "build" / "pictures"
SHOWN = ROOT / "docs" / "pictures"

SIZES = {"phone": PHONE, "desk": DESK}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

UNFIXED = ".bar, .nav { position: static !important }"
"""In a picture of a whole page, what stays in view would lie across its middle."""

SHEET_WIDTH = 2400
COLUMNS = {"phone": 8, "desk": 4}

SHARP = 2
"""Device pixels for each pixel of the README's pictures, and the WebP quality that suits them."""
QUALITY = 80


class Picture(NamedTuple):
    """A picture that the README shows."""

    name: str
    by: str
    address: str
    size: ViewportSize
    scheme: Scheme
    first: Callable[[Visitor], None] | None = None


README = (
    Picture("today", "Wren", "/today", PHONE, "light"),
    Picture("who-decides", "Wren", "/ask", PHONE, "dark", asked),
    Picture("pause", "Wren", "/pause", PHONE, "light"),
    Picture("agreement", "Ash", "/book", DESK, "light"),
    Picture("ebb-and-flow", "Ash", "/chart", DESK, "dark"),
)


def main() -> None:
    """Take all pictures of a demo made for them."""
    with TemporaryDirectory() as folder, chromium() as browser:
        home = made_home(Path(folder) / "demo")
        with serving(home.record) as address:
            for name in NAMES:
                for sheet in take_all(browser, home, name, address):
                    print(sheet.relative_to(ROOT))
            for picture in README:
                print(take(browser, home, picture, address).relative_to(ROOT))
        with ExitStack() as stack:
            (stages := Path(folder) / "stages").mkdir()
            for sheet in take_states(browser, Scenes(browser, home, stages, stack)):
                print(sheet.relative_to(ROOT))


def take_all(browser: Browser, home: Home, name: str, address: str) -> Iterator[Path]:
    """Take every page somebody reaches, and give each sheet as it is done."""
    visitor = Visitor(browser, name, address, storage_state=home.cookies(name))
    pages = {str(sheet.place): sheet.address for sheet in Walk(visitor).sheets}
    for kind, size in SIZES.items():
        for scheme in SCHEMES:
            visitor.page.set_viewport_size(size)
            visitor.page.emulate_media(color_scheme=scheme)
            folder = ALL / name / f"{kind}-{scheme}"
            taken = [whole(visitor, page, folder) for page in pages.values()]
            yield sheet_of(browser, taken, COLUMNS[kind], folder.with_suffix(".png"))
    visitor.close()


def take_states(browser: Browser, scenes: Scenes) -> Iterator[Path]:
    """Take every state that no link leads to, and give each sheet as it is done."""
    taken: dict[tuple[str, Path], list[Path]] = defaultdict(list)
    for state in STATES:
        for name in state.by:
            visitor = scenes[state.scene].visitors[name]
            state.reach(visitor)
            called = "-".join((state.name, *([name] if len(state.by) > 1 else [])))
            for kind, scheme in product(SIZES, SCHEMES):
                visitor.page.set_viewport_size(SIZES[kind])
                visitor.page.emulate_media(color_scheme=scheme)
                path = ALL / "states" / f"{kind}-{scheme}" / f"{called}.png"
                taken[kind, path.parent].append(shot(visitor, path))
    for (kind, folder), paths in taken.items():
        yield sheet_of(browser, paths, COLUMNS[kind], folder.with_suffix(".png"))


def whole(visitor: Visitor, address: str, folder: Path) -> Path:
    """Take one page from its top to its end."""
    visitor.open(address)
    return shot(visitor, folder / f"{address.strip('/').replace('/', '-') or 'front'}.png")


def shot(visitor: Visitor, path: Path) -> Path:
    """Take the page that is open, from its top to its end."""
    visitor.dress(UNFIXED)
    visitor.page.screenshot(path=path, full_page=True)
    return path


def sheet_of(browser: Browser, taken: list[Path], columns: int, path: Path) -> Path:
    """Put pictures together on one sheet, each with its name."""
    figures = "".join(
        f'<figure><img src="{each.as_uri()}"><figcaption>{escape(each.stem)}</figcaption></figure>'
        for each in taken
    )
    style = (
        f"body {{ columns: {columns}; gap: 24px; margin: 24px; font: 20px sans-serif;"
        " background: #888 } figure { margin: 0 0 24px; break-inside: avoid } img { width: 100% }"
    )
    laid = path.with_suffix(".html")
    laid.write_text(f"<!doctype html><style>{style}</style>{figures}", "utf-8")
    page = browser.new_page(viewport={"width": SHEET_WIDTH, "height": DESK["height"]})
    page.goto(laid.as_uri(), wait_until="load")
    page.screenshot(path=path, full_page=True)
    page.close()
    return path


def take(browser: Browser, home: Home, picture: Picture, address: str) -> Path:
    """Take what fits one screen, small enough to be kept with the source."""
    how = {"viewport": picture.size, "color_scheme": picture.scheme, "device_scale_factor": SHARP}
    cookies = home.cookies(picture.by)
    visitor = Visitor(browser, picture.by, address, storage_state=cookies, **how)
    page = visitor.open(picture.address)
    if picture.first is not None:
        picture.first(visitor)
    # Playwright writes PNG and JPEG only; the browser itself writes WebP, at a third of the size.
    wanted = {"format": "webp", "quality": QUALITY}
    answer = visitor.context.new_cdp_session(page).send("Page.captureScreenshot", wanted)
    SHOWN.mkdir(exist_ok=True)
    path = SHOWN / f"{picture.name}.webp"
    path.write_bytes(b64decode(answer["data"]))
    visitor.close()
    return path


if __name__ == "__main__":
    main()
