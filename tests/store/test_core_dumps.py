"""A process that may hold keys leaves no copy of its memory where it crashes."""

import os
import resource
import subprocess
import sys
from pathlib import Path

OPENING = """
import os, resource, sys
from pathlib import Path
_, most = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
if sys.argv[2] == "opened":
    from troth.bootstrap import open_host
    host = open_host(Path(sys.argv[1]))
if os.fork():
    os.wait()
else:
    print(*resource.getrlimit(resource.RLIMIT_CORE))
"""


def limits(home: Path, how: str) -> tuple[int, ...]:
    """Return how much of its memory a child of whoever opened a record may leave."""
    settings = {name: value for name, value in os.environ.items() if name != "TROTH_DATABASE"}
    command = [sys.executable, "-c", OPENING, str(home), how]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=settings)
    return tuple(map(int, said.stdout.split()))


def test_nobody_who_opened_a_record_leaves_their_memory_behind(home: Path) -> None:
    assert limits(home, "opened") == (0, 0)


def test_without_that_the_machine_decides(home: Path) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    assert limits(home, "not opened") == (most, most)
