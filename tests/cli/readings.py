"""Everything one of the two can read at the command line, as they read it."""

from tests.cli.home import Home

READINGS = (
    ("today",),
    ("expect",),
    ("area",),
    ("agreement", "show"),
    ("agreement", "history"),
    ("proposals",),
    ("matter", "list"),
    ("limit", "list"),
    ("window", "show"),
    ("talk", "list"),
    ("session", "next"),
    ("session", "agenda"),
    ("session", "prepare"),
    ("check-in",),
    ("ebb",),
    ("reset",),
    ("note", "list"),
    ("note", "search", "a"),
    ("history",),
    ("verify",),
)


def all_readings(home: Home, name: str) -> dict[tuple[str, ...], str]:
    """Return what each reading shows to somebody, output and errors together."""
    return {typed: home.run(name, *typed).output for typed in READINGS}
