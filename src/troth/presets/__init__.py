"""Starting shapes as data: plan files that come with the program; none weakens a protection."""

from difflib import get_close_matches
from importlib.resources import files

import yaml

from troth.domain.kernel import Refusal, Value

_HERE = files(__name__)
_SUFFIX = ".yaml"


class Preset(Value, frozen=True):
    """A starting shape as it is offered: its name, what it is called, and one line about it."""

    name: str
    title: str
    summary: str


class NoSuchPreset(Refusal, frozen=True):
    """There is no starting shape of that name."""

    name: str
    suggestion: str
    says = "There is no starting shape called “{name}”.{suggestion} `troth presets` lists them."


def list_presets() -> tuple[Preset, ...]:
    """Return every starting shape, in order of name."""
    return tuple(_described(name) for name in _names())


def load_preset(name: str) -> str | NoSuchPreset:
    """Return the text of a starting shape, to be read as any plan file is."""
    names = _names()
    if name in names:
        return _text(name)
    close = get_close_matches(name, names, 1)
    return NoSuchPreset(name, f" Did you mean “{close[0]}”?" if close else "")


def _names() -> list[str]:
    found = (each.name for each in _HERE.iterdir())
    return sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX))


def _text(name: str) -> str:
    return _HERE.joinpath(f"{name}{_SUFFIX}").read_text("utf-8")


def _described(name: str) -> Preset:
    """Read only what stands before the parts of life: a list of shapes should show at once."""
    head, _, _ = _text(name).partition("\nareas:")
    described = yaml.safe_load(head)
    return Preset(name, described["title"], described["summary"])
