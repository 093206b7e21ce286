"""The command line of Troth."""

import gc
from importlib import import_module


def main() -> None:
    """Run the command line."""
    # What is loaded stays to the end, and looking through it meanwhile for what nobody uses any
    # more took a tenth of every start.
    gc.disable()
    verbs = import_module("troth.cli.app").troth
    gc.freeze()
    gc.enable()
    verbs(prog_name="troth")
