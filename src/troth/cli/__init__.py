"""The command line of Troth."""

from troth.cli.app import troth


def main() -> None:
    """Run the command line."""
    troth(prog_name="troth")
