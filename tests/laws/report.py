"""Print what the laws found: `python -m tests.laws.report`, which is `make check`."""

import sys

from tests.laws import router
from tests.laws.mutants import names, unnoticed
from tests.laws.scopes import SCOPES, explored, sentence
from tests.laws.table import LAWS, RULES


def main() -> int:
    """Explore, try every mistake, route every input; return how much went wrong."""
    print(f"{len(RULES)} rules, held in {len(LAWS)} ways (docs/reference/laws.md)")
    wrong = 0
    for name in SCOPES:
        figures = explored(name)
        print(sentence(figures), flush=True)
        for violation in figures.violations:
            print(f"  {violation}")
        for missing in sorted(figures.unreached):
            print(f"  not reached: {missing}")
        wrong += len(figures.violations) + len(figures.unreached) + (not figures.is_closed)
    missed = list(unnoticed())
    print(f"mutants: {len(names()) - len(missed)} caught of {len(names())}", flush=True)
    for mistake in missed:
        print(f"  not caught: {mistake}")
    routed = router.check()
    print(f"router: {routed.inputs:,} inputs, {len(routed.violations)} violations")
    for violation in routed.violations:
        print(f"  {violation}")
    return wrong + len(missed) + len(routed.violations)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
