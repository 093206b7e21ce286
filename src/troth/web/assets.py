"""Styles, script, icons and letters: read once at start, and named by what is in them."""

from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from troth.domain.kernel import Value
from troth.web.code import Code

STYLES = ("tokens", "base", "shell", "parts", "pages", "print")
"""In this order, because a later layer has the last word."""

DIGEST_LENGTH = 12
"""Of a file's SHA-256, in hex: enough that two versions never share a name."""

KINDS: Mapping[str, Code] = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
    "woff2": "font/woff2",
}

STATIC = files("troth.web") / "static"


class Asset(Value, frozen=True):
    """One file as it is served: its address without the digest, what it is, and its bytes."""

    name: str
    kind: str
    body: bytes

    @property
    def address(self) -> str:
        """Where it is served: the name changes with the contents, so it can be kept for ever."""
        stem, _, suffix = self.name.rpartition(".")
        return f"/static/{stem}.{sha256(self.body).hexdigest()[:DIGEST_LENGTH]}.{suffix}"


class Assets(Value, frozen=True):
    """Everything that is served to everybody, by name."""

    by_name: Mapping[str, Asset]

    def address(self, name: str) -> str:
        """Return where a file is served; raises KeyError for one there is not."""
        return self.by_name[name].address

    def at(self, address: str) -> Asset | None:
        """Return the file served at an address, if there is one."""
        return next((each for each in self.by_name.values() if each.address == address), None)


def read_assets() -> Assets:
    """Read all that is served; the style sheet names the letters by their addresses."""
    found = [_asset(file.name, file.read_bytes()) for file in _served(STATIC)]
    by_name = {asset.name: asset for asset in found}
    sheets = "\n".join((STATIC / "css" / f"{name}.css").read_text("utf-8") for name in STYLES)
    styles = _asset("all.css", _addressed(sheets, by_name).encode())
    return Assets({**by_name, styles.name: styles})


def _addressed(sheets: str, by_name: Mapping[str, Asset]) -> str:
    for name, asset in by_name.items():
        sheets = sheets.replace(f"url(/static/{name})", f"url({asset.address})")
    return sheets


def _served(folder: Traversable) -> list[Traversable]:
    """List the files of a folder and those within it, without style sheets and texts."""
    inside = sorted(folder.iterdir(), key=lambda each: each.name)
    own = [each for each in inside if each.is_file() and _suffix(each.name) in KINDS]
    deeper = [file for each in inside if each.is_dir() for file in _served(each)]
    return [each for each in (*own, *deeper) if _suffix(each.name) != "css"]


def _suffix(name: str) -> str:
    return name.rpartition(".")[2]


def _asset(name: str, body: bytes) -> Asset:
    return Asset(name, KINDS[_suffix(name)], body)
