"""Fetch what the pages take from others, cut it to what they use, and write down what it is.

Run by developers (`python -m tools.vendor`), never at install time: what is committed is what is
served. It needs npm, and takes the tools for fonts through uv, which the development group brings.
"""

import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import click

STATIC = Path(__file__).resolve().parents[1] / "src" / "troth" / "web" / "static"
MANIFEST = "vendor/VENDOR.toml"


@dataclass(frozen=True)
class Package:
    """One package of the npm registry, in the one version that is used."""

    name: str
    version: str
    licence: str
    licence_file: str

    @property
    def source(self) -> str:
        """Where anybody can look at it."""
        return f"https://www.npmjs.com/package/{self.name}/v/{self.version}"


HTMX = Package("htmx.org", "4.0.1", "0BSD", "vendor/htmx.LICENSE")
LUCIDE = Package("lucide-static", "1.62.0", "ISC", "vendor/lucide.LICENSE")
LITERATA = Package("@fontsource-variable/literata", "5.3.0", "OFL-1.1", "fonts/literata.LICENSE")

_NAMES = """
    arrow-left arrow-right bell bell-off book-open calendar calendar-clock chart-spline check
    chevron-left chevron-right circle-check circle-dot circle-help circle-pause circle-play clock
    copy door-open download eye eye-off file-diff flag funnel globe hand hand-heart heart history
    house info key-round life-buoy link list-checks lock log-out mail message-circle
    messages-square moon octagon-x pen-line plus printer qr-code repeat rotate-ccw scale search
    settings shield smartphone sprout sun undo-2 user-round users-round x
"""
ICONS = tuple(_NAMES.split())
"""The drawings that the pages use, by Lucide's names."""

STROKE = "1.75"
"""A little lighter than Lucide's own 2, so that a drawing beside text weighs what the text does."""

LATIN = (
    "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+2010-2015,U+2018-201E,"
    "U+2022,U+2026,U+2032-2033,U+2039-203A,U+2044,U+20AC,U+2122,U+2212"
)
"""Western Europe's letters and a book's punctuation: all that a first page has to fetch."""

LATIN_EXTENDED_A = "U+0100-0130,U+0132-0151,U+0154-017F,U+0218-021B,U+1E9E"
"""Central Europe's and Turkish letters: a file of its own, fetched only where one occurs."""

WEIGHTS = "wght=400:600"
"""From the text to its boldest heading; the rest of the axis would be carried and never seen."""

FEATURES = "--layout-features=kern,liga,pnum,tnum,mark,mkmk,ccmp,locl"
FONT_TOOLS = ("fonttools==4.60.1", "brotli==1.1.0")
"""Pinned, so that the same source gives the same bytes."""

CUTS = {
    "fonts/literata.woff2": ("literata-latin-wght-normal.woff2", LATIN),
    "fonts/literata-italic.woff2": ("literata-latin-wght-italic.woff2", LATIN),
    "fonts/literata-ext.woff2": ("literata-latin-ext-wght-normal.woff2", LATIN_EXTENDED_A),
    "fonts/literata-ext-italic.woff2": ("literata-latin-ext-wght-italic.woff2", LATIN_EXTENDED_A),
}
"""Each file that is served: what it is cut from, and the letters it keeps."""


@click.command()
def main() -> None:
    """Fetch the packages anew and write the files, their licences and the list of both."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        served = [*take_script(folder), *draw_sprite(folder), *cut_fonts(folder)]
    (STATIC / MANIFEST).write_text(manifest(served), "utf-8")
    click.echo(f"Wrote {len(served)} files and {MANIFEST}.")


def take_script(scratch: Path) -> list[tuple[Package, str]]:
    """Copy the one script that is not ours."""
    package = unpack(HTMX, scratch)
    write("vendor/htmx.min.js", (package / "dist" / "htmx.min.js").read_bytes())
    return [(HTMX, "vendor/htmx.min.js")]


def draw_sprite(scratch: Path) -> list[tuple[Package, str]]:
    """Put the drawings that are used into one file."""
    folder = unpack(LUCIDE, scratch) / "icons"
    drawings = {name: (folder / f"{name}.svg").read_text("utf-8") for name in ICONS}
    write("icons.svg", sprite(drawings).encode())
    return [(LUCIDE, "icons.svg")]


def sprite(drawings: dict[str, str]) -> str:
    """Join drawings into one file of symbols, each found by its name."""
    symbols = "\n".join(_symbol(name, drawing) for name, drawing in drawings.items())
    notice = f"<!-- Lucide {LUCIDE.version}, {LUCIDE.licence}: {LUCIDE.licence_file} -->"
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{notice}\n{symbols}\n</svg>\n'


def _symbol(name: str, drawing: str) -> str:
    inside = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
    if inside is None:
        raise ValueError(f"{name} is not a drawing")
    lines = re.sub(r"\s*(<|/>)\s*", r"\1", " ".join(inside[1].split()))
    pen = f'fill="none" stroke="currentColor" stroke-width="{STROKE}"'
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{name}" viewBox="0 0 24 24" {pen} {ends}>{lines}</symbol>'


def cut_fonts(scratch: Path) -> list[tuple[Package, str]]:
    """Keep of each font the weights and the letters that are used."""
    files = unpack(LITERATA, scratch) / "files"
    for served, (source, letters) in CUTS.items():
        cut_font(files / source, letters, STATIC / served)
    return [(LITERATA, served) for served in CUTS]


def cut_font(source: Path, letters: str, served: Path) -> None:
    """Write one font, cut in weight and then in letters."""
    narrow = source.with_suffix(".ttf")
    served.parent.mkdir(parents=True, exist_ok=True)
    instancer = ("fonttools", "varLib.instancer", "--quiet", "--no-recalc-timestamp")
    _font_tool(*instancer, str(source), WEIGHTS, "--output", str(narrow))
    target = ("--flavor=woff2", f"--output-file={served}")
    _font_tool("fonttools", "subset", str(narrow), f"--unicodes={letters}", FEATURES, *target)


def _font_tool(*command: str) -> None:
    pinned = [part for each in FONT_TOOLS for part in ("--with", each)]
    run(["uv", "tool", "run", "--quiet", *pinned, "--from", FONT_TOOLS[0], *command])


def unpack(package: Package, scratch: Path) -> Path:
    """Fetch a package, keep its licence, and return the folder with its files."""
    folder = scratch / package.name.replace("/", "-")
    folder.mkdir()
    run(["npm", "pack", "--silent", "--pack-destination", str(folder), _exact(package)])
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    write(package.licence_file, (folder / "package" / "LICENSE").read_bytes())
    return folder / "package"


def _exact(package: Package) -> str:
    return f"{package.name}@{package.version}"


def run(command: Sequence[str]) -> None:
    """Run a developer's tool, and stop where it stops."""
    program = shutil.which(command[0])
    if program is None:
        raise click.ClickException(f"{command[0]} is not on the path.")
    subprocess.run([program, *command[1:]], check=True)  # noqa: S603  the commands stand above


def write(name: str, content: bytes) -> None:
    """Write one file that is served, or its licence."""
    target = STATIC / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def manifest(served: Sequence[tuple[Package, str]]) -> str:
    """Say of each file what it is, from where, under which licence, and its digest."""
    opening = "# What is served but written by others. `python -m tools.vendor` writes this list.\n"
    return "\n".join([opening, *(_entry(package, file) for package, file in served)])


def _entry(package: Package, file: str) -> str:
    values = {
        "name": package.name,
        "version": package.version,
        "file": file,
        "sha256": sha256((STATIC / file).read_bytes()).hexdigest(),
        "licence": package.licence,
        "licence_file": package.licence_file,
        "source": package.source,
    }
    lines = [f'{key} = "{value}"' for key, value in values.items()]
    return "\n".join(["[[file]]", *lines, ""])


if __name__ == "__main__":
    main()
