"""Choose how long to search for counterexamples, and print what repeats a run."""

import os

import pytest
from hypothesis import HealthCheck, settings

SOAKING = os.environ.get("TROTH_SOAK") == "1"

# Whoever runs the tests may keep a record of their own in the database this names.
os.environ.pop("TROTH_DATABASE", None)

# No example database in the gate: two runs of one seed must try the same cases in the same order.
settings.register_profile(
    "fast",
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("full", max_examples=2_000, deadline=None, print_blob=True)
settings.load_profile("full" if SOAKING else "fast")


def pytest_report_header(config: pytest.Config) -> str:
    """Name the seed, so that a failure on another machine can be repeated here."""
    seed = config.getoption("hypothesis_seed")
    target = "soak" if SOAKING else "test"
    return f"seed {seed} (repeat with: make {target} SEED={seed})"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the minutes-long tests to the soak, visibly: pytest counts them as deselected."""
    if SOAKING:
        return
    lasting = [item for item in items if item.get_closest_marker("soak")]
    if lasting:
        config.hook.pytest_deselected(items=lasting)
        items[:] = [item for item in items if item not in lasting]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests have measured: a size nobody sees cannot be judged."""
    lines = [
        f"{report.nodeid.partition('::')[0]}: {value}"
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        for name, value in report.user_properties
        if name == "figures" and report.when == "call"
    ]
    if lines:
        terminalreporter.section("figures")
    for line in lines:
        terminalreporter.write_line(line)
